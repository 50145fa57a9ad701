"""Injected noise: what a run hides where it is not plain.

Everything a run can stand for is scored: how likely the words are that result, how likely its symbols are as
noise, and how likely a run is at that distance from its neighbours.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from math import exp, log
from typing import NamedTuple

from toolkit.offsets import Edit
from toolkit.repair import FLOOR
from toolkit.repair._noise_blanks import bare_blanks
from toolkit.repair._noise_gaps import Gaps
from toolkit.repair._noise_lines import (
    AFTER_TEXT,
    BEFORE_TEXT,
    HARD_SPACE,
    MEANINGFUL,
    SURE,
    Line,
    Sure,
    Symbols,
    cut,
    decide_sure,
    edits,
    neighbours,
    runs_of,
)
from toolkit.repair._noise_symbols import (
    MEMBERS,
    ODD_ASCII,
    STRANGE,
    UNQUOTED,
    USUAL_BEYOND_ASCII,
    Alphabet,
    foreign_letters,
)
from toolkit.repair._noise_words import REMEMBERED, Words

ASCII = bytes(range(128))
CONTEXT = 48  # characters of the text on each side that are looked at
STRANGE_LENGTH = -7.0  # log probability of a run length that was not seen
WORDS = 2  # before a run that are scored with it
NEAR = 8  # runs on each side that are looked at
SHRUNK = log(0.3)  # the most, as a log share, that runs of one symbol, or of which one is left, can be
SWALLOWED = -5.0  # a run without a blank at its edge that hides one
GAP_SAYS = 6.0  # the most that distances can say, in nats
NO_RUN = -4.0  # log odds of a run under which an ordinary quotation mark is not looked at
PLAIN_QUOTES = frozenset({' "', '" ', "' ", " '"})
OPENED_TWICE, UNOPENED, UNCLOSED = -4.0, -5.0, -3.0  # quotation marks out of order
TEXT_AT_EDGE = frozenset(MEMBERS + " ")  # what the text before and after a run can have there
KEPT_AT_EDGE = 2  # symbols at each edge of a run that may belong to the text


Reading = tuple[float, tuple[int, ...], str]  # its score, the places in the run that are text, that text


class Option(NamedTuple):
    """One reading of a run: its score, in nats, and the places in the run that are text."""

    score: float
    kept: tuple[int, ...]


class Decider:
    """Decides the runs of one text."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self.source = text
        text = self.text = text.replace(HARD_SPACE, " ")
        self.words = Words(text)
        members = {symbol for symbol in alphabet.shares if symbol in MEMBERS} | ODD_ASCII
        usual = "".join(chr(code) for code in range(128) if chr(code) not in members and code != ord(" "))
        beyond = "".join(piece for piece in USUAL_BEYOND_ASCII if piece not in members)
        odd = text.encode(errors="surrogatepass").translate(None, ASCII).decode(errors="surrogatepass")
        strange = set(filter(STRANGE.match, set(odd)))
        beyond += "".join(sorted(foreign_letters(strange, alphabet)))
        self._split = runs_of(re.escape(usual) + beyond)
        self._plain = frozenset(alphabet.shares) - members
        unquoted = alphabet.shares.keys() & UNQUOTED
        self._symbols = Symbols(self._plain, self._plain | unquoted, self._plain | (unquoted - {"&"}))
        self._never_beside = unquoted - {"@", "_"}
        self._never_apart = self._never_beside - {"&"}
        self._shares = dict.fromkeys(ODD_ASCII, log(alphabet.novel_ascii))
        self._shares.update({symbol: log(share) for symbol, share in alphabet.shares.items()})
        self._novel = log(alphabet.novel)
        self._lengths = {length: log(share) for length, share in alphabet.run_lengths.items()}
        self.gaps = Gaps(())
        self._remembered: dict[tuple[tuple[str, str, str], tuple[str, ...]], list[Option]] = {}

    def edits(self) -> Iterator[Edit]:
        """Yield the edits, in order; a line that is repeated is decided once."""
        texts = self.text.split("\n")
        lines = {text: line for text in dict.fromkeys(texts) if (line := cut(self._split(text))).runs}
        sure = Sure()
        decided = [decide_sure(line, self._symbols, self.words.known, sure) for line in lines.values()]
        self.gaps = Gaps(sure.gaps)
        self._shares[" "] = log(max((sure.blanks + 0.3) / (2.5 * sure.runs + 5), 1e-4))
        bare_share = self._shares[" "] + max(self._lengths.get(1, STRANGE_LENGTH), SHRUNK)
        for line, (others, where) in zip(lines.values(), decided, strict=True):
            if others:
                self._decide_others(line, others, where)
        bare = bare_blanks(lines, self.words, self.gaps, bare_share)
        for text, start in zip(texts, accumulate([len(text) + 1 for text in texts], initial=0), strict=False):
            if text in lines:
                made = edits(lines[text], start, self.source)
                made += [
                    edit._replace(start=start + edit.start, end=start + edit.end) for edit in bare.get(text, ())
                ]
                yield from sorted(made)

    def _decide_others(self, line: Line, others: list[int], where: list[int]) -> None:
        """Decide the others by their scores, then see to it that quotation marks come in pairs."""
        befores, afters = neighbours(where, others)
        length = where[-1] + len(line.texts[-1])
        quoted: dict[int, list[Option]] = {}
        for index, before, after in zip(others, befores, afters, strict=True):
            run = line.runs[index]
            options = None if run in PLAIN_QUOTES else self._simple_options(line, index, run)
            if options is None:
                place = where[index]
                if after is None:
                    gap = self.gaps.log_odds(place - before, length - place, last=True)
                else:
                    gap = self.gaps.log_odds(place - before, after - place)
                if gap < NO_RUN and run in PLAIN_QUOTES:
                    options = [Option(0.0, tuple(range(len(run))))]
                else:
                    options = self._options(line, index, max(-GAP_SAYS, min(GAP_SAYS, gap)))
            _choose(line, index, options)
            if '"' in run:
                quoted[index] = options
        if quoted:
            _pair_quotes(line, quoted)

    def _simple_options(self, line: Line, index: int, run: str) -> list[Option] | None:
        """Return what a run can stand for of which only a blank can be text, None where more can be.

        What its symbols and its place say is the same for both readings.
        """
        length = len(run)
        core = run.strip(" ")
        plain, never = self._plain, self._never_beside
        first, final = core[0], core[-1]
        before, after = line.texts[index][-1:].islower(), line.texts[index + 1][:1].islower()
        apart = self._never_apart if before and after and not plain.isdisjoint(core) else frozenset[str]()
        if not (
            (first in plain or first in apart or (first in never and run[0] == first and before))
            and (final in plain or final in apart or (final in never and run[-1] == final and after))
        ):
            return None
        if first in AFTER_TEXT or final in BEFORE_TEXT or core in MEANINGFUL or " " in core:
            return None
        blanks = length - len(core)
        if not blanks:
            return [Option(0.0, ())]
        if blanks > (run[0] == " ") + (run[-1] == " "):
            return None
        first, left = _left_context(line, index)
        rights = _right_contexts(line, index)
        score = self.words.text
        joined = self._shares[" "] + self._lengths.get(length, STRANGE_LENGTH)
        parted = self._lengths.get(length - 1, STRANGE_LENGTH)
        joined += max([score(left + right, first) for right in rights])
        parted += max([score(f"{left} {right}", first) for right in rights])
        options = [Option(joined, ()), Option(parted, (length - 1 if run[-1] == " " else 0,))]
        return options if joined > parted else options[::-1]

    def _options(self, line: Line, index: int, gap: float) -> list[Option]:
        """Return everything that a run can stand for, the best first."""
        run = line.runs[index]
        key = run, line.texts[index][-1:], line.texts[index + 1][:1]
        around = *_left_context(line, index), *_right_contexts(line, index)
        found = self._remembered.get((key, around))
        if found is None:
            if len(self._remembered) > REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key, around] = list(self._scored(*key, *around))
        length = len(run)
        options = [Option(score + gap if len(kept) < length else score, kept) for score, kept in found]
        options.sort(reverse=True)
        return options

    def _scored(self, run: str, before: str, after: str, first: str, left: str, *rights: str) -> Iterator[Option]:
        """Yield everything that a run can stand for, but for what its place says."""
        outcomes = self._outcomes(run, before, after)
        for outcome, (cost, kept) in outcomes.items():
            score = max([self.words.text(left + outcome + right, first) for right in rights])
            yield Option(cost + score, kept)

    def _outcomes(self, run: str, before: str, after: str) -> dict[str, Option]:
        """Return what can stay of a run, each with the best of its readings."""
        found: dict[str, Option] = {}
        for cost, kept, outcome in self._readings(run, before, after):
            if "  " in outcome and len(outcome) < len(run):
                continue  # white space was collapsed
            if outcome not in found or found[outcome].score < cost:
                found[outcome] = Option(cost, kept)
        return found

    def _readings(self, run: str, before: str, after: str) -> list[Reading]:
        """Return readings with what they say about the noise: its symbols and its length."""
        length = len(run)
        core = run.replace(" ", "")
        none = frozenset[str]()
        never = self._never_beside
        apart = (
            none
            if self._plain.isdisjoint(core) or not (before.islower() and after.islower())
            else self._never_apart
        )
        heads = 0
        touching = never if before.islower() else none
        while heads < length and heads <= KEPT_AT_EDGE and _ends_text(run[heads], before, after):
            if run[heads] in (apart if heads else touching):
                break
            heads += 1
        tails = 0
        touching = never if after.islower() else none
        while tails < length and tails <= KEPT_AT_EDGE and _starts_text(run[-1 - tails], before, after):
            if run[-1 - tails] in (apart if tails else touching):
                break
            tails += 1
        shares = self._shares
        found: list[Reading] = []
        unlearned = shares.keys().isdisjoint(core)
        plain_text = TEXT_AT_EDGE.issuperset(core)
        if plain_text or length in {heads, tails} or unlearned or (len(core) == 1 and core in MEANINGFUL):
            found.append((0.0, tuple(range(length)), run))
        costs = [shares.get(symbol, self._novel) for symbol in run]
        for head in range(heads + 1):
            for tail in range(tails + 1):
                end = length - tail
                noise = run[head:end]
                if not noise or noise.isspace() or (head and tail and run[head - 1] == " " == run[end]):
                    continue
                cost = sum(costs[head:end]) + self._lengths.get(end - head, STRANGE_LENGTH)
                found.append((cost, _edges(head, end, length), run[:head] + run[end:]))
                if not head and not tail and run[0] != " " != run[-1] and " " in run:
                    found.append((cost - shares[" "] + SWALLOWED, (run.index(" "),), " "))
        return found


@lru_cache(maxsize=1024)
def _edges(head: int, end: int, length: int) -> tuple[int, ...]:
    """Return the places before and after the noise in a run."""
    return (*range(head), *range(end, length))


def _choose(line: Line, index: int, options: list[Option]) -> None:
    """Take the best reading; where the next best is close, only what both take out is taken out."""
    best = options[0]
    line.kept[index] = best.kept
    if len(options) == 1:
        return
    other = options[1]
    confidence = min(SURE, 1 / (1 + exp(other.score - best.score)))
    line.confidences[index] = confidence
    if confidence < FLOOR:
        doubtful = set(best.kept) ^ set(other.kept)
        line.kept[index] = tuple(sorted(set(best.kept) | set(other.kept)))
        line.confidences[index] = SURE
        gone = confidence if len(best.kept) < len(other.kept) else 1 - confidence
        line.doubts[index] = tuple(sorted(doubtful)), gone


def _pair_quotes(line: Line, quoted: dict[int, list[Option]]) -> None:
    """Choose the readings of runs with quotation marks so that these open and close by turns."""
    chosen = tuple(options[0] for options in quoted.values())
    if not _in_pairs(line, quoted, chosen):
        chosen = _best_in_pairs(line, quoted)
    for index, option in zip(quoted, chosen, strict=True):
        doubtful = line.doubts.get(index, ((), 0.0))[0]
        if line.kept[index] != option.kept and (
            not doubtful or any(line.runs[index][at] == '"' for at in doubtful)
        ):
            line.doubts.pop(index, None)
            line.kept[index] = option.kept
            line.confidences[index] = FLOOR


def _in_pairs(line: Line, quoted: Iterable[int], chosen: Iterable[Option]) -> bool:
    """Say whether quotation marks open and close by turns."""
    opened = False
    for index, option in zip(quoted, chosen, strict=True):
        opened, cost = _quote_state(*_read(line, index, option), opened=opened)
        if cost:
            return False
    return not opened


def _best_in_pairs(line: Line, quoted: dict[int, list[Option]]) -> tuple[Option, ...]:
    """Return the readings with the best sum of their scores and of what marks out of order cost."""
    # For a mark left open or not: the score so far and the readings chosen.
    states: dict[bool, tuple[float, tuple[Option, ...]]] = {False: (0.0, ())}
    for index, options in quoted.items():
        following: dict[bool, tuple[float, tuple[Option, ...]]] = {}
        readings = [_read(line, index, option) for option in options]
        for opened, (score, chosen) in states.items():
            for option, reading in zip(options, readings, strict=True):
                now, total = _quote_state(*reading, opened=opened)
                total += score + option.score
                if now not in following or following[now][0] < total:
                    following[now] = total, (*chosen, option)
        states = following
    return states[max(states, key=lambda opened: states[opened][0] + (UNCLOSED if opened else 0.0))][1]


def _read(line: Line, index: int, option: Option) -> tuple[str, bool]:
    """Return a reading with the characters beside it, and whether nothing stands before it."""
    before, run, after = line.texts[index][-1:], line.runs[index], line.texts[index + 1][:1]
    return before + "".join([run[place] for place in option.kept]) + after, not before


def _quote_state(outcome: str, at_start: bool, *, opened: bool) -> tuple[bool, float]:  # noqa: FBT001
    """Return whether a quotation is open after a stretch of text, and what its marks cost."""
    cost = 0.0
    for place, symbol in enumerate(outcome if '"' in outcome else ""):
        if symbol == '"':
            opens = (place == 0 and at_start) or (place > 0 and outcome[place - 1] in ' (["')
            if opens and outcome[place - 1 : place] == '"':
                opens = not opened
            if opens and opened:
                cost += OPENED_TWICE
            elif not opens and not opened:
                cost += UNOPENED
            opened = opens
    return opened, cost


def _ends_text(symbol: str, before: str, after: str) -> bool:
    """Say whether the text before a run can go on with this symbol."""
    if symbol in TEXT_AT_EDGE:
        return True
    if symbol not in AFTER_TEXT:
        return False
    return before.isdigit() and after != " " if symbol in "°‰" else before.isalpha()


def _starts_text(symbol: str, before: str, after: str) -> bool:
    """Say whether the text after a run can begin with this symbol."""
    return symbol in TEXT_AT_EDGE or (symbol in BEFORE_TEXT and after.isdigit() and not before.isdigit())


def _left_context(line: Line, index: int) -> tuple[str, str]:
    """Return the word before the one that a run touches, and what it touches."""
    context = line.texts[index]
    words = context[-CONTEXT:].rsplit(" ", WORDS)
    if len(words) <= WORDS:
        least = max(0, index - NEAR)
        while index > least and len(context) < CONTEXT and context.count(" ") < WORDS:
            index -= 1
            context = line.texts[index] + (line.outcome(index) or "") + context
        words = context[-CONTEXT:].rsplit(" ", WORDS)
    first = words[-2].lower() if len(words) > 1 else ""
    return first if first.isalpha() else "", words[-1]


def _right_contexts(line: Line, index: int) -> list[str]:
    """Return what can follow a run, up to a blank; a later run that is not decided may join or part."""
    found = []
    context = ""
    last = min(len(line.runs), index + NEAR)
    while True:
        index += 1
        context += line.texts[index]
        if index == last or len(context) > CONTEXT or " " in context:
            break
        outcome = line.outcome(index)
        if outcome is None:
            run = line.runs[index]
            if " " in run:
                found.append(context)
            elif not run.strip("'\""):
                outcome = run
        context += outcome or ""
    found.append(context[:CONTEXT].partition(" ")[0])
    return found

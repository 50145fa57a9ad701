"""Injected noise: what a run hides where it is not plain.

Everything a run can stand for is scored: how likely the words are that result, how likely its symbols are as
noise, and how likely a run is at that distance from its neighbours.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from math import exp, log

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
from toolkit.repair._unusual import beyond_ascii

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
AFTER_WORDS = AFTER_TEXT - frozenset("°‰")
KEPT_AT_EDGE = 2  # symbols at each edge of a run that may belong to the text


Option = tuple[float, tuple[int, ...]]  # one reading of a run: its score, in nats, and the places that are text


class Decider:
    """Decides the runs of one text."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self.source = text
        text = self.text = text.replace(HARD_SPACE, " ")
        self.words = Words(text)
        members = {symbol for symbol in alphabet.shares if symbol in MEMBERS} | ODD_ASCII
        usual = "".join(chr(code) for code in range(128) if chr(code) not in members and code != ord(" "))
        beyond = "".join(piece for piece in USUAL_BEYOND_ASCII if piece not in members)
        strange = set(filter(STRANGE.match, set(beyond_ascii(self.source))))
        foreign = foreign_letters(strange, alphabet)
        beyond += "".join(sorted(foreign))
        self._split = runs_of(re.escape(usual) + beyond, re.escape("".join(sorted(members))))
        self._plain = frozenset(alphabet.shares) - members
        self._strangers = frozenset(strange - self._plain - foreign)
        unquoted = frozenset(alphabet.shares.keys() & UNQUOTED)
        self._symbols = Symbols(self._plain, self._plain | unquoted, self._plain | (unquoted - {"&"}))
        self._never_beside = unquoted - {"@", "_"}
        self._never_apart = self._never_beside - {"&"}
        self._shares = dict.fromkeys(ODD_ASCII, log(alphabet.novel_ascii))
        self._shares.update({symbol: log(share) for symbol, share in alphabet.shares.items()})
        self._novel = log(alphabet.novel)
        self._lengths = {length: log(share) for length, share in alphabet.run_lengths.items()}
        self.gaps: Gaps
        self._remembered: dict[tuple[tuple[str, str, str], tuple[str, ...]], list[Option]] = {}

    def edits(self) -> list[Edit]:
        """Return the edits, in order; a line that is repeated is decided once."""
        texts = self.text.split("\n")
        lines = {
            text: line for text in dict.fromkeys(texts) if (line := cut(self._split(text), self._strangers)).runs
        }
        sure = Sure()
        decided = [decide_sure(line, self._symbols, self.words.known, sure) for line in lines.values()]
        self.gaps = Gaps(sure.gaps)
        self._shares[" "] = log(max((sure.blanks + 0.3) / (2.5 * sure.runs + 5), 1e-4))
        bare_share = self._shares[" "] + max(self._lengths.get(1, STRANGE_LENGTH), SHRUNK)
        for line, (others, where) in zip(lines.values(), decided, strict=True):
            if others:
                self._decide_others(line, others, where)
        bare = bare_blanks(lines, self.words, self.gaps, bare_share)
        found: list[Edit] = []
        for text, start in zip(texts, accumulate([len(text) + 1 for text in texts], initial=0), strict=False):
            if text in lines:
                found += edits(lines[text], start, self.source)
                found += [
                    edit._replace(start=start + edit.start, end=start + edit.end) for edit in bare.get(text, ())
                ]
        found.sort()  # which costs next to nothing, since it is nearly done
        return found

    def _decide_others(self, line: Line, others: list[int], where: list[int]) -> None:
        """Decide the others by their scores, then see to it that quotation marks come in pairs.

        `where` are the places of all runs in what is kept of the line.
        """
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
                begins = run == '"' and not line.texts[index]
                if gap < NO_RUN and (begins or run in PLAIN_QUOTES):
                    options = [(0.0, tuple(range(len(run))))]
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
        if not ((first in plain or first in never) and (final in plain or final in never)):
            return None
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
            return [(0.0, ())]
        if blanks > (run[0] == " ") + (run[-1] == " "):
            return None
        first, left = _left_context(line, index)
        rights = _right_contexts(line, index)
        score = self.words.text
        joined = self._shares[" "] + self._lengths.get(length, STRANGE_LENGTH)
        parted = self._lengths.get(length - 1, STRANGE_LENGTH)
        joined += max([score(left + right, first) for right in rights])
        parted += max([score(f"{left} {right}", first) for right in rights])
        options: list[Option] = [(joined, ()), (parted, (length - 1 if run[-1] == " " else 0,))]
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
            found = self._remembered[key, around] = self._scored(*key, *around)
        length = len(run)
        return sorted(
            [(score + gap if len(kept) < length else score, kept) for score, kept in found], reverse=True
        )

    def _scored(self, run: str, before: str, after: str, first: str, left: str, *rights: str) -> list[Option]:
        """Return everything that a run can stand for, but for what its place says."""
        text = self.words.text
        found: list[Option] = []
        for outcome, (cost, kept) in self._outcomes(run, before, after).items():
            score = text(left + outcome + rights[0], first)
            for right in rights[1:]:
                score = max(score, text(left + outcome + right, first))
            found.append((cost + score, kept))
        return found

    def _outcomes(self, run: str, before: str, after: str) -> dict[str, Option]:
        """Return what can stay of a run, each with the best of what it says about the symbols and the length."""
        length = len(run)
        core = run.replace(" ", "")
        none = frozenset[str]()
        never = self._never_beside
        apart = (
            none
            if self._plain.isdisjoint(core) or not (before.islower() and after.islower())
            else self._never_apart
        )
        heads = _kept_at_most(
            run[: KEPT_AT_EDGE + 1], _ending(before, after), never if before.islower() else none, apart
        )
        tails = _kept_at_most(
            run[: -KEPT_AT_EDGE - 2 : -1], _beginning(before, after), never if after.islower() else none, apart
        )
        shares, novel = self._shares, self._novel
        found: dict[str, Option] = {}
        if (
            length in {heads, tails}
            or TEXT_AT_EDGE.issuperset(core)
            or shares.keys().isdisjoint(core)
            or (len(core) == 1 and core in MEANINGFUL)
        ):
            found[run] = 0.0, tuple(range(length))
        costs = [shares.get(symbol, novel) for symbol in run]
        for head in range(heads + 1):
            for end in range(length, max(head, length - tails - 1), -1):
                if run[head:end].isspace() or (head and end < length and run[head - 1] == " " == run[end]):
                    continue
                cost = sum(costs[head:end]) + self._lengths.get(end - head, STRANGE_LENGTH)
                outcome = run[:head] + run[end:]
                # White space was collapsed.
                if "  " not in outcome and (outcome not in found or found[outcome][0] < cost):
                    found[outcome] = cost, _edges(head, end, length)
                if head == 0 and end == length and run[0] != " " != run[-1] and " " in run:
                    swallowed = cost - shares[" "] + SWALLOWED
                    if " " not in found or found[" "][0] < swallowed:
                        found[" "] = swallowed, (run.index(" "),)
        return found


@lru_cache(maxsize=1024)
def _edges(head: int, end: int, length: int) -> tuple[int, ...]:
    """Return the places before and after the noise in a run."""
    return (*range(head), *range(end, length))


def _choose(line: Line, index: int, options: list[Option]) -> None:
    """Take the best reading; where the next best is close, only what both take out is taken out."""
    best_score, best = options[0]
    line.kept[index] = best
    if len(options) == 1:
        return
    score, other = options[1]
    confidence = min(SURE, 1 / (1 + exp(score - best_score)))
    line.confidences[index] = confidence
    if confidence < FLOOR:
        doubtful = set(best) ^ set(other)
        line.kept[index] = tuple(sorted(set(best) | set(other)))
        line.confidences[index] = SURE
        gone = confidence if len(best) < len(other) else 1 - confidence
        line.doubts[index] = tuple(sorted(doubtful)), gone


def _pair_quotes(line: Line, quoted: dict[int, list[Option]]) -> None:
    """Choose the readings of runs with quotation marks so that these open and close by turns."""
    chosen = tuple([options[0] for options in quoted.values()])
    if not _in_pairs(line, quoted, chosen):
        chosen = _best_in_pairs(line, quoted)
    for index, (_, kept) in zip(quoted, chosen, strict=True):
        doubtful = line.doubts.get(index, ((), 0.0))[0]
        if line.kept[index] != kept and (not doubtful or any(line.runs[index][at] == '"' for at in doubtful)):
            line.doubts.pop(index, None)
            line.kept[index] = kept
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
                total += score + option[0]
                if now not in following or following[now][0] < total:
                    following[now] = total, (*chosen, option)
        states = following
    return states[max(states, key=lambda opened: states[opened][0] + (UNCLOSED if opened else 0.0))][1]


def _read(line: Line, index: int, option: Option) -> tuple[str, bool]:
    """Return a reading with the characters beside it, and whether nothing stands before it."""
    before, run, after = line.texts[index][-1:], line.runs[index], line.texts[index + 1][:1]
    return before + "".join([run[place] for place in option[1]]) + after, not before


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


def _kept_at_most(symbols: str, fitting: frozenset[str], refused: frozenset[str], apart: frozenset[str]) -> int:
    """Return how many symbols, from an edge of a run, can belong to the text that it touches.

    `fitting` can beside `TEXT_AT_EDGE`, `refused` cannot where it touches the text, `apart` where it does not.
    """
    for count, symbol in enumerate(symbols):
        if symbol in refused or not (symbol in TEXT_AT_EDGE or symbol in fitting):
            return count
        refused = apart
    return len(symbols)


def _ending(before: str, after: str) -> frozenset[str]:
    """Return the symbols with which the text before a run can go on."""
    if before.isalpha():
        return AFTER_WORDS
    return AFTER_TEXT - AFTER_WORDS if before.isdigit() and after != " " else frozenset()


def _beginning(before: str, after: str) -> frozenset[str]:
    """Return the symbols with which the text after a run can begin."""
    return BEFORE_TEXT if after.isdigit() and not before.isdigit() else frozenset()


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

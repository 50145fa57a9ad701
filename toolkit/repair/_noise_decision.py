"""Injected noise: what each run of noise hides, a join, a blank, or nothing because it is no noise.

Most runs leave no doubt: no blank in them and no symbol that text uses too, or pieces that are words while their
join is none. The others are scored: the likelihood of the words that result, of the symbols as noise, and of a
run at that distance from its neighbours.
"""

import re
from collections.abc import Iterator
from math import exp, log

import msgspec

from toolkit.offsets import Edit, Span
from toolkit.repair._noise_gaps import Gaps
from toolkit.repair._noise_symbols import MEMBERS, USUAL_BEYOND_ASCII, Alphabet
from toolkit.repair._noise_words import Words

MEANINGFUL = frozenset("£€¥₹₩₽$™®©°§¶±×÷≈≤≥≠→←↑↓↔%‰√∞•†‡‹›«»") | frozenset(MEMBERS)  # text uses them too
LEADING = frozenset('"“‘([$')
CONTEXT = 60  # characters of the text on each side that are looked at
NOVEL = log(1e-4)  # probability, as noise, of a symbol that was not learned
STRANGE_LENGTH = -7.0  # log probability of a run length that was not seen
SWALLOWED = -5.0  # a run without a blank at its edge that hides one
GAP_SAYS = 6.0  # the most that distances can say, in nats
PARITY = 5.0  # what an unpaired quotation mark costs
SURE = 0.999


class Line(msgspec.Struct):
    """One line while it is being decided: its texts, and between them its runs with their outcomes."""

    start: int
    texts: list[str]
    runs: list[str]  # each with the blanks at its edges
    outcomes: list[str | None]
    confidences: list[float]
    sure: list[bool]


class Decider:
    """Decides the runs of one text."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self.text = text
        self.alphabet = alphabet
        self.words = Words(text)
        members = {symbol for symbol in alphabet.shares if symbol in MEMBERS}
        usual = "".join(chr(code) for code in range(128) if chr(code) not in members)
        beyond = "".join(piece for piece in USUAL_BEYOND_ASCII if piece not in members)
        self._split = re.compile(f"([^{re.escape(usual)}{beyond}]+)").split
        self._plain = "".join(symbol for symbol in alphabet.shares if symbol not in members)
        self._shares = {symbol: log(share) for symbol, share in alphabet.shares.items()}
        self._lengths = {length: log(share) for length, share in alphabet.run_lengths.items()}
        self.gaps = Gaps(())
        self._joined_blanks = 0.5

    def edits(self) -> Iterator[Edit]:
        """Yield the edits, in order."""
        lines = []
        start = 0
        for line in self.text.split("\n"):
            pieces = self._split(line)
            if len(pieces) > 1:
                lines.append(self._first_pass(start, pieces))
            start += len(line) + 1
        self.gaps = Gaps(gap for line in lines for gap in _sure_gaps(line))
        total = sum(len(line.runs) for line in lines)
        self._shares[" "] = log(max(self._joined_blanks / (2.5 * total + 1), 1e-4))
        for line in lines:
            self._second_pass(line)
            yield from _line_edits(line)

    def _first_pass(self, start: int, pieces: list[str]) -> Line:
        """Decide what leaves no doubt."""
        texts = [pieces[0]]
        runs: list[str] = []
        for index in range(1, len(pieces), 2):
            run, right = pieces[index], pieces[index + 1]
            left = texts[-1]
            if runs and left.isspace():  # a run with a blank in it
                texts.pop()
                run = runs.pop() + left + run
                left = texts[-1]
            if left[-1:] == " ":
                run = " " + run
                texts[-1] = left[:-1]
            runs.append(run)
            texts.append(right)
        last = len(runs)
        for index in range(last):
            right = texts[index + 1]
            if right[:1] == " ":
                runs[index] += " "
                texts[index + 1] = right[1:]
        outcomes: list[str | None] = [None] * last
        known = self.words.known
        for index in range(last):
            run, left, right = runs[index], texts[index], texts[index + 1]
            core = run.strip(" ")
            if core.strip(self._plain):
                continue
            before, after = left[-1:], right[:1]
            if before.isdigit() or after.isdigit():
                continue
            if len(run) == len(core) and " " not in core:
                outcomes[index] = ""
                continue
            if not before or not after:
                if (not before and not index) or (not after and index == last - 1):
                    outcomes[index] = ""
                continue
            if len(core) == 1 and core in MEANINGFUL:
                continue
            head, blank, word = left.rpartition(" ")
            if not blank and index:
                continue
            following, blank, _ = right.partition(" ")
            if not blank and index < last - 1:
                continue
            word, following = word.lstrip('("').lower(), following.rstrip('.,;:!?)"').lower()
            whole = known.get(word + following)
            if word in known and following in known:
                if whole is None and len(run) > len(core):
                    outcomes[index] = " "
            elif whole is not None and after.islower():
                outcomes[index] = ""
                self._joined_blanks += 1
        return Line(start, texts, runs, outcomes, [SURE] * last, [o is not None for o in outcomes])

    def _second_pass(self, line: Line) -> None:
        """Decide the others by their scores, then see to it that quotation marks come in pairs."""
        if all(line.sure):
            return
        others: dict[int, tuple[float, str]] = {}
        places = _places(line)
        length = places[-1] + len(line.texts[-1])
        quotes = sum(text.count('"') for text in line.texts)
        for index, outcome in enumerate(line.outcomes):
            if outcome is not None:
                continue
            gap = self._gap(line, places, length, index)
            scored = sorted(self._scores(line, index, gap), reverse=True)
            best, chosen = scored[0]
            line.outcomes[index] = chosen
            margin = best - scored[1][0] if len(scored) > 1 else 20.0
            line.confidences[index] = min(SURE, 1 / (1 + exp(-margin)))
            odd = chosen.count('"') % 2
            quotes += odd
            for score, option in scored[1:]:
                if option.count('"') % 2 != odd:
                    others[index] = best - score, option
                    break
        if quotes % 2 and others:
            index = min(others, key=lambda place: others[place][0])
            loss, option = others[index]
            if loss < PARITY:
                line.outcomes[index] = option
                line.confidences[index] = 1 / (1 + exp(loss - PARITY))

    def _gap(self, line: Line, places: list[int], length: int, index: int) -> float:
        """Return what the distances to the sure neighbours say about a run, in nats."""
        before = next((places[i] for i in range(index - 1, -1, -1) if line.sure[i]), 0)
        after = next((places[i] for i in range(index + 1, len(places)) if line.sure[i]), None)
        place = places[index]
        if after is None:
            odds = self.gaps.log_odds(place - before, length - place, last=True)
        else:
            odds = self.gaps.log_odds(place - before, after - place)
        return max(-GAP_SAYS, min(GAP_SAYS, odds))

    def _scores(self, line: Line, index: int, gap: float) -> Iterator[tuple[float, str]]:
        """Yield (score, outcome) of everything a run can stand for."""
        run = line.runs[index]
        left = _left_context(line, index)
        rights = list(_right_contexts(line, index))
        best: dict[str, float] = {}
        for outcome, cost in self._options(run, line.texts[index][-1:], line.texts[index + 1][:1], gap):
            if cost > best.get(outcome, -1e9):
                best[outcome] = cost
        for outcome, cost in best.items():
            yield cost + max(self.words.text(left + outcome + right) for right in rights), outcome

    def _options(self, run: str, before: str, after: str, gap: float) -> Iterator[tuple[str, float]]:
        """Yield outcomes with what they say about the noise: its symbols, its length, its place."""
        core = run.strip(" ")
        heads = 1
        while heads <= len(run) and heads <= 3 and _keeps(run[heads - 1], before, after):
            heads += 1
        tails = 1
        while tails <= len(run) and tails <= 3 and _keeps(run[len(run) - tails], before, after):
            tails += 1
        if all(_keeps(symbol, before, after) for symbol in core):
            yield run, 0.0
        for head in range(heads):
            for tail in range(tails):
                noise = run[head : len(run) - tail]
                if not noise.strip(" "):
                    continue
                kept_left, kept_right = run[:head], run[len(run) - tail :]
                cost = gap + sum(self._shares.get(symbol, NOVEL) for symbol in noise.replace(" ", ""))
                blanks = noise.count(" ")
                length = len(noise)
                blank = self._shares[" "]
                yield (
                    kept_left + kept_right,
                    cost + blanks * blank + self._lengths.get(length, STRANGE_LENGTH),
                )
                if blanks and not kept_left.endswith(" ") and not kept_right.startswith(" "):
                    edge = noise[0] == " " or noise[-1] == " "
                    yield (
                        f"{kept_left} {kept_right}",
                        cost
                        + (blanks - 1) * blank
                        + self._lengths.get(length - 1, STRANGE_LENGTH)
                        + (0.0 if edge else SWALLOWED),
                    )


def _keeps(symbol: str, before: str, after: str) -> bool:
    """Say whether a symbol of a run can belong to the text."""
    if symbol == " " or symbol in MEMBERS:
        return True
    if symbol not in MEANINGFUL:
        return False
    return before.isdigit() or after.isdigit() or symbol in "™®©"


def _places(line: Line) -> list[int]:
    """Return how many characters of the line are kept before each run."""
    places = []
    place = 0
    for text, run, outcome in zip(line.texts, line.runs, line.outcomes, strict=False):
        place += len(text)
        places.append(place)
        place += len(outcome) if outcome is not None else (run[0] == " " or run[-1] == " ")
    return places


def _sure_gaps(line: Line) -> Iterator[int]:
    places = _places(line)
    for index in range(1, len(places)):
        if line.sure[index] and line.sure[index - 1]:
            yield places[index] - places[index - 1]


def _left_context(line: Line, index: int) -> str:
    context = line.texts[index]
    while index and (len(context) < CONTEXT // 2 and context.count(" ") < 3):
        index -= 1
        context = line.texts[index] + (line.outcomes[index] or "") + context
    if len(context) > CONTEXT:
        context = context[-CONTEXT:].partition(" ")[2] or context[-CONTEXT:]
    return context


def _right_contexts(line: Line, index: int) -> Iterator[str]:
    """Yield what can follow a run; a later run that is not decided yet may join or part."""
    context = ""
    last = len(line.runs)
    while True:
        index += 1
        context += line.texts[index]
        if index == last or context.count(" ") >= 2 or len(context) > CONTEXT:
            break
        outcome = line.outcomes[index]
        if outcome is None:
            if " " in line.runs[index]:
                yield context
            elif not line.runs[index].strip("'\""):
                outcome = line.runs[index]
        context += outcome or ""
    if len(context) > CONTEXT:
        context = context[:CONTEXT].rpartition(" ")[0] or context[:CONTEXT]
    yield context


def _line_edits(line: Line) -> Iterator[Edit]:
    place = line.start
    for text, run, outcome, confidence in zip(
        line.texts, line.runs, line.outcomes, line.confidences, strict=False
    ):
        place += len(text)
        if outcome is not None and outcome != run:
            yield from _run_edits(Span(place, place + len(run)), run, outcome, confidence)
        place += len(run)


def _run_edits(span: Span, run: str, outcome: str, confidence: float) -> Iterator[Edit]:
    """Yield the edit of one run, without the characters at its edges that stay."""
    head = 0
    while head < len(outcome) and run[head] == outcome[head]:
        head += 1
    tail = 0
    while tail < len(outcome) - head and run[-1 - tail] == outcome[-1 - tail]:
        tail += 1
    yield Edit(span.start + head, span.end - tail, outcome[head : len(outcome) - tail], "", confidence)

"""Injected noise: runs of which only a blank is left ("competitivenes s")."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, compress, count, islice, pairwise
from math import exp
from operator import add
from typing import NamedTuple

from toolkit.offsets import Edit, Span
from toolkit.repair._noise_gaps import Gaps
from toolkit.repair._noise_lines import SURE, Line
from toolkit.repair._noise_words import WORD_TOTAL, Words, folded

BREAK = " \n "  # between stretches: a word of its own
SHORTEST = 4  # letters of a word that a blank is taken out of
RARER = 0.1  # two words whose chance meeting is at least so likely, against their join, are left alone
FLOOR = 0.5  # less likely than not is not worth a flag
AROUND = 2  # blanks on each side of a text that is looked at with what is around it
NEAR = 2  # texts from one to the next that share what is around them
MOST_GAIN = 11.0  # what words can say for a blank against the distances, in nats


class Stretch(NamedTuple):
    """Texts of a line that can hide a run, with what stays of the runs between and of what is around."""

    whole: str  # the text of the line
    first: int
    last: int
    around: int  # characters before the first text
    text: str


def bare_blanks(lines: Mapping[str, Line], words: Words, gaps: Gaps, prior: float) -> Mapping[str, Sequence[Edit]]:
    """Return, for lines by their text, an edit for each blank that is all that is left of a run.

    `prior` is the log share of such runs; places are counted from the beginning of the line.
    """
    reach, reach_end = (_Reaches(gaps, -MOST_GAIN - prior, last) for last in (False, True))
    stretches = [stretch for whole, line in lines.items() for stretch in _stretches(whole, line, reach, reach_end)]
    begins = list(accumulate([len(stretch.text) + len(BREAK) for stretch in stretches], initial=0))
    found: dict[str, list[Edit]] = {}
    for at, join in _joins(BREAK.join([stretch.text for stretch in stretches]), words.known):
        which = bisect_right(begins, at) - 1
        whole, index, last, around, _ = stretches[which]
        line, inside = lines[whole], at - begins[which] - around
        while index < last and inside >= len(line.texts[index]):
            inside -= len(line.texts[index]) + len(line.kept[index] or ())
            index += 1
        after = len(line.texts[index]) - inside - 1
        if inside < 0 or after < 0:
            continue  # this blank is what a run left, or stands in what is around
        before = inside + (len(line.kept[index - 1] or ()) if index else 0)
        odds = gaps.log_odds(before, after, last=index == len(line.runs))
        confidence = min(SURE, 1 / (1 + exp(-join.gain(words) - odds - prior)))
        if confidence > FLOOR:
            source = sum(map(len, (*line.texts[:index], *line.runs[:index]))) + inside
            found.setdefault(whole, []).append(Edit(source, source + 1, "", "blank", confidence))
    return found


class _Reaches(dict[int, Span]):
    """Where in a gap of each size a run of one character can stand, worked out once."""

    def __init__(self, gaps: Gaps, odds: float, last: bool) -> None:  # noqa: FBT001
        self._reach = partial(gaps.reach, odds, last=last)

    def __missing__(self, gap: int) -> Span:
        found = self[gap] = self._reach(gap)
        return found


def _stretches(whole: str, line: Line, reach: _Reaches, reach_end: _Reaches) -> Iterator[Stretch]:
    """Yield the texts of a line that have a blank where a run may have been, those near each other as one."""
    befores = [0, *[len(kept or ()) for kept in line.kept]]
    sizes = list(map(add, befores, map(len, line.texts)))
    reaches = list(map(reach.__getitem__, sizes[:-1]))
    reaches.append(reach_end[sizes[-1]])
    found = []
    for index in [index for index, (_, last) in enumerate(reaches) if last]:
        first, last = reaches[index]
        before = befores[index]
        if last > before and line.texts[index].find(" ", max(0, first - before), last - before) >= 0:
            found.append(index)
    apart = [at for at, (one, other) in enumerate(pairwise(found), 1) if other - one > NEAR]
    for first, last in pairwise((0, *apart, len(found)) if found else ()):
        yield _stretch(whole, line, found[first], found[last - 1])


def _stretch(whole: str, line: Line, first: int, last: int) -> Stretch:
    """Return texts with as much around them as decides about their first and their last blank."""
    before, after = first, last
    while before and _blanks(line, before, first) < AROUND:
        before -= 1
    while after < len(line.runs) and _blanks(line, last + 1, after + 1) < AROUND:
        after += 1
    pieces = [""] * (2 * (after - before) + 1)
    pieces[::2] = line.texts[before : after + 1]
    pieces[1::2] = [line.outcome(index) or "" if line.kept[index] else "" for index in range(before, after)]
    return Stretch(whole, first, last, sum(map(len, pieces[: 2 * (first - before)])), "".join(pieces))


def _blanks(line: Line, first: int, end: int) -> int:
    return sum([text.count(" ") for text in line.texts[first:end]])


class Join(NamedTuple):
    """Two pieces of a word with a blank between, and the words before and after."""

    before: str
    left: str
    right: str
    after: str

    def gain(self, words: Words) -> float:
        """Return how much better the word is than its pieces, in nats."""
        tail = f"{self.right} {self.after}"
        return words.text(self.left + tail, self.before) - words.text(f"{self.left} {tail}", self.before)


def _joins(text: str, known: Mapping[str, int]) -> Iterator[tuple[int, Join]]:
    """Yield the blanks between pieces of a word with their places."""
    lower = folded(text).split(" ")
    joined = map(known.__contains__, map(add, lower, islice(lower, 1, None)))
    found = list(compress(count(), joined))
    tokens = text.split(" ") if found else []
    starts = list(accumulate(map(len, tokens)))
    for index in found:
        left, right = tokens[index], tokens[index + 1]
        if not left[-1:].isalpha() or not right[:1].islower() or len(left) + len(right) < SHORTEST:
            continue
        first, second = known.get(lower[index], 0), known.get(lower[index + 1], 0)
        if first * second <= known[lower[index] + lower[index + 1]] * WORD_TOTAL * RARER:
            following = tokens[index + 2] if index + 2 < len(tokens) else ""
            yield (
                starts[index] + index,
                Join(lower[index - 1] if index else "", left, right, following.strip("\n")),
            )

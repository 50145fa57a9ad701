"""Injected noise: runs of which only a blank is left ("competitivenes s")."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, compress, count, islice
from math import exp
from operator import add, sub
from typing import NamedTuple

from toolkit.offsets import Edit
from toolkit.repair._noise_gaps import Gaps
from toolkit.repair._noise_lines import SURE, Line, places
from toolkit.repair._noise_words import WORD_TOTAL, Words, folded

BREAK = " \n "  # between stretches: a word of its own
SHORTEST = 4  # letters of a word that a blank is taken out of
RARER = 0.1  # two words whose chance meeting is at least so likely, against their join, are left alone
FLOOR = 0.5  # less likely than not is not worth a flag
MOST_GAIN = 11.0  # what words can say for a blank against the distances, in nats
AROUND = 2  # blanks on each side of a text that is looked at with what is around it


class Stretch(NamedTuple):
    """Texts of a line that are far enough from others to hide a run, with what is around them."""

    line: Line
    number: int  # of the line
    where: list[int]  # the places of the line's runs, in kept characters, after that of its beginning
    first: int  # place in the line
    end: int
    around: int  # characters of the text that come before the first place
    text: str


def bare_blanks(lines: list[Line], words: Words, gaps: Gaps, prior: float) -> dict[int, list[Edit]]:
    """Return an edit for each blank that is all that is left of a run, by the number of its line.

    `prior` is the log share of such runs.
    """
    least = gaps.least(-MOST_GAIN - prior) + 1
    stretches = [stretch for number, line in enumerate(lines) for stretch in _stretches(number, line, least)]
    begins = list(accumulate([len(stretch.text) + len(BREAK) for stretch in stretches], initial=0))
    found: dict[int, list[Edit]] = {}
    for at, gain in _joins(BREAK.join([stretch.text for stretch in stretches]), words):
        which = bisect_right(begins, at) - 1
        line, number, where, first, end, around, _ = stretches[which]
        place = at - begins[which] - around + first
        index = bisect_right(where, place, lo=1) - 1
        after = where[index + 1] if index < len(line.runs) else _length(line, where)
        inside = place - (after - len(line.texts[index]))
        if inside < 0 or not first <= place < end:
            continue  # this blank is what a run left, or stands in what is around
        odds = gaps.log_odds(place - where[index], after - place - 1, last=index == len(line.runs))
        confidence = min(SURE, 1 / (1 + exp(-gain - odds - prior)))
        if confidence > FLOOR:
            source = line.start + sum(map(len, (*line.texts[:index], *line.runs[:index]))) + inside
            found.setdefault(number, []).append(Edit(source, source + 1, "", "blank", confidence))
    return found


def _stretches(number: int, line: Line, least: int) -> Iterator[Stretch]:
    """Yield those texts of a line that stand in a gap of at least so many characters, and the last one."""
    where = [0, *places(line)]
    first = None
    for index, gap in enumerate(map(sub, where[1:], where)):
        if gap >= least:
            first = index if first is None else first
        elif first is not None:
            yield _stretch(number, line, where, first, index - 1)
            first = None
    yield _stretch(number, line, where, len(line.runs) if first is None else first, len(line.runs))


def _stretch(number: int, line: Line, where: list[int], first: int, last: int) -> Stretch:
    """Return texts with as much around them as decides about their first and their last blank."""
    begin = (where[first + 1] if first < len(line.runs) else _length(line, where)) - len(line.texts[first])
    end = where[last + 1] if last < len(line.runs) else _length(line, where)
    left = right = ""
    before, after = first, last
    while before and left.count(" ") < AROUND:
        before -= 1
        left = line.texts[before] + (line.outcome(before) or "") + left
    while after < len(line.runs) and right.count(" ") < AROUND:
        right += (line.outcome(after) or "") + line.texts[after + 1]
        after += 1
    pieces = [""] * (2 * (last - first) + 1)
    pieces[::2] = line.texts[first : last + 1]
    for index in range(first, last):
        if line.kept[index]:
            pieces[2 * (index - first) + 1] = line.outcome(index) or ""
    return Stretch(line, number, where, begin, end, len(left), "".join((left, *pieces, right)))


def _length(line: Line, where: list[int]) -> int:
    return where[-1] + len(line.kept[-1] or ()) + len(line.texts[-1])


def _joins(text: str, words: Words) -> Iterator[tuple[int, float]]:
    """Yield the places of blanks between pieces of a word, and how much better the word is, in nats."""
    known = words.known
    lower = folded(text).split(" ")
    joins = map(known.__contains__, map(add, lower, islice(lower, 1, None)))
    found = list(compress(count(), joins))
    if not found:
        return
    tokens = text.split(" ")
    starts = list(accumulate(map(len, tokens)))
    for index in found:
        left, right = tokens[index], tokens[index + 1]
        if not left[-1:].isalpha() or not right[:1].islower() or len(left) + len(right) < SHORTEST:
            continue
        first, second = known.get(lower[index], 0), known.get(lower[index + 1], 0)
        if first * second > known[lower[index] + lower[index + 1]] * WORD_TOTAL * RARER:
            continue
        before = lower[index - 1] if index else ""
        following = tokens[index + 2] if index + 2 < len(tokens) else "\n"
        tail = right if following == "\n" else f"{right} {following}"
        gain = words.text(left + tail, before) - words.text(f"{left} {tail}", before)
        if gain > 0:
            yield starts[index] + index, gain

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
    """A text of a line that is far enough from others to hide a run, with what is around it."""

    line: Line
    number: int
    number_of_text: int
    before: int  # the place of the run before it, in kept characters
    after: int  # the place of the run after it, or the end
    start: int  # of the text in the stretch
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
        where = bisect_right(begins, at) - 1
        line, number, index, before, after, start, _ = stretches[where]
        place = at - begins[where] - start
        if not 0 <= place < len(line.texts[index]):
            continue
        kept = after - len(line.texts[index]) + place
        odds = gaps.log_odds(kept - before, after - kept - 1, last=index == len(line.runs))
        confidence = min(SURE, 1 / (1 + exp(-gain - odds - prior)))
        if confidence > FLOOR:
            source = line.start + sum(map(len, (*line.texts[:index], *line.runs[:index]))) + place
            found.setdefault(number, []).append(Edit(source, source + 1, "", "blank", confidence))
    return found


def _stretches(number: int, line: Line, least: int) -> Iterator[Stretch]:
    """Yield those texts of a line that stand in a gap of at least so many characters, and the last one."""
    where = [0, *places(line)]
    for index, gap in enumerate(map(sub, where[1:], where)):
        if gap >= least:
            yield _stretch(number, line, index, where[index], where[index + 1])
    yield _stretch(
        number, line, len(line.runs), where[-1], where[-1] + len(line.kept[-1] or ()) + len(line.texts[-1])
    )


def _stretch(number: int, line: Line, index: int, before: int, after: int) -> Stretch:
    """Return a text with as much around it as decides about its first and its last blank."""
    left = right = ""
    first = last = index
    while first and left.count(" ") < AROUND:
        first -= 1
        left = line.texts[first] + (line.outcome(first) or "") + left
    while last < len(line.runs) and right.count(" ") < AROUND:
        right += (line.outcome(last) or "") + line.texts[last + 1]
        last += 1
    return Stretch(line, number, index, before, after, len(left), left + line.texts[index] + right)


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

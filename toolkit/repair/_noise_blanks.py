"""Injected noise: runs of which only a blank is left ("competitivenes s")."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, compress, count, islice
from math import exp
from operator import add

from toolkit.offsets import Edit
from toolkit.repair._noise_gaps import Gaps
from toolkit.repair._noise_lines import SURE, Line, places
from toolkit.repair._noise_words import WORD_TOTAL, Words, folded

BREAK = " \n "  # between lines: a word of its own
SHORTEST = 4  # letters of a word that a blank is taken out of
RARER = 0.1  # two words whose chance meeting is at least so likely, against their join, are left alone
FLOOR = 0.5  # less likely than not is not worth a flag


def bare_blanks(lines: list[Line], words: Words, gaps: Gaps, prior: float) -> dict[int, list[Edit]]:
    """Return an edit for each blank that is all that is left of a run, by the number of its line.

    `prior` is the log share of such runs.
    """
    texts = list(map(_left, lines))
    begins = list(accumulate([len(text) + len(BREAK) for text in texts], initial=0))
    found: dict[int, list[tuple[int, float]]] = {}
    for place, gain in _joins(BREAK.join(texts), words):
        number = bisect_right(begins, place) - 1
        found.setdefault(number, []).append((place - begins[number], gain))
    return {number: list(_edits(lines[number], joins, gaps, prior)) for number, joins in found.items()}


def _left(line: Line) -> str:
    """Return a line as it is left."""
    pieces = [""] * (2 * len(line.runs) + 1)
    pieces[::2] = line.texts
    if any(line.kept):
        for index, kept in enumerate(line.kept):
            if kept:
                pieces[2 * index + 1] = line.outcome(index) or ""
    return "".join(pieces)


def _edits(line: Line, found: list[tuple[int, float]], gaps: Gaps, prior: float) -> Iterator[Edit]:
    # Where each text begins, in the line as it is left and as it was.
    lengths = [len(kept or ()) for kept in line.kept]
    starts = list(accumulate(map(add, map(len, line.texts), lengths), initial=0))
    sources = list(accumulate(map(add, map(len, line.texts), map(len, line.runs)), initial=line.start))
    length = starts[-1] + len(line.texts[-1])
    where = places(line)
    for place, gain in found:
        index = bisect_right(starts, place) - 1
        if place >= starts[index] + len(line.texts[index]):
            continue  # this blank is what a run left
        before = where[index - 1] if index else 0
        if index < len(where):
            odds = gaps.log_odds(place - before, where[index] - place - 1)
        else:
            odds = gaps.log_odds(place - before, length - place - 1, last=True)
        confidence = min(SURE, 1 / (1 + exp(-gain - odds - prior)))
        if confidence > FLOOR:
            at = sources[index] + place - starts[index]
            yield Edit(at, at + 1, "", "blank", confidence)


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

"""Injected noise: runs of which only a blank is left ("competitivenes s")."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from math import exp

from toolkit.offsets import Edit
from toolkit.repair._noise_gaps import Gaps
from toolkit.repair._noise_lines import LEADING, SURE, TRAILING, Line, places
from toolkit.repair._noise_words import Words

EDGES = LEADING + TRAILING + "-–—"
SHORTEST = 4  # letters of a word that a blank is taken out of
FLOOR = 0.5  # less likely than not is not worth a flag


def bare_blanks(line: Line, words: Words, gaps: Gaps, prior: float) -> Iterator[Edit]:
    """Yield an edit for each blank that is all that is left of a run; `prior` is the log share of such runs."""
    pieces = [line.texts[0]]
    starts, sources = [0], [line.start]  # of each text, in the line as it is left and as it was
    length, source = len(pieces[0]), line.start + len(pieces[0])
    for index, run in enumerate(line.runs):
        outcome = line.outcome(index) or ""
        pieces += (outcome, line.texts[index + 1])
        starts.append(length + len(outcome))
        sources.append(source + len(run))
        length = starts[-1] + len(line.texts[index + 1])
        source = sources[-1] + len(line.texts[index + 1])
    text = "".join(pieces)
    where = places(line)
    for place, gain in _joins(text, words):
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
    known: Mapping[str, int] = words.known
    tokens = text.split(" ")
    lower = text.lower().split(" ")
    if len(lower) != len(tokens):
        return
    place = -1
    for index in range(len(tokens) - 1):
        place += len(tokens[index]) + 1
        left, right = lower[index], lower[index + 1]
        if left + right not in known:
            left, right = left.lstrip(EDGES), right.rstrip(EDGES)
            if left + right not in known or (left in known and right in known):
                continue
        if len(left) + len(right) < SHORTEST or not tokens[index + 1][:1].islower():
            continue
        before, after = tokens[index - 1] if index else "", tokens[index + 2 : index + 3]
        head = f"{before} {tokens[index]}".lstrip()
        tail = " ".join((tokens[index + 1], *after))
        yield place, words.text(head + tail) - words.text(f"{head} {tail}")

"""The path of an alignment: words and lengths of sentences scored, coarsely first where there are many.

Lengths are compared as Gale and Church do (1993, Computational Linguistics 19:1), but by the logarithm of their
ratio and with a distribution of heavy tails, since a translation may be freer than chance.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from typing import NamedTuple

import numpy as np

from toolkit.alignment.beads import Array, Band, Bead, Kind, best_path, probabilities
from toolkit.alignment.evidence import Renderings, Words, evidence, joined, learned, numbered, renderings

# What the kind of a bead alone says, and that sentences have no counterpart, against two that are apart by chance.
PRIORS: dict[Kind, float] = {(1, 1): 0.0, (2, 2): -6.0}
PRIORS |= {kind: prior for few, prior in ((2, -2.3), (3, -5.0), (4, -7.5)) for kind in ((1, few), (few, 1))}
ALONE = -2.5
SPREAD = 0.2  # standard deviation of the logarithm of the ratio of two long sentences' lengths
SPREAD_OF_SHORT = 3.0  # what a character adds to its square
FREEDOM = 4.0  # degrees of it in Student's distribution
WEIGHT = 1.5  # of lengths against words
TOO_SHORT = 300  # characters of a text, to which the usual expansion has as much to say as its own
ABRIDGED = 1.25  # from this factor on another expansion means that much is missing on one side
USUAL = 0.45  # the spread at which a length that fits says nothing
COARSE = 8  # sentences that are first taken for one
MOST_AT_ONCE = 300  # sentences of a side that are not first aligned coarsely
MARGIN = 6 * COARSE  # columns on each side of the coarse path


class Side(NamedTuple):
    """The sentences of one side: their words and their lengths in characters."""

    words: Words
    lengths: Array

    @property
    def size(self) -> int:
        """How many sentences there are."""
        return len(self.lengths)

    @classmethod
    def of(
        cls, sentences: Sequence[str], words: Callable[[str], Iterable[str]], vocabulary: dict[str, int]
    ) -> "Side":
        """Return sentences as a side; `words` tells those of each, and the vocabulary takes in new ones."""
        lengths = np.array([float(max(len(sentence), 1)) for sentence in sentences])
        return cls(numbered(map(words, sentences), vocabulary), lengths)

    def coarse(self) -> "Side":
        """Return runs of sentences as one each."""
        starts = range(0, self.size, COARSE)
        runs = [np.unique(self.words.of(start, min(start + COARSE, self.size))) for start in starts]
        ends = np.cumsum([0, *map(len, runs)])
        return Side(Words(np.concatenate(runs), ends), np.add.reduceat(self.lengths, list(starts)))


def shared(one: Side, other: Side, trust: float) -> Renderings:
    """Return the words that stand on both sides, each as its own rendering."""
    both = np.intersect1d(one.words.ids, other.words.ids)
    return renderings(zip(both, both, strict=True), trust)


def path(source: Side, target: Side, known: Renderings, *, expansion: float, rounds: int = 2) -> list[Bead]:
    """Return the likeliest beads by words and lengths; each round but the first has learned from the one before.

    `expansion` says how many characters usually render one, which counts where the texts are too short to tell.
    Time and memory grow with the number of sentences, and with how many are missing in one place.
    """
    if not source.size or not target.size:
        return [Bead(range(i, i + 1), range(0), 1.0) for i in range(source.size)] + [
            Bead(range(0), range(i, i + 1), 1.0) for i in range(target.size)
        ]
    band = _band(source, target, known, expansion)
    by_length = list(_by_length(source.lengths, target.lengths, expansion, band))
    beads: list[Bead] = []
    for _ in range(rounds):
        pairs = joined(known, learned(source.words, target.words, beads, known)) if beads else known
        chances = probabilities(_scores(by_length, *evidence(source.words, target.words, pairs, band), band), band)
        beads = best_path(chances, band)
    return beads


def _band(source: Side, target: Side, known: Renderings, expansion: float) -> Band:
    rows, columns = source.size + 1, target.size + 1
    if max(rows, columns) <= MOST_AT_ONCE:
        return Band((0,) * rows, (columns,) * rows)
    first, last = np.full(rows, columns), np.zeros(rows, dtype=int)
    for bead in path(source.coarse(), target.coarse(), known, expansion=expansion, rounds=1):
        above = slice(max(bead.source.start * COARSE - COARSE, 0), (bead.source.stop + 1) * COARSE + 1)
        first[above] = np.minimum(first[above], bead.target.start * COARSE - MARGIN)
        last[above] = np.maximum(last[above], bead.target.stop * COARSE + MARGIN)
    first, last = np.maximum(first, 0), np.minimum(last, columns)
    last[-1] = columns
    return Band(
        tuple(np.minimum.accumulate(first[::-1])[::-1].tolist()), tuple(np.maximum.accumulate(last).tolist())
    )


def _by_length(source: Array, target: Array, expansion: float, band: Band) -> Iterator[dict[Kind, Array]]:
    """Yield row by row what the kinds of beads and the lengths say of the bead that begins at each cell."""
    to_source, to_target = (np.concatenate(([0.0], np.cumsum(lengths))) for lengths in (source, target))
    ratio = (to_target[-1] + expansion * TOO_SHORT) / (to_source[-1] + TOO_SHORT)
    ratio = min(max(ratio, expansion / ABRIDGED), expansion * ABRIDGED)
    begin = 0
    for (first, last), same in groupby(zip(*band, strict=True)):
        rows = np.arange(begin, begin + len(list(same)))
        begin += len(rows)
        found = {kind: np.full((len(rows), last - first), -np.inf) for kind in PRIORS}
        for (a, b), prior in PRIORS.items():
            above = rows[rows + a <= len(source)]
            count = min(last, len(target) + 1 - b) - first
            if len(above) and count > 0:
                one = (to_source[above + a] - to_source[above]) * ratio
                other = to_target[first + b : first + b + count] - to_target[first : first + count]
                found[a, b][: len(above), :count] = prior + WEIGHT * _fit(one[:, None], other)
        alone = np.full(last - first, ALONE)
        for at, row in enumerate(rows):
            left_out = {(1, 0): alone if row < len(source) else alone - np.inf, (0, 1): alone}
            yield left_out | {kind: scores[at] for kind, scores in found.items()}


def _fit(one: Array, other: Array) -> Array:
    """Return how well lengths fit, against what would be usual."""
    variance = SPREAD**2 + 2 * SPREAD_OF_SHORT / (one + other)
    away = np.log((other + 1) / (one + 1)) ** 2 / variance
    return -(FREEDOM + 1) / 2 * np.log1p(away / FREEDOM) - np.log(variance / USUAL**2) / 2


def _scores(
    by_length: Sequence[dict[Kind, Array]], across: Sequence[Array], down: Sequence[Array], band: Band
) -> list[dict[Kind, Array]]:
    """Return the scores of beads row by row: their lengths, and the mean of what their words say either way."""
    all_scores = []
    for row, scores in enumerate(by_length):
        found = dict(scores)
        first = band.first[row]
        for a, b in PRIORS:
            if row + a < len(by_length):
                # What such a bead holds lies in the band from `begin` to `end`: neither edge of the band falls.
                begin = band.first[row + a - 1]
                end = max(band.last[row] - b + 1, begin)
                cells = slice(begin - first, end - first)
                said = [across[row][a - 1][cells.start + ahead : cells.stop + ahead] for ahead in range(b)]
                said += [
                    down[below][b - 1][begin - band.first[below] : end - band.first[below]]
                    for below in range(row, row + a)
                ]
                found[a, b] = np.full(len(scores[a, b]), -np.inf)
                found[a, b][cells] = scores[a, b][cells] + reduce(np.add, said) / 2
        all_scores.append(found)
    return all_scores

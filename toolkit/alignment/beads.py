"""Which runs of sentences stand beside each other: dynamic programming over beads, inside a band.

A bead (Brown, Lai and Mercer 1991, doi:10.3115/981344.981366) is a run of source sentences with the run of target
sentences that renders it. Sums over all paths give each bead's probability (forward and backward, as in a hidden
Markov model); the path chosen has the most sentences expected to be in the right bead.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Kind: TypeAlias = tuple[int, int]
Row: TypeAlias = Mapping[Kind, Array]

# How many source and target sentences make a bead; the last is a target sentence with no counterpart.
KINDS: tuple[Kind, ...] = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1), (1, 0), (0, 1))
WIDEST = 4  # sentences of one side in a bead


class Bead(NamedTuple):
    """Source and target sentences by their numbers, and the probability that they render each other."""

    source: range
    target: range
    confidence: float

    def turned(self) -> "Bead":
        """Return the bead with source and target exchanged."""
        return Bead(self.target, self.source, self.confidence)


class Band(NamedTuple):
    """The cells that are looked at: in row i the columns from first[i] to last[i], end exclusive.

    A cell stands between sentences: row i and column j have i source and j target sentences before them. Neither
    `first` nor `last` ever falls; the first row holds column 0, the last row the last column.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]

    def shared(self, row: int, start: int, length: int) -> tuple[slice, slice]:
        """Return which cells of a row have which of some values; the first of these stands in column `start`."""
        first = self.first[row]
        begin, end = max(first, start), min(self.last[row], start + length)
        end = max(begin, end)
        return slice(begin - first, end - first), slice(begin - start, end - start)


def probabilities(scores: Sequence[Row], band: Band) -> list[Row]:
    """Return the probability of the bead of each kind that begins at each cell, row by row.

    `scores` are logarithmic; they are -inf where a bead would go beyond the last row or column, except those of
    kind (0, 1), which are finite.
    """
    forward = _swept(scores, band, np.logaddexp)
    total = forward[-1][-1]
    found: list[Row] = []
    backward: list[Array] = []  # of the rows from the last one up, which is where new ones are added
    for row in reversed(range(len(scores))):
        size = band.last[row] - band.first[row]
        here = np.full(size, -np.inf)
        if not backward:
            here[-1] = 0
        chances = {}
        for (a, b), score in scores[row].items():
            if 0 < a <= len(backward):
                cells, values = band.shared(row, band.first[row + a] - b, len(backward[-a]))
                after = score[cells] + backward[-a][values]
                np.logaddexp(here[cells], after, out=here[cells])
                chances[a, b] = chance = np.zeros(size)
                np.exp(forward[row][cells] + after - total, out=chance[cells])
        steps = _before(scores[row][0, 1])
        here = np.logaddexp.accumulate((here + steps)[::-1])[::-1] - steps
        chances[0, 1] = chance = np.zeros(size)
        np.exp(forward[row][:-1] + (scores[row][0, 1][:-1] + here[1:]) - total, out=chance[:-1])
        backward.append(here)
        found.append(chances)
    return found[::-1]


def best_path(chances: Sequence[Row], band: Band) -> list[Bead]:
    """Return beads in order, each sentence in one; most sentences can be expected to be in the right one."""
    gains = [{(a, b): (a + b) * chance for (a, b), chance in row.items()} for row in chances]
    best = _swept(gains, band, np.maximum)
    row, column = len(best) - 1, band.last[-1] - 1
    beads: list[Bead] = []
    while row or column:
        steps = [
            (best[row - a][at] + gains[row - a][a, b][at], chances[row - a][a, b][at], a, b)
            for a, b in KINDS
            if a <= row and 0 <= (at := column - b - band.first[row - a]) < len(best[row - a])
        ]
        _, chance, a, b = max(steps)
        beads.append(Bead(range(row - a, row), range(column - b, column), min(float(chance), 1.0)))
        row, column = row - a, column - b
    return beads[::-1]


def _swept(scores: Sequence[Row], band: Band, combine: np.ufunc) -> list[Array]:
    """Return for each cell the combined scores of the paths that lead there from the first."""
    sums: list[Array] = []
    for row, own in enumerate(scores):
        here = np.full(band.last[row] - band.first[row], -np.inf)
        if not row:
            here[0] = 0
        for a, b in KINDS:
            if 0 < a <= row:
                cells, values = band.shared(row, band.first[row - a] + b, len(sums[row - a]))
                before = sums[row - a][values] + scores[row - a][a, b][values]
                combine(here[cells], before, out=here[cells])
        # Target sentences without counterpart lead on inside the row.
        steps = _before(own[0, 1])
        sums.append(combine.accumulate(here - steps) + steps)
    return sums


def _before(steps: Array) -> Array:
    """Return for each place the sum of the steps that lead to it."""
    return np.concatenate(([0.0], np.cumsum(steps[:-1])))

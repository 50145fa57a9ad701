"""How sure it is that a span renders a term, by what its words share with the term's units."""

from functools import lru_cache
from math import exp, log10
from operator import mul
from typing import NamedTuple

from toolkit.segmentation import en


class Likeness(NamedTuple):
    """What is known of a candidate.

    `words` are content words that render a unit, `extra` those between them that render none. `units` of the
    term, those `met`, of these the `telling`, and the telling ones `missing`. `rank` is how unusual the glosses
    are, from 0, `rarity` how rare the words are in English. `misplaced` are neighbours in an order that English
    syntax does not account for, `broken` tells of a comma, `before` and `behind` of content words that adjoin.
    """

    words: int
    units: int
    met: int
    telling: int
    missing: int
    extra: int
    rank: float
    rarity: float
    misplaced: int
    broken: bool
    before: bool
    behind: bool


# By feature, fitted by tests/benchmarks/fit_likelihood.py on candidates with the digest FITTED_ON.
WEIGHTS = (
    -4.18, -0.32, 0.33, 0.75, 1.47, 0.11, -1.48, -2.22, -0.26, 0.2,
    -0.76, -2.61, -0.44, -1.0, 3.76, 1.25, -0.77, 1.03,
)  # fmt: skip
FITTED_ON = "bb8ad77240536b7c"
RAREST = 9  # the rarity of a word that is not counted


def features(likeness: Likeness) -> tuple[float, ...]:
    """Return what WEIGHTS weigh."""
    words, units, met, telling, missing, extra, rank, rare, misplaced, broken, before, behind = likeness
    return (
        1,
        words,
        met / units,
        met == units,
        met,
        telling,
        missing,
        extra,
        rank,
        rare,
        misplaced,
        broken,
        before,
        behind,
        units == 1,
        units == 2,  # noqa: PLR2004 - a number like any other
        words == 1,
        words > 2,  # noqa: PLR2004
    )


def likelihood(likeness: Likeness) -> float:
    """Return the probability, 0 to 1, that the span renders the term."""
    return 1 / (1 + exp(-sum(map(mul, WEIGHTS, features(likeness)))))


@lru_cache(maxsize=1 << 12)
def at_best(  # noqa: PLR0913, PLR0917 - as many as are known
    words: int,
    units: int,
    met: int,
    telling: int,
    missing: int,
    extra: int = 0,
    rank: int = 0,
    rarity: int = RAREST,
) -> float:
    """Return the most that the likelihood can be of a candidate of which no more is known than this."""
    counts = words, units, met, telling, missing, extra, rank, rarity
    return likelihood(Likeness(*counts, misplaced=0, broken=False, before=False, behind=False))


@lru_cache(maxsize=1 << 16)
def rarity(word: str) -> float:
    """Return how rare an English word is: the decimal logarithm of one over its share, at most RAREST."""
    counts = en.word_counts()
    return min(12 - log10(max(counts.get(word, 1), 1)), float(RAREST))

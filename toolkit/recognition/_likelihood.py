"""How sure it is that a span renders a term, by what its words share with the term's units."""

from functools import lru_cache
from math import exp, log10
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


# Fitted by logistic regression (ridge) on candidates in labelled articles and in the sample corpus.
BIAS = -8.10
PER_WORD, SHARE, ALL_UNITS, PER_UNIT, TELLING, MISSING = -0.15, 1.23, 1.73, 1.53, 0.20, -0.92
EXTRA, RANK, RARITY, MISPLACED, BROKEN, BEFORE, BEHIND = -3.05, -0.36, 0.65, -1.42, -3.81, -0.84, -0.57
UNITS = {1: 3.69, 2: 1.30}  # by number
WORDS, MORE_WORDS = {1: -2.52, 2: 0.0}, 0.91


def likelihood(likeness: Likeness) -> float:
    """Return the probability, 0 to 1, that the span renders the term."""
    k = likeness
    score = (
        BIAS
        + PER_WORD * k.words
        + SHARE * k.met / k.units
        + ALL_UNITS * (k.met == k.units)
        + PER_UNIT * k.met
        + TELLING * k.telling
        + MISSING * k.missing
        + EXTRA * k.extra
        + RANK * k.rank
        + RARITY * k.rarity
        + MISPLACED * k.misplaced
        + BROKEN * k.broken
        + BEFORE * k.before
        + BEHIND * k.behind
        + UNITS.get(k.units, 0.0)
        + WORDS.get(k.words, MORE_WORDS)
    )
    return 1 / (1 + exp(-score))


@lru_cache(maxsize=1 << 16)
def rarity(word: str) -> float:
    """Return how rare an English word is: the decimal logarithm of one over its share, at most 9."""
    counts = en.word_counts()
    return min(12 - log10(max(counts.get(word, 1), 1)), 9.0)

"""Bootstrap intervals: documents drawn with replacement, always the same draws.

Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

SEED = 12345  # sacreBLEU's
_TAIL = 40  # one in so many resamples lies beyond each end of the interval

Interval = tuple[float, float]


def drawn(documents: int, resamples: int) -> Iterator[NDArray[np.int64]]:
    """Yield for each resample the numbers of its documents, as many as there are, sorted."""
    generator = np.random.default_rng(SEED)
    for _ in range(resamples):
        yield np.sort(generator.choice(documents, size=documents))


def middle(values: Iterable[float]) -> Interval | None:
    """Return between which values the middle 95 % of them lie, None where there are none."""
    ordered = sorted(values)
    tail = len(ordered) // _TAIL
    return (ordered[tail], ordered[-tail - 1]) if ordered else None

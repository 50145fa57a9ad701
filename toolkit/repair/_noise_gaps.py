"""Injected noise: how far apart the runs stand, learned from those that are sure.

Generators of noise count kept characters between two runs; where they draw the count from a range, the places of
the sure runs say where another one can stand and where not.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, repeat
from math import exp, isqrt, log
from operator import add

from toolkit.offsets import Span

USUAL = 400  # gaps under it are looked up
LEAST = 1e-9  # density of any gap
STRAY = 0.03  # share of gaps that follow no rule: runs that were overlooked, paragraphs joined


class Gaps:
    """The distribution of gaps, in kept characters, smoothed by as much as the number of gaps asks for."""

    def __init__(self, gaps: Iterable[int]) -> None:
        counts = Counter(gaps)
        number = sum(counts.values())
        self._mean = max(2.0, sum(gap * count for gap, count in counts.items()) / number) if number else 30.0
        ordered = sorted(counts.elements())
        low, high = (ordered[number // 20], ordered[number - 1 - number // 20]) if number else (0, 60)
        width = max(1, (high - low) // (2 * isqrt(number) + 1))
        size = ordered[-1] + 2 * width + 2 if number else 1
        density = [0.0] * size
        for gap, count in counts.items():
            for place in range(max(0, gap - width), gap + width + 1):
                density[place] += count / (number * (2 * width + 1))
        self._density = density
        survival = [0.0] * (size + 1)
        for place in reversed(range(size)):
            survival[place] = survival[place + 1] + density[place]
        self._survival = survival
        stray = [STRAY * exp(-gap / self._mean) for gap in range(USUAL)]
        self._log_hits = list(map(_log, chain(density, repeat(0.0)), [share / self._mean for share in stray]))
        self._log_reaches = list(map(_log, chain(survival, repeat(0.0)), stray))

    def log_odds(self, before: int, after: int, *, last: bool = False) -> float:
        """Return the log odds of a run at a place, by the distances to its sure neighbours.

        `last`: what stands after the place is the end of the paragraph, not a run.
        """
        nexts = self._log_reaches if last else self._log_hits
        if before + after < USUAL:
            return self._log_hits[before] + nexts[after] - nexts[before + after]
        to_next = self._log_reach if last else self._log_hit
        return self._log_hit(before) + to_next(after) - to_next(before + after)

    def reach(self, odds: float, gap: int, last: bool) -> Span:  # noqa: FBT001 - in the order of a cache
        """Return between which places of a gap a run of one character can have log odds so high.

        Anywhere in a gap of more than `USUAL`.
        """
        if gap >= USUAL:
            return Span(0, gap)
        nexts = self._log_reaches if last else self._log_hits
        least = odds + (nexts[gap - 1] if gap else 0.0)
        places = list(map(add, self._log_hits[:gap], nexts[:gap][::-1]))
        if not places or max(places) < least:
            return Span(0, 0)
        found = [place for place, sum_of_both in enumerate(places) if sum_of_both >= least]
        return Span(found[0], found[-1] + 1)

    def _log_hit(self, gap: int) -> float:
        seen = self._density[gap] if gap < len(self._density) else 0.0
        return _log(seen, STRAY * exp(-gap / self._mean) / self._mean)

    def _log_reach(self, gap: int) -> float:
        seen = self._survival[gap] if gap < len(self._survival) else 0.0
        return _log(seen, STRAY * exp(-gap / self._mean))


def _log(seen: float, stray: float) -> float:
    return log((1 - STRAY) * seen + stray + LEAST)

"""What stands where readings of a text overlap: the longest (maximal rendering)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TypeVar

from toolkit.offsets import Span

T = TypeVar("T")
Spans = tuple[Span, ...]
Reading = tuple[int, int, Spans, T]  # a wording's hull, its places, and what it may be


def longest(found: Iterable[Reading[T]]) -> list[Reading[T]]:
    """Return the longest of readings that overlap, the first of equal ones, in the order of the text."""
    chosen: list[Reading[T]] = []
    together: list[Reading[T]] = []
    reach = 0
    for reading in sorted(found, key=itemgetter(0)):
        if reading[0] >= reach:
            chosen += _longest_of(together) if len(together) > 1 else together
            together = []
        together.append(reading)
        reach = max(reach, reading[1])
    chosen += _longest_of(together)
    return chosen


def _longest_of(together: Sequence[Reading[T]]) -> list[Reading[T]]:
    """Choose among readings that all overlap another."""
    taken: list[Reading[T]] = []
    for reading in sorted(together, key=_by_length):
        start, end, *_ = reading
        at = bisect_right(taken, start, key=itemgetter(0))
        if not (at and taken[at - 1][1] > start) and not (at < len(taken) and taken[at][0] < end):
            taken.insert(at, reading)
    return taken


def _by_length(reading: Reading[T]) -> tuple[int, Spans]:
    return reading[0] - reading[1], reading[2]

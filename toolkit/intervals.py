"""Intervals of measures: what compliance and consistency would be in documents like these, by the bootstrap."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from toolkit.resampling import Interval, drawn, middle
from toolkit.results import ConsistencyResult
from toolkit.termbase import Status

RESAMPLES = 1000

_COMPLIANCE, _CONSISTENCY = 0, 1
_Shares = Counter[tuple[int, str]]  # of a measure's number and a document


class Intervals(NamedTuple):
    """The middle 95 % of resamples of the documents, None where there are none; by concept the dominant share."""

    compliance: Interval | None
    consistency: Interval | None
    dominant_shares: Mapping[str, Interval | None]


def intervals(statuses: Mapping[str, Mapping[str, int]], concepts: Sequence[ConsistencyResult]) -> Intervals:
    """Return intervals of what the occurrences in some documents, and their concepts, are measured to be.

    `statuses` tells of each document how many occurrences have which status.

    Each measure is a part of a whole, and both are sums over documents; a resample draws as many documents as
    there are. Which form of a concept is the dominant one is told by all of them: the most frequent of each
    resample would have a greater share than that of all. A measure that has its whole in one document has no
    interval. Takes time by 1,000 times the number of concepts and documents that have them.
    """
    parts, wholes = _Shares(), _Shares()
    for document, counts in statuses.items():
        for status, count in counts.items():
            if status != Status.UNLISTED:
                wholes[_COMPLIANCE, document] += count
                parts[_COMPLIANCE, document] += count * Status(status).complies
    for number, concept in enumerate(concepts, _CONSISTENCY + 1):
        several = sum(rendering.count for rendering in concept.renderings) > 1
        for rendering in concept.renderings:
            for document, count in rendering.documents.items():
                for measure in (number, _CONSISTENCY)[: 1 + several]:
                    wholes[measure, document] += count
                    parts[measure, document] += count * (rendering.rendering == concept.dominant)
    compliance, consistency, *shares = _bounds(parts, wholes, len(concepts) + 2, list(statuses))
    by_concept = zip((concept.concept for concept in concepts), shares, strict=True)
    return Intervals(compliance, consistency, dict(by_concept))


def _bounds(parts: _Shares, wholes: _Shares, measures: int, documents: Sequence[str]) -> list[Interval | None]:
    """Return the interval of each measure."""
    spread = Counter(measure for measure, _ in wholes)
    numbers = {document: number for number, document in enumerate(documents)}
    kept = [(measure, document) for measure, document in wholes if spread[measure] > 1]
    measure = np.array([measure for measure, _ in kept], np.intp)
    document = np.array([numbers[document] for _, document in kept], np.intp)
    whole = np.array([wholes[each] for each in kept])
    part = np.array([parts[each] for each in kept])
    shares = np.full((RESAMPLES, measures), np.nan)
    for row, chosen in zip(shares, drawn(len(documents), RESAMPLES if kept else 0), strict=False):
        weights = np.bincount(chosen, minlength=len(documents))[document]
        totals = np.bincount(measure, weights * whole, measures)
        np.divide(np.bincount(measure, weights * part, measures), totals, where=totals > 0, out=row)
    return [middle(column[~np.isnan(column)].tolist()) for column in shares.T]

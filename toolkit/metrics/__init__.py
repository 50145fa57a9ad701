"""Metrics: one file for each score of translations against references."""

from abc import abstractmethod
from collections.abc import Sequence

import msgspec

from toolkit.errors import UsageError
from toolkit.parts import Family, Part


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A value on the metric's own scale, the metric's signature, and the number of segments."""

    metric: str
    value: float
    low: float | None = None
    high: float | None = None
    signature: str
    n: int


class Metric(Part, frozen=True):
    """One score of translations against references."""

    @abstractmethod
    def score(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Score:
        """Return the score of a system over all segments.

        `references` holds, for each reference translation, its segments in order. Raises UsageError where
        the numbers of segments differ.
        """


METRICS: Family[Metric] = Family("toolkit.metrics", Metric)


def same_length(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> None:
    """Raise UsageError where a reference has not as many segments as the hypothesis, or none has any."""
    for number, reference in enumerate(references, start=1):
        if len(reference) != len(hypotheses):
            message = f"{len(hypotheses):,} segments, but reference {number} has {len(reference):,}"
            raise UsageError(message)
    if not hypotheses:
        message = "there is no segment to score"
        raise UsageError(message)

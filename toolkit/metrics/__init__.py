"""Metrics: one file for each score of translations, against references or against a source and a glossary."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Literal

import msgspec

from toolkit.errors import UsageError
from toolkit.parts import Family, Part
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.segmentation import detect
from toolkit.termbase import Termbase
from toolkit.units import Unit

Segments = Sequence[str]
PairedTest = Literal["bootstrap", "ar"]
_WORDS = {"references": "a reference: --reference", "sources": "the source: --source", "termbase": "a glossary"}


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A value on the metric's own scale, the metric's signature, and what it was counted over.

    `low` and `high` bound the 95 % interval, None where none was asked for. `n` is the number of segments, of a
    metric of terms that of the terms.
    """

    metric: str
    value: float
    low: float | None = None
    high: float | None = None
    signature: str
    n: int


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A system against the first one, `baseline`: how probable so great a difference is between equals, `p_value`.

    Of the baseline itself `p_value` is None. `low` and `high` are None where the test tells no interval.
    """

    metric: str
    test: str
    system: str
    baseline: str
    value: float
    p_value: float | None
    low: float | None = None
    high: float | None = None
    signature: str


class EvaluationSet(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What translations are held against, segment by segment.

    `references` holds for each reference translation its segments, `sources` those of the source where it is at
    hand, `documents` for each segment the name of its document; without it each segment is a document.
    With `units` renderings that the termbase does not list are found too.
    """

    references: tuple[Segments, ...] = ()
    sources: Segments | None = None
    documents: Segments | None = None
    termbase: Termbase | None = None
    units: Mapping[str, Unit] | None = None

    @cached_property
    def language(self) -> str:
        """The language of the translations, "zh" or "en", by the first reference, else by the source."""
        if self.references:
            return detect("\n".join(self.references[0]))
        return "en" if self.sources is None or detect("\n".join(self.sources)) == "zh" else "zh"

    def by_document(self, segments: int) -> tuple[tuple[int, ...], ...]:
        """Return the numbers of the segments of each document, in order; where none is told each is one."""
        if self.documents is None:
            return tuple((number,) for number in range(segments))
        numbers: dict[str, list[int]] = {}
        for number, document in enumerate(self.documents):
            numbers.setdefault(document, []).append(number)
        return tuple(map(tuple, numbers.values()))

    @cached_property
    def terms(self) -> Mapping[str, tuple[str, ...]]:
        """Every source term of the termbase with the target terms that are preferred or admitted for it."""
        one, other = ("en", "zh") if self.language == "zh" else ("zh", "en")
        found: dict[str, dict[str, None]] = {}
        for concept in self.termbase.concepts if self.termbase else ():
            targets = [d.term for d in concept.terms(other) if d.status.complies]
            for designation in concept.terms(one):
                found.setdefault(designation.term, {}).update(dict.fromkeys(targets))
        return {term: tuple(targets) for term, targets in found.items() if targets}

    @cached_property
    def listed(self) -> CompiledTermbase:
        """The termbase, compiled to find its renderings."""
        return CompiledTermbase(self.termbase or Termbase())

    @cached_property
    def inferring(self) -> CompiledTermbase:
        """The termbase, compiled to find unlisted renderings too, where there are units to find them by."""
        return CompiledTermbase(self.termbase or Termbase(), self.units)

    def require(self, metric: str, hypotheses: Segments, *fields: str) -> None:
        """Raise UsageError where a metric lacks one of these fields, or numbers of segments differ, or are 0."""
        for field in fields:
            if not getattr(self, field):
                message = f"{metric} needs {_WORDS[field]}"
                raise UsageError(message)
        others = {f"reference {number}": each for number, each in enumerate(self.references, start=1)}
        others |= {"the source": self.sources} if self.sources is not None else {}
        for name, other in others.items():
            if len(other) != len(hypotheses):
                message = f"{len(hypotheses):,} segments, but {name} has {len(other):,}"
                raise UsageError(message)
        if not hypotheses:
            message = "there is no segment to score"
            raise UsageError(message)


class Metric(Part, frozen=True):
    """One score of translations, or a few that go together; `reads_terms` says that it needs a termbase."""

    reads_terms: ClassVar[bool] = False

    @abstractmethod
    def scores(self, hypotheses: Segments, given: EvaluationSet, resamples: int = 0) -> tuple[Score, ...]:
        """Return the scores of a system over all segments, with intervals from so many bootstrap resamples.

        Raises UsageError where the numbers of segments differ, or where something that it needs is not given.
        """

    def notes(self, given: EvaluationSet) -> tuple[str, ...]:  # noqa: ARG002 - what those that have notes look at
        """Return what a reader of the scores must know: a sentence each."""
        return ()


class PairedMetric(Metric, frozen=True):
    """A metric with a test of whether one system is better than another."""

    @abstractmethod
    def paired(
        self, systems: Mapping[str, Segments], given: EvaluationSet, test: PairedTest
    ) -> tuple[Comparison, ...]:
        """Return how each system compares with the first. Raises UsageError as `scores` does."""


METRICS: Family[Metric] = Family("toolkit.metrics", Metric)

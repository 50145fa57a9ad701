"""Metrics of terms: statistics of each document, summed up; intervals by resampling the documents."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from toolkit import __version__
from toolkit.errors import UsageError
from toolkit.metrics import EvaluationSet, Metric, Score, Segments
from toolkit.parts import name_of
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.recognition.paired import PairResult
from toolkit.resampling import SEED, drawn, middle
from toolkit.segmentation import detect

Statistics = TypeVar("Statistics")
Observation = TypeVar("Observation")


class Figure(NamedTuple):
    """A value, 0 to 1, and how many things it was counted over."""

    value: float
    n: int


class DocumentMetric(Metric, Generic[Statistics], frozen=True):
    """A metric whose statistics are those of documents.

    `needs` are the fields of an evaluation set that it cannot do without. An interval is that of the middle 95 %
    of bootstrap resamples of the documents (Efron and Tibshirani 1993, chapter 13).
    """

    reads_terms: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("sources", "termbase")

    @abstractmethod
    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Statistics]:
        """Return the statistics of each document, in order."""

    @abstractmethod
    def total(self, statistics: Sequence[Statistics]) -> Mapping[str, Figure]:
        """Return the figures of documents, by what the signature says of each, of `n` 0 where there is nothing."""

    def scores(self, hypotheses: Segments, given: EvaluationSet, resamples: int = 0) -> tuple[Score, ...]:
        """Return a score for each figure. Raises UsageError where there is no term to count."""
        name = name_of(self)
        given.require(name, hypotheses, *self.needs)
        statistics = self.observe(hypotheses, given)
        figures = self.total(statistics)
        if not any(figure.n for figure in figures.values()):
            message = f"{name}: there is nothing to count: the texts hold too few terms of the glossary, or none"
            raise UsageError(message)
        samples = [self.total([statistics[at] for at in chosen]) for chosen in drawn(len(statistics), resamples)]
        taken = f"bs:{resamples}|seed:{SEED}|" if resamples else ""
        scores = []
        for label, figure in figures.items():
            low, high = middle(sample[label].value for sample in samples if sample[label].n) or (None, None)
            scores.append(
                Score(
                    metric=name,
                    value=figure.value,
                    low=low,
                    high=high,
                    signature=f"docs:{len(statistics)}|{taken}{label}|version:{__version__}",
                    n=figure.n,
                )
            )
        return tuple(scores)

    def notes(self, given: EvaluationSet) -> tuple[str, ...]:
        """Say what cannot be known without a source."""
        if given.sources is not None or not self.reads_terms:
            return ()
        return ("without --source, consistency with the glossary is measured and not adequacy",)


def paired_results(
    metric: Metric, hypotheses: Segments, given: EvaluationSet, termbase: CompiledTermbase
) -> list[PairResult]:
    """Return the terms of each source segment and their renderings. Raises UsageError where it is not Chinese."""
    sources = given.sources or ()
    if detect("\n".join(sources)) != "zh":
        message = f"{name_of(metric)} reads Chinese sources and English translations; this source is none"
        raise UsageError(message)
    return list(termbase.paired.find(list(zip(sources, hypotheses, strict=True))))


def gathered(found: Sequence[Sequence[Observation]], given: EvaluationSet) -> list[list[Observation]]:
    """Return for each document what was found in its segments, in order; `found` has an item for each segment."""
    return [[each for number in document for each in found[number]] for document in given.by_document(len(found))]


def mean(values: Sequence[float]) -> Figure:
    """Return the mean of values, 0 where there are none."""
    return Figure(sum(values) / len(values) if values else 0.0, len(values))

"""Consistency: how far each concept keeps to one rendering."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log2

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, paired_results
from toolkit.recognition import TermOccurrence
from toolkit.segmentation import en

Renderings = Counter[tuple[str, str]]  # of a concept's id and a rendering


class Consistency(DocumentMetric[Renderings], frozen=True):
    """The share of each concept's most frequent rendering, and its entropy, 0 to 1, weighted by occurrences.

    Only concepts with at least two occurrences count. Renderings that differ in case, number, article, hyphen or
    quotes are one. `measure:dominant` is that of the report; `measure:entropy` is Shannon entropy over that of as
    many equally frequent renderings, 0 where there is one (Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x).
    With a source only its terms are counted. Consistency says nothing of whether a rendering is right.
    """

    needs = ("termbase",)

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Renderings]:
        """Return for each document how often each concept is rendered in which way."""
        found: list[Iterable[TermOccurrence]]
        if given.sources is None:
            found = [given.inferring.find(text, en.sentences(text)) for text in hypotheses]
        else:
            found = [result.occurrences for result in paired_results(self, hypotheses, given, given.inferring)]
        renderings = [[(o.concept, o.rendering) for o in occurrences] for occurrences in found]
        return list(map(Counter, gathered(renderings, given)))

    def total(self, statistics: Sequence[Renderings]) -> Mapping[str, Figure]:
        """Return the share of the dominant renderings and the mean entropy."""
        counts: Renderings = Counter()
        for each in statistics:
            counts.update(each)
        by_concept: dict[str, list[int]] = {}
        for (concept, _), count in counts.items():
            by_concept.setdefault(concept, []).append(count)
        groups = [group for group in by_concept.values() if sum(group) > 1]
        total = sum(map(sum, groups))
        return {
            "measure:dominant": Figure(sum(map(max, groups)) / total if total else 0.0, total),
            "measure:entropy": Figure(sum(sum(g) * _entropy(g) for g in groups) / total if total else 0.0, total),
        }


def _entropy(counts: Sequence[int]) -> float:
    """Return the normalized entropy of the distribution that counts make."""
    shares = [count / sum(counts) for count in counts]
    return -sum(share * log2(share) for share in shares) / log2(len(shares)) if len(shares) > 1 else 0.0

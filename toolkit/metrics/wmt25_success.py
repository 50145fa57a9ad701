"""The terminology success rate of the WMT25 terminology task, track 2 (https://www2.statmt.org/wmt25/terminology.html)."""

from collections.abc import Mapping, Sequence

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._documents import DocumentMetric, Figure, mean


class Wmt25Success(DocumentMetric[Sequence[float]], frozen=True):
    """The mean, over documents and the terms in each, of min(count of its targets / count of the term, 1).

    A term counts where it stands in the source of the document and any of its targets in a reference; spellings of
    a term in upper and lower case are terms of their own. All is lower-cased and compared as strings, inside of
    words too, as in the task's evaluation of documents; what has all glossary words thus scores 1, whatever else
    it says. Reference: Semenov et al. 2025, Findings of the WMT25 Terminology Translation Task,
    https://aclanthology.org/2025.wmt-1.30. Linear in documents x terms.
    """

    needs = ("sources", "references", "termbase")

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[float]]:
        """Return the rate of each term of each document."""
        terms = [(source.lower(), [t.lower() for t in targets]) for source, targets in given.terms.items()]
        found = []
        for document in given.by_document(len(hypotheses)):
            source, target, *references = (
                "\n".join(texts[number] for number in document).lower()
                for texts in (given.sources or (), hypotheses, *given.references)
            )
            found.append(
                [
                    min(sum(map(target.count, targets)) / source.count(term), 1.0)
                    for term, targets in terms
                    if term in source and any(t in reference for reference in references for t in targets)
                ]
            )
        return found

    def total(self, statistics: Sequence[Sequence[float]]) -> Mapping[str, Figure]:
        """Return the mean over all terms of all documents."""
        return {"case:lc|average:macro": mean([rate for rates in statistics for rate in rates])}

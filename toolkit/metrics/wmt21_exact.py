"""Exact-match accuracy of the WMT21 terminology task (Alam et al. 2021, arXiv:2106.11891)."""

from collections.abc import Mapping, Sequence

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._annotated import Annotated, annotated, places
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, mean


class Wmt21Exact(DocumentMetric[Sequence[float]], frozen=True):
    """The share of the terms in the reference of which the translation has a right wording, 0 to 1.

    Tokens are compared, case and all. Each wording of a term takes a place in the translation, where one is left
    that no wording has taken, as in the task's script. That differs in two ways: it tries lemmas next, and gives
    every term a hit where it has no model for them; and it reads wordings as regular expressions, here they are
    texts.
    """

    needs = ("sources", "references", "termbase")

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[float]]:
        """Return for each document 1 or 0 for each term of its references."""
        return gathered([matches(segment) for segment in annotated(hypotheses, given)], given)

    def total(self, statistics: Sequence[Sequence[float]]) -> Mapping[str, Figure]:
        """Return the share over all terms."""
        return {"lemmas:no": mean([hit for document in statistics for hit in document])}


def matches(segment: Annotated) -> list[float]:
    """Return 1 or 0 for each term of a segment."""
    taken: set[int] = set()
    hits = []
    for term in segment.terms:
        hit = False
        for wording in dict.fromkeys((*term.wordings, tuple(segment.reference[n] for n in term.place))):
            start = next((p.start for p in places(wording, segment.hypothesis) if p.start not in taken), None)
            if start is not None:
                taken.add(start)
                hit = True
        hits.append(float(hit))
    return hits

"""The terminology success rate of the WMT23 terminology task (https://wmt-terminology-task.github.io)."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, mean

THRESHOLD = 90  # of 100, from which a term is taken for found
_LONG = 200  # characters of a segment from which the task counts the similarity double


class Wmt23Success(DocumentMetric[Sequence[tuple[bool, bool]]], frozen=True):
    """The share of the terms of each source segment whose target stands in the translation, 0 to 1.

    `match:exact` compares as strings, case and all; `match:fuzzy90` takes a target for found where the best of its
    windows in the segment has a Ratcliff and Obershelp similarity of .9, as fuzzywuzzy's partial_ratio finds it;
    for a segment of more than 200 characters .45, as in the task's script. Lemmas are not compared. Reference:
    Semenov et al. 2023, doi:10.18653/v1/2023.wmt-1.54. Slow with long segments: meant for sentences.
    """

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[tuple[bool, bool]]]:
        """Return for each term of each document whether it is found exactly, and whether about."""
        found = [
            [
                (any(t in target for t in targets), any(similarity(t, target) >= THRESHOLD for t in targets))
                for term, targets in given.terms.items()
                if term in source
            ]
            for source, target in zip(given.sources or (), hypotheses, strict=True)
        ]
        return gathered(found, given)

    def total(self, statistics: Sequence[Sequence[tuple[bool, bool]]]) -> Mapping[str, Figure]:
        """Return both shares."""
        hits = [hit for document in statistics for hit in document]
        return {
            "match:exact": mean([float(exact) for exact, _ in hits]),
            "match:fuzzy90": mean([float(about) for _, about in hits]),
        }


def similarity(term: str, segment: str) -> int:
    """Return how like a term the likeliest window of a segment is, 0 to 100, to 200 for a long segment."""
    shorter, longer = sorted((term, segment), key=len)
    if not shorter:
        return 0
    best = 0.0
    for block in SequenceMatcher(None, shorter, longer).get_matching_blocks():
        start = max(block.b - block.a, 0)
        ratio = SequenceMatcher(None, shorter, longer[start : start + len(shorter)]).ratio()
        best = max(best, 1.0 if ratio > 0.995 else ratio)  # noqa: PLR2004 - fuzzywuzzy's, which stops there
    return round(100 * best) * (2 if len(segment) > _LONG else 1)

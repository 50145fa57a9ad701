"""Window overlap of the WMT21 terminology task (Alam et al. 2021, arXiv:2106.11891)."""

import string
from collections import Counter
from collections.abc import Mapping, Sequence

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._annotated import Annotated, Tokens, annotated, places
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, mean

WINDOWS = (2, 3)  # words on each side of a term that are compared


class Wmt21Window(DocumentMetric[Sequence[tuple[float, ...]]], frozen=True):
    """How far the words around a term in the translation are those around it in the reference, 0 to 1.

    For each term of a reference that the translation has too, the share of the reference's words, two or three on
    each side, punctuation passed over, that stand on either side of it in the translation; places pair up
    greedily, the best first. The mean over a segment's pairs, 0 where there are none, then over all segments, also
    those without a term, as the task's script has it: in a text with few terms it is low. Lemmas, of which that
    compares a second set where it has a model of the language, are not compared.
    """

    needs = ("sources", "references", "termbase")

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[tuple[float, ...]]]:
        """Return for each document and segment the overlap with each window."""
        found = [
            [tuple(overlap(segment, window) for window in WINDOWS)] for segment in annotated(hypotheses, given)
        ]
        return gathered(found, given)

    def total(self, statistics: Sequence[Sequence[tuple[float, ...]]]) -> Mapping[str, Figure]:
        """Return the mean for each window."""
        found = [overlaps for document in statistics for overlaps in document]
        return {f"window:{window}": mean([each[at] for each in found]) for at, window in enumerate(WINDOWS)}


def overlap(segment: Annotated, window: int) -> float:
    """Return the mean overlap of the terms of a segment that its translation has."""
    by_wording: dict[tuple[str, ...], list[range]] = {}
    for term in segment.terms:
        wording = tuple(segment.reference[number] for number in term.place)
        by_wording.setdefault(wording, []).append(term.place)
    shares = []
    for wording, wanted in by_wording.items():
        found = list(places(wording, segment.hypothesis))
        pairs = [
            (_share(_around(segment.reference, one, window), _around(segment.hypothesis, other, window)), a, b)
            for a, one in enumerate(wanted)
            for b, other in enumerate(found)
        ]
        used: set[tuple[str, int]] = set()
        for share, a, b in sorted(pairs, key=lambda pair: -pair[0]):
            if used.isdisjoint({("reference", a), ("hypothesis", b)}):
                used |= {("reference", a), ("hypothesis", b)}
                shares.append(share)
    return sum(shares) / len(shares) if shares else 0.0


def _around(tokens: Tokens, place: range, window: int) -> list[str]:
    before = [token for token in reversed(tokens[: place.start]) if token not in string.punctuation]
    after = [token for token in tokens[place.stop :] if token not in string.punctuation]
    return before[:window] + after[:window]


def _share(wanted: Sequence[str], found: Sequence[str]) -> float:
    return (Counter(wanted) & Counter(found)).total() / len(wanted) if wanted else 0.0

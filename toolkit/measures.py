"""Measures of articles: compliance, consistency, penalty and grade. Every one can be had from the JSON alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import log2
from typing import NamedTuple

import numpy as np

from toolkit.results import ConsistencyResult, FindingResult, OccurrenceResult, RenderingResult
from toolkit.settings import SEVERITIES
from toolkit.termbase import Status, Termbase


class Agreement(NamedTuple):
    """How many concepts two articles share, and how many of these they render alike."""

    shared: int
    alike: int

    @property
    def share(self) -> float:
        """The share of shared concepts that are rendered alike, 0 to 1."""
        return self.alike / self.shared


GRADES = ((5, "A"), (10, "B"), (20, "C"), (40, "D"), (80, "E"))  # highest penalty of each grade


def compliance(occurrences: Iterable[OccurrenceResult]) -> float | None:
    """Return the share of listed renderings that are preferred or admitted, None where there are none."""
    listed = [Status(o.status) for o in occurrences if o.status != Status.UNLISTED]
    return sum(status.complies for status in listed) / len(listed) if listed else None


def consistency(occurrences: Iterable[OccurrenceResult]) -> float | None:
    """Return the mean share of each concept's dominant form, weighted by occurrences.

    Only concepts with at least two occurrences count; None where there are none.
    """
    total = dominant = 0
    for _, group in _by_concept(occurrences):
        if len(group) > 1:
            total += len(group)
            dominant += Counter(o.rendering for o in group).most_common(1)[0][1]
    return dominant / total if total else None


def penalty(findings: Iterable[FindingResult], words: int, weights: Mapping[str, float]) -> float:
    """Return the weighted verdicts per 1,000 words (MQM scoring model); 0 where there are no words.

    Findings that set articles side by side count against none.
    """
    points = sum(weights[finding.severity] for finding in findings if finding.verdict and not finding.compares)
    return 1000 * points / words if words else 0.0


def failing(findings: Iterable[FindingResult], fail_on: str) -> list[FindingResult]:
    """Return the verdicts that are at least as grave as `fail_on`, none where that is never."""
    bad = () if fail_on == "never" else SEVERITIES[SEVERITIES.index(fail_on) :]
    return [finding for finding in findings if finding.verdict and finding.severity in bad]


def grade(points: float, words: int) -> str:
    """Return the label of a penalty: A up to 5, B up to 10, C up to 20, D up to 40, E up to 80, else F.

    Where there are no words there is nothing to grade: a dash.
    """
    if not words:
        return "–"
    return next((label for most, label in GRADES if points <= most), "F")


def by_concept(occurrences: Sequence[OccurrenceResult], termbase: Termbase) -> list[ConsistencyResult]:
    """Return how each concept is rendered, the most varied first."""
    results = [
        _consistency(concept, group, termbase[concept].preferred) for concept, group in _by_concept(occurrences)
    ]
    return sorted(results, key=lambda result: (-result.forms, result.dominant_share, result.concept))


def agreement(concepts: Iterable[ConsistencyResult], documents: Sequence[str]) -> dict[tuple[str, str], Agreement]:
    """Return how far documents that share a concept agree, by pairs in the order of `documents`.

    Two articles render a concept alike where the form that is most frequent in the one is most frequent in the
    other; of equally frequent ones any will do. Takes time and memory by the square of the number of documents.
    """
    numbers = {document: number for number, document in enumerate(documents)}
    shared = np.zeros((len(documents), len(documents)), np.int32)
    alike = shared.copy()
    for concept in concepts:
        counts = np.zeros((len(documents), len(concept.renderings)), np.float32)
        for form, rendering in enumerate(concept.renderings):
            for document in rendering.documents.keys() & numbers.keys():
                counts[numbers[document], form] = rendering.documents[document]
        most = counts.max(axis=1, keepdims=True)
        have = np.flatnonzero(most)
        leading = ((counts == most) & (most > 0))[have].astype(np.float32)
        pairs = np.ix_(have, have)
        shared[pairs] += 1
        alike[pairs] += leading @ leading.T > 0
    one, other = np.nonzero(np.triu(shared, 1))
    return {
        (documents[a], documents[b]): Agreement(int(shared[a, b]), int(alike[a, b]))
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
    }


def _consistency(concept: str, group: Sequence[OccurrenceResult], preferred: str) -> ConsistencyResult:
    forms: dict[str, list[OccurrenceResult]] = {}
    for occurrence in group:
        forms.setdefault(occurrence.rendering, []).append(occurrence)
    shares = [len(members) / len(group) for members in forms.values()]
    entropy = -sum(share * log2(share) for share in shares)
    ranked = sorted(forms.values(), key=lambda members: (-len(members), members[0].rendering))
    return ConsistencyResult(
        concept=concept,
        zh=group[0].zh,
        preferred=preferred,
        dominant=ranked[0][0].rendering,
        dominant_share=max(shares),
        first_use_share=len(next(iter(forms.values()))) / len(group),
        forms=len(forms),
        entropy=entropy / log2(len(forms)) if len(forms) > 1 else 0.0,
        renderings=tuple(_rendering(members) for members in ranked),
    )


def _rendering(members: list[OccurrenceResult]) -> RenderingResult:
    documents = Counter(o.document for o in members)
    return RenderingResult(
        rendering=members[0].rendering,
        status=members[0].status,
        count=len(members),
        documents=dict(sorted(documents.items())),
    )


def _by_concept(occurrences: Iterable[OccurrenceResult]) -> list[tuple[str, list[OccurrenceResult]]]:
    ordered = sorted(occurrences, key=lambda o: o.concept)
    return [(concept, list(group)) for concept, group in groupby(ordered, key=lambda o: o.concept)]

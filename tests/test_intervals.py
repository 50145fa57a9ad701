"""Intervals of measures, held against resamples that are measured one by one."""

from collections import Counter

import msgspec
import numpy as np
from hypothesis import given, settings

from tests.test_measures import DOCUMENTS, USES, Uses, consistency
from toolkit.intervals import RESAMPLES, intervals
from toolkit.resampling import SEED, Interval
from toolkit.results import ConsistencyResult

STATUS = {"x": "preferred", "y": "deprecated", "z": "unlisted"}


def statuses(uses: Uses) -> dict[str, Counter[str]]:
    return {
        name: Counter(STATUS[rendering] for document, _, rendering in uses if document == name)
        for name in DOCUMENTS
    }


def counted(uses: Uses) -> list[ConsistencyResult]:
    return [
        msgspec.structs.replace(
            concept,
            dominant=max(concept.renderings, key=lambda r: sum(r.documents.values())).rendering,
            renderings=tuple(
                msgspec.structs.replace(r, count=sum(r.documents.values())) for r in concept.renderings
            ),
        )
        for concept in consistency(uses)
    ]


def resampled(parts: Uses, wholes: Uses) -> Interval | None:
    """Return the interval of a share, resample by resample."""
    part, whole = (Counter(document for document, _, _ in uses) for uses in (parts, wholes))
    if len(whole) < 2:
        return None
    draws = np.random.default_rng(SEED).choice(len(DOCUMENTS), size=(RESAMPLES, len(DOCUMENTS)))
    shares = []
    for draw in draws:
        drawn = [DOCUMENTS[number] for number in draw]
        if total := sum(whole[document] for document in drawn):
            shares.append(sum(part[document] for document in drawn) / total)
    shares.sort()
    return shares[len(shares) // 40], shares[-1 - len(shares) // 40]


@settings(max_examples=25, deadline=None)
@given(USES)
def test_intervals_are_those_of_resampled_documents(uses: Uses) -> None:
    concepts = counted(uses)
    found = intervals(statuses(uses), concepts)
    listed = [use for use in uses if use[2] != "z"]
    assert found.compliance == resampled([use for use in listed if use[2] == "x"], listed)
    frequent = Counter(concept for _, concept, _ in uses)
    dominant = {concept.concept: concept.dominant for concept in concepts}
    several = [use for use in uses if frequent[use[1]] > 1]
    assert found.consistency == resampled([use for use in several if use[2] == dominant[use[1]]], several)
    for concept, leader in dominant.items():
        own = [use for use in uses if use[1] == concept]
        expected = resampled([use for use in own if use[2] == leader], own)
        assert found.dominant_shares[concept] == expected


def test_articles_that_are_alike_leave_no_doubt() -> None:
    uses = [(document, "甲", "x") for document in DOCUMENTS]
    found = intervals(statuses(uses), counted(uses))
    assert found == ((1.0, 1.0), (1.0, 1.0), {"甲": (1.0, 1.0)})

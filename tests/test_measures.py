"""Measures, held against their definitions written out."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.measures import agreement
from toolkit.results import ConsistencyResult, RenderingResult

DOCUMENTS = ("a", "b", "c", "d")
Uses = list[tuple[str, str, str]]  # document, concept, rendering
USES = st.lists(st.tuples(st.sampled_from(DOCUMENTS), st.sampled_from("甲乙丙"), st.sampled_from("xyz")))


def consistency(uses: Uses) -> list[ConsistencyResult]:
    """Return how concepts are rendered; only what `agreement` reads is told."""
    return [
        ConsistencyResult(
            concept=concept,
            zh=concept,
            preferred="x",
            dominant="x",
            dominant_share=1.0,
            first_use_share=1.0,
            forms=1,
            entropy=0.0,
            renderings=tuple(
                RenderingResult(
                    rendering=rendering,
                    status="admitted",
                    count=1,
                    documents=Counter(d for d, c, r in uses if (c, r) == (concept, rendering)),
                )
                for rendering in sorted({r for _, c, r in uses if c == concept})
            ),
        )
        for concept in sorted({c for _, c, _ in uses})
    ]


def leading(uses: Uses, document: str, concept: str) -> set[str]:
    counts = Counter(r for d, c, r in uses if (d, c) == (document, concept))
    return {rendering for rendering, count in counts.items() if count == max(counts.values())}


@given(USES)
def test_agreement_is_the_share_of_shared_concepts_whose_leading_forms_meet(uses: Uses) -> None:
    found = agreement(consistency(uses), DOCUMENTS)
    for one, other in combinations(DOCUMENTS, 2):
        both = [(leading(uses, one, concept), leading(uses, other, concept)) for concept in "甲乙丙"]
        shared = [pair for pair in both if all(pair)]
        assert ((one, other) in found) == bool(shared)
        if shared:
            figure = found[one, other]
            assert figure == (len(shared), sum(bool(a & b) for a, b in shared))
            assert figure.share == figure.alike / figure.shared


def test_agreement_passes_over_documents_that_are_not_asked_for() -> None:
    uses = [(document, "甲", "x") for document in DOCUMENTS]
    assert agreement(consistency(uses), ("c", "a")) == {("c", "a"): (1, 1)}

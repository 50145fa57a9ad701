"""Termbases made up by Hypothesis, small and alike enough to have much in common."""

from hypothesis import strategies as st

from toolkit.termbase import Concept, Designation, Policy, Relation, Status, Termbase

STATUSES = [status for status in Status if status is not Status.UNLISTED]
IDS = ["a", "b", "c", "c-2"]
TEXTS = st.sampled_from(["", "one", "two"])
ENGLISH = ["new three", "New Three", "new-threes", "new trio", "MOST", "most", "labor", "labour"]
CHINESE = ["新三样", "措施", "举措"]

designations = st.one_of(
    st.builds(
        Designation,
        term=st.sampled_from(ENGLISH),
        language=st.just("en"),
        status=st.sampled_from(STATUSES),
        authority=TEXTS,
        since=TEXTS,
        policy=st.sampled_from([Policy(), Policy(case=True), Policy(context=("x",))]),
        reason=TEXTS,
        source=TEXTS,
        note=TEXTS,
    ),
    st.builds(
        Designation, term=st.sampled_from(CHINESE), language=st.just("zh-Hans"), status=st.sampled_from(STATUSES)
    ),
)
relations = st.builds(Relation, st.sampled_from(["broader", "narrower", "related"]), st.sampled_from(IDS))
concepts = st.builds(
    Concept,
    id=st.sampled_from(IDS),
    designations=st.lists(designations, min_size=1, max_size=5).map(tuple),
    subject=TEXTS,
    definition=TEXTS,
    first_mention=TEXTS,
    relations=st.lists(relations, max_size=2, unique=True).map(tuple),
)
termbases = st.lists(concepts, max_size=4, unique_by=lambda concept: concept.id).map(
    lambda made: Termbase(tuple(made))
)

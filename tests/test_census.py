"""Censuses are a commutative monoid, and know which form counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.census import Census, Use, merge
from toolkit.termbase import Status
from toolkit.text import Address

PLACES = st.builds(Address, st.sampled_from(["a", "b"]), st.none(), st.integers(0, 3), st.integers(4, 5))
USES = st.builds(
    Use,
    count=st.integers(1, 3),
    documents=st.integers(1, 2),
    first=PLACES,
    surface=st.sampled_from(["x", "X"]),
    status=st.sampled_from(list(Status)),
    explained=st.booleans(),
)
# What a document is about depends on the document alone.
SIGNATURES = {"a": (1, 2), "b": (2, 3)}
CENSUSES = st.builds(
    Census,
    st.dictionaries(st.sampled_from("cd"), st.dictionaries(st.sampled_from("fg"), USES, min_size=1)),
    st.sets(st.sampled_from("ab")).map(lambda names: {name: SIGNATURES[name] for name in names}),
)


@given(CENSUSES, CENSUSES, CENSUSES)
def test_merge_is_associative_and_commutative(one: Census, two: Census, three: Census) -> None:
    assert one.merge(two) == two.merge(one)
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@given(CENSUSES)
def test_the_empty_census_is_neutral(census: Census) -> None:
    assert merge(()) == Census()
    assert census.merge(Census()) == Census().merge(census) == census


def use(
    count: int, documents: int = 1, *, start: int = 0, status: str = "admitted", explained: bool = False
) -> Use:
    place = Address("a", None, start, start + 1)
    return Use(
        count=count,
        documents=documents,
        first=place,
        surface="x",
        status=Status(status),
        explained=explained,
    )


@pytest.mark.parametrize(
    ("uses", "reference"),
    [
        ({"sme": use(9, explained=True), "small firm": use(2), "small company": use(3)}, "small company"),
        ({"f": use(1, status="preferred"), "g": use(5)}, "f"),
        ({"f": use(1), "g": use(5, status="deprecated")}, "f"),
        ({"f": use(1, status="superseded"), "g": use(5, status="deprecated")}, "g"),
        ({"f": use(2, 1), "g": use(2, 2)}, "g"),
        ({"f": use(2, start=5), "g": use(2, start=3)}, "g"),
        ({"sme": use(9, explained=True)}, "sme"),
    ],
)
def test_the_form_that_articles_are_held_against(uses: dict[str, Use], reference: str) -> None:
    assert Census({"c": uses}).reference("c") == reference

"""What differs between two termbases: cases, and laws over any."""

from hypothesis import given

from tests.terminology.strategies import termbases
from toolkit.termbase import Concept, Designation, Policy, Relation, Status, Termbase
from toolkit.terminology.comparison import Change, Kind, compare, match


def concept(name: str, *terms: str, **details: object) -> Concept:
    """Make a concept of one Chinese term and English renderings, the first preferred."""
    chinese, *english = terms
    return Concept(
        id=name,
        designations=(
            Designation(term=chinese, language="zh-Hans", status=Status.PREFERRED),
            *(
                Designation(term=term, language="en", status=Status.ADMITTED if number else Status.PREFERRED)
                for number, term in enumerate(english)
            ),
        ),
        **details,
    )


OLD = concept("a", "新三样", "new three", "new trio", subject="trade")


def only_change(old: Concept, new: Concept) -> tuple[tuple[Change, ...], list[tuple[str, str]]]:
    (change,) = compare(Termbase((old,)), Termbase((new,)))
    assert change.kind is Kind.CHANGED
    return change.changes, [(d.kind.value, d.term) for d in change.designations]


def test_concepts_come_and_go() -> None:
    changes = compare(Termbase((OLD,)), Termbase((concept("b", "措施", "measures"),)))
    assert [(c.kind.value, c.id, c.preferred) for c in changes] == [
        ("removed", "a", "new three"),
        ("added", "b", "measures"),
    ]
    assert [d.term for d in changes[1].designations] == ["措施", "measures"]


def test_fields_of_a_concept() -> None:
    new = concept("x", "新三样", "new three", "new trio", relations=(Relation("broader", "y"),))
    assert only_change(OLD, new) == (
        (Change("id", "a", "x"), Change("subject", "trade", ""), Change("relations", "", "broader=y")),
        [],
    )


def test_designations_come_go_and_change() -> None:
    rejected = Designation(
        term="new trio", language="en", status=Status.DEPRECATED, policy=Policy(context=("x", "y"))
    )
    new = Concept(
        id="a",
        designations=(OLD.designations[0], rejected, Designation(term="N3", language="en")),
        subject="trade",
    )
    (change,) = compare(Termbase((OLD,)), Termbase((new,)))
    assert [(d.kind.value, d.term, d.status) for d in change.designations] == [
        ("removed", "new three", "preferred"),
        ("changed", "new trio", "deprecated"),
        ("added", "N3", "admitted"),
    ]
    assert change.designations[1].changes == (
        Change("status", "admitted", "deprecated"),
        Change("policy", "", "context=x|y"),
    )


def test_the_order_of_designations_counts() -> None:
    new = Concept(id="a", designations=OLD.designations[::-1], subject="trade")
    assert only_change(OLD, new) == (
        (Change("order", "新三样, new three, new trio", "new trio, new three, 新三样"),),
        [],
    )


def test_ids_that_number_are_no_reason_to_confuse_concepts() -> None:
    old = Termbase((concept("c1", "新三样"), concept("c2", "措施"), concept("c3", "举措")))
    new = Termbase((concept("c1", "措施"), concept("c2", "新三样"), concept("c3", "举动")))
    assert match(old, new) == {"c1": "c2", "c2": "c1", "c3": "c3"}


@given(termbases, termbases)
def test_nothing_differs_exactly_where_the_concepts_are_the_same(one: Termbase, other: Termbase) -> None:
    assert compare(one, one) == ()
    assert (compare(one, other) == ()) == (dict(one.by_id) == dict(other.by_id))


@given(termbases, termbases)
def test_what_is_added_one_way_is_removed_the_other_way(one: Termbase, other: Termbase) -> None:
    there, back = compare(one, other), compare(other, one)
    added = {change.id for change in there if change.kind is Kind.ADDED}
    assert len(added) == sum(change.kind is Kind.REMOVED for change in back)
    assert len(one.concepts) + len(added) - sum(c.kind is Kind.REMOVED for c in there) == len(other.concepts)


@given(termbases, termbases)
def test_a_concept_has_one_partner_at_most(one: Termbase, other: Termbase) -> None:
    partners = match(one, other)
    assert len(set(partners.values())) == len(partners)
    assert set(partners) <= set(other.by_id)
    assert set(partners.values()) <= set(one.by_id)
    assert match(one, one) == {name: name for name in one.by_id}

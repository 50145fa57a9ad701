"""Termbases merged: cases, and the law that nothing is lost."""

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.terminology.strategies import termbases
from tests.terminology.test_comparison import concept
from toolkit.linting import LINT_RULES, inspect
from toolkit.termbase import Concept, Designation, Policy, Relation, Status, Termbase
from toolkit.terminology.comparison import Side, compare, match
from toolkit.terminology.merging import Conflict, Merged, merge

RULES = [
    LINT_RULES.build(name) for name in ("preferred-double", "deprecated-equals-preferred", "unknown-relation")
]
sides = st.sampled_from(Side)


def merged(one: Concept, other: Concept, prefer: Side = Side.FIRST) -> tuple[dict[str, str], list[Conflict]]:
    """Return the statuses of the one concept that two make, and their conflicts."""
    made = merge(Termbase((one,)), Termbase((other,)), prefer=prefer, names=("mine.csv", "theirs.csv"))
    (joined,) = made.concepts
    return {d.term: d.status.value for d in joined.designations if d.language == "en"}, list(made.conflicts)


def rejecting(term: str) -> Concept:
    return Concept(
        id="b",
        designations=(
            Designation(term="新三样", language="zh-Hans", status=Status.PREFERRED),
            Designation(term=term, language="en", status=Status.DEPRECATED, reason="calque"),
        ),
    )


def test_additions_are_no_conflict() -> None:
    one = concept("a", "新三样", "new three")
    other = concept("b", "新三样", "new three", "new trio", definition="Three exports", subject="trade")
    made = merge(Termbase((one,)), Termbase((other, concept("c", "措施", "measures"))))
    assert made.conflicts == ()
    assert [c.id for c in made.concepts] == ["a", "c"]
    assert (made.concepts[0].definition, made.concepts[0].subject) == ("Three exports", "trade")
    assert [d.term for d in made.concepts[0].designations] == ["新三样", "new three", "new trio"]


def test_another_preferred_rendering_is_admitted_with_a_note() -> None:
    one, other = concept("a", "新三样", "new three", "N3"), concept("a", "新三样", "new trio", "N3")
    statuses, conflicts = merged(one, other)
    assert statuses == {"new three": "preferred", "N3": "admitted", "new trio": "admitted"}
    assert [(c.field, c.first, c.second) for c in conflicts] == [("preferred", "new three", "new trio")]
    statuses, conflicts = merged(one, other, Side.SECOND)
    assert statuses == {"new three": "admitted", "N3": "admitted", "new trio": "preferred"}
    assert [(c.field, c.first, c.second) for c in conflicts] == [("preferred", "new three", "new trio")]
    joined = merge(Termbase((one,)), Termbase((other,)), names=("mine.csv", "theirs.csv")).concepts[0]
    assert [d.note for d in joined.terms("en")] == ["", "", "preferred in theirs.csv: new trio"]


@pytest.mark.parametrize("term", ["new trio", "New Trio", "new-trios"])
@pytest.mark.parametrize(("prefer", "status"), [(Side.FIRST, "admitted"), (Side.SECOND, "deprecated")])
def test_what_one_allows_and_the_other_rejects(term: str, prefer: Side, status: str) -> None:
    statuses, conflicts = merged(concept("a", "新三样", "new three", "new trio"), rejecting(term), prefer)
    assert statuses["new three"] == "preferred"
    assert {statuses["new trio"], statuses[term]} == {status}
    assert [(c.field, c.first, c.second) for c in conflicts] == [("status", "admitted", "deprecated")]


def test_a_relation_the_other_way_round_is_left_out_and_told() -> None:
    one = Termbase((concept("a", "甲", relations=(Relation("broader", "b"),)), concept("b", "乙", "two")))
    other = Termbase((concept("x", "甲"), concept("y", "乙", "two", relations=(Relation("broader", "x"),))))
    made = merge(one, other, names=("mine.csv", "theirs.csv"))
    assert [c.relations for c in made.concepts] == [(Relation("broader", "b"),), ()]
    assert [(c.field, c.first, c.second) for c in made.conflicts] == [("relation", "narrower=a", "broader=a")]
    assert next(made.concepts[1].terms("en")).note == "relation in theirs.csv: broader=a"


def test_a_new_concept_whose_id_is_taken_gets_another_and_keeps_its_relations() -> None:
    one = Termbase((concept("c1", "甲"), concept("c2", "乙")))
    other = Termbase(
        (concept("c1", "乙"), concept("c2", "丙"), concept("c3", "丁", relations=(Relation("broader", "c2"),)))
    )
    made = merge(one, other)
    assert [(c.id, c.zh) for c in made.concepts] == [("c1", "甲"), ("c2", "乙"), ("c2-2", "丙"), ("c3", "丁")]
    assert made.concepts[3].relations == (Relation("broader", "c2-2"),)


@given(termbases, sides)
def test_with_itself_a_termbase_stays_as_it_is(termbase: Termbase, prefer: Side) -> None:
    assert merge(termbase, termbase, prefer=prefer) == Merged(termbase.concepts, ())


@given(termbases, termbases, sides)
def test_nothing_is_lost(one: Termbase, other: Termbase, prefer: Side) -> None:
    made = Termbase(merge(one, other, prefer=prefer).concepts)
    assert len(made.by_id) == len(made.concepts)
    for source in (*one.concepts, *other.concepts):
        homes = [
            c
            for c in made.concepts
            if {(d.language, d.term) for d in source.designations}
            <= {(d.language, d.term) for d in c.designations}
        ]
        assert homes
        said = str([(c, *c.designations) for c in homes])
        values = [source.definition, source.subject, source.first_mention]
        values += [
            value for d in source.designations for value in (d.authority, d.since, d.reason, d.source, d.note)
        ]
        assert [value for value in values if value not in said] == []


def without_flaws(termbase: Termbase) -> Termbase:
    """Return the concepts that the rules find nothing in, each seen alone.

    Where case counts in some wordings of a concept alone, one can be at odds with two that are at peace.
    """
    plain = (
        msgspec.structs.replace(
            concept,
            designations=tuple(msgspec.structs.replace(d, policy=Policy()) for d in concept.designations),
            relations=tuple(r for r in concept.relations if r.concept == concept.id),
        )
        for concept in termbase.concepts
    )
    return Termbase(tuple(concept for concept in plain if not inspect(Termbase((concept,)), RULES)))


@given(termbases.map(without_flaws), termbases.map(without_flaws), sides)
def test_what_has_no_flaw_has_none_when_merged(one: Termbase, other: Termbase, prefer: Side) -> None:
    assert inspect(Termbase(merge(one, other, prefer=prefer).concepts), RULES) == []


@given(termbases.map(without_flaws), termbases.map(without_flaws), sides)
def test_a_second_time_the_other_adds_nothing(one: Termbase, other: Termbase, prefer: Side) -> None:
    assume(all(name == partner for name, partner in match(one, other).items()))
    assume(not one.by_id.keys() & (other.by_id.keys() - match(one, other).keys()))
    once = Termbase(merge(one, other, prefer=prefer).concepts)
    again = Termbase(merge(once, other, prefer=prefer).concepts)
    assert compare(once, again) == ()

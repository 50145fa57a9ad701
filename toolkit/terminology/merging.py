"""Two termbases made one: nothing is lost, and what they disagree on is told.

Of each concept the result has every designation of both. Empty fields are filled; sources, notes and reasons are
put together. Where both say something else, the word of one side counts, and what the other one says goes into a
note.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count
from typing import TypeVar

import msgspec

from toolkit.recognition.policy import collide
from toolkit.recognition.variants import variants
from toolkit.termbase import Concept, Designation, Policy, Relation, Status, Termbase
from toolkit.terminology.comparison import Side, in_words, match, numbered

JOINED = ("reason", "source", "note")
SINGLE = ("type", "pos", "authority", "since", "until", "register", "policy")
OF_CONCEPT = ("subject", "definition", "first_mention")

Item = TypeVar("Item")


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """What two termbases disagree on: `field` of a concept, or of its designation `term`, and what each says."""

    concept: str
    zh: str
    term: str
    field: str
    first: str
    second: str


class Merged(msgspec.Struct, frozen=True):
    """The concepts of two termbases, and what they disagreed on."""

    concepts: tuple[Concept, ...]
    conflicts: tuple[Conflict, ...]


def merge(
    first: Termbase, second: Termbase, *, prefer: Side = Side.FIRST, names: tuple[str, str] = ("first", "second")
) -> Merged:
    """Return the first termbase with what the second one adds.

    Concepts are the same as `match` tells; they keep the first one's id, and others of the second one get a new id
    where theirs is taken. `names` are what notes call the two. Merging with itself gives the same. Linear.
    """
    partners = match(first, second)
    ids = {**partners, **_free_ids(first, second, partners)}
    mine = {concept.id: concept for concept in first.concepts}
    theirs = {ids[concept.id]: _renamed(concept, ids) for concept in second.concepts}
    settled = _Settled(prefer, names)
    winner, loser = settled.ranked(mine, theirs)
    hierarchy = frozenset(rank for concept in winner.values() for rank in _ranks(concept))
    loser |= {name: _without_contradictions(concept, hierarchy, settled) for name, concept in loser.items()}
    both = {name: _joined(mine[name], theirs[name], settled) for name in mine if name in theirs}
    # The first one's concepts keep their order, before what is new.
    return Merged(tuple((mine | theirs | both).values()), tuple(settled.conflicts))


class _Settled:
    """What two termbases disagree on, settled in favor of one of them, the winner."""

    def __init__(self, prefer: Side, names: tuple[str, str]) -> None:
        self._second = prefer is Side.SECOND
        self._loser = names[0] if self._second else names[1]
        self.conflicts: list[Conflict] = []

    def ranked(self, one: Item, other: Item) -> tuple[Item, Item]:
        """Return what is the winner's and what is the loser's of something of the first and of the second."""
        return (other, one) if self._second else (one, other)

    def note(self, concept: Concept, field: str, winner: str, loser: str, term: str = "") -> str:
        """Take a disagreement down, and return a note of what the loser says."""
        first, second = self.ranked(winner, loser)
        self.conflicts.append(
            Conflict(concept=concept.id, zh=concept.zh, term=term, field=field, first=first, second=second)
        )
        return f"{field} in {self._loser}: {loser}"


class _Standing:
    """What the winner prefers, allows and rejects of a concept."""

    def __init__(self, concept: Concept, designations: Iterable[Designation], settled: _Settled) -> None:
        self._concept = concept
        self._designations = tuple(designations)
        self._settled = settled

    def status(self, own: Designation | None, other: Designation) -> tuple[Status, list[str]]:
        """Return the status of the loser's designation, which the winner may have as well, and notes."""
        term, said = other.term, other.status
        rival = own or self._contrary(other)
        if rival is not None and rival.status is not said and not (rival.status.complies and said.complies):
            note = self._settled.note(self._concept, "status", rival.status.value, said.value, term)
            allowed = Status.ADMITTED if rival.status.complies else rival.status
            return (allowed if own is None else own.status), [note]
        if own is not None and own.status is Status.PREFERRED:
            return Status.PREFERRED, []
        preferred = next((d for d in self._designations if _is_preferred(d, other.language)), None)
        if said is Status.PREFERRED and preferred is not None:
            return Status.ADMITTED, [self._settled.note(self._concept, "preferred", preferred.term, term)]
        return said, []

    def _contrary(self, other: Designation) -> Designation | None:
        """Return what the matcher takes for the same wording, and the winner says the contrary of."""
        if other.language != "en":
            return None
        found = (d for form, _ in variants(other) for d in self._forms.get(form, ()))
        return next((d for d in found if d.status.complies != other.status.complies and collide(d, other)), None)

    @cached_property
    def _forms(self) -> Mapping[str, list[Designation]]:
        forms: dict[str, list[Designation]] = {}
        for designation in self._designations:
            if designation.language == "en":
                for form, _ in variants(designation):
                    forms.setdefault(form, []).append(designation)
        return forms


def _joined(one: Concept, other: Concept, settled: _Settled) -> Concept:
    """Return the first record of a concept with what the second one adds."""
    fields, notes = _united(one, one, other, OF_CONCEPT, settled)
    mine, theirs = numbered(one.designations), numbered(other.designations)
    winner, loser = settled.ranked(mine, theirs)
    standing = _Standing(one, winner.values(), settled)
    designations = []
    for key in {**mine, **theirs}:
        joined = mine.get(key) or theirs[key]
        if key in loser:
            status, told = standing.status(winner.get(key), loser[key])
            if key in winner:
                details, more = _united(one, mine[key], theirs[key], SINGLE, settled)
                texts = {
                    field: _together(getattr(mine[key], field), getattr(theirs[key], field)) for field in JOINED
                }
                joined = msgspec.structs.replace(joined, **details, **texts)
                told += more
            joined = _noted(msgspec.structs.replace(joined, status=status), told)
        designations.append(joined)
    relations = tuple(dict.fromkeys(one.relations + other.relations))
    whole = msgspec.structs.replace(one, designations=tuple(designations), relations=relations, **fields)
    return _with_notes(whole, notes)


def _united(
    concept: Concept, one: object, other: object, fields: Iterable[str], settled: _Settled
) -> tuple[dict[str, object], list[str]]:
    """Return the values of fields that hold one thing: the winner's, or the only one; and notes of the others."""
    values: dict[str, object] = {}
    notes = []
    for field in fields:
        winner, loser = settled.ranked(getattr(one, field), getattr(other, field))
        empty = {"", Policy()}
        values[field] = loser if winner in empty else winner
        if loser not in {*empty, values[field]}:
            term = one.term if isinstance(one, Designation) else ""
            notes.append(settled.note(concept, field, in_words(winner), in_words(loser), term))
    return values, notes


def _together(one: str, other: str) -> str:
    if other in one:
        return one
    return other if one in other else f"{one}; {other}"


def _noted(designation: Designation, notes: Iterable[str]) -> Designation:
    note = designation.note
    for each in notes:
        note = _together(note, each)
    return msgspec.structs.replace(designation, note=note)


def _with_notes(concept: Concept, notes: list[str]) -> Concept:
    """Return a concept with notes on the concept, which stand at its first English designation, else its first."""
    if not notes or not concept.designations:
        return concept
    designations = list(concept.designations)
    at = next((number for number, d in enumerate(designations) if d.language == "en"), 0)
    designations[at] = _noted(designations[at], notes)
    return msgspec.structs.replace(concept, designations=tuple(designations))


def _without_contradictions(concept: Concept, hierarchy: frozenset[tuple[str, str]], settled: _Settled) -> Concept:
    """Return a concept of the loser without relations that are the winner's the other way round."""
    wrong = [
        relation
        for relation in concept.relations
        for below, above in _ranks_of(concept.id, relation)
        if (above, below) in hierarchy and (below, above) not in hierarchy
    ]
    if not wrong:
        return concept
    turned = {"broader": "narrower", "narrower": "broader"}
    notes = [
        settled.note(concept, "relation", f"{turned[r.kind]}={r.concept}", f"{r.kind}={r.concept}") for r in wrong
    ]
    relations = tuple(relation for relation in concept.relations if relation not in wrong)
    return _with_notes(msgspec.structs.replace(concept, relations=relations), notes)


def _ranks(concept: Concept) -> Iterator[tuple[str, str]]:
    """Yield the narrower and the broader one of each hierarchical relation of a concept."""
    return (rank for relation in concept.relations for rank in _ranks_of(concept.id, relation))


def _ranks_of(concept: str, relation: Relation) -> Iterator[tuple[str, str]]:
    if relation.kind == "broader":
        yield concept, relation.concept
    elif relation.kind == "narrower":
        yield relation.concept, concept


def _is_preferred(designation: Designation, language: str) -> bool:
    return designation.status is Status.PREFERRED and designation.language == language


def _free_ids(first: Termbase, second: Termbase, partners: Mapping[str, str]) -> Mapping[str, str]:
    """Return ids that are free for the concepts of the second termbase that are new."""
    taken = {*first.by_id}
    made = {}
    for concept in second.concepts:
        if concept.id not in partners:
            numbers = (f"{concept.id}-{number}" for number in count(2))
            name = concept.id if concept.id not in taken else next(name for name in numbers if name not in taken)
            taken.add(name)
            made[concept.id] = name
    return made


def _renamed(concept: Concept, ids: Mapping[str, str]) -> Concept:
    relations = tuple(Relation(r.kind, ids.get(r.concept, r.concept)) for r in concept.relations)
    return msgspec.structs.replace(concept, id=ids[concept.id], relations=relations)

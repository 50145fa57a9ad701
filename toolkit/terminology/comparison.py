"""What differs between two termbases: concept by concept, field by field, designation by designation."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from toolkit.termbase import Concept, Designation, Policy, Termbase

Key = tuple[str, str, int]
FIELDS = ("id", "subject", "definition", "first_mention", "relations")
DETAILS = tuple(name for name in Designation.__struct_fields__ if name not in {"term", "language"})


class Side(StrEnum):
    """One of two termbases."""

    FIRST = "first"
    SECOND = "second"


class Kind(StrEnum):
    """What became of a concept or a designation."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(msgspec.Struct, frozen=True):
    """A field before and after, as text; `order` is that of the designations."""

    field: str
    before: str
    after: str


class DesignationChange(msgspec.Struct, frozen=True, kw_only=True):
    """A designation that came, went or changed."""

    kind: Kind
    language: str
    term: str
    status: str
    changes: tuple[Change, ...] = ()


class ConceptChange(msgspec.Struct, frozen=True, kw_only=True):
    """A concept that came, went or changed; id and terms are the new ones where there are both."""

    kind: Kind
    id: str
    zh: str
    preferred: str
    changes: tuple[Change, ...] = ()
    designations: tuple[DesignationChange, ...] = ()


def compare(old: Termbase, new: Termbase) -> tuple[ConceptChange, ...]:
    """Return what makes one termbase into the other: nothing where they have the same concepts in any order.

    Those removed stand in the order of the old one, before the others in that of the new one. Linear.
    """
    partners = match(old, new)
    kept = set(partners.values())
    removed = [_whole(Kind.REMOVED, concept) for concept in old.concepts if concept.id not in kept]
    changes = (
        _changed(old[partners[concept.id]], concept) if concept.id in partners else _whole(Kind.ADDED, concept)
        for concept in new.concepts
    )
    return (*removed, *(change for change in changes if change.kind is not Kind.CHANGED or _is_any(change)))


def match(old: Termbase, new: Termbase) -> Mapping[str, str]:
    """Return for ids of the new termbase the id of the same concept in the old one. Linear.

    The same are concepts with one id and a common Chinese term, then those with a common Chinese term, then those
    with one id; each is the same as one other at most.
    """
    partners: dict[str, str] = {}
    for keys in (_id_and_terms, _terms, _id):
        taken = set(partners.values())
        free: dict[object, str] = {}
        for concept in old.concepts:
            if concept.id not in taken:
                for key in keys(concept):
                    free.setdefault(key, concept.id)
        for concept in new.concepts:
            if concept.id not in partners:
                found = next((free[k] for k in keys(concept) if k in free and free[k] not in taken), None)
                if found is not None:
                    partners[concept.id] = found
                    taken.add(found)
    return partners


def _id_and_terms(concept: Concept) -> Iterator[object]:
    terms = [designation.term for designation in concept.terms("zh")]
    return ((concept.id, term) for term in terms or [""])


def _terms(concept: Concept) -> Iterator[object]:
    return (designation.term for designation in concept.terms("zh"))


def _id(concept: Concept) -> Iterator[object]:
    yield concept.id


def _whole(kind: Kind, concept: Concept) -> ConceptChange:
    designations = tuple(_designation(kind, designation) for designation in concept.designations)
    return ConceptChange(
        kind=kind, id=concept.id, zh=concept.zh, preferred=concept.preferred, designations=designations
    )


def _designation(kind: Kind, designation: Designation, changes: tuple[Change, ...] = ()) -> DesignationChange:
    return DesignationChange(
        kind=kind,
        language=designation.language,
        term=designation.term,
        status=designation.status.value,
        changes=changes,
    )


def _changed(old: Concept, new: Concept) -> ConceptChange:
    before, after = numbered(old.designations), numbered(new.designations)
    designations = [_designation(Kind.REMOVED, before[key]) for key in before if key not in after]
    for key, designation in after.items():
        if key not in before:
            designations.append(_designation(Kind.ADDED, designation))
        elif changes := _changes(before[key], designation, DETAILS):
            designations.append(_designation(Kind.CHANGED, designation, changes))
    changes = _changes(old, new, FIELDS)
    one, other = ([key for key in keys if key in before and key in after] for keys in (before, after))
    if one != other:
        changes += (Change("order", _listed(one), _listed(other)),)
    return ConceptChange(
        kind=Kind.CHANGED,
        id=new.id,
        zh=new.zh,
        preferred=new.preferred,
        changes=changes,
        designations=tuple(designations),
    )


def _is_any(change: ConceptChange) -> bool:
    return bool(change.changes or change.designations)


def numbered(designations: Sequence[Designation]) -> Mapping[Key, Designation]:
    """Return designations by language, term and number among equal ones."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for designation in designations:
        key = designation.language, designation.term
        found[*key, seen[key]] = designation
        seen[key] += 1
    return found


def _changes(old: object, new: object, fields: Sequence[str]) -> tuple[Change, ...]:
    pairs = ((field, getattr(old, field), getattr(new, field)) for field in fields)
    return tuple(Change(field, in_words(one), in_words(other)) for field, one, other in pairs if one != other)


def _listed(keys: Sequence[Key]) -> str:
    return ", ".join(term for _, term, _ in keys)


def in_words(value: object) -> str:
    """Return the value of a field as people read it."""
    if isinstance(value, Policy):
        return "; ".join(
            name if setting is True else f"{name}={'|'.join(setting)}"
            for name, setting in msgspec.structs.asdict(value).items()
            if setting
        )
    if isinstance(value, tuple):
        return "; ".join(f"{relation.kind}={relation.concept}" for relation in value)
    return str(value)

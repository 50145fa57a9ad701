"""Fields of a designation that are written as text, and what can be wrong with any field."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec
import regex

from toolkit.termbase import RELATIONS, TYPES, Designation, Policy, Relation, Status, is_date

DETAILS = ("type", "pos", "authority", "since", "until", "register", "reason", "source", "note")
FLAGS = ("case", "exact", "pattern", "source")  # matching policies that are on or off
STATUSES = tuple(status.value for status in Status if status is not Status.UNLISTED)

_ITEM = regex.compile(r"(?:\\.|[^\\;])+", regex.DOTALL)
_WORD = regex.compile(r"(?:\\.|[^\\|])+", regex.DOTALL)
_ESCAPED = regex.compile(r"\\(.)", regex.DOTALL)
_MARK = regex.compile(r"([\\;|])")
_NO_CHARACTER = regex.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, production 2


@lru_cache(maxsize=4096)
def read_policy(text: str) -> Policy:
    r"""Read a matching policy ("case; context=export|vehicle"); \ before ; | and \ takes them as they are.

    Raises ValueError where a word is unknown.
    """
    options: dict[str, bool | tuple[str, ...]] = {}
    for item in filter(None, map(str.strip, _ITEM.findall(text))):
        name, equals, words = item.partition("=")
        if name in FLAGS and not equals:
            options[name] = True
        elif name == "context" and words:
            options[name] = tuple(filter(None, (_plain(word.strip()).lower() for word in _WORD.findall(words))))
        else:
            message = f"{item!r} is none of {', '.join(FLAGS)}, context=word|word"
            raise ValueError(message)
    return Policy(**options)  # type: ignore[arg-type]


def write_policy(policy: Policy) -> str:
    """Write a matching policy as `read_policy` reads it."""
    items = [name for name in FLAGS if getattr(policy, name)]
    if policy.context:
        items.append("context=" + "|".join(map(_escaped, policy.context)))
    return "; ".join(items)


def read_relations(text: str) -> tuple[Relation, ...]:
    r"""Read relations ("broader=srdi; related=sme"); \ before ; and \ takes them as they are.

    Raises ValueError where a kind is unknown.
    """
    relations = []
    for item in filter(None, map(str.strip, _ITEM.findall(text))):
        kind, _, concept = item.partition("=")
        if kind not in RELATIONS or not concept:
            message = f"{item!r} is none of {', '.join(f'{known}=ID' for known in RELATIONS)}"
            raise ValueError(message)
        relations.append(Relation(kind, _plain(concept)))
    return tuple(relations)


def write_relations(relations: tuple[Relation, ...]) -> str:
    """Write relations as `read_relations` reads them."""
    return "; ".join(f"{relation.kind}={_escaped(relation.concept)}" for relation in relations)


def reasons(values: Mapping[str, str], *, statuses: str = ", ".join(STATUSES)) -> Iterator[tuple[str, str]]:
    """Yield (field, reason) for everything that is wrong with the fields of a designation or a concept.

    `statuses` says which there may be.
    """
    for field, text in values.items():
        if wrong := _NO_CHARACTER.search(text):
            yield field, f"it holds the control character U+{ord(wrong[0]):04X}; remove it"
    if (status := values.get("status", "")) and status not in STATUSES:
        yield "status", f"{status!r} is none of {statuses}"
    if (form := values.get("type", "")) not in TYPES:
        yield "type", f"{form!r} is none of {', '.join(filter(None, TYPES))}"
    for field in ("since", "until"):
        if (day := values.get(field, "")) and not is_date(day):
            yield field, f"{day!r} is no date; write it as 2018, 2018-03 or 2018-03-17"


def texts(record: msgspec.Struct) -> Mapping[str, str]:
    """Return the fields of a record that are text and not empty."""
    values = ((field, getattr(record, field)) for field in record.__struct_fields__)
    return {field: str(value) for field, value in values if value and isinstance(value, str)}


def settled(designations: list[Designation]) -> tuple[Designation, ...]:
    """Return designations with the status of those that have none (UNLISTED).

    In each language the first of them is preferred if no other designation is, and any further one admitted.
    """
    if Status.UNLISTED not in [designation.status for designation in designations]:
        return tuple(designations)
    preferred = {d.language for d in designations if d.status is Status.PREFERRED}
    done = []
    for designation in designations:
        if designation.status is Status.UNLISTED:
            status = Status.ADMITTED if designation.language in preferred else Status.PREFERRED
            preferred.add(designation.language)
            done.append(msgspec.structs.replace(designation, status=status))
        else:
            done.append(designation)
    return tuple(done)


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _escaped(text: str) -> str:
    return _MARK.sub(r"\\\1", text)

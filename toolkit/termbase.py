"""Concepts and their designations, in the words of ISO 704 and ISO 30042 (TBX)."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property

import msgspec
import regex

LANGUAGES = ("zh-Hans", "zh-Hant", "en")  # BCP 47, in the order in which a concept has them
TYPES = ("", "full form", "abbreviation", "short form", "clause")  # of a designation; empty means full form
RELATIONS = ("broader", "narrower", "related")

_DATE = regex.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", regex.ASCII)


def is_date(text: str) -> bool:
    """Tell whether a text is a year, a month or a day like 2018, 2018-03 or 2018-03-17 (ISO 8601-1:2019)."""
    match = _DATE.fullmatch(text)
    try:
        return match is not None and bool(date(*(int(piece or 1) for piece in match.groups())))
    except ValueError:
        return False


class Status(StrEnum):
    """Administrative status of a designation (ISO 30042, administrativeStatus)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    UNLISTED = "unlisted"  # of a rendering that no glossary has; never of a designation

    @property
    def complies(self) -> bool:
        """Whether a rendering of this status is what the glossary allows."""
        return self in {Status.PREFERRED, Status.ADMITTED}


REJECTED = frozenset({Status.DEPRECATED, Status.SUPERSEDED})


class Policy(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """How a designation is matched beyond the letters.

    `case`: case counts; `exact`: no inflection; `pattern`: the term holds [a|b] and the gap …; `context`: one
    of these lower-case beginnings of words must stand in the same sentence, or the rendering in quotes;
    `source`: the wording is plain English, and a rendering only beside a source that has the Chinese term.
    """

    case: bool = False
    exact: bool = False
    pattern: bool = False
    source: bool = False
    context: tuple[str, ...] = ()


class Designation(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """One term of a concept in one of LANGUAGES; `type` is one of TYPES, `since` and `until` dates or empty."""

    term: str
    language: str
    status: Status = Status.ADMITTED
    type: str = ""
    pos: str = ""
    authority: str = ""
    since: str = ""
    until: str = ""
    register: str = ""
    policy: Policy = Policy()
    reason: str = ""
    source: str = ""
    note: str = ""


class Relation(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A concept relation (ISO 704): one of RELATIONS, and the other concept's id."""

    kind: str
    concept: str


class Concept(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One concept with its designations in the order of the glossary."""

    id: str
    designations: tuple[Designation, ...]
    subject: str = ""
    definition: str = ""
    first_mention: str = ""
    relations: tuple[Relation, ...] = ()

    def terms(self, language: str) -> Iterator[Designation]:
        """Yield the designations in a language or a variety of it ("zh" yields zh-Hans and zh-Hant)."""
        return (d for d in self.designations if d.language == language or d.language.startswith(language + "-"))

    @property
    def zh(self) -> str:
        """The first Chinese term, empty where there is none."""
        return next((d.term for d in self.terms("zh")), "")

    @property
    def preferred(self) -> str:
        """The preferred English rendering, empty where there is none."""
        return next((d.term for d in self.terms("en") if d.status is Status.PREFERRED), "")


class Source(msgspec.Struct, frozen=True):
    """The file that a termbase was read from."""

    path: str
    sha256: str
    concepts: int


class Termbase(msgspec.Struct, frozen=True, dict=True):
    """Concepts by id, and the files that they came from."""

    concepts: tuple[Concept, ...] = ()
    sources: tuple[Source, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        """Every concept by its id."""
        return {concept.id: concept for concept in self.concepts}

    def __getitem__(self, concept: str) -> Concept:
        return self.by_id[concept]

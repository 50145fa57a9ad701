"""Term extraction: candidates from articles that a glossary does not have yet."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

import msgspec

from toolkit.offsets import Span


class Kind(StrEnum):
    """What a candidate was taken for, the more telling kind first."""

    TITLE = "title"  # in 《》
    NUMBERED = "numbered"
    QUOTED = "quoted"
    NAME = "name"
    NOUN_PHRASE = "noun phrase"


class Mention(NamedTuple):
    """A wording in a text that may be a term; `form` is shared by those that differ only in inflection.

    `words` are those that the form is made of, `term` is the wording as a glossary would write it, `span` counts
    in the repaired text. A `loose` wording is a term only if it recurs.
    """

    form: str
    words: tuple[str, ...]
    span: Span
    kind: Kind
    term: str
    loose: bool = False


class Language(Protocol):
    """What the module of a language offers."""

    @staticmethod
    def mentions(text: str, sentences: Sequence[Span]) -> Iterator[Mention]:
        """Yield every wording of a text that may be a term, nested ones too; linear in the text."""

    @staticmethod
    def nested(words: Sequence[str]) -> Iterator[str]:
        """Yield the forms of all that stands inside a wording of these words, the wording itself among them."""

    @staticmethod
    def termhood(words: Sequence[str]) -> float:
        """Return how little words are those of the language at large, 0 to 1; a single one has to be rare."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """A place where a candidate stands, with the words around it; `start` and `end` count in the file."""

    document: str
    part: str | None
    start: int
    end: int
    line: int
    column: int
    before: str
    surface: str
    after: str


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A term that the glossary may lack; `near` are listed terms inside it."""

    term: str
    language: str
    kind: Kind
    score: float
    count: int
    documents: int
    near: tuple[str, ...]
    contexts: tuple[Context, ...]

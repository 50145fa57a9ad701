"""Recognition: designations in text become occurrences."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from toolkit.offsets import Span
from toolkit.termbase import Status
from toolkit.text import Segment


class Basis(StrEnum):
    """Why a wording is taken for a rendering."""

    EXACT = "exact"
    INFLECTED = "inflected"
    PATTERN = "pattern"
    UNITS = "units"
    ALIGNED = "aligned"


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """A unit of a Chinese term and the words that render it; the span counts in the repaired text."""

    zh: str
    span: Span


class TermOccurrence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One rendering of a concept in a text of an article.

    `text` is the text's index; `spans` count in the repaired text, more than one where the rendering is
    discontinuous. `designation` is the term that matched, `rendering` the first designation of the concept that
    differs from it only in case, number, article, hyphen or quotes; `status` is that one's. `candidates` are the
    other concepts that the wording may stand for, `evidence` says which words render which unit of the term,
    `source` is the place of the Chinese term in the origin, where there is one.
    """

    text: int
    spans: tuple[Span, ...]
    concept: str
    designation: str
    rendering: str
    status: Status
    basis: Basis
    type: str = ""
    confidence: float = 1.0
    candidates: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    source: Segment | None = None

    @property
    def span(self) -> Span:
        """The hull of all spans."""
        if len(self.spans) == 1:
            return self.spans[0]
        return Span(self.spans[0].start, self.spans[-1].end)

    def placed(self, at: Segment) -> "TermOccurrence":
        """Return the occurrence where the text that it was found in stands: what it counts begins there."""
        by = at.span.start
        return msgspec.structs.replace(
            self,
            text=at.text,
            spans=tuple(Span(start + by, end + by) for start, end in self.spans),
            evidence=tuple(Evidence(e.zh, Span(e.span.start + by, e.span.end + by)) for e in self.evidence),
        )


class Renderings(Protocol):
    """What finds renderings in English text: the listed ones, or all tiers of the cascade."""

    def find(self, text: str, sentences: Sequence[Span], index: int = 0) -> Iterable[TermOccurrence]:
        """Return the renderings in sentences of a text, in its order; `index` is the text's own."""

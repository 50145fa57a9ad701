"""Recognition: designations in text become occurrences."""

from enum import StrEnum

import msgspec

from toolkit.offsets import Span
from toolkit.termbase import Status


class Basis(StrEnum):
    """Why a wording is taken for a rendering."""

    EXACT = "exact"
    INFLECTED = "inflected"
    PATTERN = "pattern"
    UNITS = "units"
    ALIGNED = "aligned"


class TermOccurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One rendering of a concept in a text of an article.

    `text` is the text's index; `spans` count in the repaired text, more than one where the rendering is
    discontinuous. `designation` is the term that matched, `rendering` the first designation of the concept that
    differs from it only in case, number, article, hyphen or quotes; `status` is that one's. `candidates` are the
    other concepts that the wording may stand for.
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

    @property
    def span(self) -> Span:
        """The hull of all spans."""
        return Span(self.spans[0].start, self.spans[-1].end)

"""An article as the toolkit reads it: repaired, cut into sentences, its renderings found."""

import msgspec

from toolkit.formats import FORMATS
from toolkit.offsets import Edit, Span
from toolkit.recognition import TermOccurrence
from toolkit.recognition.chinese import SourceTerm
from toolkit.text import Address, Document, Segment, SegmentPair, Text


class Omission(msgspec.Struct, frozen=True, kw_only=True):
    """A Chinese term that has no rendering in its pair; `source` is its place in the origin."""

    pair: SegmentPair
    term: SourceTerm
    source: Segment


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A document after repair, segmentation and recognition.

    `source` is the article that it renders, None where it has none or holds it unit by unit. `pairs` say which
    segments render which, `omissions` which terms of the source have no rendering there.

    `texts` are the repaired ones; `edits` and `flags` hold for each of them what repair did and did not dare
    to do, over the text as it was read. Furniture is in no segment.
    """

    document: Document
    texts: tuple[Text, ...]
    edits: tuple[tuple[Edit, ...], ...] = ()
    flags: tuple[tuple[Edit, ...], ...] = ()
    segments: tuple[Segment, ...] = ()
    occurrences: tuple[TermOccurrence, ...] = ()
    words: int = 0
    source: "Article | None" = None
    pairs: tuple[SegmentPair, ...] = ()
    omissions: tuple[Omission, ...] = ()

    @property
    def origin(self) -> "Article":
        """The article in which the source segments of its pairs stand."""
        return self.source or self

    def address(self, text: int, span: Span) -> Address:
        """Return where a span of a repaired text stands in the file."""
        return self._address(self.texts[text], span)

    def address_as_read(self, text: int, span: Span) -> Address:
        """Return where a span of a text before its repair stands in the file."""
        return self._address(self.document.texts[text], span)

    def _address(self, text: Text, span: Span) -> Address:
        start, end = text.to_raw(span)
        stretch = self.document.stretch
        cell = text.start if self.document.celled else -stretch.start
        return Address(self.document.id, text.part, start, end, cell, stretch.number)

    def replacing(self, address: Address, surface: str, replacement: str) -> tuple[tuple[int, int, str], ...]:
        """Return the edit of the raw file that replaces a wording, none where markup or damage is in its way."""
        if self.document.raw[address.start : address.end] != surface:
            return ()
        escaped = FORMATS.build(self.document.format).escape(replacement)
        return ((address.start, address.end, escaped),)

    def surface(self, text: int, span: Span) -> str:
        """Return the repaired wording at a span, white space runs as one space."""
        return " ".join(self.texts[text].text[span.start : span.end].split())

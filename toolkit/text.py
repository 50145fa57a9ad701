"""Documents, their runs of text, and places in them.

Words are XLIFF 2.1's (segment, source, target). Every position is a code point.
"""

from bisect import bisect_right
from itertools import accumulate

import msgspec

from toolkit.errors import InputError
from toolkit.offsets import OffsetMap, Span


def visible(text: str) -> str:
    """Return text with its control and invisible characters as escapes, so that a terminal shows them."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class Address(msgspec.Struct, frozen=True):
    """A place in a document: code points of its raw text, in which the cell `part` begins at `cell`.

    What users are told, `place`, counts from there: it is 0 where the raw text is the file itself, and less where
    it is a later stretch of the file, the one called `stretch`.
    """

    document: str
    part: str | None
    start: int
    end: int
    cell: int = 0
    stretch: int = 0

    @property
    def place(self) -> Span:
        """The place in the decoded file, or in the cell."""
        return Span(self.start - self.cell, self.end - self.cell)

    @property
    def order(self) -> tuple[str, int, int, int, str]:
        """What addresses are sorted by: document, position, part."""
        return self.document, self.stretch, self.start, self.end, self.part or ""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Which stretch of a file a document is: its number, and what of the file came before.

    `start` counts code points, `lines` line feeds, `column` code points behind the last one. The `first` stretch
    begins with its file, the `last` one ends with it.
    """

    number: int = 0
    start: int = 0
    lines: int = 0
    column: int = 0
    first: bool = True
    last: bool = True


WHOLE = Stretch()


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One run of text in one language, and the map that leads from it back to the document's raw text.

    `part` names the run where a document has more than one ("record 17", "tu 4"), else it is None. `map` leads
    into the stretch of the raw text that begins at `start`. `furniture` are spans of that stretch, not of the
    text, that belong to the page and not to the article; it is None for a segment, which can hold no furniture.
    `source` is the index, among the document's texts, of the one that this one renders.
    """

    text: str
    language: str = "en"
    part: str | None = None
    map: OffsetMap = OffsetMap()
    start: int = 0
    furniture: tuple[Span, ...] | None = ()
    source: int | None = None

    def to_raw(self, span: Span) -> Span:
        """Return where a span of the text stands in the raw document."""
        start, end = self.map.to_source(span)
        return Span(self.start + start, self.start + end)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One file, or a stretch of it, as it was read: nothing in it changes ever again.

    `raw` is the decoded file without its byte order mark, `sha256` the digest of its bytes in hexadecimal.
    `problems` are runs of text that could not be read, while the others could. Where it is `celled`, the bytes
    hold no text, `raw` is made of the cells, and places count in each of them. `format` is the name of the format
    that read it. Of a stretch, places in `raw` count from its beginning.
    """

    id: str
    raw: str
    texts: tuple[Text, ...]
    problems: tuple[InputError, ...] = ()
    encoding: str = "utf-8"
    byte_order_mark: bool = False
    sha256: str = ""
    celled: bool = False
    format: str = "plain"
    stretch: Stretch = WHOLE


class Segment(msgspec.Struct, frozen=True):
    """A sentence: a span into a text of a document; `text` is that text's index."""

    text: int
    span: Span


class SegmentPair(msgspec.Struct, frozen=True):
    """Segments of a source and those that render them; one side may be empty. `confidence` is 0 to 1."""

    source: tuple[Segment, ...]
    target: tuple[Segment, ...]
    confidence: float = 1.0


class Lines:
    """Line and column, both from 1, of positions in a raw text; a look-up costs one bisection.

    Only a line feed ends a line, as editors count. `stretch` tells what of the file came before.
    """

    def __init__(self, raw: str, stretch: Stretch = WHOLE) -> None:
        self._starts = [-stretch.column, *accumulate(len(line) + 1 for line in raw.split("\n"))]
        self._lines = stretch.lines

    def locate(self, position: int) -> tuple[int, int]:
        """Return (line, column) of a code point."""
        line = bisect_right(self._starts, position)
        return line + self._lines, position - self._starts[line - 1] + 1

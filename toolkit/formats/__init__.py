"""Document formats: one file for each; decoded text in, documents out, every other byte kept on the way back."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from toolkit.decoding import Decoded
from toolkit.errors import UsageError
from toolkit.offsets import Edit, Span, replace
from toolkit.parts import Family, Part
from toolkit.text import Document, Text


class Format(Part, frozen=True):
    """One document format, known by the suffixes of its files."""

    suffixes: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def texts(self, raw: str) -> Iterator[Text]:
        """Yield the runs of text in a decoded file, each with the map that leads back into it."""

    @abstractmethod
    def escape(self, text: str) -> str:
        """Return text as the syntax of the format wants it in a run of text."""

    def read(self, decoded: Decoded, name: str, sha256: str) -> Document:
        """Return the document; `name` is its id, `sha256` the digest of the bytes."""
        return Document(
            id=name,
            raw=decoded.text,
            texts=tuple(self.texts(decoded.text)),
            format=self.suffixes[0],
            encoding=decoded.encoding,
            byte_order_mark=decoded.byte_order_mark,
            sha256=sha256,
        )

    def raw_edits(self, text: Text, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield edits of a text as edits of the raw document.

        Markup inside an edited span stays: the replacement goes to the first character that is text, what
        else is text there goes away.
        """
        for edit in edits:
            replacement = self.escape(edit.replacement)
            for start, end in _pieces(text, Span(edit.start, edit.end)):
                yield Edit(start, end, replacement, edit.kind, edit.confidence)
                replacement = ""

    def write(self, document: Document, edits: Iterable[tuple[Text, tuple[Edit, ...]]]) -> str:
        """Return the raw document with its texts edited; everything else stays as it is."""
        return replace(document.raw, [e for text, made in edits for e in self.raw_edits(text, made)])[0]


def _pieces(text: Text, span: Span) -> Iterator[tuple[int, int]]:
    """Yield the raw spans of the characters of a text's span, without the markup between them."""
    at = span.start
    if span.start == span.end:
        yield tuple(text.map.to_source(span)[:1]) * 2  # type: ignore[misc]
    for change in text.map.changes:
        if change.target_end < span.start or change.target_start >= span.end:
            continue
        if at < change.target_start:
            yield text.map.to_source(Span(at, change.target_start))
        if (
            change.target_start < change.target_end
            and not text.text[change.target_start : change.target_end].isspace()
        ):
            yield change.source_start, change.source_end
        at = max(at, change.target_end)
    if at < span.end:
        yield text.map.to_source(Span(at, span.end))


FORMATS: Family[Format] = Family("toolkit.formats", Format)


def suffixes() -> dict[str, type[Format]]:
    """Return every suffix that a format knows, in lower case, and the format."""
    return {suffix: part for part in FORMATS.in_order() for suffix in part.suffixes}


def format_for(suffix: str, name: str | None = None) -> Format:
    """Return the format called `name`, or the one that a suffix belongs to. Raises UsageError for neither."""
    if name is not None:
        return FORMATS.build(name)
    known = suffixes()
    if suffix.lower() not in known:
        names = " or ".join(FORMATS.names())
        message = f"no format reads {suffix or 'a name without a suffix'}; say --input-format {names}"
        raise UsageError(message)
    return known[suffix.lower()]()

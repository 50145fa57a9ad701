"""Document formats: one file for each; decoded text in, documents out, every other byte kept on the way back."""

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import ClassVar, NamedTuple, Self

import msgspec

from toolkit.decoding import Decoded, decode, encode
from toolkit.errors import FormatError, UsageError
from toolkit.offsets import Change, Edit, Span, replace
from toolkit.parts import Family, Part, name_of
from toolkit.segmentation import detect
from toolkit.streams import Readable, Window, windows
from toolkit.text import WHOLE, Document, Stretch, Text

CHARACTER = "character"  # the kind of a markup edit that stands for text, such as an entity


class Run(NamedTuple):
    """One run of text in a decoded file: the stretch `start` to `end`, and the edits that leave its text.

    `markup` counts from `start` and is sorted; edits of kind CHARACTER stand for text. `part` names the run
    where a file has more than one. `furniture` is what the markup tells to be of the page, counted from `start`
    too; None for a segment of a text. `language` is "zh" or "en" where the file tells it. `source` is where the
    run begins that this one renders. A `copy` says what another run says: it is repaired with it, and not read.
    """

    start: int
    end: int
    markup: tuple[Edit, ...] = ()
    part: str | None = None
    furniture: tuple[Span, ...] | None = ()
    language: str | None = None
    source: int | None = None
    copy: bool = False

    def text(self, raw: str, source: int | None = None) -> Text:
        """Return the run with the map that leads back into the file; `source` is the number of its source text."""
        text, back = replace(raw[self.start : self.end], self.markup)
        return Text(
            text=text,
            language=self.language or detect(text),
            part=self.part,
            map=back,
            start=self.start,
            furniture=self.furniture,
            source=source,
        )


class Format(Part, frozen=True):
    """One document format, known by the suffixes of its files."""

    suffixes: ClassVar[tuple[str, ...]] = ()
    tears: ClassVar[bool] = False  # whether a long line may be cut where a file goes through in windows
    whole: ClassVar[bool] = False  # whether a file must not be cut at all
    lined: ClassVar[bool] = False  # whether each line is a record, and nothing but lines is in a file
    comment: ClassVar[tuple[str, str]] = ("", "")  # what begins and ends a comment, as patterns
    celled: ClassVar[bool] = False  # whether its bytes hold no text, so that offsets count in each run

    @abstractmethod
    def runs(self, raw: str, lines: int = 0) -> Iterator[Run | FormatError]:
        """Yield the runs of text in a decoded file, and an error for each that is broken.

        `lines` is how many lines of the file came before, where `raw` is not its beginning.
        """

    def settled(self, raw: str) -> Self:  # noqa: ARG002 - most formats are the same throughout
        """Return the format as the beginning of a file that is cut settles it for the rest."""
        return self

    @abstractmethod
    def escape(self, text: str) -> str:
        """Return text as the syntax of the format wants it."""

    def declared_encoding(self, raw: str) -> Span | None:  # noqa: ARG002 - most formats have no place for it
        """Return where a file names its own encoding, None where it does not."""
        return None

    def decode(self, data: bytes, name: str, encoding: str | None = None) -> Decoded:
        """Return the bytes of a file as text; `encoding` is what the user said. Raises InputError."""
        return decode(data, name, encoding)

    def read(self, decoded: Decoded, name: str, sha256: str = "", stretch: Stretch = WHOLE) -> Document:
        """Return the document, or a stretch of it; `name` is its id, `sha256` the digest of the bytes.

        Raises FormatError, the first one, where no run can be read.
        """
        raw, found = decoded.text, list(self.runs(decoded.text, stretch.lines))
        problems = [run.because_of(name) for run in found if isinstance(run, FormatError)]
        runs = [run for run in found if isinstance(run, Run) and not run.copy]
        if problems and not runs:
            raise problems[0]
        places = {run.start: at for at, run in enumerate(runs)}
        return Document(
            id=name,
            raw=raw,
            texts=tuple(run.text(raw, None if run.source is None else places[run.source]) for run in runs),
            problems=tuple(problems),
            encoding=decoded.encoding,
            byte_order_mark=decoded.byte_order_mark,
            sha256=sha256,
            celled=self.celled,
            format=name_of(self),
            stretch=stretch,
        )

    def windows(
        self, stream: Readable, name: str, encoding: str | None = None, *, whole: bool = False
    ) -> Iterator[Window]:
        """Yield a file in windows of bounded size, which tear nothing that belongs together, or as a whole.

        Raises InputError.
        """
        yield from windows(stream, name, encoding, tear=self.tears, whole=whole or self.whole, decode=self.decode)

    def rewritten(
        self,
        stream: Readable,
        name: str,
        repaired: Callable[[Window], str],
        encoding: str | None = None,
        *,
        in_utf8: bool = False,
    ) -> Iterator[bytes]:
        """Yield the bytes of a file of which `repaired` gives each window's text; in its encoding, or in UTF-8.

        Raises InputError, and OutputError where there is no way without loss.
        """
        for window in self.windows(stream, name, encoding):
            text, decoded = repaired(window), window.decoded
            if in_utf8 and decoded.encoding != "utf-8":
                decoded = msgspec.structs.replace(decoded, encoding="utf-8", byte_order_mark=False)
            yield encode(decoded, text, name)

    def raw_edits(self, run: Run, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield edits of a run's text as edits of the decoded file.

        Markup inside an edited span stays: the replacement goes to the first piece that is text, what else
        is text there goes away.
        """
        pieces = list(_pieces(run.markup))
        for edit in edits:
            replacement = self.escape(edit.replacement)
            if not pieces:
                yield Edit(run.start + edit.start, run.start + edit.end, replacement, edit.kind, edit.confidence)
                continue
            for start, end in _places(pieces, Span(edit.start, edit.end)):
                yield Edit(run.start + start, run.start + end, replacement, edit.kind, edit.confidence)
                replacement = ""


class _Piece(NamedTuple):
    """One edit of markup: where it stands in the file, where in the text, and whether it is text itself."""

    change: Change
    is_text: bool


def _pieces(markup: Iterable[Edit]) -> Iterator[_Piece]:
    """Yield the changes that markup makes, those that touch apart, unlike in an OffsetMap."""
    shift = 0
    for edit in markup:
        start = edit.start + shift
        change = Change(edit.start, edit.end, start, start + len(edit.replacement))
        yield _Piece(change, edit.kind == CHARACTER)
        shift += len(edit.replacement) - (edit.end - edit.start)


def _places(pieces: list[_Piece], span: Span) -> Iterator[tuple[int, int]]:
    """Yield where the characters of a span of the text stand in the file, without the markup between them."""
    at = span.start
    first = bisect_right(pieces, span.start, key=lambda piece: piece.change.target_end)
    shift = pieces[first - 1].change.source_end - pieces[first - 1].change.target_end if first else 0
    if span.start == span.end:
        yield at + shift, at + shift
    for change, is_text in islice(pieces, first, None):
        if change.target_start >= span.end:
            break
        if at < change.target_start:
            yield at + shift, change.target_start + shift
        if is_text:
            yield change.source_start, change.source_end
        at, shift = max(at, change.target_end), change.source_end - change.target_end
    if at < span.end:
        yield at + shift, span.end + shift


FORMATS: Family[Format] = Family("toolkit.formats", Format)


def suffixes() -> Mapping[str, str]:
    """Return every suffix that a format knows, in lower case, and the format's name."""
    return {suffix: name for name in FORMATS.names() for suffix in FORMATS.load(name).suffixes}


def format_for(suffix: str, name: str | None = None, options: Mapping[str, object] | None = None) -> Format:
    """Return the format called `name`, or the one that a suffix belongs to; options that it lacks do not matter.

    Raises UsageError where there is no such format.
    """
    known = name or suffixes().get(suffix.lower())
    if known is None:
        names = ", ".join(FORMATS.names())
        message = f"no format reads {suffix or 'a name without a suffix'}; say --input-format with one of {names}"
        raise UsageError(message)
    fields = FORMATS.load(known).__struct_fields__
    return FORMATS.build(known, {key: value for key, value in (options or {}).items() if key in fields})

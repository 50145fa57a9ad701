"""Parquet: a text, or a source and its target, a row, in columns of strings. pyarrow is needed, an extra.

What is written back has the same rows, columns, types, nulls and metadata, the same row groups (those of more
than 128 MiB are cut), and of each column the same compression, dictionary and statistics; pages, Bloom filters and
other encodings are the writer's own. Where the schema would not be the same to the letter, nothing is written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from toolkit.decoding import Decoded
from toolkit.errors import FormatError
from toolkit.formats import Run
from toolkit.formats._cells import Cell, cells, table
from toolkit.formats._units import SIDES, InColumns, Unit, text_fields
from toolkit.streams import LARGEST, Readable, Window
from toolkit.text import visible

if TYPE_CHECKING:
    from toolkit.formats._arrow import Rows, Table


class Parquet(InColumns, frozen=True):
    """Parquet files; `fields` are the names of the columns that hold text.

    Without any it is `text`, or else `source` and `target` together.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".parquet",)
    celled: ClassVar[bool] = True
    fields: tuple[str, ...] = ()

    def decode(self, data: bytes, name: str, encoding: str | None = None) -> Decoded:
        """Return the cells of all rows as text. Raises FormatError where it is no Parquet file, or too large."""
        return next(self.windows(BytesIO(data), name, encoding, whole=True)).decoded

    def windows(
        self,
        stream: Readable,
        name: str,
        encoding: str | None = None,  # noqa: ARG002 - it is in UTF-8
        *,
        whole: bool = False,
    ) -> Iterator[Window]:
        """Yield the rows of a file in windows of bounded size, or as a whole. Raises FormatError."""
        with self._opened(stream, name) as (file, names):
            found = file.rows(names)
            yield from map(_Windows(name, names, file.count), [_joined(found, name)] if whole else found)

    def rewritten(
        self,
        stream: Readable,
        name: str,
        repaired: Callable[[Window], str],
        encoding: str | None = None,  # noqa: ARG002 - it is in UTF-8
        *,
        in_utf8: bool = False,  # noqa: ARG002 - it is in UTF-8
    ) -> Iterator[bytes]:
        """Yield the bytes of a file of which `repaired` gives each window's text, a row group at a time.

        Raises InputError, and OutputError where the schema cannot be written as it is.
        """
        with self._opened(stream, name) as (file, names):
            window = _Windows(name, names, file.count)

            def mended(rows: "Rows") -> "Rows":
                return [tuple(cell.text for cell in row) for row in cells(repaired(window(rows)))[1]]

            yield from file.rewritten(names, mended)

    def units(self, raw: str, lines: int) -> Iterator[Unit | FormatError]:
        """Yield the cells of each row; `lines` is how many rows of the file came before."""
        return _units(*cells(raw), lines)

    def escape(self, text: str) -> str:
        """Return the text itself."""
        return text

    @contextmanager
    def _opened(self, stream: Readable, name: str) -> Iterator[tuple["Table", tuple[str, ...]]]:
        """Open a file, and tell the names of its columns with text. Raises FormatError."""
        try:
            from toolkit.formats._arrow import opened  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise FormatError(name, "Parquet needs pyarrow: pip install 'xindaya[parquet]'") from error
        with opened(stream, name) as file:
            names = text_fields(self.fields, {*file.strings})
            for each in names:
                if file.schema.names.count(each) > 1:
                    raise FormatError(name, f"two columns are called {visible(each)}")
                if each not in file.strings:
                    advice = f"say --field with one of {', '.join(map(visible, file.strings[:10]))}"
                    advice = advice if file.strings else "none holds strings"
                    raise FormatError(name, f"no column of strings is called {visible(each)}; {advice}")
            yield file, names


class _Windows:
    """Makes windows of stretches of rows; the lines that they count are rows."""

    def __init__(self, name: str, names: Sequence[str], count: int) -> None:
        self._name = name
        self._header = names
        self._count = count
        self._start = self._rows = 0

    def __call__(self, rows: "Rows") -> Window:
        start, before = self._start, self._rows
        text = table(self._name, self._header, rows)
        self._start += len(text)
        self._rows += len(rows)
        return Window(Decoded(text, "utf-8"), start, before, first=not before, last=self._rows >= self._count)


def _joined(found: "Iterable[Rows]", name: str) -> "Rows":
    """Return all rows. Raises FormatError where that would take too much memory."""
    kept, size = [], 0
    for rows in found:
        size += sum(len(cell) for row in rows for cell in row)
        if size > LARGEST:
            raise FormatError(name, f"it holds more than {LARGEST >> 30} GB of text; cut it into smaller files")
        kept.append(rows)
    return list(chain.from_iterable(kept))


def _units(names: Sequence[str], rows: Iterable[Sequence[Cell]], before: int) -> Iterator[Unit]:
    for number, row in enumerate(rows, before + 1):
        runs = tuple(
            Run(start, start + len(text), part=f"row {number}" + (f"/{name}" if len(names) > 1 else ""))
            for name, (start, text) in zip(names, row, strict=True)
        )
        if tuple(names) == SIDES:
            yield tuple(run._replace(furniture=None) for run in runs)
        else:
            yield from ((run,) for run in runs)

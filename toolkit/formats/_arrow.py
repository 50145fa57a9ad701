"""Tables in Parquet files, read and written in stretches: pyarrow's door. It is an extra.

The format: github.com/apache/parquet-format.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from io import BytesIO, RawIOBase
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import numpy as np
import pyarrow as pa
from pyarrow import compute, types
from pyarrow import parquet as pq

from toolkit.errors import FormatError, OutputError
from toolkit.streams import LONGEST_LINE, WINDOW, Readable
from toolkit.text import visible

GROUP = 128 << 20  # bytes of a row group that are held in memory, unpacked, until they are written
_ROWS = 1 << 14  # that are read at once, at most
_BLOCK = 1 << 20  # bytes
_BOMB = 16 << 20  # bytes of a row group, unpacked, up to which a string may stand in so many rows that it is one

Rows = list[tuple[str, ...]]


class Table:
    """An open file: how many rows it has, its schema, and its columns of strings."""

    def __init__(self, source: BinaryIO, name: str) -> None:
        plain = pq.ParquetFile(source, pre_buffer=False)
        self.name = name
        self.count: int = plain.metadata.num_rows
        self.schema: pa.Schema = plain.schema_arrow
        self.strings = [field.name for field in self.schema if _is_text(field.type)]
        self._file = plain
        self._source = source

    def rows(self, names: Sequence[str]) -> Iterator[Rows]:
        """Yield stretches of the rows of some columns, "" for a null; one at least."""
        for _, some in self._stretches(names):
            yield _cells(some, names)

    def rewritten(self, names: Sequence[str], mended: Callable[[Rows], Rows]) -> Iterator[bytes]:
        """Yield the bytes of the file in which `mended` gives the rows of some columns; nulls stay nulls.

        Raises OutputError where its schema would be another.
        """
        options = self._options(names)
        self._require_same_schema(options)
        sink = _Sink()
        held: list[pa.RecordBatch] = []
        size = current = 0
        with pq.ParquetWriter(sink, self.schema, **options) as writer:
            for group, some in self._stretches():
                if held and (group != current or size > GROUP):
                    yield _flushed(writer, sink, held)
                    size = 0
                held.append(self._replaced(some, names, mended(_cells(some, names))))
                current, size = group, size + held[-1].nbytes
            yield _flushed(writer, sink, held)
        yield sink.taken()

    def _stretches(self, columns: Sequence[str] | None = None) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield rows and their row group; all strings of a stretch have WINDOW bytes at most, or it is one row."""
        seen = 0
        if not self.count:
            yield 0, pa.RecordBatch.from_pylist([], self.schema)
        for group in range(self._file.num_row_groups):
            about = self._file.metadata.row_group(group)
            rows = min(max(4 * WINDOW * about.num_rows // max(about.total_byte_size, 1), 1), _ROWS)
            file = self._opened(as_dictionaries=about.total_byte_size < _BOMB)
            for batch in file.iter_batches(rows, row_groups=[group], columns=columns, use_threads=False):
                batch.validate(full=True)
                lengths = reduce(np.add, map(_lengths, batch.columns))
                if max(lengths, default=0) > LONGEST_LINE:
                    raise FormatError(self.name, f"a row holds more than {LONGEST_LINE >> 20} MB of text")
                upto = np.concatenate(([0], np.cumsum(lengths)))
                start = 0
                while start < batch.num_rows:
                    end = max(int(np.searchsorted(upto, upto[start] + WINDOW, "right")) - 1, start + 1)
                    yield group, batch.slice(start, end - start)
                    start = end
                seen += batch.num_rows
        if seen != self.count:
            raise FormatError(self.name, f"broken Parquet (it holds {seen:,} rows, not {self.count:,} as it says)")

    def _opened(self, *, as_dictionaries: bool) -> pq.ParquetFile:
        """Return a reader; as dictionaries strings take as little memory as in the file, all of a row group's."""
        return pq.ParquetFile(
            self._source,
            metadata=self._file.metadata,
            read_dictionary=self.strings if as_dictionaries else None,
            pre_buffer=False,
            buffer_size=_BLOCK,
        )

    def _replaced(self, some: pa.RecordBatch, names: Sequence[str], rows: Rows) -> pa.RecordBatch:
        """Return rows with other cells in some columns, in the types of the schema."""
        new = {name: [row[at] for row in rows] for at, name in enumerate(names)}
        columns = []
        for old, field in zip(some.columns, self.schema, strict=True):
            column = old.dictionary_decode() if isinstance(old, pa.DictionaryArray) else old
            if field.name in new:
                cells = zip(new[field.name], old.is_valid().to_pylist(), strict=True)
                column = pa.array([cell if there else None for cell, there in cells], pa.large_string())
            columns.append(column if column.type == field.type else column.cast(field.type))
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _options(self, names: Sequence[str]) -> dict[str, Any]:
        """Return how the file was written, as far as it tells."""
        about = self._file.metadata
        options: dict[str, Any] = {
            "version": about.format_version,
            "store_schema": b"ARROW:schema" in (about.metadata or {}),
            "use_compliant_nested_type": False,  # what lists hold is called as it was called
        }
        if not about.num_row_groups:
            return options
        # Broken statistics end the process when they are asked for, but raise an error when rows are read.
        next(self._file.iter_batches(1, row_groups=[0], use_threads=False), None)
        group = about.row_group(0)
        chunks = {chunk.path_in_schema: chunk for chunk in map(group.column, range(group.num_columns))}
        order = [list(chunks)[by.column_index] for by in group.sorting_columns]
        return options | {
            "compression": {path: c.compression.replace("UNCOMPRESSED", "NONE") for path, c in chunks.items()},
            "use_dictionary": [path for path, chunk in chunks.items() if chunk.has_dictionary_page],
            "write_statistics": [path for path, chunk in chunks.items() if chunk.is_stats_set],
            "write_page_index": any(chunk.has_offset_index for chunk in chunks.values()),
            "use_deprecated_int96_timestamps": any(c.physical_type == "INT96" for c in chunks.values()),
            # A text that changes may come to stand elsewhere in the order.
            "sorting_columns": None if {*order} & {*names} else [*group.sorting_columns] or None,
        }

    def _require_same_schema(self, options: dict[str, Any]) -> None:
        probe = BytesIO()
        pq.ParquetWriter(probe, self.schema, **options).close()
        old, new = self._file.schema, pq.ParquetFile(probe).schema
        if not new.equals(old):
            changed = [visible(a.path) for a, b in zip(old, new, strict=False) if not a.equals(b)]
            what = ", ".join(changed[:10]) or "its schema"
            advice = "say --text for its text, or --format json for the edits"
            message = f"{self.name}: it cannot be written back without loss ({what} would change); {advice}"
            raise OutputError(message)


@contextmanager
def opened(stream: Readable, name: str) -> Iterator[Table]:
    """Open a file; what turns out to be wrong with it, then or later, is a FormatError."""
    try:
        with _seekable(stream) as source:
            yield Table(source, name)
    except (pa.ArrowException, OSError, MemoryError, UnicodeDecodeError) as error:
        reason = visible(str(error).partition("\n")[0][:200])
        raise FormatError(name, f"broken Parquet ({reason})") from error


@contextmanager
def _seekable(stream: Readable) -> Iterator[BinaryIO]:
    """Give a stream that can be read from any place: a file itself, of a pipe or what is packed a copy on disk."""
    if getattr(stream, "seekable", bool)():
        yield cast("BinaryIO", stream)
        return
    with TemporaryFile() as copy:
        copyfileobj(stream, copy, _BLOCK)
        yield cast("BinaryIO", copy)


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _lengths(column: pa.Array) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Return the bytes of each cell of a column of strings, 0 for those of any other."""
    if not _is_text(column.type):
        return np.zeros(len(column), np.int64)
    if isinstance(column, pa.DictionaryArray):
        none = len(column.dictionary)
        indices: np.ndarray[Any, np.dtype[np.int32]] = column.indices.fill_null(none).to_numpy()
        return np.take(np.append(_lengths(column.dictionary), 0), indices)
    plain = column.cast(pa.large_string())  # what views measure, nothing tells
    lengths: np.ndarray[Any, np.dtype[np.int64]] = compute.binary_length(plain).fill_null(0).to_numpy()
    return lengths


def _cells(some: pa.RecordBatch, names: Sequence[str]) -> Rows:
    columns = (some.column(name).cast(pa.large_string()).fill_null("").to_pylist() for name in names)
    return list(zip(*columns, strict=True))


class _Sink(RawIOBase):
    """Takes the bytes of a writer until they are taken from it."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._length

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever is a buffer
        self._pieces.append(bytes(data))
        self._length += len(self._pieces[-1])
        return len(self._pieces[-1])

    def taken(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _flushed(writer: pq.ParquetWriter, sink: _Sink, held: list[pa.RecordBatch]) -> bytes:
    """Write what is held as one row group; return its bytes."""
    rows = pa.Table.from_batches(held, held[0].schema)
    if rows.num_rows:
        writer.write_table(rows, rows.num_rows)
    held.clear()
    return sink.taken()

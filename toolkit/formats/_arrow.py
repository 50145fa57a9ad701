"""Tables in Parquet files, read and written in stretches: pyarrow's door. It is an extra.

The format: github.com/apache/parquet-format.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, RawIOBase
from itertools import accumulate, chain, islice
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import numpy as np
import pyarrow as pa
from pyarrow import compute, types
from pyarrow import parquet as pq

from toolkit.errors import FormatError, OutputError
from toolkit.streams import LARGEST, LONGEST_LINE, WINDOW, Readable
from toolkit.text import visible

GROUP = 128 << 20  # bytes of a row group that are held in memory, unpacked, until they are written
_ROWS = 1 << 14  # that are read at once, at most
_FEW = 1 << 10  # that are read at first
_BLOCK = 1 << 20  # bytes
_MAGIC = b"PAR1"
_DICTIONARIES = 16 << 20  # bytes of columns that are kept as they stand in the file, each string once
_DECODED = 32 << 20  # bytes that are spread out at once, if it is not a single row that has more
_AROUND = 16 << 20  # bytes beside the text that a stretch may have

Rows = list[tuple[str, ...]]
Lengths = np.ndarray[Any, np.dtype[np.int64]]


class Table:
    """An open file: how many rows it has, its schema, and its columns of strings."""

    def __init__(self, source: BinaryIO, name: str) -> None:
        plain = pq.ParquetFile(source, pre_buffer=False)
        self.name = name
        self.count: int = plain.metadata.num_rows
        self.schema: pa.Schema = plain.schema_arrow
        self.strings = [field.name for field in self.schema if _is_text(field.type)]
        leaves = map(plain.schema.column, range(len(plain.schema)))
        self._widths = {
            leaf.path: 0 if leaf.physical_type == "BYTE_ARRAY" else leaf.length or 8 for leaf in leaves
        }
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
        """Yield rows and their row group; a stretch is a row, or has WINDOW bytes of text and _AROUND at most."""
        seen = 0
        if not self.count:
            yield 0, pa.RecordBatch.from_pylist([], self.schema)
        for group in range(self._file.num_row_groups):
            for batch in self._batches(group, columns):
                batch.validate(full=True)
                lengths = [_lengths(column) for column in batch.columns]
                if np.sum(lengths, 0).max(initial=0) > LONGEST_LINE:
                    raise FormatError(self.name, f"a row holds more than {LONGEST_LINE >> 20} MB")
                shares = (_AROUND // WINDOW if not _is_text(column.type) else 1 for column in batch.columns)
                sizes = np.sum([each // share for each, share in zip(lengths, shares, strict=True)], 0)
                upto = np.concatenate(([0], np.cumsum(sizes)))
                start = 0
                while start < batch.num_rows:
                    end = max(int(np.searchsorted(upto, upto[start] + WINDOW, "right")) - 1, start + 1)
                    yield group, batch.slice(start, end - start)
                    start = end
                seen += batch.num_rows
        if seen != self.count:
            raise FormatError(self.name, f"broken Parquet (it holds {seen:,} rows, not {self.count:,} as it says)")

    def _batches(self, group: int, columns: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a group, of which one is tried first, more each time while they have _DECODED bytes.

        A dictionary lets a small file hold large rows, so the smallest columns that have one stay as it is, up to
        _DICTIONARIES bytes in all; of the others the longest entry tells how many rows there may be.
        """
        about = self._file.metadata.row_group(group)
        chunks = [
            c for c in map(about.column, range(about.num_columns)) if not columns or c.path_in_schema in columns
        ]
        coded = [c for c in chunks if c.has_dictionary_page and c.physical_type == "BYTE_ARRAY"]
        coded.sort(key=lambda chunk: chunk.total_uncompressed_size)
        sizes = accumulate(chunk.total_uncompressed_size for chunk in coded)
        kept = sum(size < _DICTIONARIES for size in sizes)
        file = self._opened([chunk.path_in_schema for chunk in coded[:kept]])
        size = sum(
            max(chunk.total_uncompressed_size, chunk.num_values * self._widths[chunk.path_in_schema])
            for chunk in chunks
        )
        widest = self._widest(group, coded[kept:])
        most = min(4 * WINDOW * about.num_rows // max(size, 1), _DECODED // max(widest, 1), _ROWS)
        rows, read = 1, {"row_groups": [group], "columns": columns, "use_threads": False}
        for first in islice(file.iter_batches(1, **read), 1):
            rows = max(min(_FEW, _DECODED // _spread(first), most), 1)
            del first  # it may be large
        for batch in file.iter_batches(rows, **read):
            yield batch
            rows = max(min(2 * rows, rows * _DECODED // _spread(batch), most), 1)
            file.reader.set_batch_size(rows)

    def _widest(self, group: int, coded: Sequence[pq.ColumnChunkMetaData]) -> int:
        """Return how many bytes a row of some columns has where each value is the longest of its dictionary."""
        paths = [chunk.path_in_schema for chunk in coded]
        longest = 0
        if paths:
            read = self._opened(paths).iter_batches(1, row_groups=[group], columns=paths, use_threads=False)
            for leaf in chain.from_iterable(
                _leaves(column) for batch in islice(read, 1) for column in batch.columns
            ):
                longest = max(longest, int(_lengths(leaf.dictionary).max(initial=0)))
        count = max(self._file.metadata.row_group(group).num_rows, 1)
        values: int = sum(-(-chunk.num_values // count) for chunk in coded)
        return longest * values

    def _opened(self, as_dictionaries: Sequence[str]) -> pq.ParquetFile:
        """Return a reader; as dictionaries strings take as little memory as in the file, all of a row group's."""
        return pq.ParquetFile(
            self._source,
            metadata=self._file.metadata,
            read_dictionary=as_dictionaries,
            pre_buffer=False,
            buffer_size=_BLOCK,
        )

    def _replaced(self, some: pa.RecordBatch, names: Sequence[str], rows: Rows) -> pa.RecordBatch:
        """Return rows with other cells in some columns, in the types of the schema."""
        new = {name: [row[at] for row in rows] for at, name in enumerate(names)}
        columns = []
        for old, field in zip(some.columns, self.schema, strict=True):
            column = old.dictionary_decode() if isinstance(old, pa.DictionaryArray) else old
            if types.is_nested(field.type) and column.type != field.type:
                column = column.take(np.arange(len(column)))  # a cast spreads out what is before a slice too
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
        with _seekable(stream, name) as source:
            yield Table(source, name)
    except MemoryError as error:
        raise FormatError(name, "it takes more memory than there is; cut it into smaller files") from error
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # pyarrow's own have none
            raise FormatError(name, f"it cannot be read ({error.strerror})") from error
        reason = visible(str(error).partition("\n")[0][:200])
        raise FormatError(name, f"broken Parquet ({reason})") from error


@contextmanager
def _seekable(stream: Readable, name: str) -> Iterator[BinaryIO]:
    """Give a stream that can be read from any place: a file itself, of a pipe or what is packed a copy on disk.

    Raises FormatError where the copy is no Parquet, or would have more than LARGEST bytes.
    """
    if getattr(stream, "seekable", bool)():
        yield cast("BinaryIO", stream)
        return
    with TemporaryFile() as copy:
        while block := stream.read(_BLOCK):
            if not copy.tell() and not block.startswith(_MAGIC):
                raise FormatError(name, "broken Parquet (it does not begin with PAR1)")
            copy.write(block)
            if copy.tell() > LARGEST:
                raise FormatError(name, f"it holds more than {LARGEST >> 30} GB; unpack it, and name the file")
        yield cast("BinaryIO", copy)


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _lengths(column: pa.Array) -> Lengths:
    """Return the bytes of the strings in each cell of a column, however deep they lie, and of what is as long."""
    kind = column.type
    lengths = np.zeros(len(column), np.int64)
    if isinstance(column, pa.DictionaryArray):
        none = len(column.dictionary)
        indices: np.ndarray[Any, np.dtype[np.int32]] = column.indices.fill_null(none).to_numpy()
        return np.take(np.append(_lengths(column.dictionary), 0), indices)
    if types.is_struct(kind):
        return sum(map(_lengths, column.flatten()), lengths)
    if types.is_fixed_size_list(kind):
        size = kind.list_size
        inside = _lengths(column.values.slice(column.offset * size, len(column) * size))
        return cast("Lengths", inside.reshape(len(column), size).sum(1))
    if types.is_list(kind) or types.is_large_list(kind) or types.is_map(kind):
        upto = np.concatenate(([0], np.cumsum(_lengths(column.values))))
        return cast("Lengths", np.diff(upto[column.offsets.to_numpy()]))
    if types.is_fixed_size_binary(kind):
        return cast("Lengths", lengths + kind.byte_width)
    if _is_text(kind) or types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind):
        plain = column.cast(pa.large_binary())  # what views measure, nothing tells
        lengths = compute.binary_length(plain).fill_null(0).to_numpy()
    return lengths


def _spread(batch: pa.RecordBatch) -> int:
    """Return the bytes of a batch without its dictionaries, 1 at least."""
    kept = sum(leaf.dictionary.nbytes for column in batch.columns for leaf in _leaves(column))
    return max(int(batch.nbytes) - int(kept), 1)


def _leaves(column: pa.Array) -> Iterator[pa.DictionaryArray]:
    """Yield the dictionaries in a column of any depth."""
    if isinstance(column, pa.DictionaryArray):
        yield column
    elif types.is_nested(column.type):
        inside = column.flatten() if types.is_struct(column.type) else [column.values]
        for each in inside:
            yield from _leaves(each)


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

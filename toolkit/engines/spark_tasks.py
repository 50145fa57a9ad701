"""What the tasks of the Spark engine do: rows in, rows out, on any machine of the cluster.

Rows hold bundles of pieces, pickled, and of articles, as MessagePack; the last row of a task what it has counted.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol, TypeVar

import msgspec

from toolkit import analysis, files
from toolkit.article import Article
from toolkit.census import Census, merge
from toolkit.engines import passes
from toolkit.engines.passes import Piece, Prepared, Specification
from toolkit.engines.shards import decoded, encoded, records
from toolkit.findings import Finding
from toolkit.measures import Tally
from toolkit.repetition import Repetition
from toolkit.results import Failure
from toolkit.text import Document

Row = tuple[Any, ...]
Value_co = TypeVar("Value_co", covariant=True)
_BUNDLE = 1 << 20  # characters, about, of the pieces in one row


class Sent(Protocol[Value_co]):
    """What was broadcast."""

    @property
    def value(self) -> Value_co:
        """What it is, once in each process."""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read, and its source where it has one; a `whole` one is not cut."""

    article: files.Input
    source: files.Input | None
    whole: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a run in their order, and where each path is an article (0) or a source (1)."""

    files: tuple[File, ...]
    sides: Mapping[str, Sequence[tuple[int, int]]]
    failures: tuple[Failure, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the run tells of one piece: its figures, unless it could not be read or was passed over."""

    document: str = ""
    tally: Tally | None = None
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


def sided(rows: Iterable[Row], *, plan: Sent[Plan]) -> Iterator[Row]:
    """Yield the bytes of each file as article or source, or both."""
    for path, content in rows:
        yield from ((at, side, content) for at, side in plan.value.sides[path])


def cut(rows: Iterable[Row], *, plan: Sent[Plan], reading: files.Reading) -> Iterator[Row]:
    """Yield files in bundles of pieces, and at last in how many documents each line stands."""
    total = Repetition()
    for bundle in _bundled(_pieces(rows, plan.value, reading)):
        total.merge(passes.count_lines(piece for _, piece in bundle if isinstance(piece, Piece)))
        yield packed(bundle), None
    yield None, packed(total)


def _bundled(pieces: Iterable[tuple[int, Piece | Failure]]) -> Iterator[list[tuple[int, Piece | Failure]]]:
    bundle: list[tuple[int, Piece | Failure]] = []
    size = 0
    for at, piece in pieces:
        bundle.append((at, piece))
        size += len(piece.decoded.text) if isinstance(piece, Piece) else 0
        if size >= _BUNDLE:
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle


def _pieces(rows: Iterable[Row], plan: Plan, reading: files.Reading) -> Iterator[tuple[int, Piece | Failure]]:
    for at, group in groupby(rows, key=itemgetter(0)):
        contents = {side: content for _, side, content in group}
        file = plan.files[at]
        if 0 not in contents:
            continue
        name = file.article.id
        source = _source(file.source, name, contents[1], reading) if file.source and 1 in contents else None
        try:
            stream = files.Source(file.article, BytesIO(contents[0]))
            for piece in passes.pieces(stream, file.article, reading, whole=file.whole):
                yield at, msgspec.structs.replace(piece, source=source)
        except Exception as error:  # noqa: BLE001 - whatever a format raises, the run goes on
            yield at, passes.failure(error, name)


def _source(found: files.Input, name: str, content: bytes, reading: files.Reading) -> Document | Failure:
    try:
        return files.read_from(files.Source(found, BytesIO(content)), found, reading)
    except Exception as error:  # noqa: BLE001 - the same
        return passes.failure(error, name)


def first(rows: Iterable[Row], *, sent: Sent[Specification], lines: Sent[Repetition]) -> Iterator[Row]:
    """Yield pass one of each bundle of pieces, and at last the census of all."""
    kit = passes.tools(sent.value)
    total = Census()
    for (made,) in rows:
        bundle = [
            (at, Prepared(failures=(it,)) if isinstance(it, Failure) else passes.first(it, lines.value, kit))
            for at, it in unpacked(made)
        ]
        total = merge([total, *(prepared.census for _, prepared in bundle)])
        yield encoded([(at, msgspec.structs.replace(prepared, census=Census())) for at, prepared in bundle]), None
    yield None, packed(total)


def _articles(made: bytes) -> list[tuple[int, Prepared]]:
    return decoded(made, list[tuple[int, Prepared]])


def apart(rows: Iterable[Row], *, sides: Mapping[str, Sequence[tuple[int, int]]]) -> Iterator[Row]:
    """Yield each article that is one of a pair, once for each."""
    for (made,) in rows:
        for _, prepared in _articles(made):
            if prepared.article is not None:
                for number, side in sides.get(prepared.article.document.id, ()):
                    yield number, side, encoded(prepared.article)


def compare(rows: Iterable[Row], *, sent: Sent[Specification], uses: Sent[Census]) -> Iterator[Row]:
    """Yield how those differ that stand side by side."""
    kit = passes.tools(sent.value)
    for number, pair in groupby(rows, key=itemgetter(0)):
        one, other = (decoded(made, Article) for _, _, made in pair)
        yield number, packed(passes.compare(one, other, uses.value, kit))


def second(
    rows: Iterable[Row],
    *,
    sent: Sent[Specification],
    uses: Sent[Census],
    differences: Sent[dict[str, list[Finding]]],
) -> Iterator[Row]:
    """Yield the records of each bundle of articles, and what is told of each piece."""
    kit = passes.tools(sent.value)
    for (made,) in rows:
        inspected = []
        for at, prepared in _articles(made):
            told = Told(failures=prepared.failures, notes=prepared.notes)
            stretch = 0
            if prepared.article is not None:
                document = prepared.article.document
                beside = differences.value.get(document.id, ())
                found, broken = passes.second(prepared.article, uses.value, beside, kit)
                inspected += [found] if found else []
                stretch = document.stretch.number
                told = msgspec.structs.replace(
                    told,
                    document=document.id,
                    tally=analysis.tally(found) if found else None,
                    failures=(*told.failures, *broken),
                )
            yield None, at, stretch, encoded(told)
        if lines := b"".join(records(inspected)).rstrip(b"\n"):  # Spark ends what it writes with one
            yield lines, None, None, None


def repetition(counts: Iterable[Repetition]) -> Repetition:
    """Return the sum of counts of lines."""
    total = Repetition()
    for each in counts:
        total.merge(each)
    return total


def summed(rows: Iterable[Row], *, merge: Callable[[Iterable[Any]], object]) -> Iterator[Row]:
    """Yield the sum of what other tasks have counted."""
    yield (packed(merge(unpacked(data) for (data,) in rows)),)


def packed(value: object) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - what was packed
    """Return what was packed."""
    return pickle.loads(data)  # noqa: S301 - from another stage of the same run

"""What the tasks of the Spark engine do: rows in, rows out, on any machine of the cluster.

Rows hold bundles of pieces, pickled, and of articles, as MessagePack; the last row of a task what it has counted.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Protocol, TypeVar

import msgspec

from toolkit import files, summary
from toolkit.analysis import Inspected
from toolkit.article import Article
from toolkit.census import Census, merge
from toolkit.engines import passes
from toolkit.engines.fatal import Guard
from toolkit.engines.passes import Piece, Prepared, Specification
from toolkit.engines.shards import Item, decoded, encoded, records
from toolkit.engines.spark_plan import File, Plan
from toolkit.engines.workers import Died
from toolkit.findings import Finding
from toolkit.measures import Tally
from toolkit.repetition import Repetition
from toolkit.results import Failure
from toolkit.text import Document

Row = tuple[Any, ...]
Kind = TypeVar("Kind")
Numbered = tuple[int, int, Kind]  # something with the number of its file and its own in there
Value_co = TypeVar("Value_co", covariant=True)
_BUNDLE = 1 << 20  # characters, about, of the pieces in one row


class Sent(Protocol[Value_co]):
    """What was broadcast."""

    @property
    def value(self) -> Value_co:
        """What it is, once in each process."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the run tells of one piece: its figures, unless it could not be read or was passed over.

    `failures` are those of pass one, `later` those of pass two.
    """

    document: str = ""
    tally: Tally | None = None
    failures: tuple[Failure, ...] = ()
    later: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


def sided(rows: Iterable[Row], *, plan: Sent[Plan]) -> Iterator[Row]:
    """Yield the bytes of each file as article or source, or both."""
    for path, content in rows:
        yield from ((at, side, content) for at, side in plan.value.sides[path])


def cut(rows: Iterable[Row], *, plan: Sent[Plan], reading: files.Reading, guard: Guard) -> Iterator[Row]:
    """Yield files in bundles of pieces, and at last in how many documents each line stands."""
    total = Repetition()
    for bundle in _bundled(_pieces(rows, plan.value, reading, guard)):
        counts = guard.alone(passes.count_lines, [it for _, _, it in bundle if isinstance(it, Piece)])
        if not isinstance(counts, Died):  # pass one will find out what it died of
            total.merge(counts)
        yield packed(bundle), None
    yield None, packed(total)


def _bundled(pieces: Iterable[Numbered[Piece | Failure]]) -> Iterator[list[Numbered[Piece | Failure]]]:
    bundle: list[Numbered[Piece | Failure]] = []
    size = 0
    for at, number, piece in pieces:
        bundle.append((at, number, piece))
        size += len(piece.decoded.text) if isinstance(piece, Piece) else 0
        if size >= _BUNDLE:
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle


def _pieces(
    rows: Iterable[Row], plan: Plan, reading: files.Reading, guard: Guard
) -> Iterator[Numbered[Piece | Failure]]:
    for at, group in groupby(rows, key=itemgetter(0)):
        contents = {side: content for _, side, content in group}
        file = plan.files[at]
        if 0 in contents and isinstance(file, File):
            for number, piece in enumerate(guard.each(partial(_cut, file, contents, reading))):
                yield at, number, Failure(file.article.id, piece.reason) if isinstance(piece, Died) else piece


def _cut(file: File, contents: Mapping[int, bytes], reading: files.Reading) -> Iterator[Piece | Failure]:
    name = file.article.id
    source = _source(file.source, contents.get(1, b""), name, reading)
    try:
        stream = files.Source(file.article, BytesIO(contents[0]))
        for piece in passes.pieces(stream, file.article, reading, whole=file.whole):
            yield msgspec.structs.replace(piece, source=source)
    except Exception as error:  # noqa: BLE001 - whatever a format raises, the run goes on
        yield passes.failure(error, name)


def _source(
    found: files.Input | Failure | None, content: bytes, name: str, reading: files.Reading
) -> Document | Failure | None:
    if not isinstance(found, files.Input):
        return found
    try:
        return files.read_from(files.Source(found, BytesIO(content)), found, reading)
    except Exception as error:  # noqa: BLE001 - the same
        return passes.failure(error, name)


def first(
    rows: Iterable[Row], *, sent: Sent[Specification], lines: Sent[Repetition], guard: Guard
) -> Iterator[Row]:
    """Yield pass one of each bundle of pieces, and at last the census of all.

    Its signatures are by the number of the file, and empty for whole documents that have none.
    """
    kit, counts = passes.tools(sent.value), lines.value

    def prepared(item: Item[Piece]) -> Prepared:
        if isinstance(item.what, Failure):
            return Prepared(failures=(item.what,))
        return passes.first(item.what, counts, kit, item.left_out)

    total = Census()
    for (made,) in rows:
        pieces: list[Numbered[Piece | Failure]] = unpacked(made)
        each = guard.survived(prepared, [Item(it) for _, _, it in pieces])
        bundle, counted = list[Numbered[Prepared]](), [total]
        for (at, number, _), parts in zip(pieces, each, strict=True):
            one = msgspec.structs.replace(parts[0], failures=_failures(part.failures for part in parts))
            counted.append(_by_number(one, at))
            bundle.append((at, number, msgspec.structs.replace(one, census=Census())))
        total = merge(counted)
        yield encoded(bundle), None
    yield None, packed(total)


def _failures(several: Iterable[Iterable[Failure]]) -> tuple[Failure, ...]:
    return tuple(chain.from_iterable(several))


def _by_number(prepared: Prepared, at: int) -> Census:
    article = prepared.article
    if article is None or not (article.document.stretch.first and article.document.stretch.last):
        return prepared.census
    return Census(prepared.census.uses, {str(at): prepared.census.signatures.get(article.document.id, ())})


def _articles(made: bytes) -> list[Numbered[Prepared]]:
    return decoded(made, list[Numbered[Prepared]])


def apart(rows: Iterable[Row], *, sides: Mapping[int, Sequence[tuple[int, int]]]) -> Iterator[Row]:
    """Yield each article that is one of a pair, once for each."""
    for (made,) in rows:
        for at, _, prepared in _articles(made):
            if prepared.article is not None:
                yield from ((number, side, encoded(prepared.article)) for number, side in sides.get(at, ()))


def compare(rows: Iterable[Row], *, sent: Sent[Specification], uses: Sent[Census], guard: Guard) -> Iterator[Row]:
    """Yield what is to be said of those that stand side by side, and what failed."""
    kit, total = passes.tools(sent.value), uses.value
    for number, pair in groupby(rows, key=itemgetter(0)):
        one, other = (decoded(made, Article) for _, _, made in pair)
        made = guard.alone(passes.compare, one, other, total, kit)
        compared, broken = (None, (Failure(other.document.id, made.reason),)) if isinstance(made, Died) else made
        yield number, packed((compared.findings if compared else (), broken))


def second(
    rows: Iterable[Row],
    *,
    sent: Sent[Specification],
    uses: Sent[Census],
    differences: Sent[dict[str, list[Finding]]],
    guard: Guard,
) -> Iterator[Row]:
    """Yield the records of each bundle of articles, and what is told of each piece."""
    kit, total, known = passes.tools(sent.value), uses.value, differences.value

    def inspected(item: Item[Article]) -> tuple[Inspected | None, tuple[Failure, ...]]:
        if isinstance(item.what, Failure):
            return None, (item.what,)
        beside = known.get(item.what.document.id, ())
        return passes.second(item.what, total, beside, kit, item.left_out)

    for (made,) in rows:
        bundle = _articles(made)
        articles = [Item(prepared.article) for _, _, prepared in bundle if prepared.article is not None]
        each, results = guard.survived(inspected, articles), list[Inspected]()
        for at, number, prepared in bundle:
            told = Told(failures=prepared.failures, notes=prepared.notes)
            if prepared.article is not None:
                parts = next(each)
                found = parts[0][0]
                results += [found] if found else []
                told = msgspec.structs.replace(
                    told,
                    document=prepared.article.document.id,
                    tally=summary.tally(found) if found else None,
                    later=_failures(broken for _, broken in parts),
                )
            yield None, at, number, encoded(told)
        if lines := b"".join(records(results)).rstrip(b"\n"):  # Spark ends what it writes with one
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

"""What worker processes do: both passes over a shard, from and to the files of a work folder.

A shard is some pieces that follow one another, up to a few MB, cut in the same way for any number of processes.
Runs have dozens, since what is under way at a stop is lost. Of pass one the articles and their census are kept in
files, of pass two the results; a file that is there is whole, and so tells that its shard is done. The files are
private to the user: nobody else can put something there to be read.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from struct import Struct
from typing import BinaryIO, Generic, TypeVar

import msgspec

from toolkit import analysis, census, files
from toolkit.analysis import Compared
from toolkit.article import Article
from toolkit.census import Census
from toolkit.engines import passes
from toolkit.engines.passes import Piece, Specification, Tools, Unit
from toolkit.errors import InputError
from toolkit.findings import Finding
from toolkit.inspected import Inspected
from toolkit.measures import Tally
from toolkit.repetition import Repetition
from toolkit.reports.jsonl import line
from toolkit.results import Failure

SMALLEST, LARGEST = 1 << 18, 2 << 20  # code points of a shard
_LENGTH = Struct(">Q")  # of what follows in a file, in bytes
SHARDS = 64  # of a run, where these are neither too small nor too large
Kind = TypeVar("Kind")
What = TypeVar("What", "Piece", "Entry")  # what pass one and pass two work on


class Entry(msgspec.Struct, frozen=True):
    """Where the article of a piece stands in the file of a shard; `whole` where it is a whole document."""

    shard: int
    start: int
    length: int
    document: str
    whole: bool


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What pass one tells of a shard."""

    articles: tuple[Entry, ...] = ()
    census: Census = Census()
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What pass two tells of a shard: figures of each piece, by its document."""

    documents: tuple[tuple[str, Tally], ...] = ()
    failures: tuple[Failure, ...] = ()


class Item(msgspec.Struct, Generic[What], frozen=True):
    """A piece, an article of it, or why it could not be read; `left_out` are texts that are not looked at."""

    what: What | Failure
    left_out: tuple[Unit, ...] = ()


class Shard(msgspec.Struct, Generic[What], frozen=True, kw_only=True):
    """The items of a shard for one of the passes. A `rehearsal` leaves nothing behind."""

    number: int
    items: tuple[Item[What], ...]
    differences: Mapping[str, tuple[Finding, ...]] = {}
    rehearsal: bool = False


class Folder(msgspec.Struct, frozen=True, dict=True):
    """The files of a run: those that are for it alone, and the `output` for results, where it has one."""

    work: Path
    output: Path | None = None

    @cached_property
    def lines(self) -> Path:
        """The counts of lines, over all shards."""
        return self.work / "lines"

    @cached_property
    def prepared(self) -> Path:
        """How many shards there are; tells that pass one is done."""
        return self.work / "prepared"

    @cached_property
    def census(self) -> Path:
        """The census of all, without signatures."""
        return self.work / "census"

    @cached_property
    def compared(self) -> Path:
        """What was found fault with beside sisters."""
        return self.work / "compared"

    def articles(self, number: int) -> Path:
        """Return the file of the articles of a shard."""
        return self.work / f"{number:05}.articles"

    def counted(self, number: int) -> Path:
        """Return the file of what pass one tells of a shard."""
        return self.work / f"{number:05}.counted"

    def told(self, number: int) -> Path:
        """Return the file of what pass two tells of a shard."""
        return self.work / f"{number:05}.told"

    def inspected(self, number: int) -> Path:
        """Return the file of the results of a shard where they are not for users."""
        return self.work / f"{number:05}.inspected"

    def part(self, number: int) -> Path:
        """Return the file of the results of a shard, for users."""
        return (self.output or self.work) / f"part-{number:05}.jsonl"


class Bench:
    """What a worker has at hand for the whole run."""

    def __init__(self, specification: Specification, folder: Folder) -> None:
        self.kit: Tools = passes.tools(specification)
        self.folder = folder

    @cached_property
    def lines(self) -> Repetition:
        """The counts of all lines."""
        with self.folder.lines.open("rb") as stream:
            return Repetition.load(stream)

    @cached_property
    def total(self) -> Census:
        """The census of all."""
        return read(self.folder.census, Census)


_benches: list[Bench] = []  # the one of this process, once `begin` was called


def begin(specification: Specification, folder: Folder) -> None:
    """Prepare this process for a run; must be called once, before all else."""
    _benches[:] = [Bench(specification, folder)]


def ready(_: None) -> None:
    """Do nothing, which shows that a worker can."""


def count(shard: Shard[Piece]) -> Repetition:
    """Return the counts of the lines of the pieces of a shard."""
    return passes.count_lines(item.what for item in shard.items if isinstance(item.what, Piece))


def prepare(shard: Shard[Piece]) -> None:
    """Do pass one over the pieces of a shard."""
    (bench,) = _benches
    entries: list[Entry] = []
    prepared: list[passes.Prepared] = []
    with files.written(bench.folder.articles(shard.number), wanted=lambda: not shard.rehearsal) as stream:
        for what, left_out in ((item.what, item.left_out) for item in shard.items):
            if isinstance(what, Failure):
                prepared.append(passes.Prepared(failures=(what,)))
                continue
            one = passes.first(what, bench.lines, bench.kit, left_out)
            if one.article is not None:
                data, stretch = encoded(one.article), what.stretch
                entries.append(
                    Entry(shard.number, stream.tell(), len(data), what.id, stretch.first and stretch.last)
                )
                stream.write(data)
            prepared.append(msgspec.structs.replace(one, article=None))
    if not shard.rehearsal:
        counted = Counted(
            articles=tuple(entries),
            census=census.merge(one.census for one in prepared),
            failures=tuple(failure for one in prepared for failure in one.failures),
            notes=tuple(note for one in prepared for note in one.notes),
        )
        write(bench.folder.counted(shard.number), counted)


def compare(pair: tuple[Entry, Entry]) -> tuple[Compared | None, tuple[Failure, ...]]:
    """Compare two sisters."""
    (bench,) = _benches
    one, other = (article(bench.folder, entry) for entry in pair)
    return passes.compare(one, other, bench.total, bench.kit)


def inspect(shard: Shard[Entry]) -> None:
    """Do pass two over the articles of a shard; their results are for users where the run has an output."""
    (bench,) = _benches
    documents: list[tuple[str, Tally]] = []
    failures: list[Failure] = []
    for_users = bench.folder.output is not None
    place = bench.folder.part(shard.number) if for_users else bench.folder.inspected(shard.number)
    with (
        bench.folder.articles(shard.number).open("rb") as kept,
        files.written(place, wanted=lambda: not shard.rehearsal) as stream,
    ):
        for what, left_out in ((item.what, item.left_out) for item in shard.items):
            if isinstance(what, Failure):
                failures.append(what)
                continue
            own = shard.differences.get(what.document, ())
            found, broken = passes.second(_article(kept, what), bench.total, own, bench.kit, left_out)
            failures += broken
            if found:
                documents.append((found.document, analysis.tally(found)))
                stream.writelines(records([found]) if for_users else _framed(encoded(found)))
    if not shard.rehearsal:
        write(bench.folder.told(shard.number), Told(documents=tuple(documents), failures=tuple(failures)))


def texts(what: Piece | Entry | Failure) -> tuple[list[Unit], list[str]]:
    """Return the texts of a piece or of an article, none of what cannot be read, and where they stand."""
    (bench,) = _benches
    if isinstance(what, Failure):
        return [], []
    if isinstance(what, Entry):
        document = article(bench.folder, what).document
    else:
        try:
            document = what.form.read(what.decoded, what.id, stretch=what.stretch)
        except InputError:
            return [], []
    units = passes.texts_of(document)
    return units, [passes.place(document, [unit]) for unit in units]


def article(folder: Folder, entry: Entry) -> Article:
    """Return an article that pass one kept."""
    with folder.articles(entry.shard).open("rb") as kept:
        return _article(kept, entry)


def _article(kept: BinaryIO, entry: Entry) -> Article:
    kept.seek(entry.start)
    return decoded(kept.read(entry.length), Article)


class Results(Iterable[Inspected]):
    """What pass two said of each article where that is not for users: read from files, one at a time."""

    def __init__(self, folder: Folder, shards: int) -> None:
        self._files = [folder.inspected(number) for number in range(shards)]

    def __iter__(self) -> Iterator[Inspected]:
        for path in self._files:
            with path.open("rb") as stream:
                while length := stream.read(_LENGTH.size):
                    yield decoded(stream.read(*_LENGTH.unpack(length)), Inspected)


def _framed(data: bytes) -> tuple[bytes, bytes]:
    return _LENGTH.pack(len(data)), data


def cut(some: Iterable[Piece | Failure], total: int) -> Iterator[Shard[Piece]]:
    """Yield pieces in shards of about one size, by that of all inputs, in bytes."""
    least = min(max(total // SHARDS, SMALLEST), LARGEST)
    number, items, size = 0, list[Item[Piece]](), 0
    for what in some:
        items.append(Item(what))
        size += len(what.decoded.text) if isinstance(what, Piece) else 0
        if size >= least:
            yield Shard(number=number, items=tuple(items))
            number, items, size = number + 1, [], 0
    if items:
        yield Shard(number=number, items=tuple(items))


def write(path: Path, value: object) -> None:
    """Write a value to a file of the work folder, atomically."""
    files.write(path, encoded(value))


def read(path: Path, kind: type[Kind]) -> Kind:
    """Return the value of a file of the work folder."""
    return decoded(path.read_bytes(), kind)


def encoded(value: object) -> bytes:
    """Return a value as MessagePack, or as JSON where it holds half a surrogate pair, which only that can tell."""
    try:
        return b"m" + msgspec.msgpack.encode(value, enc_hook=list)
    except UnicodeEncodeError:
        return b"j" + json.dumps(msgspec.to_builtins(value, enc_hook=list)).encode()


def decoded(data: bytes, kind: type[Kind]) -> Kind:
    """Return what `encoded` was given."""
    if data[:1] == b"j":
        return msgspec.convert(json.loads(data[1:]), kind)
    return msgspec.msgpack.decode(memoryview(data)[1:], type=kind)


def records(inspected: Iterable[Inspected]) -> Iterator[bytes]:
    """Yield what pass two told as lines for users."""
    for each in inspected:
        yield from (line("occurrence", occurrence) for occurrence in each.occurrences)
        yield from (line("finding", finding) for finding in each.findings)

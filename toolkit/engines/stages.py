"""A run in stages, each over shards in worker processes: lines are counted, then pass one, sisters, pass two.

Each stage leaves files in the work folder that tell what is done, so that a run which was stopped goes on there.
What a process dies of is found by halving, left out, and becomes a failure.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain

import msgspec

from toolkit import analysis, census, files
from toolkit.analysis import Compared
from toolkit.census import Census
from toolkit.engines import fatal, passes, shards
from toolkit.engines.inputs import Inputs
from toolkit.engines.passes import Piece, Specification
from toolkit.engines.shards import Counted, Entry, Folder, Item, Shard, Told, What
from toolkit.engines.workers import Died, InPlace, Task, Workers
from toolkit.errors import UsageError
from toolkit.findings import Finding
from toolkit.repetition import Repetition
from toolkit.results import Failure, SisterResult

# Shows how far a stage of some name and length has come, by what the given function is told.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What the comparisons of sisters told; `differences` are by document."""

    differences: dict[str, tuple[Finding, ...]] = {}
    sisters: tuple[SisterResult, ...] = ()
    failures: tuple[Failure, ...] = ()


class _Messages(msgspec.Struct, frozen=True):
    """What users are told at once of a shard."""

    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


class _Listed(msgspec.Struct, frozen=True):
    """Only where the articles of a shard stand."""

    articles: tuple[Entry, ...] = ()


class Stages:
    """The stages of one run. `report` is told what goes wrong."""

    def __init__(
        self,
        given: Inputs,
        folder: Folder,
        workers: Workers | InPlace,
        progress: Progress,
        report: Callable[[str], object],
    ) -> None:
        self._given = given
        self._folder = folder
        self._workers = workers
        self._progress = progress
        self._report = report

    def run(self) -> int:
        """Do what is not done yet; return the number of shards. Raises UsageError where no process lives."""
        self._survive(shards.ready, None)
        self._count_lines()
        number = self._pass_one()
        self._compare(number)
        self._pass_two(number)
        return number

    def _count_lines(self) -> None:
        if self._folder.lines.exists():
            return
        total = Repetition()
        with self._progress("counting lines", self._given.size) as passed:
            some = shards.cut(self._given.rereadable(passed), self._given.size)
            for _, result in self._workers.map(shards.count, some):
                if not isinstance(result, Died):  # pass one will find out what it died of
                    total.merge(result)
        with files.written(self._folder.lines) as stream:
            total.save(stream)

    def _pass_one(self) -> int:
        if self._folder.prepared.exists():
            return shards.read(self._folder.prepared, int)
        number = 0

        def left(passed: Callable[[int], object]) -> Iterator[Shard[Piece]]:
            nonlocal number
            for shard in shards.cut(self._given.pieces(passed), self._given.size):
                number = shard.number + 1
                if not self._folder.counted(shard.number).exists():
                    yield shard

        with self._progress("finding terms", self._given.size) as passed:
            for shard in self._mapped(shards.prepare, left(passed)):
                self._tell(shards.read(self._folder.counted(shard.number), _Messages))
        shards.write(self._folder.prepared, number)
        return number

    def _compare(self, number: int) -> None:
        if self._folder.compared.exists():
            return
        total = census.merge(each.census for each in counted(self._folder, number))
        shards.write(self._folder.census, Census(total.uses))
        entries = {entry.document: entry for entry in self._entries(number)}
        pairs = passes.pairs(total, list(entries), self._given.sister, self._report)
        compared: list[tuple[Compared | None, tuple[Failure, ...]]] = []
        with self._progress("comparing sisters", len(pairs)) as passed:
            tasks = ((entries[one], entries[other]) for one, other in pairs)
            for (_, other), result in self._workers.map(shards.compare, tasks):
                passed(1)
                told = (None, (Failure(other.document, result.reason),)) if isinstance(result, Died) else result
                compared.append((told[0] and analysis.bounded(told[0], len(compared)), told[1]))
        differences: dict[str, list[Finding]] = {}
        for finding in chain.from_iterable(each.findings for each, _ in compared if each):
            differences.setdefault(finding.address.document, []).append(finding)
        beside = Beside(
            differences={name: tuple(findings) for name, findings in differences.items()},
            sisters=tuple(each.sister for each, _ in compared if each) if self._folder.output is None else (),
            failures=tuple(failure for _, failures in compared for failure in failures),
        )
        self._tell(beside)
        shards.write(self._folder.compared, beside)

    def _pass_two(self, number: int) -> None:
        differences = shards.read(self._folder.compared, Beside).differences
        left = [at for at in range(number) if not self._folder.told(at).exists()]

        def tasks() -> Iterator[Shard[Entry]]:
            for at in left:
                entries = shards.read(self._folder.counted(at), _Listed).articles
                own = {name: differences[name] for name in {e.document for e in entries} & differences.keys()}
                yield Shard(number=at, items=tuple(Item(entry) for entry in entries), differences=own)

        with self._progress("checking", len(left)) as passed:
            for shard in self._mapped(shards.inspect, tasks()):
                self._folder.articles(shard.number).unlink(missing_ok=True)
                self._tell(shards.read(self._folder.told(shard.number), _Messages))
                passed(1)

    def _mapped(
        self, function: Callable[[Shard[What]], None], tasks: Iterable[Shard[What]]
    ) -> Iterator[Shard[What]]:
        """Do a pass over shards and yield each when it is done, without what processes died of."""
        for shard, result in self._workers.map(function, tasks):
            if isinstance(result, Died):
                self._do_without(function, shard)
            yield shard

    def _do_without(self, function: Callable[[Shard[What]], None], shard: Shard[What]) -> None:
        def works(some: Iterable[Item[What]]) -> bool:
            rehearsal = msgspec.structs.replace(shard, items=tuple(some), rehearsal=True)
            return not isinstance(self._workers.alone(function, rehearsal), Died)

        left = fatal.without(shard.items, works, partial(self._workers.alone, shards.texts))
        without = msgspec.structs.replace(shard, items=tuple(chain.from_iterable(left)))
        if isinstance(self._workers.alone(function, without), Died):
            self._survive(function, msgspec.structs.replace(shard, items=tuple(map(fatal.failed, shard.items))))

    def _survive(self, function: Callable[[Task], object], task: Task) -> None:
        """Do what no process dies of, if any lives."""
        if isinstance(self._workers.alone(function, task), Died):
            message = "no worker process stays alive; is there enough memory?"
            raise UsageError(message)

    def _entries(self, number: int) -> Iterator[Entry]:
        """Yield the articles that are whole documents."""
        for at in range(number):
            yield from (entry for entry in shards.read(self._folder.counted(at), _Listed).articles if entry.whole)

    def _tell(self, messages: "_Messages | Beside") -> None:
        for failure in messages.failures:
            self._report(f"{failure.path}: {failure.reason}")
        for note in messages.notes if isinstance(messages, _Messages) else ():
            self._report(note)


def run(  # noqa: PLR0913 - what a run is made of
    given: Inputs,
    specification: Specification,
    folder: Folder,
    *,
    jobs: int,
    progress: Progress,
    report: Callable[[str], object],
) -> int:
    """Do what is left of a run and return the number of its shards; `counted` and `told` give what it made.

    `jobs` is the number of worker processes; without any this process does the work itself.
    """
    if not jobs:
        return Stages(given, folder, InPlace(shards.begin, specification, folder), progress, report).run()
    with Workers(jobs, shards.begin, specification, folder) as workers:
        return Stages(given, folder, workers, progress, report).run()


def counted(folder: Folder, number: int) -> Iterator[Counted]:
    """Yield what pass one told, in the order of the inputs."""
    for at in range(number):
        each = shards.read(folder.counted(at), Counted)
        signatures = {name: array("Q", values) for name, values in each.census.signatures.items()}  # they are many
        yield msgspec.structs.replace(each, census=Census(each.census.uses, signatures))


def told(folder: Folder, number: int) -> Iterator[Told]:
    """Yield what pass two told, in the order of the inputs."""
    return (shards.read(folder.told(at), Told) for at in range(number))


def failures(folder: Folder, number: int) -> Iterator[Failure]:
    """Yield what could not be read or worked on, in the order of the stages."""
    marks = [*map(folder.counted, range(number)), folder.compared, *map(folder.told, range(number))]
    return (failure for path in marks for failure in shards.read(path, _Messages).failures)

"""The Spark engine: the passes of the embedded engine on a cluster, by mapInArrow.

    files ─cut→ pieces, and a Repetition ─first→ articles, and a Census ─second→ records, and figures

What stages make lies on the disks of the cluster in bundles of some 1 MB. What they count goes up a tree of tasks
to the driver and from there, broadcast, to all. Bytes come by Spark's binaryFile, from any file system that its
Hadoop libraries know, and are decoded here, since readers disagree about broken records.
"""

import heapq
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING, Any, TypeVar

import regex

from toolkit import analysis, census, files
from toolkit.census import Census
from toolkit.engines import corpus, inputs, spark_plan, spark_tasks
from toolkit.engines.corpus import Manifest
from toolkit.engines.fatal import Guard
from toolkit.engines.inputs import Inputs
from toolkit.engines.passes import Specification
from toolkit.engines.shards import decoded
from toolkit.engines.spark_plan import LARGEST, Plan
from toolkit.engines.spark_tasks import Row, Told
from toolkit.errors import OutputError, UsageError
from toolkit.findings import Finding
from toolkit.measures import Tally
from toolkit.results import Failure

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

Work = Callable[[Iterator[Row]], Iterator[Row]]
Item = TypeVar("Item")

_TASK = 16 << 20  # bytes of files that one task looks at
_HERE = "local[*, 4]"  # all cores of this machine, and four attempts at what one dies of
_AT_ONCE = 16  # sums that one task, or the driver, adds up
_SETTINGS: dict[str, bool | int] = {  # of a session
    "spark.sql.adaptive.enabled": False,  # the number of tasks is known beforehand
    "spark.sql.codegen.wholeStage": False,  # all the work is in Python
    "spark.sql.execution.arrow.maxBytesPerBatch": 16 << 20,
    "spark.sql.execution.arrow.maxRecordsPerBatch": 64,
}
_SIDES = "number long, side long, made binary"  # what meets by its number: an article and its source, or sisters
_MADE = "made binary, sum binary"  # a bundle, or what the task of a stage has counted
_TOLD = "lines binary, at long, number long, told binary"  # records of a bundle, or figures of a piece
_TYPES = {"binary": "binary", "long": "int64"}  # of columns, in Spark and in Arrow
_OWN = regex.compile(r"part-\d+\.jsonl|(?:summary|manifest)\.json|(?:documents|quarantine)\.jsonl")
_WILD = regex.compile(r"[\\*?\[\]{}]")  # what Hadoop does not take as it stands


@contextmanager
def session(master: str | None) -> Iterator["SparkSession"]:
    """Give the Spark session that there is, or one of its own that ends here; `master` is its URL.

    Without a URL it is that of spark-submit, else all cores of this machine. The settings of the one that there
    is stay as they are. Raises UsageError where Spark is not there or does not start, and OutputError where it
    gives up.
    """
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra, and heavy
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        message = "the Spark engine is not installed; pip install 'xindaya[spark]'"
        raise UsageError(message) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    before = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("xindaya").config("spark.ui.showConsoleProgress", value=False)
    if master or "PYSPARK_GATEWAY_PORT" not in os.environ:
        builder = builder.master(master or _HERE)
    try:
        running = before.newSession() if before else builder.getOrCreate()
        for name, value in _SETTINGS.items():
            running.conf.set(name, value)
    except (PySparkException, Py4JError) as error:
        message = (
            f"Spark does not start, which needs Java 17 and a master that can be reached: {_first_line(error)}"
        )
        raise UsageError(message) from error
    try:
        yield running
    except (PySparkException, Py4JError) as error:
        message = f"nothing was written, since Spark gave up: {_first_line(error)}"
        raise OutputError(message) from error
    finally:
        if before is None:
            running.stop()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")


def check(  # noqa: PLR0913 - what a run is made of
    paths: Sequence[str],
    specification: Specification,
    output: str,
    *,
    master: str | None = None,
    source: str | None = None,
    sister: tuple[str, str] | None = None,
    overwrite: bool = False,
    report: Callable[[str], object] = str,
) -> Manifest:
    """Check files and write the results into a folder, in the shape of `corpus.check`; return what it holds.

    Paths and the folder are URLs of file systems that Hadoop knows, or of this machine, and then every machine of
    the cluster must have them. The folder takes the place of an older one when it is whole. `source` and `sister`
    are files of this machine, see `inputs.find`. Raises UsageError where Spark is not there, where another run
    is writing into a folder of this machine, or where the folder holds anything but a run, or a run that is not to
    be `overwrite`-n.
    """
    analysis.checks_for(specification.settings)
    far = [path for path in paths if spark_plan.is_far(path)]
    near = [path for path in paths if not spark_plan.is_far(path)]
    given = inputs.find(near, specification.reading, source=source, sister=sister)
    manifest = corpus.begun(given, specification)
    found = None if spark_plan.is_far(output) else corpus.earlier(Path(output), manifest, overwrite=overwrite)
    if found and found.complete and not far:
        report(f"{output}: {corpus.COMPLETE}")
        return found
    with ExitStack() as own, session(master) as spark, ExitStack() as stack:
        if not spark_plan.is_far(output):
            own.enter_context(corpus.alone_in(Path(output)))
        folder = Folder(spark, output)
        folder.require_own(overwrite=overwrite)
        frame, refused, beside = _told(
            spark, spark_plan.planned(given, _found(spark, far)), given, specification, stack, report
        )
        parts = folder.write(frame.where("lines is not null").selectExpr("cast(lines as string)"))
        early, late = (stack.enter_context(TemporaryFile()) for _ in range(2))  # failures, which may be many

        def figures() -> Iterator[tuple[str, Tally]]:
            for _, piece in heapq.merge(_in_order(frame), refused, key=itemgetter(0)):
                early.writelines(map(spark_tasks.packed, piece.failures))
                late.writelines(map(spark_tasks.packed, piece.later))
                for note in piece.notes:
                    report(note)
                if piece.tally is not None:
                    yield piece.document, piece.tally

        def failures() -> Iterator[Failure]:
            for failure in chain(_kept(early), beside, _kept(late)):
                report(f"{failure.path}: {failure.reason}")
                yield failure

        with TemporaryDirectory(prefix="xindaya-") as work:
            made = corpus.sum_up(
                Path(work), figures(), failures(), parts, specification=specification, manifest=manifest
            )
            folder.take_place(Path(work))
    return made


class Folder:
    """A folder of results on a file system that Hadoop knows, filled under another name until it is whole.

    What has its name already keeps it until then, and is deleted when the new one has it.
    """

    def __init__(self, spark: "SparkSession", output: str) -> None:
        context: Any = spark.sparkContext  # the classes of its virtual machine have no types here
        self._name = (output if spark_plan.is_far(output) else spark_plan.uri(output)).rstrip("/")
        self._new, self._old = f"{self._name}.xindaya-new", f"{self._name}.xindaya-old"
        self._path = context._jvm.org.apache.hadoop.fs.Path  # noqa: SLF001 - Spark's way to Hadoop
        self._system = self._path(self._name).getFileSystem(context._jsc.hadoopConfiguration())  # noqa: SLF001

    def require_own(self, *, overwrite: bool) -> None:
        """Raise UsageError unless the folder is empty, or holds a run and nothing else, which is to go."""
        names = self._names(self._name) if self._system.exists(self._path(self._name)) else []
        foreign = [name for name in names if not _OWN.fullmatch(name)]
        if foreign or (names and not overwrite):
            what = f"{foreign[0]}, which no run writes" if foreign else "a run"
            advice = "name another folder" if foreign else "name another folder, or say --overwrite"
            message = f"{self._name}: it holds {what}; {advice}"
            raise UsageError(message)

    def write(self, lines: "DataFrame") -> list[str]:
        """Write rows of one string as files of lines, and return their names."""
        marks = "mapreduce.fileoutputcommitter.marksuccessfuljobs"
        lines.write.mode("overwrite").option(marks, value=False).text(self._new)
        parts = []
        for number, name in enumerate(self._names(self._new)):
            parts.append(f"part-{number:05}.jsonl")
            self._rename(f"{self._new}/{name}", f"{self._new}/{parts[-1]}")
        return parts

    def take_place(self, others: Path) -> None:
        """Add files of this machine and give the folder its name, which whatever has it now loses.

        Raises OutputError where the file system does not rename.
        """
        for path in sorted(others.iterdir()):
            self._system.copyFromLocalFile(self._path(path.as_uri()), self._path(f"{self._new}/{path.name}"))
        for path in Path(self._new.removeprefix("file:")).glob(".*.crc"):  # Hadoop's, beside files of this machine
            path.unlink()
        if self._system.exists(self._path(self._name)):
            self._delete(self._old)
            self._rename(self._name, self._old)
        self._rename(self._new, self._name)
        self._delete(self._old)

    def _rename(self, before: str, after: str) -> None:
        if not self._system.rename(self._path(before), self._path(after)):
            message = f"{self._name}: {before} could not be renamed to {after}, and holds what belongs there"
            raise OutputError(message)

    def _delete(self, folder: str) -> None:
        self._system.delete(self._path(folder), True)  # noqa: FBT003 - a method of Java

    def _names(self, folder: str) -> list[str]:
        return sorted(status.getPath().getName() for status in self._system.listStatus(self._path(folder)))


def _told(  # noqa: PLR0913, PLR0917 - what a run is made of
    spark: "SparkSession",
    plan: Plan,
    given: Inputs,
    specification: Specification,
    stack: ExitStack,
    report: Callable[[str], object],
) -> "tuple[DataFrame, list[tuple[int, Told]], list[Failure]]":
    """Run both passes; return the rows of _TOLD, made when they are asked for.

    Beside them, by their numbers, what is told of files that Spark cannot give, and which comparisons failed. What
    lies on the cluster for the rows is released by `stack`.
    """
    from pyspark import StorageLevel  # noqa: PLC0415 - an extra, and heavy

    context = spark.sparkContext

    def stage(name: str, frame: "DataFrame", work: Work, schema: str = _MADE) -> "DataFrame":
        context.setJobGroup(name, f"xindaya: {name}")
        made = _mapped(frame, work, schema).persist(StorageLevel.DISK_ONLY)
        stack.callback(made.unpersist)
        return made

    def broadcast(value: Item) -> "Broadcast[Item]":
        made = context.broadcast(value)
        stack.callback(made.destroy)
        return made

    paths = [_WILD.sub(r"\\\g<0>", path) for path in plan.sides]
    nothing = spark.createDataFrame([], "path string, length long, content binary")
    opened = spark.read.format("binaryFile").load(paths) if paths else nothing
    lengths = {row.path: row.length for row in opened.select("path", "length").collect()}
    plan = spark_plan.readable(plan, lengths)
    refused = [(at, Told(failures=(file,))) for at, file in enumerate(plan.files) if isinstance(file, Failure)]
    tasks = max(4 * context.defaultParallelism, sum(lengths.values()) // _TASK)
    guard, sent, planned = Guard(_is_retry), broadcast(specification), broadcast(plan)
    contents = opened.where(f"length <= {LARGEST}").select("path", "content")
    cut = partial(spark_tasks.cut, plan=planned, reading=specification.reading, guard=guard)
    if given.source:  # an article and its source meet
        sides = _met(_mapped(contents, partial(spark_tasks.sided, plan=planned), _SIDES), tasks)
        pieces = stage("lines", sides, cut)
    else:
        pieces = stage("lines", contents, lambda rows: cut(spark_tasks.sided(rows, plan=planned)))
    lines = broadcast(_summed(pieces, spark_tasks.repetition))
    first = partial(spark_tasks.first, sent=sent, lines=lines, guard=guard)
    articles = stage("pass one", _bundles(pieces).repartition(tasks), first)
    total = _summed(articles, census.merge)
    uses = broadcast(Census(total.uses))
    context.setJobGroup("sisters", "xindaya: sisters")
    compare = partial(spark_tasks.compare, sent=sent, uses=uses, guard=guard)
    differences: dict[str, list[Finding]] = {}
    beside: list[Failure] = []
    for findings, broken in _compared(
        _bundles(articles), spark_plan.sides(plan, total, given, report), compare, tasks
    ):
        beside += broken
        for finding in findings:
            differences.setdefault(finding.address.document, []).append(finding)
    second = partial(spark_tasks.second, sent=sent, uses=uses, differences=broadcast(differences), guard=guard)
    return stage("pass two", _bundles(articles), second, _TOLD), refused, beside


def _is_retry() -> bool:
    """Tell whether a task has been begun before, of which something has died."""
    from pyspark import TaskContext  # noqa: PLC0415 - an extra, and heavy

    task = TaskContext.get()
    return task is not None and task.attemptNumber() > 0 and hasattr(os, "fork")  # which Windows lacks


def _in_order(frame: "DataFrame") -> Iterator[tuple[int, Told]]:
    """Yield what is told of the pieces, with the numbers of their files."""
    told = frame.where("told is not null").select("at", "number", "told")
    ranges = told.repartitionByRange(told.rdd.getNumPartitions() // _AT_ONCE + 1, "at", "number")
    for row in ranges.sortWithinPartitions("at", "number").toLocalIterator():
        yield row.at, decoded(row.told, Told)


def _kept(stream: IO[bytes]) -> Iterator[Failure]:
    """Yield what was written to a file."""
    stream.seek(0)
    with suppress(EOFError):
        while True:
            yield pickle.load(stream)  # noqa: S301 - of this process alone


def _found(spark: "SparkSession", given: Sequence[str]) -> Iterable[tuple[str, files.Input]]:
    """Return the files that URLs stand for."""
    if not given:
        return ()
    found = spark.read.format("binaryFile").option("recursiveFileLookup", value=True).load(list(given))
    return spark_plan.far(given, (row.path for row in found.select("path").collect()))


def _met(sides: "DataFrame", tasks: int) -> "DataFrame":
    """Return what has one number in one task, side by side."""
    return sides.repartition(tasks, "number").sortWithinPartitions("number", "side")


def _mapped(frame: "DataFrame", work: Work, schema: str) -> "DataFrame":
    """Return the rows that `work` makes of those of each task, in batches of one, since they are large."""
    columns = [column.split() for column in schema.split(", ")]

    def batches(incoming: Iterable["RecordBatch"]) -> Iterator["RecordBatch"]:
        import pyarrow as pa  # noqa: PLC0415 - where the stage runs

        form = pa.schema([(name, _TYPES[kind]) for name, kind in columns])
        rows = (row for batch in incoming for row in zip(*batch.to_pydict().values(), strict=True))
        for row in work(rows):
            yield pa.RecordBatch.from_arrays(
                [pa.array([value], field.type) for value, field in zip(row, form, strict=True)], schema=form
            )

    return frame.mapInArrow(batches, schema)


def _bundles(frame: "DataFrame") -> "DataFrame":
    return frame.where("made is not null").select("made")


def _summed(frame: "DataFrame", merge: Callable[[Iterable[Item]], Item]) -> Item:
    """Return the sum of what the tasks of a stage have counted, up a tree of tasks."""
    sums, number = frame.where("sum is not null").select("sum"), frame.rdd.getNumPartitions()
    while number > _AT_ONCE:
        number = number // _AT_ONCE + 1
        sums = _mapped(sums.repartition(number), partial(spark_tasks.summed, merge=merge), "sum binary")
    return merge(spark_tasks.unpacked(row.sum) for row in sums.collect())


def _compared(
    articles: "DataFrame", sides: Mapping[int, Sequence[tuple[int, int]]], compare: Work, tasks: int
) -> Iterator[tuple[Sequence[Finding], Sequence[Failure]]]:
    """Yield how sisters differ, two at a time, and what failed: they meet by the number of their pair."""
    if sides:
        apart = _mapped(articles, partial(spark_tasks.apart, sides=sides), _SIDES)
        compared = _mapped(_met(apart, tasks), compare, "number long, made binary")
        yield from (spark_tasks.unpacked(row.made) for row in sorted(compared.collect()))

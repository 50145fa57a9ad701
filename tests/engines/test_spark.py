"""The Spark engine on a standalone cluster tells what the local engine tells, whatever dies meanwhile."""

import gzip
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import copy
from threading import Thread
from typing import NamedTuple

import msgspec
import pytest
from pyarrow import parquet, table
from typer.testing import CliRunner

from tests.engines import cluster, faults
from toolkit import files, termbases
from toolkit.cli import app
from toolkit.engines import corpus, inputs, local, passes, spark, spark_tasks
from toolkit.engines.passes import Piece, Specification
from toolkit.engines.spark_tasks import Row
from toolkit.engines.workers import Died
from toolkit.errors import UsageError
from toolkit.packing import packed
from toolkit.settings import Settings
from toolkit.streams import Readable

pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets that Spark closes when it ends
]
ROOT = Path(__file__).parents[2]
NAME = "2024-06-sme-support"
EN, WEB = str(ROOT / "corpora" / "en" / f"{NAME}.txt"), str(ROOT / "corpora" / "en-web" / f"{NAME}.html")
CHINESE = "新三样出口增长。\n"
SISTER = "Exports of {} rose by 3.5 percent to 48.21 billion yuan in 2023, of Jilin by 17 percent to 9,460 cars.\n"
GLOSSARY = ROOT / "tests" / "checks" / "glossary.csv"
SETTINGS = msgspec.convert(msgspec.to_builtins(Settings()), Settings)  # with 1.0 for 1, like those of the command
SMALL = Specification(termbase=termbases.load(GLOSSARY), settings=SETTINGS)
WORDS = "Exports of the three new samples rose. The new three sell, the new trio too.\n"
UNREADABLE, DEADLY = "unreadable.txt", "deadly.txt"  # files after whose first piece a format raises or dies


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if reason := cluster.reason_to_skip():
        pytest.skip(reason)
    from pyspark import cloudpickle  # noqa: PLC0415 - an extra

    folder = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.surroundings(folder).items():
            patch.setenv(name, value)
        for module in (sys.modules[__name__], faults):  # which no executor can import
            cloudpickle.register_pickle_by_value(module)
        with cluster.running(folder) as url, spark.session(url):
            yield url


class Told(NamedTuple):
    """What a folder of results holds, lines of parts in any order."""

    parts: list[str]
    failures: list[str]
    documents: str
    summary: str


def told(folder: Path) -> Told:
    lines = [line for path in folder.glob("part-*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return Told(
        parts=sorted(lines),
        failures=(folder / corpus.QUARANTINE).read_text("utf-8").splitlines(),
        documents=(folder / corpus.DOCUMENTS).read_text("utf-8"),
        summary=(folder / corpus.SUMMARY).read_text("utf-8"),
    )


def told_by_local_engine(folder: Path, specification: Specification, paths: list[str], **given: object) -> Told:
    found = inputs.find(paths, **given)
    corpus.check(found, specification, folder, jobs=0, progress=local.unseen, report=str)
    return told(folder)


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fourteen documents, some with wild cards or Chinese in their names, packed, or in columns."""
    folder = tmp_path_factory.mktemp("inputs") / "documents"
    folder.mkdir()
    for number in range(10):
        text = "".join(f"In {1990 + number + n} the {n} cities grew.\n" for n in range(number)) + WORDS
        (folder / f"{number}.txt").write_text(text, "utf-8")
    (folder / "a b [1]*.txt").write_text(WORDS, "utf-8")
    with (folder / "packed.txt.zst").open("wb") as raw, packed(raw, ".zst") as stream:
        stream.write(WORDS.encode())
    parquet.write_table(table({"text": [WORDS, f"{WORDS} And more."]}), folder / "columns.parquet")
    (folder / "新三样.jsonl").write_text(
        "".join(json.dumps({"text": WORDS + str(n)}) + "\n" for n in range(5)), "utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def expected(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told_by_local_engine(tmp_path_factory.mktemp("local"), SMALL, [str(documents)])


@pytest.fixture(scope="session")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles whose sources are not all there or not all to be read, and others of which some have one id."""
    folder = tmp_path_factory.mktemp("sides")
    for path, text in {
        **{f"articles/{name}.txt": WORDS for name in ("alone", "broken", "empty", "short", "twice")},
        "articles/chinese.txt": CHINESE,
        "articles/nothing.txt": "",
        "articles/x.txt": "\0\1\2",
        "sources/broken.txt": "\0\1\2",
        "sources/empty.txt": "",
        **{f"sources/{name}": CHINESE for name in ("short.txt", "twice.html", "twice.txt", "x.txt")},
        "one/same/1.txt": WORDS,
        "one/same/2.txt": "\0\1\2",
        "two/same/1.txt": SISTER.format("new trio"),
        "two/same/2.txt": WORDS,
        "other/1.txt": SISTER.format("new three"),
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    copy(EN, folder / "articles")
    copy(ROOT / "corpora" / "zh" / f"{NAME}.txt", folder / "sources")
    return folder


@pytest.mark.parametrize(
    ("paths", "options"),
    [
        ([EN, WEB], {}),  # which are sisters
        (["articles"], {"source": "sources"}),
        (["other", "one/same", "two/same"], {"sister": ("two/same/1.txt", "other/1.txt")}),
        (["articles/short.txt"], {"sister": (EN, "articles/chinese.txt")}),
    ],
    ids=["alone and sisters", "with sources", "a sister whose name two have", "sisters one of which is Chinese"],
)
def test_tells_what_the_local_engine_tells(  # noqa: PLR0913, PLR0917 - fixtures
    paths: list[str],
    options: dict[str, object],
    master: str,
    sides: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(sides)
    made = spark.check(paths, SMALL, str(tmp_path / "spark"), master=master, **options)
    assert told(tmp_path / "spark") == told_by_local_engine(tmp_path / "local", SMALL, paths, **options)
    assert sorted(made.files) == sorted({path.name for path in (tmp_path / "spark").iterdir()} - {corpus.MANIFEST})


def waiting(
    rows: Iterator[Row], *, work: Callable[..., Iterator[Row]], flag: str, **sent: object
) -> Iterator[Row]:
    """Work, but the first process of all that has done something says who it is and waits to be killed."""
    for row in work(rows, **sent):
        yield row
        try:
            descriptor = os.open(f"{flag}.new", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w") as stream:
            stream.write(str(os.getpid()))
        os.rename(f"{flag}.new", flag)  # noqa: PTH104
        os.close(os.open(f"{flag}.new", os.O_CREAT))
        time.sleep(600)


@pytest.mark.parametrize(("stage", "victim"), [("first", "python worker"), ("second", "executor")])
def test_survives_a_kill_in_the_middle_of_a_pass(  # noqa: PLR0913, PLR0917 - fixtures
    stage: str,
    victim: str,
    master: str,
    documents: Path,
    expected: Told,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flag = tmp_path / "flag"
    work = getattr(spark_tasks, stage)
    monkeypatch.setattr(spark_tasks, stage, partial(waiting, work=work, flag=str(flag)))
    killed: list[int] = []

    def kill() -> None:
        worker = int(cluster.awaited(lambda: flag.exists() and flag.read_text(), "a worker in the stage"))
        pid = worker if victim == "python worker" else cluster.executor_of(worker)
        cluster.kill(pid)
        killed.append(pid)

    killer = Thread(target=kill)
    killer.start()
    spark.check([str(documents)], SMALL, str(tmp_path / "results"), master=master)
    killer.join()
    assert len(killed) == 1
    assert told(tmp_path / "results") == expected


def test_is_the_same_without_a_kill_and_takes_the_place_of_an_older_run(
    master: str, documents: Path, expected: Told, tmp_path: Path
) -> None:
    results = tmp_path / "results"
    options = ["--engine", "spark", "--master", master, "--format", "jsonl", "--output", f"{results}/"]
    result = CliRunner().invoke(app, ["check", documents.as_uri(), "--glossary", str(GLOSSARY), *options])
    assert result.exit_code == 1, result.output
    assert told(results) == expected
    with pytest.raises(UsageError, match="--overwrite"):
        spark.check([str(documents / "0.txt")], SMALL, str(results), master=master)
    assert told(results) == expected
    spark.check([str(documents / "0.txt")], SMALL, results.as_uri(), master=master, overwrite=True)
    assert [json.loads(line)["id"] for line in told(results).documents.splitlines()] == [str(documents / "0.txt")]
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
    with spark.session(master) as running:
        assert running.sparkContext._jsc.getPersistentRDDs().isEmpty()  # noqa: SLF001 - Java's
    with corpus.alone_in(results), pytest.raises(UsageError, match="another run is writing there"):
        spark.check([str(documents)], SMALL, str(results), master=master, overwrite=True)
    (results / "mine.txt").write_text("kept")
    with pytest.raises(UsageError, match=r"mine\.txt"):
        spark.check([str(documents)], SMALL, str(results), master=master, overwrite=True)
    assert (results / "mine.txt").exists()


def faulty_pieces(
    stream: Readable, found: files.Input, *given: object, cut: Callable[..., Iterator[Piece]], **options: object
) -> Iterator[Piece]:
    for piece in cut(stream, found, *given, **options):
        yield piece
        if found.path.name == UNREADABLE:
            message = "a format under test"
            raise RuntimeError(message)
        if found.path.name == DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def faulty(die: Callable[[], object]) -> Iterator[None]:
    """Let a format raise or die at some files, and parts at some words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passes, "pieces", partial(faulty_pieces, cut=passes.pieces))
        for owner, name in faults.PARTS:
            patch.setattr(owner, name, getattr(owner, name))  # which it will be again
        faults.put_everywhere(die)
        yield


def with_faults(rows: Iterator[Row], *, work: Callable[..., Iterator[Row]], **sent: object) -> Iterator[Row]:
    with faulty(faults.die):
        yield from work(rows, **sent)


class Deadly(Exception):  # noqa: N818 - it is none
    """Stands for a death where nothing is to die, and is told like one."""

    def __repr__(self) -> str:
        return Died().reason


def raise_instead() -> None:
    """Raise where others die."""
    raise Deadly


def test_what_is_broken_or_deadly_is_told_and_the_rest_goes_on(
    master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "poisoned"
    folder.mkdir()
    raising, dying, later = (
        f"The the new trio. {words}." for words in (faults.RAISE, faults.DIE, faults.DIE_LATER)
    )
    for name, text in {
        "_unseen.txt": WORDS,
        "a.txt": SISTER.format("new trio"),
        "b.txt": f"{SISTER.format('new three')}{faults.DIE_BESIDE}.\n",
        "broken.jsonl": json.dumps({"text": WORDS}) + "\n{no JSON\n",
        DEADLY: "It ends.\n",
        "dies.jsonl": "".join(json.dumps({"text": text}) + "\n" for text in [WORDS, dying, later, WORDS]),
        "dies.txt": f"{WORDS}{faults.DIE}.\n",
        "empty.txt": "",
        "good.txt": WORDS,
        "long.jsonl": json.dumps({"text": WORDS, "more": "x" * (50 << 20)}),
        "raises.jsonl": "".join(json.dumps({"text": text}) + "\n" for text in [WORDS, raising, WORDS]),
        UNREADABLE: WORDS,
    }.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "invalid.jsonl").write_bytes(b'{"text": "\xff\xfe\x00"}\n' + json.dumps({"text": WORDS}).encode())
    (folder / "truncated.txt.gz").write_bytes(gzip.compress(WORDS.encode() * 100)[:-20])
    (folder / "whole.txt.gz").write_bytes(gzip.compress(WORDS.encode()))
    sister = tuple(str(folder / name) for name in ("a.txt", "b.txt"))
    with monkeypatch.context() as patch:
        for stage in ("cut", "first", "compare", "second"):
            patch.setattr(spark_tasks, stage, partial(with_faults, work=getattr(spark_tasks, stage)))
        made = spark.check([str(folder)], SMALL, str(tmp_path / "results"), master=master, sister=sister)
    got = told(tmp_path / "results")
    assert made.exit_code == 2
    reasons = {json.loads(line)["path"]: json.loads(line)["reason"] for line in got.failures}
    assert "names that begin with _" in reasons["poisoned/_unseen.txt"]
    assert reasons[f"poisoned/{DEADLY}"] == Died().reason  # which ends the local engine
    for name in ("_unseen.txt", DEADLY):
        (folder / name).unlink()
    with faulty(raise_instead):
        same = told_by_local_engine(tmp_path / "local", SMALL, [str(folder)], sister=sister)
    assert [line for line in got.failures if "_unseen" not in line and DEADLY not in line] == [
        line.replace("beside poisoned/a.txt: ", "") for line in same.failures
    ]
    assert {json.loads(line)["path"].rpartition("/")[2] for line in same.failures} == {
        "b.txt",
        "broken.jsonl",
        "dies.jsonl",
        "dies.txt",
        "empty.txt",
        "invalid.jsonl",
        "raises.jsonl",
        "truncated.txt.gz",
        UNREADABLE,
    }
    assert got.parts == same.parts


def test_what_is_to_be_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UsageError, match=r"pip install 'xindaya\[spark\]'"), spark.session(None):
        pass

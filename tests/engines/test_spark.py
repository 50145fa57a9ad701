"""The Spark engine on a standalone cluster tells what the local engine tells, whatever dies meanwhile."""

import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import msgspec
import pytest
from pyarrow import parquet, table
from typer.testing import CliRunner

from tests.engines import cluster
from toolkit import files, preparation, termbases
from toolkit.article import Article
from toolkit.cli import app
from toolkit.engines import corpus, inputs, local, passes, spark, spark_tasks
from toolkit.engines.passes import Piece, Specification
from toolkit.engines.spark_tasks import Row
from toolkit.errors import UsageError
from toolkit.packing import packed
from toolkit.settings import Settings
from toolkit.streams import Readable
from toolkit.text import Document

pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets that Spark closes when it ends
]
ROOT = Path(__file__).parents[2]
EN, WEB, NAME = "corpora/en", "corpora/en-web", "2024-06-sme-support"
GLOSSARY = ROOT / "tests" / "checks" / "glossary.csv"
SETTINGS = msgspec.convert(msgspec.to_builtins(Settings()), Settings)  # with 1.0 for 1, like those of the command
SMALL = Specification(termbase=termbases.load(GLOSSARY), settings=SETTINGS)
WORDS = "Exports of the three new samples rose. The new three sell, the new trio too.\n"
UNREADABLE = "unreadable.txt"  # at which a format under test raises
RAISE = "Raise here"  # words of a text at which a part under test does that


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if reason := cluster.reason_to_skip():
        pytest.skip(reason)
    from pyspark import cloudpickle  # noqa: PLC0415 - an extra

    folder = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.surroundings(folder).items():
            patch.setenv(name, value)
        cloudpickle.register_pickle_by_value(sys.modules[__name__])  # which no executor can import
        with cluster.running(folder) as url, spark.session(url):
            yield url


class Told(NamedTuple):
    """What a folder of results holds, lines of parts and failures in any order."""

    parts: list[str]
    failures: list[str]
    documents: str
    summary: str


def told(folder: Path) -> Told:
    lines = [line for path in folder.glob("part-*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return Told(
        parts=sorted(lines),
        failures=sorted((folder / corpus.QUARANTINE).read_text("utf-8").splitlines()),
        documents=(folder / corpus.DOCUMENTS).read_text("utf-8"),
        summary=(folder / corpus.SUMMARY).read_text("utf-8"),
    )


def told_by_local_engine(folder: Path, specification: Specification, paths: list[str], **given: object) -> Told:
    found = inputs.find(paths, **given)
    corpus.check(found, specification, folder, jobs=1, progress=local.unseen, report=str)
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


@pytest.mark.parametrize(
    ("paths", "options"),
    [
        ([f"{EN}/{NAME}.txt", f"{WEB}/{NAME}.html"], {}),  # which are sisters
        ([f"{EN}/{NAME}.txt"], {"source": "corpora/zh"}),
        ([], {"sister": (f"{EN}/{NAME}.txt", f"{WEB}/{NAME}.html")}),
    ],
    ids=["alone and sisters", "with a source", "sisters that are named"],
)
def test_tells_what_the_local_engine_tells(
    paths: list[str], options: dict[str, object], master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
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


def faulty(prepare: Callable[..., Article], document: Document, renderings: object) -> Article:
    if any(RAISE in text.text for text in document.texts):
        message = "a part under test"
        raise RuntimeError(message)
    return prepare(document, renderings)


def faulty_pieces(
    stream: Readable, found: files.Input, *given: object, cut: Callable[..., Iterator[Piece]], **options: object
) -> Iterator[Piece]:
    if found.path.name == UNREADABLE:
        message = "a format under test"
        raise RuntimeError(message)
    return cut(stream, found, *given, **options)


def with_a_faulty_format(
    rows: Iterator[Row], *, work: Callable[..., Iterator[Row]], **sent: object
) -> Iterator[Row]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passes, "pieces", partial(faulty_pieces, cut=passes.pieces))
        yield from work(rows, **sent)


def with_a_faulty_part(
    rows: Iterator[Row], *, work: Callable[..., Iterator[Row]], **sent: object
) -> Iterator[Row]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparation, "prepare", partial(faulty, preparation.prepare))
        yield from work(rows, **sent)


def test_what_is_broken_is_told_and_the_rest_goes_on(
    master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "poisoned"
    folder.mkdir()
    (folder / "good.txt").write_text(WORDS, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "invalid.jsonl").write_bytes(b'{"text": "\xff\xfe\x00"}\n' + json.dumps({"text": WORDS}).encode())
    (folder / "broken.jsonl").write_text(json.dumps({"text": WORDS}) + "\n{no JSON\n", "utf-8")
    (folder / "long.jsonl").write_text(json.dumps({"text": WORDS, "more": "x" * (50 << 20)}), "utf-8")
    (folder / "truncated.txt.gz").write_bytes(gzip.compress(WORDS.encode() * 100)[:-20])
    (folder / "whole.txt.gz").write_bytes(gzip.compress(WORDS.encode()))
    (folder / "raises.jsonl").write_text(
        "".join(json.dumps({"text": text}) + "\n" for text in [WORDS, f"{RAISE}.", WORDS]), "utf-8"
    )
    (folder / "_unseen.txt").write_text(WORDS, "utf-8")
    (folder / UNREADABLE).write_text(WORDS, "utf-8")
    monkeypatch.setattr(spark_tasks, "cut", partial(with_a_faulty_format, work=spark_tasks.cut))
    monkeypatch.setattr(spark_tasks, "first", partial(with_a_faulty_part, work=spark_tasks.first))
    made = spark.check([str(folder)], SMALL, str(tmp_path / "results"), master=master)
    monkeypatch.setattr(preparation, "prepare", partial(faulty, preparation.prepare))
    monkeypatch.setattr(passes, "pieces", partial(faulty_pieces, cut=passes.pieces))
    (folder / "_unseen.txt").unlink()
    same = local.one_by_one(inputs.find([str(folder)]), passes.tools(SMALL)).results
    got = told(tmp_path / "results")
    failures = [json.loads(line) for line in got.failures]
    unseen = [failure for failure in failures if failure["path"] == "poisoned/_unseen.txt"]
    assert "names that begin with _" in unseen[0]["reason"]
    assert sorted((f["path"], f["reason"]) for f in failures if f not in unseen) == sorted(
        (f.path, f.reason) for f in same.failures
    )
    assert sorted({f.path for f in same.failures}) == [
        f"poisoned/{name}"
        for name in (
            "broken.jsonl",
            "empty.txt",
            "invalid.jsonl",
            "raises.jsonl",
            "truncated.txt.gz",
            UNREADABLE,
        )
    ]
    prints = [json.loads(line)["fingerprint"] for line in got.parts if '"type":"finding"' in line]
    assert sorted(prints) == sorted(finding.fingerprint for finding in same.findings)
    assert made.exit_code == 2


def test_what_is_to_be_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UsageError, match=r"pip install 'xindaya\[spark\]'"), spark.session(None):
        pass

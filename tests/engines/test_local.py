"""Worker processes: the same results for any number, whatever dies, and after a stop nothing is done twice."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import sleep

import msgspec
import pytest

from tests.engines import faults
from toolkit import analysis, census, termbases
from toolkit.engines import corpus, inputs, local, passes, shards, stages
from toolkit.engines.passes import Specification
from toolkit.engines.shards import Folder, Shard
from toolkit.engines.workers import Workers
from toolkit.errors import UsageError
from toolkit.reports import REPORTS
from toolkit.reports.json import Json
from toolkit.results import Analysis
from toolkit.settings import Settings

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "tests" / "checks" / "glossary.csv"
SPECIFICATION = Specification(termbase=termbases.load(GLOSSARY))
TERMS = [
    "new three",
    "new trio",
    "three new samples",
    "SMEs",
    "small and medium-sized enterprises",
    "output value",
]
SISTERS = (
    "Exports of {} rose by 3.5 percent to 48.21 billion yuan in 2023, of Jilin by 17 percent to 9,460 cars.\n"
)


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of articles, two of them sisters, and let shards be small."""
    monkeypatch.setattr(shards, "SMALLEST", 600)
    monkeypatch.chdir(tmp_path)
    dice = random.Random(7)  # noqa: S311 - nobody is to be kept from guessing
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(10):
        words = (f"In {dice.randint(1990, 2024)} the the {dice.choice(TERMS)} grew well. " for _ in range(10))
        (folder / f"{number}.txt").write_text("".join(words))
    records = ({"text": f"Sales of the {dice.choice(TERMS)} grew, it said. {number}"} for number in range(8))
    (folder / "records.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    for name, term in (("sister-a", "new trio"), ("sister-b", "new three")):
        (folder / f"{name}.txt").write_text(SISTERS.format(term))
    (folder / "broken.txt").write_bytes(b"\0\1\2\3")
    return folder


def found() -> inputs.Inputs:
    return inputs.find(["articles"])


def into(output: Path, **options: object) -> corpus.Manifest:
    given = {"jobs": 2, "progress": local.unseen, "report": str} | options
    return corpus.check(found(), SPECIFICATION, output, **given)


def beside(jobs: int, report: Callable[[str], object]) -> Analysis:
    with local.side_by_side(found(), SPECIFICATION, jobs, report=report) as made:
        return analysis.in_memory(made)


def held(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.iterdir()}


def records(output: Path, kind: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for path in sorted(output.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [line for line in lines if line["type"] == kind]


def written(made: Analysis) -> bytes:
    path = Path("results.json")
    with path.open("wb") as stream:
        Json().write(made, stream)
    return path.read_bytes()


def test_of_many_renderings_the_nearest_are_compared_and_the_rest_is_told(articles: Path) -> None:
    for goods in ("automata", "barometers", "calipers", "dynamos"):
        (articles / f"{goods}.txt").write_text(SISTERS.format(goods))
    messages: list[list[str]] = [[], [], []]
    plain = local.one_by_one(found(), passes.tools(SPECIFICATION), report=messages[0].append)
    besides = [beside(jobs, told.append) for jobs, told in zip((0, 2), messages[1:], strict=True)]
    assert [written(made) for made in besides] == [written(plain)] * 2
    assert len(plain.sisters) <= 2 * 6
    assert f"{15 - len(plain.sisters)} further pairs of articles that are alike are not compared" in messages[0]
    assert messages[1:] == messages[:1] * 2


@pytest.mark.usefixtures("articles")
def test_any_number_of_processes_gives_what_the_plain_loop_gives(tmp_path: Path) -> None:
    plain = local.one_by_one(found(), passes.tools(SPECIFICATION))
    lines = passes.count_lines(found().rereadable())
    pieces = (piece for piece in found().pieces() if isinstance(piece, passes.Piece))
    total = census.merge(passes.first(piece, lines, passes.tools(SPECIFICATION)).census for piece in pieces)
    assert len(plain.results.findings) > 20
    assert plain.sisters
    assert plain.results.failures
    for jobs in (0, 1, 2, 4):
        messages: list[str] = []
        made = beside(jobs, messages.append)
        assert written(made) == written(plain)
        assert made == plain
        assert len(messages) == 1
    work = tmp_path / "work"
    work.mkdir()
    folder = Folder(work)
    number = stages.run(found(), SPECIFICATION, folder, jobs=0, progress=local.unseen, report=str)
    assert number > 3
    assert census.merge(each.census for each in stages.counted(folder, number)) == total
    into(tmp_path / "out", jobs=0)
    for kind in ("finding", "occurrence", "document", "failure"):
        expected = msgspec.to_builtins(getattr(plain.results, f"{kind}s"))
        assert records(tmp_path / "out", kind) == [
            {"type": kind} | msgspec.json.decode(msgspec.json.encode(each)) for each in expected
        ]
    summary = json.loads((tmp_path / "out" / "summary.json").read_bytes())
    totals = msgspec.to_builtins(plain.results.totals) | {
        "compliance_interval": None,
        "consistency_interval": None,
    }
    assert summary["totals"] == totals
    for mine, theirs in zip(summary["consistency"], plain.results.consistency, strict=True):
        assert (mine["concept"], mine["dominant_share"], mine["entropy"]) == (
            theirs.concept,
            theirs.dominant_share,
            theirs.entropy,
        )


@pytest.mark.usefixtures("articles")
def test_results_in_files_are_those_in_memory() -> None:
    with local.side_by_side(found(), SPECIFICATION, 0) as made:
        held = analysis.in_memory(made)
        marks = list(held.snippets)
        assert list(made.snippets) == marks
        assert len(made.snippets) == len(marks)
        assert [made.snippets[mark] for mark in reversed(marks)] == [
            held.snippets[mark] for mark in reversed(marks)
        ]
        assert made.snippets.get("none") is None
        findings, expected = made.results.findings, held.results.findings
        assert len(findings) == len(expected) > 20
        assert (findings[3], findings[-1], findings[5:7]) == (expected[3], expected[-1], expected[5:7])
        streaming = [name for name in REPORTS.names() if REPORTS.load(name).streams]
        assert {"csv", "json", "jsonl", "text"} <= {*streaming}
        for name in streaming:
            files, memory = BytesIO(), BytesIO()
            REPORTS.build(name).write(made, files)
            REPORTS.build(name).write(held, memory)
            assert files.getvalue() == memory.getvalue()


@contextmanager
def killing(folder: Path) -> Iterator[list[int]]:
    """Kill the worker that says that it waits; what was killed is in the list."""
    killed: list[int] = []

    def kill() -> None:
        while not (folder / faults.PID).exists():
            sleep(0.01)
        pid = int((folder / faults.PID).read_text())
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    thread = Thread(target=kill, daemon=True)
    thread.start()
    yield killed
    thread.join(1)


@pytest.mark.parametrize("fault", [faults.wait_in_pass_one, faults.wait_in_pass_two])
def test_a_worker_that_is_killed_changes_nothing(
    fault: Callable[..., None], articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = articles / "5.txt"
    path.write_text(f"{path.read_text()}\n{faults.WAIT}.\n")
    into(tmp_path / "control", jobs=0)
    monkeypatch.setattr(shards, "begin", fault)
    with killing(tmp_path) as killed:
        into(tmp_path / "out")
    assert len(killed) == 1
    assert not Path(f"/proc/{killed[0]}").exists()
    assert held(tmp_path / "out") == held(tmp_path / "control")


@pytest.mark.parametrize("fault", [faults.die, faults.die_in_pass_two])
def test_the_record_that_a_process_dies_of_is_found_and_left_out(
    fault: Callable[..., None], articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = articles / "records.jsonl"
    lines = path.read_text().splitlines()
    lines[5] = json.dumps({"text": f"The the new trio. {faults.DIE}."})
    path.write_text("\n".join(lines))
    monkeypatch.setattr(shards, "begin", fault)
    assert into(tmp_path / "out", jobs=1).exit_code == 2
    (tmp_path / "out").rename(tmp_path / "faulty")
    lines[5] = ""
    path.write_text("\n".join(lines))
    monkeypatch.setattr(shards, "begin", faults.begin)
    into(tmp_path / "out", jobs=0)
    failures = [(each["path"], each["reason"]) for each in records(tmp_path / "faulty", "failure")]
    told = [(each["path"], each["reason"]) for each in records(tmp_path / "out", "failure")]
    dead = ("articles/records.jsonl", "record 6: a process dies of it, perhaps for want of memory")
    assert [failure for failure in failures if failure not in told] == [dead]
    places = [(f["document"], f["part"], f["rule"]) for f in records(tmp_path / "faulty", "finding")]
    assert places == [(f["document"], f["part"], f["rule"]) for f in records(tmp_path / "out", "finding")]


def test_poisoned_inputs_fail_and_the_run_goes_on(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "raises.txt").write_text(f"The new trio. {faults.RAISE}.\n")
    whole = gzip.compress(b"The the new trio grew.\n" * 1000)
    (articles / "truncated.txt.gz").write_bytes(whole[:-20])
    line = b'{"text": "The new \xff\xfe trio."}\n{"text": "The new three"\n{"text": "The the new trio."}\n'
    (articles / "utf8.jsonl").write_bytes(b'{"text": "The new three sell well."}\n' * 50 + line)
    monkeypatch.setattr(passes, "LONGEST", 1 << 20)
    monkeypatch.setattr(shards, "begin", faults.die)
    manifest = into(tmp_path / "out")
    failed = {str(each["path"]): str(each["reason"]) for each in records(tmp_path / "out", "failure")}
    assert manifest.exit_code == 2
    assert failed.keys() == {
        "articles/broken.txt",
        "articles/raises.txt",
        "articles/truncated.txt.gz",
        "articles/utf8.jsonl",
    }
    assert failed["articles/raises.txt"] == "ZeroDivisionError('division by zero')"
    assert "gzip" in failed["articles/truncated.txt.gz"]
    assert "no JSON object" in failed["articles/utf8.jsonl"]
    assert len(records(tmp_path / "out", "document")) == 15


class Stopped(BaseException):
    """Stands for an interrupt."""


def stopping_at(folder: Path, pattern: str) -> stages.Progress:
    """Return what stops a run when there are two files like that."""

    @contextmanager
    def progress(label: str, length: int) -> Iterator[Callable[[int], object]]:  # noqa: ARG001 - of the type
        def passed(_: int) -> None:
            if len(list(folder.glob(pattern))) > 1:
                raise Stopped

        yield passed

    return progress


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("pattern", ["*.counted", "*.told"])
def test_a_run_that_was_stopped_goes_on_where_it_was(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    into(tmp_path / "control", jobs=0)
    with pytest.raises(Stopped):
        into(output, progress=stopping_at(output / ".work", pattern))
    done = {path.name for path in (output / ".work").iterdir() if path.suffix in {".counted", ".told"}}
    assert len(done) > 1
    again: list[str] = []
    monkeypatch.setattr(Workers, "map", noting(Workers.map, again))
    messages: list[str] = []
    into(output, report=messages.append)
    assert messages[0] == f"{output}: going on with a run that was stopped"
    assert not done & set(again)
    every = {
        f"{at:05}{suffix}" for at in range(len(list(output.glob("part-*")))) for suffix in (".counted", ".told")
    }
    assert done | set(again) == every
    assert held(output) == held(tmp_path / "control")
    messages.clear()
    again.clear()
    into(output, report=messages.append)
    assert "complete since an earlier run" in messages[0]
    assert again == []


def noting(sends: Callable[..., Iterator[object]], sent: list[str]) -> Callable[..., Iterator[object]]:
    """Return what sends tasks to workers, and notes those that do a pass over a shard by what is left of them."""
    suffixes = {shards.prepare: ".counted", shards.inspect: ".told"}

    def noted(workers: Workers, function: Callable[[object], object], tasks: Iterable[object]) -> Iterator[object]:
        def passing() -> Iterator[object]:
            for task in tasks:
                if isinstance(task, Shard) and function in suffixes:
                    sent.append(f"{task.number:05}{suffixes[function]}")
                yield task

        return sends(workers, function, passing())

    return noted


def test_a_folder_is_not_mixed_up(articles: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    into(output, jobs=0)
    first = held(output)
    (articles / "0.txt").write_text("The new trio.")
    with pytest.raises(UsageError, match=r"over other inputs.*--overwrite"):
        into(output)
    assert held(output) == first
    into(output, overwrite=True, jobs=0)
    assert held(output) != first
    with corpus.alone_in(output), pytest.raises(UsageError, match="another run is writing there"):
        into(output, overwrite=True)
    other = msgspec.structs.replace(SPECIFICATION, settings=Settings(ignore=("repeated-word",)))
    with pytest.raises(UsageError, match="with other settings"):
        corpus.check(found(), other, output, jobs=1, progress=local.unseen, report=str)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").touch()
    with pytest.raises(UsageError, match="holds no results"):
        into(tmp_path / "notes", overwrite=True)


def test_a_run_whose_parent_is_killed_leaves_no_process_and_goes_on(articles: Path, tmp_path: Path) -> None:
    (articles / "many.jsonl").write_text(json.dumps({"text": "The the new trio grew. " * 40_000}) + "\n")
    arguments = [
        "check",
        "articles",
        "--glossary",
        str(GLOSSARY),
        "--format",
        "jsonl",
        "--jobs",
        "2",
        "--output",
        "out/",
    ]
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    while not (tmp_path / "out" / ".work" / "lines").exists():
        assert process.poll() is None
        sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for _ in range(1000):
        if not group(process.pid):
            break
        sleep(0.01)
    assert group(process.pid) == []
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert b"going on with a run that was stopped" in done.stderr
    assert done.returncode == 2
    assert json.loads((tmp_path / "out" / "manifest.json").read_bytes())["complete"]


def group(leader: int) -> list[int]:
    """Return the processes of a group that live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found += [int(path.parent.name)] if int(fields[2]) == leader and fields[0] != "Z" else []
    return found

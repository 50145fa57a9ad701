"""A folder of results: what is killed at any place, damaged, or laid there by others is no result."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from toolkit import files, termbases
from toolkit.engines import corpus, inputs, local, stages
from toolkit.engines.corpus import MANIFEST
from toolkit.engines.passes import Specification
from toolkit.errors import OutputError, UsageError
from toolkit.settings import Settings

ROOT = Path(__file__).parents[2]
SPECIFICATION = Specification(termbase=termbases.load(ROOT / "tests" / "checks" / "glossary.csv"))


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder for results, beside a text to check."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("The the new trio grew.\n")
    return tmp_path / "out"


def into(
    output: Path, path: str = "a.txt", *, specification: Specification = SPECIFICATION, **options: object
) -> str:
    """Check a file and return what was reported."""
    told: list[str] = []
    given = {"jobs": 0, "progress": local.unseen, "report": told.append} | options
    corpus.check(inputs.find([path]), specification, output, **given)
    return "\n".join(told)


def interrupt(*_: object, **__: object) -> None:
    """Stand for what is interrupted."""
    raise KeyboardInterrupt


def stopped(output: Path, monkeypatch: pytest.MonkeyPatch, before: str = "_compare", **options: object) -> str:
    """Begin a run and stop it before a stage; return what was reported."""
    told: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(stages.Stages, before, interrupt)
        with pytest.raises(KeyboardInterrupt):
            into(output, report=told.append, **options)
    return "\n".join(told)


@pytest.mark.parametrize("name", ["part-00000.jsonl", corpus.SUMMARY, corpus.DOCUMENTS, corpus.QUARANTINE])
def test_an_overwriting_that_was_killed_leaves_nothing_that_says_complete(
    name: str, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into(output)
    before = (output / "part-00000.jsonl").read_bytes()
    unlink = Path.unlink

    def killed(self: Path, *, missing_ok: bool = False) -> None:
        unlink(self, missing_ok=missing_ok)
        if self.name == name:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", killed)
        with pytest.raises(KeyboardInterrupt):
            into(output, overwrite=True)
    assert not msgspec.json.decode((output / MANIFEST).read_bytes())["complete"]
    assert "going on" in into(output)
    assert (output / "part-00000.jsonl").read_bytes() == before


def test_a_complete_run_of_which_a_file_is_gone_is_not_complete(output: Path) -> None:
    into(output)
    (output / "part-00000.jsonl").unlink()
    with pytest.raises(UsageError, match=r"part-00000\.jsonl is gone.*--overwrite"):
        into(output)


def test_what_runs_have_not_written_stays(output: Path) -> None:
    into(output)
    own = {path.name for path in output.iterdir()}
    theirs = {"part-notes.jsonl", "part-1.jsonl", ".xindaya-clean.jsonl", ".xindaya-notes"}
    for name in theirs:
        (output / name).touch()
    for name in (".xindaya-ab_1cd2e", "part-00007.jsonl"):  # of runs that were killed
        (output / name).touch()
    into(output, overwrite=True)
    assert {path.name for path in output.iterdir()} == own | theirs


def test_what_cannot_be_read_twice_is_never_taken_for_what_was_read(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo("pipe")
    Path("-").touch()
    for path in (files.STDIN, "pipe"):
        given = inputs.find([path])
        assert given.digest() == ""
        manifest = corpus.begun(given, SPECIFICATION)
        output.mkdir(exist_ok=True)
        for complete in (False, True):
            (output / MANIFEST).write_bytes(
                msgspec.json.encode(msgspec.structs.replace(manifest, complete=complete))
            )
            with pytest.raises(UsageError, match=r"never known again.*--overwrite"):
                corpus.earlier(output, manifest)
    assert stopped(output, monkeypatch, "run", path=files.STDIN, overwrite=True) == ""


def linked(work: Path) -> None:
    """Put a link in the place of the work folder."""
    work.rename(work.with_name("elsewhere"))
    work.symlink_to(work.with_name("elsewhere"))


def test_an_interrupted_run_says_that_it_goes_on(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stopped(output, monkeypatch) == f"{output}: stopped; the same command goes on there"
    told = stopped(output, monkeypatch, overwrite=True)
    assert told == f"{output}: stopped; the same command without --overwrite goes on there"
    assert into(output) == f"{output}: going on with a run that was stopped"


@pytest.mark.parametrize("lay", [linked, lambda work: work.chmod(0o770), lambda work: work.chmod(0o701)])
def test_a_work_folder_that_others_may_write_to_is_not_trusted(
    lay: Callable[[Path], None], output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(output, monkeypatch)
    lay(output / ".work")
    with pytest.raises(UsageError, match=r"\.work: it is no folder of this user alone.*--overwrite"):
        into(output)
    into(output, overwrite=True)
    assert not (output / ".work").is_symlink()
    assert not (output / ".work").exists()


def test_a_work_folder_of_somebody_else_is_not_trusted(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(output, monkeypatch)
    monkeypatch.setattr(os, "getuid", lambda: (output / ".work").stat().st_uid + 1)
    with pytest.raises(UsageError, match="of this user alone"):
        into(output)


def test_a_work_folder_that_cannot_be_deleted_is_not_mixed_up(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(output, monkeypatch)
    before = (output / MANIFEST).read_bytes()
    other = msgspec.structs.replace(SPECIFICATION, inline=False)

    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    with monkeypatch.context() as patch:
        patch.setattr(corpus, "rmtree", refuse)
        with pytest.raises(OutputError, match=r"\.work: cannot be deleted \(Permission denied\)"):
            into(output, specification=other, overwrite=True)
    assert (output / MANIFEST).read_bytes() == before


def cut_short(path: Path) -> None:
    """Take the end of a file away."""
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("harm", [Path.unlink, cut_short, lambda path: path.write_bytes(b"PK\3\4")])
@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("00000.counted", "_compare"),
        ("00000.articles", "_pass_two"),
        ("compared", "_pass_two"),
        ("lines", "_pass_one"),
    ],
)
def test_a_damaged_work_folder_is_one_error(
    harm: Callable[[Path], None], name: str, before: str, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(output, monkeypatch, before)
    harm(output / ".work" / name)
    if harm is Path.unlink and name in {"compared", "lines"}:  # which say that a stage is done, and are made again
        assert into(output)
        return
    with pytest.raises(UsageError, match=r"left there is damaged.*--overwrite"):
        into(output)
    into(output, overwrite=True)


def test_a_part_that_is_gone_before_the_end_is_damage(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(corpus, "sum_up", interrupt)
        with pytest.raises(KeyboardInterrupt):
            into(output)
    (output / "part-00000.jsonl").unlink()
    with pytest.raises(UsageError, match=r"left there is damaged.*--overwrite"):
        into(output)


def test_what_differs_from_the_run_in_a_folder_is_told(output: Path) -> None:
    into(output)
    settings = msgspec.structs.replace(SPECIFICATION, settings=Settings(ignore=("repeated-word",)))
    glossary = msgspec.structs.replace(SPECIFICATION, termbase=termbases.load(termbases.shipped()))
    Path("b.txt").write_text("Two.\n")
    for specification, path, told in (
        (settings, "a.txt", "it holds a run with other settings;"),
        (glossary, "a.txt", "it holds a run with another glossary;"),
        (SPECIFICATION, "b.txt", "it holds a run over other inputs;"),
        (settings, "b.txt", "it holds a run with other settings and over other inputs;"),
    ):
        with pytest.raises(UsageError, match=told):
            into(output, path, specification=specification)
    data = msgspec.json.decode((output / MANIFEST).read_bytes())
    data |= {"specification": "other", "tool": {"name": "xindaya", "version": "0.0.9"}}
    (output / MANIFEST).write_bytes(msgspec.json.encode(data))
    with pytest.raises(UsageError, match=r"it holds a run of version 0\.0\.9;"):
        into(output)


def test_there_are_systems_without_locks_and_without_a_choice_of_processors(tmp_path: Path) -> None:
    lines = [
        "import os, sys",
        "sys.modules['fcntl'] = None",
        "del os.sched_getaffinity",
        "from pathlib import Path",
        "from toolkit.engines import corpus, inputs, local",
        "with corpus.alone_in(Path('out')):",
        "    print(local.jobs_for(inputs.find(['large.txt'])) == os.cpu_count(), Path('out').is_dir())",
    ]
    (tmp_path / "large.txt").write_bytes(b" " * (local.WORTH_PROCESSES + 1))
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "True True\n", done.stderr

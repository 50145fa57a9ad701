"""Corpora on the command line: results in a folder, several processes, and what is not done twice."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from toolkit.cli import app
from toolkit.errors import UsageError

GLOSSARY = str(Path(__file__).parents[1] / "checks" / "glossary.csv")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, words in (
        ("a", "The three new samples."),
        ("b", "The new\u200b trio sells."),
        ("c", "Prices rose."),
    ):
        path = tmp_path / "articles" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, "utf-8")
    return tmp_path


def check(*options: str) -> Result:
    return run("check", "articles", "--glossary", GLOSSARY, "--format", "jsonl", "--jobs", "1", *options)


def test_a_folder_takes_results_in_parts_and_a_complete_run_is_not_done_again() -> None:
    printed = check().stdout
    done = check("--output", "results/")
    assert (done.exit_code, done.stdout) == (1, "results/: 3 documents, 0 failures, 4 files\n")
    lines = [line for path in sorted(Path("results").glob("*.jsonl")) for line in path.read_text().splitlines()]
    told = [line for line in printed.splitlines() if json.loads(line)["type"] not in {"run", "consistency"}]
    assert sorted(lines) == sorted(told)
    assert not Path("results/.work").exists()
    before = {path.name: path.stat().st_mtime_ns for path in Path("results").iterdir()}
    again = check("--output", "results")
    assert (again.exit_code, again.stdout) == (1, done.stdout.replace("/", ""))
    assert "complete since an earlier run" in again.stderr
    assert {path.name: path.stat().st_mtime_ns for path in Path("results").iterdir()} == before


def test_results_do_not_go_where_a_glob_finds_them() -> None:
    done = run("check", "articles/*", "--format", "jsonl", "--output", "articles/out/")
    assert isinstance(done.exception, UsageError)
    assert (
        str(done.exception)
        == "articles/out/ is in articles/*, and the next run would read what is written; name one outside"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--output", "results/", "--write-baseline", "known.json"), "no --write-baseline"),
        (("--output", "results/", "--format", "json"), "takes --format jsonl"),
        (("--output", "articles/results/"), "is in articles, and the next run"),
        (("--output", "notes/"), "holds no results of this command"),
    ],
)
def test_what_cannot_go_into_a_folder_is_said(options: tuple[str, ...], message: str) -> None:
    Path("notes").mkdir()
    Path("notes/mine.txt").touch()
    done = check(*options)
    assert isinstance(done.exception, UsageError)
    assert message in str(done.exception)
    assert not Path("results").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_clean_does_no_file_again_that_is_done_and_unchanged(jobs: str) -> None:
    def clean(*options: str) -> tuple[list[str], str]:
        done = run("clean", "articles", "--output", "cleaned", "--jobs", jobs, *options)
        assert done.exit_code == 0, done.stderr
        files = sorted(Path("cleaned").rglob("*.txt"))
        fresh = [path.stem for path in files if path.read_text("utf-8") != "mine"]
        for path in files:
            path.write_text("mine", "utf-8")
        return fresh, done.stderr

    assert clean() == (["a", "b", "c"], "")
    assert clean() == (["a", "b", "c"], "")  # what others have changed is done again
    run("clean", "articles", "--output", "cleaned", "--jobs", jobs)
    Path("articles/b.txt").write_text("The new trio.", "utf-8")
    before = Path("cleaned/articles/a.txt").stat().st_mtime_ns
    done = run("clean", "articles", "--output", "cleaned", "--jobs", jobs)
    assert "2 files are clean since an earlier run" in done.stderr
    assert Path("cleaned/articles/a.txt").stat().st_mtime_ns == before
    assert Path("cleaned/articles/b.txt").read_text("utf-8") == "The new trio."
    assert "earlier run" not in run("clean", "articles", "--output", "cleaned", "--text").stderr
    assert "earlier run" not in run("clean", "articles", "--output", "cleaned", "--text", "--overwrite").stderr

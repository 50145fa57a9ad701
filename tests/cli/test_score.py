"""xindaya score as a user meets it."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import run

SAMPLE = tomllib.loads((Path(__file__).parents[1] / "metrics" / "sample.toml").read_text("utf-8"))
GLOSSARY = (
    "zh,en,status\n新三样,new three,preferred\n新三样,three new samples,deprecated\n消费,consumption,preferred\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "zh": SAMPLE["source"],
        "r": SAMPLE["references"][0],
        "r2": SAMPLE["references"][1],
        **SAMPLE["systems"],
    }
    for name, lines in texts.items():
        (tmp_path / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (tmp_path / "terms.csv").write_text(GLOSSARY, "utf-8")
    return tmp_path


def scored(folder: Path, *arguments: str) -> dict[str, Any]:
    done = run("score", *arguments, "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_json_follows_the_contract(folder: Path) -> None:
    result = scored(folder, "a.txt", "b.txt", "-r", "r.txt", "-r", "r2.txt", "--paired", "bootstrap")
    assert (result["version"], result["aligned"]) == (1, False)
    assert [system["name"] for system in result["systems"]] == ["a.txt", "b.txt"]
    for system in result["systems"]:
        assert [score["metric"] for score in system["scores"]] == ["bleu", "chrf"]
        for score in system["scores"]:
            assert set(score) == {"metric", "value", "low", "high", "signature", "n"}
            assert score["signature"].startswith("nrefs:2|")
    assert [(each["metric"], each["system"]) for each in result["paired"]] == [
        ("bleu", "a.txt"), ("bleu", "b.txt"), ("chrf", "a.txt"), ("chrf", "b.txt"),
    ]  # fmt: skip


def test_metrics_of_terms_and_intervals(folder: Path) -> None:
    options = ["-s", "zh.txt", "-g", "terms.csv", "-m", "compliance", "--confidence", "--resamples", "50"]
    (system,) = scored(folder, "a.txt", *options)["systems"]
    (score,) = system["scores"]
    assert (score["value"], score["n"]) == (2 / 3, 3)
    assert score["low"] <= score["value"] <= score["high"]


def test_without_a_source_it_says_that_adequacy_is_not_measured(folder: Path) -> None:
    arguments = ["a.txt", "-g", "terms.csv", "-m", "consistency"]
    assert "adequacy" in scored(folder, *arguments)["notes"][0]
    assert b"adequacy" in run("score", *arguments, cwd=folder).stderr


def test_repaired_text_stands_beside_what_was_read(folder: Path) -> None:
    text = (folder / "b.txt").read_text("utf-8")
    (folder / "b.txt").write_text(text.replace("industry", "in\u200bdus\u200btry"), "utf-8")
    raw, repaired = scored(folder, "b.txt", "-r", "r.txt", "-m", "bleu")["systems"]
    assert (raw["name"], raw["repaired"]) == ("b.txt", False)
    assert (repaired["name"], repaired["repaired"]) == ("b.txt (repaired)", True)
    assert raw["scores"][0]["value"] < repaired["scores"][0]["value"]


def test_documents_are_aligned_first(folder: Path) -> None:
    for name in ("a", "r", "r2", "zh"):
        text = (folder / f"{name}.txt").read_text("utf-8")
        (folder / f"{name}.txt").write_text(text.replace("\n", " ", 2 if name == "a" else 1), "utf-8")
    result = scored(folder, "a.txt", "-r", "r.txt", "-r", "r2.txt", "-s", "zh.txt", "--align")
    assert result["aligned"]
    assert result["systems"][0]["scores"][0]["n"] > 1
    assert b"documents aligned by sentence" in run("score", "a.txt", "-r", "r.txt", "--align", cwd=folder).stdout


def test_json_lines_and_their_documents(folder: Path) -> None:
    rows = zip(SAMPLE["systems"]["a"], "xxyy", strict=True)
    lines = [json.dumps({"text": text, "document": document}) for text, document in rows]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (system,) = scored(folder, "a.jsonl", "-s", "zh.txt", "-g", "terms.csv", "-m", "compliance")["systems"]
    assert system["scores"][0]["signature"].startswith("docs:2|")
    (folder / "a.jsonl").write_text('{"text": "x"}\n{"txt": 1}\n', "utf-8")
    done = run("score", "a.jsonl", "-r", "r.txt", cwd=folder)
    assert done.returncode == 2
    assert b"a.jsonl: line 2: " in done.stderr


def test_another_tokenizer_for_chinese_is_warned_of(folder: Path) -> None:
    for name, lines in (("h", SAMPLE["chinese"]), ("q", SAMPLE["chinese_reference"])):
        (folder / f"{name}.txt").write_text("\n".join(lines), "utf-8")
    assert b"tok:zh" in run("score", "h.txt", "-r", "q.txt", cwd=folder).stdout
    done = run("score", "h.txt", "-r", "q.txt", "--tokenize", "13a", cwd=folder)
    assert b"tok:13a" in done.stdout
    assert b"tokenizer 13a" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["a.txt", "-r", "short.txt"],
            b"a.txt has 4 segments, short.txt has 1; documents that do not go line by ",
        ),
        (["a.txt"], b"bleu needs a reference"),
        (["a.txt", "-r", "r.txt", "--paired", "ar"], b"name two or more"),
        (["a.txt", "./a.txt", "-r", "r.txt", "--paired", "ar"], b"a.txt and a.txt are one and the same file"),
        (["empty.txt", "-r", "r.txt"], b"empty.txt: the file is empty"),
        (["a.txt", "-r", "empty.txt"], b"empty.txt: the file is empty"),
        (
            ["a.txt", "b.txt", "-s", "zh.txt", "-m", "compliance", "--paired", "ar"],
            b"compliance has no paired test",
        ),
        (["a.txt", "-r", "r.txt", "-m", "blue"], b"no metric is called 'blue'; did you mean 'bleu'?"),
        (["a.txt", "-r", "r.txt", "--tokenize", "mecab"], b"bleu: Invalid enum value 'mecab'"),
        (["a.txt", "--align"], b"--align pairs sentences"),
        (["-", "-r", "-"], b"standard input can be read once"),
        (["none.txt", "-r", "r.txt"], b"none.txt: No such file"),
        (["a.txt", "-r", "r.txt", "-o", "r.txt"], b"r.txt is an input"),
    ],
)
def test_wrong_use_is_told(folder: Path, arguments: list[str], message: bytes) -> None:
    (folder / "short.txt").write_text("x\n")
    (folder / "empty.txt").touch()
    done = run("score", *arguments, cwd=folder)
    assert done.returncode == 2
    assert message in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_interval_over_few_segments_is_warned_of(folder: Path) -> None:
    assert b"4 segments are few" in run("score", "a.txt", "-r", "r.txt", "--confidence", cwd=folder).stderr
    assert run("score", "a.txt", "-r", "r.txt", cwd=folder).stderr == b""
    for name in ("a.txt", "r.txt"):
        (folder / name).write_text((folder / name).read_text("utf-8") * 8, "utf-8")
    assert run("score", "a.txt", "-r", "r.txt", "--confidence", cwd=folder).stderr == b""


def test_text_fits_a_terminal_of_80_columns(folder: Path) -> None:
    done = run("score", "a.txt", "b.txt", "-r", "r.txt", "--confidence", "--resamples", "50", cwd=folder)
    assert max(map(len, done.stdout.decode().splitlines())) <= 80

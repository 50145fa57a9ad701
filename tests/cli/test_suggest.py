"""xindaya glossary suggest, as a user meets it."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from toolkit import termbases
from toolkit.cli import app
from toolkit.errors import UsageError

GLOSSARY = "zh,en,status\n新三样,new three,preferred\n新三样,new three samples,deprecated\n"


def suggest(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["glossary", "suggest", *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text('Kelp farms sell the "new three". Kelp farms grow.\n', "utf-8")
    (articles / "b.txt").write_text("Tidal turbines and the new three samples. A kelp farm sells.\n", "utf-8")
    (articles / "c.txt").write_text("各地建设独角企业。独角企业出口“新三样”。\n", "utf-8")
    (tmp_path / "g.csv").write_text(GLOSSARY, "utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_it_prints_a_glossary_to_fill_in() -> None:
    done = suggest("articles", "--glossary", "g.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    rows = list(csv.DictReader(StringIO(done.stdout)))
    written = [(row["zh"], row["en"], row["status"]) for row in rows]
    assert written[0] == ("", "kelp farms", "")
    assert ("独角企业", "", "") in written
    assert rows[0]["note"].startswith(
        "noun phrase, 3 times in 2 articles | articles/a.txt:1:1 [Kelp farms] sell the"
    )
    assert not {"new three", "new three samples", "新三样"} & {row["zh"] or row["en"] for row in rows}


def test_what_is_filled_in_joins_the_glossary(folder: Path) -> None:
    found = folder / "found.csv"
    assert suggest(str(folder / "articles"), "-g", "g.csv", "--output", str(found)).exit_code == 0
    found.write_text(
        found.read_text("utf-8").replace(",kelp farms,,", "海带养殖场,kelp farms,preferred,"), "utf-8"
    )
    concept = termbases.load(found)["海带养殖场"]
    assert concept.preferred == "kelp farms"
    assert "3 times in 2 articles" in next(concept.terms("en")).note
    again = suggest(str(folder / "articles"), "--glossary", str(found)).stdout
    assert "kelp farms" not in {row["en"] for row in csv.DictReader(StringIO(again))}


@pytest.mark.usefixtures("folder")
def test_options() -> None:
    def suggested(*options: str) -> list[tuple[str, str, int]]:
        done = suggest("articles", "-g", "g.csv", "--format", "json", *options)
        return [(c["language"], c["term"], c["count"]) for c in json.loads(done.stdout)["candidates"]]

    assert {language for language, _, _ in suggested()} == {"en", "zh"}
    assert {language for language, _, _ in suggested("--language", "zh")} == {"zh"}
    assert min(count for _, _, count in suggested("--min-count", "2")) == 2
    assert suggested("--limit", "1") == [("en", "kelp farms", 3)]


def test_json_has_every_context_with_its_place(folder: Path) -> None:
    done = suggest("articles", "-g", "g.csv", "--format", "json")
    results = json.loads(done.stdout)
    assert list(results) == ["version", "tool", "glossaries", "failures", "candidates"]
    best = results["candidates"][0]
    assert [context["document"] for context in best["contexts"]] == [
        "articles/a.txt",
        "articles/a.txt",
        "articles/b.txt",
    ]
    for context in best["contexts"]:
        raw = (folder / context["document"]).read_text("utf-8")
        assert raw[context["start"] : context["end"]] == context["surface"]


@pytest.mark.usefixtures("folder")
def test_text_has_two_lines_for_each() -> None:
    done = suggest("articles", "-g", "g.csv", "--format", "text", "--limit", "1")
    assert done.stdout.splitlines() == [
        "kelp farms  (noun phrase, 3 times in 2 articles)",
        '    articles/a.txt:1:1 [Kelp farms] sell the "new three". Kelp farms grow.',
    ]
    assert "--limit gives more" in done.stderr


def test_a_bad_input_is_one_line_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "articles" / "d.txt").write_bytes(b"")
    done = suggest("articles", "nowhere.txt", "-g", "g.csv", "--format", "json")
    assert done.exit_code == 2
    results = json.loads(done.stdout)
    assert [failure["path"] for failure in results["failures"]] == ["articles/d.txt", "nowhere.txt"]
    assert len(done.stderr.splitlines()) == 2
    assert results["candidates"]


def test_half_a_surrogate_pair_stops_no_output(folder: Path) -> None:
    (folder / "s.jsonl").write_text('{"text": "Kelp farms \\ud800 sell."}\n', "utf-8")
    for output_format in ("csv", "json", "text"):
        done = suggest("s.jsonl", "-g", "g.csv", "--format", output_format)
        assert done.exit_code == 0
        assert "elp farms" in done.stdout


def test_an_input_is_never_written_over(folder: Path) -> None:
    path = folder / "articles" / "a.txt"
    before = path.read_bytes()
    assert isinstance(suggest(str(path), "--output", str(path)).exception, UsageError)
    assert path.read_bytes() == before

"""Two versions of one text at the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from toolkit.cli import app
from toolkit.engines import local
from toolkit.errors import UsageError
from toolkit.settings import Settings
from toolkit.termbase import Termbase

ONE = "Exports of cars from the five provinces rose by 30 percent in the first half. Steel lost 2 percent."
OTHER = "Exports of cars from the five provinces rose 300 percent in the first half. Steel lost 2%."
ZH = "五省汽车出口上半年增长30%。钢铁下降2%。"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"a.txt": ONE, "b.txt": OTHER, "zh.txt": ZH}.items():
        Path(name).write_text(text, "utf-8")


def test_the_place_in_the_other_article_is_told() -> None:
    done = CliRunner().invoke(app, ["check", "b.txt", "--sister", "a.txt", "b.txt", "--format", "json"])
    results = json.loads(done.stdout)
    assert [document["id"] for document in results["documents"]] == ["b.txt", "a.txt"]
    (finding,) = (f for f in results["findings"] if f["rule"] == "number-mismatch")
    (place,) = finding["related"]
    assert OTHER[finding["start"] : finding["end"]] == "300 percent"
    assert (place["role"], place["document"], finding["related_total"]) == ("sister", "a.txt", 1)
    assert ONE[place["start"] : place["end"]] == place["surface"] == "30 percent"
    assert results["totals"]["penalty"] == 0


def test_both_may_have_one_source() -> None:
    given = ["check", "a.txt", "b.txt", "--sister", "a.txt", "b.txt", "--source", "zh.txt"]
    done = CliRunner().invoke(app, [*given, "--select", "number-mismatch"])
    assert "30% " in done.stdout
    assert "source: 30% (zh.txt)" in done.stdout
    assert "sister: 30 percent (a.txt)" in done.stdout


def test_a_report_shows_the_source_and_the_sister() -> None:
    given = ["report", "b.txt", "--sister", "a.txt", "b.txt", "--source", "zh.txt", "--output", "r.html"]
    assert CliRunner().invoke(app, given).exit_code == 0
    page = Path("r.html").read_text("utf-8")
    assert "In the source: <q>30%</q>" in page
    assert "sister: <q>30 percent</q>" in page
    assert '<mark class="told"><u>30</u> percent</mark>' in page


def test_an_analysis_has_the_sentences_side_by_side() -> None:
    found = local.check(["a.txt", "b.txt"], Termbase(), Settings(), sister=("a.txt", "b.txt"))
    (sister,) = found.sisters
    assert (sister.one, sister.other, found.sisters_total) == ("a.txt", "b.txt", 1)
    assert [(pair.one and pair.one.text, pair.other and pair.other.text) for pair in sister.pairs] == [
        ("Exports of cars from the five provinces rose by 30 percent in the first half.", OTHER[:75]),
        ("Steel lost 2 percent.", "Steel lost 2%."),
    ]
    for pair in sister.pairs:
        for passage, raw in ((pair.one, ONE), (pair.other, OTHER)):
            assert passage
            assert raw[passage.start : passage.end] == passage.text


@pytest.mark.parametrize("sister", [("a.txt", "a.txt"), ("a.txt", "none.txt"), ("a.txt", ".")])
def test_it_takes_two_files(sister: tuple[str, str]) -> None:
    done = CliRunner().invoke(app, ["check", "a.txt", "--sister", *sister])
    assert isinstance(done.exception, UsageError)

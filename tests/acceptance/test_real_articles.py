"""The main job on five real articles, found by XINDAYA_SHARED; no sentence of theirs stands here."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import run

SHARED = os.environ.get("XINDAYA_SHARED", "")
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not SHARED, reason="XINDAYA_SHARED does not say where the real articles are"),
]


@pytest.fixture(scope="module")
def raw() -> dict[str, str]:
    folder = Path(SHARED) / "articles"
    return {f"articles/{path.name}": path.read_bytes().decode("utf-8") for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    done = run("check", f"{SHARED}/articles", "--format", "json")
    assert done.returncode == 1
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def renderings(results: dict[str, Any], zh: str, article: str) -> list[str]:
    return [
        occurrence["surface"]
        for occurrence in results["occurrences"]
        if occurrence["zh"] == zh and occurrence["document"].startswith(f"articles/{article}_")
    ]


def test_all_five_are_read(results: dict[str, Any]) -> None:
    assert results["failures"] == []
    assert [document["id"][9:12] for document in results["documents"]] == ["000", "001", "002", "003", "004"]


def test_the_new_three(results: dict[str, Any]) -> None:
    assert renderings(results, "新三样", "002") == ["three new products"]
    assert renderings(results, "新三样", "004") == ["New Three Kinds"]
    rules = {
        (finding["rule"], finding["document"][9:12])
        for finding in results["findings"]
        if finding["zh"] == "新三样"
    }
    assert rules >= {("term-deprecated", "002"), ("term-deprecated", "004")}


def test_specialized_and_new_in_its_wordings(results: dict[str, Any]) -> None:
    found = [
        surface
        for zh in ("专精特新", "专精特新中小企业", "专精特新发展")
        for surface in renderings(results, zh, "003")
    ]
    assert sorted(found) == [
        "development of specialties and new technologies",
        "specialized, new, small and medium-sized enterprises",
        "specialized, specialized and new",
        "specialized, specialized, new, small and medium-sized enterprises",
    ]
    assert renderings(results, "专精特新", "004") == ["specialized and refined new"]


def test_enterprises_above_the_designated_size_in_their_forms(results: dict[str, Any]) -> None:
    forms = {
        (occurrence["document"][9:12], occurrence["surface"].lower())
        for occurrence in results["occurrences"]
        if occurrence["zh"] in {"规模以上工业企业", "规模以上工业增加值", "规模以上工业企业利润"}
    }
    assert {article for article, _ in forms} == {"000", "001", "002", "003", "004"}
    assert ("002", "industrial enterprises above a designated size") in forms
    assert ("002", "industries above a designated size") in forms
    assert ("003", "industrial enterprises above designated size") in forms or any(
        article == "003" and "above designated size" in surface for article, surface in forms
    )
    assert ("004", "industrial enterprises above designated size") in forms


def letters(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character.isalnum())


def test_every_flagged_place_is_quoted_from_the_raw_file(results: dict[str, Any], raw: dict[str, str]) -> None:
    noisy = 0
    for place in [*results["findings"], *results["occurrences"]]:
        quoted = raw[place["document"]][place["start"] : place["end"]]
        assert letters(quoted) == letters(place["surface"]), (quoted, place["surface"])
        noisy += place["document"][9:12] == "003" and quoted != place["surface"]
    assert noisy > 20


def test_lines_and_columns_lead_to_the_same_place(results: dict[str, Any], raw: dict[str, str]) -> None:
    for finding in results["findings"]:
        lines = raw[finding["document"]].split("\n")
        start = sum(len(line) + 1 for line in lines[: finding["line"] - 1]) + finding["column"] - 1
        assert start == finding["start"]


def test_the_scraped_article_becomes_readable(raw: dict[str, str]) -> None:
    (name,) = (name for name in raw if name.startswith("articles/003_"))
    cleaned = run("clean", f"{SHARED}/{name}").stdout.decode()
    assert not set(cleaned) & set("√♠♥♦♣★✔✘←↑→↓↔↕≈≠≤≥∞∑∏§¶€₹₽₩£¥©®™÷×±•βαγδεσφλπΩ")
    assert 0 < len(raw[name]) - len(cleaned) < 1300


@pytest.mark.parametrize("article", ["000", "001", "002", "004"])
def test_a_clean_article_stays_as_it_is(raw: dict[str, str], article: str) -> None:
    (name,) = (name for name in raw if name.startswith(f"articles/{article}_"))
    assert run("clean", f"{SHARED}/{name}").stdout.decode() == raw[name]


def test_the_report_names_every_article_and_term(tmp_path: Path, results: dict[str, Any]) -> None:
    page = tmp_path / "report.html"
    assert run("report", f"{SHARED}/articles", "--output", str(page)).returncode == 0
    text = page.read_text("utf-8").replace("<wbr>", "")
    assert all(Path(document["id"]).name in text for document in results["documents"])
    assert all(row["zh"] in text for row in results["consistency"])

"""Findings to live with: what is suppressed counts nowhere and is told; a baseline only shrinks."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from toolkit.cli import app

GLOSSARY = str(Path(__file__).parent / "checks" / "glossary.csv")
BAD = "In the first half of the year, exports of the three new samples rose by over a third.\n"


def run(*arguments: str) -> Result:
    rules = ["--select", "term-deprecated", "--select", "repeated-word"]
    return CliRunner().invoke(app, ["check", *arguments, "--glossary", GLOSSARY, *rules, "--quiet"])


def checked(*arguments: str) -> dict[str, object]:
    results: dict[str, object] = json.loads(run(*arguments, "--format", "json").stdout)
    return results


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(BAD)
    Path("b.txt").write_text(f"Sales grew grew.\n\n{BAD}")
    return tmp_path


def counted(results: dict[str, object]) -> tuple[int, int, float]:
    """Return how many findings are left, how many are suppressed, and the penalty."""
    totals, findings = results["totals"], results["findings"]
    assert isinstance(totals, dict)
    assert isinstance(findings, list)
    return len(findings), totals["suppressed"], totals["penalty"]


def test_a_baseline_takes_what_is_there_and_lets_new_findings_through() -> None:
    assert run("a.txt", "--write-baseline", "known.json").exit_code == 1
    assert counted(checked("a.txt", "--baseline", "known.json")) == (0, 1, 0)
    assert run("a.txt", "--baseline", "known.json").exit_code == 0
    Path("a.txt").write_text(f"More lines.\n\n{BAD}\nThe the end.\n")
    left, suppressed, _ = counted(checked("a.txt", "--baseline", "known.json"))
    assert (left, suppressed) == (1, 1)


def test_a_baseline_only_shrinks() -> None:
    run("a.txt", "b.txt", "--write-baseline", "known.json")
    whole = json.loads(Path("known.json").read_text())["findings"]
    assert [(each["document"], each["rule"]) for each in whole] == [
        ("a.txt", "term-deprecated"),
        ("b.txt", "repeated-word"),
        ("b.txt", "term-deprecated"),
    ]
    Path("a.txt").write_text("The the new three sell.\n")
    run("a.txt", "b.txt", "--write-baseline", "known.json")
    assert json.loads(Path("known.json").read_text())["findings"] == whole[1:]


@pytest.mark.parametrize(
    "arguments", [("a.txt",), ("a.txt", "nowhere.txt"), ("a.txt", "b.txt", "--ignore", "repeated-word")]
)
def test_what_a_run_leaves_out_stays_in_the_baseline(arguments: tuple[str, ...]) -> None:
    run("a.txt", "b.txt", "--write-baseline", "known.json")
    before = Path("known.json").read_bytes()
    run(*arguments, "--write-baseline", "known.json")
    assert Path("known.json").read_bytes() == before


@pytest.mark.parametrize("content", ["", "[]", '{"findings": [1]}', "\xff"])
def test_a_broken_baseline_is_named(content: str) -> None:
    Path("known.json").write_bytes(content.encode("latin-1"))
    done = run("a.txt", "--baseline", "known.json")
    assert done.exit_code != 0
    assert "known.json" in f"{done.exception} {done.output}"


@pytest.mark.parametrize(
    ("exempt", "left"),
    [
        ('"新三样" = ["term-deprecated"]', 1),
        ('"新三样" = []', 1),
        ('"新三样" = ["repeated-word"]', 3),
        ('"专精特新" = []', 3),
        ('"" = []', 3),
    ],
)
def test_exemptions_are_by_concept_and_counted(exempt: str, left: int) -> None:
    Path("xindaya.toml").write_text(f"exempt = {{ {exempt} }}\n", "utf-8")
    found, suppressed, penalty = counted(checked("a.txt", "b.txt"))
    assert (found, found + suppressed) == (left, 3)
    assert (penalty < 100) == (left == 1)


def test_an_exemption_of_an_unknown_rule_is_refused() -> None:
    Path("xindaya.toml").write_text('exempt = { "新三样" = ["term-wrong"] }\n', "utf-8")
    assert "term-wrong" in str(run("a.txt").exception)


PAGE = "<p>{}</p>\n<p>Exports of the three new samples rose.</p>\n{}<p>Sales of the three new samples fell.</p>\n"
UNIT = 'msgid "新三样出口增长"\nmsgstr "Exports of the three new samples grew."\n'


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("a.html", PAGE.format("<!-- xindaya: allow term-deprecated -->", "\n"), 1),
        ("a.html", PAGE.format("<!-- xindaya: allow term-deprecated -->", ""), 0),
        ("a.html", PAGE.format("<!--xindaya:allow repeated-word,term-deprecated-->", "\r\n"), 1),
        ("a.html", PAGE.format("<!-- xindaya: allow repeated-word -->", ""), 2),
        ("a.html", PAGE.format("xindaya: allow term-deprecated", ""), 2),
        ("a.txt", PAGE.format("<!-- xindaya: allow term-deprecated -->", ""), 2),
        ("a.po", f"# xindaya: allow term-deprecated\n{UNIT}\n{UNIT.replace('grew', 'fell')}", 1),
    ],
)
def test_comments_allow_up_to_the_next_blank_line(name: str, text: str, left: int) -> None:
    Path(name).write_bytes(text.encode())
    found, suppressed, _ = counted(checked(name))
    assert (found, found + suppressed) == (left, 2)
    assert counted(checked(name, "--no-inline"))[:2] == (2, 0)

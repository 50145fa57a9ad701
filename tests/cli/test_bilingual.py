"""Bilingual files at the command line: check, report and clean, and what align prints is read back."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from xlsxwriter import Workbook

from toolkit.cli import app

GLOSSARY = str(Path(__file__).parents[1] / "checks" / "glossary.csv")
ZH, EN = "新三样出口增长。", "Exports of the three new samples rose."
FILES = {
    "pairs.tsv": f"source\ttarget\tnote\n{ZH}\t{EN}\tx\n",
    "pairs.tmx": f'<tmx version="1.4"><header/><body><tu><tuv xml:lang="en-GB"><seg>{EN}</seg></tuv>'
    f'<tuv xml:lang="zh"><seg>{ZH}</seg></tuv></tu></body></tmx>\n',
    "pairs.xlf": '<xliff version="1.2"><file source-language="zh" target-language="en"><body><trans-unit id="1">'
    f"<source>{ZH}</source><target>{EN}</target></trans-unit></body></file></xliff>\n",
    "pairs.po": f'msgid "{ZH}"\nmsgstr ""\n"{EN}"\n',
    "pairs.jsonl": json.dumps({"source": ZH, "target": EN}, ensure_ascii=False) + "\n",
}
PARTS = {
    "pairs.tsv": ("line 2/source", "line 2/target"),
    "pairs.tmx": ("tu 1", "tu 1"),
    "pairs.xlf": ("trans-unit 1/source", "trans-unit 1/target"),
    "pairs.po": ("entry 1/msgid", "entry 1/msgstr"),
    "pairs.jsonl": ("record 1/source", "record 1/target"),
}


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.stdout


def checked(path: Path) -> dict[str, list[dict[str, Any]]]:
    _, printed = run("check", str(path), "--glossary", GLOSSARY, "--format", "json")
    found: dict[str, list[dict[str, Any]]] = json.loads(printed)
    return found


def write_workbook(path: Path) -> None:
    with Workbook(str(path)) as book:
        book.add_worksheet("Sheet1").write_row("A7", [ZH, f"One line.\n{EN}"])


@pytest.mark.parametrize("name", FILES)
def test_a_finding_has_its_place_and_that_of_its_source(name: str, tmp_path: Path) -> None:
    path, raw = tmp_path / name, FILES[name]
    path.write_text(raw, "utf-8")
    results = checked(path)
    assert results["failures"] == []
    (occurrence,) = results["occurrences"]
    source = occurrence["source"]
    assert (source["part"], occurrence["part"]) == PARTS[name]
    assert raw[source["start"] : source["end"]] == "新三样"
    assert raw[occurrence["start"] : occurrence["end"]] == "three new samples"
    finding = next(found for found in results["findings"] if found["rule"] == "term-deprecated")
    at = raw.index("three new samples")
    line = raw.count("\n", 0, at) + 1
    assert (finding["line"], finding["column"]) == (line, at - raw.rfind("\n", 0, at))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("pairs.tsv", 'R&D "three"'),
        ("pairs.tmx", 'R&amp;D "three"'),
        ("pairs.po", r"R&D \"three\""),
        ("pairs.jsonl", r"R&D \"three\""),
    ],
)
def test_a_suggestion_is_written_as_the_format_wants_it(name: str, written: str, tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.csv"
    rows = '新三样,"R&D ""three""",preferred\n新三样,three new samples,deprecated\n'
    glossary.write_text(f"zh,en,status\n{rows}", "utf-8")
    (tmp_path / name).write_text(FILES[name], "utf-8")
    _, printed = run("check", str(tmp_path / name), "--glossary", str(glossary), "--format", "json")
    finding = next(found for found in json.loads(printed)["findings"] if found["rule"] == "term-deprecated")
    ((start, end, text),) = finding["suggestion"]["edits"]
    assert (FILES[name][start:end], text) == ("three new samples", written)


def test_places_in_a_workbook_count_in_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "pairs.xlsx"
    write_workbook(path)
    results = checked(path)
    (occurrence,) = results["occurrences"]
    place = {key: occurrence[key] for key in ("part", "start", "end", "spans")}
    assert place == {"part": "Sheet1!B7", "start": 25, "end": 42, "spans": [[25, 42]]}
    assert occurrence["source"] == {"document": str(path), "part": "Sheet1!A7", "start": 0, "end": 3}
    finding = next(found for found in results["findings"] if found["rule"] == "term-deprecated")
    assert (finding["line"], finding["column"]) == (2, 16)
    suggestion = finding["suggestion"]
    assert suggestion["edits"] == [[25, 42, "new three"]]
    _, printed = run("check", str(path), "--glossary", GLOSSARY)
    assert "2:16 Sheet1!B7 major term-deprecated" in printed


def test_the_fingerprint_of_a_finding_stays_when_rows_are_put_before_it(tmp_path: Path) -> None:
    prints = []
    for row in ("A7", "A9"):
        with Workbook(str(tmp_path / "pairs.xlsx")) as book:
            book.add_worksheet("Sheet1").write_row(row, [ZH, EN])
        prints.append([found["fingerprint"] for found in checked(tmp_path / "pairs.xlsx")["findings"]])
    assert prints[0] == prints[1] != []


def test_a_report_is_made_of_every_format(tmp_path: Path) -> None:
    for name, raw in FILES.items():
        (tmp_path / name).write_text(raw, "utf-8")
    write_workbook(tmp_path / "pairs.xlsx")
    page = tmp_path / "report.html"
    run("report", str(tmp_path), "--glossary", GLOSSARY, "--output", str(page))
    assert all(name in page.read_text("utf-8") for name in (*FILES, "pairs.xlsx"))


@pytest.mark.parametrize("name", FILES)
def test_clean_repairs_a_text_in_place_and_keeps_every_other_byte(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    damaged = FILES[name].replace("samples", "sam\u200bples").replace("新三样", "新\u200b三样")
    path.write_bytes(damaged.encode())
    assert run("clean", str(path), "--in-place") == (0, "")
    assert path.read_bytes() == FILES[name].encode()
    assert path.with_name(f"{name}.orig").read_bytes() == damaged.encode()
    assert run("clean", str(path)) == (0, FILES[name])


def test_a_workbook_is_not_written_back_but_its_text_and_its_edits_are(tmp_path: Path) -> None:
    path = tmp_path / "pairs.xlsx"
    with Workbook(str(path)) as book:
        book.add_worksheet("Sheet1").write_row("A1", [ZH, "New th\u200bree."])
    before = path.read_bytes()
    for arguments, reason in (
        ([], "cannot be written back without loss; say --text"),
        (["--in-place"], "cannot be written back without loss; say --text"),
        (["--diff"], "it has no lines that could be shown; say --format json for the edits"),
    ):
        done = CliRunner().invoke(app, ["clean", str(path), *arguments])
        assert (done.exit_code, done.stdout) == (2, "")
        assert reason in done.stderr
    assert path.read_bytes() == before
    assert run("clean", str(path), "--text") == (0, f"{ZH}\nNew three.\n")
    _, printed = run("clean", str(path), "--format", "json")
    (document,) = json.loads(printed)["documents"]
    assert [(edit["part"], edit["start"], edit["end"]) for edit in document["edits"]] == [("Sheet1!B1", 6, 7)]
    assert document["text"] == f"{ZH}\nNew three.\n"


def test_a_memory_in_utf_16_is_read_and_becomes_utf_8(tmp_path: Path) -> None:
    raw = '<?xml version="1.0" encoding="utf-16"?>\n' + FILES["pairs.tmx"]
    path = tmp_path / "pairs.tmx"
    path.write_bytes(raw.replace("new", "n\u200bew").encode("utf-16"))
    (occurrence,) = checked(path)["occurrences"]
    assert raw.index("three") == occurrence["start"]
    assert run("clean", str(path)) == (0, raw.replace("utf-16", "utf-8"))


@pytest.mark.parametrize("form", ["tsv", "tmx"])
def test_what_align_prints_is_read_back(form: str, tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text(f"{ZH}\n工业增长 < 5%，企业 & 就业稳定。\n", "utf-8")
    (tmp_path / "en.txt").write_text(f"{EN}\nIndustry grew < 5%, firms & jobs were stable.\n", "utf-8")
    pairs = tmp_path / f"pairs.{form}"
    run("align", str(tmp_path / "zh.txt"), str(tmp_path / "en.txt"), "--format", form, "--output", str(pairs))
    results = checked(pairs)
    assert results["failures"] == []
    (occurrence,) = results["occurrences"]
    assert pairs.read_text("utf-8")[occurrence["source"]["start"] : occurrence["source"]["end"]] == "新三样"

"""CSV, Markdown and XLSX, read back."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import msgspec
import pytest
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from tests.reports.sample import (
    BRIEFING,
    HOSTILE,
    MACHINE,
    PRESS,
    SUMMARY,
    analysis,
    bytes_of,
    empty,
    finding,
    hostile,
)
from toolkit.errors import OutputError
from toolkit.reports import on_one_line, xlsx
from toolkit.results import Analysis, Snippet
from toolkit.text import visible


def crowded(number: int) -> Analysis:
    """Return an analysis with many articles and findings."""
    base, replace = analysis(), msgspec.structs.replace
    documents = tuple(replace(base.results.documents[0], id=f"articles/{each}.txt") for each in range(number))
    findings = tuple(
        finding(each, "repeated-word", "minor", document.id, "the the", fingerprint=f"many{each}")
        for each, document in enumerate(documents)
    )
    words = Snippet(before="in ", surface="the the", after=" year", raw_before="in ", raw="the the", raw_after="")
    results = replace(base.results, documents=documents, findings=findings, consistency=(), occurrences=())
    return replace(base, results=results, snippets={each.fingerprint: words for each in findings})


def rows(given: Analysis) -> list[dict[str, str]]:
    text = bytes_of("csv", given).decode()
    assert text.count("\r\n") >= 1 + len(given.results.findings)
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def test_csv_has_a_row_for_each_finding() -> None:
    given = analysis()
    assert [row["fingerprint"] for row in rows(given)] == [f.fingerprint for f in given.results.findings]
    assert [row["message"] for row in rows(given)] == [f.message for f in given.results.findings]
    assert not rows(empty())


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_starts_no_formula(text: str) -> None:
    (row,) = rows(hostile(text))
    for column in ("document", "part", "surface", "message", "concept", "zh", "suggestion", "before", "after"):
        assert row[column].removeprefix("'") == text.encode("utf-8", "backslashreplace").decode()
        assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", row[column])


def rendered(given: Analysis) -> str:
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(bytes_of("markdown", given).decode())


OWN = {
    "h2",
    "p",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "ul",
    "li",
    "code",
    "br",
    "ins",
    "details",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_makes_nothing_of_a_text(text: str) -> None:
    page = rendered(hostile(text))
    assert set(re.findall(r"<(\w+)", page)) <= OWN
    plain = page.replace("<code>@</code>", "@").replace("<code>#</code>", "#")
    shown = on_one_line(text)
    shown = shown[:300] + "…" * (len(shown) > 300)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        shown = shown.replace(character, entity)
    assert f"<ins>{shown}</ins>" in plain
    assert page.count("<td") == 12
    source = bytes_of("markdown", hostile(text)).decode()
    assert not re.search(r"[@#]\w|(?<!\\)://|www\.e", source.replace("## ", ""))


def test_markdown_puts_the_worst_first_and_fits_into_a_comment() -> None:
    page = bytes_of("markdown", analysis()).decode()
    assert (
        page.index("**critical**") < page.index("**major**") < page.index("**minor**") < page.index("**neutral**")
    )
    assert page.index("machine-translation.txt | 940") < page.index("briefing.txt | 812")
    page = bytes_of("markdown", crowded(1000)).decode()
    assert len(page) < 65_536
    assert "… and 980 more articles" in page
    told = int(re.search(r"… and (\d+) more findings", page)[1])  # type: ignore[index]
    assert told + page.count("\n- **minor**") == 1000
    assert page.count("<details>") == page.count("</details>") == 1


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_workbook_has_everything() -> None:
    given = analysis()
    book = sheets(bytes_of("xlsx", given))
    assert list(book) == ["summary", "matrix", "findings", "renderings", "agreement"]
    assert [row[0] for row in book["summary"][1:]] == [
        "all articles",
        *(document.id for document in given.results.documents),
        "corpora/en/scan.bin",
    ]
    assert [row[0] for row in book["matrix"][1:]] == [each.zh for each in given.results.consistency]
    column = book["matrix"][0].index(MACHINE)
    assert book["matrix"][1][column] == "New Three Kinds ×3"
    assert sorted(str(row[-1]) for row in book["findings"][1:]) == [f.fingerprint for f in given.results.findings]
    assert [row[0] for row in book["findings"][1:5]] == ["critical", "major", "major", "major"]
    assert "1,000 × (1 critical × 25 + 3 major × 5 + 2 minor × 1) / 5,724" in str(book["summary"][1][-1])
    assert book["agreement"][1:3] == [[BRIEFING, SUMMARY, 4, 1, 0.25], [BRIEFING, PRESS, 5, 4, 0.8]]
    uses = sum(int(str(row[5]).removesuffix(".0")) for row in book["renderings"][1:])
    assert uses == sum(each.count for result in given.results.consistency for each in result.renderings)


@pytest.mark.parametrize("text", HOSTILE)
def test_workbook_holds_texts_as_texts(text: str) -> None:
    data = bytes_of("xlsx", hostile(text))
    with ZipFile(BytesIO(data)) as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, xml in pages.items() if "<f>" in xml or "<f " in xml]
    targets = [target for xml in pages.values() for target in re.findall(r'Target="([^"]*)"', xml)]
    assert not [target for target in targets if ":" in target and not target.startswith("https://e.org/")]
    assert sheets(data)["findings"][1][6] == visible(text)[: xlsx.LONGEST]


def test_workbook_has_filters_a_frozen_header_and_links() -> None:
    with ZipFile(BytesIO(bytes_of("xlsx", analysis()))) as archive:
        pages = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 6)]
    for page in pages:
        assert "<autoFilter" in page
        assert 'state="frozen"' in page
    assert 'location="findings!A' in pages[0].replace("'", "")
    assert 'location="renderings!A' in pages[1].replace("'", "")


def test_workbook_that_excel_cannot_take_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 5)
    with pytest.raises(OutputError, match="has room for 5 rows"):
        bytes_of("xlsx", analysis())


def test_workbook_shows_a_pattern_by_the_wording_that_it_has_most() -> None:
    base, replace = analysis(), msgspec.structs.replace
    (concept,) = (each for each in base.results.consistency if each.concept == "new-three")
    pattern = "[three|3] new[| ]products"
    (form,) = (each for each in concept.renderings if each.rendering == "three new products")
    renderings = (replace(form, rendering=pattern),)
    occurrence = next(each for each in base.results.occurrences if each.concept == "new-three")
    occurrences = tuple(
        replace(occurrence, rendering=pattern, basis="pattern", surface=surface)
        for surface in ("3 new products", "three new products", "three new products")
    )
    results = replace(
        base.results, consistency=(replace(concept, renderings=renderings),), occurrences=occurrences
    )
    book = sheets(bytes_of("xlsx", replace(base, results=results)))
    assert book["renderings"][1][3] == "three new products"
    assert "three new products ×2" in book["matrix"][1]
    assert pattern in bytes_of("json", replace(base, results=results)).decode()

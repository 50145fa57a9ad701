"""Broken and hostile glossaries: each is told with its place, nothing is run, nothing is lost without a word."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from toolkit import termbases
from toolkit.errors import FormatError, InputError, OutputError, TermbaseError
from toolkit.termbase import Concept, Designation
from toolkit.termbases import TermbaseFormat
from toolkit.termbases._columns import CHINESE_STATUSES
from toolkit.termbases.csv import Csv
from toolkit.termbases.json import Json
from toolkit.termbases.tbx import Tbx
from toolkit.termbases.xlsx import Xlsx

STATUSES = ", ".join(f"{status} ({words})" for status, words in CHINESE_STATUSES.items())


def problems_of(form: TermbaseFormat, data: bytes) -> list[str]:
    with pytest.raises(TermbaseError) as caught:
        form.read(data, "g")
    return [str(problem) for problem in caught.value.problems]


def workbook(fill: Callable[[Workbook, Worksheet], None], name: str = "Terms") -> bytes:
    stream = BytesIO()
    book = Workbook(stream)
    fill(book, book.add_worksheet(name))
    book.close()
    return stream.getvalue()


def of_rows(*rows: list[str]) -> bytes:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def tbx(*entries: str) -> bytes:
    return ("<tbx><text><body>\n" + "\n".join(entries) + "</body></text></tbx>").encode()


def entry(name: str, term: str, language: str = "en", more: str = "") -> str:
    section = f'<langSec xml:lang="{language}"><termSec><term>{term}</term>{more}</termSec></langSec>'
    return f'<conceptEntry id="{name}">{section}</conceptEntry>'


def test_all_broken_rows_of_a_table_are_told_in_one_run() -> None:
    data = (
        "zh,en,status,type,since,policy\n"
        "新三样,new three,prefered,,,\n"
        "新三样,new trio,,phrase,2018/03,\n"
        "新三样,a,b,c,d,e,f\n"
        '新三样,"a"b,,,,\n'
        "电池,bat\x0btery,,,,\n"
        ",,admitted,,,\n"
        '汽车,"car,,,,\n'
    )
    assert problems_of(Csv(), data.encode()) == [
        f"g: row 2, column status: 'prefered' is none of {STATUSES}",
        "g: row 3, column type: 'phrase' is none of full form, abbreviation, short form, clause",
        "g: row 3, column since: '2018/03' is no date; write it as 2018, 2018-03 or 2018-03-17",
        "g: row 4: 7 cells under 6 columns; quote a cell that holds the mark between columns",
        "g: row 5: its quoting is broken (',' expected after '\"'); a quote inside a quoted cell is written twice",
        "g: row 6, column en: it holds the control character U+000B; remove it",
        "g: row 7, column zh: the row has no term: fill in zh, en or both",
        "g: row 8: its quoting is broken (unexpected end of data); a quote inside a quoted cell is written twice",
    ]


def test_the_rest_is_loaded_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("zh,en,status\n新三样,new three,\n电池,battery,good\n", "utf-8")
    with pytest.raises(InputError, match="row 3, column status: 'good' is none of"):
        termbases.load(path)
    problems: list[InputError] = []
    termbase = termbases.load(path, broken=problems.append)
    assert [concept.preferred for concept in termbase.concepts] == ["new three"]
    assert [problem.place for problem in problems] == ["row 3, column status"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('zh,en\n新三样,"' + "x" * 200_000, "row 2: a cell has more than 131,072 characters"),
        ("zh;en;status\n新三样;new three;\n", "its columns are apart by ';'; save it with commas"),
        ("术语名,译文名\n新三样,new three\n", "no column is called '术语名'"),
        ("zh,en\n新三样,new three,,stray\n", "row 2: 4 cells under 2 columns"),
        ("zh,en,,status\n新三样,new three,stray,\n", "row 2: a cell stands in a column without a name"),
    ],
    ids=["long cell", "semicolons", "unknown Chinese header", "long row", "nameless column"],
)
def test_a_table_is_refused_with_a_reason(data: str, message: str) -> None:
    assert any(message in problem for problem in problems_of(Csv(), data.encode()))


def test_a_file_larger_than_a_glossary_can_be_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(termbases, "LARGEST", 1)
    (tmp_path / "g.csv").write_bytes(b"zh,en\n" + b"x" * (1 << 20))
    with pytest.raises(InputError, match="larger than 1 MiB"):
        termbases.load(tmp_path / "g.csv")


def test_all_broken_entries_of_a_tbx_are_told_in_one_run() -> None:
    data = tbx(
        entry("a", "new three"),
        entry("a", "new trio"),
        entry("b", " "),
        entry("c", "battery", "english"),
        entry("d", "battery", more='<termNote type="administrativeStatus">good</termNote>'),
        entry("e", "battery", more='<termNote type="since">last year</termNote>'),
        entry("f", "battery", more='<termNote type="policy">loose</termNote>'),
        '<conceptEntry id="g"></conceptEntry>',
        "<conceptEntry>",
    )
    statuses = "preferredTerm-admn-sts, admittedTerm-admn-sts, deprecatedTerm-admn-sts, supersededTerm-admn-sts"
    *told, last = problems_of(Tbx(), data)
    assert told == [
        "g: line 3: the id 'a' is used twice",
        "g: line 4: a term in en is empty",
        "g: line 5: xml:lang 'english' is no language tag (BCP 47); write zh-Hans, zh-Hant or en",
        f"g: line 6: the administrative status 'good' is none of {statuses}",
        "g: line 7: since: 'last year' is no date; write it as 2018, 2018-03 or 2018-03-17",
        "g: line 8: policy: 'loose' is none of case, exact, pattern, source, context=word|word",
        "g: line 9: the concept 'g' has no term",
    ]
    assert last.startswith("g: line 10: no well-formed XML")


def test_places_are_told_far_down_a_large_tbx() -> None:
    data = tbx(*(entry(f"c{number}", "x") for number in range(70_000)), entry("z", ""))
    assert problems_of(Tbx(), data) == ["g: concept entry 70001: a term in en is empty"]


def test_a_text_longer_than_any_term_is_refused() -> None:
    with pytest.raises(FormatError, match="longer than 10 MB"):
        Tbx().read(tbx(entry("a", "x" * 11_000_000)), "g")


def test_elements_deeper_than_any_entry_are_refused() -> None:
    with pytest.raises(FormatError, match=r"no well-formed XML .*depth"):
        Tbx().read(tbx("<conceptEntry>" + "<termGrp>" * 5_000), "g")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"id": "a"}', "no JSON array of concepts"),
        ('[{"id": "a"', "no JSON array of concepts"),
    ],
)
def test_what_is_no_array_of_concepts_is_refused(data: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Json().read(data.encode(), "g")


def test_all_broken_concepts_of_a_json_file_are_told_in_one_run() -> None:
    data = """[
        {"id": "a", "designations": [{"term": "x", "language": "en"}]},
        {"id": "a", "designations": [{"term": "x", "language": "fr"}]},
        {"id": "b", "designations": [{"term": " ", "language": "en", "status": "unlisted", "until": "soon"}]},
        {"id": "c", "designations": [{"term": "x", "language": "en", "staus": "admitted"}]},
        {"id": "d", "designations": [], "relations": [{"kind": "like", "concept": "a"}]}
    ]"""
    assert problems_of(Json(), data.encode()) == [
        "g: concept 2, designation 1, language: 'fr' is none of zh-Hans, zh-Hant, en",
        "g: concept 2, id: 'a' is used twice",
        "g: concept 3, designation 1, term: it is empty",
        "g: concept 3, designation 1, status: 'unlisted' is none of preferred, admitted, deprecated, superseded",
        "g: concept 3, designation 1, until: 'soon' is no date; write it as 2018, 2018-03 or 2018-03-17",
        "g: concept 4: Object contains unknown field `staus` - at `$.designations[0]`",
        "g: concept 5, designations: the concept has no term",
        "g: concept 5, relations: 'like' is none of broader, narrower, related",
    ]


def packed(**members: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def lying() -> bytes:
    """Return a zip file that says of a member that it unpacks to 7 bytes."""
    data = packed(a=b"x" * 5_000)
    return data.replace((5_000).to_bytes(4, "little"), (7).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            packed(a=b"0" * 30_000_000),
            "it unpacks to 28 MiB; a workbook may have 1,024 MiB and 200 times its size",
        ),
        (packed(**{f"m{n}": b"" for n in range(2_001)}), "it packs 2,001 files"),
        (lying(), "not what it says"),
        (b"PK\x03\x04 and no more", "no XLSX file"),
        (packed(a=b"x"), "no workbook"),
        (b"zh,en\n", "no XLSX file"),
    ],
    ids=["bomb", "many members", "lying size", "broken", "another zip file", "no zip file"],
)
def test_a_dangerous_or_broken_workbook_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Xlsx().read(data, "g.xlsx")


def test_every_broken_row_of_a_sheet_is_told_with_sheet_row_and_column() -> None:
    data = of_rows(["zh", "en", "status"], ["新三样", "new three", "good"], [], ["", "", "admitted"])
    assert problems_of(Xlsx(), data) == [
        f"g: sheet Terms, row 2, column status: 'good' is none of {STATUSES}",
        "g: sheet Terms, row 4, column zh: the row has no term: fill in zh, en or both",
    ]


def test_a_workbook_without_a_fitting_sheet_is_refused_with_what_each_lacks() -> None:
    data = of_rows(["Chinesse", "English"], ["新三样", "new three"])
    told = problems_of(Xlsx(), data)
    assert told[0] == "g: sheet Terms, row 1: no column is called 'Chinesse'; did you mean 'chinese'?"
    assert any("the columns are id (编号 編號), zh (中文" in problem for problem in told)


def test_a_text_for_which_a_cell_has_no_room_is_not_cut() -> None:
    term = Designation(term="x" * 40_000, language="en")
    with pytest.raises(OutputError, match="cell for 32,767 characters"):
        Xlsx().write([Concept(id="a", designations=(term,))], BytesIO())


def test_formulas_dates_numbers_and_merged_cells_of_a_sheet_are_read() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(1, 1, ["zh", "en", "status", "since", "until"])
        sheet.merge_range(2, 1, 3, 1, "新三样")
        sheet.write_formula(2, 2, '="new "&"three"', None, "new three")
        sheet.write_datetime(2, 4, date(2023, 11, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row(3, 2, ["new trio", "admitted", 2023, 2024])

    (concept,) = Xlsx().read(workbook(fill), "g.xlsx")
    assert concept.zh == "新三样"
    assert [(d.term, d.status.value, d.since, d.until) for d in concept.terms("en")] == [
        ("new three", "preferred", "2023-11-05", ""),
        ("new trio", "admitted", "2023", "2024"),
    ]


def test_a_formula_with_an_error_is_told() -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["zh", "en"])
        sheet.write(1, 0, "新三样")
        sheet.write_formula(1, 1, "=VLOOKUP(1,2,3)", None, "#N/A")

    assert Xlsx().examine(workbook(fill), "g").notes == ("formulas with an error count as empty: sheet1.xml B2",)


def test_the_first_sheet_whose_header_fits_is_read_and_the_others_are_told() -> None:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["说明", "notes"])
        sheet = book.add_worksheet("术语表")
        sheet.write_row(0, 0, ["术语", "译文", "状态"])
        sheet.write_row(1, 0, ["新三样", "new three", "首选"])

    reading = Xlsx().examine(workbook(fill, "Readme"), "g.xlsx")
    assert [concept.preferred for concept in reading.concepts] == ["new three"]
    assert reading.notes == ("read is the sheet 术语表; passed over: Readme",)

"""Workbooks: which cells are pairs, places that count in the cell, and nothing written back."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from toolkit.errors import FormatError
from toolkit.formats.xlsx import Xlsx
from toolkit.text import Document

Sheets = dict[str, dict[str, str | float]]


def workbook(sheets: Sheets) -> bytes:
    stream = BytesIO()
    with Workbook(stream) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for place, value in cells.items():
                sheet.write(place, value)
    return stream.getvalue()


def read(data: bytes) -> Document:
    return Xlsx().read(Xlsx().decode(data, "pairs.xlsx"), "pairs.xlsx", "")


def test_pairs_are_the_first_two_columns_or_those_with_their_names() -> None:
    document = read(
        workbook(
            {
                "Plain": {"B2": "新三样", "D2": "new three", "D3": "alone", "E3": "a note"},
                "数据 2": {
                    "A1": "id",
                    "B1": "Target ",
                    "AA1": "source",
                    "A2": 1,
                    "B2": "8 firms",
                    "AA2": "八家企业",
                },
                "Notes": {"A1": "no pair"},
                "Empty": {},
            }
        )
    )
    assert [(text.part, text.language, text.text, text.source) for text in document.texts] == [
        ("Plain!B2", "zh", "新三样", None),
        ("Plain!D2", "en", "new three", 0),
        ("Plain!B3", "zh", "", None),
        ("Plain!D3", "en", "alone", 2),
        ("数据 2!B2", "en", "8 firms", 5),
        ("数据 2!AA2", "zh", "八家企业", None),
    ]


def test_texts_are_whole_cells_of_the_raw_text() -> None:
    document = read(
        workbook({"S": {"A1": "第一行\n第二行", "B1": "One\x1f\ttwo\n\nthree"}, "T": {"A9": "四", "B9": 4}})
    )
    assert document.celled
    assert [text.text for text in document.texts] == ["第一行\n第二行", "One\x1f\ttwo\n\nthree", "四", "4"]
    for text in document.texts:
        assert document.raw[text.start : text.start + len(text.text)] == text.text
        assert document.raw[text.start - 1] == "\n"


@pytest.mark.parametrize("sheets", [{"S": {"A1": "alone"}}, {"S": {}}])
def test_a_workbook_without_pairs_is_refused(sheets: Sheets) -> None:
    with pytest.raises(FormatError, match="no sheet has two columns"):
        read(workbook(sheets))


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(FormatError, match="no XLSX file"):
        read("源\ttarget".encode())
    with pytest.raises(FormatError, match="no XLSX file"):
        read(workbook({"S": {"A1": "一", "B1": "one"}})[:-40])


def test_cells_that_lie_apart_are_refused_before_memory_is_taken() -> None:
    data = BytesIO()
    with (
        ZipFile(BytesIO(workbook({"S": {"A1": "一", "B1": "one"}}))) as old,
        ZipFile(data, "w", ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, old.read(member).replace(b'<c r="B1"', b'<c r="XFD1048576"'))
    with pytest.raises(FormatError, match="span 1,048,576 rows and 16,384 columns"):
        read(data.getvalue())

"""XLSX: a source and its target a row, in the columns that the first row calls so, else the first two with text.

A workbook is decoded to a text of its own, in which the separators of ASCII (1963) stand between sheets, rows and
cells, each on a line of its own. Nothing can be written back: styles, formulas and rich text would be lost.
"""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from toolkit import workbooks
from toolkit.decoding import Decoded
from toolkit.errors import FormatError
from toolkit.formats import Format, Run
from toolkit.formats._units import Unit, in_columns

_GROUP, _RECORD, _UNIT = "\n\x1d\n", "\n\x1e\n", "\n\x1f\n"
_BLANKS = str.maketrans("\x1d\x1e\x1f", "   ")
_SIDES = ("source", "target")


class _Cell(NamedTuple):
    """Where a cell stands in the decoded text, and what it says."""

    start: int
    text: str


class Xlsx(Format, frozen=True):
    """Workbooks with pairs of texts; a formula gives the value that was stored with it."""

    suffixes: ClassVar[tuple[str, ...]] = (".xlsx",)
    whole: ClassVar[bool] = True
    celled: ClassVar[bool] = True

    def decode(self, data: bytes, name: str, encoding: str | None = None) -> Decoded:  # noqa: ARG002 - it has its own
        """Return the cells of all sheets as text. Raises FormatError where it is no workbook, or too large."""
        with workbooks.opened(data, name) as book:
            sheets = []
            for title in book.sheet_names:
                sheet = book.get_sheet_by_name(title)
                left = [""] * (sheet.start[1] if sheet.start else 0)
                rows = (_UNIT.join([*left, *map(_written, row)]) for row in sheet.iter_rows())
                sheets.append(_RECORD.join([title.translate(_BLANKS), *rows]))
        return Decoded(_GROUP.join(sheets), "utf-8")

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run | FormatError]:  # noqa: ARG002 - a file is read whole
        """Yield both cells of each row of the sheets that have two columns, and an error where none has."""
        units = list(_units(raw))
        if not units:
            yield FormatError("", "no sheet has two columns, a source and its target")
        yield from in_columns(raw, units)

    def escape(self, text: str) -> str:
        """Return the text itself."""
        return text


def _written(cell: object) -> str:
    return workbooks.text_of(cell).translate(_BLANKS)


def _units(raw: str) -> Iterator[Unit]:
    start = 0
    for sheet in raw.split(_GROUP):
        title, _, body = sheet.partition(_RECORD)
        rows = list(_rows(body, start + len(title) + len(_RECORD)))
        first = next((number for number, row in enumerate(rows) if any(cell.text for cell in row)), 0)
        header = [cell.text.strip().lower() for cell in rows[first]]
        named = header.count("source") == header.count("target") == 1
        filled = sorted({at for row in rows for at, cell in enumerate(row) if cell.text})
        columns = [header.index(side) for side in _SIDES] if named else filled[:2]
        for number, row in enumerate(rows[first + named :], start=first + named + 1):
            cells = [row[at] for at in columns]  # the rows of a sheet are equally long
            if len(cells) == len(_SIDES) and any(cell.text for cell in cells):
                yield tuple(
                    Run(start, start + len(text), part=f"{title}!{_letters(at)}{number}", furniture=None)
                    for (start, text), at in zip(cells, columns, strict=True)
                )
        start += len(sheet) + len(_GROUP)


def _rows(body: str, start: int) -> Iterator[list[_Cell]]:
    """Yield the cells of each row of a sheet whose first cell stands at `start`."""
    for row in body.split(_RECORD):
        cells = []
        for text in row.split(_UNIT):
            cells.append(_Cell(start, text))
            start += len(text) + len(_UNIT)
        yield cells


def _letters(column: int) -> str:
    """Return the name of a column counted from 0: A to Z, AA and so on."""
    before, at = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + at)

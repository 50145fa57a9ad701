"""XLSX glossaries: the columns of CSV on the first sheet whose header fits.

A formula gives the value that the spreadsheet program stored, a cell merged downwards its value to every row, a
date its ISO 8601 form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, ClassVar
from zipfile import ZipFile

import msgspec

from toolkit.errors import InputError, OutputError
from toolkit.termbase import Concept
from toolkit.termbases import Reading, TermbaseFormat
from toolkit.termbases._columns import COLUMNS, header_of
from toolkit.termbases._rows import concepts_of, rows_of
from toolkit.workbooks import opened, text_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

LONGEST = 32_767  # characters in a cell, and
ROWS = 1_048_576  # rows on a sheet: what Excel takes

MOST_TOLD = 10  # cells of a sheet

_ERROR = re.compile(rb'<(?:\w{1,20}:)?c\s(?=[^>]{0,200}\bt="e")[^>]{0,200}?\br="([A-Z]{1,3}\d{1,7})"')
_WIDTHS = {"zh": 24, "zh_hant": 24, "en": 40, "definition": 48, "source": 32, "note": 32, "reason": 32}


class Xlsx(TermbaseFormat, frozen=True):
    """Termbases as Excel workbooks."""

    suffixes: ClassVar[tuple[str, ...]] = (".xlsx",)

    def examine(self, data: bytes, path: str) -> Reading:
        """Return what a file holds. Raises FormatError where it is no workbook, or one that is too large."""
        with opened(data, path) as book:
            sheets = [(name, rows, next(rows, (f"sheet {name}", ()))) for name, rows in _sheets(book)]
        headers = [header_of(cells) for _, _, (_, cells) in sheets]
        fit = [at for at, header in enumerate(headers) if header.readable]
        if not fit:
            misfits = zip(headers, sheets, strict=True)
            return Reading(
                (),
                tuple(
                    InputError(path, why, first[0]) for header, (_, _, first) in misfits for why in header.reasons
                ),
            )
        # Two columns of notes look like pairs.
        chosen = min(fit, key=lambda at: (headers[at].data, bool(headers[at].reasons)))
        name, rows, first = sheets[chosen]
        reading = concepts_of(headers[chosen], first, rows, path, [])
        passed = [other for other, _, _ in sheets if other != name]
        notes = [f"read is the sheet {name}; passed over: {', '.join(passed)}"] if passed else []
        notes += reading.notes
        if errors := _formula_errors(data):
            notes.append(f"formulas with an error count as empty: {', '.join(errors)}")
        return msgspec.structs.replace(reading, notes=tuple(notes))

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write a sheet with a header, all cells as text; the same concepts give the same bytes.

        Raises OutputError where Excel has no room for a text or for all rows.
        """
        from xlsxwriter import Workbook  # noqa: PLC0415 - not needed for other formats

        with Workbook(stream, {"constant_memory": True, "strings_to_urls": False}) as book:
            book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a workbook has no time zones
            sheet = book.add_worksheet("Glossary")
            # As text, 2018-03 stays what it is when somebody edits it.
            text = book.add_format({"num_format": "@", "valign": "top"})
            for column, name in enumerate(COLUMNS):
                sheet.set_column(column, column, _WIDTHS.get(name, 12), text)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
            for row, column, cell in _cells(concepts):
                sheet.write_string(row, column, cell, text)
        return ()


def _cells(concepts: Iterable[Concept]) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, text) for every cell. Raises OutputError where there is no room for it."""
    rows = ((concept.id, row) for concept in concepts for row in rows_of(concept))
    for number, (concept, row) in enumerate(rows, start=1):
        for column, name in enumerate(COLUMNS):
            cell = row.get(name, "")
            if number >= ROWS or len(cell) > LONGEST:
                room = f"a sheet has room for {ROWS:,} rows and a cell for {LONGEST:,} characters"
                message = f"the concept {concept!r}, {name}: {room}; write TBX, CSV or JSON"
                raise OutputError(message)
            if cell:
                yield number, column, cell


def _formula_errors(data: bytes) -> list[str]:
    """Return places of cells whose formula has an error such as #N/A, which the reader tells as empty."""
    with ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        sheets = {name.rpartition("/")[2]: archive.read(name) for name in parts}
    cells = {name: _ERROR.findall(xml)[:MOST_TOLD] if b't="e"' in xml else [] for name, xml in sheets.items()}
    return [f"{name} {cell.decode()}" for name, found in cells.items() for cell in found]


def _sheets(book: "CalamineWorkbook") -> Iterator[tuple[str, Iterator[tuple[str, Sequence[str]]]]]:
    """Yield the names of the sheets, and their rows."""
    return ((name, _rows(book.get_sheet_by_name(name))) for name in book.sheet_names)


def _rows(sheet: "CalamineSheet") -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the rows of a sheet that are not empty as text, with their places."""
    left = sheet.start[1] if sheet.start else 0
    merged = {
        (top, at - left): bottom for (top, at), (bottom, _) in sheet.merged_cell_ranges or () if bottom > top
    }
    spanning: dict[int, tuple[int, str]] = {}  # by column: the last row of a merged cell, and its text
    for number, row in enumerate(sheet.iter_rows()):
        cells = [cell if isinstance(cell, str) else text_of(cell) for cell in row]
        if merged:
            for column, cell in enumerate(cells):
                if (number, column) in merged:
                    spanning[column] = merged[number, column], cell
                elif column in spanning and number <= spanning[column][0]:
                    cells[column] = spanning[column][1]
        if any(cells):
            yield f"sheet {sheet.name}, row {number + 1}", cells

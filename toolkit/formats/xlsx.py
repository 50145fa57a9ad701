"""XLSX: a source and its target a row, in the columns that the first row calls so, else the first two with text.

Nothing can be written back: styles, formulas and rich text would be lost.
"""

from collections.abc import Callable, Iterator
from typing import ClassVar

from toolkit import workbooks
from toolkit.decoding import Decoded
from toolkit.errors import FormatError, OutputError
from toolkit.formats import Format, Run
from toolkit.formats._cells import GROUP, cells, table
from toolkit.formats._units import SIDES, Unit, in_columns
from toolkit.streams import Readable, Window
from toolkit.workbooks import text_of


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
                rows = ([*left, *map(text_of, row)] for row in sheet.iter_rows())
                sheets.append(table(name, [title], rows))
        return Decoded(GROUP.join(sheets), "utf-8")

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run | FormatError]:  # noqa: ARG002 - a file is read whole
        """Yield both cells of each row of the sheets that have two columns, and an error where none has."""
        units = list(_units(raw))
        if not units:
            yield FormatError("", "no sheet has two columns, a source and its target")
        yield from in_columns(raw, units)

    def escape(self, text: str) -> str:
        """Return the text itself."""
        return text

    def rewritten(
        self,
        stream: Readable,  # noqa: ARG002 - it is not even read
        name: str,
        repaired: Callable[[Window], str],  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
        *,
        in_utf8: bool = False,  # noqa: ARG002
    ) -> Iterator[bytes]:
        """Raise OutputError."""
        advice = "say --text for its text, or --format json for the edits"
        message = f"{name}: it cannot be written back without loss; {advice}"
        raise OutputError(message)


def _units(raw: str) -> Iterator[Unit]:
    start = 0
    for sheet in raw.split(GROUP):
        (title,), found = cells(sheet, start)
        rows = list(found)
        first = next((number for number, row in enumerate(rows) if any(cell.text for cell in row)), 0)
        header = [cell.text.strip().lower() for row in rows[first : first + 1] for cell in row]
        named = header.count("source") == header.count("target") == 1
        filled = sorted({at for row in rows for at, cell in enumerate(row) if cell.text})
        columns = [header.index(side) for side in SIDES] if named else filled[:2]
        for number, row in enumerate(rows[first + named :], start=first + named + 1):
            unit = [row[at] for at in columns]  # the rows of a sheet are equally long
            if len(unit) == len(SIDES) and any(cell.text for cell in unit):
                yield tuple(
                    Run(start, start + len(text), part=f"{title}!{_letters(at)}{number}", furniture=None)
                    for (start, text), at in zip(unit, columns, strict=True)
                )
        start += len(sheet) + len(GROUP)


def _letters(column: int) -> str:
    """Return the name of a column counted from 0: A to Z, AA and so on."""
    before, at = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + at)

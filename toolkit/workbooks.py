"""Excel workbooks, opened with care: python-calamine's one door.

A file is refused before it is unpacked if it would unpack to more than a workbook of texts can be, or if its cells
lie so far apart that the rectangle around them, which calamine keeps in memory, would be too large.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from toolkit.errors import FormatError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MEMBERS = 2_000
UNPACKED = 1_024  # MiB; a glossary of 100,000 concepts has about 150
RATIO = 200  # unpacked to packed; spreadsheets have 5 to 40
CELLS = 20_000_000  # in the rectangle around the cells of a sheet

_CELL = re.compile(rb"""<(?:\w{1,20}:)?c\s(?:[^<>]{0,200}?\s)?r\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_CHUNK, _OVERLAP = 16 << 20, 256  # bytes


@contextmanager
def opened(data: bytes, path: str) -> Iterator["CalamineWorkbook"]:
    """Open the bytes of a workbook; what is wrong with it while it is read is a FormatError, too."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - not needed for other formats

    _refuse_bombs(data, path)
    try:
        yield CalamineWorkbook.from_filelike(BytesIO(data))
    except CalamineError as error:
        raise FormatError(path, f"no workbook ({error})") from error


def text_of(cell: object) -> str:
    """Return what stands in a cell as a user would write it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return str(cell)


def _refuse_bombs(data: bytes, path: str) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > MEMBERS:
                raise FormatError(path, f"it packs {len(members):,} files; a workbook may have {MEMBERS:,}")
            if size > UNPACKED << 20 or (size > 1 << 20 and size > RATIO * len(data)):
                limits = f"a workbook may have {UNPACKED:,} MiB and {RATIO} times its size"
                raise FormatError(path, f"it unpacks to {size >> 20:,} MiB; {limits}")
            if wrong := archive.testzip():  # reads as much as is declared, and no more
                raise FormatError(path, f"its part {wrong} is not what it says")
            for member in members:
                with archive.open(member) as part:
                    _refuse_gaps(part, path)
    except (BadZipFile, EOFError, RuntimeError, zlib.error) as error:  # RuntimeError: it wants a password
        raise FormatError(path, f"no XLSX file ({error})") from error


def _refuse_gaps(part: IO[bytes], path: str) -> None:
    """Raise FormatError where a part of a workbook is a sheet whose cells lie too far apart."""
    columns: set[bytes] = set()
    rows: set[int] = set()
    before = b""
    while more := part.read(_CHUNK):
        for column, row in _CELL.findall(before + more):
            columns.add(column)
            rows.add(int(row))
        before = more[-_OVERLAP:]
    width = max(map(_number, columns)) - min(map(_number, columns)) + 1 if columns else 0
    height = max(rows) - min(rows) + 1 if rows else 0
    if width * height > CELLS:
        reason = f"the cells of a sheet span {height:,} rows and {width:,} columns; take out those that lie apart"
        raise FormatError(path, reason)


def _number(column: bytes) -> int:
    """Return the number of a column by its letters: A is 1."""
    number = 0
    for letter in column:
        number = 26 * number + letter - ord("A") + 1
    return number

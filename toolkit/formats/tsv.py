r"""TSV without quoting: a source and its target a line; further columns stay as they are.

A quotation mark is a character like any other. The first line is a header if it says source and target.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from toolkit.errors import FormatError
from toolkit.formats import Run
from toolkit.formats._units import InColumns, Unit

_SIDES = ("source", "target")
_PARTING = re.compile(r"[\t\r\n]+")


class Tsv(InColumns, frozen=True):
    """Tab-separated pairs."""

    suffixes: ClassVar[tuple[str, ...]] = (".tsv", ".tab")
    lined: ClassVar[bool] = True

    def units(self, raw: str, lines: int) -> Iterator[Unit | FormatError]:
        """Yield both cells of each line, and an error for a line that has one column."""
        start, number = 0, lines
        while start < len(raw):
            number += 1
            end = raw.find("\n", start)
            end = len(raw) if end < 0 else end
            line_end = end - 1 if raw.startswith("\r", end - 1) and end > start else end
            first = raw.find("\t", start, line_end)
            second = raw.find("\t", first + 1, line_end)
            cells = (start, first), (first + 1, second if second >= 0 else line_end)
            if first < 0:
                if not raw[start:line_end].isspace() and line_end > start:
                    reason = "it has one column; a source and its target are wanted, with a tab between them"
                    yield FormatError("", reason, f"line {number}")
            elif number > 1 or tuple(raw[slice(*cell)].strip().lower() for cell in cells) != _SIDES:
                yield tuple(
                    Run(*cell, part=f"line {number}/{side}", furniture=None)
                    for cell, side in zip(cells, _SIDES, strict=True)
                )
            start = end + 1

    def escape(self, text: str) -> str:
        """Return text without tabs and line ends, for which there is no other way."""
        return _PARTING.sub(" ", text)

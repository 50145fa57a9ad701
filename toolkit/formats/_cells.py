"""Tables whose bytes hold no text, decoded to a text of their own: a header, rows and their cells, each on a line.

What stands between them are lone surrogates, which no file can hold (RFC 3629, section 3), so that any cell comes
through as it is.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

UNIT, RECORD, GROUP = "\n\udc1f\n", "\n\udc1e\n", "\n\udc1d\n"  # after the separators of ASCII (1963)


class Cell(NamedTuple):
    """Where a cell stands in the decoded text, and what it says."""

    start: int
    text: str


def table(header: str, rows: Iterable[Iterable[str]]) -> str:
    """Return the text of a table."""
    return RECORD.join([header, *map(UNIT.join, rows)])


def cells(raw: str, start: int = 0) -> tuple[str, Iterator[list[Cell]]]:
    """Return the header of a table whose text begins at `start`, and the cells of its rows."""
    header, separator, body = raw.partition(RECORD)
    return header, _rows(body, start + len(header) + len(RECORD)) if separator else iter(())


def _rows(body: str, start: int) -> Iterator[list[Cell]]:
    for row in body.split(RECORD):
        found = []
        for text in row.split(UNIT):
            found.append(Cell(start, text))
            start += len(text) + len(UNIT)
        yield found

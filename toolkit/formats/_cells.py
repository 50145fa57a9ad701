"""Tables whose bytes hold no text, decoded to a text of their own: a header, rows and their cells, each on a line.

What stands between them are noncharacters, which Unicode keeps for internal use (The Unicode Standard, section
23.7), so that any cell comes through as it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from toolkit.errors import FormatError

_MARKS = "\ufdd0\ufdd1\ufdd2"
GROUP, RECORD, UNIT = (f"\n{mark}\n" for mark in _MARKS)  # named after the separators of ASCII (1963)


class Cell(NamedTuple):
    """Where a cell stands in the decoded text, and what it says."""

    start: int
    text: str


def table(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the text of a table; `name` is for messages. Raises FormatError where a cell holds a noncharacter."""
    known = list(chain([header], rows))
    text = RECORD.join(map(UNIT.join, known))
    if sum(map(text.count, _MARKS)) >= sum(map(len, known)):
        raise FormatError(name, "a cell holds a noncharacter, U+FDD0, U+FDD1 or U+FDD2; take it out")
    return text


def cells(raw: str, start: int = 0) -> tuple[list[str], Iterator[list[Cell]]]:
    """Return the header of a table whose text begins at `start`, and the cells of its rows."""
    header, separator, body = raw.partition(RECORD)
    rows = _rows(body, start + len(header) + len(RECORD)) if separator else iter(())
    return header.split(UNIT), rows


def _rows(body: str, start: int) -> Iterator[list[Cell]]:
    for row in body.split(RECORD):
        found = []
        for text in row.split(UNIT):
            found.append(Cell(start, text))
            start += len(text) + len(UNIT)
        yield found

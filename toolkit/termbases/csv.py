"""CSV glossaries: a header, one designation a row, RFC 4180 quoting, any encoding that can be told."""

import csv
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from io import StringIO, TextIOWrapper
from typing import IO, ClassVar

from toolkit.decoding import decode
from toolkit.errors import InputError, TermbaseError
from toolkit.termbase import Concept
from toolkit.termbases import TermbaseFormat
from toolkit.termbases._rows import COLUMNS, Row, concepts_of, rows_of


class Csv(TermbaseFormat, frozen=True):
    """Comma-separated glossaries; `delimiter` is the character between the columns."""

    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    delimiter: str = ","

    def read(self, data: bytes, path: str) -> tuple[Concept, ...]:
        """Return the concepts of a file. Raises TermbaseError with every problem that it has."""
        return concepts_of(self._rows(decode(data, path).text, path), path)

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> None:
        """Write concepts as UTF-8 with a header."""
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        writer = csv.DictWriter(text, COLUMNS, delimiter=self.delimiter, restval="", lineterminator="\n")
        writer.writeheader()
        for concept in concepts:
            writer.writerows(rows_of(concept))
        text.detach()

    def _rows(self, text: str, path: str) -> Iterator[tuple[str, Row]]:
        reader = csv.reader(StringIO(text, newline=""), delimiter=self.delimiter, strict=True)
        number = 1
        try:
            header = [name.strip().lower() for name in next(reader, [])]
            _check_header(header, path)
            for number, cells in enumerate(reader, start=2):
                if any(cell.strip() for cell in cells):
                    if len(cells) > len(header):
                        reason = f"{len(cells)} cells under {len(header)} columns; quote a cell that holds a comma"
                        raise TermbaseError(path, (InputError(path, reason, f"row {number}"),))
                    yield f"row {number}", dict(zip(header, (cell.strip() for cell in cells), strict=False))
        except csv.Error as error:
            reason = f"its quoting is broken ({error}); a quote inside a quoted cell is written twice"
            raise TermbaseError(path, (InputError(path, reason, f"row {number + 1}"),)) from error


def _check_header(header: list[str], path: str) -> None:
    """Raise TermbaseError where a column is unknown or the ones without which nothing works are missing."""
    problems = []
    if len(header) == 1 and (other := next((mark for mark in ";\t|" if mark in header[0]), None)):
        reason = f"its columns are apart by {other!r}; save it with commas" + (
            " or as .tsv" if other == "\t" else ""
        )
        raise TermbaseError(path, (InputError(path, reason, "row 1"),))
    unknown = [name for name in header if name not in COLUMNS]
    for name in unknown:
        close = get_close_matches(name, COLUMNS, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        problems.append(InputError(path, f"no column is called {name!r}{hint}", "row 1"))
    problems += [
        InputError(path, f"the column {name!r} is there twice", "row 1")
        for name in COLUMNS
        if header.count(name) > 1
    ]
    if unknown:
        problems.append(InputError(path, f"the columns are {', '.join(COLUMNS)}", "row 1"))
    problems += [
        InputError(path, f"the column {name!r} is missing", "row 1")
        for name in ("zh", "en", "status")
        if name not in header
    ]
    if problems:
        raise TermbaseError(path, tuple(problems))

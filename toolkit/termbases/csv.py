"""CSV glossaries: a header, one designation a row, RFC 4180 quoting, any encoding that can be told.

The files of DeepL, Azure and Google, pairs without a header, are read too.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO, TextIOWrapper
from typing import IO, ClassVar

from toolkit.decoding import decode
from toolkit.errors import InputError
from toolkit.termbase import Concept
from toolkit.termbases import Reading, TermbaseFormat
from toolkit.termbases._columns import COLUMNS, header_of
from toolkit.termbases._rows import concepts_of, rows_of


class Csv(TermbaseFormat, frozen=True):
    """Comma-separated glossaries; `delimiter` is the character between the columns."""

    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    delimiter: str = ","

    def examine(self, data: bytes, path: str) -> Reading:
        """Return what a file holds. Raises DecodingError where it is no text."""
        problems: list[InputError] = []
        rows = self._rows(decode(data, path).text, path, problems)
        first = next(rows, ("row 1", []))
        problems += [InputError(path, reason, first[0]) for reason in self._delimited_otherwise(first[1])]
        return (
            Reading((), tuple(problems))
            if problems
            else concepts_of(header_of(first[1]), first, rows, path, problems)
        )

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write concepts as UTF-8 with a header."""
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        writer = csv.DictWriter(text, COLUMNS, delimiter=self.delimiter, restval="", lineterminator="\n")
        writer.writeheader()
        for concept in concepts:
            writer.writerows(rows_of(concept))
        text.detach()
        return ()

    def _rows(self, text: str, path: str, problems: list[InputError]) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield rows with their places; where quoting is broken, go on behind it as far as that is known."""
        reader = csv.reader(StringIO(text, newline=""), delimiter=self.delimiter, strict=True)
        for number in range(1, len(text) + 2):
            try:
                cells = next(reader, None)
            except csv.Error as error:
                too_long = "field limit" in str(error)
                reason = (
                    f"a cell has more than {csv.field_size_limit():,} characters; is a closing quote missing?"
                    if too_long
                    else f"its quoting is broken ({error}); a quote inside a quoted cell is written twice"
                )
                problems.append(InputError(path, reason, f"row {number}"))
                if too_long:  # what follows is the rest of the cell
                    return
            else:
                if cells is None:
                    return
                yield f"row {number}", cells

    def _delimited_otherwise(self, cells: Sequence[str]) -> list[str]:
        """Return what is wrong where the first row shows columns that another character keeps apart."""
        other = next((mark for mark in ",;\t|" if len(cells) == 1 and mark in cells[0]), None)
        if other is None:
            return []
        how = {",": "commas", "\t": "tabs"}[self.delimiter]
        suffix = {",": " or as .csv", "\t": " or as .tsv"}.get(other, "")
        return [f"its columns are apart by {other!r}; save it with {how}{suffix}"]

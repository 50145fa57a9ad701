"""TSV glossaries: like CSV, with tabs between the columns."""

from typing import ClassVar

from toolkit.termbases import csv


class Tsv(csv.Csv, frozen=True):
    """Tab-separated glossaries."""

    suffixes: ClassVar[tuple[str, ...]] = (".tsv",)
    delimiter: str = "\t"

"""CSV: findings as rows (RFC 4180), for spreadsheets and statistics."""

import csv
from io import TextIOWrapper
from typing import IO, ClassVar

from toolkit.reports import Report
from toolkit.results import Analysis

COLUMNS = (
    "document part line column start end severity verdict rule error_type surface message concept zh confidence "
    "suggestion before after fingerprint"
).split()
_ACTIVE = tuple("=+-@\t\r\n＝＋－＠")  # what makes a spreadsheet take a text for a formula (OWASP)


class Csv(Report, frozen=True):
    """UTF-8 with a header and CRLF; a text that a spreadsheet would run as a formula gets an apostrophe."""

    streams: ClassVar[bool] = True

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write one row for each finding."""
        text = TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for finding in analysis.results.findings:
            snippet = analysis.snippets[finding.fingerprint]
            more = {
                "suggestion": finding.suggestion and finding.suggestion.message,
                "before": snippet.before,
                "after": snippet.after,
            }
            cells = (more[name] if name in more else getattr(finding, name) for name in COLUMNS)
            writer.writerow([_inert(cell) for cell in cells])
        text.detach()


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_ACTIVE) else cell

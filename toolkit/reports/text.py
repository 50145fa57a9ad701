"""Text for a terminal: findings by document, each with the words around it, then a table of the articles.

Columns are those that characters fill: a Chinese one fills two.
"""

from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby
from typing import IO, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.markup import escape
from rich.style import Style
from rich.table import Table

from toolkit.reports import Report, between, counted, formula, label_of, on_one_line, share, tallied, unread
from toolkit.results import Analysis, FindingResult, Results, Snippet
from toolkit.text import visible

COLORS = {"critical": "bold red", "major": "red", "minor": "yellow", "neutral": "cyan"}
GRADES = {"A": "green", "B": "green", "C": "yellow", "D": "yellow", "E": "red", "F": "red", "–": "dim"}
LONGEST = 160  # characters of a wording that are shown


class Piece(NamedTuple):
    """A text and how a terminal shows it."""

    text: str
    style: str = ""


class Text(Report, frozen=True):
    """Plain text.

    `width` is in columns; `color` writes escape sequences; `brief` leaves the findings out.
    """

    streams: ClassVar[bool] = True
    width: int = 80
    color: bool = False
    brief: bool = False

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write findings and summary."""
        stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in self._lines(analysis))

    def _lines(self, analysis: Analysis) -> Iterator[str]:
        results = analysis.results
        if not self.brief:
            for document, findings in groupby(results.findings, key=lambda finding: finding.document):
                yield from self._wrapped(0, [Piece(visible(document), "bold")])
                for finding in findings:
                    snippet = analysis.snippets[finding.fingerprint]
                    yield from self._wrapped(2, _head(finding))
                    yield from self._wrapped(6, _context(finding, snippet))
                    for line in _elsewhere(finding, snippet):
                        yield from self._wrapped(6, [Piece(visible(line), "dim")])
                yield ""
        if results.documents:
            yield from self._table(results)
        for line in _summary(results):
            yield from self._wrapped(0, [Piece(line)])

    def _wrapped(self, margin: int, pieces: Iterable[Piece]) -> Iterator[str]:
        """Yield lines that are no wider than they may be, as long as a margin leaves room for a character."""
        pieces = list(pieces)
        text = "".join(piece.text for piece in pieces)
        for start, end in _breaks(text, max(self.width - margin, 2)):
            line = text[start:end].rstrip()
            yield " " * margin + (_slice(pieces, start, start + len(line)) if self.color else line)

    def _table(self, results: Results) -> Iterator[str]:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("article", overflow="fold", ratio=1)
        for name in ("words", "compliance", "consistency", "penalty", "grade"):
            table.add_column(name, justify="right", no_wrap=True)
        for row in results.documents:
            table.add_row(
                escape(visible(row.id)),
                f"{row.words:,}",
                share(row.compliance),
                share(row.consistency),
                f"{row.penalty:.1f}",
                f"[{GRADES[row.grade]}]{row.grade}[/]",
            )
        drawn = StringIO()
        Console(
            file=drawn,
            width=self.width,
            force_terminal=self.color,
            no_color=not self.color,
            color_system="standard" if self.color else None,
            highlight=False,
            emoji=False,
        ).print(table)
        return (line.rstrip() for line in drawn.getvalue().splitlines())  # padding is for the layout alone


def _breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a text begin and end: between words, and inside those that no line has room for."""
    start = 0
    while (end := start + _fitting(text[start : start + width], width)) < len(text):
        if text[end] != " ":
            end = text.rfind(" ", start, end) + 1 or end
        yield start, end
        start = end + (text[end] == " ")
    yield start, end


def _fitting(text: str, width: int) -> int:
    """Return how many characters of a text have room."""
    size = cell_len(text)
    if size <= width:
        return len(text)
    fitting = set_cell_size(text, width)  # a space stands for half of a wide character
    return len(fitting) - (not text.startswith(fitting))


def _slice(pieces: Iterable[Piece], start: int, end: int) -> str:
    """Return a part of a text with its styles."""
    shown, at = [], 0
    for text, style in pieces:
        part = text[max(start - at, 0) : max(end - at, 0)]
        shown.append(Style.parse(style).render(part, color_system=ColorSystem.STANDARD))
        at += len(text)
    return "".join(shown)


def _head(finding: FindingResult) -> Iterator[Piece]:
    yield Piece(f"{finding.line}:{finding.column}", "bold")
    yield Piece(f" {visible(finding.part)} " if finding.part else " ")
    yield Piece(label_of(finding), COLORS[finding.severity])
    yield Piece(" ")
    yield Piece(finding.rule, "dim")
    doubt = f" ({finding.confidence:.0%} sure)" if finding.confidence < 1 else ""
    yield Piece(f" {on_one_line(finding.message)}{doubt}")


def _context(finding: FindingResult, snippet: Snippet) -> Iterator[Piece]:
    before, after = " ".join(snippet.before.split()[-6:]), " ".join(snippet.after.split()[:6])
    yield Piece(visible(before) + (" " if snippet.before[-1:].isspace() else ""), "dim")
    yield Piece(visible(_shortened(snippet.surface)), f"{COLORS[finding.severity]} underline")
    yield Piece((" " if snippet.after[:1].isspace() else "") + visible(after), "dim")


def _elsewhere(finding: FindingResult, snippet: Snippet) -> Iterator[str]:
    """Yield what the source says, and the first of the other articles that have to do with a finding."""
    if finding.source:
        yield f"source: {_shortened(snippet.source)} ({finding.source.document})"
    for place in [place for place in finding.related if place.document != finding.document][:1]:
        more = f", and {finding.related_total - 1} more" if finding.related_total > 1 else ""
        yield f"{place.role}: {_shortened(place.surface)} ({place.document}{more})"


def _shortened(text: str) -> str:
    wording = " ".join(text.split())
    return wording if len(wording) <= LONGEST else wording[:LONGEST] + "…"


def _summary(results: Results) -> Iterator[str]:
    if results.documents or not results.failures:
        yield from _measures(results)
    yield from (sort.told for sort in unread(results))


def _measures(results: Results) -> Iterator[str]:
    totals, sorts = results.totals, tallied(results.findings)
    articles = f"{counted(len(results.documents), 'article')}, {totals.words:,} words"
    yield f"{articles}: " + counted(len(results.findings), "finding") + (f" ({sorts})" if sorts else "")
    compliance = share(totals.compliance) + between(totals.compliance_interval)
    yield f"compliance {compliance}, consistency {share(totals.consistency)}{between(totals.consistency_interval)}"
    yield f"penalty {totals.penalty:.1f} per 1,000 words{formula(results)}, grade {totals.grade}"

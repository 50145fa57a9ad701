"""Text for a terminal: findings by document, each with the words around it, then a table of the articles."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from typing import IO

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from toolkit.reports import Report
from toolkit.results import Analysis, FindingResult, Results, Snippet
from toolkit.text import visible

COLORS = {"critical": "bold red", "major": "red", "minor": "yellow", "neutral": "cyan"}
GRADES = {"A": "green", "B": "green", "C": "yellow", "D": "yellow", "E": "red", "F": "red", "–": "dim"}


class Text(Report, frozen=True):
    """Plain text.

    `width` is in columns, Chinese characters count two; `color` writes escape sequences; `brief` leaves the
    findings out.
    """

    width: int = 80
    color: bool = False
    brief: bool = False

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write findings and summary."""
        text = StringIO()
        console = Console(
            file=text,
            width=self.width,
            force_terminal=self.color,
            no_color=not self.color,
            color_system="standard" if self.color else None,
            highlight=False,
            emoji=False,
        )
        if not self.brief:
            for document, findings in groupby(analysis.results.findings, key=lambda f: f.document):
                console.print(f"[bold]{escape(visible(document))}[/]")
                for finding in findings:
                    _finding(console, finding, analysis.snippets[finding.fingerprint])
                console.print()
        if analysis.results.documents:
            console.print(_table(analysis.results))
        console.print(_sentence(analysis.results))
        lines = (line.rstrip() for line in text.getvalue().splitlines())  # padding is for the layout alone
        stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))


LONGEST = 160  # characters of a wording that are shown


def _finding(console: Console, finding: FindingResult, snippet: Snippet) -> None:
    color = COLORS[finding.severity]
    doubt = f" ({finding.confidence:.0%} sure)" if finding.confidence < 1 else ""
    unit = f"{escape(visible(finding.part))} " if finding.part else ""
    head = f"[bold]{finding.line}:{finding.column}[/] {unit}[{color}]{finding.severity}[/] [dim]{finding.rule}[/] "
    console.print(Padding(head + escape(visible(finding.message)) + doubt, (0, 0, 0, 2), expand=False))
    before, after = " ".join(snippet.before.split()[-6:]), " ".join(snippet.after.split()[:6])
    context = Line(before + (" " if snippet.before[-1:].isspace() else ""), style="dim")
    context.append(_shortened(snippet.surface), style=f"not dim {color} underline")
    context.append((" " if snippet.after[:1].isspace() else "") + after)
    console.print(Padding(context, (0, 0, 0, 6), expand=False))
    for line in _elsewhere(finding, snippet):
        console.print(Padding(Line(visible(line), style="dim"), (0, 0, 0, 6), expand=False))


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


def _table(results: Results) -> Table:
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
    return table


def _sentence(results: Results) -> str:
    totals, count = results.totals, Counter(f.severity for f in results.findings)
    levels = ", ".join(f"{count[level]} {level}" for level in COLORS if count[level])
    articles = f"{_counted(len(results.documents), 'article')}, {totals.words:,} words"
    findings = _counted(len(results.findings), "finding") + (f" ({levels})" if levels else "")
    pieces = [
        f"{articles}: {findings}",
        f"compliance {share(totals.compliance)}, consistency {share(totals.consistency)}",
        f"penalty {totals.penalty:.1f} per 1,000 words, grade {totals.grade}",
    ]
    if results.failures:
        pieces.append(f"{_counted(len(results.failures), 'input')} could not be read")
    return "\n".join(pieces)


def share(value: float | None) -> str:
    """Return a share in percent, a dash where there is none."""
    return "–" if value is None else f"{value:.1%}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")

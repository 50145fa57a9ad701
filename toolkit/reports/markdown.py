"""Markdown for pull requests: a table of the articles, then the gravest findings, the rest folded.

What comes from texts is hostile: it is escaped so that GitHub-flavoured Markdown (github.github.com/gfm) makes
nothing of it, neither links nor images nor mentions of people.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import regex

from toolkit.measures import agreement
from toolkit.reports import (
    Report,
    Unread,
    between,
    formula,
    gravest_first,
    label_of,
    on_one_line,
    share,
    tallied,
    unread,
)
from toolkit.results import Analysis, DocumentResult, FindingResult, Results, Snippet, Totals

ROWS = 20  # articles in the table and inputs that could not be read: the worst, and the first
PAIRS = 3  # articles that agree least,
COMPARED = 200  # of so many
OPEN = 10  # findings shown unfolded
ROOM = 50_000  # characters of findings; a comment on GitHub takes 65,536 in all
LONGEST = 300  # characters of one text

_SPECIAL = regex.compile(r"[\\`*_{}\[\]<>|~&$^]|:(?=[\w/+-])|(?<=www)\.", regex.IGNORECASE)
_REFERENCE = regex.compile(r"[@#]")  # to people and issues; a backslash does not keep GitHub from it, code does


class Markdown(Report, frozen=True):
    """GitHub-flavoured Markdown that fits into one comment; what is left out is counted."""

    title: str = "Terminology report"

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the summary, the articles and the findings."""
        results = analysis.results
        order = gravest_first(results.findings)
        items = list(_fitting(_finding(finding, analysis.snippets[finding.fingerprint]) for finding in order))
        blocks = [
            [f"## {_escaped(self.title)}: grade {_escaped(results.totals.grade)}"],
            [_summary(results.findings, results.totals)],
            _table(results.documents, results.totals),
            [_formula(results)],
            _disagreement(results),
            *map(_unread, unread(results)),
            items[:OPEN],
            _folded(items[OPEN:]),
            _more(len(order) - len(items), "findings"),
        ]
        text = "\n\n".join("\n".join(block) for block in blocks if block)
        stream.write(f"{text}\n".encode())


def _summary(findings: Iterable[FindingResult], totals: Totals) -> str:
    return f"{tallied(findings) or 'No findings'}; {totals.suppressed:,} suppressed."


def _table(documents: Sequence[DocumentResult], totals: Totals) -> list[str]:
    worst = sorted(documents, key=lambda document: -document.penalty)
    return [
        "| article | words | compliance | consistency | penalty | grade |",
        "|:--|--:|--:|--:|--:|:-:|",
        _row(f"**{len(documents):,} in all**", totals),
        *(_row(_escaped(document.id), document) for document in worst[:ROWS]),
        *_more(len(worst) - ROWS, "articles"),
    ]


def _row(name: str, measured: DocumentResult | Totals) -> str:
    shares = f"{share(measured.compliance)} | {share(measured.consistency)}"
    return f"| {name} | {measured.words:,} | {shares} | {measured.penalty:.1f} | {_escaped(measured.grade)} |"


def _formula(results: Results) -> str:
    totals = results.totals
    compliance = share(totals.compliance) + between(totals.compliance_interval)
    consistency = share(totals.consistency) + between(totals.consistency_interval)
    return f"compliance {compliance}, consistency {consistency}, penalty {totals.penalty:.1f}{formula(results)}"


def _disagreement(results: Results) -> list[str]:
    """Return the articles that agree least on the terms that they share."""
    documents = [document.id for document in results.documents][:COMPARED]
    pairs = agreement(results.consistency, documents)
    worst = sorted((pair for pair in pairs if pairs[pair].share < 1), key=lambda pair: pairs[pair].share)[:PAIRS]
    lines = (
        f"- {_escaped(one)} and {_escaped(other)}: {figure.alike} of {figure.shared} ({share(figure.share)})"
        for one, other in worst
        for figure in [pairs[one, other]]
    )
    return ["Shared terms that two articles render alike, the least first:", "", *lines] if worst else []


def _unread(sort: Unread) -> list[str]:
    lines = [f"- {_escaped(f.path)}: {_escaped(f.reason)}" for f in sort.failures[:ROWS]]
    return [f"{sort.told[:1].upper()}{sort.told[1:]}:", "", *lines, *_more(len(sort.failures) - ROWS, "such")]


def _finding(finding: FindingResult, snippet: Snippet) -> str:
    part = f" {_escaped(finding.part)}" if finding.part else ""
    place = f"{_escaped(finding.document)}{part} {finding.line}:{finding.column}"
    words = f"{_escaped(snippet.before)}<ins>{_escaped(snippet.surface)}</ins>{_escaped(snippet.after)}"
    return f"- **{label_of(finding)}** `{finding.rule}` {_escaped(finding.message)}<br>{place}<br>{words}"


def _fitting(items: Iterable[str]) -> Iterator[str]:
    """Yield items as long as there is room."""
    left = ROOM
    for item in items:
        left -= len(item) + 1
        if left < 0:
            return
        yield item


def _folded(items: Sequence[str]) -> list[str]:
    head = ["<details>", f"<summary>{len(items):,} less grave</summary>", ""]
    return [*head, *items, "", "</details>"] if items else []


def _more(number: int, what: str) -> list[str]:
    return [f"… and {number:,} more {what}"] if number > 0 else []


def _escaped(text: str) -> str:
    """Return a text as Markdown shows it letter for letter, on one line; a long one loses its end."""
    line = on_one_line(text)
    line = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    return _REFERENCE.sub(r"<code>\g<0></code>", _SPECIAL.sub(r"\\\g<0>", line))

"""XLSX for translators: summary, matrix, findings, renderings, agreement, one sheet each, with filters and links.

Texts are written as texts, whatever they begin with; the same analysis gives the same bytes.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import IO, TYPE_CHECKING, NamedTuple

from toolkit.errors import OutputError
from toolkit.measures import agreement
from toolkit.reports import SORTS, Report, between, formula, gravest_first, sort_of
from toolkit.reports._matrix import worded
from toolkit.results import Analysis, DocumentResult, FindingResult, Results, Totals
from toolkit.termbase import REJECTED, Designation
from toolkit.text import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

LONGEST = 32_767  # characters in a cell,
ROWS = 1_048_576  # rows and
COLUMNS = 16_384  # columns on a sheet,
LINKS = 65_530  # links on it and
ADDRESS = 2_079  # characters of a link: what Excel takes
COMPARED = 200  # articles that are set side by side: a pair of them is a row

_COLORS = {"critical": "#F2A6A6", "major": "#F8D0C0", "minor": "#FBF0C4"} | dict.fromkeys(REJECTED, "#F8D0C0")

_ADDRESS = re.compile(r"https?://\S+")


class Cell(NamedTuple):
    """A text with a color, or that leads to a row of another sheet or to a web address."""

    text: str
    color: str = ""
    target: str = ""


Value = str | int | float | None | Cell


class Sheet(NamedTuple):
    """A table: columns as (name, width in characters), rows, and how many columns stay in sight."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]
    frozen: int


class Xlsx(Report, frozen=True):
    """One workbook with five sheets."""

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the workbook. Raises OutputError where Excel has no room for all rows or articles."""
        from xlsxwriter import Workbook  # noqa: PLC0415 - not needed for other formats

        findings = gravest_first(analysis.results.findings)
        renderings = _renderings(analysis)
        to_findings = _rows_of("findings", [finding.document for finding in findings])
        to_renderings = _rows_of("renderings", [str(row[0]) for row in renderings.rows])
        sheets = (
            _summary(analysis, findings, to_findings),
            _matrix(analysis, to_renderings),
            _findings(analysis, findings, to_renderings),
            renderings,
            _agreement(analysis),
        )
        with Workbook(stream, {"constant_memory": True, "max_url_length": ADDRESS}) as book:
            book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a workbook has no time zones
            styles = _styles(book)
            for sheet in sheets:
                _write(book, sheet, styles)


def _rows_of(sheet: str, keys: Sequence[str]) -> dict[str, str]:
    """Return where the first row of each key is."""
    rows: dict[str, str] = {}
    for number, key in enumerate(keys, 2):
        rows.setdefault(key, f"internal:'{sheet}'!A{number}")
    return rows


def _summary(analysis: Analysis, findings: Sequence[FindingResult], links: dict[str, str]) -> Sheet:
    results = analysis.results
    counts = Counter((finding.document, sort_of(finding)) for finding in findings)
    total = Counter(map(sort_of, findings))

    def row(name: Value, measured: DocumentResult | Totals, numbers: Sequence[int], note: str = "") -> list[Value]:
        shares = measured.compliance, measured.consistency, measured.penalty, measured.grade
        return [name, measured.words, *shares, *numbers, note]

    rows = [row("all articles", results.totals, [total[sort] for sort in SORTS], _note(results))]
    for document in results.documents:
        name = Cell(document.id, target=links.get(document.id, ""))
        rows.append(row(name, document, [counts[document.id, sort] for sort in SORTS]))
    blank = [None] * (5 + len(SORTS))
    rows += ([failure.path, *blank, failure.reason] for failure in results.failures)
    measures = [("words", 9), ("compliance", 11), ("consistency", 11), ("penalty", 9), ("grade", 7)]
    columns = [("article", 48), *measures, *((sort, 11) for sort in SORTS), ("note", 48)]
    return Sheet("summary", columns, rows, 1)


def _note(results: Results) -> str:
    totals = results.totals
    shares = (("compliance", totals.compliance_interval), ("consistency", totals.consistency_interval))
    inputs = ("penalty" + how for how in [formula(results)] if how)
    return "; ".join((*inputs, *(name + between(interval) for name, interval in shares if interval)))


def _matrix(analysis: Analysis, links: dict[str, str]) -> Sheet:
    documents = [document.id for document in analysis.results.documents]
    rows: list[list[Value]] = []
    for concept in worded(analysis.results):
        cells: dict[str, list[str]] = {}
        rejected: set[str] = set()
        for rendering in concept.renderings:
            for document, count in rendering.documents.items():
                cells.setdefault(document, []).append(f"{rendering.rendering} ×{count}")
                if rendering.status in REJECTED:
                    rejected.add(document)
        texts = [Cell("; ".join(cells.get(each, ())), _COLORS["major"] * (each in rejected)) for each in documents]
        name = _named(concept.concept, concept.zh, links)
        low, high = concept.interval or (None, None)
        rows.append([name, concept.preferred, concept.forms, concept.dominant_share, low, high, *texts])
    columns = [
        ("term", 20),
        ("preferred", 32),
        ("forms", 8),
        ("dominant share", 10),
        ("95 % from", 10),
        ("95 % to", 10),
    ]
    return Sheet("matrix", [*columns, *((document, 24) for document in documents)], rows, 2)


def _findings(analysis: Analysis, findings: Sequence[FindingResult], links: dict[str, str]) -> Sheet:
    rows: list[list[Value]] = []
    for finding in findings:
        snippet, sort = analysis.snippets[finding.fingerprint], sort_of(finding)
        rows.append(
            [
                Cell(sort, _COLORS.get(sort, "")),
                finding.rule,
                finding.document,
                f"{finding.part or ''} {finding.line}:{finding.column}".strip(),
                _named(finding.concept, finding.zh or "", links) if finding.concept else None,
                snippet.before,
                finding.surface,
                snippet.after,
                finding.message,
                finding.suggestion.message if finding.suggestion else None,
                finding.confidence,
                finding.fingerprint,
            ]
        )
    places = [("severity", 11), ("rule", 24), ("article", 36), ("place", 12), ("term", 20)]
    words = [("before", 32), ("wording", 32), ("after", 32), ("message", 60), ("suggestion", 32)]
    return Sheet("findings", [*places, *words, ("confidence", 11), ("fingerprint", 18)], rows, 1)


def _renderings(analysis: Analysis) -> Sheet:
    concepts = {concept.id: concept for concept in analysis.concepts}
    rows: list[list[Value]] = []
    for result, shown in zip(analysis.results.consistency, worded(analysis.results), strict=True):
        listed = {d.term: d for d in concepts[result.concept].terms("en")} if result.concept in concepts else {}
        for rendering, wording in zip(result.renderings, shown.renderings, strict=True):
            status = Cell(rendering.status, _COLORS.get(rendering.status, ""))
            uses: list[Value] = [wording.rendering, status, rendering.count, len(rendering.documents)]
            facts = _facts(listed.get(rendering.rendering))
            rows.append([result.concept, result.zh, result.preferred, *uses, *facts])
    terms = [("concept", 20), ("term", 20), ("preferred", 32), ("rendering", 32), ("status", 12)]
    numbers = [("uses", 8), ("articles", 9)]
    return Sheet("renderings", [*terms, *numbers, ("reason", 48), ("authority", 20), ("source", 40)], rows, 2)


def _agreement(analysis: Analysis) -> Sheet:
    documents = [document.id for document in analysis.results.documents][:COMPARED]
    pairs = agreement(analysis.results.consistency, documents)
    rows: list[list[Value]] = [
        [one, other, pair.shared, pair.alike, pair.share] for (one, other), pair in pairs.items()
    ]
    articles = [("article", 40), ("other article", 40)]
    return Sheet("agreement", [*articles, ("shared terms", 12), ("rendered alike", 12), ("share", 9)], rows, 2)


def _facts(designation: Designation | None) -> tuple[Value, ...]:
    if designation is None:
        return ()
    source = designation.source
    linked = _ADDRESS.fullmatch(source) and len(source) <= ADDRESS and source.isprintable()
    return designation.reason, designation.authority, Cell(source, target=source if linked else "")


def _named(concept: str, zh: str, links: dict[str, str]) -> Cell:
    return Cell(zh or concept, target=links.get(concept, ""))


def _styles(book: "Workbook") -> Callable[..., "Format"]:
    """Return what makes formats of a number format, a color and whether a cell is a link, each of them once."""

    @cache
    def style(number: str, color: str = "", *, link: bool = False) -> "Format":
        look = {"num_format": number, "valign": "top", "text_wrap": True}
        look |= {"bg_color": color} if color else {}
        return book.add_format(look | ({"font_color": "#0B57D0", "underline": 1} if link else {}))

    return style


def _write(book: "Workbook", sheet: Sheet, style: Callable[..., "Format"]) -> None:
    if len(sheet.rows) >= ROWS or len(sheet.columns) > COLUMNS:
        room = f"a sheet has room for {ROWS:,} rows and {COLUMNS:,} columns"
        message = f"{sheet.name}: {room}, not for {len(sheet.rows) + 1:,} and {len(sheet.columns):,}; write JSON"
        raise OutputError(message)
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, _text(name), bold)
    links = LINKS
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, column, value, style("#,##0"))
            elif isinstance(value, float):
                form = "0.0" if sheet.columns[column][0] == "penalty" else "0.0%"
                page.write_number(number, column, value, style(form))
            elif value:
                cell = value if isinstance(value, Cell) else Cell(value)
                linked = bool(cell.target) and links > 0
                look = style("@", cell.color, link=linked)
                if linked:
                    links -= 1
                    page.write_url(number, column, cell.target, look, _text(cell.text))
                elif cell.text:
                    page.write_string(number, column, _text(cell.text), look)


def _text(text: str) -> str:
    """Return what a cell can hold of a text."""
    return visible(text)[:LONGEST]

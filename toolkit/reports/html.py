"""The HTML report: one file that asks no network for anything, for a screen, a phone or paper.

What comes from texts, glossaries and file names is hostile: the template escapes every value, and the page's
content security policy lets nothing run but its own script and style, known by their digests.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from posixpath import commonpath
from typing import IO, NamedTuple

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from toolkit.findings import Severity
from toolkit.measures import GRADES
from toolkit.reports import Report
from toolkit.reports._markup import broken, linked, marked, shown_plainly, struck
from toolkit.results import Analysis, ConsistencyResult, DocumentResult, FindingResult, Snippet
from toolkit.termbase import Concept, Designation, Status

OPEN = 60  # findings shown unfolded; further groups start folded
WIDE = 8  # articles from which the matrix is printed as a list: more columns do not fit on paper

SEVERITIES = tuple(severity.word for severity in sorted(Severity, reverse=True))
GRAVE = SEVERITIES[:-1]  # those that a verdict has
STATUSES = tuple(status.value for status in Status)
TROUBLE = {Status.DEPRECATED.value, Status.SUPERSEDED.value}


class Html(Report, frozen=True):
    """One self-contained HTML file; the same analysis gives the same bytes."""

    title: str = "Terminology report"

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the page as UTF-8."""
        stream.write(_template().render(title=self.title, **_view(analysis)).encode())


class Article(NamedTuple):
    """A document, its number from 1, and how many verdicts of each severity and suggestions it has."""

    number: int
    name: str
    result: DocumentResult
    verdicts: Mapping[str, int]
    suggestions: int
    first: int | None  # its first finding in the order of the page


class Row(NamedTuple):
    """A concept in the matrix; `cells` has (rendering, status, count) of each article that has it."""

    result: ConsistencyResult
    uses: int
    differs: bool
    cells: Mapping[int, tuple[tuple[str, str, int], ...]]
    entry: int | None
    group: int | None


class Related(NamedTuple):
    """Other places with the same role, document and wording: (words for the place, number of its finding)."""

    role: str
    name: str
    surface: str
    places: tuple[tuple[str, int | None], ...]


class Shown(NamedTuple):
    """A finding with its number on the page and the words around it; `raw` only where the file differs."""

    number: int
    article: int | None
    name: str
    result: FindingResult
    snippet: Snippet | None
    raw: tuple[Markup, Markup, Markup] | None
    related: tuple[Related, ...]


class Group(NamedTuple):
    """The findings of one concept, or of one rule where there is no concept."""

    number: int
    zh: str
    name: str
    entry: int | None
    findings: tuple[Shown, ...]
    counts: Mapping[str, int]
    suggestions: int
    open: bool


class Entry(NamedTuple):
    """A glossary entry: designations by status, Chinese ones apart."""

    number: int
    concept: Concept
    zh: tuple[Designation, ...]
    renderings: tuple[Designation, ...]
    relations: tuple[tuple[str, str, int | None], ...]
    group: int | None


class Bar(NamedTuple):
    """A line of a chart: pieces are (class, count, start, width), in hundredths of the longest line."""

    label: str
    total: int
    pieces: tuple[tuple[str, int, float, float], ...]


def _view(analysis: Analysis) -> dict[str, object]:
    """Return what the template shows, in the order in which it shows it."""
    results = analysis.results
    folder, names = _names([document.id for document in results.documents])
    numbers = {document.id: number for number, document in enumerate(results.documents, 1)}
    entries = {concept.id: number for number, concept in enumerate(analysis.concepts, 1)}
    groups = _groups(analysis, names, numbers, entries)
    shown = [finding for group in groups for finding in group.findings]
    group_of = {group.findings[0].result.concept: group.number for group in groups}
    group_of.pop(None, None)
    statuses = Counter(occurrence.status for occurrence in results.occurrences)
    rows = _rows(results.consistency, numbers, entries, group_of)
    return {
        "results": results,
        "style": _inlined("html.css"),
        "script": _inlined("html.js"),
        "folder": folder,
        "articles": _articles(results.documents, names, shown),
        "rows": rows,
        "differing": sum(row.differs for row in rows),
        "groups": groups,
        "verdicts": sum(finding.result.verdict for finding in shown),
        "rules": sorted({finding.rule for finding in results.findings}),
        "entries": _entries(analysis.concepts, entries, group_of),
        "statuses": statuses,
        "listed": statuses.total() - statuses[Status.UNLISTED],
        "by_status": _bars((status, [(status, statuses[status])]) for status in STATUSES if statuses[status]),
        "by_severity": _chart(results.findings, "severity", SEVERITIES),
        "by_rule": _chart(results.findings, "rule", sorted({finding.rule for finding in results.findings})),
        "wide": len(results.documents) >= WIDE,
    }


def _names(ids: list[str]) -> tuple[str, dict[str, str]]:
    """Return the folder that all documents share, with its slash, and each document's path below it."""
    folders = [document.rpartition("/")[0] for document in ids]
    mixed = len({folder.startswith("/") for folder in folders}) > 1
    folder = "" if mixed or not folders else commonpath(folders)
    folder = folder and folder.rstrip("/") + "/"
    return folder, {document: document.removeprefix(folder) for document in ids}


def _articles(documents: Iterable[DocumentResult], names: Mapping[str, str], shown: list[Shown]) -> list[Article]:
    verdicts: dict[str, Counter[str]] = {}
    suggestions: Counter[str] = Counter()
    first: dict[str, int] = {}
    for finding in shown:
        document = finding.result.document
        first.setdefault(document, finding.number)
        if finding.result.verdict:
            verdicts.setdefault(document, Counter())[finding.result.severity] += 1
        else:
            suggestions[document] += 1
    return [
        Article(number, names[d.id], d, verdicts.get(d.id, Counter()), suggestions[d.id], first.get(d.id))
        for number, d in enumerate(documents, 1)
    ]


def _rows(
    consistency: Iterable[ConsistencyResult],
    numbers: Mapping[str, int],
    entries: Mapping[str, int],
    group_of: Mapping[str | None, int],
) -> list[Row]:
    """Return the matrix, concepts with a rendering that the glossary rejects first, then the most varied."""
    rows = []
    for result in consistency:
        cells: dict[int, list[tuple[str, str, int]]] = {}
        for rendering in result.renderings:
            for document, count in rendering.documents.items():
                cells.setdefault(numbers[document], []).append((rendering.rendering, rendering.status, count))
        rows.append(
            Row(
                result,
                sum(rendering.count for rendering in result.renderings),
                result.forms > 1 or any(rendering.status in TROUBLE for rendering in result.renderings),
                {number: tuple(sorted(cell, key=lambda c: (-c[2], c[0]))) for number, cell in cells.items()},
                entries.get(result.concept),
                group_of.get(result.concept),
            )
        )

    def rank(row: Row) -> tuple[bool, int, int, int, str]:
        rejected = sum(r.count for r in row.result.renderings if r.status in TROUBLE)
        return not row.differs, -rejected, -row.result.forms, -row.uses, row.result.concept

    return sorted(rows, key=rank)


def _groups(
    analysis: Analysis, names: Mapping[str, str], numbers: Mapping[str, int], entries: Mapping[str, int]
) -> list[Group]:
    """Return the findings by concept, else by rule, groups with the most of the gravest verdicts first."""
    concepts = {concept.id: concept for concept in analysis.concepts}
    findings = analysis.results.findings
    gathered: dict[tuple[bool, str], list[FindingResult]] = {}
    for finding in findings:
        key = (finding.concept is None, finding.rule if finding.concept is None else finding.concept)
        gathered.setdefault(key, []).append(finding)

    def rank(key: tuple[bool, str]) -> tuple[list[int], tuple[bool, str]]:
        counts = Counter((finding.verdict, finding.severity) for finding in gathered[key])
        return [-counts[verdict, severity] for verdict in (True, False) for severity in SEVERITIES], key

    order = sorted(gathered, key=rank)
    members = {
        key: sorted(gathered[key], key=lambda f: (not f.verdict, numbers.get(f.document, 0), f.start))
        for key in order
    }
    placed: dict[tuple[str, str | None, int], tuple[str, int]] = {}
    for number, finding in enumerate((f for key in order for f in members[key]), 1):
        place = (finding.document, finding.part, finding.start)
        placed.setdefault(place, (f"{finding.line}:{finding.column}", number))
    groups: list[Group] = []
    count = 0
    for key in order:
        concept = concepts.get(key[1]) if not key[0] else None
        shown = []
        for number, finding in enumerate(members[key], count + 1):
            snippet = analysis.snippets.get(finding.fingerprint)
            name = names.get(finding.document, finding.document)
            related = _related(finding, names, placed)
            shown.append(
                Shown(number, numbers.get(finding.document), name, finding, snippet, _noisy(snippet), related)
            )
        groups.append(
            Group(
                len(groups) + 1,
                (concept.zh if concept else members[key][0].zh or "") if not key[0] else "",
                concept.preferred or concept.id if concept else key[1],
                entries.get(concept.id) if concept else None,
                tuple(shown),
                Counter(finding.result.severity for finding in shown if finding.result.verdict),
                sum(not finding.result.verdict for finding in shown),
                open=count < OPEN,
            )
        )
        count += len(shown)
    return groups


def _related(
    finding: FindingResult,
    names: Mapping[str, str],
    placed: Mapping[tuple[str, str | None, int], tuple[str, int]],
) -> tuple[Related, ...]:
    gathered: dict[tuple[str, str, str], list[tuple[str, int | None]]] = {}
    for place in finding.related:
        name = names.get(place.document, place.document) + (f" · {place.part}" if place.part else "")
        known = placed.get((place.document, place.part, place.start))
        words = known or (f"character {place.start + 1:,}", None)
        gathered.setdefault((place.role, name, place.surface), []).append(words)
    return tuple(Related(*key, tuple(places)) for key, places in gathered.items())


def _entries(
    concepts: Iterable[Concept], numbers: Mapping[str, int], group_of: Mapping[str | None, int]
) -> list[Entry]:
    order = {status: index for index, status in enumerate(Status)}
    concepts = tuple(concepts)
    labels = {concept.id: " ".join(filter(None, (concept.zh, concept.preferred))) for concept in concepts}
    return [
        Entry(
            numbers[concept.id],
            concept,
            tuple(concept.terms("zh")),
            tuple(sorted(concept.terms("en"), key=lambda designation: order[designation.status])),
            tuple((r.kind, labels.get(r.concept) or r.concept, numbers.get(r.concept)) for r in concept.relations),
            group_of.get(concept.id),
        )
        for concept in concepts
    ]


def _chart(findings: Iterable[FindingResult], field: str, labels: Iterable[str]) -> list[Bar]:
    counts = Counter((getattr(finding, field), finding.verdict) for finding in findings)
    return _bars(
        (label, [("verdict", counts[label, True]), ("suggestion", counts[label, False])]) for label in labels
    )


def _bars(lines: Iterable[tuple[str, list[tuple[str, int]]]]) -> list[Bar]:
    lines = list(lines)
    longest = max((sum(count for _, count in pieces) for _, pieces in lines), default=0) or 1
    bars = []
    for label, pieces in lines:
        total, placed = 0, []
        for kind, count in pieces:
            placed.append((kind, count, round(100 * total / longest, 2), round(100 * count / longest, 2)))
            total += count
        bars.append(Bar(label, total, tuple(placed)))
    return bars


def _noisy(snippet: Snippet | None) -> tuple[Markup, Markup, Markup] | None:
    """Return the words as in the file with what repair takes out marked; None where they read the same."""
    if snippet is None:
        return None
    before, after = snippet.raw_before.removeprefix("…"), snippet.raw_after.removesuffix("…")
    pairs = ((before, snippet.before), (snippet.raw, snippet.surface), (after, snippet.after))
    if all(raw.strip("…").split() == repaired.strip("…").split() for raw, repaired in pairs):
        return None
    left, surface, right = (struck(*pair) for pair in pairs)
    return snippet.raw_before[: -len(before) or None] + left, surface, right + snippet.raw_after[len(after) :]


def _share(value: float | None) -> Markup:
    if value is None:
        return Markup('<span class="none" title="nothing to measure">n/a</span>')
    return Markup("{:.1f}%").format(100 * value)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value, order="sorted").decode()


def _inlined(name: str) -> Markup:
    """Return a file of ours as it stands; it is trusted."""
    return Markup(files("toolkit.reports").joinpath(name).read_text("utf-8"))  # noqa: S704 (ours)


def _digest(text: str) -> str:
    """Return the source expression by which a content security policy knows an inline script or style."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("toolkit", "reports"),
        autoescape=True,
        finalize=shown_plainly,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(zh=marked, link=linked, path=broken, share=_share, plain=_plain, digest=_digest)
    environment.globals.update(GRADES=GRADES, SEVERITIES=SEVERITIES, GRAVE=GRAVE)
    return environment.get_template("html.jinja")

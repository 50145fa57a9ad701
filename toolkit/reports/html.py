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
from itertools import islice
from posixpath import commonpath
from typing import IO, NamedTuple

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from toolkit.findings import Severity
from toolkit.measures import GRADES
from toolkit.reports import Report
from toolkit.reports._charts import bars, chart
from toolkit.reports._markup import broken, linked, marked, shown_plainly, struck
from toolkit.results import Analysis, ConsistencyResult, DocumentResult, FindingResult, Snippet
from toolkit.termbase import Concept, Designation, Status

OPEN = 60  # findings shown unfolded; further groups start folded
FULL = 2_000  # findings shown each by itself; of more, those alike are one entry, only so many have context,
ENTRIES = 3_000  # and so many are shown, those of the gravest groups, so that a browser opens the page
WIDE = 8  # articles from which the matrix is printed as a list: more columns do not fit on paper
COLUMNS = 60  # articles up to which the matrix has a column for each

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
    """A finding with its number on the page and the words around it; `raw` only where the file differs.

    `alike` are further places, by article, of findings that say the same; `articles` are the numbers of all.
    """

    number: int
    articles: tuple[int, ...]
    name: str
    result: FindingResult
    snippet: Snippet | None
    raw: tuple[Markup, Markup, Markup] | None
    related: tuple[Related, ...]
    alike: tuple[tuple[str, tuple[str, ...]], ...]


class Group(NamedTuple):
    """The findings of one concept, or of one rule where there is no concept."""

    number: int
    concept: str | None
    zh: str
    name: str
    entry: int | None
    findings: tuple[Shown, ...]
    counts: Mapping[str, int]
    suggestions: int
    left: int  # findings that are counted but not shown
    open: bool


class Entry(NamedTuple):
    """A glossary entry: designations by status, Chinese ones apart."""

    number: int
    concept: Concept
    zh: tuple[Designation, ...]
    renderings: tuple[Designation, ...]
    relations: tuple[tuple[str, str, int | None], ...]
    group: int | None


def _view(analysis: Analysis) -> dict[str, object]:
    """Return what the template shows, in the order in which it shows it."""
    results = analysis.results
    folder, names = _names([document.id for document in results.documents])
    numbers = {document.id: number for number, document in enumerate(results.documents, 1)}
    entries = {concept.id: number for number, concept in enumerate(analysis.concepts, 1)}
    groups = _groups(analysis, names, numbers, entries)
    shown = [finding for group in groups for finding in group.findings]
    group_of = {group.concept: group.number for group in groups}
    group_of.pop(None, None)
    statuses = Counter(occurrence.status for occurrence in results.occurrences)
    rows = _rows(results.consistency, numbers, entries, group_of)
    return {
        "results": results,
        "style": _inlined("html.css"),
        "script": _inlined("html.js"),
        "folder": folder,
        "articles": _articles(results.documents, names, results.findings, shown),
        "rows": rows,
        "differing": sum(row.differs for row in rows),
        "groups": groups,
        "verdicts": sum(finding.verdict for finding in results.findings),
        "gathered": len(shown) < len(results.findings),
        "rules": sorted({finding.rule for finding in results.findings}),
        "entries": _entries(analysis.concepts, entries, group_of),
        "statuses": statuses,
        "listed": statuses.total() - statuses[Status.UNLISTED],
        "by_status": bars((status, [(status, statuses[status])]) for status in STATUSES if statuses[status]),
        "by_severity": chart(results.findings, "severity", SEVERITIES),
        "by_rule": chart(results.findings, "rule", sorted({finding.rule for finding in results.findings})),
        "wide": len(results.documents) >= WIDE,
        "columns": len(results.documents) <= COLUMNS,
    }


def _names(ids: list[str]) -> tuple[str, dict[str, str]]:
    """Return the folder that all documents share, with its slash, and each document's path below it."""
    folders = [document.rpartition("/")[0] for document in ids]
    mixed = len({folder.startswith("/") for folder in folders}) > 1
    folder = "" if mixed or not folders else commonpath(folders)
    folder = folder and folder.rstrip("/") + "/"
    return folder, {document: document.removeprefix(folder) for document in ids}


def _articles(
    documents: Iterable[DocumentResult],
    names: Mapping[str, str],
    findings: Iterable[FindingResult],
    shown: Iterable[Shown],
) -> list[Article]:
    verdicts: dict[str, Counter[str]] = {}
    suggestions: Counter[str] = Counter()
    first: dict[int, int] = {}
    for finding in findings:
        if finding.verdict:
            verdicts.setdefault(finding.document, Counter())[finding.severity] += 1
        else:
            suggestions[finding.document] += 1
    for entry in shown:
        for article in entry.articles:
            first.setdefault(article, entry.number)
    return [
        Article(number, names[d.id], d, verdicts.get(d.id, Counter()), suggestions[d.id], first.get(number))
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
    entries_of = {key: _alike(members[key], apart=len(findings) <= FULL) for key in order}
    placed: dict[tuple[str, str | None, int], tuple[str, int]] = {}
    on_page = islice((alike for key in order for alike in entries_of[key]), ENTRIES)
    for number, alike in enumerate(on_page, 1):
        for finding in alike:
            place = (finding.document, finding.part, finding.start)
            placed.setdefault(place, (f"{finding.line}:{finding.column}", number))
    groups: list[Group] = []
    count = 0
    for key in order:
        concept = concepts.get(key[1]) if not key[0] else None
        shown = []
        room = ENTRIES - count
        for number, alike in enumerate(entries_of[key][:room], count + 1):
            first = alike[0]
            snippet = analysis.snippets.get(first.fingerprint) if number <= FULL else None
            shown.append(
                Shown(
                    number,
                    tuple(dict.fromkeys(numbers[f.document] for f in alike if f.document in numbers)),
                    names.get(first.document, first.document),
                    first,
                    snippet,
                    _noisy(snippet),
                    _related(first, names, placed) if number <= FULL else (),
                    _places(alike[1:], names),
                )
            )
        groups.append(
            Group(
                len(groups) + 1,
                members[key][0].concept,
                (concept.zh if concept else members[key][0].zh or "") if not key[0] else "",
                concept.preferred or concept.id if concept else key[1],
                entries.get(concept.id) if concept else None,
                tuple(shown),
                Counter(finding.severity for finding in members[key] if finding.verdict),
                sum(not finding.verdict for finding in members[key]),
                left=sum(map(len, entries_of[key][room:])),
                open=count < OPEN,
            )
        )
        count += len(shown)
    return groups


def _alike(findings: Iterable[FindingResult], *, apart: bool) -> list[list[FindingResult]]:
    """Return findings with those that say the same, or else each of them by itself."""
    gathered: dict[object, list[FindingResult]] = {}
    for finding in findings:
        key = finding.rule, finding.severity, finding.verdict, finding.message
        gathered.setdefault(finding.fingerprint if apart else key, []).append(finding)
    return list(gathered.values())


def _places(
    findings: Iterable[FindingResult], names: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return places as line:column, by article and part."""
    gathered: dict[str, list[str]] = {}
    for finding in findings:
        name = names.get(finding.document, finding.document) + (f" · {finding.part}" if finding.part else "")
        gathered.setdefault(name, []).append(f"{finding.line}:{finding.column}")
    return tuple((name, tuple(places)) for name, places in gathered.items())


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

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

from toolkit.measures import GRADES
from toolkit.reports import Report, formula, unread
from toolkit.reports._agreement import compared
from toolkit.reports._charts import bars, by_article, by_band, chart, varied
from toolkit.reports._findings import SEVERITIES, Shown, groups_of
from toolkit.reports._markup import broken, linked, marked, shown_plainly
from toolkit.reports._matrix import rows_of
from toolkit.reports._sisters import side_by_side
from toolkit.results import Analysis, DocumentResult, FindingResult
from toolkit.termbase import Concept, Designation, Status

WIDE = 8  # articles from which the matrix is printed as a list: more columns do not fit on paper
LONG = 80  # characters of a wording that is marked more lightly
NAMED = 6  # articles up to which the table of agreement has their names over its columns
DENSE = 12  # articles up to which that table is printed with its counts
COLUMNS = 60  # articles up to which the matrix has a column for each

MEASURES = ("compliance", "consistency")
GRAVE = SEVERITIES[:-1]  # those that a verdict has
STATUSES = tuple(status.value for status in Status)


class Html(Report, frozen=True):
    """One self-contained HTML file; the same analysis gives the same bytes."""

    title: str = "Terminology report"

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the page as UTF-8."""
        stream.write(_template().render(title=self.title, **_view(analysis)).encode())


class Article(NamedTuple):
    """A document, its number from 1, how many verdicts of each severity count against it, and what does not."""

    number: int
    name: str
    result: DocumentResult
    verdicts: Mapping[str, int]
    suggestions: int
    first: int | None  # its first finding in the order of the page


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
    groups = groups_of(analysis, names, numbers, entries)
    shown = [finding for group in groups for finding in group.findings]
    group_of = {group.concept: group.number for group in groups}
    group_of.pop(None, None)
    statuses = Counter(occurrence.status for occurrence in results.occurrences)
    rows = rows_of(results, numbers, entries, group_of)
    on_page = {finding.result.fingerprint: finding.number for finding in shown}
    return {
        "results": results,
        "unread": unread(results),
        "style": _inlined("html.css"),
        "script": _inlined("html.js"),
        "folder": folder,
        "articles": _articles(results.documents, names, results.findings, shown),
        "rows": rows,
        "differing": sum(row.differs for row in rows),
        "groups": groups,
        "agreement": compared(results, names),
        "sisters": side_by_side(analysis, names, on_page),
        "sisters_total": analysis.sisters_total,
        "verdicts": sum(finding.counts for finding in results.findings),
        "formula": formula(results),
        "gathered": len(shown) < len(results.findings),
        "rules": sorted({finding.rule for finding in results.findings}),
        "entries": _entries(analysis.concepts, entries, group_of),
        "statuses": statuses,
        "listed": statuses.total() - statuses[Status.UNLISTED],
        "by_status": bars((status, [(status, statuses[status])]) for status in STATUSES if statuses[status]),
        "by_severity": chart(results.findings, "severity", SEVERITIES),
        "varied": varied(rows),
        "shares": [
            (measure, by_article(results, names, measure), by_band(results, measure)) for measure in MEASURES
        ],
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
        if finding.counts:
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
    environment.globals.update(
        GRADES=GRADES, SEVERITIES=SEVERITIES, GRAVE=GRAVE, LONG=LONG, NAMED=NAMED, DENSE=DENSE
    )
    return environment.get_template("html.jinja")

"""Reports: one file for each output, analysis in, bytes out."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, ClassVar, NamedTuple, TypeVar

import msgspec
import regex

from toolkit.files import SOUGHT
from toolkit.parts import Family, Part
from toolkit.results import Analysis, Failure, FindingResult, Place, RelatedResult, Results
from toolkit.settings import SEVERITIES
from toolkit.text import visible

Moved = TypeVar("Moved", FindingResult, RelatedResult, Place)
SUGGESTION = "suggestion"
SORTS = (*reversed(SEVERITIES), SUGGESTION)
_SPACE = regex.compile(r"\s+")
_LEVELS = {"critical": "error", "major": "error", "minor": "warning", "neutral": "note"}


class Unread(NamedTuple):
    """What could not be read, in a clause; `articles` tells whether the articles themselves were."""

    told: str
    articles: bool
    failures: tuple[Failure, ...]


class Report(Part, frozen=True):
    """One way to write an analysis down."""

    streams: ClassVar[bool] = False  # whether it goes through records in their order, which need no memory then

    @abstractmethod
    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the whole report to a binary stream."""


def level_of(severity: str, *, verdict: bool) -> str:
    """Return error, warning or note, as CI systems sort findings; a suggestion fails nothing and is a note."""
    return _LEVELS[severity] if verdict else "note"


def gravest_first(findings: Iterable[FindingResult]) -> list[FindingResult]:
    """Return verdicts by severity, then suggestions; equals keep their order."""
    return sorted(findings, key=lambda f: (not f.verdict, -SEVERITIES.index(f.severity)))


def sort_of(finding: FindingResult) -> str:
    """Return as what a finding is counted: a verdict by its severity, else as a suggestion.

    A suggestion is inferred or sets articles side by side; it counts in no penalty.
    """
    return finding.severity if finding.counts else SUGGESTION


def label_of(finding: FindingResult) -> str:
    """Return what a finding is called where it stands by itself: its severity, which a suggestion has too."""
    return finding.severity if finding.counts else f"{SUGGESTION}, {finding.severity}"


def tallied(findings: Iterable[FindingResult]) -> str:
    """Return how many findings there are of each sort, gravest first; nothing where there are none."""
    counts = Counter(map(sort_of, findings))
    names = ((sort, sort + "s" * (sort == SUGGESTION and counts[sort] > 1)) for sort in SORTS)
    return ", ".join(f"{counts[sort]:,} {name}" for sort, name in names if counts[sort])


def on_one_line(text: str) -> str:
    """Return a text with one plain space for any white space, and what else cannot be seen as escapes."""
    return visible(_SPACE.sub(" ", text))


def share(value: float | None) -> str:
    """Return a share in percent, a dash where there is none."""
    return "–" if value is None else f"{value:.1%}"


def between(interval: tuple[float, float] | None) -> str:
    """Return an interval of 95 % in percent, to stand behind its share; nothing where there is none."""
    return f" (95 %: {100 * interval[0]:.1f}–{interval[1]:.1%})" if interval else ""


def formula(results: Results) -> str:
    """Return how the penalty comes about, to stand behind it; nothing where there is none."""
    counts = Counter(finding.severity for finding in results.findings if finding.counts)
    weights = results.totals.weights
    terms = [
        f"{counts[each]:,} {each} × {weights[each]:g}"
        for each in reversed(SEVERITIES)
        if counts[each] * weights[each]
    ]
    return f" = 1,000 × ({' + '.join(terms)}) / {results.totals.words:,}" if terms else ""


def unread(results: Results) -> list[Unread]:
    """Return what could not be read: inputs, something in or beside articles that were read, and their sources."""
    documents = {document.id for document in results.documents}
    sorts: tuple[list[Failure], ...] = ([], [], [])
    for failure in results.failures:
        read = failure.path in documents
        sorts[read + (read and failure.reason.endswith(SOUGHT))].append(failure)
    clauses = ("{} could not be read", "{} could not be read or checked in full", "no source was found for {}")
    return [
        Unread(clause.format(counted(len({f.path for f in failures}), noun)), noun == "article", tuple(failures))
        for clause, noun, failures in zip(clauses, ("input", "article", "article"), sorts, strict=True)
        if failures
    ]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an s."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def in_files(analysis: Analysis) -> Iterator[FindingResult]:
    """Yield findings whose documents are the paths of their files, as programs that open them need."""

    def moved(place: Moved) -> Moved:
        return msgspec.structs.replace(place, document=analysis.paths.get(place.document, place.document))

    for finding in analysis.results.findings:
        source = moved(finding.source) if finding.source else None
        related = tuple(map(moved, finding.related))
        yield msgspec.structs.replace(moved(finding), source=source, related=related)


def json_of(value: object) -> bytes:
    """Return a value as JSON; half a surrogate pair, which UTF-8 lacks, is spelt out as an escape."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_encodable(msgspec.to_builtins(value)))


def _encodable(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list | tuple) else value


REPORTS: Family[Report] = Family("toolkit.reports", Report)

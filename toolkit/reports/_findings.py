"""Findings on the page: by concept, else by rule, those that say the same together where there are too many."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from toolkit.findings import Severity
from toolkit.reports._markup import struck
from toolkit.results import Analysis, FindingResult, Snippet

OPEN = 60  # findings shown unfolded; further groups start folded
FULL = 2_000  # findings shown each by itself; of more, those alike are one entry, only so many have context,
ENTRIES = 3_000  # and so many are shown, those of the gravest groups, so that a browser opens the page
SEVERITIES = tuple(severity.word for severity in sorted(Severity, reverse=True))


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

    @property
    def kind(self) -> str:
        """Whether it counts: "verdict", else "suggestion"."""
        return "verdict" if self.result.counts else "suggestion"


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


def groups_of(
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
        tally = Counter((finding.counts, finding.severity) for finding in gathered[key])
        return [-tally[verdict, severity] for verdict in (True, False) for severity in SEVERITIES], key

    order = sorted(gathered, key=rank)
    members = {
        key: sorted(gathered[key], key=lambda f: (not f.counts, numbers.get(f.document, 0), f.start))
        for key in order
    }
    entries_of = {key: _alike(members[key], apart=len(findings) <= FULL) for key in order}
    placed: dict[tuple[str, str | None, int], tuple[str, int]] = {}
    on_page = islice((alike for key in order for alike in entries_of[key]), ENTRIES)
    for number, alike in enumerate(on_page, 1):
        for finding in alike:
            place = (finding.document, finding.part, finding.start)
            placed.setdefault(place, (f"{finding.line}:{finding.column}", number))
    made: list[Group] = []
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
        made.append(
            Group(
                len(made) + 1,
                members[key][0].concept,
                (concept.zh if concept else members[key][0].zh or "") if not key[0] else "",
                concept.preferred or concept.id if concept else key[1],
                entries.get(concept.id) if concept else None,
                tuple(shown),
                Counter(finding.severity for finding in members[key] if finding.counts),
                sum(not finding.counts for finding in members[key]),
                left=sum(map(len, entries_of[key][room:])),
                open=count < OPEN,
            )
        )
        count += len(shown)
    return made


def _alike(findings: Iterable[FindingResult], *, apart: bool) -> list[list[FindingResult]]:
    """Return findings with those that say the same, or else each of them by itself."""
    gathered: dict[object, list[FindingResult]] = {}
    for finding in findings:
        key = finding.rule, finding.severity, finding.counts, finding.message
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

"""Findings that a project knows and lives with: exempted in its settings, listed in a baseline, allowed in place.

A comment `xindaya: allow RULE, RULE` allows findings of these rules from there to the next blank line.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import msgspec
import regex

from toolkit.checks import selected
from toolkit.errors import UsageError
from toolkit.formats import FORMATS
from toolkit.inspected import Inspected
from toolkit.reports import json_of
from toolkit.results import Analysis, FindingResult
from toolkit.settings import Settings
from toolkit.text import Document

_BLANK = regex.compile(r"(?<=\n)[ \t\r]*\n")
_SEPARATOR = regex.compile(r"[, ]+")


class Allowance(NamedTuple):
    """A rule whose findings a comment allows between two positions of the raw text."""

    rule: str
    start: int
    end: int


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that is lived with; what stands beside its fingerprint is for people."""

    document: str
    rule: str
    surface: str
    fingerprint: str


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """Known findings, sorted. A fingerprint stays when lines move, and goes when the words around it change."""

    version: int = 1
    findings: tuple[Known, ...] = ()

    @property
    def fingerprints(self) -> frozenset[str]:
        """By what the findings are known."""
        return frozenset(known.fingerprint for known in self.findings)


def read(path: Path) -> Baseline:
    """Return a baseline from a file. Raises UsageError where it cannot be read or is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Baseline)
    except OSError as error:
        message = f"{path}: {error.strerror or error}; --write-baseline makes a baseline"
        raise UsageError(message) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = f"{path}: no baseline ({error}); --write-baseline makes one"
        raise UsageError(message) from error


def written(known: Iterable[Known]) -> bytes:
    """Return a baseline as JSON, in one order for the same findings."""
    baseline = Baseline(findings=tuple(sorted(set(known), key=msgspec.structs.astuple)))
    return msgspec.json.format(json_of(baseline), indent=1) + b"\n"


def still_known(baseline: Baseline, analysis: Analysis) -> Iterator[Known]:
    """Yield what is left of a baseline after a run: found again, or of what the run left out."""
    found = {finding.fingerprint for finding in analysis.suppressed}
    documents = {document.id for document in analysis.results.documents}
    rules = selected(msgspec.convert(analysis.results.settings, Settings))
    for known in baseline.findings:
        if known.fingerprint in found or known.document not in documents or known.rule not in rules:
            yield known


def known_from(findings: Iterable[FindingResult]) -> Iterator[Known]:
    """Yield findings as a baseline lists them."""
    return (
        Known(document=f.document, rule=f.rule, surface=f.surface, fingerprint=f.fingerprint) for f in findings
    )


def allowed(document: Document) -> Iterator[Allowance]:
    """Yield what the comments of a document allow, in formats that have comments."""
    begin, end = FORMATS.load(document.format).comment if document.format else ("", "")
    if not begin or "xindaya:" not in document.raw:
        return
    comment = regex.compile(rf"{begin}[ \t]*xindaya:[ \t]*allow[ \t]+([a-z, -]{{1,500}}?)[ \t\r]*{end}")
    start, before = 0, document.stretch.start
    for blank in chain(_BLANK.finditer(document.raw), [None]):
        stop = blank.start() if blank else len(document.raw)
        for match in comment.finditer(document.raw, start, stop):
            yield from (
                Allowance(rule, before + match.start(), before + stop) for rule in _SEPARATOR.split(match[1])
            )
        start = stop


def apply(
    article: Inspected, settings: Settings, baseline: frozenset[str], allowances: Iterable[Allowance] = ()
) -> Inspected:
    """Return an article without its known findings, which count in no measure; it keeps them apart."""
    by_rule: dict[str, list[Allowance]] = {}
    for allowance in allowances:
        by_rule.setdefault(allowance.rule, []).append(allowance)

    def is_known(finding: FindingResult) -> bool:
        places = by_rule.get(finding.rule, ())
        here = any(place.start <= finding.start < place.end for place in places)
        return here or finding.fingerprint in baseline or _is_exempt(finding, settings)

    known = {finding.fingerprint for finding in article.findings if is_known(finding)}
    if not known:
        return article
    return msgspec.structs.replace(
        article,
        findings=tuple(finding for finding in article.findings if finding.fingerprint not in known),
        suppressed=tuple(finding for finding in article.findings if finding.fingerprint in known),
    )


def _is_exempt(finding: FindingResult, settings: Settings) -> bool:
    named = (settings.exempt.get(name) for name in (finding.concept, finding.zh) if name)
    return any(rules is not None and (not rules or finding.rule in rules) for rules in named)

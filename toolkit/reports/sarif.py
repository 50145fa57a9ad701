"""SARIF 2.1.0 (OASIS), which code scanning and editors read; columns and offsets count code points.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Iterable
from inspect import cleandoc
from typing import IO, Any
from urllib.parse import quote

import msgspec

from toolkit.checks import CHECKS
from toolkit.reports import Report, in_files, json_of, level_of
from toolkit.results import Analysis, FindingResult, Place, RelatedResult, Results, Snippet, SuggestionResult
from toolkit.text import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Sarif(Report, frozen=True):
    """One run: the rules that found something, with their pages of the manual, and a result for each finding."""

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the log, indented by two spaces."""
        results = analysis.results
        rules = sorted({finding.rule for finding in results.findings})
        run = {
            "tool": {
                "driver": {
                    "name": results.tool.name,
                    "version": results.tool.version,
                    "rules": [_rule(rule) for rule in rules],
                }
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [_invocation(results)],
            "results": [
                _result(finding, rules.index(finding.rule), analysis.snippets[finding.fingerprint])
                for finding in in_files(analysis)
            ],
            "properties": {"totals": results.totals},
        }
        log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
        stream.write(msgspec.json.format(json_of(log), indent=2) + b"\n")


def _rule(name: str) -> dict[str, Any]:
    part = CHECKS.load(name)
    page = cleandoc(part.__doc__ or "")
    return {
        "id": name,
        "shortDescription": {"text": part.rule.summary},
        "fullDescription": {"text": " ".join(page.partition("\n\n")[0].split())},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level_of(part.rule.severity.word, verdict=part.rule.verdict)},
        "properties": {"tags": [part.rule.error_type]},
    }


def _invocation(results: Results) -> dict[str, Any]:
    notes = [
        {
            "level": "error",
            "message": {"text": failure.reason},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(failure.path)}}],
        }
        for failure in results.failures
    ]
    return {"executionSuccessful": not notes, "toolExecutionNotifications": notes}


def _result(finding: FindingResult, index: int, snippet: Snippet) -> dict[str, Any]:
    *before, last = snippet.raw.split("\n")
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.line + len(before),
        "endColumn": len(last) + (1 if before else finding.column),
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": snippet.raw},
    }
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": level_of(finding.severity, verdict=finding.verdict),
        "message": {"text": _plain(finding.message)},
        "locations": [_location(finding, region)],
        "fingerprints": {"xindaya/v1": finding.fingerprint},
        "properties": {
            "severity": finding.severity,
            "verdict": finding.verdict,
            "confidence": finding.confidence,
            "concept": finding.concept,
            "zh": finding.zh,
        },
    }
    if related := list(_related(finding)):
        result["relatedLocations"] = related
    # Offsets count in the file only where it has no parts.
    if finding.suggestion and finding.suggestion.edits and finding.part is None:
        result["fixes"] = [_fix(finding.document, finding.suggestion)]
    return result


def _location(place: FindingResult | RelatedResult | Place, region: dict[str, Any]) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(place.document), "region": region}
    }
    if place.part:
        location["logicalLocations"] = [{"fullyQualifiedName": place.part}]
    return location


def _related(finding: FindingResult) -> Iterable[dict[str, Any]]:
    """Yield the places that a finding speaks of, the Chinese term first."""
    places: list[tuple[str, RelatedResult | Place]] = [
        (_plain(f"{p.role}: {p.surface}"), p) for p in finding.related
    ]
    if finding.source:
        places.insert(0, ("source", finding.source))
    for number, (text, place) in enumerate(places, 1):
        region = {"charOffset": place.start, "charLength": place.end - place.start}
        yield {"id": number, "message": {"text": text}} | _location(place, region)


def _fix(document: str, suggestion: SuggestionResult) -> dict[str, Any]:
    return {
        "description": {"text": _plain(suggestion.message)},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(document),
                "replacements": [
                    {
                        "deletedRegion": {"charOffset": start, "charLength": end - start},
                        "insertedContent": {"text": text},
                    }
                    for start, end, text in suggestion.edits
                ],
            }
        ],
    }


def _artifact(path: str) -> dict[str, str]:
    """Return the reference to a file: a relative one as it is, so that it is found in any checkout."""
    return {"uri": ("file://" if path.startswith("/") else "") + quote(path, errors="backslashreplace")}


def _plain(text: str) -> str:
    """Return text of which no viewer makes a link (SARIF 2.1.0, 3.11.6)."""
    return visible(text).replace("](", "\\](")

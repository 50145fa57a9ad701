"""Measures had from the JSON report alone, by their definitions as the manual states them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from toolkit import termbases
from toolkit.engines import local
from toolkit.intervals import intervals
from toolkit.measures import agreement
from toolkit.reports import REPORTS
from toolkit.results import Results
from toolkit.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpora"
WEIGHTS = {"neutral": 0.5, "minor": 2, "major": 7, "critical": 30}
Record = dict[str, Any]


@cache
def written() -> Record:
    """Return the JSON report on sample articles, two of them sisters, with weights of its own."""
    settings = Settings(weights=WEIGHTS, ignore=("repeated-word",))
    found = local.check([str(CORPUS / "en-web")], termbases.load(termbases.shipped()), settings)
    stream = BytesIO()
    REPORTS.build("json").write(found, stream)
    report: Record = json.loads(stream.getvalue())
    return report


def points(findings: Iterable[Record], words: int, weights: dict[str, float]) -> float:
    against = [f for f in findings if f["verdict"] and not compares(f)]
    return 1000 * sum(weights[f["severity"]] for f in against) / words


def compares(finding: Record) -> bool:
    return any(related["role"] in {"sister", "other article"} for related in finding["related"])


def label(penalty: float) -> str:
    return next((name for most, name in zip((5, 10, 20, 40, 80), "ABCDE", strict=True) if penalty <= most), "F")


def compliance(occurrences: Iterable[Record]) -> float | None:
    counts = Counter(o["status"] for o in occurrences if o["status"] != "unlisted")
    return (counts["preferred"] + counts["admitted"]) / counts.total() if counts else None


def consistency(occurrences: Iterable[Record]) -> float | None:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for occurrence in occurrences:
        forms[occurrence["concept"]][occurrence["rendering"]] += 1
    several = [counts for counts in forms.values() if counts.total() > 1]
    total = sum(counts.total() for counts in several)
    return sum(max(counts.values()) for counts in several) / total if total else None


def expected(occurrences: list[Record], findings: list[Record], words: int) -> Record:
    weights = written()["totals"]["weights"]
    penalty = points(findings, words, weights)
    return {
        "words": words,
        "compliance": compliance(occurrences),
        "consistency": consistency(occurrences),
        "penalty": pytest.approx(penalty),
        "grade": label(penalty),
    }


def test_figures_of_each_article_follow_from_its_records() -> None:
    report = written()
    for document in report["documents"]:
        own = {
            kind: [each for each in report[kind] if each["document"] == document["id"]]
            for kind in ("occurrences", "findings")
        }
        figures = expected(own["occurrences"], own["findings"], document["words"])
        assert {name: document[name] for name in figures} == figures


def test_figures_of_the_whole_follow_from_the_records() -> None:
    report = written()
    words = sum(document["words"] for document in report["documents"])
    figures = expected(report["occurrences"], report["findings"], words)
    assert {name: report["totals"][name] for name in figures} == figures
    assert report["totals"]["weights"] == WEIGHTS
    assert any(compares(finding) for finding in report["findings"])


def test_intervals_and_agreement_follow_from_the_records() -> None:
    results = msgspec.convert(written(), Results)
    names = [document.id for document in results.documents]
    statuses = {name: Counter(o.status for o in results.occurrences if o.document == name) for name in names}
    found = intervals(statuses, results.consistency)
    assert found.compliance == results.totals.compliance_interval
    assert found.consistency == results.totals.consistency_interval
    assert [found.dominant_shares[each.concept] for each in results.consistency] == [
        each.interval for each in results.consistency
    ]
    assert found.compliance is not None
    assert found.compliance[0] < (results.totals.compliance or 0) < found.compliance[1]
    assert agreement(results.consistency, names)

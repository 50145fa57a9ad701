"""Scores of WMT data, found by XINDAYA_SHARED; no sentence of theirs stands here."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.metrics.test_sacrebleu import sacrebleu, same
from toolkit.metrics import METRICS, EvaluationSet, Metric
from toolkit.termbase import Concept, Designation, Status, Termbase

SHARED = os.environ.get("XINDAYA_SHARED", "")
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not SHARED, reason="XINDAYA_SHARED does not say where the data are"),
]
SYSTEMS = ("Borderline", "DIDI-NLP", "Facebook-AI", "HappyNewYear")
YEARS = (2015, 2017, 2019, 2021, 2023)
OF_TERMS = (
    "compliance",
    "consistency",
    "wmt25-success",
    "wmt25-consistency-first",
    "wmt25-consistency-predefined",
)
SEGMENTS_OF_TER = 100  # it takes a second for some fifty


def records(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (Path(SHARED) / "data" / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("metric", ["bleu", "chrf", "chrf++", "ter"])
@pytest.mark.parametrize("system", SYSTEMS)
def test_news_scores_are_sacrebleus(tmp_path: Path, metric: str, system: str) -> None:
    rows = records("wmt21_news_zhen.jsonl")[: SEGMENTS_OF_TER if metric == "ter" else None]
    given = EvaluationSet(references=([row["ref"]["A"] for row in rows],))
    hypotheses = [row["hyp"][system] for row in rows]
    (score,) = METRICS.build(metric).scores(hypotheses, given)
    same(score, sacrebleu(tmp_path, metric, [hypotheses], given.references))


def report_year(year: int) -> tuple[EvaluationSet, list[str]]:
    """Return a year's reports turned round, Chinese to English, and the people's English."""
    (terms,) = (row["proper"] for row in records("wmt25_terminology_enzh_glossaries.jsonl") if row["year"] == year)
    by_chinese: dict[str, list[str]] = {}
    for english, chinese in terms.items():
        for term in chinese:
            by_chinese.setdefault(term.strip(), []).append(english.strip())
    concepts = [
        Concept(
            id=zh,
            designations=(
                Designation(term=zh, language="zh-Hant"),
                *(Designation(term=term, language="en", status=Status.ADMITTED) for term in english),
            ),
        )
        for zh, english in by_chinese.items()
    ]
    documents = [row for row in records("wmt25_terminology_enzh_docs.jsonl") if row["year"] == year]
    people = [row["en"] for row in documents]
    given = EvaluationSet(
        references=(people,), sources=[row["zh"] for row in documents], termbase=Termbase(tuple(concepts))
    )
    return given, people


def value(metric: Metric, hypotheses: list[str], given: EvaluationSet) -> float:
    return metric.scores(hypotheses, given)[0].value


def test_people_comply_and_lists_of_words_do_not() -> None:
    compliance, total, count = METRICS.build("compliance"), 0.0, 0
    for year in YEARS:
        given, people = report_year(year)
        (score,) = compliance.scores(people, given)
        assert score.value >= 0.89
        total, count = total + score.value * score.n, count + score.n
        sources = given.sources or ()
        only = [" ".join(t for s, each in given.terms.items() if s in text for t in each) for text in sources]
        everything = [" ".join(t for each in given.terms.values() for t in each)] * len(sources)
        assert value(compliance, only, given) <= 0.05
        assert value(compliance, everything, given) <= 0.05
        assert value(METRICS.build("wmt25-success"), everything, given) >= 0.85
    assert total / count >= 0.9


@pytest.mark.parametrize("year", YEARS)
def test_success_rate_is_that_of_the_definition(year: int) -> None:
    (terms,) = (row["proper"] for row in records("wmt25_terminology_enzh_glossaries.jsonl") if row["year"] == year)
    rows = [row for row in records("wmt25_terminology_enzh_docs.jsonl") if row["year"] == year]
    concepts = [
        Concept(
            id=str(number),
            designations=(
                Designation(term=english.strip(), language="en"),
                *(Designation(term=term.strip(), language="zh-Hant") for term in chinese),
            ),
        )
        for number, (english, chinese) in enumerate(terms.items())
    ]
    references = [row["zh"] for row in rows]
    hypotheses = [text[: len(text) * 2 // 3] for text in references]
    given = EvaluationSet(
        references=(references,), sources=[row["en"] for row in rows], termbase=Termbase(tuple(concepts))
    )
    total = valid = 0.0
    for row, hypothesis in zip(rows, hypotheses, strict=True):
        for english, chinese in terms.items():
            term = english.strip().lower()
            if term in row["en"].lower() and any(t.lower() in row["zh"].lower() for t in chinese):
                valid += 1
                counted = sum(hypothesis.lower().count(t.strip().lower()) for t in chinese)
                total += min(1.0 * counted / row["en"].lower().count(term), 1.0)
    assert value(METRICS.build("wmt25-success"), hypotheses, given) == pytest.approx(total / valid, abs=1e-12)

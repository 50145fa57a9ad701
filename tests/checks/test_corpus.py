"""What was planted in the corpus is found beside the source and beside the sister, and nothing else is."""

from collections import Counter
from pathlib import Path

import pytest

from toolkit import termbases
from toolkit.engines import local
from toolkit.results import Analysis
from toolkit.settings import Settings

CORPORA = Path(__file__).parents[2] / "corpora"
RULES = ("number-mismatch", "period-mismatch")
# Wordings of corpora/provenance.toml. The one that is not there is of a single day: September 6th for 9月5日.
PLANTED = {
    ("2023-07-half-year-summary", "0.8 percent", True),
    ("2023-07-half-year-summary", "12.5%", False),
    ("2023-09-ten-industries-plans", "5.8%", False),
    ("2023-11-fourth-quarter-interview", "first quarter", False),
    ("2023-11-fourth-quarter-interview", "2.35 trillion yuan", True),
    ("2023-11-industry-dialogue", "first quarter", False),
    ("2024-06-sme-support", "14,000", True),
}


def checked(*folders: str, rules: tuple[str, ...], source: str | None = None) -> Analysis:
    paths = [str(CORPORA / folder) for folder in folders]
    return local.check(paths, termbases.load(termbases.shipped()), Settings(select=rules), source=source)


def folder(document: str) -> str:
    return Path(document).parent.name


def told(analysis: Analysis) -> set[tuple[str, str, bool]]:
    return {(Path(f.document).stem, f.surface, f.verdict) for f in analysis.results.findings}


def test_beside_the_source() -> None:
    assert told(checked("en", rules=RULES, source=str(CORPORA / "zh"))) == set()
    analysis = checked("en-web", rules=RULES, source=str(CORPORA / "zh"))
    assert told(analysis) == PLANTED
    assert analysis.results.totals.penalty > 0


def test_beside_sisters_that_are_found_out() -> None:
    analysis = checked("en", "en-web", rules=RULES)
    assert told(analysis) == PLANTED
    findings = analysis.results.findings
    assert {(folder(f.document), folder(f.related[0].document)) for f in findings} == {("en-web", "en")}
    assert analysis.results.totals.penalty == 0


@pytest.mark.parametrize("source", [None, str(CORPORA / "zh")], ids=["sister", "source"])
def test_sentences_left_out(source: str | None) -> None:
    folders = ("en-web",) if source else ("en", "en-web")
    analysis = checked(*folders, rules=("sentence-missing",), source=source)
    found = Counter(Path(f.document).stem for f in analysis.results.findings if folder(f.document) == "en-web")
    assert found["2023-07-half-year-summary"] == found["2023-11-fourth-quarter-interview"] == 1
    assert not any(f.verdict for f in analysis.results.findings)

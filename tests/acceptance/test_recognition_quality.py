"""How well renderings are found in labelled articles, found by XINDAYA_SHARED; no sentence of theirs stands here.

The glossary is the shipped one without every rendering that only the scored article shows.
"""

import os
from pathlib import Path

import pytest

from tests.benchmarks.bench_recognition import TUNING, evaluate, listed, without_own
from toolkit import termbases
from toolkit.termbase import Termbase

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(
        "XINDAYA_SHARED" not in os.environ, reason="XINDAYA_SHARED does not say where the labelled articles are"
    ),
]
SHIPPED = termbases.load(termbases.shipped())


def glossary(article: Path) -> Termbase:
    return without_own(SHIPPED, article)


def test_all_renderings() -> None:
    assert evaluate(glossary, TUNING, verbose=False).figures[2] >= 0.91


def test_listed_renderings_alone() -> None:
    precision, recall, _ = listed(glossary, TUNING, verbose=False).figures
    assert precision >= 0.97
    assert recall >= 0.95

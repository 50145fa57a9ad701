"""What every glossary that comes along has: a source in step with what is built, and concepts that are whole."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from toolkit import shipped, termbases
from toolkit.termbase import Status, Termbase
from toolkit.termbases.tbx import Tbx

SOURCES = Path(__file__).parents[2] / "glossaries"


@pytest.fixture(scope="module", params=shipped.glossaries())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def termbase(name: str) -> Termbase:
    return termbases.load(SOURCES / name)


def test_source_and_built_termbase_are_in_step(name: str, termbase: Termbase) -> None:
    stream = BytesIO()
    Tbx().write(termbase.concepts, stream)
    assert stream.getvalue() == shipped.find(f"{name}.tbx").read_bytes(), "run make glossary"


def test_each_concept_has_what_it_needs(termbase: Termbase) -> None:
    for concept in termbase.concepts:
        statuses = Counter(d.status for d in concept.terms("en"))
        assert statuses[Status.PREFERRED] == 1, concept.id
        assert concept.zh, concept.id
        assert concept.subject, concept.id
        assert concept.definition, concept.id

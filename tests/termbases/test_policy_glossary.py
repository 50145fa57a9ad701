"""The termbase that comes along: complete, in step with its source, in the house style that was chosen."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from toolkit import termbases
from toolkit.recognition.variants import variants
from toolkit.termbase import Status, Termbase
from toolkit.termbases.tbx import Tbx

SOURCE = Path(__file__).parents[2] / "glossaries" / "policy"


@pytest.fixture(scope="module")
def termbase() -> Termbase:
    return termbases.load(termbases.shipped())


def test_source_and_built_termbase_are_in_step() -> None:
    stream = BytesIO()
    Tbx().write(termbases.load(SOURCE).concepts, stream)
    assert stream.getvalue() == termbases.shipped().read_bytes(), "run make glossary"


def test_it_has_enough_concepts_each_with_what_it_needs(termbase: Termbase) -> None:
    assert len(termbase.concepts) >= 120
    for concept in termbase.concepts:
        statuses = Counter(d.status for d in concept.terms("en"))
        assert statuses[Status.PREFERRED] == 1, concept.id
        assert concept.zh, concept.id
        assert concept.subject, concept.id
        assert concept.definition, concept.id


def test_every_rejected_rendering_has_its_reason(termbase: Termbase) -> None:
    rejected = [d for c in termbase.concepts for d in c.terms("en") if not d.status.complies]
    assert len(rejected) > 300
    assert [d.term for d in rejected if not d.reason] == []


def test_relations_lead_to_concepts(termbase: Termbase) -> None:
    relations = [(c.id, r.concept) for c in termbase.concepts for r in c.relations]
    assert [pair for pair in relations if pair[1] not in termbase.by_id] == []


def test_no_rendering_is_both_good_and_bad_for_one_concept(termbase: Termbase) -> None:
    for concept in termbase.concepts:
        good = {form for d in concept.terms("en") if d.status.complies for form, _ in variants(d)}
        bad = {form for d in concept.terms("en") if not d.status.complies for form, _ in variants(d)}
        assert good & bad == set(), concept.id


@pytest.mark.parametrize(
    ("zh", "preferred"),
    [
        ("新三样", "new three"),
        ("专精特新“小巨人”企业", "little giants"),
        ("小巨人", "little giants"),
        ("专精特新", "specialized, refined, distinctive and innovative"),
    ],
)
def test_the_default_house_style(termbase: Termbase, zh: str, preferred: str) -> None:
    (concept,) = (c for c in termbase.concepts if zh in {d.term for d in c.terms("zh-Hans")})
    assert concept.preferred == preferred


def test_the_little_giants_are_the_narrower_concept(termbase: Termbase) -> None:
    srdi = next(c for c in termbase.concepts if c.zh == "专精特新")
    giants = next(c for c in termbase.concepts if c.preferred == "little giants")
    assert ("broader", srdi.id) in {(r.kind, r.concept) for r in giants.relations}
    assert "SRDI" in {d.term for d in srdi.terms("en")}
    assert srdi.first_mention == "specialized, refined, distinctive and innovative (SRDI)"

"""Listed renderings: cases as data, and laws over any text."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import unmark
from toolkit import termbases
from toolkit.offsets import Span
from toolkit.recognition.folding import fold
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.variants import form_of, plural, singular, variants
from toolkit.segmentation import language
from toolkit.termbase import Concept, Designation, Policy, Termbase

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))["case"]
TERMBASE = termbases.load(HERE / "glossary.csv")
LISTED = ListedRenderings(TERMBASE)
PIECES = [
    "new",
    "three",
    "the",
    "industrial",
    "enterprises",
    "above",
    "size",
    '"',
    "“",
    "”",
    ".",
    "\n",
    "-",
    "SMEs",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_listed(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    found = list(LISTED.find(text, language("en").sentences(text)))
    assert [o.designation for o in found] == case["renderings"]
    places = [tuple(span) for o in found for span in o.spans]
    if case.get("spans_without_article"):
        spans = tuple((start + len("The "), end) for start, end in spans)
    assert places == list(spans)
    if "basis" in case:
        assert [o.basis.value for o in found] == case["basis"]
    assert any(len(o.spans) > 1 for o in found) == case.get("discontinuous", False)


@given(TEXTS)
def test_occurrences_are_in_order_apart_and_inside_the_text(text: str) -> None:
    found = list(LISTED.find(text, language("en").sentences(text)))
    ends = [at for o in found for at in o.span]
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in (o.span for o in found))


@given(TEXTS)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded, back = fold(text)
    start, end = back.to_source(Span(0, len(folded)))
    assert 0 <= start <= end <= len(text)


def test_a_wording_of_two_concepts_is_ambiguous() -> None:
    shared = (Designation(term="shared wording", language="en"),)
    concepts = tuple(Concept(id=name, designations=shared) for name in ("a", "b"))
    (found,) = ListedRenderings(Termbase(concepts)).find("A shared wording.", [Span(0, 17)])
    assert found.concept == "a"
    assert found.candidates == ("b",)
    assert found.confidence < 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Profits of “Little Giant” and high-tech manufacturing companies rose.",
            {("Little Giant", "companies"): "little giant companies", ("high-tech manufacturing",): "high-tech"},
        ),
        (
            "They call on major industrial provinces and cities.",
            {("major industrial provinces",): "", ("major industrial", "cities"): "major industrial cities"},
        ),
        (
            "The foreign exchange, and money and bond markets fell.",
            {("foreign exchange", "markets"): "foreign exchange markets"},
        ),
    ],
)
def test_terms_that_share_a_word(text: str, found: dict[tuple[str, ...], str]) -> None:
    occurrences = list(LISTED.find(text, [Span(0, len(text))]))
    assert [tuple(text[slice(*span)] for span in o.spans) for o in occurrences] == list(found)
    assert all(o.designation.startswith(term) for o, term in zip(occurrences, found.values(), strict=True))


def test_an_empty_termbase_finds_nothing() -> None:
    assert list(ListedRenderings(Termbase()).find("Any text.", [])) == []


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("industry", "industries"),
        ("process", "processes"),
        ("survey", "surveys"),
        ("box", "boxes"),
        ("branch", "branches"),
        ("firm", "firms"),
    ],
)
def test_number(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one


@pytest.mark.parametrize("word", ["logistics", "business", "series", "analysis", "status"])
def test_words_that_only_look_like_plurals(word: str) -> None:
    assert singular(word) == word


def test_forms_that_differ_only_in_case_number_article_hyphen_or_quotes_are_one() -> None:
    forms = {"The high-tech zones", "high tech zone", "“High-Tech” Zones"}
    assert len({form_of(form) for form in forms}) == 1


def test_a_pattern_is_cut_where_it_means_too_much() -> None:
    wild = Designation(term="[a|b|c|d]" * 12, language="en", policy=Policy(pattern=True))
    assert len(list(variants(wild))) <= 64 * 8

"""Every check on its cases, the examples of its manual page, and laws over any text."""

import tomllib
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import unmark
from toolkit import census, preparation, termbases, units
from toolkit.alignment.bilingual import Terms
from toolkit.article import Article
from toolkit.checks import CHECKS, beside_sister, beside_source
from toolkit.context import Context
from toolkit.findings import OTHER_ARTICLE, SISTER, Finding, Severity
from toolkit.recognition import Renderings
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.termbase import Termbase
from toolkit.text import Document, Text

HERE = Path(__file__).parent
TERMBASE = termbases.load(HERE / "glossary.csv")
RENDERINGS = CompiledTermbase(TERMBASE, units.load())
SHIPPED = termbases.load(termbases.shipped())
SHIPPED_RENDERINGS = CompiledTermbase(SHIPPED, units.load())
EXAMPLE = regex.compile(r"## Example\n(?:(Source|Sister): (.*)\n)?((?:.+\n)+)")
HEADINGS = ["## Why is this bad?", "## Example", "## Use instead", "## References"]


def cases() -> Iterator[Any]:
    for path in sorted((HERE / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


def document(text: str, name: str = "a.txt", language: str = "en") -> Document:
    return Document(id=name, raw=text, texts=(Text(text=text, language=language),))


def article_of(text: str, renderings: Renderings = RENDERINGS, name: str = "a.txt") -> Article:
    return preparation.prepare(document(text, name), renderings)


def paired(text: str, source: str, termbase: Termbase, renderings: CompiledTermbase) -> Article:
    origin = document(source, "zh.txt", "zh")
    return preparation.prepare_pair(document(text), origin, renderings, Terms(termbase, renderings.listed))


def findings(
    rule: str, *articles: Article, sister: Article | None = None, termbase: Termbase = TERMBASE
) -> list[Finding]:
    context = Context(termbase=termbase, census=census.merge(map(census.count, articles)))
    check = CHECKS.build(rule)
    found = [finding for article in articles for finding in check.inspect(article, context)]
    found += (f for article in articles for each in beside_source(article) for f in check.compare(each, context))
    if sister:
        found += check.compare(beside_sister(sister, articles[0]), context)
    return found


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_case(rule: str, case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    source, there = unmark(case.get("source") or case.get("sister") or "")
    article = paired(text, source, TERMBASE, RENDERINGS) if "source" in case else article_of(text)
    sister = article_of(source, name="sister.txt") if "sister" in case else None
    found = findings(rule, article, sister=sister)
    assert [(f.address.start, f.address.end) for f in found if f.address.document == "a.txt"] == list(spans)
    if "source" in case:
        assert [(f.source.start, f.source.end) for f in found if f.source] == list(there)
    if "sister" in case:
        places = [f.address if f.address.document == "sister.txt" else f.related[0].address for f in found]
        assert sorted((place.start, place.end) for place in places) == list(there)
        assert all(f.related[0].role == SISTER for f in found)
    if "messages" in case:
        assert [f.message for f in found] == case["messages"]
    if "verdict" in case:
        assert {f.rule.verdict for f in found} == {case["verdict"]}


@pytest.mark.parametrize("rule", CHECKS.names())
def test_every_check_has_cases_and_a_manual_page_with_a_true_example(rule: str) -> None:
    part = CHECKS.load(rule)
    page = cleandoc(part.__doc__ or "")
    assert (HERE / "cases" / f"{rule}.toml").exists()
    assert part.rule.id == rule
    assert [heading for heading in HEADINGS if heading not in page] == []
    ((beside, other, example),) = EXAMPLE.findall(page)
    text, spans = unmark(" ".join(example.split()))
    sister = article_of(other, SHIPPED_RENDERINGS, "sister.txt") if beside == "Sister" else None
    source = beside == "Source"
    article = paired(text, other, SHIPPED, SHIPPED_RENDERINGS) if source else article_of(text, SHIPPED_RENDERINGS)
    found = findings(rule, article, sister=sister, termbase=SHIPPED)
    assert [(f.address.start, f.address.end) for f in found if f.rule.verdict >= part.rule.verdict] == list(spans)


@pytest.mark.parametrize(
    ("others", "mine", "related"),
    [
        (["The new three sell."] * 3, "The new trio sells.", ["0.txt"]),
        (["The new three sell."], "The new trio sells. The new trio grows.", ["0.txt"]),
        (["The new trio sells."] * 3, "The new three sell.", []),
        (["The new three sell."] * 3, "The three new samples sell.", []),
        (["The three new samples sell."] * 2, "The new three kinds sell.", ["0.txt"]),
    ],
    ids=["minority", "not preferred", "preferred", "rejected is told elsewhere", "all rejected"],
)
def test_across_articles_the_odd_one_is_marked_without_a_verdict(
    others: list[str], mine: str, related: list[str]
) -> None:
    articles = [article_of(text, name=f"{number}.txt") for number, text in enumerate(others)]
    everywhere = findings("term-inconsistent", *articles, article_of(mine, name="z.txt"))
    found = [f for f in everywhere if f.address.document == "z.txt"]
    assert [r.address.document for f in found for r in f.related] == related
    assert all(
        f.rule.severity is Severity.NEUTRAL and not f.rule.verdict and f.related[0].role == OTHER_ARTICLE
        for f in found
    )


def test_a_finding_names_at_most_twenty_related_places_and_counts_them_all() -> None:
    (found,) = findings("term-inconsistent", article_of("The new trio sells. " + "The new three sell. " * 30))
    assert len(found.related) == 20
    assert found.related_total == 30


def test_places_point_into_the_noisy_file() -> None:
    # The damage is a byte order mark inside a word, which repair takes out.
    raw = "Exports of the three new sam\ufeffples rose."
    (found,) = findings("term-deprecated", article_of(raw))
    assert raw[found.address.start : found.address.end] == "three new sam\ufeffples"
    assert found.surface == "three new samples"


WORDS = [
    "the",
    "new",
    "three",
    "trio",
    "samples",
    "small",
    "SMEs",
    ".",
    "\n\n",
    "，",
    "\ufffd",
    "“",
    "value",
    "output",
    "not",
    "3.5%",
    "May",
]


TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))


@given(TEXTS, TEXTS)
def test_every_finding_lies_in_its_document(text: str, other: str) -> None:
    article, sister = article_of(text), article_of(other, name="sister.txt")
    lengths = {"a.txt": len(text), "sister.txt": len(other)}
    for rule in CHECKS.names():
        for found in findings(rule, article, sister=sister):
            for place in (found.address, *(related.address for related in found.related)):
                assert 0 <= place.start <= place.end <= lengths[place.document]

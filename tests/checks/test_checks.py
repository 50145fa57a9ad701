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
from toolkit.article import Article
from toolkit.checks import CHECKS
from toolkit.context import Context
from toolkit.findings import Finding, Severity
from toolkit.recognition import Renderings
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.text import Document, Text

HERE = Path(__file__).parent
TERMBASE = termbases.load(HERE / "glossary.csv")
RENDERINGS = CompiledTermbase(TERMBASE, units.load())
SHIPPED = termbases.load(termbases.shipped())
SHIPPED_RENDERINGS = CompiledTermbase(SHIPPED, units.load())
HEADINGS = ["## Why is this bad?", "## Example", "## Use instead", "## References"]


def cases() -> Iterator[Any]:
    for path in sorted((HERE / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


def article_of(text: str, renderings: Renderings = RENDERINGS, name: str = "a.txt") -> Article:
    return preparation.prepare(Document(id=name, raw=text, texts=(Text(text=text),)), renderings)


def findings(rule: str, *articles: Article) -> list[Finding]:
    context = Context(termbase=TERMBASE, census=census.merge(*map(census.count, articles)))
    return [finding for article in articles for finding in CHECKS.build(rule).inspect(article, context)]


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_case(rule: str, case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    found = findings(rule, article_of(text))
    assert [(f.address.start, f.address.end) for f in found] == list(spans)
    if "messages" in case:
        assert [f.message for f in found] == case["messages"]


@pytest.mark.parametrize("rule", CHECKS.names())
def test_every_check_has_cases_and_a_manual_page_with_a_true_example(rule: str) -> None:
    part = CHECKS.load(rule)
    page = cleandoc(part.__doc__ or "")
    assert (HERE / "cases" / f"{rule}.toml").exists()
    assert part.rule.id == rule
    assert [heading for heading in HEADINGS if heading not in page] == []
    (example,) = regex.findall(r"## Example\n(.*?)\n\n", page, regex.DOTALL)
    text, spans = unmark(" ".join(example.split()))
    article = article_of(text, SHIPPED_RENDERINGS)
    context = Context(termbase=SHIPPED, census=census.count(article))
    found = [f for f in CHECKS.build(rule).inspect(article, context) if f.rule.verdict]
    assert [(f.address.start, f.address.end) for f in found] == list(spans)


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
    assert all(f.rule.severity is Severity.NEUTRAL and not f.rule.verdict and f.rule.compares for f in found)


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
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_every_finding_lies_in_its_document(text: str) -> None:
    article = article_of(text)
    for rule in CHECKS.names():
        for found in findings(rule, article):
            assert 0 <= found.address.start <= found.address.end <= len(text)
            assert all(0 <= r.address.start <= r.address.end <= len(text) for r in found.related)

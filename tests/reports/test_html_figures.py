"""Figures and charts of the HTML report."""

import re

import msgspec
import pytest

from tests.reports.page import Page, written
from tests.reports.sample import BRIEFING, MACHINE, PRESS, analysis, finding
from toolkit.findings import SISTER
from toolkit.measures import agreement, grade
from toolkit.reports._agreement import ARTICLES
from toolkit.results import Analysis, ConsistencyResult, RelatedResult, RenderingResult

replace = msgspec.structs.replace
FORMULA = re.compile(r"1,000 × \((.*)\) / ([\d,]+)")


def scaled(articles: int) -> Analysis:
    """Return an analysis of many small articles with terms of their own and terms that all have."""
    base = analysis()
    documents = tuple(replace(base.results.documents[n % 4], id=f"articles/{n}.txt") for n in range(articles))
    names = [document.id for document in documents]
    consistency = tuple(
        ConsistencyResult(
            concept=f"concept-{number}",
            zh="新三样",
            preferred=f"term {number}",
            dominant=f"term {number}",
            dominant_share=0.5,
            first_use_share=0.5,
            forms=2,
            entropy=1.0,
            renderings=tuple(
                RenderingResult(
                    rendering=f"{kind} {number}",
                    status="preferred" if kind == "term" else "deprecated",
                    count=len(own),
                    documents=dict.fromkeys(own, 1),
                )
                for kind, own in (("term", names[number % 7 :: 14]), ("word", names[number % 7 + 7 :: 14]))
            ),
            interval=(0.4, 0.6),
        )
        for number in range(150)
    )
    findings = tuple(
        finding(n, "term-deprecated", "major", name, "word", concept="concept-1", fingerprint=f"f{n}/{copy}")
        for n, name in enumerate(names)
        for copy in range(20)
    )
    results = replace(
        base.results, documents=documents, consistency=consistency, occurrences=(), findings=findings
    )
    return replace(base, results=results, concepts=())


def test_penalty_can_be_computed_from_what_is_printed() -> None:
    base = analysis()
    totals, findings = base.results.totals, base.results.findings
    there = RelatedResult(role=SISTER, document=MACHINE, part=None, start=0, end=1, surface="a")
    counted = replace(findings[0], related=(there,))
    findings = (*findings, counted)
    points = 1000 * (25 + 3 * 5 + 2) / totals.words
    totals = replace(totals, penalty=points, grade=grade(points, totals.words))
    page = Page(written(replace(base, results=replace(base.results, totals=totals, findings=findings))))
    ((printed, words),) = FORMULA.findall(page.texts("dl", "measures")[0])
    products = re.findall(r"([\d,]+) \w+ × ([\d.]+)", printed)
    assert len(products) == 3
    total = sum(int(count.replace(",", "")) * float(weight) for count, weight in products)
    assert 1000 * total / int(words.replace(",", "")) == pytest.approx(points)
    assert f"{points:.1f} grade {totals.grade}" in page.texts("div", "penalty")[0]
    (caption,) = [text for text in page.texts("caption") if text.startswith("Measures")]
    assert "Penalty = 1,000 × (critical × 25 + major × 5 + minor × 1) ÷ words" in caption


def test_intervals_are_printed_and_drawn_where_there_are_some() -> None:
    base = analysis()
    totals = replace(base.results.totals, compliance_interval=(0.701, 0.899))
    page = Page(written(replace(base, results=replace(base.results, totals=totals))))
    (measures,) = page.texts("dl", "measures")
    assert measures.count("95% interval") == 1
    assert "95% interval 70.1 to 89.9%" in measures
    labels = [attributes["aria-label"] for attributes, _ in page.find("svg")]
    assert [label for label in labels if "interval" in label] == ["81.2%, 95% interval 70.1 to 89.9"]
    assert next(a for a, _ in page.find("rect", "interval")) == {
        "class": "interval",
        "x": "70.1",
        "y": "4",
        "width": "19.8",
        "height": "2",
    }


def test_measures_of_articles_are_drawn_the_lowest_first() -> None:
    page = Page(written(analysis()))
    (chart,) = [text for text in page.texts("table", "gauges") if text.startswith("Compliance by article")]
    shares = [float(share) for share in re.findall(r"([\d.]+)%", chart)]
    assert shares == [81.2, 42.0, 81.0, 88.0, 95.8]  # all together, then each that has the measure


def test_many_articles_are_counted_by_band() -> None:
    page = Page(written(scaled(40)))
    captions = page.texts("caption")
    assert "Articles by compliance" in captions
    assert "Compliance by article" not in captions
    (chart,) = [text for text in page.texts("table", "chart") if text.startswith("Articles by compliance")]
    assert chart.endswith("90–100%10 80–90%20 70–80%0 60–70%0 50–60%0 40–50%10")


def test_agreement_of_articles_is_that_of_the_measure() -> None:
    base = analysis()
    page = Page(written(base))
    found = agreement(base.results.consistency, [document.id for document in base.results.documents])
    pair = found[BRIEFING, PRESS]
    told = f"{100 * pair.share:.0f}% {pair.alike} of {pair.shared}"
    assert [text for _, text in page.find("td") if text == told]
    (table,) = page.texts("table", "agreement")
    assert table.count(told) >= 2  # in the row of each
    assert "the same article" in table
    assert (BRIEFING, MACHINE) in found


def test_heads_of_the_table_of_agreement_have_the_names_of_articles() -> None:
    html = written(scaled(10))
    start = html.index('<table class="sortable agreement">')
    table = Page(html[start : html.index("</table>", start) + len("</table>")])
    heads = [(attributes["scope"], text) for attributes, text in table.find("th")]
    names = [f"{number + 1} {number}.txt" for number in range(10)]
    assert heads == [
        ("col", "Article"),
        ("col", "All others"),
        *(("col", name) for name in names),
        *(("row", name) for name in names),
    ]
    assert table.texts("caption") == ["Share of shared concepts that articles render alike"]


def test_one_article_agrees_with_none() -> None:
    page = Page(written(scaled(1)))
    assert "agreement" not in {attributes.get("id") for _, attributes, _ in page.elements}


def test_page_of_a_thousand_articles_with_terms_stays_small() -> None:
    text = written(scaled(1000))
    assert len(text) < 2_500_000
    page = Page(text)
    assert len([1 for attributes, _ in page.find("td") if attributes.get("class") == "same"]) == ARTICLES
    assert f"Shown are the {ARTICLES} articles with the most concepts." in text


def test_pattern_is_shown_by_the_wording_that_it_has_most() -> None:
    base = analysis()
    concept = base.results.consistency[0]
    pattern = "[three|3] new[| ]products"
    renderings = tuple(replace(each, rendering=pattern) for each in concept.renderings[-1:])
    first = next(o for o in base.results.occurrences if o.concept == concept.concept)
    occurrences = tuple(
        replace(first, rendering=pattern, basis="pattern", surface=surface)
        for surface in ("3 new products", "three new products", "three new products")
    )
    results = replace(
        base.results, occurrences=occurrences, consistency=(replace(concept, renderings=renderings),)
    )
    text = written(replace(base, results=results))
    assert pattern not in text
    assert any("three new products ×" in cell for cell in Page(text).texts("p", "r"))

"""Sister articles in the HTML report."""

import re
from html import unescape

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.reports.page import Page, written
from tests.reports.sample import HOSTILE, MACHINE, SUMMARY, analysis, finding
from tests.reports.sisters import STEP, TEXTS, beside_sisters, side_by_side
from toolkit.metrics import METRICS, EvaluationSet
from toolkit.reports._markup import visible
from toolkit.reports._sisters import LINES, SISTERS, _lines, closeness
from toolkit.results import Analysis, RelatedResult

replace = msgspec.structs.replace
TABLE = re.compile(r'<table class="beside">.*?</table>', re.DOTALL)
SENTENCE = st.text(st.sampled_from("ab <&'.1"), max_size=30) | st.text(max_size=30)


def alone(one: str | None, other: str | None) -> Analysis:
    """Return an analysis with two sisters of one line, of which nothing else is known."""
    sister = side_by_side(((one, other),), SUMMARY, MACHINE)
    return replace(analysis(), sisters=(sister,), sisters_total=1)


def table(given: Analysis) -> Page:
    (found,) = TABLE.findall(written(given))
    return Page(found)


def sentences(page: Page) -> list[str]:
    return [text for attributes, text in page.find("td") if "colspan" not in attributes]


def test_sentences_stand_side_by_side_and_those_alone_are_told() -> None:
    page = table(beside_sisters())
    assert page.texts("th") == ["en/half-year-summary.txt", "en-web/machine-translation.txt"]
    assert sentences(page) == [
        *TEXTS[0],
        *TEXTS[1],
        "The recovery is not yet solid. More must be done.",
        "no counterpart",
        "no counterpart",
        "Reading volume: 1,024.",
    ]
    assert [attributes.get("class") for attributes, _ in page.find("tbody")] == [None, *["differs"] * 3]


def test_figures_and_renderings_that_differ_are_marked() -> None:
    page = table(beside_sisters())
    assert [(attributes["class"], text) for attributes, text in page.find("mark")] == [
        ("deprecated", "three new products"),
        ("told", "61.6 percent"),
        ("deprecated", "New Three Kinds"),
        ("told", "6.16 percent"),
    ]


def test_words_that_differ_are_underlined_and_case_is_no_difference() -> None:
    assert table(alone("Output rose by 3.8 percent.", "output grew 3.8% in May")).texts("u") == [
        "rose by",
        "percent",
        "grew",
        "in May",
    ]


def test_line_leads_to_its_findings() -> None:
    page = Page(written(beside_sisters()))
    figure, missing = page.texts("tr", "told")
    assert figure == "number-mismatch: “6.16 percent” here and “61.6 percent” in a sister article"
    assert missing == "sentence-missing: 2 sentences of a sister article have no counterpart after this one"
    targets = {a["id"]: text for a, text in page.find("li", "finding")}
    for rule in ("number-mismatch", "sentence-missing"):
        ((attributes, _),) = [found for found in page.find("a") if found[1] == rule]
        assert rule in targets[attributes["href"].removeprefix("#")]


def test_closeness_is_sacrebleu_and_is_called_what_it_is() -> None:
    page = Page(written(beside_sisters()))
    one, other = ([text or "" for text in texts] for texts in zip(*TEXTS, strict=True))
    given = EvaluationSet(references=(other,))
    scores = [METRICS.build(name).scores(one, given)[0] for name in ("chrf", "bleu")]
    cells = [
        (attributes["data-label"], text) for attributes, text in page.find("td") if "data-label" in attributes
    ]
    start = cells.index(("Sentences", "5"))
    assert dict(cells[start : start + 6]) == {
        "Sentences": "5",
        "Only in the first": "2",
        "Only in the second": "1",
        "Findings": "2",
        "chrF": f"{scores[0].value:.1f}",
        "BLEU": f"{scores[1].value:.1f}",
    }
    assert {score.signature for score in scores} <= {a["title"] for a, _ in page.find("span") if "title" in a}
    (said,) = [text for text in page.texts("p") if text.startswith("Renderings of one text")]
    assert "closeness of two renderings, not quality" in said


def test_sisters_without_sentences_have_no_score() -> None:
    assert closeness(side_by_side((), SUMMARY, MACHINE)) == ()
    without = replace(analysis(), sisters=(side_by_side((), SUMMARY, MACHINE),), sisters_total=1)
    assert table(without).texts("tbody") == []


def test_page_without_sisters_says_nothing_of_them() -> None:
    page = Page(written(analysis()))
    assert "sisters" not in {attributes.get("id") for _, attributes, _ in page.elements}
    assert "#sisters" not in {attributes["href"] for attributes, _ in page.find("a")}


@drawn(one=SENTENCE, other=SENTENCE)
def test_marking_changes_no_character(one: str, other: str) -> None:
    (cells,) = TABLE.findall(written(alone(one, other)))
    shown = [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td>(.*?)</td>", cells, re.DOTALL)]
    assert shown == [visible(one), visible(other)]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_sentences_and_names_stay_text(hostile: str) -> None:
    flagged = finding(
        1,
        hostile,
        "major",
        hostile,
        hostile[:-1] or "x",
        start=0,
        message=hostile,
        part=None,
        related=(
            RelatedResult(role="sister", document=MACHINE, part=None, start=0, end=1, surface=hostile[:-1] or "x"),
        ),
    )
    base = analysis()
    sister = side_by_side(((hostile, f"{hostile} {hostile}"), (None, hostile), (hostile, None)), hostile, MACHINE)
    page = Page(
        written(
            replace(
                base,
                results=replace(base.results, findings=(flagged,)),
                sisters=(sister,),
                sisters_total=1,
            )
        )
    )
    names = [tag for tag, _, _ in page.elements]
    assert names.count("script") == 1
    assert "img" not in names
    for tag, attributes, text in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href", "#").startswith(("#", "https://example.org/"))
        assert tag in {"script", "style", "html", "body", "head"} or "\u202e" not in "".join(text)


def test_many_sisters_take_bounded_room() -> None:
    texts = (*((f"Sentence {n} of the one.", f"Sentence {n} of the other.") for n in range(30)), ("A.", None))
    sisters = tuple(side_by_side(texts, SUMMARY, MACHINE) for _ in range(SISTERS + 20))
    text = written(replace(analysis(), sisters=sisters, sisters_total=len(sisters) + 80))
    page = Page(text)
    assert len(page.texts("details", "sisters")) == SISTERS
    assert "Shown are 100 of 200 comparisons." in text
    assert len(page.texts("table", "beside")) == SISTERS
    shown = [attributes.get("class") for attributes, _ in page.find("tbody") if attributes.get("class")]
    assert shown == ["differs"] * SISTERS  # where there are too many lines, those that differ
    assert (
        page.texts("p", "note").count("and 30 more lines, not shown: first come those where something was found")
        == SISTERS
    )
    full = tuple((f"Sentence {n}.", None) if n % 2 else (f"Sentence {n}.", "Another.") for n in range(4 * LINES))
    long = replace(analysis(), sisters=(side_by_side(full, SUMMARY, MACHINE),), sisters_total=1)
    assert len(table(long).texts("tbody")) == LINES


@drawn(
    starts=st.lists(st.integers(-10, 3 * STEP), max_size=30),
    stands=st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_a_line_has_the_findings_that_stand_in_it_in_their_order(starts: list[int], stands: list[bool]) -> None:
    """The one that is looked for by halves is the one that is looked for everywhere."""
    texts = tuple(("A sentence." * 9, "Another." if both else None) for both in stands)
    sister = side_by_side(texts, SUMMARY, MACHINE)
    findings = [
        finding(number, "number-mismatch", "major", MACHINE, "x", related=(there,), fingerprint=str(number))
        for number, start in enumerate(starts)
        for there in [
            RelatedResult(role="sister", document=SUMMARY, part=None, start=start, end=start + 1, surface="x")
        ]
    ]
    for line in _lines(sister, findings):
        expected = [f for f in findings if any(side.holds(f.related[0]) for side in line.ones + line.others)]
        assert list(line.findings) == expected

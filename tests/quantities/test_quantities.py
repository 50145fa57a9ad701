"""Numbers, units and periods: cases as data, laws over any text, floors over sentences of our own."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import unmark
from tests.quantities.numerals import chinese, english
from tests.quantities.scales import other_scales
from tests.quantities.wording import describe
from toolkit.offsets import Span
from toolkit.quantities import Mention, Quantity, language
from toolkit.quantities.comparison import Difference, Reason, differences
from toolkit.quantities.units import CHINESE, ENGLISH, HOMONYMS, MEASURES

HERE = Path(__file__).parent
CORPORA = HERE.parents[1] / "corpora"
CAUGHT = 0.99  # share of the wrong scales that are told
SHOWN = 0.5  # from this confidence on
LEAST_SCALES = 100
PIECES = [
    *"零〇一二两三十百千万亿兆几数多余半第前上下年月日季度个至—.,，。%％( 翻番成倍折元亩",
    "5",
    "2023",
    *("百分之", "分之", "几十", "数百", "2万", "0"),
    "US$",
]
WORDS = [
    *"one two twenty hundred thousand million and a half dozen first quarter of to the from January May".split(),
    *"3 2,500 .5 2023 % percent points $ RMB yuan - – times doubled tens tons in out 26th p.m. : /".split(),
]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=25).map("".join),
)
CODES = st.sampled_from(["zh", "en"])
COUNTS = st.one_of(st.integers(0, 10**4), st.integers(0, 10**12 - 1))


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = tomllib.loads((HERE / "cases" / f"{name}.toml").read_text("utf-8"))["case"]
    return loaded


FAITHFUL = [case for case in cases("pairs") if not case["differs"]]


def of_text(case: dict[str, Any]) -> str:
    return str(case.get("text") or case["target"])[:40]


def word(difference: Difference, source: str, target: str) -> str:
    one = surface(source, difference.source) if difference.source else ""
    other = surface(target, difference.target) if difference.target else ""
    return f"{difference.reason.value}{'!' if difference.verdict else ''}: {one} | {other}".replace("  ", " ")


def surface(text: str, mention: Mention) -> str:
    return text[mention.span.start : mention.span.end]


def is_told(found: tuple[Difference, ...], start: int, end: int) -> bool:
    """Tell whether another scale is found at a place in the target."""
    scales = [d.target.span for d in found if d.target and d.reason is Reason.SCALE and d.confidence >= SHOWN]
    return any(span.start < end and start < span.end for span in scales)


def only(text: str, code: str) -> Quantity:
    (mention,) = language(code).read(text)
    assert isinstance(mention, Quantity)
    assert mention.low == mention.high
    return mention


@pytest.mark.parametrize("case", cases("zh"), ids=of_text)
def test_chinese(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    found = language("zh").read(text)
    assert [describe(mention) for mention in found] == case["says"]
    assert [tuple(mention.span) for mention in found] == list(spans)


@pytest.mark.parametrize("case", cases("en"), ids=of_text)
def test_english(case: dict[str, Any]) -> None:
    text, spans = unmark(case["text"])
    found = language("en").read(text)
    assert [describe(mention) for mention in found] == case["says"]
    assert [tuple(mention.span) for mention in found] == list(spans)


@pytest.mark.parametrize("case", cases("pairs"), ids=of_text)
def test_pairs(case: dict[str, Any]) -> None:
    source, target = case["source"], case["target"]
    mentions = language(case.get("language", "zh")).read(source)
    found = differences(mentions, language("en").read(target))
    assert [word(difference, source, target) for difference in found] == case["differs"]
    assert all(0 < difference.confidence <= 1 for difference in found)


@pytest.mark.parametrize("path", sorted((CORPORA / "zh").iterdir()), ids=lambda path: path.stem)
def test_our_own_articles_agree_with_their_renderings(path: Path) -> None:
    source, target = path.read_text("utf-8"), (CORPORA / "en" / path.name).read_text("utf-8")
    found = differences(language("zh").read(source), language("en").read(target))
    assert [word(difference, source, target) for difference in found] == []


def test_figures_of_another_scale_are_told() -> None:
    pairs = [(language(case.get("language", "zh")).read(case["source"]), case["target"]) for case in FAITHFUL]
    for path in (CORPORA / "zh").iterdir():
        source, target = path.read_text("utf-8"), (CORPORA / "en" / path.name).read_text("utf-8")
        pairs.append((language("zh").read(source), target))
    told = [
        is_told(differences(source, language("en").read(wrong)), start, end)
        for source, target in pairs
        for wrong, start, end in other_scales(target)
    ]
    assert len(told) >= LEAST_SCALES
    assert sum(told) >= CAUGHT * len(told)


@given(COUNTS)
def test_chinese_numerals_read_back(number: int) -> None:
    assert only(f"共{chinese(number)}元。", "zh").low == number


@given(COUNTS)
def test_english_words_read_back(number: int) -> None:
    assert only(f"It cost {english(number)} yuan.", "en").low == number


@given(COUNTS)
def test_digits_read_back(number: int) -> None:
    assert only(f"共{number}元。", "zh").low == only(f"It cost {number:,} yuan.", "en").low == number


@given(st.decimals(min_value="0.01", max_value=9999, places=2), st.sampled_from(["万", "亿", "万亿"]))
def test_scaled_digits_read_back(figure: Decimal, scale: str) -> None:
    power = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert only(f"共{figure}{scale}元。", "zh").low == Fraction(figure) * power


@given(TEXTS, CODES)
def test_mentions_are_in_order_apart_and_inside_the_text(text: str, code: str) -> None:
    ends = [at for mention in language(code).read(text) for at in mention.span]
    assert ends == sorted(ends)
    assert all(start < end for start, end in zip(ends[::2], ends[1::2], strict=True))
    assert not ends or 0 <= ends[0] < ends[-1] <= len(text)


@given(TEXTS, CODES)
def test_a_text_agrees_with_itself(text: str, code: str) -> None:
    mentions = language(code).read(text)
    assert differences(mentions, mentions) == ()


@given(TEXTS, TEXTS)
def test_differences_point_at_mentions_that_were_given(source: str, target: str) -> None:
    ours, theirs = language("zh").read(source), language("en").read(target)
    for difference in differences(ours, theirs):
        assert difference.source is None or difference.source in ours
        assert difference.target is None or difference.target in theirs


@given(TEXTS, CODES, st.data())
def test_a_span_is_read_as_its_text_alone(text: str, code: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inside = language(code).read(text, Span(start, end))
    alone = language(code).read(text[start:end])
    assert [describe(mention) for mention in inside] == [describe(mention) for mention in alone]
    assert [surface(text, mention) for mention in inside] == [surface(text[start:end], m) for m in alone]


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("piece", ["9", "1.", "万", "兆", "two ", "$", "第", "half a "])
def test_long_runs_are_no_trap(piece: str, code: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(mention.span.end <= len(text) for mention in language(code).read(text))


def test_units_have_one_measure_each() -> None:
    units = {unit for words in (CHINESE, ENGLISH) for unit, _ in words.values()}
    assert units == set(MEASURES)
    assert set().union(*HOMONYMS) <= units

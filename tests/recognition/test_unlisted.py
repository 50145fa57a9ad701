"""Renderings that no list has: what is found and what is not, in words of our own."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import units
from toolkit.offsets import Span
from toolkit.recognition._likelihood import Likeness, at_best, likelihood
from toolkit.recognition._terms import LIKELY
from toolkit.recognition.compiled import FLOOR, CompiledTermbase
from toolkit.recognition.lemmas import lemmas
from toolkit.recognition.lexicon import Lexicon
from toolkit.recognition.unlisted import UnlistedRenderings
from toolkit.termbase import Concept, Designation, Status, Termbase


def concept(zh: str, *english: str) -> Concept:
    terms = (Designation(term=zh, language="zh-Hans"), *(Designation(term=e, language="en") for e in english))
    return Concept(id=zh, designations=terms)


TERMBASE = Termbase(
    (
        concept("落后产能", "outdated capacity"),
        concept("产业转移", "industrial relocation"),
        concept("内生动力", "internal momentum"),
        concept("规模以上工业企业", "enterprises above the threshold"),
        concept("工业企业", "industrial enterprises"),
        concept("数字经济", "digital economy"),
        concept("下乡", "rural promotion"),
        concept("高质量发展", "high-quality development"),
        concept("一季度", "first quarter"),
    )
)
COMPILED = CompiledTermbase(TERMBASE, units.load())


def found(text: str) -> list[tuple[str, str]]:
    return [(o.concept, text[slice(*o.span)]) for o in COMPILED.find(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They closed backward production capacity.", ("落后产能", "backward production capacity")),
        ("It guides the transfer of industries inland.", ("产业转移", "transfer of industries")),
        ("Firms lack endogenous power.", ("内生动力", "endogenous power")),
        ("They shut outdated capacity.", ("落后产能", "outdated capacity")),
        (
            "Industrial enterprises above designated size grew.",
            ("规模以上工业企业", "Industrial enterprises above designated size"),
        ),
    ],
)
def test_found(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The number of economic reports grew.",
        "Incomes in rural areas rose.",
        "Production rose and capacity was kept.",
        "Quality matters; development is slow.",
        "One-quarter of adults smoke, and in one quarter of the towns all do.",
        "The power went out, and the engine was internal to the car.",
        "",
    ],
)
def test_plain_english_is_none(text: str) -> None:
    assert found(text) == []


def test_the_evidence_names_each_unit_and_its_words() -> None:
    text = "They closed backward production capacity."
    (occurrence,) = COMPILED.find(text, [Span(0, len(text))])
    assert [(e.zh, text[slice(*e.span)]) for e in occurrence.evidence] == [
        ("落后", "backward"),
        ("产能", "production capacity"),
    ]
    assert occurrence.status is Status.UNLISTED
    assert FLOOR <= occurrence.confidence < 1


@pytest.mark.parametrize(
    ("listed", "stands"),
    [
        ("production capacity", True),
        ("backward production", True),
        ("backward production capacity", False),
        ("closed backward production", False),
        ("capacity near", False),
        ("near towns", True),
    ],
)
def test_a_listed_rendering_is_taken_in_or_left_alone(listed: str, stands: bool) -> None:  # noqa: FBT001
    unlisted = UnlistedRenderings(TERMBASE, Lexicon(units.load(), TERMBASE))
    text = "They closed backward production capacity near towns."
    place = Span(text.index(listed), text.index(listed) + len(listed))
    occurrences = unlisted.find(text, [Span(0, len(text))], listed=[place])
    assert [text[slice(*o.span)] for o in occurrences] == ["backward production capacity"] * stands


def test_where_the_source_names_the_term_half_of_its_units_are_enough() -> None:
    unlisted = UnlistedRenderings(TERMBASE, Lexicon(units.load(), TERMBASE))
    text = "New momentum came from within."
    sentence = Span(0, len(text))
    (occurrence,) = unlisted.find(text, [sentence], wanted=[{"内生动力"}])
    assert text[slice(*occurrence.span)].endswith("momentum")
    assert list(unlisted.find(text, [sentence], wanted=[{"产业转移"}])) == []


def test_a_termbase_teaches_what_the_lexicon_lacks() -> None:
    taught = [concept(f"{start}芯垚", f"{english} zorg") for start, english in (("新", "new"), ("大", "big"))]
    lexicon = Lexicon(units.load(), Termbase(tuple(taught)))
    (cut,) = lexicon.cuts("新芯垚") - {("新芯垚",)}
    assert cut[0] == "新"
    assert not Lexicon(units.load(), Termbase()).glosses("垚")


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("industries", "industry"), ("planned", "plan"), ("stabilizing", "stabilize"), ("processes", "process")],
)
def test_lemmas(word: str, lemma: str) -> None:
    assert lemma in lemmas(word)


def test_both_spellings_share_a_lemma() -> None:
    assert set(lemmas("specialised")) & set(lemmas("specialize"))
    assert lemmas("news") == ("news",)


WORDS = st.sampled_from(
    "backward production capacity transfer of industries the , . \n 落后 “ ” and high-quality".split(" ")
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_spans_lie_in_their_sentence_and_overlap_nothing(text: str) -> None:
    half = len(text) // 2
    sentences = [Span(0, half), Span(half, len(text))]
    last = 0
    for occurrence in COMPILED.find(text, sentences):
        assert last <= occurrence.span.start < occurrence.span.end <= len(text)  # the termbase rejects nothing
        assert any(s.start <= occurrence.span.start and occurrence.span.end <= s.end for s in sentences)
        assert 0 <= occurrence.confidence <= 1
        last = occurrence.span.end


UNLISTED = UnlistedRenderings(TERMBASE, Lexicon(units.load(), TERMBASE))


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_no_likely_candidate_is_lost_to_the_quick_tests(text: str) -> None:
    sentence = Span(0, len(text))
    likely = {
        (concept, span, told): likeness.met
        for concept, span, likeness in UNLISTED.candidates(text, sentence)
        if (told := likelihood(likeness)) >= LIKELY
    }
    found = {(o.concept, o.span, o.confidence) for o in UNLISTED.find(text, [sentence])}
    assert found <= likely.keys()
    most = max(((met, told) for (*_, told), met in likely.items()), default=None)
    assert most in {(likely[each], each[2]) for each in found} or not likely


COUNTS = st.integers(0, 6)
PLACES = st.tuples(COUNTS, st.booleans(), st.booleans(), st.booleans())


@given(st.tuples(*[COUNTS.map(lambda n: n + 1)] * 3, *[COUNTS] * 3), st.floats(0, 6), st.floats(1, 9), PLACES)
def test_nothing_is_likelier_than_at_best(
    counts: tuple[int, ...], rank: float, rarity: float, place: tuple[int, bool, bool, bool]
) -> None:
    told = likelihood(Likeness(*counts, rank, rarity, *place))
    assert told <= at_best(*counts, int(rank), ceil(rarity)) + 1e-12

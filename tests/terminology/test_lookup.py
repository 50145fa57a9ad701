"""Terms are found as people type them, in the termbase that comes along."""

import pytest

from toolkit import termbases
from toolkit.termbase import Concept, Designation, Policy, Termbase
from toolkit.terminology import pinyin
from toolkit.terminology.lookup import Lookup


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return Lookup(termbases.load(termbases.shipped()))


@pytest.mark.parametrize(
    ("query", "concept"),
    [
        ("专精特新", "srdi"),
        ("專精特新", "srdi"),
        ("“小巨人”", "little-giants"),
        ("專精特新「小巨人」企業", "little-giants"),
        ("srdi-enterprises", "srdi-enterprises"),
        ("little giant", "little-giants"),
        ('the "Little-Giants"', "little-giants"),
        ("three new samples", "new-three"),
        ("National New Office", "scio"),
        ("SRDI", "srdi"),
        ("zhuanjingtexin", "srdi"),
        ("Zhuan jing te xin", "srdi"),
        ("zhuānjīng-tèxīn", "srdi"),
        ("zhuan1 jing1 te4 xin1", "srdi"),
        ("zjtx", "srdi"),
        ("lüse fazhan", "green-development"),
        ("lvsefazhan", "green-development"),
        ("bring appliances to the countryside", "rural-promotion"),
    ],
)
def test_a_term_is_found(lookup: Lookup, query: str, concept: str) -> None:
    assert [found.id for found in lookup.find(query)] == [concept]


@pytest.mark.parametrize("query", ["专精", "giants", "giant"])
def test_without_such_a_term_those_that_hold_it_are_found(lookup: Lookup, query: str) -> None:
    found = [concept.id for concept in lookup.find(query)]
    assert "little-giants" in found


@pytest.mark.parametrize("query", ["", " ", "“”", "???", "giant[", "zhuanjingtexinn", "x" * 10_000])
def test_nothing_is_found(lookup: Lookup, query: str) -> None:
    assert lookup.find(query) == ()


@pytest.mark.parametrize(
    ("query", "nearest"),
    [("littel giants", "little giants"), ("专情特新", "专精特新"), ("zhuanjintexin", "专精特新"), ("@@@@", None)],
)
def test_the_nearest_terms_are_told(lookup: Lookup, query: str, nearest: str | None) -> None:
    assert next(iter(lookup.nearest(query)), None) == nearest


def test_one_query_may_mean_several_concepts() -> None:
    concepts = tuple(
        Concept(id=name, designations=(Designation(term=term, language="zh-Hans"),))
        for name, term in (("measures", "措施"), ("facilities", "设施"), ("city", "城市"))
    )
    lookup = Lookup(Termbase(concepts))
    assert [concept.id for concept in lookup.find("施")] == ["measures", "facilities"]
    assert [concept.id for concept in lookup.find("cs")] == ["measures", "city"]


def test_a_gap_holds_words_and_not_parts_of_them() -> None:
    gapped = Designation(term="promote … areas", language="en", policy=Policy(pattern=True))
    lookup = Lookup(Termbase((Concept(id="a", designations=(gapped,)),)))
    assert lookup.find("promote cars in rural areas")
    assert not lookup.find("promoteer cars in rural areas")
    assert not lookup.find("promote cars in rural areas of China")


@pytest.mark.parametrize(
    ("term", "syllables"),
    [
        ("银行", ("yin", "hang")),
        ("行动", ("xing", "dong")),
        ("5G网络", ("5g", "wang", "luo")),
        ("绿色", ("lv", "se")),
        ("“小巨人”", ("xiao", "ju", "ren")),
        ("", ()),
    ],
)
def test_pinyin(term: str, syllables: tuple[str, ...]) -> None:
    assert pinyin.syllables(term) == syllables


def test_many_gaps_take_no_time() -> None:
    gapped = Designation(term="win … " * 40 + "gain", language="en", policy=Policy(pattern=True))
    lookup = Lookup(Termbase((Concept(id="a", designations=(gapped,)),)))
    assert lookup.find("win " * 40 + "gain")
    assert not lookup.find("win " * 39 + "gain")
    assert not lookup.find("win " * 2_000 + "gains nothing")

"""Sentences find their counterparts: cases, laws, and a floor on the corpus."""

import tomllib
from functools import cache
from hashlib import sha256
from itertools import chain, combinations, islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import files, termbases
from toolkit.alignment import Alignment, align, bilingual, sisters
from toolkit.alignment.beads import Bead
from toolkit.article import Article
from toolkit.preparation import prepare
from toolkit.recognition.listed import ListedRenderings

HERE = Path(__file__).parent
FOLDERS = ("en", "en-web")
CORPORA = HERE.parents[1] / "corpora"
CASES = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))["case"]
CORPUS = tomllib.loads((HERE / "corpus.toml").read_text("utf-8"))

CHINESE = st.text("工业经济增长出口3.8%，。“”5G万亿 \n\0", max_size=30)
ENGLISH = st.text('abc industry 3.8%,."5G billion \n\0', max_size=40)


@cache
def renderings() -> ListedRenderings:
    return ListedRenderings(termbases.load(termbases.shipped()))


@cache
def terms() -> bilingual.Terms:
    return bilingual.Terms(termbases.load(termbases.shipped()), renderings())


def article(path: Path) -> Article:
    return prepare(files.read(files.Input(path, path.name)), renderings())


def shape(beads: list[Bead]) -> str:
    return " ".join(f"{len(bead.source)}-{len(bead.target)}" for bead in beads)


def links(shape: str) -> set[tuple[int, int]]:
    """Return the links between sentences that runs such as "1-1 1-2" stand for."""
    found, source, target = set(), 0, 0
    for bead in shape.split():
        a, b = map(int, bead.split("-"))
        found |= {(source + i, target + j) for i in range(a) for j in range(b)}
        source, target = source + a, target + b
    return found


def covered(beads: list[Bead], source: int, target: int) -> bool:
    """Tell whether beads hold every sentence of both sides once and in order, with a probability each."""
    return (
        [i for bead in beads for i in bead.source] == list(range(source))
        and [j for bead in beads for j in bead.target] == list(range(target))
        and all(0 <= bead.confidence <= 1 for bead in beads)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, object]) -> None:
    assert shape(bilingual.align(case["source"], case["target"], terms())) == case["beads"]


@given(st.lists(CHINESE, max_size=8), st.lists(ENGLISH, max_size=8))
def test_every_sentence_is_in_one_bead(source: list[str], target: list[str]) -> None:
    assert covered(bilingual.align(source, target), len(source), len(target))


@given(st.lists(ENGLISH, max_size=8), st.lists(ENGLISH, max_size=8))
def test_sisters_align_the_same_either_way(one: list[str], other: list[str]) -> None:
    beads = sisters.align(one, other)
    assert covered(beads, len(one), len(other))
    assert [bead.turned() for bead in sisters.align(other, one)] == beads


@given(
    st.lists(st.sampled_from("output exports steel cars jobs grain".split()), unique=True, min_size=1), st.data()
)
def test_a_text_aligns_with_itself_sentence_by_sentence(subjects: list[str], data: st.DataObject) -> None:
    figures = data.draw(
        st.lists(st.integers(100, 9999), unique=True, min_size=len(subjects), max_size=len(subjects))
    )
    text = [f"The {a} of the year came to {b} thousand." for a, b in zip(subjects, figures, strict=True)]
    assert shape(sisters.align(text, text)) == " ".join(["1-1"] * len(text))
    chinese = [f"全年产量为{figure}万吨。" for figure in figures]
    assert shape(sisters.align(chinese, chinese, language="zh")) == " ".join(["1-1"] * len(text))


@settings(max_examples=4)
@given(st.integers(0, 300), st.integers(0, 80), st.booleans())
def test_long_texts_are_aligned_coarsely_first(start: int, missing: int, turned: bool) -> None:  # noqa: FBT001
    text = [
        f"Plant {n} in province {n % 7} made {n * n + 100} tonnes of grade {n % 11} steel." for n in range(400)
    ]
    kept = text[:start] + text[start + missing :]
    beads = sisters.align(kept, text) if turned else sisters.align(text, kept)
    pairs = [(b.target, b.source) if turned else (b.source, b.target) for b in beads]
    right = sum(text[i] == kept[j] for one, other in pairs for i in one for j in other)
    assert right >= 0.99 * len(kept)
    assert covered(beads, *((len(kept), len(text)) if turned else (len(text), len(kept))))


def test_an_abridged_rendering_is_aligned() -> None:
    plants = "steel cars ships paper glass cement cloth wine tyres phones drugs toys".split()
    whole = [f"In May the output of {plant} was {n * 37 + 115} thousand tonnes." for n, plant in enumerate(plants)]
    abridged = [
        "The production of cars came to 152 thousand tonnes.",
        "That of wine stood at 374 thousand tonnes.",
    ]
    beads = sisters.align(abridged, whole)
    assert [(list(b.source), list(b.target)) for b in beads if b.source] == [([0], [1]), ([1], [7])]


def test_the_corpus_is_aligned() -> None:
    digest = sha256()
    right = made = meant = 0
    for stem, gold in CORPUS["beads"].items():
        paths = [CORPORA / language / f"{stem}.txt" for language in ("zh", "en")]
        for path in paths:
            digest.update(path.read_bytes())
        found = align(article(paths[0]), article(paths[1]), terms())
        own = links(" ".join(f"{len(pair.source)}-{len(pair.target)}" for pair in found.pairs))
        right, made, meant = right + len(own & links(gold)), made + len(own), meant + len(links(gold))
    assert digest.hexdigest() == CORPUS["sha256"], "the corpus has changed: read corpus.toml again"
    assert 2 * right / (made + meant) >= CORPUS["floor"]


def test_english_first_gives_the_same_pairs() -> None:
    one, other = (article(CORPORA / language / "2024-04-first-quarter-review.txt") for language in ("zh", "en"))
    made: Alignment = align(other, one, terms())
    assert [(p.target, p.source, p.confidence) for p in made.pairs] == [
        (p.source, p.target, p.confidence) for p in align(one, other, terms()).pairs
    ]


def test_sisters_are_told_from_articles_on_other_events() -> None:
    paths = [path for folder in FOLDERS for path in sorted((CORPORA / folder).iterdir())]
    texts = [(path.stem, "\n".join(text.text for text in article(path).texts)) for path in paths]
    made = [(stem, sisters.signature(text)) for stem, text in texts]
    for stem, one in made:
        for name, other in made:
            assert (sisters.similarity(one, other) >= sisters.SISTERS) == (stem == name), (stem, name)


def test_sisters_are_paired_in_order_and_short_texts_are_none() -> None:
    stems = ("2023-07-half-year-summary.txt", "2023-09-ten-industries-plans.txt")
    texts = {
        f"{folder}/{stem}": (CORPORA / folder / stem).read_text("utf-8") for stem in stems for folder in FOLDERS
    }
    made = {name: sisters.signature(text) for name, text in texts.items()}
    expected = sorted(tuple(sorted(f"{folder}/{stem}" for folder in FOLDERS)) for stem in stems)
    assert sisters.pairs(made) == sisters.pairs(dict(reversed(made.items()))) == (expected, 0)
    short = sisters.signature("Exports of lithium batteries doubled.")
    assert sisters.similarity(short, short) == 1
    assert sisters.pairs({"a": short, "b": short}) == ([], 0)


@pytest.mark.parametrize("number", [2, 3, 4, 20])
def test_each_of_several_renderings_is_paired_with_two_others_and_the_rest_is_told(number: int) -> None:
    many = {f"{at:03}": (*range(20), 100 + at) for at in range(number)}
    nearest, further = sisters.pairs(many)
    assert set(chain.from_iterable(nearest)) == set(many)
    assert len(nearest) <= 2 * number
    assert len(nearest) + further == number * (number - 1) // 2
    assert sisters.pairs(dict(reversed(many.items()))) == (nearest, further)
    assert sisters.pairs(dict.fromkeys(many, tuple(range(20)))) == ([], 0)


def test_the_most_alike_are_paired() -> None:
    made = {
        name: (*range(100 - 10 * at), *range(1000 * at, 1010 * at)) for at, name in enumerate("abcde")
    }  # the share that two have in common is that of the later one
    pairs = ["ab", "ac", "bc", "ad", "bd", "ae", "be"]
    assert sisters.pairs(made) == ([tuple(pair) for pair in pairs], 3)


def test_texts_made_from_a_template_are_no_sisters() -> None:
    dice = Random(5)  # noqa: S311 - nobody is to be kept from guessing
    goods = "steel tyres phones drugs toys paper cement lithium vessels turbines".split()
    template = " ".join(
        f"The output of {each} in prefecture-level municipalities was {{}} tonnes." for each in goods
    )
    made = {
        f"{at:03}": sisters.signature(template.format(*(dice.randint(10, 99) for _ in goods))) for at in range(400)
    }
    few = dict(islice(made.items(), 30))
    alike = sum(sisters.similarity(one, other) >= sisters.SISTERS for one, other in combinations(few.values(), 2))
    assert alike > 0
    assert 0 < len(sisters.pairs(few).nearest) <= 2 * len(few)
    assert sisters.pairs(made) == ([], 0)


@given(st.text(), st.text())
def test_similarity_is_a_share_and_symmetric(one: str, other: str) -> None:
    a, b = sisters.signature(one), sisters.signature(other)
    assert a == tuple(sorted(set(a)))
    assert 0 <= sisters.similarity(a, b) == sisters.similarity(b, a) <= 1
    assert sisters.similarity(a, a) == bool(a)

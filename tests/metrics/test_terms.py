"""Metrics of terms: figures worked out by hand, the tasks' definitions, and what a list of words is worth."""

import tomllib
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from toolkit import termbases
from toolkit.errors import UsageError
from toolkit.metrics import METRICS, EvaluationSet
from toolkit.metrics._annotated import Annotated, Term
from toolkit.metrics._pseudo_references import NONE, Pair, PseudoReferenceMetric
from toolkit.metrics.wmt21_exact import matches
from toolkit.metrics.wmt21_term import error_rate
from toolkit.metrics.wmt21_window import overlap
from toolkit.metrics.wmt23_success import similarity
from toolkit.termbase import Concept, Designation, Status, Termbase

SAMPLE = tomllib.loads((Path(__file__).parent / "sample.toml").read_text("utf-8"))
ROOT = Path(__file__).parents[2]


def termbase(**concepts: str) -> Termbase:
    """Return concepts with one Chinese term each, and English ones; a * before a term rejects it."""
    return Termbase(
        tuple(
            Concept(
                id=zh,
                designations=(
                    Designation(term=zh, language="zh-Hans"),
                    *(
                        Designation(
                            term=term.lstrip("*"),
                            language="en",
                            status=Status.DEPRECATED if term.startswith("*") else Status.PREFERRED,
                        )
                        for term in terms.split("|")
                    ),
                ),
            )
            for zh, terms in concepts.items()
        )
    )


TERMBASE = termbase(新三样="new three|*three new samples", 消费="consumption|consumer spending", 工业="industry")


def score(metric: str, hypotheses: Sequence[str], given: EvaluationSet, label: str = "") -> float:
    (value,) = [s.value for s in METRICS.build(metric).scores(hypotheses, given) if label in s.signature]
    return value


def of_sample(**fields: object) -> EvaluationSet:
    fields = {
        "sources": SAMPLE["source"],
        "references": (SAMPLE["references"][0],),
        "termbase": TERMBASE,
        **fields,
    }
    return EvaluationSet(**fields)  # type: ignore[arg-type]


def test_compliance_counts_terms_rendered_as_the_glossary_wants() -> None:
    # Segments with terms: 新三样 and 工业, 消费 and 新三样; a has a rejected rendering of the first.
    assert score("compliance", SAMPLE["references"][0], of_sample()) == 1
    assert score("compliance", SAMPLE["systems"]["a"], of_sample()) == 3 / 4
    assert score("compliance", SAMPLE["systems"]["c"], of_sample()) == 0


def test_a_document_has_each_term_once_and_its_share() -> None:
    given = of_sample(documents=["x", "x", "x", "y"])
    (made,) = METRICS.build("compliance").scores(SAMPLE["systems"]["a"], given)
    assert made.value == (1 / 2 + 1 + 1) / 3  # half of 新三样, 工业, 消费
    assert (made.n, made.signature[:7]) == (3, "docs:2|")


def test_compliance_without_a_source_is_that_of_the_renderings_and_says_so() -> None:
    given = of_sample(sources=None)
    assert score("compliance", SAMPLE["systems"]["a"], given) == 3 / 4
    assert "adequacy" in METRICS.build("compliance").notes(given)[0]
    assert METRICS.build("compliance").notes(of_sample()) == ()


@pytest.fixture(scope="module")
def policy() -> EvaluationSet:
    sources = [path.read_text("utf-8") for path in sorted((ROOT / "corpora" / "zh").glob("*.txt"))]
    return EvaluationSet(sources=sources, termbase=termbases.load(termbases.shipped()))


def test_renderings_alone_are_no_translation(policy: EvaluationSet) -> None:
    people = [path.read_text("utf-8") for path in sorted((ROOT / "corpora" / "en").glob("*.txt"))]
    assert score("compliance", people, policy) >= 0.85
    sources = policy.sources or ()
    only = [
        " ".join(t[0] for term, t in policy.terms.items() for _ in range(source.count(term))) for source in sources
    ]
    everything = [", ".join(t for targets in policy.terms.values() for t in targets)] * len(sources)
    reversed_words = [" ".join(reversed(text.split())) for text in only]
    for words in (only, everything, reversed_words):
        assert score("compliance", words, policy) <= 0.05


def test_consistency_is_the_dominant_share_and_entropy() -> None:
    hypotheses = ["The new three sell.", "The three new samples sell.", "New three, and industry."]
    given = EvaluationSet(termbase=TERMBASE)
    assert score("consistency", hypotheses, given, "dominant") == 2 / 3
    assert score("consistency", hypotheses, given, "entropy") == pytest.approx(0.9182958340544896)


def test_intervals_hold_the_value_and_are_the_same_every_time() -> None:
    for name in ("compliance", "consistency", "wmt25-success", "wmt25-consistency-first"):
        metric = METRICS.build(name)
        made = metric.scores(SAMPLE["systems"]["a"], of_sample(), 200)
        assert made == metric.scores(SAMPLE["systems"]["a"], of_sample(), 200)
        for each in made:
            assert each.low is not None
            assert each.high is not None
            assert each.low <= each.high
            assert "bs:200|seed:12345" in each.signature


def test_what_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="wmt25-success needs the source: --source"):
        METRICS.build("wmt25-success").scores(["x"], EvaluationSet(references=(["x"],), termbase=TERMBASE))
    with pytest.raises(UsageError, match="too few terms of the glossary, or none"):
        METRICS.build("compliance").scores(["x"], EvaluationSet(sources=["天气好"], termbase=TERMBASE))
    with pytest.raises(UsageError, match="reads Chinese sources"):
        METRICS.build("compliance").scores(["x"], EvaluationSet(sources=["good weather"], termbase=TERMBASE))


def test_wmt25_success_is_capped_counts_strings_and_asks_the_reference() -> None:
    given = EvaluationSet(
        sources=["新三样和新三样，消费，工业"],
        references=(["New Three and new three, industry"],),
        termbase=TERMBASE,
    )
    # 消费 is not in the reference; 新三样 stands there twice, once here; INDUSTRYwide holds industry.
    assert score("wmt25-success", ["A NEW THREE. INDUSTRYwide industry"], given) == (1 / 2 + 1) / 2


def test_wmt25_success_reads_chinese_targets() -> None:
    given = EvaluationSet(sources=["The new three sell."], references=(["新三样畅销。"],), termbase=TERMBASE)
    assert score("wmt25-success", ["新三样卖得好。"], given) == 1
    assert score("wmt25-success", ["卖得好。"], given) == 0


PAIRS = [
    Pair("一", "b", "a"), Pair("一", "a", "a"), Pair("一", "a", "a"), Pair("二", "x", "y"), Pair("二", NONE, "y"),
    Pair("三", NONE, "z"), Pair("三", "z", "z"), Pair("四", "a", "q"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "micro", "macro"),
    [
        # first: 一 b (1 of 3), 二 x (1 of 2), 三 none (0 of 2), 四 a (1 of 1)
        ("first", 3 / 8, (1 / 3 + 1 / 2 + 0 + 1) / 4),
        # frequent: 一 a and 四 a are one group (3 of 4), 二 x before ▔ (1 of 2), 三 z before ▔ (1 of 2)
        ("frequent", 5 / 8, (3 / 4 + 1 / 2 + 1 / 2) / 3),
        # predefined: 一 a (2 of 3), 二 none, 三 z (1 of 2), 四 none
        ("predefined", 3 / 8, (2 / 3 + 0 + 1 / 2 + 0) / 4),
    ],
)
def test_wmt25_consistency_by_its_pseudo_references(mode: str, micro: float, macro: float) -> None:
    metric = METRICS.build(f"wmt25-consistency-{mode}")
    assert isinstance(metric, PseudoReferenceMetric)
    figures = metric.total([PAIRS[:4], PAIRS[4:]])
    assert figures["average:micro"].value == pytest.approx(micro)
    assert figures["average:macro"].value == pytest.approx(macro)


def test_wmt25_consistency_reads_the_texts() -> None:
    assert score("wmt25-consistency-first", SAMPLE["systems"]["a"], of_sample(), "micro") == 3 / 4


def test_wmt23_success_matches_exactly_and_about() -> None:
    given = EvaluationSet(sources=["工业和消费"], termbase=termbase(工业="industry", 消费="consumption"))
    assert score("wmt23-success", ["The Industry and consumptions"], given, "exact") == 1 / 2
    assert score("wmt23-success", ["The indusrty and consumptionx"], given, "fuzzy90") == 1 / 2
    assert similarity("term", "a term") == 100
    assert similarity("term", "") == 0
    assert similarity("qqqq", "x" * 201) == 0


REFERENCE = "the new three sell well , said the new three".split()
TERMS = (Term(range(1, 3), (("new", "three"),)), Term(range(8, 10), (("new", "three"), ("new", "trio"))))


def test_wmt21_exact_takes_each_place_once() -> None:
    assert matches(Annotated("a new three and a new trio".split(), REFERENCE, TERMS)) == [1, 1]
    assert matches(Annotated("a new three and a renew three".split(), REFERENCE, TERMS)) == [1, 0]


def test_wmt21_window_compares_the_words_around() -> None:
    segment = Annotated("the new three sell badly".split(), REFERENCE, TERMS[:1])
    assert overlap(segment, 2) == pytest.approx(2 / 3)  # the, sell of the, sell, well
    assert overlap(Annotated(REFERENCE, REFERENCE, TERMS), 3) == 1
    assert overlap(Annotated(["nothing"], REFERENCE, TERMS), 2) == 0


WORDS = st.lists(st.sampled_from("abcde"), max_size=8)


@st.composite
def segments(draw: st.DrawFn) -> Annotated:
    """Return a translation, a reference and terms of one or two words in it, each with other wordings."""
    hypothesis, reference = draw(WORDS), draw(st.lists(st.sampled_from("abcd,"), min_size=1, max_size=8))
    starts = draw(st.lists(st.integers(0, len(reference) - 1), max_size=3))
    terms = []
    for start in starts:
        place = range(start, min(start + draw(st.integers(1, 2)), len(reference)))
        own = tuple(reference[number] for number in place)
        terms.append(Term(place, (own, *(tuple(each) for each in draw(st.lists(WORDS.filter(bool), max_size=2))))))
    return Annotated(hypothesis, reference, tuple(terms))


@generated(segments())
def test_wmt21_exact_is_that_of_texts_between_spaces(segment: Annotated) -> None:
    text, taken, hits = f" {' '.join(segment.hypothesis)} ", set[int](), []
    for term in segment.terms:
        before = len(taken)
        for wording in dict.fromkeys(term.wordings):
            found = f" {' '.join(wording)} "
            free = [at for at in range(len(text)) if text.startswith(found, at) and at not in taken]
            taken.update(free[:1])
        hits.append(float(len(taken) > before))
    assert matches(segment) == hits


@generated(segments(), st.sampled_from((2, 3)))
def test_wmt21_window_is_that_of_words_on_both_sides(segment: Annotated, size: int) -> None:
    def around(words: Sequence[str], place: range) -> list[str]:
        left = [word for word in words[: place.start] if word != ","][-size:]
        return left + [word for word in words[place.stop :] if word != ","][:size]

    shares = []
    for own in dict.fromkeys(term.wordings[0] for term in segment.terms):
        places = [term.place for term in segment.terms if term.wordings[0] == own]
        starts = range(len(segment.hypothesis) - len(own) + 1)
        found = [range(s, s + len(own)) for s in starts if tuple(segment.hypothesis[s : s + len(own)]) == own]
        table = {}
        for (at, one), (to, other) in product(enumerate(places), enumerate(found)):
            wanted, left = around(segment.reference, one), around(segment.hypothesis, other)
            common = sum(min(wanted.count(word), left.count(word)) for word in set(wanted))
            table[len(table), at, to] = common / len(wanted) if wanted else 0.0
        while table:
            best = max(table, key=lambda key: (table[key], -key[0]))
            shares.append(table[best])
            table = {key: value for key, value in table.items() if key[1] != best[1] and key[2] != best[2]}
    assert overlap(segment, size) == pytest.approx(sum(shares) / len(shares) if shares else 0.0)


def test_wmt21_window_is_a_mean_over_all_segments() -> None:
    given = EvaluationSet(sources=["新三样", "也"], references=(["a new three b", "too"],), termbase=TERMBASE)
    assert score("wmt21-window", ["a new three b", "too"], given, "window:2") == 1 / 2


@generated(WORDS, WORDS)
def test_wmt21_term_without_terms_is_ter(hypothesis: list[str], reference: list[str]) -> None:
    given = EvaluationSet(references=([" ".join(reference)],))
    (ter,) = METRICS.build("ter").scores([" ".join(hypothesis)], given)
    assert 100 * error_rate(Annotated(hypothesis, reference, ())) == pytest.approx(ter.value)


def test_wmt21_term_counts_what_is_wrong_at_a_term_twice() -> None:
    hypothesis = "the new trio sell well , said the new three".split()
    assert error_rate(Annotated(hypothesis, REFERENCE, ())) == pytest.approx(1 / 10)
    assert error_rate(Annotated(hypothesis, REFERENCE, TERMS)) == pytest.approx(2 / 10)
    assert error_rate(Annotated(hypothesis[:7], REFERENCE[:7], TERMS[:1])) == pytest.approx(2 / 7)


def test_too_few_terms_are_told() -> None:
    given = EvaluationSet(termbase=TERMBASE)
    with pytest.raises(UsageError, match="consistency: there is nothing to count"):
        METRICS.build("consistency").scores(["Industry grew.", "Rain fell."], given)


def test_every_metric_of_terms_scores_the_sample() -> None:
    names = [name for name in METRICS.names() if METRICS.load(name).reads_terms]
    assert len(names) == 10
    for name, system in product(names, "ab"):
        for made in METRICS.build(name).scores(SAMPLE["systems"][system], of_sample()):
            assert -1 <= made.value <= 1, name

"""Candidates: cases as data, laws over any text, and floors of quality on the project's own articles."""

import csv
import os
import tomllib
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import files, preparation, results, termbases
from toolkit.extraction import Candidate, listing
from toolkit.extraction.tally import CONTEXTS, Tally
from toolkit.recognition import chinese
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.variants import form_of
from toolkit.segmentation import detect
from toolkit.termbase import Concept, Designation, Status, Termbase
from toolkit.termbases.csv import Csv
from toolkit.text import Document, Text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = os.environ.get("XINDAYA_SHARED", "")
CASES = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))["case"]
EMPTY = Termbase()
PIECES = [
    "new", "energy", "vehicles", "the", "Ministry", "of", "Commerce", "and", "two", "integrations", '"', "“",
    "”", ".", ",", "\n", "high-tech", "SMEs",
    "rose", "the plan's", "新三样", "专精特新", "《规划》", "，", "。", "企业",
]  # fmt: skip
CLEAN = st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)
TEXTS = st.one_of(st.text(max_size=60), CLEAN)


def document(text: str, name: str = "a.txt") -> Document:
    return Document(id=name, raw=text, texts=(Text(text=text, language=detect(text)),))


def candidates(texts: Iterable[str], termbase: Termbase = EMPTY, *, bound: int = 1000) -> list[Candidate]:
    renderings, tally = ListedRenderings(termbase), Tally(termbase, bound=bound)
    for number, text in enumerate(texts):
        tally.add(preparation.prepare(document(text, f"{number}.txt"), renderings))
    return tally.candidates()


def termbase_of(rows: Iterable[tuple[str, str, str]]) -> Termbase:
    concepts: dict[str, list[Designation]] = {}
    for zh, en, status in rows:
        designations = concepts.setdefault(zh, [Designation(term=zh, language="zh-Hans", status=Status.PREFERRED)])
        designations.append(Designation(term=en, language="en", status=Status(status)))
    return Termbase(tuple(Concept(id=zh, designations=tuple(found)) for zh, found in concepts.items()))


def same(term: str) -> str:
    return form_of(chinese.fold(term)[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    found = {c.term: c for c in candidates([case["text"]], termbase_of(case.get("glossary", [])))}
    assert set(case.get("candidates", [])) <= set(found)
    assert not set(case.get("others", [])) & set(found)
    assert {term: found[term].kind.value for term in case.get("kinds", {})} == case.get("kinds", {})
    assert {term: found[term].count for term in case.get("counts", {})} == case.get("counts", {})
    assert {term: list(found[term].near) for term in case.get("near", {})} == case.get("near", {})


@settings(max_examples=25)
@given(st.lists(CLEAN, max_size=3))
def test_every_context_holds_its_candidate_and_leads_to_it(texts: list[str]) -> None:
    for candidate in candidates(texts):
        assert 1 <= len(candidate.contexts) <= min(candidate.count, CONTEXTS)
        assert 1 <= candidate.documents <= min(candidate.count, len(texts))
        assert candidate.score > 0
        for context in candidate.contexts:
            raw = texts[int(context.document.removesuffix(".txt"))]
            assert same(context.surface) == same(candidate.term)
            assert same(raw[context.start : context.end]) == same(candidate.term)
            assert raw.count("\n", 0, context.start) == context.line - 1


@settings(max_examples=25)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_the_order_of_the_articles_makes_no_difference_to_what_is_counted(texts: list[str]) -> None:
    one, other = ({same(c.term): (c.count, c.documents) for c in candidates(t)} for t in (texts, texts[::-1]))
    assert one == other


@settings(max_examples=25)
@given(st.lists(TEXTS, max_size=3))
def test_what_was_suggested_once_and_listed_is_not_suggested_again(texts: list[str]) -> None:
    before = candidates(texts)
    languages = {"en": "en", "zh": "zh-Hans"}
    listed = Termbase(
        tuple(
            Concept(id=str(n), designations=(Designation(term=c.term, language=languages[c.language]),))
            for n, c in enumerate(before)
        )
    )
    after = {same(c.term) for c in candidates(texts, listed)}
    assert not after & {same(c.term) for c in before}


@settings(max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_the_sheet_reads_back_as_a_glossary_once_it_is_filled_in(texts: list[str]) -> None:
    found = candidates(texts)
    rows = list(csv.DictReader(StringIO(sheet(found).decode("utf-8"), newline="")))
    assert [row["zh"] or row["en"] for row in rows] == [c.term for c in found]
    if not rows:
        return
    Csv().read(sheet(found), "as it is.csv")
    filled = StringIO(newline="")
    writer = csv.DictWriter(filled, listing.COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "zh": row["zh"] or "术语", "en": row["en"] or "term"} for row in rows)
    concepts = Csv().read(filled.getvalue().encode(), "filled.csv")
    terms = {designation.term for concept in concepts for designation in concept.designations}
    assert terms >= {c.term for c in found}
    notes = {d.note for concept in concepts for d in concept.terms("en")}
    assert notes <= {row["note"] for row in rows} | {""}


def test_a_note_tells_kind_counts_what_is_listed_and_contexts() -> None:
    listed = termbase_of([("石墨电极", "graphite electrodes", "preferred")])
    texts = ["Many graphite electrode makers met.", "Graphite electrode makers sell."]
    (row,) = csv.DictReader(StringIO(sheet(candidates(texts, listed)).decode()))
    assert row["en"] == "graphite electrode makers"
    assert row["note"] == (
        "noun phrase, 2 times in 2 articles; listed: graphite electrode"
        " | 0.txt:1:6 Many [graphite electrode makers] met. | 1.txt:1:1 [Graphite electrode makers] sell."
    )


def sheet(found: Iterable[Candidate]) -> bytes:
    stream = BytesIO()
    suggestions = listing.Suggestions(tool=results.TOOL, glossaries=(), failures=(), candidates=tuple(found))
    listing.write_csv(suggestions, stream)
    return stream.getvalue()


def test_memory_is_bounded_and_what_is_frequent_stays() -> None:
    rare = [f"A zeta{'abcdefgh'[n % 8]}{'ijklmnop'[n // 8]} turbine hums." for n in range(64)]
    texts = [text for pair in zip(rare, ["The kelp farm thrives."] * 64, strict=True) for text in pair]
    found = {c.term: c.count for c in candidates(texts, bound=20)}
    assert found["kelp farm"] == 64
    assert len(found) <= 22


def test_the_more_frequent_of_two_like_phrases_comes_first() -> None:
    found = candidates(["Kelp farms thrive. Kelp farms pay. Fish farms thrive."])
    assert [c.term for c in found][:2] == ["kelp farms", "fish farms"]


@pytest.mark.parametrize(("language", "recall", "precision"), [("en", 0.51, 0.66), ("zh", 0.41, 0.44)])
def test_floor_on_the_project_s_own_articles(language: str, recall: float, precision: float) -> None:
    """The shipped glossary's terms in these articles, found by a run that has no glossary."""
    glossary = termbases.load(ROOT / "glossaries" / "policy")
    listed, terms = ListedRenderings(glossary), chinese.ChineseTerms(glossary)
    bare, tally = ListedRenderings(EMPTY), Tally(EMPTY)
    wanted: set[str] = set()
    for path in sorted((ROOT / "corpora" / language).glob("*.txt")):
        read = files.read(files.Input(path, path.name))
        tally.add(preparation.prepare(read, bare))
        article = preparation.prepare(read, listed)
        wanted |= {same(article.surface(o.text, o.span)) for o in article.occurrences}
        if language == "zh":
            wanted |= {same(t.text[slice(*term.span)]) for t in article.texts for term in terms.find(t.text)}
    forms = [same(candidate.term) for candidate in tally.candidates()]
    assert len(wanted & set(forms[:200])) >= recall * len(wanted)
    assert len(wanted & set(forms[:100])) >= precision * 100


@pytest.mark.skipif(not SHARED, reason="XINDAYA_SHARED does not say where the annotated articles are")
def test_floor_on_annotated_articles() -> None:
    wanted: dict[str, set[str]] = {}
    for line in (Path(SHARED) / "gold" / "annotations_dev.jsonl").read_text("utf-8").splitlines():
        row = msgspec.json.decode(line)
        wanted.setdefault(row["zh"], set()).add(same(row["surface"].strip('"“”')))
    texts = [path.read_text("utf-8") for path in sorted((Path(SHARED) / "articles").glob("00[24]*"))]
    forms = [same(candidate.term) for candidate in candidates(texts)]
    assert sum(not terms.isdisjoint(forms[:200]) for terms in wanted.values()) >= 0.56 * len(wanted)
    marked = set[str]().union(*wanted.values())
    assert len(marked & set(forms[:50])) >= 35

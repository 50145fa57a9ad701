"""The seam: stretches give what the whole gives, a record that raises is left out, sums have no order."""

import json
import pickle
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import formats, preparation, streams, termbases
from toolkit.article import Article
from toolkit.census import Census
from toolkit.engines import inputs, local, passes, shards
from toolkit.engines.passes import Specification, halved
from toolkit.repetition import Repetition
from toolkit.results import Analysis
from toolkit.settings import Settings
from toolkit.text import Document

TERMBASE = termbases.load(Path(__file__).parents[1] / "checks" / "glossary.csv")
SPECIFICATION = Specification(termbase=TERMBASE)
WORDS = "Exports of the three new samples rose. The new three sell, the new trio too.\n"
PROSE = "".join(f"In {year} the cities of the coast grew by a third.\n" for year in range(1990, 2020))


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let windows be narrow, and pieces of records narrower."""
    monkeypatch.setattr(formats, "windows", partial(streams.windows, size=300))
    monkeypatch.setattr(passes, "RECORDS", 100)


def checked(path: Path) -> Analysis:
    return local.one_by_one(inputs.find([str(path)]), passes.tools(SPECIFICATION))


def places(analysis: Analysis) -> list[tuple[object, ...]]:
    findings = (f for f in analysis.results.findings if f.rule == "term-deprecated")
    return [(f.document, f.part, f.start, f.end, f.line, f.column, f.surface) for f in findings]


def in_one_line(text: str) -> str:
    return text.replace("\n", " ")


@pytest.mark.usefixtures("narrow")
def test_records_of_a_large_file_come_in_small_pieces_that_make_the_file(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "The new trio. " * (at % 4)}) + "\n" for at in range(40)]
    path = tmp_path / "records.jsonl"
    path.write_text("".join(lines))
    pieces = [piece for piece in inputs.find([str(path)]).pieces() if isinstance(piece, passes.Piece)]
    assert "".join(piece.decoded.text for piece in pieces) == path.read_text()
    assert max(len(piece.decoded.text) for piece in pieces) <= passes.RECORDS + max(map(len, lines))
    assert [piece.stretch.number for piece in pieces] == list(range(len(pieces)))
    assert [piece.stretch.first for piece in pieces] == [True, *[False] * (len(pieces) - 1)]
    assert [piece.stretch.last for piece in pieces] == [*[False] * (len(pieces) - 1), True]
    starts = [piece.stretch.start for piece in pieces]
    assert starts == [len("".join(each.decoded.text for each in pieces[:at])) for at in range(len(pieces))]


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    ("name", "row"), [("a.tsv", "{}\t{}\n"), ("a.jsonl", '{{"source":"{}","target":"{}"}}\n')]
)
def test_the_beginning_of_a_file_tells_the_languages_of_its_sides(name: str, row: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(row.format("新三样", "The new trio") * 40 + row.format("The new trio", "新三样") * 40)
    pieces = [piece for piece in inputs.find([str(path)]).pieces() if isinstance(piece, passes.Piece)]
    documents = [piece.form.read(piece.decoded, piece.id, stretch=piece.stretch) for piece in pieces]
    texts = [text for document in documents for text in document.texts]
    assert [text.language for text in texts] == ["zh", "en"] * 80


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "\n".join([PROSE, WORDS] * 4)),
        ("b.txt", "新" + in_one_line("\n".join([PROSE, WORDS] * 4))),
        ("c.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in [PROSE, WORDS] * 4)),
        ("d.tsv", "".join(f"新三样\t{in_one_line(text)}\n" for text in [PROSE, WORDS] * 4)),
    ],
)
def test_places_in_stretches_count_from_the_beginning_of_the_file(
    name: str, text: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    whole = checked(path)
    request.getfixturevalue("narrow")
    torn = checked(path)
    found = inputs.find([str(path)])
    assert len(list(found.pieces())) > 3
    assert places(torn) == places(whole)
    assert len(places(whole)) == 4
    assert [d.id for d in torn.results.documents] == [d.id for d in whole.results.documents]
    assert torn.results.totals.words == whole.results.documents[0].words == torn.results.documents[0].words
    assert torn.results.documents[0].compliance == whole.results.documents[0].compliance
    assert torn.results.documents[0].consistency == whole.results.documents[0].consistency
    marks = [finding.fingerprint for finding in torn.results.findings]
    assert len(set(marks)) == len(marks)


def test_a_record_that_makes_a_part_raise_is_left_out_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    texts = [WORDS, "Poison.", WORDS, WORDS, "Poison.", WORDS]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    healthy = places(checked(path))
    prepare = preparation.prepare

    def raising(document: Document, renderings: preparation.Renderings) -> Article:
        if any("Poison" in text.text for text in document.texts):
            raise ZeroDivisionError
        return prepare(document, renderings)

    monkeypatch.setattr(preparation, "prepare", raising)
    analysis = checked(path)
    assert [(f.path, f.reason) for f in analysis.results.failures] == [
        (str(path), "record 2: ZeroDivisionError()"),
        (str(path), "record 5: ZeroDivisionError()"),
    ]
    assert places(analysis) == healthy
    assert len(healthy) == 4


def test_an_article_that_makes_a_check_raise_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "b.txt").write_text("Poison.")
    repeated = passes.analysis.CHECKS.load("repeated-word")
    inspect = repeated.inspect

    def raising(self: object, article: Article, context: object) -> Iterator[object]:
        if any("Poison" in text.text for text in article.texts):
            raise ZeroDivisionError
        return inspect(self, article, context)

    monkeypatch.setattr(repeated, "inspect", raising)
    analysis = checked(tmp_path)
    assert [f.reason for f in analysis.results.failures] == ["ZeroDivisionError()"]
    assert len(places(analysis)) == 1


def test_a_text_of_many_million_characters_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "LONGEST", 1 << 20)
    path = tmp_path / "a.jsonl"
    texts = [WORDS, "word " * (1 << 18), WORDS]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    analysis = checked(path)
    assert [f.reason for f in analysis.results.failures] == [
        "record 2: a text is longer than 1 million characters; cut it"
    ]
    assert len(places(analysis)) == 2


def test_equal_specifications_have_one_digest_and_their_tools_are_built_once() -> None:
    same = pickle.loads(pickle.dumps(SPECIFICATION))  # noqa: S301 - made here
    assert same == SPECIFICATION
    assert passes.tools(same) is passes.tools(SPECIFICATION)
    assert Specification(termbase=TERMBASE, settings=Settings(ignore=("term-omitted",))) != SPECIFICATION
    assert Specification(termbase=TERMBASE, baseline=frozenset("ab")).digest == (
        Specification(termbase=TERMBASE, baseline=frozenset("ba")).digest
    )


@given(st.sets(st.integers(0, 40)), st.integers(0, 40))
def test_halving_finds_what_does_not_work(bad: set[int], length: int) -> None:
    trials = 0

    def works(some: range) -> bool:
        nonlocal trials
        trials += 1
        return not bad & set(some)

    found = list(halved(range(length), works, known=bool(bad & {*range(length)})))
    assert found == sorted(each for each in bad if each < length)
    assert trials <= 1 + len(found) * 2 * (length.bit_length() + 1)


LINES = st.lists(
    st.lists(st.sampled_from(["a line of words", "another line", "一行中文文字的内容", "short"])), max_size=3
)


def counted(documents: list[list[str]]) -> Repetition:
    total = Repetition()
    for lines in documents:
        total.add(lines)
    return total


def told(total: Repetition) -> tuple[int, list[int]]:
    return total.documents, total.counts(["a line of words", "another line", "一行中文文字的内容", "short"])


@given(LINES, LINES, LINES)
def test_counts_of_lines_add_up_in_any_order(
    one: list[list[str]], two: list[list[str]], three: list[list[str]]
) -> None:
    left, right = counted(one), counted(three)
    left.merge(counted(two))
    left.merge(counted(three))
    right.merge(counted(one))
    right.merge(counted(two))
    stream = BytesIO()
    left.save(stream)
    stream.seek(0)
    assert told(left) == told(right) == told(counted(one + two + three)) == told(Repetition.load(stream))
    assert told(pickle.loads(pickle.dumps(left))) == told(left)  # noqa: S301 - made here


def test_what_is_kept_between_the_passes_comes_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "The new three \\ud800 sell."}\n{"text": "The new trio sells."}\n')
    kit = passes.tools(SPECIFICATION)
    (piece,) = inputs.find([str(tmp_path)]).pieces()
    assert isinstance(piece, passes.Piece)
    prepared = passes.first(piece, Repetition(), kit)
    assert shards.decoded(shards.encoded(prepared.article), Article) == prepared.article
    census = shards.decoded(shards.encoded(prepared.census), Census)
    assert census.uses == prepared.census.uses
    assert {k: list(v) for k, v in census.signatures.items()} == {
        k: list(v) for k, v in prepared.census.signatures.items()
    }

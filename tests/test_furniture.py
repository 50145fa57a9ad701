"""Furniture is found at the head and the tail and where it repeats, and prose never is."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import unmark
from toolkit import furniture as module
from toolkit.furniture import mark
from toolkit.offsets import Span
from toolkit.repetition import Repetition
from toolkit.text import Text

LINES = tomllib.loads((Path(__file__).parent / "furniture_lines.toml").read_text("utf-8"))
REPEATED = tomllib.loads((Path(__file__).parent / "repeated_lines.toml").read_text("utf-8"))
PROSE = "Output grew in the first half of the year.\nFactories hired more people, officials said.\n"


def furniture(text: str) -> tuple[tuple[int, int], ...]:
    return module.furniture(Text(text=text))


@pytest.mark.parametrize("line", LINES["furniture"].splitlines())
def test_a_line_of_furniture(line: str) -> None:
    for marked in (f"«{line}»\n\n{PROSE}", f"{PROSE}\n«{line}»", f"{PROSE}\n«{line}\n\nReturn to list»\n"):
        text, spans = unmark(marked)
        assert furniture(text) == spans
    assert furniture(f"{PROSE * 3}{line}\n{PROSE * 3}") == ()


@pytest.mark.parametrize("line", LINES["titles"].splitlines())
def test_a_title_is_no_furniture(line: str) -> None:
    for text in (f"{line}\n\n{PROSE}", f"{PROSE}\n{line}\n"):
        assert furniture(text) == ()


def test_titles_may_stand_between_and_headlines_under_a_heading() -> None:
    text, spans = unmark(
        "«Home > News»\nFactories hire more people\n«Source: Xinhua»\n\n"
        + PROSE
        + "\n«Related news\nHarvest is in\nTrains run faster\nLinks»\n"
    )
    assert furniture(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "1.2 3.4 5.6\n2023 2024\n",
        "Li Hua: What do you think of it?\n\nWang Fang: A good question.\n",
        "记者：上半年形势如何？\n部长：总体平稳。\n",
        "",
        "\n\n",
    ],
)
def test_prose_stays(text: str) -> None:
    assert furniture(text) == ()


@given(st.text(st.sampled_from("Home > Links\n\n:1 <智。"), max_size=80))
def test_blocks_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for start, end in furniture(text):
        assert at <= start < end <= len(text)
        at = end


def test_only_lines_near_either_end_are_looked_at() -> None:
    module._is_furniture.cache_clear()  # noqa: SLF001 - it counts
    furniture("Home > News\n" * 100_000)
    looks = module._is_furniture.cache_info()  # noqa: SLF001
    assert 0 < looks.hits + looks.misses <= 2 * module.REACH


def marked(documents: Sequence[str], text: str) -> tuple[Span, ...] | None:
    repetition = Repetition()
    for document in documents:
        repetition.add(document.split("\n"))
    return mark(Text(text=text), repetition).furniture


@pytest.mark.parametrize("name", REPEATED)
def test_lines_that_repeat_across_documents(name: str) -> None:
    documents = [unmark(document) for document in REPEATED[name]]
    for document in documents:
        assert marked([other.text for other in documents], document.text) == document.spans


def test_a_share_of_the_documents_counts_and_its_order_does_not() -> None:
    documents = [
        f"Sentence {number} is of this one alone.\nShare this page with friends\n" for number in range(40)
    ]
    documents[3:] = [document.partition("\n")[0] for document in documents[3:]]
    assert marked(documents, documents[0]) == ()
    one, other = Repetition(), Repetition()
    for number, document in enumerate(documents[:12]):
        (one if number % 2 else other).add(document.split("\n"))
    one.merge(other)
    assert one.documents == 12
    assert one.counts(["Share this page with friends!", "friends", ""]) == [3, 0, 0]
    assert mark(Text(text=documents[0]), one).furniture == (Span(33, 61),)


def test_a_segment_has_no_furniture() -> None:
    assert module.furniture(Text(text="Return to list", furniture=None)) == ()


def test_marked_lines_do_not_hide_others() -> None:
    menu = "".join(f"Topic {number} of the site\n" for number in range(100))
    text = Text(text=f"{menu}Source: Xinhua\n{PROSE}", furniture=(Span(0, len(menu)),))
    assert [text.text[start:end] for start, end in module.furniture(text)] == [
        menu.rstrip(),
        "Source: Xinhua",
    ]

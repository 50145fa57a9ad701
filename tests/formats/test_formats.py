"""Formats: what is text, where it stands in the file, and that every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.decoding import Decoded
from toolkit.errors import UsageError
from toolkit.formats import FORMATS, Format, Run, format_for
from toolkit.formats.html import Html
from toolkit.formats.plain import Plain
from toolkit.offsets import Edit, Span, replace
from toolkit.text import Document

PAGE = """<!DOCTYPE html>
<html><head><title>Not text</title>
<style>.jam, .jam2 { display: none } .fine { color: red } #zero{font-size:0px}</style>
<script>var words = "not text";</script></head>
<body><nav><a href="/">Home</a></nav>
<h1>Growth &amp; jobs</h1>
<p>The <b>new</b> thr<span class="jam">x$%</span>ee s<i style="display:none">quid</i>ell.</p>
<p hidden>Hidden</p><p class="fine">Fine&nbsp;print &lt;5%<br>next line<span id="zero">zero</span></p>
</body></html>
"""
TAGS = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<div hidden>",
    "</div>",
    "&amp;",
    "&lt",
    "&#169;",
    "<!-- c -->",
    "<",
]
PAGES = st.lists(st.one_of(st.sampled_from(TAGS), st.text("ab \n中&;", max_size=5)), max_size=15).map("".join)


def document(form: Format, raw: str) -> Document:
    return form.read(Decoded(raw, "utf-8"), "page", "")


def written(form: Format, raw: str, edits: list[Edit]) -> str:
    (run,) = form.runs(raw)
    assert isinstance(run, Run)
    return replace(raw, form.raw_edits(run, edits))[0]


def words_of(raw: str) -> list[str]:
    return document(Html(), raw).texts[0].text.split()


def test_what_is_shown_is_text_and_nothing_else() -> None:
    expected = "Home Growth & jobs The new three sell. Fine print <5% next line"
    assert words_of(PAGE) == expected.split()


def test_blocks_are_lines() -> None:
    text = document(Html(), "<p>One.</p><p>Two.</p><ul><li>Three<li>Four</ul>").texts[0].text
    assert text.split("\n") == ["One.", "Two.", "Three", "Four", ""]


def test_places_lead_back_through_tags_and_entities() -> None:
    (text,) = document(Html(), PAGE).texts
    at = text.text.index("new three sell")
    start, end = text.to_raw(Span(at, at + len("new three sell")))
    assert PAGE[start:end] == ('new</b> thr<span class="jam">x$%</span>ee s<i style="display:none">quid</i>ell')
    at = text.text.index("&")
    assert PAGE[slice(*text.to_raw(Span(at, at + 1)))] == "&amp;"


def test_an_edit_keeps_the_markup_in_its_way_and_is_escaped() -> None:
    page = document(Html(), "<p>The n<b>ew th</b>ree &amp; more.</p>")
    (text,) = page.texts
    at = text.text.index("new three")
    edited = written(Html(), page.raw, [Edit(at, at + 9, "1 < 2"), Edit(at + 10, at + 11, "and")])
    assert edited == "<p>The 1 &lt; 2<b></b> and more.</p>"


def test_without_edits_every_byte_stays() -> None:
    page = document(Html(), PAGE)
    assert written(Html(), page.raw, []) == PAGE


@given(PAGES)
def test_any_page_is_read_and_written_back(raw: str) -> None:
    page = document(Html(), raw)
    (text,) = page.texts
    assert written(Html(), raw, []) == raw
    for at in range(len(text.text)):
        start, end = text.to_raw(Span(at, at + 1))
        assert 0 <= start <= end <= len(raw)


@given(PAGES, st.data())
def test_an_edited_page_shows_the_edited_text(raw: str, data: st.DataObject) -> None:
    page = document(Html(), raw)
    (text,) = page.texts
    letters = [at for at, character in enumerate(text.text) if character in "ab中"]
    if not letters or "<" in text.text:  # a tag that never ends is text to the tokenizer, and knows no entities
        return
    at = data.draw(st.sampled_from(letters))
    edited = written(Html(), raw, [Edit(at, at + 1, "<&>")])
    again = document(Html(), edited).texts[0].text
    assert again == text.text[:at] + "<&>" + text.text[at + 1 :]


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("Exports rose by 4 percent.", "en"),
        ("新三样出口增长，GDP增长5.2%。", "zh"),
        ("新型の三つの輸出品", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_told(raw: str, language: str) -> None:
    assert document(Plain(), raw).texts[0].language == language


def test_formats_go_by_suffix_or_by_name() -> None:
    assert format_for(".HTM") == Html()
    assert format_for(".xyz", "plain") == Plain()
    with pytest.raises(
        UsageError, match="say --input-format with one of html, jsonl, parquet, plain, po, tmx, tsv, xliff, xlsx"
    ):
        format_for(".xyz")


def test_no_two_formats_claim_a_suffix() -> None:
    claimed = [suffix for part in FORMATS.in_order() for suffix in part.suffixes]
    assert len(claimed) == len(set(claimed))

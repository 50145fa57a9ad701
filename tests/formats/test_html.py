"""The tokenizer of web pages and the elements whose end tags are left out."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import unmark
from toolkit.decoding import Decoded
from toolkit.formats import Run
from toolkit.formats.html import Html
from toolkit.furniture import furniture
from toolkit.offsets import Span, replace
from toolkit.text import Text

PIECES = """<p> </p> <p~hidden> <b> </b> <i~hidden> </i> <br/> <div~hidden> <div> </div> <ul>
<li> <li~hidden> </ul> <table> <tr~hidden> <td> </table> <head> </head> <body> <title> </title> <script> </script>
<!-- --> <!--> <?x > <style>.x{display:none}</style> <span~class=x> </span> <!DOCTYPE~html>
< </ <a~b=' ' " = / & &amp; &lt &semi;
~ &#169; &#0; &#1; &notit; ab 中 . <select> <option> <template> <dl> <dt> <dd~hidden> <svg> <object>"""
PAGES = st.lists(
    st.one_of(st.sampled_from(PIECES.replace(" ", "\n").replace("~", " ").split("\n")), st.text(max_size=4)),
    max_size=25,
).map("".join)


def read(raw: str) -> Text:
    (text,) = Html().read(Decoded(raw, "utf-8"), "page", "").texts
    return text


def words_of(raw: str) -> list[str]:
    return read(raw).text.split()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<html><head><title>t</title><body><p>Words", "Words"),
        ("<head><title>t</title><p>Words", "Words"),
        ("<head><meta charset=utf-8>Words", "Words"),
        ("<head><template><p>x</p></template></head>Words", "Words"),
        ("<ul><li hidden>x</ul>Words", "Words"),
        ("<ul><li hidden>x<li>Words</ul>", "Words"),
        ("<ul><li hidden>x<ul><li>y</ul>z<li>Words</ul>", "Words"),
        ("<table><tr hidden><td>x</table>Words", "Words"),
        ("<table><tr hidden><td>x<tr><td>Words</table>", "Words"),
        ("<table><tr hidden><td>x<table><tr><td>y</table>z<tr><td>Words</table>", "Words"),
        ("<table><tr><td hidden>x<th>Words</table>", "Words"),
        ("<table><tbody hidden><tr><td>x<tbody><tr><td>Words</table>", "Words"),
        ("<dl><dt hidden>x<dd>Words<dd hidden>y</dl>more", "Words more"),
        ("<p hidden>x<div>Words", "Words"),
        ("<p hidden>x<p>Words", "Words"),
        ("<p hidden>x<b>y</b>z</p>Words", "Words"),
        ("<div hidden><p>x</div>Words", "Words"),
        ("<div hidden>x</p></span>y</div>Words", "Words"),
        ("<b><p hidden>x</b>y</p>Words", "Words"),
        ("<i hidden><p>x</i>Words", "Words"),
        ("<div hidden/>Words<br hidden>more", "Words more"),
    ],
)
def test_a_missing_end_tag_hides_no_more_than_its_element(raw: str, words: str) -> None:
    assert words_of(raw) == words.split()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("a < b <5% <", "a < b <5% <"),
        ("one <a two", "one <a two"),
        ("<a title='x > y' data-x=\">\">Words</a>", "Words"),
        ("<a href=x/>Words</a>", "Words"),
        ("<P HIDDEN>x</P>Words", "Words"),
        ("<p title='hidden'>Words", "Words"),
        ("<p style='display&#58;none'>x</p>Words", "Words"),
        ("<a " + "x " * 15_000 + ">Words</a>", "<a " + "x " * 15_000 + ">Words"),
        ("<img src='data:image/png;base64," + "A" * 90_000 + "'>Words", "Words"),
        ("One <!-- <p>two</p> --> three <!--> four <!---> five <!-- --!> six", "One three four five six"),
        ("One <!-- two <p>three</p>", "One <!-- two three"),
        ("<!DOCTYPE html><?xml version='1.0'?></>Words</ x>", "Words"),
        ("<? never closed", "<? never closed"),
        ("<script>if (a < b) '<p>x</p>'</scripts></SCRIPT >Words", "Words"),
        ("Words<title>x <p>y", "Words"),
        ("<textarea><p>x</textarea>Words<noscript><p>y</noscript>", "Words"),
        (
            "<style>.x, p#y {display:none} .z {color:red}</style><i class='z'>Words<b class='a x'>x</b><b id=y>y",
            "Words",
        ),
    ],
)
def test_what_is_markup_and_what_is_text(raw: str, words: str) -> None:
    assert words_of(raw) == words.split()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("&lt;&lt&ltp", "<<<p"),
        ("&notit; &notin;", "¬it; ∉"),
        ("AT&T &unknown; &", "AT&T &unknown; &"),
        ("&#169;&#xA9&#x4E2D;", "©©中"),
        ("a&semi;b", "a;b"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
    ],
)
def test_references(raw: str, text: str) -> None:
    assert read(raw).text == text


def test_a_reference_is_one_place() -> None:
    assert read("a&semi;b").to_raw(Span(1, 2)) == Span(1, 7)


def test_a_page_is_not_torn() -> None:
    assert not Html.tears


@given(PAGES)
def test_any_page_is_read_and_every_byte_kept(raw: str) -> None:
    (run,) = Html().runs(raw)
    assert isinstance(run, Run)
    ends = [0, *(place for edit in run.markup for place in (edit.start, edit.end)), len(raw)]
    assert ends == sorted(ends)
    assert replace(raw, Html().raw_edits(run, []))[0] == raw
    text = run.text(raw)
    before = 0
    for at in range(len(text.text)):
        start, end = text.to_raw(Span(at, at + 1))
        assert before <= start <= end <= len(raw)
        before = start


@pytest.mark.parametrize("piece", ["<a ", "<a b='", "<!--"])
@pytest.mark.parametrize("count", [5_000, 10_000])
def test_markup_that_never_ends_is_text_soon(piece: str, count: int) -> None:
    assert read(piece * count).text == piece * count


@pytest.mark.parametrize(
    "piece",
    [
        "<a",
        "<a/b=",
        "<a b=\"'",
        "<!",
        "</",
        "<style>",
        "<p>",
        "<i>",
        "<i hidden><p></i>",
        "</b>",
        "&",
        "&a",
        "<a b='>\"",
    ],
)
def test_any_piece_may_come_often(piece: str) -> None:
    raw = piece * 5_000
    assert len(read(raw).text) <= len(raw) + 1


HIDDEN = tomllib.loads((Path(__file__).parent / "hidden.toml").read_text("utf-8"))
FURNITURE = tomllib.loads((Path(__file__).parent / "furniture.toml").read_text("utf-8"))["pages"]


@pytest.mark.parametrize("raw", HIDDEN["hidden"])
def test_what_is_hidden_is_no_text(raw: str) -> None:
    assert words_of(raw) == ["Words"]


@pytest.mark.parametrize("raw", HIDDEN["shown"])
def test_what_may_be_shown_is_text(raw: str) -> None:
    assert words_of(raw) == ["More", "words"]


@pytest.mark.parametrize("marked", FURNITURE)
def test_furniture_is_told_by_the_markup(marked: str) -> None:
    raw, spans = unmark(marked)
    text = read(raw)
    assert tuple(text.to_raw(span) for span in furniture(text)) == spans


@pytest.mark.parametrize("piece", ["<nav>", "<header>", "<div class=nav>", "<header><nav>", "<div class=nav><h1>"])
def test_furniture_may_be_deep(piece: str) -> None:
    assert read(piece * 5_000 + "Words").text == "Words"

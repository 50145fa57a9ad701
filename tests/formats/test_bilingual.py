"""Bilingual formats: what they hold, which text renders which, and that an edit lands in its unit alone."""

import tomllib
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.decoding import Decoded
from toolkit.errors import FormatError
from toolkit.formats import Format, Run, format_for
from toolkit.formats.po import Po
from toolkit.formats.tmx import Tmx
from toolkit.formats.tsv import Tsv
from toolkit.offsets import Edit, Span, replace
from toolkit.text import Document

CASES = tomllib.loads((Path(__file__).parent / "bilingual.toml").read_text("utf-8"))
GOOD = [pytest.param(case, id=case["name"]) for case in CASES["case"]]
BAD = [pytest.param(case, id=case["name"]) for case in CASES["bad"]]
DAMAGE = ["", "<", "&", '"', "\n", "\t", "\\", "]]>", "<![CDATA[", "-->", "<ph>", "</mrk>", "<source>", "<x/>"]
XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1)


def document(form: Format, raw: str) -> Document:
    return form.read(Decoded(raw, "utf-8"), "file", "")


def runs_of(form: Format, raw: str) -> list[Run]:
    return [run for run in form.runs(raw) if isinstance(run, Run)]


@pytest.mark.parametrize("case", GOOD)
def test_a_file_of_each_tool_is_read(case: dict[str, Any]) -> None:
    form, raw = format_for(case["suffix"]), case["raw"]
    read = document(form, raw)
    assert read.problems == ()
    expected = [tuple([*text, None][:4]) for text in case["texts"]]
    assert [(text.part, text.language, text.text, text.source) for text in read.texts] == expected
    assert all(text.furniture is None for text in read.texts if text.source is not None)


@pytest.mark.parametrize("case", GOOD)
def test_every_character_leads_back_to_itself_or_to_what_stands_for_it(case: dict[str, Any]) -> None:
    raw = case["raw"]
    for text in document(format_for(case["suffix"]), raw).texts:
        changed = {at for change in text.map.changes for at in range(change.target_start, change.target_end)}
        for at, character in enumerate(text.text):
            found = raw[slice(*text.to_raw(Span(at, at + 1)))]
            assert found == character or at in changed
            assert at not in changed or found[0] in '<&\\"'


@given(st.sampled_from(CASES["case"]), st.data())
def test_an_edit_changes_its_own_text_and_no_other(case: dict[str, Any], data: st.DataObject) -> None:
    form, raw = format_for(case["suffix"]), case["raw"]
    before = document(form, raw).texts
    runs = [run for run in runs_of(form, raw) if not run.copy]
    at = data.draw(st.sampled_from([at for at, text in enumerate(before) if len(text.text) > 1]))
    first = data.draw(st.integers(0, len(before[at].text) - 1))
    last = first + data.draw(st.integers(0, 1))  # more could leave no text, or another language
    new = data.draw(st.sampled_from(["", "a", "<&>", ']]>"', "\\n", "é\t\n", "&amp;"]))
    edited, _ = replace(raw, form.raw_edits(runs[at], [Edit(first, last, new)]))
    after = document(form, edited).texts
    kept = " ".join(new.split()) + " " if isinstance(form, Tsv) and "\t" in new else new
    expected = [text.text for text in before]
    expected[at] = expected[at][:first] + kept + expected[at][last:]
    if "\n" not in before[at].text[first:last] or isinstance(form, Po):  # a line break may be markup, which stays
        assert [text.text for text in after] == expected
    assert [(text.part, text.source) for text in after] == [(text.part, text.source) for text in before]


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_told_with_its_place_and_the_rest_is_read(case: dict[str, Any]) -> None:
    raw = case["raw"]
    form = format_for(case["suffix"])
    told = [str(run) for run in form.runs(raw) if isinstance(run, FormatError)]
    for problem, found in zip(case["problems"], told, strict=not isinstance(form, Tsv)):
        assert found.startswith(problem)
    if runs_of(form, raw):
        assert document(form, raw).problems
    else:
        with pytest.raises(FormatError, match=r"^file: "):
            document(form, raw)


@given(st.sampled_from(CASES["case"] + CASES["bad"]), st.integers(0, 2000), st.sampled_from(DAMAGE))
def test_a_damaged_file_is_told_or_read_and_an_edit_breaks_nothing(
    case: dict[str, Any], at: int, new: str
) -> None:
    form, raw = format_for(case["suffix"]), case["raw"][:at] + new + case["raw"][at + 1 :]
    try:
        before = document(form, raw)
    except FormatError:
        return
    for run in runs_of(form, raw):
        if run.text(raw).text:
            edited, _ = replace(raw, form.raw_edits(run, [Edit(0, 1, '<&"]]>\\')]))
            assert len(document(form, edited).texts) == len(before.texts)


def test_the_copy_of_a_source_is_repaired_with_it() -> None:
    case = next(case for case in CASES["case"] if case["suffix"] == ".sdlxliff")
    form, raw = format_for(".sdlxliff"), case["raw"]
    edits = [edit for run in runs_of(form, raw) for edit in form.raw_edits(run, [Edit(0, 1, "X")])]
    edited, _ = replace(raw, edits)
    assert edited.count(">X三样<x id=") == 2
    assert '<mrk mtype="seg" mid="1">Xhe <g' in edited


@given(st.lists(st.tuples(XML_TEXT, st.booleans()), min_size=1, max_size=4))
def test_any_text_is_read_from_xml(pieces: list[tuple[str, bool]]) -> None:
    plain = "".join(text for text, _ in pieces)
    assume("]]>" not in plain)
    seg = "".join(f"<![CDATA[{text}]]>" if sectioned else escape(text) for text, sectioned in pieces)
    raw = f'<tmx><tu><tuv xml:lang="en"><seg>{seg}<ph>no</ph></seg></tuv></tu></tmx>'
    assert [text.text for text in document(Tmx(), raw).texts] == [plain]


@st.composite
def contents(draw: st.DrawFn) -> str:
    """Well-formed content of a segment."""
    inner = st.lists(st.deferred(contents), max_size=2).map("".join)
    name = draw(st.sampled_from(["", "", "cdata", "comment", "pi", "hi", "ph", "x:it", "mrk"]))
    if name in {"hi", "ph", "x:it", "mrk"}:
        attributes = draw(st.sampled_from(["", " a='>'", ' b = "/" ', " i='\"'\n"]))
        return f"<{name}{attributes}>{draw(inner)}</{name} >" if draw(st.booleans()) else f"<{name}{attributes}/>"
    text = draw(st.sampled_from(["a", "中 b", "\n", "'", '"', ">", "/>", "x=y"]))
    wrapped = {
        "cdata": "<![CDATA[<b>&{}]]>",
        "comment": "<!-- <a & {} -->",
        "pi": "<?p <a & {}?>",
        "": "{}&#38;&lt;",
    }
    return wrapped[name].format(text)


@given(st.lists(contents(), max_size=4).map("".join))
def test_the_text_of_any_content_is_what_a_parser_says(content: str) -> None:
    def words(element: ET.Element) -> str:
        inside = "" if element.tag.removeprefix("{u}") in {"ph", "it"} else (element.text or "")
        inside += "".join(words(child) for child in element) if element.tag in {"seg", "hi", "mrk"} else ""
        return inside + (element.tail or "")

    raw = f"<tmx xmlns:x='u'><tu><tuv xml:lang='en'><seg>{content}</seg></tuv></tu></tmx>"
    seg = ET.fromstring(raw)[0][0][0]  # noqa: S314 - made above
    assert [text.text for text in document(Tmx(), raw).texts] == [words(seg)]


@given(TEXT, st.integers(1, 5))
def test_any_text_is_read_from_a_catalogue(text: str, length: int) -> None:
    pieces = [text[at : at + length] for at in range(0, len(text), length)]
    strings = "".join(f'"{Po().escape(piece)}"\n' for piece in pieces)
    raw = f'msgid "一"\nmsgstr ""\n{strings}'
    assert document(Po(), raw).texts[1].text == text


@given(st.text("ab中\t\n\r\"'", max_size=40))
def test_any_lines_are_read_as_pairs_or_told(raw: str) -> None:
    found = list(Tsv().runs(raw))
    lines = [line for line in raw.split("\n") if line.strip(" \r") or "\t" in line]
    runs = [run for run in found if isinstance(run, Run)]
    assert len(found) - len(runs) // 2 == len(lines)
    for run in runs:
        assert not set("\t\n") & set(raw[run.start : run.end])

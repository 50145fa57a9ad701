"""JSON lines: the text of each record, its escapes, and every other byte."""

import json

from hypothesis import given
from hypothesis import strategies as st

from toolkit.decoding import Decoded
from toolkit.errors import FormatError
from toolkit.formats import Run
from toolkit.formats.jsonl import Jsonl
from toolkit.offsets import Edit, Span, replace

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v, max_size=2))
RECORDS = st.dictionaries(st.sampled_from(["text", "id", "title", '"quoted"']), VALUES, max_size=4)


def runs(raw: str, *fields: str) -> list[Run | FormatError]:
    return list(Jsonl(fields=fields or ("text",)).runs(raw))


def test_the_text_of_each_record_and_its_place() -> None:
    raw = '{"id": 1, "text": "A \\"new\\" three \\u4e09", "more": {"text": "inner"}}\n\n{"text":"B"}\n'
    document = Jsonl().read(Decoded(raw, "utf-8"), "a.jsonl", "")
    assert [(text.part, text.text) for text in document.texts] == [
        ("record 1", 'A "new" three 三'),
        ("record 3", "B"),
    ]
    first = document.texts[0]
    at = first.text.index('"new" three 三')
    assert raw[slice(*first.to_raw(Span(at, at + 13)))] == '\\"new\\" three \\u4e09'


def test_fields_can_be_named() -> None:
    raw = '{"title": "T", "text": "X", "body": "B"}'
    found = [run for run in runs(raw, "title", "body") if isinstance(run, Run)]
    assert [(run.part, run.text(raw).text) for run in found] == [("record 1/title", "T"), ("record 1/body", "B")]


def test_a_broken_line_is_told_and_the_rest_goes_on() -> None:
    raw = '{"text": "A"}\nnot json\n["text"]\n{"text": "B"} x\n{"text": "C",}\n{"text": "D"}\n'
    document = Jsonl().read(Decoded(raw, "utf-8"), "a.jsonl", "")
    assert [text.text for text in document.texts] == ["A", "D"]
    assert [problem.place for problem in document.problems] == ["line 2", "line 3", "line 4", "line 5"]
    assert {problem.path for problem in document.problems} == {"a.jsonl"}


def test_deep_nesting_is_refused_not_followed() -> None:
    raw = '{"deep": ' + "[" * 100_000 + "]" * 100_000 + "}"
    (problem,) = runs(raw)
    assert isinstance(problem, FormatError)


def test_an_unpaired_surrogate_stays_as_it_is() -> None:
    raw = '{"text": "a\\ud83db"}'
    (run,) = runs(raw)
    assert isinstance(run, Run)
    assert run.text(raw).text == "a\ud83db"
    edited, _ = replace(raw, Jsonl().raw_edits(run, [Edit(0, 2, "x\ud83d")]))
    assert edited == '{"text": "x\\ud83db"}'


@given(st.lists(RECORDS, max_size=4), st.booleans())
def test_any_records_are_read_and_edited_in_place(records: list[dict[str, object]], ascii_only: bool) -> None:  # noqa: FBT001
    raw = "".join(json.dumps(record, ensure_ascii=ascii_only) + "\n" for record in records)
    found = runs(raw)
    texts = [record["text"] for record in records if isinstance(record.get("text"), str)]
    assert [run.text(raw).text for run in found if isinstance(run, Run)] == texts
    edits = [
        edit
        for run in found
        if isinstance(run, Run)
        for edit in Jsonl().raw_edits(run, [Edit(0, len(run.text(raw).text), '"é\n')])
    ]
    edited = [json.loads(line) for line in replace(raw, edits)[0].split("\n") if line]
    expected = [record | {"text": '"é\n'} if isinstance(record.get("text"), str) else record for record in records]
    assert edited == expected

"""Parquet: which columns are text, what is kept on the way back, and files that are broken or hostile."""

import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import files
from toolkit.cleaning import Cleaning
from toolkit.engines import local
from toolkit.errors import InputError, OutputError
from toolkit.formats import _arrow
from toolkit.formats.parquet import Parquet
from toolkit.streams import Window
from toolkit.text import Document

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

DAMAGED, REPAIRED = "The comp\u200blete plan.", "The complete plan."
ROOT = Path(__file__).parents[2]


def parquet(columns: Any, **options: Any) -> bytes:  # noqa: ANN401 - what pyarrow takes
    stream = BytesIO()
    rows = columns if isinstance(columns, pa.Table) else pa.table(columns)
    pq.write_table(rows, stream, **options)
    return stream.getvalue()


def read(data: bytes, *fields: str) -> Document:
    form = Parquet(fields=fields)
    return form.read(form.decode(data, "a.parquet"), "a.parquet", "")


def clean(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", "clean", *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=False, cwd=ROOT, timeout=60)


def as_it_is(window: Window) -> str:
    return window.decoded.text


def rewritten(data: bytes, repaired: Any = as_it_is, *fields: str) -> bytes:  # noqa: ANN401 - a callable
    return b"".join(Parquet(fields=fields).rewritten(BytesIO(data), "a.parquet", repaired))


def refused(data: bytes, *fields: str) -> str:
    with pytest.raises(InputError) as caught:
        list(Parquet(fields=fields).windows(BytesIO(data), "a.parquet"))
    message = str(caught.value)
    assert message.startswith("a.parquet: ")
    assert message.isprintable()
    return message.removeprefix("a.parquet: ")


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ((), [("row 1", "one"), ("row 2", ""), ("row 3", "three")]),
        (("body",), [("row 1", "b1"), ("row 2", "b2"), ("row 3", "")]),
        (
            ("text", "body"),
            [
                ("row 1/text", "one"),
                ("row 1/body", "b1"),
                ("row 2/text", ""),
                ("row 2/body", "b2"),
                ("row 3/text", "three"),
                ("row 3/body", ""),
            ],
        ),
    ],
)
def test_text_is_in_the_column_of_that_name_or_in_those_that_are_said(
    fields: tuple[str, ...], parts: list[tuple[str, str]]
) -> None:
    data = parquet({"id": [1, 2, 3], "text": ["one", None, "three"], "body": ["b1", "b2", None]})
    document = read(data, *fields)
    assert [(text.part, text.text) for text in document.texts] == parts
    assert document.celled
    for text in document.texts:
        assert document.raw[text.start : text.start + len(text.text)] == text.text


def test_a_source_and_a_target_are_a_unit() -> None:
    document = read(parquet({"target": ["new three", "growth"], "source": ["新三样", "增长"]}))
    assert [(text.part, text.language, text.source) for text in document.texts] == [
        ("row 1/source", "zh", None),
        ("row 1/target", "en", 0),
        ("row 2/source", "zh", None),
        ("row 2/target", "en", 2),
    ]


@pytest.mark.parametrize(
    ("columns", "fields", "reason"),
    [
        ({"text": [1, 2]}, (), "no column of strings is called text; none holds strings"),
        ({"text": [["a"]], "b": ["x"]}, (), "no column of strings is called text; say --field with one of b"),
        ({"text": [{"a": "x"}]}, (), "no column of strings is called text; none holds strings"),
        ({"text": [b"x"]}, (), "no column of strings is called text; none holds strings"),
        ({"text": ["x"]}, ("t\nt",), "no column of strings is called t\\nt; say --field with one of text"),
    ],
)
def test_a_file_without_such_a_column_is_refused(columns: Any, fields: tuple[str, ...], reason: str) -> None:  # noqa: ANN401
    assert refused(parquet(columns), *fields) == reason


def test_two_columns_of_one_name_are_refused() -> None:
    rows = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["text", "text"])
    assert refused(parquet(rows)) == "two columns are called text"


def test_windows_follow_one_another_and_count_rows() -> None:
    texts = [f"{'word ' * 2000}{number}" for number in range(500)]
    data = parquet({"text": texts}, row_group_size=300)
    windows = list(Parquet().windows(BytesIO(data), "a.parquet"))
    assert len(windows) > 4
    assert [window.first for window in windows] == [True] + [False] * (len(windows) - 1)
    assert [window.last for window in windows] == [False] * (len(windows) - 1) + [True]
    runs = [run for window in windows for run in Parquet().runs(window.decoded.text, window.lines)]
    assert [run.part for run in runs] == [f"row {number}" for number in range(1, 501)]
    assert all(len(window.decoded.text) < 1_200_000 for window in windows)
    assert [text.text for text in read(data).texts] == texts


def everything() -> Any:  # noqa: ANN401 - a table
    moment = datetime(2024, 2, 29, 8)  # noqa: DTZ001 - a column without a zone
    columns = {
        "id": pa.array([1, 2, None, 4, 5], pa.int16()),
        "text": pa.array([DAMAGED, None, "", DAMAGED, "fine"], pa.large_string()),
        "kind": pa.array(["news", None, "law", "law", "news"]).dictionary_encode(),
        "view": pa.array(["a", "b", None, "", "e"], pa.string_view()),
        "bytes": pa.array([b"\xff", None, b"", b"1", b"2"]),
        "fixed": pa.array([b"ab"] * 5, pa.binary(2)),
        "price": pa.array([Decimal("1.50"), None] + [Decimal("2.00")] * 3, pa.decimal128(9, 2)),
        "when": pa.array([moment] * 5, pa.timestamp("us")),
        "zoned": pa.array([moment] * 5, pa.timestamp("ms", "Asia/Shanghai")),
        "vector": pa.array([[1.0, 2.0], None, [], [3.0], [None]], pa.list_(pa.float32())),
        "words": pa.array([["a", None]] * 5, pa.list_(pa.field("item", pa.string()))),
        "nested": pa.array([{"a": {"b": ["x"]}}, None, {"a": None}, {"a": {"b": None}}, {"a": {"b": []}}]),
        "map": pa.array([[("k", 1)], None, [], [("k", None)], []], pa.map_(pa.string(), pa.int8())),
        "nothing": pa.nulls(5),
        "a.b": pa.array(["dots"] * 5),
    }
    rows = pa.table(columns)
    schema = rows.schema.with_metadata({"origin": "somewhere", "pandas": "{}"})
    at = schema.get_field_index("id")
    return rows.cast(schema.set(at, schema.field(at).with_metadata({"PARQUET:field_id": "7"})))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"row_group_size": 2, "compression": "zstd", "version": "1.0", "store_schema": False},
        {"compression": {"text": "gzip", "id": "none"}, "use_dictionary": ["kind"], "write_statistics": ["id"]},
        {"use_deprecated_int96_timestamps": True, "use_compliant_nested_type": False, "write_page_index": True},
        {"sorting_columns": [pq.SortingColumn(0, nulls_first=True)], "compression": "brotli"},
    ],
)
def test_all_else_is_kept(options: dict[str, Any]) -> None:
    before = parquet(everything(), **options)
    old = pq.ParquetFile(BytesIO(before))
    new = pq.ParquetFile(BytesIO(rewritten(before, lambda window: window.decoded.text.replace(DAMAGED, REPAIRED))))
    assert new.schema.equals(old.schema)
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    assert set(new.metadata.metadata or ()) == set(old.metadata.metadata or ())
    assert new.metadata.format_version == old.metadata.format_version
    assert new.metadata.num_row_groups == old.metadata.num_row_groups
    for number in range(old.num_row_groups):
        was, now = old.metadata.row_group(number), new.metadata.row_group(number)
        assert now.num_rows == was.num_rows
        assert now.sorting_columns == was.sorting_columns
        for at in range(was.num_columns):
            for name in ("compression", "has_dictionary_page", "is_stats_set", "has_offset_index"):
                assert getattr(now.column(at), name) == getattr(was.column(at), name)
    expected = old.read().to_pylist()
    for row in expected:
        row["text"] = row["text"] and row["text"].replace(DAMAGED, REPAIRED)
    assert new.read().to_pylist() == expected


TEXTS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\ufdd0\ufdd1\ufdd2"), max_size=20),
    st.just("a\n\n\x1e\x1f b"),
)
TYPES = st.sampled_from([pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int16(), pa.string())])


@given(
    texts=st.lists(TEXTS, max_size=30), kind=TYPES, group=st.integers(1, 31), encoded=st.sampled_from([[], True])
)
def test_writing_what_was_read_is_the_identity(
    texts: list[str | None],
    kind: Any,  # noqa: ANN401 - a type of pyarrow
    group: int,
    encoded: Any,  # noqa: ANN401 - what pyarrow takes
) -> None:
    rows = pa.table({"text": pa.array(texts, pa.string()).cast(kind) if texts else pa.array([], kind)})
    data = parquet(rows, row_group_size=group, use_dictionary=encoded)
    assert [text.text for text in read(data).texts] == [text or "" for text in texts]
    back = pq.ParquetFile(BytesIO(rewritten(data)))
    assert back.read().to_pylist() == rows.to_pylist()
    assert back.schema_arrow.equals(rows.schema)
    assert rewritten(rewritten(data)) == rewritten(data)


def test_a_text_that_changes_is_no_longer_what_rows_are_sorted_by() -> None:
    data = parquet({"text": ["a", "b"]}, sorting_columns=[pq.SortingColumn(0)])
    assert not pq.ParquetFile(BytesIO(rewritten(data))).metadata.row_group(0).sorting_columns


def test_a_schema_that_cannot_be_kept_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    options = _arrow.Table._options  # noqa: SLF001 - a writer that knows less
    monkeypatch.setattr(_arrow.Table, "_options", lambda *of: options(*of) | {"version": "1.0"})
    rows = pa.table({"text": ["a"], "when": pa.array([1], pa.timestamp("ns"))})
    with pytest.raises(
        OutputError, match=r"a.parquet: it cannot be written back without loss \(when would change\)"
    ):
        rewritten(parquet(rows))


def test_row_groups_too_large_for_memory_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_arrow, "GROUP", 3 << 20)
    rows = pa.table({"text": [f"{'word ' * 2000}{number}" for number in range(900)]})
    back = pq.ParquetFile(BytesIO(rewritten(parquet(rows))))
    assert back.num_row_groups == 3
    assert back.read().equals(rows)


@given(data=st.binary(max_size=60), at=st.integers(0, 2000), new=st.binary(min_size=1, max_size=8))
def test_any_broken_file(data: bytes, at: int, new: bytes) -> None:
    sound = parquet({"text": ["新三样", "new three", None], "id": [1, 2, 3]})
    at %= len(sound)
    for broken in (data, sound[:at], sound[:at] + new + sound[at + len(new) :]):
        try:
            rewritten(broken)
        except InputError as error:
            assert str(error).isprintable()  # noqa: PT017 - both ways are right


def test_what_is_no_parquet_file_is_told_in_one_line() -> None:
    sound = parquet({"text": ["word " * 50] * 50})
    assert refused(b"").startswith("broken Parquet (")
    assert refused(b"PAR1 and no more").startswith("broken Parquet (")
    assert refused(sound[:-200]).startswith("broken Parquet (")
    assert refused(sound[:-8] + b"\xff\xff\xff\x7fPAR1").startswith("broken Parquet (")


def test_strings_that_are_no_utf8_are_told() -> None:
    sound = parquet({"text": ["@@"]}, compression="none", use_dictionary=False, write_statistics=False)
    assert refused(sound.replace(b"@@", b"\xff\xfe")).startswith("broken Parquet (")


def test_a_dictionary_of_long_strings_is_not_spread_out() -> None:
    dictionary = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000), pa.array(["word " * 200_000]))
    data = parquet({"text": dictionary}, store_schema=False)
    assert len(data) < 1 << 20
    windows = Parquet().windows(BytesIO(data), "a.parquet")
    assert len(next(windows).decoded.text) < 1_100_000


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("kept", [0, 16 << 20])
def test_what_stands_once_in_a_dictionary_is_not_spread_out_beside_the_text(
    nested: bool,  # noqa: FBT001
    kept: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_arrow, "_DICTIONARIES", kept)
    count = 600
    entry = pa.array(["word " * 200_000 if nested else b"x" * 1_000_000])
    column = pa.DictionaryArray.from_arrays(pa.array([0] * count), entry)
    if nested:
        column = pa.ListArray.from_arrays(pa.array(range(count + 1), pa.int32()), column)
    data = parquet({"text": ["fine"] * count, "other": column}, store_schema=False)
    before = pa.default_memory_pool().bytes_allocated()
    with _arrow.opened(BytesIO(data), "a.parquet") as table:
        some = [batch.num_rows for _, batch in table._stretches()]  # noqa: SLF001 - what is held at once
        assert sum(some) == count
        assert max(some) <= 17
        assert pa.default_memory_pool().bytes_allocated() - before < 100 << 20


class Pipe(BytesIO):
    def seekable(self) -> bool:
        return False


def test_a_copy_of_a_pipe_is_bounded_and_has_the_magic(monkeypatch: pytest.MonkeyPatch) -> None:
    def reason(data: bytes) -> str:
        with pytest.raises(InputError) as caught:
            list(Parquet().windows(Pipe(data), "a.parquet"))
        return str(caught.value)

    assert reason(b"\0" * 100) == "a.parquet: broken Parquet (it does not begin with PAR1)"
    monkeypatch.setattr(_arrow, "LARGEST", 100)
    assert "unpack it, and name the file" in reason(parquet({"text": ["word " * 500]}))


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (MemoryError(), "more memory than there is"),
    ],
)
def test_what_the_machine_lacks_is_not_called_broken(error: Exception, message: str) -> None:
    with pytest.raises(InputError, match=message), _arrow.opened(BytesIO(parquet({"text": ["a"]})), "a.parquet"):
        raise error


def test_a_cell_that_holds_what_parts_cells_is_refused() -> None:
    assert refused(parquet({"text": ["a\ufdd1"]})).startswith("a cell holds a noncharacter, U+FDD0")


def test_a_cell_as_long_as_no_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_arrow, "LONGEST_LINE", 1 << 20)
    assert refused(parquet({"text": ["word " * 300_000]})) == "a row holds more than 1 MB"


def test_clean_writes_parquet_back(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet({"text": [DAMAGED, "fine"], "n": [1, 2]}))
    found = files.Input(path, "a.parquet")
    with local.clean(found, files.AS_FOUND, Cleaning()) as file:
        (edit,) = file.document().edits
        assert (edit.part, edit.start, edit.end, edit.source) == ("row 1", 8, 9, "\u200b")
    text, diff, in_place = (clean(str(path), option) for option in ("--text", "--diff", "--in-place"))
    assert (text.returncode, diff.returncode, in_place.returncode) == (0, 2, 0)
    assert pq.read_table(path).to_pydict() == {"text": [REPAIRED, "fine"], "n": [1, 2]}
    assert text.stdout.decode() == f"{REPAIRED}\nfine\n"
    assert b"a.parquet: it has no lines that could be shown; say --format json" in diff.stderr
    assert (tmp_path / "a.parquet.orig").exists()


def test_a_pipe_is_read_too(tmp_path: Path) -> None:
    done = clean("-", "--input-format", "parquet", data=parquet({"text": [DAMAGED]}))
    (tmp_path / "a.parquet").write_bytes(done.stdout)
    assert pq.read_table(tmp_path / "a.parquet").to_pydict() == {"text": [REPAIRED]}


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "toolkit.formats._arrow")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert refused(b"") == "Parquet needs pyarrow: pip install 'xindaya[parquet]'"

"""Windows of a stream: together they are the file, their places are absolute, lines stay whole where they must."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import streams
from toolkit.errors import DecodingError, InputError
from toolkit.streams import Window, windows

TEXTS = st.lists(st.sampled_from(["ab", "中文", "é", " ", "\n", "\n\n", "\r\n\r\n", "😀"]), max_size=60).map(
    "".join
)


def cut(data: bytes, size: int = 16, *, tear: bool = True, encoding: str | None = "utf-8") -> list[Window]:
    return list(windows(BytesIO(data), "a.txt", encoding, size=size, tear=tear))


@given(TEXTS, st.integers(8, 40), st.booleans())
def test_windows_are_the_whole_file_in_order(text: str, size: int, tear: bool) -> None:  # noqa: FBT001
    made = cut(text.encode(), size, tear=tear)
    assert "".join(window.decoded.text for window in made) == text
    assert [window.start for window in made] == [
        sum(len(before.decoded.text) for before in made[:number]) for number in range(len(made))
    ]
    assert [window.lines for window in made] == [text[: window.start].count("\n") for window in made]
    assert [window.first for window in made] == [True] + [False] * (len(made) - 1)
    assert [window.last for window in made] == [False] * (len(made) - 1) + [True]


@given(TEXTS, st.integers(8, 40))
def test_lines_stay_whole_where_they_must(text: str, size: int) -> None:
    made = cut(text.encode(), size, tear=False)
    assert all(window.decoded.text.endswith("\n") for window in made[:-1])


def test_a_cut_prefers_a_blank_line() -> None:
    first, *_ = cut(b"one two three\n\nfour five six\nseven eight nine ten eleven", 24)
    assert first.decoded.text == "one two three\n\n"


def test_a_file_in_another_encoding_keeps_it() -> None:
    words = "今年以来，工业经济持续恢复向好，新三样出口快速增长。\n" * 40
    made = cut(words.encode("gb18030"), 256, encoding=None)
    assert len(made) > 3
    assert {window.decoded.encoding for window in made} == {"gb18030"}
    assert "".join(window.decoded.text for window in made) == words


def test_utf_16_is_read_whole_and_its_mark_is_no_text() -> None:
    words = "新三样 exports\n" * 40
    (window,) = cut(words.encode("utf-16"), encoding=None)
    assert window.decoded.text == words


def test_a_broken_byte_is_counted_from_the_beginning_of_the_file() -> None:
    data = b"word " * 20 + b"\xff\xff\x81" + b" word" * 20
    with pytest.raises(DecodingError) as caught:
        cut(data, 32)
    assert caught.value.place == "byte 100"


def test_a_line_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST_LINE", 64)
    with pytest.raises(InputError, match="a line is longer than"):
        cut(b"x" * 1000, tear=False)

"""Windows of a stream: together they are the file, their places are absolute, lines stay whole where they must."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import streams
from toolkit.decoding import decode
from toolkit.errors import DecodingError, InputError, UsageError
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


class Strict:
    """A stream that refuses negative sizes, and gives no more than `most` bytes at once."""

    def __init__(self, data: bytes, most: int = 1 << 30) -> None:
        self._stream = BytesIO(data)
        self._most = most

    def read(self, size: int = -1, /) -> bytes:
        assert size >= 0
        return self._stream.read(min(size, self._most))


def joined(made: list[Window]) -> str:
    return "".join(window.decoded.text for window in made)


def test_lines_longer_than_a_window_ask_for_no_negative_number_of_bytes() -> None:
    line = b'{"text": "' + b"word " * 840_000 + b'"}\n'
    short = b'{"text": "word"}\n' * 1000
    data = line + short + line + line + short
    made = list(windows(Strict(data), "a.jsonl", tear=False))
    assert joined(made).encode() == data
    assert [len(window.decoded.text) for window in made][:1] == [len(line)]
    assert all(window.decoded.text.endswith("\n") for window in made)


@given(TEXTS, st.integers(8, 40), st.booleans(), st.integers(1, 20))
def test_a_stream_may_give_less_than_was_asked_for(text: str, size: int, tear: bool, most: int) -> None:  # noqa: FBT001
    stream = Strict(text.encode(), most)
    assert joined(list(windows(stream, "a.txt", "utf-8", size=size, tear=tear))) == text


WORDS = "新三样 exports\n今年以来，工业经济持续恢复向好 😊\n\n" * 40


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("shift", range(3))
def test_wide_encodings_show_and_are_one_window(encoding: str, shift: int) -> None:
    words = "a" * shift + WORDS
    (window,) = cut(words.encode(encoding), 256, encoding=None)
    assert window.decoded.text == words
    assert window.first
    assert window.last


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-32", "utf-16-le", "UTF_16_BE", "utf-32-le", "utf-32-be", "utf-7", "cp037"]
)
def test_an_encoding_that_cannot_be_cut_is_one_window_where_the_user_says_so(encoding: str) -> None:
    words = "exports\n" * 99 if encoding == "cp037" else WORDS
    (window,) = cut(words.encode(encoding), encoding=encoding)
    assert window.decoded.text == words


def test_what_is_read_whole_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST", 100)
    words = "ab\n" * 16 + "\n"
    (window,) = cut(words.encode("utf-16"), encoding=None)
    assert window.decoded.text == words
    for data, encoding in ((words + "\n").encode("utf-16"), None), ((words * 2).encode("utf-16-le"), "utf-16-le"):
        with pytest.raises(InputError, match="it holds more than"):
            cut(data, encoding=encoding)
    with pytest.raises(InputError, match="it holds more than"):
        list(windows(BytesIO(b"a" * 101), "a.txt", size=16, whole=True))


def test_a_caller_may_ask_for_one_window() -> None:
    (window,) = windows(BytesIO(WORDS.encode()), "a.csv", size=16, whole=True)
    assert window.decoded.text == WORDS


def test_an_unknown_encoding_is_a_wrong_use() -> None:
    with pytest.raises(UsageError, match="no encoding is called"):
        cut(WORDS.encode(), encoding="klingon")


CHARACTERS = {
    "gb18030": "今年以来，工业经济持续恢复向好，新三样出口快速增长㐀",
    "big5hkscs": "今年以來，工業經濟持續恢復向好，新三樣出口快速增長",
    "cp932": "今年の経済はとてもよくなりました。これからもがんばります",
    "cp949": "올해경제는매우좋아졌습니다그리고앞으로도계속할것입니다",
}


@pytest.mark.parametrize("encoding", CHARACTERS)
@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("size", [256, 257, 258, 259])
def test_no_character_of_a_long_line_is_torn(encoding: str, told: bool, size: int) -> None:  # noqa: FBT001
    words = CHARACTERS[encoding] * 40
    made = cut(words.encode(encoding), size, encoding=encoding if told else None)
    assert len(made) > 3
    assert joined(made) == words


@pytest.mark.parametrize("size", range(20, 30))
def test_no_character_of_four_bytes_is_torn(size: int) -> None:
    words = "㐀𠀀a" * 40
    for encoding in ("gb18030", "utf-8"):
        assert joined(cut(words.encode(encoding), size, encoding=encoding)) == words


@pytest.mark.parametrize("begins", ["\ufeff", "BZh91AY", "GIF8", "%PDF-1", "PK\x03\x04", "PAR1", "\ufeff\ufeff"])
@pytest.mark.parametrize("encoding", [None, "utf-8", "utf-8-sig"])
def test_only_a_file_has_a_signature_or_a_mark(begins: str, encoding: str | None) -> None:
    words = ("word " * 5 + "\n\n") + (begins + "中" * 5 + "\n\n") * 9
    data = b"\xef\xbb\xbf" + words.encode()
    made = cut(data, 32, encoding=encoding)
    assert any(window.decoded.text.startswith(begins) for window in made[1:])
    assert joined(made) == decode(data, "a.txt", encoding).text.removeprefix("\ufeff") == words
    assert not any(window.decoded.byte_order_mark for window in made[1:])


def test_errors_of_later_windows_count_from_the_beginning_of_the_file() -> None:
    data = b"word word word\n\n" * 4 + b"\0ord word word\n"
    with pytest.raises(DecodingError, match="NUL bytes") as caught:
        cut(data, 16, encoding=None)
    assert caught.value.place == "byte 64"


def test_a_file_does_not_turn_wide_in_its_middle() -> None:
    data = b"word word word\n\n" * 4 + "word word word.\n\n".encode("utf-16-be")[1:]
    with pytest.raises(DecodingError):
        cut(data, 16, encoding=None)

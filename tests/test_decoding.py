"""Bytes to text and back: evidence, refusals, and that nothing is lost."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.decoding import Decoded, decode, encode
from toolkit.errors import DecodingError, OutputError, UsageError

SIMPLIFIED = "上半年工厂订单有所增加，企业信心正在恢复。\r\n各地应当发展特色产业。\n"
TRADITIONAL = "上半年工廠訂單有所增加，企業信心正在恢復。\n各地應當發展特色產業。\n"
JAPANESE = "政府は中小企業を支援するための新しい計画を発表しました。\n"
KOREAN = "정부는 중소기업을 지원하기 위한 새로운 계획을 발표했다.\n"
GERMAN = "Über die Größe der Maßnahmen müssen wir später reden.\n"
ENGLISH = "China’s “new three” – exports of them grew.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5hkscs"),
        (JAPANESE, "cp932"),
        (KOREAN, "cp949"),
        (GERMAN, "cp1252"),
        (ENGLISH, "cp1252"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (ENGLISH, "utf-16-le"),
        (SIMPLIFIED + "一切都好😀🎉\n", "utf-16-le"),
        ("一切顺利，形势大好😀。\n", "utf-16-be"),
        (JAPANESE + "😀", "utf-16-be"),
        (SIMPLIFIED, "utf-32-le"),
        (ENGLISH + "🎉", "utf-32-be"),
        ("Hi", "utf-32-le"),
        ("智能制造 grew", "gb18030"),
        ("", "utf-8"),
    ],
)
def test_encodings_are_told_apart_and_written_back(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    decoded = decode(data, "page.txt")
    assert decoded == Decoded(text, encoding)
    assert encode(decoded, decoded.text, "page.txt") == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_byte_order_mark_is_no_text(encoding: str) -> None:
    data = ("\ufeff" + SIMPLIFIED).encode(encoding)
    for said in (None, encoding):
        decoded = decode(data, "page.txt", said)
        assert decoded == Decoded(SIMPLIFIED, encoding, byte_order_mark=True)
        assert encode(decoded, decoded.text, "page.txt") == data
    assert decode(SIMPLIFIED.encode("utf-16"), "page.txt", "utf-16").text == SIMPLIFIED


def test_one_bad_line_is_read_by_its_own_evidence() -> None:
    sound = "第一行很好。\n".encode() * 30
    data = sound + ENGLISH.encode("cp1252") + "工厂订单有所增加。\n".encode("gb18030") + sound
    decoded = decode(data, "page.txt")
    assert decoded.encoding == "utf-8"
    assert decoded.lines_otherwise == ((30, "cp1252"), (31, "gb18030"))
    assert decoded.text.splitlines()[30:32] == [ENGLISH.strip(), "工厂订单有所增加。"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("新三样".encode()[:-1], "新三\ufffd"),
        ("exports of 新三样".encode()[:-2] + b" rose", "exports of 新三\ufffd rose"),
        (b"\xff\xfe junk \x81", "\ufffd\ufffd junk \ufffd"),
        ("kept \ufffd, ".encode() + b"lost \xff here", "kept \ufffd, lost \ufffd here"),
    ],
)
def test_a_few_broken_characters_stop_no_utf8_file(line: bytes, text: str) -> None:
    sound = "第一行很好。\n".encode() * 6
    decoded = decode(sound + line + b"\n" + sound, "page.txt")
    assert decoded.text.splitlines()[6] == text
    assert (decoded.encoding, decoded.lines_otherwise) == ("utf-8", ((6, "utf-8"),))


def test_a_page_that_ends_inside_a_character_is_read() -> None:
    assert decode(SIMPLIFIED.replace("\n", "").encode()[:-1], "page.txt").text.endswith("特色产业\ufffd")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 \xff", "PDF"),
        (b"PK\x03\x04\x00", "ZIP"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"text\x00\x01\x02\xff", "byte 4: it holds NUL bytes"),
        (bytes(range(1, 9)) * 8 + bytes(64), "byte 64: it holds NUL bytes"),
        (b"".join(number.to_bytes(4, "little") for number in range(400)), "it holds NUL bytes"),
        (b"".join(number.to_bytes(2, "big") for number in range(0x4E00, 0x5200)), "it holds NUL bytes"),
        (b"a line\n" * 30 + b"lost \xe4\xb8\n", "byte 215: not UTF-8"),
        (
            b"abc \xff\xfe\xfa\x80",
            "byte 4: not UTF-8, and no other encoding fits clearly; save it as UTF-8, or say --encoding",
        ),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DecodingError) as caught:
        decode(data, "page.txt")
    assert str(caught.value).startswith("page.txt: byte ")
    assert reason in str(caught.value)


def test_what_the_user_says_is_tried_strictly() -> None:
    assert decode("智能".encode("gbk"), "page.txt", "GBK").text == "智能"
    with pytest.raises(DecodingError, match="byte 3: not ascii"):
        decode("abc智".encode(), "page.txt", "ascii")
    for unknown in ("klingon", "rot13", "hex"):
        with pytest.raises(UsageError, match=unknown):
            decode(b"", "page.txt", unknown)


def test_a_character_that_does_not_fit_is_named() -> None:
    with pytest.raises(OutputError, match=r"character 4: cp1252 has no '智' \(U\+667A\)"):
        encode(decode(GERMAN.encode("cp1252"), "page.txt"), "the 智", "page.txt")


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_without_loss_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "page.txt")
    except DecodingError:
        return
    if not decoded.lines_otherwise:
        assert encode(decoded, decoded.text, "page.txt") == data


@given(st.text(max_size=200))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    data = text.encode()
    if not data.startswith((codecs.BOM_UTF16_LE, b"BZh", b"GIF8", b"%PDF-", b"PAR1")) and "\0" not in text:
        assert decode(data, "page.txt").text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("length", [1, 2, 5, 40])
def test_a_zero_byte_in_ascii_makes_no_chinese_of_it(length: int) -> None:
    data = b"hello\0world" + b" new three samples" * length
    with pytest.raises(DecodingError, match="NUL"):
        decode(data + b" " * (len(data) % 2), "a.txt")

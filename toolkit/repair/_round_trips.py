"""How text can have been read in the wrong encoding: reading `wrong`, when it was `right`.

A round trip writes the garbled text in the encoding in which it was read, which gives the bytes of the file
again, and reads them in the right one. Both steps are strict, so nothing is lost and nothing is guessed.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

RIGHT = ("utf-8", "gb18030", "big5hkscs", "cp949", "cp932", "euc-jp")
SINGLE = ("cp1252", "cp1251", "mac-roman", "koi8-r")
DOUBLE = ("gb18030", "big5", "big5hkscs", "cp949", "cp932")
UTF8 = re.compile(  # RFC 3629, section 4, up to U+FFFF
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe2-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|[\x20-\x7e]){2,4000}"
)
FIRST_WINDOW, LAST_WINDOW = 64, 4096  # characters that are looked at from the start of a stretch
SPACE_IN_HAN = re.compile(rb"([\xe3-\xe9]) (?=[\x80-\xbf])|([\xe3-\xe9][\x80-\xbf]) ")


class RoundTrip(NamedTuple):
    """A text was written as `right` and read as `wrong`; both are names of codecs."""

    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.right} as {self.wrong}"


ROUND_TRIPS = tuple(RoundTrip(wrong, right) for wrong in SINGLE + DOUBLE for right in RIGHT if wrong != right)


def back(text: str, trip: RoundTrip) -> str | None:
    """Return a text as it was before it was read wrongly, None where that cannot have happened to it."""
    data = to_bytes(text, trip.wrong)
    return from_bytes(data, trip) if data is not None else None


def from_bytes(data: bytes, trip: RoundTrip) -> str | None:
    """Return what bytes were before they were read wrongly, None where that cannot have happened to them."""
    try:
        return data.decode(trip.right)
    except UnicodeDecodeError:
        if trip.right != "utf-8" or trip.wrong not in SINGLE or b" " not in data:
            return None
    try:  # no-break spaces are often flattened on the way
        return SPACE_IN_HAN.sub(_with_no_break_space, data).decode("utf-8")
    except UnicodeDecodeError:
        return None


def to_bytes(text: str, encoding: str) -> bytes | None:
    """Return the bytes of which a text was read, None where it was not read in that encoding.

    Bytes that a single-byte encoding does not define are read as the controls of the same number, and
    cp1252 as latin-1 (as the WHATWG Encoding Standard has it, section 9).
    """
    if encoding in SINGLE:
        table = byte_table(encoding)
        try:
            return bytes([table[character] for character in text])
        except KeyError:
            return None
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return None


@cache
def byte_table(encoding: str) -> Mapping[str, int]:
    """Return the bytes of which a single-byte encoding's characters are read."""
    table = {chr(byte): byte for byte in range(128)}
    if encoding == "cp1252":
        table |= {chr(byte): byte for byte in range(128, 256)}
    for byte in range(128, 256):
        table[bytes([byte]).decode(encoding, "ignore") or chr(byte)] = byte
    return table


def utf8_pieces(text: str, encoding: str) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of a text read in a double-byte encoding that were UTF-8, as (start, end, before).

    Sound text may stand directly beside them. A stretch begins and ends with whole characters. Linear.
    """
    at = 0
    for match in utf8_sign(encoding).finditer(text):
        if match.start() >= at:
            start = match.start()
            end, before = _piece(text, start, encoding)
            if end > start:
                yield start, end, before
                at = end


@cache
def utf8_sign(encoding: str) -> re.Pattern[str]:
    """Match the first two characters that UTF-8 Chinese gives when it is read in a double-byte encoding."""
    first, second = _utf8_characters(encoding)
    return re.compile(f"[{first}][{second}]")


@cache
def utf8_rest(encoding: str) -> re.Pattern[str]:
    """Match what UTF-8 Chinese leaves, read in a double-byte encoding, where each character lost a byte."""
    first, second = _utf8_characters(encoding)
    return re.compile(f"(?:[{first}][{second}]?+)++")


def _utf8_characters(encoding: str) -> tuple[str, str]:
    """Return, escaped, which characters begin with a lead byte of UTF-8 Chinese, and which with any other."""
    first: set[str] = set()
    second = {bytes([byte]).decode(encoding, "ignore") for byte in range(0x80, 0xC0)} - {""}
    for lead in (*range(0x80, 0xC0), *range(0xE2, 0xF0)):
        for trail in range(0x40, 0xFF):
            character = bytes((lead, trail)).decode(encoding, "ignore")
            if len(character) != 1 or character.isascii():
                continue
            if lead < 0xC0:  # noqa: PLR2004 (RFC 3629, section 3: 80 to BF follow a lead byte)
                second.add(character)
            elif trail in range(0x80, 0xC0):
                first.add(character)
    return re.escape("".join(sorted(first))), re.escape("".join(sorted(second)))


def _piece(text: str, start: int, encoding: str) -> tuple[int, str]:
    """Return the end of the stretch of UTF-8 that begins at a character, and what it was."""
    length = FIRST_WINDOW
    while True:
        data = _encodable(text[start : start + length], encoding)
        match = UTF8.match(data)
        if match is None:
            return start, ""
        if match.end() < len(data) or length >= LAST_WINDOW or start + length >= len(text):
            break
        length *= 8
    before = match[0].decode("utf-8")
    while before:
        try:
            read = before.encode().decode(encoding)
        except UnicodeDecodeError:
            before = before[:-1]  # its last character shares a byte with what follows
            continue
        end = start + len(read)
        return (end, before) if text[start:end] == read else (start, "")
    return start, ""


def _encodable(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        return text[: error.start].encode(encoding)


def _with_no_break_space(match: re.Match[bytes]) -> bytes:
    return (match[1] or match[2]) + b"\xa0"

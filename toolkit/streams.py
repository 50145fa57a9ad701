"""Bytes of any length as windows of decoded text, cut where no paragraph and no record is torn."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from toolkit.decoding import Decoded, decode
from toolkit.errors import DecodingError, InputError

WINDOW = 1 << 20  # bytes
_LEADING, _CONTINUATION = 0xC0, 0x80  # a byte of UTF-8 whose two high bits are 10 begins no character
LONGEST_LINE = 256 << 20  # bytes that a line may have where lines must not be torn
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16: a line feed is two bytes there, so such files are read whole


class Readable(Protocol):
    """What windows are cut from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


class Window(NamedTuple):
    """A stretch of a file: its decoded text, and how many code points and lines of the file came before."""

    decoded: Decoded
    start: int
    lines: int
    first: bool
    last: bool


def windows(
    stream: Readable, path: str, encoding: str | None = None, *, size: int = WINDOW, tear: bool = True
) -> Iterator[Window]:
    """Yield the windows of a stream; `tear` allows to cut inside a line that is longer than a window.

    A window has about `size` bytes, the last one up to twice as many, so that none is too short to learn from.
    Raises InputError where the bytes are no text, with their place in the file, or a line is too long. Memory
    is bounded by the size of a window, or by the longest line where lines must not be torn.
    """
    start = lines = at = 0
    first, last = True, False
    data = b""
    known = encoding
    while not last:
        wanted = 2 * size - len(data)
        more = stream.read(wanted)
        last = len(more) < wanted
        data += more
        if first and data.startswith(_WIDE):
            data, last = data + stream.read(), True
        while not last and not (cut := _cut(data, size, tear=tear)):
            if len(data) > LONGEST_LINE:
                reason = f"a line is longer than {LONGEST_LINE >> 20} MB"
                raise InputError(path, reason, f"byte {at}")
            more = stream.read(len(data))
            last = len(more) < len(data)
            data += more
        if last:
            cut = len(data)
        decoded = _decode(data[:cut], path, known, at)
        yield Window(decoded, start, lines, first, last)
        if encoding is None and decoded.encoding != "utf-8":
            known = decoded.encoding
        start, lines, at = start + len(decoded.text), lines + decoded.text.count("\n"), at + cut
        data, first = data[cut:], False


def _cut(data: bytes, size: int, *, tear: bool) -> int:
    """Return where to cut, at most `size` bytes in: behind a blank line of the second half, else behind a line.

    A line that is longer is cut at a blank or between two characters, or not at all (0).
    """
    half = size // 2
    for mark in (b"\n\n", b"\n\r\n"):
        if (at := data.rfind(mark, half, size)) >= 0:
            return at + len(mark)
    if (at := data.rfind(b"\n", 0, size)) >= 0:
        return at + 1
    if not tear:
        return data.find(b"\n") + 1
    if (at := data.rfind(b" ", half, size)) >= 0:
        return at + 1
    at = size
    while at > half and data[at] & _LEADING == _CONTINUATION:  # do not cut inside a character of UTF-8
        at -= 1
    return at


def _decode(data: bytes, path: str, encoding: str | None, at: int) -> Decoded:
    """Decode a window; its errors count bytes from the beginning of the file."""
    try:
        return decode(data, path, encoding)
    except DecodingError as error:
        word, _, number = error.place.partition(" ")
        place = f"byte {int(number) + at}" if word == "byte" else error.place
        raise DecodingError(path, error.reason, place) from error

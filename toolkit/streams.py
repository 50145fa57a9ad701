"""Bytes of any length as windows of decoded text, cut where no paragraph and no record is torn.

Encodings in which a line feed is no byte of its own (UTF-16, UTF-32), or in which a shift lasts beyond a cut
(ISO-2022-JP), are read whole. Only byte 0 of a file has a signature or a byte order mark.
"""

import codecs
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple, Protocol

import msgspec

from toolkit.decoding import MARKS, SAMPLE, Decoded, decode
from toolkit.errors import DecodingError, InputError

WINDOW = 1 << 20  # bytes
LONGEST_LINE = 256 << 20  # bytes that a line may have where lines must not be torn
LARGEST = 2 << 30  # bytes that are read into memory, unpacked; a bomb in a small file ends here
_BLOCK = 16 << 20  # bytes that are asked for at once
_LEADING, _CONTINUATION = 0xC0, 0x80  # a byte of UTF-8 whose two high bits are 10 begins no character
_LONGEST_CHARACTER = 4  # bytes, in UTF-8 and GB 18030
_GUARD = b" "  # stands before a window that is not the first, so that nothing in it is at byte 0
_WIDE = ("utf-16", "utf-32")
_STATEFUL = ("utf-7", "iso2022", "hz")


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


def windows(  # noqa: PLR0913 - options, each with a default
    stream: Readable,
    path: str,
    encoding: str | None = None,
    *,
    size: int = WINDOW,
    tear: bool = True,
    whole: bool = False,
    decode: Callable[[bytes, str, str | None], Decoded] = decode,
) -> Iterator[Window]:
    """Yield the windows of a stream; `tear` allows to cut inside a line that is longer than a window.

    A window has about `size` bytes, the last one up to twice as many, so that none is too short to learn from.
    `whole` makes one window of all, as does an encoding that cannot be cut; `decode` is how its beginning, or
    all of it, becomes text. Raises InputError where the bytes are no text, with their place in the file, or a line
    or what is read whole is too long. Memory is bounded by the size of a window, by the longest line where lines
    must not be torn, and by LARGEST for what is read whole.
    """
    start = lines = at = 0
    first, last = True, False
    data = bytearray()
    known = encoding
    while not last:
        if len(data) < 2 * size:
            last = _fill(data, stream, 2 * size)
        if first and not last and (whole or _indivisible(bytes(data[:SAMPLE]), path, encoding)):
            _read_whole(data, stream, path)
            last = True
        while not last and not (cut := _cut(data, size, path, known, tear=tear)):
            if len(data) > LONGEST_LINE:
                reason = f"a line is longer than {LONGEST_LINE >> 20} MB"
                raise InputError(path, reason, f"byte {at}")
            last = _fill(data, stream, 2 * len(data))
        if last:
            cut = len(data)
        piece = bytes(data[:cut])
        decoded = decode(piece, path, known) if first else _decode_later(piece, path, known, at)
        yield Window(decoded, start, lines, first, last)
        if encoding is None and decoded.encoding != "utf-8":
            known = decoded.encoding
        start, lines, at = start + len(decoded.text), lines + decoded.text.count("\n"), at + cut
        del data[:cut]
        first = False


def read_whole(stream: Readable, path: str) -> bytes:
    """Return all that a stream holds. Raises InputError where that is more than LARGEST bytes."""
    data = bytearray()
    _read_whole(data, stream, path)
    return bytes(data)


def _read_whole(data: bytearray, stream: Readable, path: str) -> None:
    _fill(data, stream, LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(path, f"it holds more than {LARGEST >> 30} GB; cut it into smaller files")


def _fill(data: bytearray, stream: Readable, length: int) -> bool:
    """Read until there are `length` bytes; return whether the stream ended before that."""
    while (wanted := length - len(data)) > 0:
        more = stream.read(min(wanted, _BLOCK))
        if not more:
            return True
        data += more
    return False


def _indivisible(sample: bytes, path: str, encoding: str | None) -> bool:
    """Tell from its first bytes whether a file is in an encoding that cannot be cut at line feeds."""
    if encoding is not None:
        with suppress(LookupError, ValueError):  # decoding it will say what is wrong
            name = codecs.lookup(encoding).name
            break_and_blank = "\n ".encode(name).removeprefix(codecs.BOM_UTF8)
            return name.startswith(_WIDE + _STATEFUL) or break_and_blank != b"\n "
        return False
    mark = next((name for mark, name in MARKS if sample.startswith(mark)), "")
    if mark:
        return mark.startswith(_WIDE)
    if b"\0" not in sample and _is_utf8(sample):
        return False
    found = set()
    for end in range(len(sample), max(len(sample) - _LONGEST_CHARACTER, 0), -1):  # a character may be torn here
        with suppress(DecodingError):
            found.add(decode(sample[:end], path).encoding)
    return bool(found) and all(name.startswith(_WIDE) for name in found)


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8, but for a character that is torn at their end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _cut(data: bytearray, size: int, path: str, encoding: str | None, *, tear: bool) -> int:
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
    return _between_characters(bytes(data[: size + 1]), size, path, encoding)


def _between_characters(data: bytes, size: int, path: str, encoding: str | None) -> int:
    """Return the last place up to `size` where no character is torn; `size` where none can be told."""
    nearest = range(size, max(size - _LONGEST_CHARACTER, 0), -1)
    utf8 = next((at for at in nearest if data[at] & _LEADING != _CONTINUATION), size)
    places: list[int] = [utf8, *nearest]
    for at in places:
        with suppress(DecodingError, UnicodeDecodeError):
            if encoding is not None:
                data[:at].decode(encoding)
                return at
            if at == utf8 and _is_utf8(data[:at]):
                return at
            if not decode(_GUARD + data[:at], path).encoding.startswith(_WIDE):
                return at
    return utf8


def _decode_later(data: bytes, path: str, encoding: str | None, at: int) -> Decoded:
    """Decode a window that begins at byte `at`; errors count bytes from the beginning of the file."""
    try:
        decoded = decode(_GUARD + data, path, encoding)
    except DecodingError as error:
        word, _, number = error.place.partition(" ")
        place = f"byte {int(number) - len(_GUARD) + at}" if word == "byte" else error.place
        raise DecodingError(path, error.reason, place) from error
    if decoded.encoding.startswith(_WIDE):
        reason = f"from here on it looks like {decoded.encoding}, unlike what is before"
        raise DecodingError(path, reason, f"byte {at}")
    return msgspec.structs.replace(decoded, text=decoded.text[len(_GUARD) :])

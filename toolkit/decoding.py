"""Bytes to text and back, strictly: what cannot be known is refused.

UTF-8 comes first, since text in any other encoding is hardly ever valid UTF-8 (RFC 3629, section 1); a few broken
characters in it become U+FFFD, which repair flags. UTF-16 and UTF-32 show in their byte order mark or their zero
bytes. The legacy encodings are told apart by how plausible the
Chinese is that they give. New lines are never translated.
"""

import codecs
import re
from collections.abc import Iterator

import msgspec

from toolkit.errors import DecodingError, OutputError, UsageError, nearest
from toolkit.segmentation import zh

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive, or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
)
LEGACY = ("gb18030", "big5hkscs", "cp932", "cp949", "cp1252")
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
COMMON = ("utf-8", *LEGACY, "gb2312", "gbk", "big5", "latin-1", "shift_jis", "euc_jp", "euc_kr", "utf-16", *WIDE)
SAMPLE = 1 << 16  # bytes that decide on an encoding
PLAUSIBLE = -4.2  # mean decimal logarithm from which Chinese is taken for Chinese
PROSE = -2.8  # what plain prose has
WORST = -9.0
MARGIN = 0.3  # by which the best encoding must lead the next one
MOST_BAD_LINES = 0.1  # share of the lines beyond which a file is no UTF-8 file with damage
MOST_LOST = 0.1  # share of the characters of a line from which it is broken all over
LOST = "\ufffd"  # stands for broken UTF-8; repair flags it
ADVICE = "save it as UTF-8, or say --encoding where the command has it"

_MOSTLY = 0.5  # share of characters that say what a text is from which nothing else need be asked

_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
HANGUL = re.compile("[\uac00-\ud7a3]")
COMMON_HANGUL = re.compile(  # syllables of endings, particles and the commonest words
    "[이다는의에을를가고하지한사인기도로은그서대자리어아시해수나있정부보제일만과"
    "상전게었국세원스화들장주적성라여했경신동위공유조비구연안업산통회관발표새]"
)
_PUNCTUATION = re.compile("[\u2013-\u2026\u3001-\u3011\uff01-\uff5e\xa0\xb7]")
_FOREIGN = re.compile("[\uff61-\uff9f\u2500-\u257f\u0400-\u04ff\u3105-\u3129]")
_ALONE = re.compile("(?<![\x80-\uffff])(?:[\u2013-\u2026\u20ac\u2122\xa0-\xff]|[\xdf-\xff]{2})(?![\x80-\uffff])")
_ASCII_LETTER = re.compile("[A-Za-z]")


class Decoded(msgspec.Struct, frozen=True):
    """A decoded file.

    `encoding` is a codec's name; of a UTF-8 file some of whose lines are in another encoding it is "utf-8",
    and `lines_otherwise` tells for each such line its index from 0 and its encoding, "utf-8" where it is broken.
    """

    text: str
    encoding: str
    byte_order_mark: bool = False
    lines_otherwise: tuple[tuple[int, str], ...] = ()


def decode(data: bytes, path: str, encoding: str | None = None) -> Decoded:
    """Decode the bytes of a file; `path` is for messages, `encoding` is what the user said, if anything.

    Raises DecodingError with the byte and what to do, UsageError for an unknown encoding. Linear.
    """
    if encoding is not None:
        return _as_said(data, path, encoding)
    for mark, name in MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, len(mark), name, path), name, byte_order_mark=True)
    wide = _wide_encoding(data)
    if wide:
        return Decoded(_strictly(data, 0, wide, path), wide)
    _refuse_binary(data, path)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    by_lines = _mostly_utf8(data)
    if by_lines:
        return by_lines
    chosen = _by_evidence(data, LEGACY + WIDE[:2])
    if chosen:
        return Decoded(data.decode(chosen), chosen)
    raise DecodingError(path, f"not UTF-8, and no other encoding fits clearly; {ADVICE}", f"byte {first}")


def encode(decoded: Decoded, text: str, path: str) -> bytes:
    """Return a text in the encoding in which a file was read, with its byte order mark if it had one.

    Lines of a UTF-8 file that were in another encoding come out as UTF-8, too. Raises OutputError that names the
    first character that the encoding lacks.
    """
    mark = next((mark for mark, name in MARKS if name == decoded.encoding), b"")
    try:
        return (mark if decoded.byte_order_mark else b"") + text.encode(decoded.encoding)
    except UnicodeEncodeError as error:
        lacking = text[error.start]
        message = (
            f"{path}: character {error.start}: {decoded.encoding} has no {lacking!r} (U+{ord(lacking):04X}); "
            "write it as UTF-8"
        )
        raise OutputError(message) from error


def codec(encoding: str) -> str:
    """Return the name of the codec of an encoding. Raises UsageError where no text has one that is called so."""
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError) as error:
        message = f"no encoding is called {encoding!r}; {nearest(encoding.lower(), COMMON)}"
        raise UsageError(message) from error
    return name


def _as_said(data: bytes, path: str, encoding: str) -> Decoded:
    name = codec(encoding)
    if name in {"utf-8-sig", "utf-16", "utf-32"}:
        name = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[name]
        family = name[:6]
        for mark, marked in MARKS:
            if marked.startswith(family) and data.startswith(mark):
                return Decoded(_strictly(data, len(mark), marked, path), marked, byte_order_mark=True)
    for mark, marked in MARKS:
        if marked == name and data.startswith(mark):
            return Decoded(_strictly(data, len(mark), name, path), name, byte_order_mark=True)
    return Decoded(_strictly(data, 0, name, path), name)


def _refuse_binary(data: bytes, path: str) -> None:
    for magic, what in BINARY:
        if data.startswith(magic):
            raise DecodingError(path, f"this is {what}, not text", "byte 0")
    nul = data.find(b"\0")
    if nul >= 0:
        raise DecodingError(path, "it holds NUL bytes, so it is binary, not text", f"byte {nul}")


def _strictly(data: bytes, start: int, encoding: str, path: str) -> str:
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodingError(
            path, f"not {encoding} ({error.reason}); {ADVICE}", f"byte {start + error.start}"
        ) from error


def _wide_encoding(data: bytes) -> str | None:
    """Name UTF-16 or UTF-32 without a mark: it holds zero bytes, in ASCII at least, and all of it is text."""
    sample = data[: SAMPLE & ~3]
    if b"\0" not in sample:
        return None
    fitting = []
    for name in WIDE:
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        text = sample.decode(name, "ignore")
        if len(text) > 1 and not _NOT_TEXT.search(text) and _may_be_wide(text):
            fitting.append((sum(map(str.isascii, text)), name))
    return max(fitting)[1] if fitting else None


def _may_be_wide(text: str) -> bool:
    """Tell whether text out of pairs of bytes is text: a lone zero byte in ASCII makes chance Chinese of it."""
    proof = sum(map(str.isascii, text)), len(_KANA.findall(text)) * 2, len(HANGUL.findall(text))
    return max(proof) >= len(text) * _MOSTLY or zh.plausibility(text) >= PLAUSIBLE


def _mostly_utf8(data: bytes) -> Decoded | None:
    """Decode a UTF-8 file with lines that are not, in another encoding or broken, or say that it is no such file.

    It is one if it holds valid UTF-8 beyond ASCII in at least as many lines as are bad, in five times as many as
    are broken all over, and few are bad.
    """
    lines = _lines(data)
    texts: list[str] = []
    otherwise: list[tuple[int, str]] = []
    proof = ruined = 0
    for index, line in enumerate(lines):
        text = line.decode("utf-8", "replace")
        lost = text.count(LOST) - line.count(LOST.encode())
        if lost:
            sound = sum(not character.isascii() for character in text) - lost
            encoding = "utf-8" if sound > 3 * lost else _by_evidence(line) or "utf-8"
            broken = encoding == "utf-8"
            if len(otherwise) > MOST_BAD_LINES * len(lines):
                return None
            ruined += broken and lost > max(MOST_LOST * len(text), 1)
            otherwise.append((index, encoding))
            text = text if broken else line.decode(encoding)
            proof += broken and sound > 0
        else:
            proof += not line.isascii()
        texts.append(text)
    if proof < max(len(otherwise), 5 * ruined):
        return None
    return Decoded("".join(texts), "utf-8", lines_otherwise=tuple(otherwise))


def _lines(data: bytes) -> list[bytes]:
    """Cut at line feeds only, kept: other white space may be half of a character."""
    pieces = data.split(b"\n")
    return [piece + b"\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _by_evidence(data: bytes, encodings: tuple[str, ...] = LEGACY) -> str | None:
    """Name the encoding that gives by far the most plausible text, None where none does."""
    ranked = sorted(((score, name) for name, score in _scores(data, encodings)), reverse=True)
    if not ranked or ranked[0][0] < PLAUSIBLE:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    return ranked[0][1]


def _scores(data: bytes, encodings: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    """Yield the encodings in which the bytes are text, with the plausibility of that text."""
    for name in encodings:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            yield name, _score(text[:SAMPLE], name)


def _score(text: str, encoding: str) -> float:
    """Return a plausibility on the scale of the Chinese one; the text is not all ASCII."""
    beyond = sum(not character.isascii() for character in text) or 1
    if encoding == "cp1252":  # letters with accents and curly quotes mostly stand alone
        alone = sum(map(len, _ALONE.findall(text)))
        letters = len(_ASCII_LETTER.findall(text))
        return PROSE if alone * 3 >= beyond * 2 and letters >= beyond * 2 else WORST
    foreign = len(_FOREIGN.findall(text))
    kana, hangul = len(_KANA.findall(text)), len(HANGUL.findall(text))
    if encoding == "cp932" and kana * 5 >= beyond:
        return PROSE - 5 * foreign / beyond
    if encoding == "cp949" and hangul * 2 >= beyond and len(COMMON_HANGUL.findall(text)) * 5 >= hangul * 2:
        return PROSE - 5 * foreign / beyond
    if not zh.HAN.search(text) and len(_PUNCTUATION.findall(text)) == beyond:
        return PROSE - 0.5 * (encoding != "gb18030")  # the commonest of those with the same punctuation
    return zh.plausibility(text) - 5 * (foreign + kana + hangul) / beyond

r"""Characters left in escaped form: HTML entities, percent-encoding, \uXXXX, quoted-printable."""

import html
import re
from collections.abc import Iterator
from typing import ClassVar

from toolkit.offsets import Edit, Span
from toolkit.repair import Repair, RepairContext
from toolkit.repair._unusual import lines

TELLTALES = (  # each begins with one character, which makes the search several times faster
    ("&", r"&#?[0-9A-Za-z]{1,31};"),
    ("%", r"%[0-9A-Fa-f]{2}%[0-9A-Fa-f]"),
    ("\\", r"\\[uU][0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}\\x"),
)
SEPARATE = tuple((sign, re.compile(pattern)) for sign, pattern in TELLTALES)
TOGETHER = re.compile("|".join(pattern for _, pattern in TELLTALES))
PRINTABLE_TELLTALE = re.compile("=[0-9A-F]{2}=")
TAG = re.compile(r"</[A-Za-z][A-Za-z0-9]{0,20}>|<[A-Za-z][A-Za-z0-9]{0,20}\s[^<>]{0,200}=[^<>]{0,500}>")
CODE = re.compile(r"`[^`\n]{1,400}`|(?:https?|ftp)://[^\s\u3000-\u9fff]{1,4000}|www\.[^\s\u3000-\u9fff]{1,4000}")
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
RUN = re.compile(
    rf"(?P<entity>{ENTITY})"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2}){2,1000})"
    r"|(?P<backslash>(?:\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}){1,1000})"
    r"|(?P<bytes>(?:\\x[0-9a-fA-F]{2}){2,1000})"
)
OCTET = r"=[0-9A-F]{2}(?:=\r?\n(?==))?"  # RFC 2045, section 6.7
PRINTABLE = re.compile(f"{OCTET}(?:{OCTET}){{1,999}}")
ASCII_OCTET = re.compile("=(?:09|[2-6][0-9A-F]|7[0-9A-E])")
NOT_PRINTABLE = re.compile(r"=(?![0-9A-F]{2}|\r?\n)")  # never in quoted-printable text, which spells = as =3D
SOFT_BREAK = re.compile(r"(?<=[^\s=])=\r?\n(?=[^\s=])")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
HEXADECIMAL = re.compile("[0-9A-Fa-f]{2}")
LITERAL = re.compile("[=:,({\\[]\\s{0,4}[\"']$")  # a string of JSON or of a program begins
FOLLOWS_AMPERSAND = re.compile(r"#?[A-Za-z0-9]{1,31};")


class Escapes(Repair, frozen=True):
    """Unescapes what is clearly garble; markup, code and addresses stay as they are."""

    after: ClassVar[tuple[str, ...]] = ("encoding",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield an edit for each escape; linear."""
        if "=" in text and PRINTABLE_TELLTALE.search(text):
            yield from _printable(text)
        if not any(sign in text and telltale.search(text) for sign, telltale in SEPARATE):
            return
        for line in lines(text, TOGETHER):
            if TAG.search(text, *line):
                continue
            at = line.start
            for code in CODE.finditer(text, *line):
                yield from _between(text, at, code.start())
                at = code.end()
            yield from _between(text, at, line.end)


def _printable(text: str) -> Iterator[Edit]:
    """Yield edits for quoted-printable UTF-8, and for line ends and ASCII where nothing speaks against that."""
    at = 0
    beside: list[Span] = []
    for match in PRINTABLE.finditer(text):
        unescaped = _utf8(match)
        if unescaped is not None:
            yield Edit(*match.span(), unescaped, "printable")
            beside.append(Span(at, match.start()))
            at = match.end()
    if not at:
        return
    for match in SOFT_BREAK.finditer(text):
        yield Edit(*match.span(), "", "printable")
    if not NOT_PRINTABLE.search(text):
        for span in (*beside, Span(at, len(text))):
            for match in ASCII_OCTET.finditer(text, *span):
                yield Edit(*match.span(), chr(int(match[0][1:], 16)), "printable")


def _between(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in RUN.finditer(text, start, end):
        kind = str(match.lastgroup)
        unescaped = {
            "entity": _entity,
            "percent": _utf8,
            "backslash": _backslash,
            "bytes": _utf8,
        }[kind](match)
        if unescaped is not None:
            yield Edit(*match.span(), unescaped, kind)


def _entity(match: re.Match[str]) -> str | None:
    """Return the character of an entity, None for one that is none or that is itself escaped."""
    character = html.unescape(match[0])
    if character == match[0] or "\ufffd" in character:
        return None
    if character == "&" and FOLLOWS_AMPERSAND.match(match.string, match.end()):
        return None
    return character


def _backslash(match: re.Match[str]) -> str | None:
    r"""Return the text of a run of \uXXXX unless it looks like code: a single one, a character class."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    beside = before[-1:] + match.string[match.end() : match.end() + 1]
    escapes = [int(short or long, 16) for short, long in ESCAPE.findall(match[0])]
    if (
        LITERAL.search(before)
        or any(character in "[]-\\" for character in beside)
        or (len(escapes) == 1 and not beside.isalpha())
    ):
        return None
    try:
        text = "".join(map(chr, escapes))
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except (UnicodeDecodeError, ValueError, OverflowError):  # half a pair, or beyond U+10FFFF
        return None
    return text if _is_garble(text) else None


def _utf8(match: re.Match[str]) -> str | None:
    """Return the text of a run of escaped bytes if they are UTF-8 beyond ASCII."""
    try:
        text = bytes(int(pair, 16) for pair in HEXADECIMAL.findall(match[0])).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _is_garble(text) else None


def _is_garble(text: str) -> bool:
    return text.isprintable() and not text.isascii()

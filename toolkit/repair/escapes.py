r"""Characters left in escaped form: HTML entities, percent-encoding, \uXXXX, quoted-printable."""

import html
import re
from collections.abc import Iterator
from typing import ClassVar

from toolkit.offsets import Edit
from toolkit.repair import Repair, RepairContext

TELLTALES = tuple(  # each begins with one character, which makes the search several times faster
    map(re.compile, (r"&[#A-Za-z]", r"%[0-9A-Fa-f]{2}", r"\\[uUx][0-9A-Fa-f]{2}", r"=[0-9A-F]{2}="))
)
TAG = re.compile(r"</[A-Za-z][A-Za-z0-9]{0,20}>|<[A-Za-z][A-Za-z0-9]{0,20}\s[^<>]{0,200}=[^<>]{0,500}>")
CODE = re.compile(r"`[^`\n]{1,400}`|(?:https?|ftp)://[^\s\u3000-\u9fff]{1,4000}|www\.[^\s\u3000-\u9fff]{1,4000}")
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
RUN = re.compile(
    rf"(?P<entity>{ENTITY})"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2}){2,1000})"
    r"|(?P<backslash>(?:\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}){1,1000})"
    r"|(?P<bytes>(?:\\x[0-9a-fA-F]{2}){2,1000})"
)
PRINTABLE = re.compile(r"(?:=[0-9A-F]{2}(?:=\r?\n(?==))?){2,1000}")  # RFC 2045, section 6.7
SOFT_BREAK = re.compile(r"(?<=[^\s=])=\r?\n(?=[^\s=])")
LINE = re.compile("[^\n]*\n?")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
HEXADECIMAL = re.compile("[0-9A-Fa-f]{2}")
LITERAL = re.compile("[=:,({\\[]\\s{0,4}[\"']$")  # a string of JSON or of a program begins
FOLLOWS_AMPERSAND = re.compile(r"#?[A-Za-z0-9]{1,31};")


class Escapes(Repair, frozen=True):
    """Unescapes what is clearly garble; markup, code and addresses stay as they are."""

    after: ClassVar[tuple[str, ...]] = ("encoding",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield an edit for each escape; linear."""
        if not any(telltale.search(text) for telltale in TELLTALES):
            return
        yield from _printable(text)
        for line in LINE.finditer(text):
            if not RUN.search(text, *line.span()) or TAG.search(text, *line.span()):
                continue
            at = line.start()
            for code in CODE.finditer(text, *line.span()):
                yield from _between(text, at, code.start())
                at = code.end()
            yield from _between(text, at, line.end())


def _printable(text: str) -> Iterator[Edit]:
    found = False
    for match in PRINTABLE.finditer(text):
        unescaped = _utf8(match)
        if unescaped is not None:
            found = True
            yield Edit(*match.span(), unescaped, "printable")
    if found:
        for match in SOFT_BREAK.finditer(text):
            yield Edit(*match.span(), "", "printable")


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

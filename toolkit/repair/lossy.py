"""Damage that cannot be undone, because characters are gone: it is flagged with its place, never guessed."""

import re
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.offsets import Edit, Span
from toolkit.repair import Repair, RepairContext
from toolkit.repair._unusual import beyond_ascii, lines, unusual

# Characters of which the GBK bytes are a lead byte of UTF-8 Chinese (E2-EF) and one that follows it.
_UTF8_LEAD = "".join(
    bytes((lead, trail)).decode("gbk", "ignore") for lead in range(0xE2, 0xF0) for trail in range(0x80, 0xC0)
)
DAMAGE = (
    ("replacement character", "\ufffd{1,1000}"),
    ("U+FFFD as GBK", "(?:\u951f\u65a4\u62f7|\u951f\u65a4|\u65a4\u62f7|\u951f\u62f7|\u62f7\u951f){1,400}"),
    ("uninitialised memory", "\u70eb{3,1000}|\u5c6f{3,1000}|\u845b{6,1000}"),
    ("private use", "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]{1,1000}"),
    ("UTF-8 as GBK with lost bytes", f"[{_UTF8_LEAD}][\u4e00-\u9fff\u20ac]?[?\ufffd\u20ac]"),
    (
        "question marks for letters",
        r"(?<![?\w])\?{3,1000}(?=[\w'’])|(?<=\w)\?{2,1000}(?=\w)|(?<=\w )\?{3,1000}(?=[ ,.;:)])",
    ),
    (
        "emptied quotes",
        '(?<=[A-Za-z,] )(?:""|\u201c[ ]?\u201d)(?= [A-Za-z(]|[,.;:] )|\u201c\u201d|\u300c\u300d|\u300a\u300b',
    ),
)
ANY = re.compile("|".join(f"(?P<kind{index}>{pattern})" for index, (_, pattern) in enumerate(DAMAGE)))
# Each is in every damaged line, and fast to search for: one of these signs, or these in a row.
SIGNS = "\u951f\u65a4\u62f7\u70eb\u5c6f\u845b"
PAIRS = (("?", re.compile(r"\?\?")), ('"', re.compile('""[ ,.;:]')))
CURLY = re.compile("\u201c ?\u201d")
WIDE_PAIRS = ("\u300c\u300d", "\u300a\u300b")
HAN = regex.compile("[\u4e00-\u9fff]")  # one range alone is several times faster in this module
PRIVATE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
LOSSES = (("?", re.compile(r"\?")), ("\u20ac", re.compile("\u20ac")))
LEAD = re.compile(f"[{_UTF8_LEAD}]")
FIRST = re.compile(f'[?"\u201c\u300c\u300a{SIGNS}{_UTF8_LEAD}{PRIVATE.pattern[1:-1]}]')
NEAR = re.compile(
    f'{FIRST.pattern}(?:(?<=[{SIGNS}{PRIVATE.pattern[1:-1]}])|(?<=[?])[?]|(?<=")"[ ,.;:]'
    f"|(?<=\u201c) ?\u201d|(?<=\u300c)\u300d|(?<=\u300a)\u300b|(?<=[{_UTF8_LEAD}])[\u4e00-\u9fff\u20ac]?[?\u20ac])"
)
CODE = re.compile(r"`[^`\n]{1,400}`|[=(\[{,:<>] ?\"\"|\"\"[)\]},;>]|https?://\S{1,4000}")


class Lossy(Repair, frozen=True):
    """Flags where characters were lost; an edit of confidence 0 that leaves the text as it is."""

    after: ClassVar[tuple[str, ...]] = ("spacing",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield a flag for each damaged place; linear."""
        if not _may_be_damaged(text):
            return
        for line in lines(text, NEAR):
            found = list(_damage(text, line))
            code = [match.span() for match in CODE.finditer(text, *line)] if found else []
            at = 0
            for match in found:
                while at < len(code) and code[at][1] <= match.start():
                    at += 1
                if at < len(code) and code[at][0] < match.end():
                    continue
                kind = DAMAGE[int(str(match.lastgroup).removeprefix("kind"))][0]
                yield Edit(*match.span(), match[0], kind, 0.0)


def _damage(text: str, line: Span) -> Iterator[re.Match[str]]:
    """Yield what `ANY.finditer` does, many times as fast, since it looks only where a match can begin."""
    at = line.start
    while first := FIRST.search(text, at, line.end):
        match = ANY.match(text, first.start(), line.end)
        at = match.end() if match else first.end()
        if match:
            yield match


def _may_be_damaged(text: str) -> bool:
    if any(sign in text and pair.search(text) for sign, pair in PAIRS):
        return True
    if text.isascii():
        return False
    beyond = beyond_ascii(text)
    if PRIVATE.search(unusual(text)) or ("\u201c" in beyond and CURLY.search(text)):
        return True
    if any(pair in beyond and pair in text for pair in WIDE_PAIRS):
        return True
    return HAN.search(beyond) is not None and (
        any(sign in beyond for sign in SIGNS)
        or any(
            LEAD.search(text, max(0, found.start() - 2), found.start())
            for sign, loss in LOSSES
            if sign in text
            for found in loss.finditer(text)
        )
    )

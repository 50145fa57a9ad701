"""Damage that cannot be undone, because characters are gone: it is flagged with its place, never guessed."""

import re
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.offsets import Edit
from toolkit.repair import Repair, RepairContext

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
PAIRS = ("??", '""')
SINGLE = ("\ufffd", "\u951f", "\u65a4", "\u70eb", "\u5c6f", "\u845b", "\u300c")
WIDE_PAIRS = ("\u201c\u201d", "\u201c \u201d", "\u300a\u300b")
PRIVATE = regex.compile("[\ue000-\uf8ff]")
BEYOND = regex.compile("[\U000f0000-\U0010fffd]")  # one range alone is several times faster in this module
LOST = re.compile(f"(?<=[{_UTF8_LEAD}])[?\u20ac]|(?<=[{_UTF8_LEAD}].)[?\u20ac]")
CODE = re.compile(r"`[^`\n]{1,400}`|[=(\[{,:<>] ?\"\"|\"\"[)\]},;>]|https?://\S{1,4000}")


class Lossy(Repair, frozen=True):
    """Flags where characters were lost; an edit of confidence 0 that leaves the text as it is."""

    after: ClassVar[tuple[str, ...]] = ("spacing",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield a flag for each damaged place; linear."""
        if not _may_be_damaged(text):
            return
        code = [match.span() for match in CODE.finditer(text)]
        at = 0
        for match in ANY.finditer(text):
            while at < len(code) and code[at][1] <= match.start():
                at += 1
            if at < len(code) and code[at][0] < match.end():
                continue
            kind = DAMAGE[int(str(match.lastgroup).removeprefix("kind"))][0]
            yield Edit(*match.span(), match[0], kind, 0.0)


def _may_be_damaged(text: str) -> bool:
    if any(pair in text for pair in PAIRS):
        return True
    if text.isascii():
        return False
    return (
        any(sign in text for sign in SINGLE + WIDE_PAIRS)
        or bool(PRIVATE.search(text) or BEYOND.search(text))
        or (("?" in text or "\u20ac" in text) and LOST.search(text) is not None)
    )

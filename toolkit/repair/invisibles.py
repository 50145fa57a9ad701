"""Characters that nobody sees and that break words: zero-width, bidirectional, soft hyphens, controls."""

import re
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.offsets import Edit
from toolkit.repair import Repair, RepairContext
from toolkit.repair._noise_or_mojibake import splices
from toolkit.repair._unusual import unusual

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]"
)
TAG = regex.compile("[\U000e0000-\U000e0fff]")  # one range alone is several times faster in this module
RUN = re.compile(
    "\x1b(?:\\[[0-?]{0,64}[ -/]{0,8}[@-~]"  # ECMA-48 5.4: control sequences
    "|\\][^\x07\x1b\n]{0,2048}(?:\x07|\x1b\\\\)"  # ECMA-48 8.3.89: operating system commands
    "|[ -/]{0,8}[0-~])"  # ECMA-48 5.3: other escapes
    f"|{INVISIBLE.pattern}|{TAG.pattern}"
)
NEXT_LINE = re.compile("[\x0b\x85\u2028]")
DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINERS = frozenset("\u200c\u200d")
HANGUL_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
RIGHT_TO_LEFT = regex.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}]")
JOINING = regex.compile(  # scripts whose spelling needs joiners (Unicode 16.0, chapters 9, 12, 13)
    r"[\p{Arabic}\p{Syriac}\p{Nko}\p{Mongolian}\p{Phags_Pa}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}"
    r"\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Tibetan}\p{Myanmar}]"
)
SPACELESS = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")  # where U+200B parts words
PICTURE = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]")
VARIED = regex.compile(r"[\p{Extended_Pictographic}\p{Han}\p{Mongolian}\p{Math}\p{Myanmar}0-9#*]")
JAMO = regex.compile(r"[\u1100-\u11ff\u3131-\u318e\uffa1-\uffdc\ua960-\ua97f\ud7b0-\ud7ff]")
BLACK_FLAG = "\U0001f3f4"


class Invisibles(Repair, frozen=True):
    """Deletes what is invisible, save where a script or an emoji is spelt with it."""

    after: ClassVar[tuple[str, ...]] = ("escapes",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield a deletion for each stray invisible character or terminal escape; linear."""
        strange = unusual(text)
        if not (INVISIBLE.search(strange) or TAG.search(strange)):
            return
        spliced = splices(text) if NEXT_LINE.search(strange) else frozenset[str]()
        right_to_left = RIGHT_TO_LEFT.search(strange) is not None
        for match in RUN.finditer(text):
            found = match[0]
            if NEXT_LINE.match(found) and found not in spliced:
                yield Edit(*match.span(), "\n", "line separator")
            elif found[0] == "\x1b":
                yield Edit(*match.span(), "", "terminal escape" if len(found) > 1 else "control")
            elif not (found in DIRECTION and right_to_left) and not _has_a_use(text, match.start()):
                yield Edit(*match.span(), "", _kind(found))


def _has_a_use(text: str, at: int) -> bool:
    """Tell whether an invisible character belongs to the spelling of what is beside it."""
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if character in JOINERS:
        between_letters = bool(JOINING.match(before) and (JOINING.match(after) or not after.isalnum()))
        return between_letters or bool(
            character == "\u200d" and (PICTURE.match(before) or before == "\ufe0f") and PICTURE.match(after)
        )
    if character == "\u200b":
        return bool(SPACELESS.match(before) and SPACELESS.match(after))
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return bool(VARIED.match(before)) and (not before.isascii() or after == "\u20e3")
    if "\U000e0020" <= character <= "\U000e007f":
        return before == BLACK_FLAG or "\U000e0020" <= before <= "\U000e007e"
    return character in HANGUL_FILLERS and bool(JAMO.match(before) or JAMO.match(after))


def _kind(character: str) -> str:
    if character <= "\x9f":
        return "control"
    if character == "\xad":
        return "soft hyphen"
    if character in DIRECTION:
        return "direction"
    return "byte order mark" if character == "\ufeff" else "zero width"

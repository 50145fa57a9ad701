"""UTF-8 that was read as a single-byte encoding, also twice: ftfy, kept from rewriting what is sound."""

import re
from collections.abc import Iterator
from typing import ClassVar

import ftfy
from ftfy.badness import is_bad
from ftfy.chardata import CHARMAP_ENCODINGS, UTF8_CLUES, UTF8_DETECTOR_RE, possible_encoding

from toolkit.offsets import Edit
from toolkit.repair import Repair, RepairContext
from toolkit.repair._noise_or_mojibake import is_noise, is_noisy, is_only_noisy
from toolkit.repair._unusual import lines, unusual

# Everything but encodings and surrogates is left to repairs that know Chinese text and tell offsets.
CONFIGURATION = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
CONTROL_OR_SURROGATE = re.compile("[\x80-\x9f\ud800-\udfff]")
SURROGATE = re.compile("[\ud800-\udfff]")
# A character that stands alone was no UTF-8, in which no byte beyond ASCII does, nor was the line it is in;
# a blank or a sign of loss may stand for a byte.
ALONE = re.compile("[\x80-\U0010ffff](?![\x80-\U0010ffff ?\x1a])(?<![\x80-\U0010ffff ?\x1a].)")
BEYOND = re.compile("[\x1a\x80-\U0010ffff]+")
# What each match of UTF8_DETECTOR_RE begins with; as it begins with one character, it is far faster.
NEAR_UTF8 = re.compile(
    "[{utf8_first_of_2}{utf8_first_of_3}{utf8_first_of_4}][{utf8_continuation}]".format(**UTF8_CLUES)
)
# Each of ftfy's patterns of mojibake has one of these; curly quotes, dashes and Chinese are not among them.
TELLTALE = re.compile(
    "[\x80-\x9f\u00a2-\u00a8\u00aa\u00ac\u00ae-\u00b6\u00b8-\u00ba\u00bc-\u00be\u00c0-\u0179\u017b-\u0192"
    "\u02c6-\u02dd\u0370-\u04ff\u2020\u2021\u2030\u2044\u20a7\u20ac\u2116\u2200-\u22ff\u2310"
    "\u2500-\u25ca\ufb01\ufb02\ufffd\ud800-\udfff]"
)
# A closing quote ends in byte 9D, which cp1252 lacks and many programs drop; no other common mark does.
OPENING = ("\u201c", "\xe2\u20ac\u0153")
HALF_CLOSING = "\xe2\u20ac"
QUOTES = re.compile(
    f"{'|'.join(OPENING)}|\u201d|{HALF_CLOSING}\x9d|{HALF_CLOSING}(?=[\\s,.;:!?)\\]\xbb\u2014-]|\\Z)"
)
ANCHOR = re.compile("[ -~]{4,12}")  # ftfy leaves ASCII as it is, so it shows where both texts go on together
MOST_ANCHORS = 20


class Encoding(Repair, frozen=True):
    """Undoes UTF-8 read as latin-1, cp1252, cp1251, macroman and the like."""

    after: ClassVar[tuple[str, ...]] = ("cjk-mojibake",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield an edit for each stretch that ftfy changes, line by line; linear."""
        signs = "".join(sorted(set(TELLTALE.findall(unusual(text)))))
        if not signs or is_only_noisy(text, double_byte=False):
            return
        for span in lines(text, re.compile(f"[{signs}]")):  # few signs are looked for much faster than all
            line = text[span.start : span.end]
            if is_noisy(text) and is_noise(line, double_byte=False):
                continue
            closing = list(_half_closings(line, span.start))
            if closing:  # ftfy would make daggers of them; it comes in the next round
                yield from closing
            elif _can_be_mojibake(line) and (is_bad(line) or SURROGATE.search(line)):
                yield from differences(line, ftfy.fix_text(line, CONFIGURATION), span.start)


def _half_closings(line: str, offset: int) -> Iterator[Edit]:
    """Yield edits that complete the closing quotes which lost a byte and whose opening ones are there."""
    opened = False
    for match in QUOTES.finditer(line) if HALF_CLOSING in line else ():
        if match[0] == HALF_CLOSING and opened:
            yield Edit(offset + match.start(), offset + match.end(), "\u201d", "lost byte", 0.9)
        opened = match[0] in OPENING


def _can_be_mojibake(line: str) -> bool:
    """Tell whether there is anything that ftfy could do to a line, which is much faster than asking it."""
    beyond = "".join(BEYOND.findall(line))
    if CONTROL_OR_SURROGATE.search(beyond):
        return True
    if not ALONE.search(line) and any(possible_encoding(beyond, encoding) for encoding in CHARMAP_ENCODINGS):
        return True
    if not NEAR_UTF8.search(line):
        return False
    return any(is_bad(match[0]) for match in UTF8_DETECTOR_RE.finditer(line))


def differences(before: str, after: str, offset: int) -> Iterator[Edit]:
    """Yield edits that lead from one text to the other, `offset` added; linear, and not always the fewest."""
    old = new = 0
    while old < len(before) or new < len(after):
        same = _common_prefix(before, after, old, new)
        old, new = old + same, new + same
        if old == len(before) and new == len(after):
            return
        next_old, next_new = _meet_again(before, after, old, new)
        yield Edit(offset + old, offset + next_old, after[new:next_new])
        old, new = next_old, next_new


def _common_prefix(before: str, after: str, old: int, new: int) -> int:
    length = 0
    step = 64
    most = min(len(before) - old, len(after) - new)
    while length < most:
        if before[old + length : old + length + step] == after[new + length : new + length + step]:
            length = min(length + step, most)
        elif step == 1:
            break
        else:
            step = 1
    return length


def _meet_again(before: str, after: str, old: int, new: int) -> tuple[int, int]:
    """Return where the texts are the same again after a difference: at the same ASCII or at the end."""
    for count, anchor in enumerate(ANCHOR.finditer(before, old)):
        if count == MOST_ANCHORS:
            break
        reach = 2 * (anchor.end() - old) + 16
        found = after.find(anchor[0], new, new + reach)
        if found >= 0 and (anchor.start(), found) != (old, new):
            return anchor.start(), found
    return len(before), len(after)

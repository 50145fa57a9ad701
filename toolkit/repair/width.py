"""Full-width letters and digits in English; in Chinese text they are a habit of typing, and stay."""

import re
from collections.abc import Iterator
from typing import ClassVar

from toolkit.offsets import Edit, Span
from toolkit.repair import Repair, RepairContext
from toolkit.repair._unusual import lines, unusual

LETTER = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
WIDE = re.compile(f"[{LETTER}]")
RUN = re.compile(  # words, joined by wide spaces, and the signs inside numbers and names
    f"[{LETTER}](?:[{LETTER}]|[\uff06\uff07\uff0b-\uff0f\uff1a\uff20\uff3f\u3000](?=[{LETTER}])){{0,2000}}\uff05?"
)
EAST_ASIAN = re.compile("[\u3041-\u30ff\u3105-\u312d\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af]")
LATIN = re.compile("[A-Za-z]")
NEAR = 24  # characters on either side that tell which language a run stands in
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


class Width(Repair, frozen=True):
    """Makes full-width letters and digits narrow where they stand in English."""

    after: ClassVar[tuple[str, ...]] = ("escapes",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:
        """Yield an edit for each run of wide characters between English words; linear."""
        if not WIDE.search(unusual(text)):
            return
        for line in lines(text, WIDE):
            all_english = not EAST_ASIAN.search(text, *line)
            if all_english and context.language != "en" and not LATIN.search(text, *line):
                continue
            for match in RUN.finditer(text, *line):
                if all_english or _in_english(text, match, line):
                    yield Edit(*match.span(), match[0].translate(NARROW))


def _in_english(text: str, run: re.Match[str], line: Span) -> bool:
    """Tell whether the letters nearest to a run, on either side, are Latin."""
    before = text[max(line.start, run.start() - NEAR) : run.start()]
    after = text[run.end() : min(line.end, run.end() + NEAR)]
    left = next((character for character in reversed(before) if character.isalpha()), "")
    right = next((character for character in after if character.isalpha()), "")
    sides = [bool(LATIN.match(side)) for side in (left, right) if side]
    return bool(sides) and all(sides)

"""Injected noise of letters and digits: found where it is plain ("indusX7try"), told, and never guessed away."""

import re
from collections.abc import Iterator

from toolkit.offsets import Edit
from toolkit.segmentation import en

SPLICED = re.compile(r"(?<![A-Za-z0-9])([A-Za-z][a-z]{0,30})([A-Z0-9]{1,6})([a-z]{1,30})(?![A-Za-z0-9])")
SHORTEST = 5  # letters of a word that shows a splice
ENOUGH = 5  # different splices that are no chance
DIGITS = 0.3  # share of the splices that have one; without any it is code ("classList")
SPARSE = 4000  # bytes of text to a splice at most
LONG = 1 << 19  # bytes of text of which a sample is looked at first
STRETCH, STEP = 1 << 11, 1 << 14  # its stretches, in bytes
CONFIDENCE = 0.5  # under the floor: what stands in a word may belong there

_LOWER = b"abcdefghijklmnopqrstuvwxyz"
_OTHERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_SHAPES = bytes(97 if code in _LOWER else 49 if code in _OTHERS else 32 for code in range(256))
_SPLICES = tuple(b"a" + b"1" * length + b"a" for length in range(1, 5))


def flags(text: str) -> Iterator[Edit]:
    """Yield a flag for each splice of a text that has enough of them."""
    raw = text.encode(errors="surrogatepass")
    if len(raw) > LONG:
        sample = b"".join([raw[start : start + STRETCH] for start in range(0, len(raw), STEP)])
        if sample.translate(_SHAPES).count(b"a1") < len(sample) // SPARSE // 2:
            return
    shapes = raw.translate(_SHAPES)
    least = max(ENOUGH, len(raw) // SPARSE)
    if sum(map(shapes.count, _SPLICES)) < least:
        return
    words = en.word_counts()
    found = []
    for match in SPLICED.finditer(text):
        left, run, right = match.groups()
        whole = (left + right).lower()
        if len(whole) < SHORTEST or whole not in words:
            continue
        if not run.isalpha() or left.lower() not in words or right not in words:
            found.append(match)
    digits = sum(not match[2].isalpha() for match in found)
    if len({match[0] for match in found}) >= ENOUGH and digits >= len(found) * DIGITS:
        for match in found:
            yield Edit(*match.span(2), "", "letters", CONFIDENCE)

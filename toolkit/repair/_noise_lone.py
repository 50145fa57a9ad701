"""Injected noise of which a text has too little to learn from: one run of symbols in a word ("comple£©÷te").

No sound text has different symbols side by side between the letters of a frequent word.
"""

import re
from collections.abc import Iterator
from unicodedata import category

from toolkit.offsets import Edit
from toolkit.repair._noise_symbols import PLAIN_ASCII, STRANGE, USUAL
from toolkit.repair._unusual import beyond_ascii
from toolkit.segmentation import en

FREQUENT = 1_000_000  # times that a word was counted
RARE = 0.05  # times as many, at most, for a piece that is no word beside the whole
SHORTEST = 5  # letters of a word
DIFFERENT, SURE = 2, 3  # different symbols that show a splice, and that leave no doubt
_ODD = re.escape(PLAIN_ASCII)
_SPLICE = re.compile(  # begins with what is strange, which makes the search several times faster
    f"[^{USUAL}](?<=[A-Za-z{_ODD}].)(?:[^{USUAL}]|[{_ODD}]){{1,7}}[A-Za-z]"
)
_BEFORE = re.compile(rf"[^\W\d_]{{1,40}}(?=[{_ODD}]{{0,2}}\Z)")
_AFTER = re.compile(r"[^\W\d_]{1,40}")


def edits(text: str) -> Iterator[Edit]:
    """Yield an edit for each splice; two different symbols are in doubt where one of the pieces is a word."""
    if text.isascii() or not STRANGE.search(beyond_ascii(text)):
        return
    for match in _SPLICE.finditer(text):
        start, end = match.start(), match.end() - 1
        left, right = _BEFORE.search(text, max(0, start - 42), start), _AFTER.match(text, end)
        symbols = {symbol for symbol in text[start:end] if not symbol.isascii()}
        if left and right and len(symbols) >= DIFFERENT and _are_symbols(symbols):
            strangers = _strangers(left[0], right[0])
            if strangers:
                sure = strangers > 1 or len(symbols) >= SURE
                yield Edit(left.end(), end, "", "lone", 0.8 if sure else 0.5)


def _are_symbols(run: set[str]) -> bool:
    """Say whether not all are letters, and none is a mark that belongs to a letter."""
    return not all(map(str.isalpha, run)) and not any(category(symbol)[0] == "M" for symbol in run)


def _strangers(left: str, right: str) -> int:
    """Return how many of two pieces are no words, 0 where they do not make a frequent one."""
    words = en.word_counts()
    count = words.get((left + right).lower(), 0)
    if count < FREQUENT or len(left + right) < SHORTEST or not (right.islower() or (left + right).isupper()):
        return 0
    return sum(words.get(piece.lower(), 0) < RARE * count for piece in (left, right))

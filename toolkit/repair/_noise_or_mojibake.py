"""What tells injected noise from a wrong reading: runs are short, and hold symbols that no wrong reading yields.

In a noisy text a few such signs always happen to look like a character or two. They are left to the repair of
noise; a wrong reading beneath it is undone in the next round.
"""

import re
from functools import cache, lru_cache

from toolkit.repair import _noise_symbols
from toolkit.repair._round_trips import SINGLE, byte_table

SYMBOLS = (range(0x370, 0x400), range(0x20A0, 0x20C0), range(0x2190, 0x2C00))  # Greek, currency, arrows and on
SHARE = 0.1  # of such symbols in the noise
_EAST_ASIAN = re.compile("[\u3041-\u30fa\u3105-\u312d\u3400-\u9fff\uac00-\ud7a3\ue000-\ufaff\uff61-\uff9f]")


@lru_cache(maxsize=1)
def is_noisy(text: str) -> bool:
    """Tell whether a text has injected noise with symbols that no wrong reading yields; linear."""
    alphabet = _noise_symbols.learn(text)
    if alphabet is None:
        return False
    return sum(share for symbol, share in alphabet.shares.items() if symbol in _symbols()) >= SHARE


@lru_cache(maxsize=1)
def is_only_noisy(text: str) -> bool:
    """Tell whether a text is noisy and each of its lines too."""
    return is_noisy(text) and is_noise(text)


def is_noise(text: str) -> bool:
    """Tell whether the signs of a noisy text, or of a line of it, are too few in a row for a wrong reading."""
    return not (_five().search(text) or _EAST_ASIAN.search(text))


@cache
def _symbols() -> str:
    letters = {letter for wrong in SINGLE for letter in byte_table(wrong)}
    return "".join(chr(code) for block in SYMBOLS for code in block if chr(code) not in letters)


@cache
def _five() -> re.Pattern[str]:
    """Match five characters near each other, none of them such a symbol, a dash or a quotation mark."""
    letter = f"[^\x00-\x7f\u2010-\u2026{_symbols()}]"
    return re.compile(rf"{letter}(?:[ -~]?{letter}){{4}}")

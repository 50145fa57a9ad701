"""What tells injected noise from a wrong reading: runs are short, and hold symbols that no wrong reading yields.

In a noisy text a few such signs always happen to look like a character or two. They are left to the repair of
noise; a wrong reading beneath it is undone in the next round.
"""

import re
from functools import cache, lru_cache

from toolkit.repair import _noise_han, _noise_symbols
from toolkit.repair._round_trips import SINGLE, byte_table

# Greek, currency, arrows and on, private use: but for those that an encoding has, no wrong reading yields them.
SYMBOLS = (range(0x370, 0x400), range(0x20A0, 0x20C0), range(0x2190, 0x2C00), range(0xE000, 0xF900))
CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))  # no wrong reading yields them where words join around them
SHARE = 0.1  # of such symbols in the noise
_EAST_ASIAN = re.compile("[\u3041-\u30fa\u3105-\u312d\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff61-\uff9f]")


@lru_cache(maxsize=1)
def is_noisy(text: str) -> bool:
    """Tell whether a text has injected noise that no wrong reading yields; linear.

    None yields symbols alone between the characters of Chinese words.
    """
    if _noise_han.is_chinese(text):
        return _noise_han.learn(text) is not None
    alphabet = _noise_symbols.learn(text)
    if alphabet is None:
        return False
    telling = _symbols() | (CONTROLS & alphabet.inside)
    return sum(share for symbol, share in alphabet.shares.items() if symbol in telling) >= SHARE


def splices(text: str) -> frozenset[str]:
    """Return the symbols that a text shows to be spliced into its words; linear."""
    alphabet = _noise_han.learn(text) if _noise_han.is_chinese(text) else _noise_symbols.learn(text)
    return alphabet.inside if alphabet else frozenset()


@lru_cache(maxsize=2)
def is_only_noisy(text: str, *, double_byte: bool) -> bool:
    """Tell whether a text is noisy and each of its lines too."""
    return is_noisy(text) and is_noise(text, double_byte=double_byte)


def is_noise(text: str, *, double_byte: bool) -> bool:
    """Tell whether the signs of a noisy text, or of a line of it, are too few in a row for a wrong reading.

    Signs are what single-byte encodings yield, and where asked for double-byte ones.
    """
    return not (_has_five(text) or (double_byte and _EAST_ASIAN.search(text)))


@lru_cache(maxsize=1)
def _has_five(text: str) -> bool:
    return _five().search(text) is not None


@cache
def _symbols() -> frozenset[str]:
    letters = {letter for wrong in SINGLE for letter in byte_table(wrong)}
    return frozenset(chr(code) for block in SYMBOLS for code in block) - letters


@cache
def _five() -> re.Pattern[str]:
    """Match five characters near each other, none of them such a symbol, a control, a dash or a quotation mark.

    Between the letters that UTF-8 yields there are controls, two at most.
    """
    others = "".join(sorted(_symbols()))
    letter = f"[^\x00-\x9f\u2010-\u2026{_EAST_ASIAN.pattern[1:-1]}{others}]"
    return re.compile(rf"{letter}(?:[ -~\x80-\x9f]?[\x80-\x9f]?{letter}){{4}}")

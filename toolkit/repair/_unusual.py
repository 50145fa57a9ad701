"""What is unusual in a text, found once for all repairs: nearly all of them are done with sound text by that.

English is some hundred times as fast to look through without its ASCII; Chinese without its Han and punctuation.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.offsets import Span

_OF_PROSE = b"\t\n\r !\"'(),-./0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ORDINARY_ASCII = bytes((*b"\t\n\f\r", *range(0x20, 0x7F)))
_USUAL = (
    "\t\n\f\r -~\u3400-\u4dbf\u4e00-\u9fff\xb7\u2010-\u201f\u2026\u3000-\u3002\u3005\u3007-\u3011"
    "\uff01\uff05\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
)
_UNUSUAL = re.compile(f"[^{_USUAL}][^{_USUAL}]*+")  # faster than + is, as it begins with one character
SAMPLE = 1 << 12  # characters, from all over a text
MOSTLY = 0.5  # share of characters beyond ASCII from which taking out the others does not pay


@lru_cache(maxsize=1)
def not_of_prose(text: str) -> bytes:
    """Return the bytes of a text but ASCII letters, digits and marks of prose, in order."""
    return text.encode(errors="surrogatepass").translate(None, _OF_PROSE)


@lru_cache(maxsize=1)
def beyond_ascii(text: str) -> str:
    """Return the characters of a text beyond printable ASCII and white space, or more than these, in order."""
    if text.isascii() and text.isprintable():
        return ""
    sample = text[:: len(text) // SAMPLE + 1]
    if len(sample.encode("ascii", "ignore")) < (1 - MOSTLY) * len(sample):
        return text
    return not_of_prose(text).translate(None, _ORDINARY_ASCII).decode(errors="surrogatepass")


@lru_cache(maxsize=1)
def unusual(text: str) -> str:
    """Return the characters of a text but ASCII, Han and the punctuation of English and Chinese, in order.

    These are also the controls but white space.
    """
    return "".join(_UNUSUAL.findall(beyond_ascii(text)))


def lines(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Yield the lines, with their line feeds, in which a pattern is found that holds none; linear."""
    at = 0
    while found := pattern.search(text, at):
        start = text.rfind("\n", at, found.start()) + 1 or at
        at = text.find("\n", found.start()) + 1 or len(text)
        yield Span(start, at)
        if at == len(text):
            return

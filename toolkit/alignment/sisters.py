"""Two renderings of one text: whether they are, and which sentence of one says what which of the other says."""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

import numpy as np
import regex

from toolkit.alignment.beads import Bead
from toolkit.alignment.path import Side, path, shared
from toolkit.alignment.words import STEM, chinese, english, figures
from toolkit.segmentation import en

SHARED = 0.6  # how sure it is that a word, if the other text has it, stands in the other sentence too
SISTERS = 0.45  # similarity from which two articles are taken for sisters

_LONGEST = 256  # figures and words that a signature keeps
_COMMON = 3000  # English words that say nothing of what a text is about
_WEIGHT = 8  # of a figure against a word
_FEWEST = 16  # values that tell them which sisters share
_MOST = 20  # texts that a value may stand in and still tell sisters
_NEAREST = 2  # sisters that each text is paired with
_WORD = re.compile(r"[a-z][a-z-]+")
_SAYS_LITTLE = regex.compile(r"#(?:\d|(?:19|20)\d\d)")  # a digit alone, a year

_WORDS: dict[str, Callable[[str], Iterable[str]]] = {"en": english, "zh": chinese}


class Pairs(NamedTuple):
    """The names of texts that are sisters, two at a time, and how many more pairs there are that are as alike."""

    nearest: list[tuple[str, str]]
    further: int


def align(one: Sequence[str], other: Sequence[str], *, language: str = "en") -> list[Bead]:
    """Return the beads of the sentences of two texts in one language, in order, each sentence in one.

    Aligning the texts the other way round gives the same beads, turned round.
    """
    if list(other) < list(one):
        return [bead.turned() for bead in align(other, one, language=language)]
    vocabulary: dict[str, int] = {}
    first, second = (Side.of(side, _WORDS[language], vocabulary) for side in (one, other))
    return path(first, second, shared(first, second, SHARED), expansion=1)


def signature(text: str) -> tuple[int, ...]:
    """Return the least hash values of the figures and rarer words of an English text, at most 256, in order.

    A bottom-k sketch (Broder 1997, doi:10.1109/SEQUEN.1997.666900); the same everywhere and always.
    """
    hashes = {int.from_bytes(blake2b(item.encode(), digest_size=8).digest()) for item in set(_items(text.lower()))}
    return tuple(sorted(hashes)[:_LONGEST])


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Return what share, 0 to 1, of the text that says less the other text holds too, by their signatures.

    From `SISTERS` on they can be taken for renderings of one text, also where one is an abridged one.
    """
    bounds = [signature[-1] for signature in (one, other) if len(signature) == _LONGEST]
    least, most = ({value for value in values if value <= min(bounds, default=value)} for values in (one, other))
    return len(least & most) / max(min(len(least), len(most)), 1)


def pairs(signatures: Mapping[str, Sequence[int]]) -> Pairs:
    """Return the names of texts that are sisters by their signatures, two at a time, in order.

    They share at least 16 values, so that texts of a sentence or two are not told, and values that more than 20
    texts have do not count: they are boilerplate. Each text is paired with the two others that are the most
    alike to it. Of copies of one text only the first is told: they have nothing to compare. N log N in the values.
    """
    own: dict[bytes, str] = {}
    for name in sorted(signatures):
        own.setdefault(blake2b(array("Q", signatures[name]), digest_size=16).digest(), name)
    alike = list(_alike({name: signatures[name] for name in own.values()}))
    beside: dict[str, list[tuple[float, str, str]]] = {}
    for found in alike:
        for name in found[1:]:
            beside.setdefault(name, []).append(found)
    nearest = {(one, other) for each in beside.values() for _, one, other in nsmallest(_NEAREST, each)}
    return Pairs(sorted(nearest, key=lambda pair: pair[::-1]), len(alike) - len(nearest))


def _alike(signatures: Mapping[str, Sequence[int]]) -> Iterator[tuple[float, str, str]]:
    """Yield how unlike two sisters are, and their names; those of `signatures` are in order."""
    values = np.fromiter(chain.from_iterable(signatures.values()), dtype=np.uint64)
    values, counts = np.unique(values, return_counts=True)
    telling = set(values[(counts > 1) & (counts <= _MOST)].tolist())
    holders: dict[int, list[str]] = {}
    for name, signature in signatures.items():
        known = [holders.setdefault(value, []) for value in signature if value in telling]
        for other, count in Counter(chain.from_iterable(known)).items():
            if count >= _FEWEST and (likeness := similarity(signatures[other], signature)) >= SISTERS:
                yield -likeness, other, name
        for names in known:
            names.append(name)


def _items(text: str) -> Iterator[str]:
    for figure in figures(text):
        if not _SAYS_LITTLE.fullmatch(figure):
            yield from (f"{figure}/{copy}" for copy in range(_WEIGHT))
    yield from (word[:STEM] for word in set(_WORD.findall(text)) - _common())


@cache
def _common() -> frozenset[str]:
    counts = en.word_counts()
    return frozenset(sorted(counts, key=counts.__getitem__, reverse=True)[:_COMMON])

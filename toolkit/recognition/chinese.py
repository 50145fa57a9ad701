"""Chinese terms of a termbase in Chinese text, Simplified or Traditional.

The longest term from the left stands, unless it cuts through a word: 会同比较 holds no 同比. Segmenters lose
these terms, so the text is never segmented; the dictionary has a veto only.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import log10

import msgspec
import regex
from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from toolkit.offsets import Edit, OffsetMap, Span, replace
from toolkit.segmentation import zh
from toolkit.termbase import Termbase

# Quotation marks stand around a term or inside it or not at all; white space between characters is a line break.
_NOISE = regex.compile(r"[“”‘’「」『』《》〈〉\"']+|(?<=[\p{Han}])\s+(?=[\p{Han}])")
_AROUND = 3  # characters on each side that a word which straddles a term's edge may take in
_UNKNOWN = -9.0  # decimal logarithm of the probability of a character that is no word
_TOTAL = 60_000_000  # words that the dictionary's counts come from


class SourceTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A Chinese term at a place: `span` counts in the text, `concepts` are those that it may name."""

    span: Span
    term: str
    concepts: tuple[str, ...]


class ChineseTerms:
    """The Chinese designations of a termbase, compiled for search. Finding is linear in the text."""

    def __init__(self, termbase: Termbase) -> None:
        concepts: dict[str, dict[str, str]] = {}
        for concept in termbase.concepts:
            for designation in concept.terms("zh"):
                if folded := fold(designation.term)[0]:
                    concepts.setdefault(folded, {}).setdefault(concept.id, designation.term)
        self._entries = [(tuple(found), next(iter(found.values()))) for found in concepts.values()]
        self._automaton = (
            CharwiseDoubleArrayAhoCorasick(list(concepts), match_kind=MATCH_KIND_LEFTMOST_LONGEST)
            if concepts
            else None
        )

    def find(self, text: str) -> Iterator[SourceTerm]:
        """Yield the terms in a text, in its order; none overlaps another."""
        if self._automaton is None:
            return
        folded, back = fold(text)
        for start, end, entry in self._automaton.find(folded):
            if not _cuts_a_word(folded, start, end):
                concepts, term = self._entries[entry]
                yield SourceTerm(span=back.to_source(Span(start, end)), term=term, concepts=concepts)


def fold(text: str) -> tuple[str, OffsetMap]:
    """Return the text in Simplified characters, lower case, no quotation marks, and the map that leads back."""
    edits = [Edit(*match.span(), "") for match in _NOISE.finditer(text)]
    folded, back = replace(text, edits) if edits else (text, OffsetMap())
    return zh.simplified(folded).translate(_HALF_WIDTH).lower(), back


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether the likeliest reading of the words around a hit has no boundary at one of its edges."""
    words = zh.frequencies()
    if not any(
        text[left:right] in words
        for edge in (start, end)
        for left in range(max(edge - _AROUND, 0), edge)
        for right in range(edge + 1, min(edge + _AROUND, len(text)) + 1)
        if (left, right) != (start, end) and (right > end or left < start)
    ):
        return False
    first, last = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    best: dict[int, tuple[float, tuple[int, ...]]] = {first: (0.0, (first,))}
    for at in range(first + 1, last + 1):
        options = []
        for begin in range(first, at):
            word = text[begin:at]
            count = words.get(word, 0)
            if (begin, at) == (start, end):
                count = max(count, 1)
            if count or at - begin == 1:
                score, path = best[begin]
                options.append((score + (log10(count / _TOTAL) if count else _UNKNOWN), (*path, at)))
        best[at] = max(options)
    edges = {edge for pair in pairwise(best[last][1]) for edge in pair}
    return not {start, end} <= edges

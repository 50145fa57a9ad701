"""Chinese terms of a termbase in Chinese text, Simplified or Traditional.

The longest term from the left stands, unless it cuts through a word: 会同比较 holds no 同比. Segmenters lose
these terms, so the text is never segmented; the dictionary has a veto only.
"""

import re
from collections.abc import Container, Sequence
from functools import cache
from math import log10

import msgspec
import regex
from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from toolkit.offsets import Edit, OffsetMap, Span, removed, replace, span_of
from toolkit.recognition.folding import BETWEEN, joined
from toolkit.segmentation import zh
from toolkit.termbase import Termbase
from toolkit.text import Segment

# Quotation marks stand around a term or inside it or not at all; white space between characters is a line break.
_QUOTES = "“”‘’「」『』《》〈〉'"
_QUOTE = re.compile('("+)')
_BLANKS = [c for c in map(chr, range(ord("\u3000") + 1)) if c.isspace() and c != BETWEEN]
_SPACES = re.compile(rf"[{''.join(_BLANKS)}]+")
_LINE_BREAK = regex.compile(r"(?<=\p{Han})\s+(?=\p{Han})")
_WIDE = re.compile(r"[\uff01-\uff5e]")  # forms of ASCII characters
_AROUND = 3  # characters on each side that a word which straddles a term's edge may take in
_UNKNOWN = -9.0  # decimal logarithm of the probability of a character that is no word
_TOTAL = 60_000_000  # words that the dictionary's counts come from
_RARE = log10(1 / _TOTAL)  # the same of a hit that is no word


class SourceTerm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A Chinese term at a place: `span` counts in the text, `concepts` are those that it may name."""

    span: Span
    term: str
    concepts: tuple[str, ...]

    def placed(self, at: Segment) -> Segment:
        """Return the term's place where the text that it was found in stands."""
        start, end = self.span
        by = at.span.start
        return Segment(at.text, span_of((start + by, end + by)))


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

    def find(self, text: str) -> list[SourceTerm]:
        """Return the terms in a text, in its order; none overlaps another."""
        return self.find_each([text])[0]

    def find_each(self, texts: Sequence[str]) -> list[list[SourceTerm]]:
        """Return the terms in each of many texts; faster than one by one."""
        text, starts = joined(texts)
        folded, back = fold(text)
        linked = _pairs()
        hits = []
        for hit in self._automaton.find(folded) if self._automaton else ():
            start, end, _ = hit
            straddled = folded[start - 1 : start + 1] in linked or folded[end - 1 : end + 1] in linked
            if not (straddled and _cuts_a_word(folded, start, end)):
                hits.append(hit)
        found: list[list[SourceTerm]] = [[] for _ in texts]
        at = begin = 0
        for (_, _, number), (start, end) in zip(hits, back.to_sources(hits), strict=True):
            while start >= starts[at + 1]:
                at += 1
                begin = starts[at]
            concepts, term = self._entries[number]
            span = span_of((start - begin, end - begin))
            found[at].append(SourceTerm(span=span, term=term, concepts=concepts))
        return found


def fold(text: str) -> tuple[str, OffsetMap]:
    """Return the text in Simplified characters, lower case, no quotation marks, and the map that leads back."""
    folded, back = text, OffsetMap()
    if any(map(text.__contains__, _BLANKS)):  # few texts have one, and to look for each is faster
        blanks = [match.span() for match in _SPACES.finditer(text) if _LINE_BREAK.match(text, match.start())]
        folded, back = replace(text, [Edit(*span, "") for span in blanks])
    for mark in _QUOTES:  # one is sought many times as fast as all
        folded = folded.replace(mark, '"')
    folded, later = removed(folded, _QUOTE)
    back = back.then(later)
    wide = _WIDE.search(folded)
    while wide:
        folded = folded.replace(wide[0], chr(ord(wide[0]) - 0xFEE0))
        wide = _WIDE.search(folded, wide.start())
    return zh.simplified(folded).lower(), back


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether the likeliest reading of the words around a hit has no boundary at one of its edges."""
    words, linked = zh.frequencies(), _pairs()
    if not (_is_in_a_word(text, start, words, linked) or _is_in_a_word(text, end, words, linked)):
        return False
    first, last = start, end
    while first > start - _AROUND and text[first - 1 : first + 1] in linked:
        first -= 1
    while last < end + _AROUND and text[last - 1 : last + 1] in linked:
        last += 1
    # The weight of the best reading up to each place, and whether it has a word across an edge.
    best = {first: (0.0, False)}
    for begin in range(first, last):
        weight, cuts = best[begin]
        readings = {begin + 1: _UNKNOWN} | ({end: _RARE} if begin == start else {})
        for at in range(begin + 1, last + 1):
            if count := words.get(text[begin:at]):
                readings[at] = log10(count / _TOTAL)
            if text[at - 1 : at + 1] not in linked:
                break
        for at, own in readings.items():
            if at not in best or weight + own >= best[at][0]:
                best[at] = weight + own, cuts or begin < start < at or begin < end < at
    return best[last][1]


def _is_in_a_word(text: str, edge: int, words: Container[str], linked: Container[str]) -> bool:
    """Tell whether a word may stand across an edge."""
    if text[edge - 1 : edge + 1] not in linked:
        return False
    for left in range(edge - 1, edge - _AROUND - 1, -1):
        for right in range(edge + 1, edge + _AROUND + 1):
            if text[left:right] in words:
                return True
            if text[right - 1 : right + 1] not in linked:
                break
        if text[left - 1 : left + 1] not in linked:
            break
    return False


@cache
def _pairs() -> frozenset[str]:
    """Return the pairs of characters that stand side by side in a word; takes 0.2 s once."""
    return frozenset(word[at : at + 2] for word in zh.frequencies() for at in range(len(word) - 1))

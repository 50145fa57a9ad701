"""Chinese terms of a termbase in Chinese text, Simplified or Traditional.

The longest term from the left stands, unless it cuts through a word: 会同比较 holds no 同比. Segmenters lose
these terms, so the text is never segmented; the dictionary has a veto only.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import inf, log10

import msgspec
import regex
from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from toolkit.offsets import Edit, OffsetMap, Span, replace
from toolkit.recognition.folding import BETWEEN, joined
from toolkit.segmentation import zh
from toolkit.termbase import Termbase
from toolkit.text import Segment

# Quotation marks stand around a term or inside it or not at all; white space between characters is a line break.
_QUOTES = re.compile(r"[“”‘’「」『』《》〈〉\"']+")
_BLANKS = [c for c in map(chr, range(ord("\u3000") + 1)) if c.isspace() and c != BETWEEN]
_SPACES = re.compile(rf"[{''.join(_BLANKS)}]+")
_LINE_BREAK = regex.compile(r"(?<=\p{Han})\s+(?=\p{Han})")
_WIDE = re.compile(r"[\uff01-\uff5e]")  # forms of ASCII characters
_AROUND = 3  # characters on each side that a word which straddles a term's edge may take in
_UNKNOWN = -9.0  # decimal logarithm of the probability of a character that is no word
_TOTAL = 60_000_000  # words that the dictionary's counts come from


class SourceTerm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A Chinese term at a place: `span` counts in the text, `concepts` are those that it may name."""

    span: Span
    term: str
    concepts: tuple[str, ...]

    def placed(self, at: Segment) -> Segment:
        """Return the term's place where the text that it was found in stands."""
        start, end = self.span
        return Segment(at.text, Span(start + at.span.start, end + at.span.start))


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
        return next(self.find_each([text]))

    def find_each(self, texts: Sequence[str]) -> Iterator[list[SourceTerm]]:
        """Yield the terms in each of many texts; faster than one by one."""
        text, starts = joined(texts)
        folded, back = fold(text)
        straddling = _pairs()
        hits = [
            hit
            for hit in (self._automaton.find(folded) if self._automaton else ())
            if not (folded[hit[0] - 1 : hit[0] + 1] in straddling or folded[hit[1] - 1 : hit[1] + 1] in straddling)
            or not _cuts_a_word(folded, hit[0], hit[1])
        ]
        places = back.to_sources(hits)
        number = 0
        for begin, behind in pairwise(starts):
            found = []
            while number < len(hits) and places[number].start < behind:
                start, end = places[number]
                concepts, term = self._entries[hits[number][2]]
                found.append(SourceTerm(span=Span(start - begin, end - begin), term=term, concepts=concepts))
                number += 1
            yield found


def fold(text: str) -> tuple[str, OffsetMap]:
    """Return the text in Simplified characters, lower case, no quotation marks, and the map that leads back."""
    gone = [match.span() for match in _QUOTES.finditer(text)]
    if any(map(text.__contains__, _BLANKS)):  # few texts have one, and to look for each is faster
        gone += [match.span() for match in _SPACES.finditer(text) if _LINE_BREAK.match(text, match.start())]
    folded, back = replace(text, [Edit(*span, "") for span in gone]) if gone else (text, OffsetMap())
    for wide in set(_WIDE.findall(folded)):
        folded = folded.replace(wide, chr(ord(wide) - 0xFEE0))
    return zh.simplified(folded).lower(), back


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether the likeliest reading of the words around a hit has no boundary at one of its edges."""
    if not (_is_in_a_word(text, start) or _is_in_a_word(text, end)):
        return False
    words = zh.frequencies()
    first, last = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    best, before = {first: 0.0}, {first: first}
    for at in range(first + 1, last + 1):
        top, origin = -inf, at
        for begin in range(at - 1, first - 1, -1):
            count = words.get(text[begin:at], 0) or (begin == start and at == end)
            if count or begin == at - 1:
                score = best[begin] + (log10(count / _TOTAL) if count else _UNKNOWN)
                if score > top:
                    top, origin = score, begin
        best[at], before[at] = top, origin
    edges = {last}
    while last > first:
        last = before[last]
        edges.add(last)
    return not {start, end} <= edges


def _is_in_a_word(text: str, edge: int) -> bool:
    """Tell whether a word may stand across an edge."""
    if text[edge - 1 : edge + 1] not in _pairs():
        return False
    words = zh.frequencies()
    for left in range(max(edge - _AROUND, 0), edge):
        for right in range(edge + 1, min(edge + _AROUND, len(text)) + 1):
            if text[left:right] in words:
                return True
    return False


@cache
def _pairs() -> frozenset[str]:
    """Return the pairs of characters that words hold which may straddle an edge; takes 0.2 s once."""
    short = (word for word in zh.frequencies() if 1 < len(word) <= 2 * _AROUND)
    return frozenset(word[at : at + 2] for word in short for at in range(len(word) - 1))

"""Renderings that a termbase lists, found by one automaton over folded text.

Every form of every English designation is a pattern. Hits are kept where they fill whole words of one
sentence and their policy allows; of hits that overlap, the longest stands (maximal rendering).
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from daachorse import CharwiseDoubleArrayAhoCorasick

from toolkit.offsets import Span
from toolkit.recognition import Basis, TermOccurrence
from toolkit.recognition.folding import fold, joined
from toolkit.recognition.policy import Place, case_counts, same_case
from toolkit.recognition.variants import GAP, form_of, variants
from toolkit.termbase import Designation, Status, Termbase

GAP_WORDS = 10  # most words that may stand in the gap of a pattern
_LONGEST_WORD = 20
_TELLING_BLANKS = 2  # blanks in a wording of so many words that chance does not yield it
_OPENING = ("“", '"')
_ORDER = (Status.PREFERRED, Status.ADMITTED, Status.SUPERSEDED, Status.DEPRECATED)


class _Entry(NamedTuple):
    """What a pattern of the automaton stands for; `rest` are the pieces after its gaps.

    `label` is the first designation that differs only in case, number, article, hyphen or quotes. `case` tells
    that case counts, `rank` orders entries: the best status first, citation forms first.
    """

    concept: str
    designation: Designation
    label: Designation
    citation: bool
    rest: tuple[str, ...]
    case: bool
    rank: tuple[int, bool]


class ListedRenderings:
    """A termbase compiled for search. Finding is linear in the text."""

    def __init__(self, termbase: Termbase) -> None:
        entries: dict[str, list[_Entry]] = {}
        for concept in termbase.concepts:
            labels: dict[tuple[str, bool], Designation] = {}
            for designation in concept.terms("en"):
                same = form_of(designation.term), designation.status.complies
                label = labels.setdefault(same, designation)
                case, order = case_counts(designation), _ORDER.index(designation.status)
                for form, citation in variants(designation):
                    pieces = form.split(GAP) if designation.policy.pattern else [form]
                    first, *rest = (piece.strip() for piece in pieces)
                    rank = order, not citation
                    entry = _Entry(concept.id, designation, label, citation, tuple(rest), case, rank)
                    entries.setdefault(first, []).append(entry)
        self._entries = tuple(entries.values())
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(entries)) if entries else None

    def find(
        self,
        text: str,
        sentences: Sequence[Span],
        index: int = 0,
        wanted: Sequence[Collection[str]] | None = None,
    ) -> Iterator[TermOccurrence]:
        """Yield what the termbase lists in a text, in the order of the text; `index` is the text's own.

        `wanted` has for each sentence the concepts that its source names. Then these alone are found, and what
        is plain English elsewhere is a rendering there.
        """
        for spans, entries in self._chosen(text, sentences, wanted):
            yield _occurrence(spans, entries, index)

    def find_each(self, texts: Sequence[str], wanted: Sequence[Collection[str]]) -> list[list[TermOccurrence]]:
        """Return for each of many texts what is listed of the concepts wanted there; faster than one by one."""
        found: list[list[TermOccurrence]] = [[] for _ in texts]
        text, places = joined(texts)
        starts = [place.start for place in places]
        for spans, entries in self._chosen(text, places, wanted):
            at = _number(starts, spans)
            by = starts[at]
            here = tuple(Span(start - by, end - by) for start, end in spans)
            found[at].append(_occurrence(here, entries, 0))
        return found

    def _chosen(
        self, text: str, sentences: Sequence[Span], wanted: Sequence[Collection[str]] | None
    ) -> Iterator[tuple[tuple[Span, ...], list[_Entry]]]:
        """Yield where renderings stand, in the order of the text, and what each may be."""
        hits: dict[tuple[Span, ...], list[_Entry]] = {}
        if wanted is None:
            found = list(self._in_context(text, sentences))
            # Where a text has a concept beyond doubt, a wording of several words for it needs no context.
            spoken_of = {entry.concept for _, entry, _ in found if not entry.designation.policy.context}
            for spans, entry, in_context in found:
                if in_context or (
                    entry.concept in spoken_of and entry.designation.term.count(" ") >= _TELLING_BLANKS
                ):
                    hits.setdefault(spans, []).append(entry)
        else:
            for spans, entry, at in self._hits(text, sentences):
                if entry.concept in wanted[at]:
                    hits.setdefault(spans, []).append(entry)
        chosen = list(_longest(hits))
        if wanted is not None and len(chosen) < len(hits):
            # What the source names apart may stand inside the rendering of another term, and nowhere else.
            starts = [sentence.start for sentence in sentences]
            rendered = {(_number(starts, spans), entry.concept) for spans in chosen for entry in hits[spans]}
            inside = [
                spans
                for spans, entries in hits.items()
                if rendered.isdisjoint((_number(starts, spans), entry.concept) for entry in entries)
            ]
            chosen = sorted([*chosen, *_longest(inside)])
        for spans in chosen:
            yield spans, hits[spans]

    def _in_context(self, text: str, sentences: Sequence[Span]) -> Iterator[tuple[tuple[Span, ...], _Entry, bool]]:
        """Yield what may be a rendering though no source says so, and whether it stands in its context."""
        for spans, entry, at in self._hits(text, sentences):
            policy = entry.designation.policy
            if not policy.source:
                place = Place(text, spans[0].start, spans[-1].end, sentences[at])
                if place.fits(entry.designation):
                    yield spans, entry, not policy.context or place.is_context_for(entry.designation)

    def _hits(self, text: str, sentences: Sequence[Span]) -> Iterator[tuple[tuple[Span, ...], _Entry, int]]:
        """Yield where a designation stands in whole words of one sentence, and the sentence's number."""
        folded, back = fold(text)
        whole = [
            hit
            for hit in (self._automaton.find_overlapping(folded) if self._automaton else ())
            if not (folded[hit[0] - 1 : hit[0]].isalnum() or folded[hit[1] : hit[1] + 1].isalnum())
        ]
        starts = [span.start for span in sentences]
        for hit, place in zip(whole, back.to_sources(whole), strict=True):
            alone: tuple[Span, ...] = (_with_quote(text, place),)
            for entry in self._entries[hit[2]]:
                spans = alone
                if entry.rest:
                    pieces = _fill(folded, Span(hit[0], hit[1]), entry.rest)
                    if pieces is None:
                        continue
                    spans = tuple(_with_quote(text, back.to_source(piece)) for piece in pieces)
                start, end = spans[0].start, spans[-1].end
                at = bisect_right(starts, start) - 1
                if at < 0 or end > sentences[at].end:
                    continue
                if not entry.case or same_case(text[start:end], entry.designation.term):
                    yield spans, entry, at


def _number(starts: Sequence[int], spans: tuple[Span, ...]) -> int:
    """Return the number of the sentence in which spans stand."""
    return bisect_right(starts, spans[0].start) - 1


def _fill(folded: str, first: Span, rest: tuple[str, ...]) -> tuple[Span, ...] | None:
    """Return the places of a pattern's pieces, None where one is missing or its gap is too wide."""
    pieces = [first]
    for piece in rest:
        start = pieces[-1].end
        limit = start + GAP_WORDS * _LONGEST_WORD + len(piece)
        at = folded.find(f" {piece}", start, limit) + 1
        while at and folded[at + len(piece) : at + len(piece) + 1].isalnum():
            at = folded.find(f" {piece}", at, limit) + 1
        if not at or folded.count(" ", start, at) > GAP_WORDS + 1:
            return None
        pieces.append(Span(at, at + len(piece)))
    return tuple(pieces)


def _with_quote(text: str, span: Span) -> Span:
    """Take in the opening quote before a span that holds only the closing one."""
    before = text[span.start - 1 : span.start]
    if before in _OPENING:
        inside = text[span.start : span.end]
        if inside.count("”") > inside.count("“") if before == "“" else inside.count('"') % 2:
            return Span(span.start - 1, span.end)
    return span


def _longest(places: Iterable[tuple[Span, ...]]) -> Iterator[tuple[Span, ...]]:
    """Yield the longest of places that overlap, the first of equal ones, in the order of the text."""
    together: list[tuple[Span, ...]] = []
    reach = 0
    for spans in sorted(places):
        if spans[0].start >= reach:
            yield from _longest_of(together)
            together = []
        together.append(spans)
        reach = max(reach, spans[-1].end)
    yield from _longest_of(together)


def _longest_of(places: list[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """Choose among places that all overlap another."""
    if len(places) == 1:
        return places
    taken: list[tuple[int, int, tuple[Span, ...]]] = []
    for spans in sorted(places, key=_by_length):
        start, end = spans[0].start, spans[-1].end
        at = bisect_right(taken, start, key=lambda place: place[0])
        if not (at and taken[at - 1][1] > start) and not (at < len(taken) and taken[at][0] < end):
            taken.insert(at, (start, end, spans))
    return [spans for _, _, spans in taken]


def _by_length(spans: tuple[Span, ...]) -> tuple[int, tuple[Span, ...]]:
    return spans[0].start - spans[-1].end, spans


def _occurrence(spans: tuple[Span, ...], entries: list[_Entry], index: int) -> TermOccurrence:
    """Choose among the designations that a wording may stand for: the best status, citation forms first."""
    best = entries[0]
    others: tuple[str, ...] = ()
    if len(entries) > 1:
        best, *_ = ranked = sorted(entries, key=_rank)
        others = tuple(dict.fromkeys(e.concept for e in ranked if e.concept != best.concept))
    basis = Basis.PATTERN if best.designation.policy.pattern else Basis.EXACT
    return TermOccurrence(
        text=index,
        spans=spans,
        concept=best.concept,
        designation=best.designation.term,
        rendering=best.label.term,
        status=best.label.status,
        basis=basis if best.citation or basis is Basis.PATTERN else Basis.INFLECTED,
        type=best.designation.type,
        confidence=1.0 if not others else 0.5,
        candidates=others,
    )


def _rank(entry: _Entry) -> tuple[int, bool]:
    return entry.rank

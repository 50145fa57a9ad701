"""Renderings that a termbase lists, in folded text.

Every form of every English designation is sought: by one automaton over all of them, or one by one where the
source names the concepts. Hits are kept where they fill whole words of one sentence and their policy allows; of
hits that overlap, the longest stands (maximal rendering), beside terms that share a word with it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import count
from typing import NamedTuple

from daachorse import CharwiseDoubleArrayAhoCorasick
from msgspec.structs import replace

from toolkit.offsets import OffsetMap, Span
from toolkit.recognition import Basis, TermOccurrence
from toolkit.recognition.coordinated import SharedWords, may_part
from toolkit.recognition.folding import BETWEEN, fold, joined
from toolkit.recognition.policy import Place, case_counts, same_case
from toolkit.recognition.variants import GAP, form_of, variants
from toolkit.termbase import Concept, Designation, Status, Termbase
from toolkit.text import Segment

GAP_WORDS = 10  # most words that may stand in the gap of a pattern
_LONGEST_WORD = 20
_TELLING_BLANKS = 2  # blanks in a wording of so many words that chance does not yield it
_OPENING = ("“", '"')
_ORDER = (Status.PREFERRED, Status.ADMITTED, Status.SUPERSEDED, Status.DEPRECATED)


class Objection(StrEnum):
    """Why a wording with the letters of a designation is not taken for it."""

    SOURCE = "plain English, and a rendering only beside a source that has the term"
    NAME = "a part of a longer name or quotation"
    CONTEXT = "not in its context"


_MAY_STAND = (None, Objection.CONTEXT)


class _Entry(NamedTuple):
    """What a form of a designation stands for: `like` is the occurrence that it makes, but for its place.

    `rest` are the pieces after its gaps, `case` tells that case counts, `rank` orders entries: citation forms
    first, then the best status, then as in the termbase.
    """

    like: TermOccurrence
    designation: Designation
    rest: tuple[str, ...]
    case: bool
    rank: tuple[bool, int, int]


_Spans = tuple[Span, ...]
_Hit = tuple[int, int, int, Sequence[_Entry]]  # start and end of a form, the number of its text, what it may be


class ListedRenderings:
    """A termbase compiled for search. Finding is linear in the text."""

    def __init__(self, termbase: Termbase) -> None:
        numbers = count()
        self._forms = {concept.id: _forms(concept, numbers) for concept in termbase.concepts}

    @cached_property
    def _all(self) -> tuple[CharwiseDoubleArrayAhoCorasick | None, Sequence[Sequence[_Entry]]]:
        """An automaton over all forms, and the entries of each."""
        entries: dict[str, Sequence[_Entry]] = {}
        for forms in self._forms.values():
            for form, same in forms:
                entries[form] = (*entries[form], *same) if form in entries else same
        return CharwiseDoubleArrayAhoCorasick(list(entries)) if entries else None, tuple(entries.values())

    @cached_property
    def _shared(self) -> tuple[SharedWords, Mapping[str, Sequence[_Entry]]]:
        """The forms that may share a word with what is joined to them, and the entries of each."""
        found: dict[str, tuple[_Entry, ...]] = {}
        for forms in self._forms.values():
            for form, same in forms:
                nouns = tuple(filter(_may_share, same)) if may_part(form) else ()
                if nouns:
                    found[form] = found.get(form, ()) + nouns
        return SharedWords(found), found

    def find(self, text: str, sentences: Sequence[Span], index: int = 0) -> Iterator[TermOccurrence]:
        """Yield what the termbase lists in a text, in the order of the text; `index` is the text's own."""
        folded = fold(text)
        weighed = self._weighed(text, folded, sentences)
        found = [(spans, entry, why) for spans, entry, why in weighed if why in _MAY_STAND]
        # Where a text has a concept beyond doubt elsewhere, a wording of several words for it needs no context.
        sure: dict[str, set[_Spans]] = {}
        for spans, entry, _ in found:
            if not entry.designation.policy.context:
                sure.setdefault(entry.like.concept, set()).add(spans)
        hits: dict[_Spans, list[_Entry]] = {}
        for spans, entry, why in found:
            if why is None or (
                entry.designation.term.count(" ") >= _TELLING_BLANKS
                and sure.get(entry.like.concept, set()) - {spans}
            ):
                hits.setdefault(spans, []).append(entry)
        chosen: Mapping[_Spans, Sequence[_Entry]] = {spans: hits[spans] for spans in _longest(hits)}
        in_pieces = list(self._in_pieces(text, folded, sentences))
        if in_pieces:
            chosen = _beside(chosen, in_pieces)
        for spans, entries in chosen.items():
            yield _occurrence(spans, entries, index)

    def find_each(
        self, texts: Sequence[str], wanted: Sequence[Iterable[str]], places: Sequence[Segment]
    ) -> Iterator[list[TermOccurrence]]:
        """Yield for each of many texts what is listed of the concepts wanted there, those that its source names.

        What is plain English elsewhere is a rendering there. `places` are where the texts stand: spans count as
        they do.
        """
        text, starts = joined(texts)
        folded, back = fold(text)
        hits = list(self._hits(folded.split(BETWEEN), wanted))
        hulls = back.to_sources(hits)
        number = 0
        for at, place in enumerate(places):
            found: dict[_Spans, list[_Entry]] = {}
            by = place.span.start - starts[at]
            while number < len(hits) and hits[number][2] == at:
                for spans, entry in _placed(text, folded, back, hits[number], hulls[number]):
                    if spans[-1].end < starts[at + 1]:
                        here = tuple([Span(start + by, end + by) for start, end in spans])
                        found.setdefault(here, []).append(entry)
                number += 1
            yield [_occurrence(spans, found[spans], place.text) for spans in _rendered(found)] if found else []

    def _hits(self, texts: Sequence[str], wanted: Sequence[Iterable[str]]) -> Iterator[_Hit]:
        """Yield where, in folded texts that are one, and in which of them, forms of the concepts wanted stand."""
        begin = 0
        for at, text in enumerate(texts):
            for concept in wanted[at]:
                for form, entries in self._forms[concept]:
                    start = text.find(form)
                    while start >= 0:
                        end = start + len(form)
                        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                            yield begin + start, begin + end, at, entries
                        start = text.find(form, start + 1)
            begin += len(text) + len(BETWEEN)

    def weighed(
        self, text: str, sentences: Sequence[Span]
    ) -> Iterator[tuple[Span, str, Designation, Objection | None]]:
        """Yield all that has the letters of a designation: place, concept, designation, what speaks against it."""
        for spans, entry, why in self._weighed(text, fold(text), sentences):
            yield Span(*_hull(spans)), entry.like.concept, entry.designation, why

    def _weighed(
        self, text: str, both: tuple[str, OffsetMap], sentences: Sequence[Span]
    ) -> Iterator[tuple[_Spans, _Entry, Objection | None]]:
        """Yield what may be a rendering in a sentence though no source says so, and what speaks against it."""
        folded, back = both
        automaton, entries = self._all
        whole = [
            hit
            for hit in (automaton.find_overlapping(folded) if automaton else ())
            if not (folded[hit[0] - 1 : hit[0]].isalnum() or folded[hit[1] : hit[1] + 1].isalnum())
        ]
        starts = [span.start for span in sentences]
        for (start, end, form), hull in zip(whole, back.to_sources(whole), strict=True):
            for spans, entry in _placed(text, folded, back, (start, end, 0, entries[form]), hull):
                at = bisect_right(starts, spans[0].start) - 1
                if at >= 0 and spans[-1].end <= sentences[at].end:
                    yield spans, entry, _objection(Place(text, *_hull(spans), sentences[at]), entry.designation)

    def _in_pieces(
        self, text: str, both: tuple[str, OffsetMap], sentences: Sequence[Span]
    ) -> Iterator[tuple[_Spans, Span, list[_Entry]]]:
        """Yield what may be a rendering that shares a word with another: its pieces, and which is its own."""
        folded, back = both
        shared, entries = self._shared
        starts = [span.start for span in sentences]
        for form, places, own in shared.find(folded):
            spans = tuple(map(back.to_source, places))
            at = bisect_right(starts, spans[0].start) - 1
            if at >= 0 and spans[-1].end <= sentences[at].end:
                place = Place(text, *_hull(spans), sentences[at])
                fitting = [entry for entry in entries[form] if _objection(place, entry.designation) is None]
                if fitting:
                    yield spans, spans[own], fitting


def _forms(concept: Concept, numbers: Iterator[int]) -> tuple[tuple[str, tuple[_Entry, ...]], ...]:
    """Return the forms of a concept's English designations, up to their first gap, with what each stands for."""
    entries: dict[str, list[_Entry]] = {}
    labels: dict[tuple[str, bool], Designation] = {}
    for designation in concept.terms("en"):
        # The first designation that differs only in case, number, article, hyphen or quotes gives its name.
        same = form_of(designation.term), designation.status.complies
        label = labels.setdefault(same, designation)
        pattern, case, number = designation.policy.pattern, case_counts(designation), next(numbers)
        made: dict[tuple[bool, tuple[str, ...]], _Entry] = {}
        for form, citation in variants(designation):
            first, *rest = (piece.strip() for piece in (form.split(GAP) if pattern else [form]))
            kind = citation, tuple(rest)
            if kind not in made:
                rank = not citation, _ORDER.index(designation.status), number
                like = _like(concept.id, designation, label, citation=citation)
                made[kind] = _Entry(like, designation, kind[1], case, rank)
            entries.setdefault(first, []).append(made[kind])
    return tuple((form, tuple(found)) for form, found in entries.items())


def _may_share(entry: _Entry) -> bool:
    """Tell whether a form is a noun that need not stand as it is listed; the words of a name stay together."""
    designation = entry.designation
    noun = designation.pos in {"", "noun"} and designation.type != "clause"
    named = designation.term[designation.term.rfind(" ") + 1 :][:1].isupper()
    return noun and not (named or entry.case or entry.rest or designation.policy.exact)


def _like(concept: str, designation: Designation, label: Designation, *, citation: bool) -> TermOccurrence:
    """Return what each occurrence of a form is like."""
    exact = Basis.EXACT if citation else Basis.INFLECTED
    return TermOccurrence(
        text=0,
        spans=(),
        concept=concept,
        designation=designation.term,
        rendering=label.term,
        status=label.status,
        basis=Basis.PATTERN if designation.policy.pattern else exact,
        type=designation.type,
    )


def _placed(text: str, folded: str, back: OffsetMap, hit: _Hit, hull: Span) -> Iterator[tuple[_Spans, _Entry]]:
    """Yield what a hit in a folded text may be, each with the places of its pieces in the text."""
    start, end, _, entries = hit
    alone = (_with_quote(text, hull),)
    for entry in entries:
        spans: _Spans = alone
        if entry.rest:
            pieces = _fill(folded, Span(start, end), entry.rest)
            if pieces is None:
                continue
            spans = tuple([_with_quote(text, back.to_source(piece)) for piece in pieces])
        if not entry.case or same_case(text[spans[0].start : spans[-1].end], entry.designation.term):
            yield spans, entry


def _rendered(hits: Mapping[_Spans, Sequence[_Entry]]) -> Sequence[_Spans]:
    """Return the hits that stand in one text whose source names their concepts."""
    if len(hits) == 1:
        return list(hits)
    chosen = list(_longest(hits))
    if len(chosen) == len(hits):
        return chosen
    # What the source names apart may stand inside the rendering of another term, and nowhere else.
    rendered = {entry.like.concept for spans in chosen for entry in hits[spans]}
    inside = [
        spans for spans, entries in hits.items() if rendered.isdisjoint(entry.like.concept for entry in entries)
    ]
    return sorted([*chosen, *_longest(inside)])


def _beside(
    whole: Mapping[_Spans, Sequence[_Entry]], in_pieces: Iterable[tuple[_Spans, Span, Sequence[_Entry]]]
) -> Mapping[_Spans, Sequence[_Entry]]:
    """Return renderings with those in pieces whose own piece is none; a mere form of their term is taken in."""
    chosen, ordered = dict(whole), list(whole)
    for spans, own, entries in in_pieces:
        at = bisect_left(ordered, own.end, key=lambda place: place[0].start) - 1
        if at >= 0 and ordered[at][-1].end > own.start:
            (start, end), met = _hull(ordered[at]), whole[ordered[at]]
            concepts = {entry.like.concept for entry in entries}
            forms = all(e.like.concept in concepts and e.like.basis is Basis.INFLECTED for e in met)
            if not forms or start < own.start or end > own.end:
                continue
            chosen.pop(ordered[at], None)
        chosen[spans] = entries
    return {spans: chosen[spans] for spans in sorted(chosen, key=_hull)}


def _objection(place: Place, designation: Designation) -> Objection | None:
    """Return what speaks against a wording where no source is at hand."""
    policy = designation.policy
    if policy.source:
        return Objection.SOURCE
    if not place.fits(designation):
        return Objection.NAME
    if policy.context and not place.is_context_for(designation):
        return Objection.CONTEXT
    return None


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


def _hull(spans: _Spans) -> tuple[int, int]:
    return spans[0].start, spans[-1].end


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


def _occurrence(spans: _Spans, entries: Sequence[_Entry], index: int) -> TermOccurrence:
    """Choose among the designations that a wording may stand for: what is listed word for word first."""
    if len(entries) == 1:
        return replace(entries[0].like, text=index, spans=spans)
    best, *others = [entry.like for entry in sorted(entries, key=_rank)]
    candidates = tuple(dict.fromkeys(other.concept for other in others if other.concept != best.concept))
    confidence = 0.5 if candidates else 1.0
    return replace(best, text=index, spans=spans, confidence=confidence, candidates=candidates)


def _rank(entry: _Entry) -> tuple[bool, int, int]:
    return entry.rank

"""Renderings that a termbase lists, in folded text.

Every form of every English designation is sought: by one automaton over all of them, or one by one where the
source names the concepts. Hits are kept where they fill whole words of one sentence and their policy allows; of
hits that overlap, the longest stands (maximal rendering), beside terms that share a word with it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count, starmap
from operator import attrgetter, itemgetter
from typing import NamedTuple

from daachorse import CharwiseDoubleArrayAhoCorasick
from msgspec.structs import replace

from toolkit.garbage import uncollected
from toolkit.offsets import OffsetMap, Span, span_of
from toolkit.recognition import Basis, TermOccurrence
from toolkit.recognition._overlaps import Reading, Spans, longest
from toolkit.recognition.coordinated import SharedWords, may_part
from toolkit.recognition.folding import BETWEEN, fold, joined
from toolkit.recognition.policy import Objection, Place, case_counts, is_bare, objection, same_case
from toolkit.recognition.variants import GAP, form_of, variants
from toolkit.termbase import Concept, Designation, Status, Termbase
from toolkit.text import Segment

GAP_WORDS = 10  # most words that may stand in the gap of a pattern
_LONGEST_WORD = 20
_TELLING_BLANKS = 2  # blanks in a wording of so many words that chance does not yield it
_OPENING = ("“", '"')
_ORDER = (Status.PREFERRED, Status.ADMITTED, Status.SUPERSEDED, Status.DEPRECATED)


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


class _Form(NamedTuple):
    """A wording in folded text, up to its first gap, and what it may be.

    It is `plain` where the letters in whole words are enough, so that no entry has to be looked at.
    """

    wording: str
    entries: Sequence[_Entry]
    plain: bool

    @classmethod
    def of(cls, wording: str, entries: Sequence[_Entry]) -> "_Form":
        policies = [entry.designation.policy for entry in entries]
        demanding = any(entry.rest or entry.case for entry in entries)
        return cls(wording, entries, plain=not (demanding or any(p.source or p.context for p in policies)))


_Hit = tuple[int, int, _Form, Span]  # start and end in a folded text, and the place in the text itself
_Weighed = tuple[
    Spans, _Entry, Objection | None
]  # the places of a wording, what it may be, what speaks against it
_Reading = Reading[Sequence[_Entry]]


class ListedRenderings:
    """A termbase compiled for search. Finding is linear in the text."""

    def __init__(self, termbase: Termbase) -> None:
        numbers = count()
        self._forms = {concept.id: _forms(concept, numbers) for concept in termbase.concepts}

    @cached_property
    def _all(self) -> tuple[CharwiseDoubleArrayAhoCorasick | None, Sequence[_Form]]:
        """An automaton over all forms, and these."""
        entries: dict[str, Sequence[_Entry]] = {}
        for forms in self._forms.values():
            for form, same, _ in forms:
                entries[form] = (*entries[form], *same) if form in entries else same
        found = tuple(_Form.of(*each) for each in entries.items())
        return CharwiseDoubleArrayAhoCorasick(list(entries)) if entries else None, found

    @cached_property
    def _shared(self) -> tuple[SharedWords, Mapping[str, Sequence[_Entry]]]:
        """The forms that may share a word with what is joined to them, and the entries of each."""
        found: dict[str, tuple[_Entry, ...]] = {}
        for forms in self._forms.values():
            for form, same, _ in forms:
                nouns = tuple(filter(_may_share, same)) if may_part(form) else ()
                if nouns:
                    found[form] = found.get(form, ()) + nouns
        return SharedWords(found), found

    @uncollected()
    def find(self, text: str, sentences: Sequence[Span], index: int = 0) -> list[TermOccurrence]:
        """Return what the termbase lists in a text, in the order of the text; `index` is the text's own."""
        folded, back = fold(text)
        starts, ends = [span.start for span in sentences], [span.end for span in sentences]
        found: list[_Reading] = []
        others: list[_Hit] = []
        for hit in self._hits(folded, back):
            _, _, form, place = hit
            start, end = place
            if form.plain and is_bare(text, start, end):
                at = bisect_right(starts, start) - 1
                if at >= 0 and end <= ends[at]:
                    found.append((start, end, (place,), form.entries))
            else:
                others.append(hit)
        found += _allowed(list(_weighed(text, folded, back, sentences, others)), found)
        chosen: Sequence[_Reading] = longest(found)
        in_pieces = list(self._in_pieces(text, folded, back, sentences))
        if in_pieces:
            chosen = _beside(chosen, in_pieces)
        return [_occurrence(spans, entries, index) for _, _, spans, entries in chosen]

    def find_each(
        self,
        texts: Sequence[str],
        wanted: Sequence[Iterable[str]],
        places: Sequence[Segment],
        sources: Sequence[Segment | None],
    ) -> list[list[TermOccurrence]]:
        """Return for each of many texts what is listed of the concepts wanted there, those that its source names.

        What is plain English elsewhere is a rendering there. `places` are where the texts stand: spans count as
        they do. `sources` are the places of what all that is found in a text renders, where there is but one.
        """
        text, starts = joined(texts)
        folded, back = fold(text)
        moves = [place.span.start - start for place, start in zip(places, starts, strict=False)]
        found: list[list[_Reading]] = [[] for _ in texts]
        hits = self._named(folded.split(BETWEEN), wanted)
        for (start, end, form, at), place in zip(hits, back.to_sources(hits), strict=True):
            begin, behind = place
            by = moves[at]
            if form.plain and text[begin - 1] not in _OPENING:
                begin, behind = begin + by, behind + by
                found[at].append((begin, behind, (span_of((begin, behind)),), form.entries))
                continue
            for spans, entry in _placed(text, folded, back, (start, end, form, place)):
                if spans[-1].end < starts[at + 1]:
                    found[at].append(_reading(tuple([Span(a + by, b + by) for a, b in spans]), (entry,)))
        if any(len(readings) > 1 for readings in found):
            found = list(map(_rendered, found))
        return [
            [_occurrence(spans, entries, place.text, source) for _, _, spans, entries in readings]
            for readings, place, source in zip(found, places, sources, strict=True)
        ]

    def _hits(self, folded: str, back: OffsetMap) -> Iterator[_Hit]:
        """Yield where forms stand in a folded text as whole words."""
        automaton, forms = self._all
        padded = f" {folded} "
        whole = [
            hit
            for hit in (automaton.find_overlapping(folded) if automaton else ())
            if not (padded[hit[0]].isalnum() or padded[hit[1] + 1].isalnum())
        ]
        for (start, end, number), place in zip(whole, back.to_sources(whole), strict=True):
            yield start, end, forms[number], place

    def _named(
        self, texts: Sequence[str], wanted: Sequence[Iterable[str]]
    ) -> Sequence[tuple[int, int, _Form, int]]:
        """Return where, in folded texts that are one, and in which of them, forms of the concepts wanted stand."""
        found = []
        begin = 0
        forms = self._forms
        for at, (text, concepts) in enumerate(zip(texts, wanted, strict=True)):
            for concept in concepts:
                for form in forms[concept]:
                    wording, _, _ = form
                    start = text.find(wording)
                    while start >= 0:
                        end = start + len(wording)
                        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                            found.append((begin + start, begin + end, form, at))
                        start = text.find(wording, start + 1)
            begin += len(text) + 1
        return found

    def weighed(
        self, text: str, sentences: Sequence[Span]
    ) -> Iterator[tuple[Span, str, Designation, Objection | None]]:
        """Yield all that has the letters of a designation: place, concept, designation, what speaks against it."""
        folded, back = fold(text)
        for spans, entry, why in _weighed(text, folded, back, sentences, self._hits(folded, back)):
            yield Span(*_hull(spans)), entry.like.concept, entry.designation, why

    def _in_pieces(
        self, text: str, folded: str, back: OffsetMap, sentences: Sequence[Span]
    ) -> Iterator[tuple[Spans, Span, list[_Entry]]]:
        """Yield what may be a rendering that shares a word with another: its pieces, and which is its own."""
        shared, entries = self._shared
        starts = [span.start for span in sentences]
        for form, places, own in shared.find(folded):
            spans = tuple(map(back.to_source, places))
            at = bisect_right(starts, spans[0].start) - 1
            if at >= 0 and spans[-1].end <= sentences[at].end:
                place = Place(text, *_hull(spans), sentences[at])
                fitting = [entry for entry in entries[form] if objection(place, entry.designation) is None]
                if fitting:
                    yield spans, spans[own], fitting


def _forms(concept: Concept, numbers: Iterator[int]) -> tuple[_Form, ...]:
    """Return the forms of a concept's English designations."""
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
    return tuple(_Form.of(form, tuple(found)) for form, found in entries.items())


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


def _weighed(
    text: str, folded: str, back: OffsetMap, sentences: Sequence[Span], hits: Iterable[_Hit]
) -> Iterator[_Weighed]:
    """Yield what may be a rendering in a sentence though no source says so, and what speaks against it."""
    starts = [span.start for span in sentences]
    for hit in hits:
        for spans, entry in _placed(text, folded, back, hit):
            at = bisect_right(starts, spans[0].start) - 1
            if at >= 0 and spans[-1].end <= sentences[at].end:
                yield spans, entry, objection(Place(text, *_hull(spans), sentences[at]), entry.designation)


def _allowed(weighed: Sequence[_Weighed], found: Iterable[_Reading]) -> Iterator[_Reading]:
    """Yield of what was weighed what stands there, beside what is found beyond doubt."""
    # Where a text has a concept beyond doubt elsewhere, a wording of several words for it needs no context.
    sure: dict[str, set[Spans]] = {}
    if any(why is Objection.CONTEXT for _, _, why in weighed):
        for _, _, spans, entries in found:
            for entry in entries:
                sure.setdefault(entry.like.concept, set()).add(spans)
        for spans, entry, why in weighed:
            if why is None and not entry.designation.policy.context:
                sure.setdefault(entry.like.concept, set()).add(spans)
    allowed: dict[Spans, list[_Entry]] = {}
    for spans, entry, why in weighed:
        telling = entry.designation.term.count(" ") >= _TELLING_BLANKS
        elsewhere = why is Objection.CONTEXT and sure.get(entry.like.concept, set()) - {spans}
        if why is None or (telling and elsewhere):
            allowed.setdefault(spans, []).append(entry)
    return starmap(_reading, allowed.items())


def _reading(spans: Spans, entries: Sequence[_Entry]) -> _Reading:
    return spans[0].start, spans[-1].end, spans, entries


def _placed(text: str, folded: str, back: OffsetMap, hit: _Hit) -> Iterator[tuple[Spans, _Entry]]:
    """Yield what a hit may be, each with the places of its pieces in the text."""
    start, end, form, place = hit
    alone = (_with_quote(text, place),)
    for entry in form.entries:
        spans: Spans = alone
        if entry.rest:
            pieces = _fill(folded, Span(start, end), entry.rest)
            if pieces is None:
                continue
            spans = tuple([_with_quote(text, back.to_source(piece)) for piece in pieces])
        if not entry.case or same_case(text[spans[0].start : spans[-1].end], entry.designation.term):
            yield spans, entry


def _rendered(found: list[_Reading]) -> list[_Reading]:
    """Return of what is found in one text whose source names the concepts what stands there."""
    if len(found) <= 1:
        return found
    merged: dict[Spans, tuple[_Entry, ...]] = {}
    for _, _, spans, entries in found:
        merged[spans] = (*merged.get(spans, ()), *entries)
    found = [_reading(*each) for each in merged.items()]
    chosen = longest(found)
    if len(chosen) == len(found):
        return chosen
    # What the source names apart may stand inside the rendering of another term, and nowhere else.
    rendered = {entry.like.concept for *_, entries in chosen for entry in entries}
    inside = [each for each in found if rendered.isdisjoint(entry.like.concept for entry in each[-1])]
    return sorted([*chosen, *longest(inside)], key=itemgetter(2))


def _beside(
    whole: Sequence[_Reading], in_pieces: Iterable[tuple[Spans, Span, Sequence[_Entry]]]
) -> Sequence[_Reading]:
    """Return renderings with those in pieces whose own piece is none; a mere form of their term is taken in."""
    chosen = {reading[2]: reading for reading in whole}
    for spans, own, entries in in_pieces:
        at = bisect_left(whole, own.end, key=itemgetter(0)) - 1
        if at >= 0 and whole[at][1] > own.start:
            start, end, place, met = whole[at]
            concepts = {entry.like.concept for entry in entries}
            forms = all(e.like.concept in concepts and e.like.basis is Basis.INFLECTED for e in met)
            if not forms or start < own.start or end > own.end:
                continue
            chosen.pop(place, None)
        chosen[spans] = _reading(spans, entries)
    return sorted(chosen.values(), key=itemgetter(0, 1))


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


def _hull(spans: Spans) -> tuple[int, int]:
    return spans[0].start, spans[-1].end


def _with_quote(text: str, span: Span) -> Span:
    """Take in the opening quote before a span that holds only the closing one."""
    before = text[span.start - 1 : span.start]
    if before in _OPENING:
        inside = text[span.start : span.end]
        if inside.count("”") > inside.count("“") if before == "“" else inside.count('"') % 2:
            return Span(span.start - 1, span.end)
    return span


def _occurrence(
    spans: Spans, entries: Sequence[_Entry], index: int, source: Segment | None = None
) -> TermOccurrence:
    """Choose among the designations that a wording may stand for: what is listed word for word first."""
    if len(entries) == 1:
        return replace(entries[0].like, text=index, spans=spans, source=source)
    best, *others = [entry.like for entry in sorted(entries, key=attrgetter("rank"))]
    candidates = tuple(dict.fromkeys(other.concept for other in others if other.concept != best.concept))
    confidence = 0.5 if candidates else 1.0
    return replace(best, text=index, spans=spans, source=source, confidence=confidence, candidates=candidates)

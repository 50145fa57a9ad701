"""Renderings where the Chinese source is at hand: each term of a source segment is sought in its target."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from toolkit.garbage import uncollected
from toolkit.offsets import Span
from toolkit.recognition import Basis, TermOccurrence
from toolkit.recognition.chinese import ChineseTerms, SourceTerm
from toolkit.recognition.lemmas import lemmas
from toolkit.recognition.lexicon import content_words, words
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.unlisted import UnlistedRenderings
from toolkit.termbase import Designation, Termbase
from toolkit.text import Segment

LIKELY = 0.5  # the confidence from which an inferred rendering is told
ODDS = 8.0  # how much likelier a rendering is where the source segment has the term
_ALONE = (Segment(0, Span(0, 0)),) * 2  # the places of texts that are no part of others
_SPARE = 4  # words that may stand among those of a rendering whose order is another


class PairResult(msgspec.Struct, frozen=True, gc=False):
    """What one pair of segments holds; spans of `terms` count in its own source text.

    `omitted` are the terms of which the target shows no trace.
    """

    terms: Sequence[SourceTerm]
    occurrences: Sequence[TermOccurrence]
    omitted: Sequence[SourceTerm]


class PairedRenderings:
    """A termbase compiled for search in pairs of a Chinese and an English segment."""

    def __init__(self, termbase: Termbase, listed: ListedRenderings, unlisted: UnlistedRenderings | None) -> None:
        self._chinese = ChineseTerms(termbase)
        self._listed = listed
        self._unlisted = unlisted
        self._termbase = termbase

    @uncollected()
    def find(
        self, pairs: Sequence[tuple[str, str]], places: Sequence[tuple[Segment, Segment]] | None = None
    ) -> list[PairResult]:
        """Return for each pair of a source and a target text its terms and their renderings.

        `places` are where the two texts stand: spans of occurrences, and their sources, count as they do.
        """
        if not pairs:
            return []
        places = places or [_ALONE] * len(pairs)
        terms = self._chinese.find_each([source for source, _ in pairs])
        wanted = [_concepts(told) for told in terms]
        sources = [
            told[0].placed(origin) if len(told) == 1 else None
            for told, (origin, _) in zip(terms, places, strict=True)
        ]
        found = self._listed.find_each(
            [target for _, target in pairs], wanted, [place for _, place in places], sources
        )
        results = []
        for (_, target), (origin, place), told, here in zip(pairs, places, terms, found, strict=True):
            if here and len(told) == 1:
                results.append(PairResult(told, here, []))
                continue
            missing = _missing(told, here)
            if missing:
                missing = self._search(target, place, missing, here)
            results.append(PairResult(told, _sourced(here, told, origin), missing))
        return results

    def _search(
        self, target: str, place: Segment, missing: list[SourceTerm], found: list[TermOccurrence]
    ) -> list[SourceTerm]:
        """Add to what is found what may render the missing terms, and return those without any trace."""
        concepts = _concepts(missing)
        traces = (
            []
            if self._unlisted is None
            else [
                replace(o, confidence=_told(o.confidence))
                for o in self._unlisted.find(target, [Span(0, len(target))], wanted=[concepts])
            ]
        )
        inferred = list(self._reordered(target, concepts))
        rendered = {occurrence.concept for occurrence in (*found, *inferred)}
        inferred += [o for o in traces if o.confidence >= LIKELY and o.concept not in rendered]
        found += [occurrence.placed(place) for occurrence in inferred]
        found.sort(key=lambda o: o.span)
        return _missing(missing, [*inferred, *traces])

    def _reordered(self, target: str, concepts: Collection[str]) -> Iterator[TermOccurrence]:
        """Yield wordings all of whose words stand near one another in another order."""
        tokens = [(span, frozenset(lemmas(word))) for span, word in words(target)]
        for concept in sorted(concepts):
            for designation in self._termbase[concept].terms("en"):
                wanted = () if designation.policy.pattern else _content(designation.term)
                span = _together(tokens, wanted) if len(wanted) > 1 else None
                if span is not None:
                    yield _aligned(concept, designation, span)
                    break


@lru_cache(maxsize=1 << 12)
def _content(wording: str) -> tuple[frozenset[str], ...]:
    """Return the base forms of each content word."""
    return tuple(frozenset(lemmas(word)) for word in content_words(wording))


def _sourced(
    occurrences: Sequence[TermOccurrence], terms: Sequence[SourceTerm], origin: Segment
) -> Sequence[TermOccurrence]:
    """Return occurrences with their terms' places: the first of a concept renders its first term, and so on."""
    used: dict[str, int] = {}
    found = []
    for occurrence in occurrences:
        concept = occurrence.concept
        own = [term for term in terms if concept in term.concepts]
        at = used[concept] = used.get(concept, -1) + 1
        found.append(replace(occurrence, source=own[min(at, len(own) - 1)].placed(origin)))
    return found


def _concepts(terms: Sequence[SourceTerm]) -> Collection[str]:
    if len(terms) == 1:
        return terms[0].concepts
    return {name for term in terms for name in term.concepts}


def _missing(terms: list[SourceTerm], found: Sequence[TermOccurrence]) -> list[SourceTerm]:
    """Return those terms that have no rendering among the occurrences, all of which are of their concepts."""
    rendered = {name for o in found for name in (o.concept, *o.candidates)}
    return [term for term in terms if rendered.isdisjoint(term.concepts)]


def _told(confidence: float) -> float:
    """Return how sure a rendering is where the source has the term, by Bayes' rule."""
    odds = ODDS * confidence / (1 - confidence)
    return odds / (1 + odds)


def _together(tokens: Sequence[tuple[Span, frozenset[str]]], wanted: Sequence[frozenset[str]]) -> Span | None:
    """Return the first stretch, little longer than the words wanted, that holds all of them."""
    width = len(wanted) + _SPARE
    for start, (span, forms) in enumerate(tokens):
        if not any(not forms.isdisjoint(word) for word in wanted):
            continue
        near = tokens[start : start + width]
        places = [next((at for at, (_, f) in enumerate(near) if not f.isdisjoint(word)), None) for word in wanted]
        known = [at for at in places if at is not None]
        if len(set(known)) == len(wanted):
            return Span(span.start, near[max(known)][0].end)
    return None


def _aligned(concept: str, designation: Designation, span: Span) -> TermOccurrence:
    return TermOccurrence(
        text=0,
        spans=(span,),
        concept=concept,
        designation=designation.term,
        rendering=designation.term,
        status=designation.status,
        basis=Basis.ALIGNED,
        type=designation.type,
        confidence=0.8,
    )

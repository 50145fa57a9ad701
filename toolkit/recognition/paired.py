"""Renderings where the Chinese source is at hand: each term of a source segment is sought in its target."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec

from toolkit.offsets import Span
from toolkit.recognition import Basis, TermOccurrence
from toolkit.recognition.chinese import ChineseTerms, SourceTerm
from toolkit.recognition.folding import joined
from toolkit.recognition.lemmas import lemmas
from toolkit.recognition.lexicon import content_words, words
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.unlisted import UnlistedRenderings
from toolkit.termbase import Designation, Termbase

LIKELY = 0.5  # the confidence from which an inferred rendering is told
ODDS = 8.0  # how much likelier a rendering is where the source segment has the term
_SPARE = 4  # words that may stand among those of a rendering whose order is another


class PairResult(NamedTuple):
    """What one pair of segments holds; spans count in the pair's own texts, those of `terms` in the source.

    `omitted` are the terms of which the target shows no trace.
    """

    terms: tuple[SourceTerm, ...]
    occurrences: tuple[TermOccurrence, ...]
    omitted: tuple[SourceTerm, ...]


class PairedRenderings:
    """A termbase compiled for search in pairs of a Chinese and an English segment."""

    def __init__(self, termbase: Termbase, listed: ListedRenderings, unlisted: UnlistedRenderings | None) -> None:
        self._chinese = ChineseTerms(termbase)
        self._listed = listed
        self._unlisted = unlisted
        self._wordings = {
            concept.id: [
                (designation, [frozenset(lemmas(word)) for word in content_words(designation.term)])
                for designation in concept.terms("en")
                if not designation.policy.pattern
            ]
            for concept in termbase.concepts
        }

    def find(self, pairs: Sequence[tuple[str, str]]) -> Iterator[PairResult]:
        """Yield for each pair of a source and a target text its terms and their renderings."""
        terms = self._chinese.find_each([source for source, _ in pairs])
        wanted = [_concepts(found) for found in terms]
        found = self._listed.find_each([target for _, target in pairs], wanted)
        missing = [_missing(*each) for each in zip(terms, found, strict=True)]
        traces: list[list[TermOccurrence]] = [[] for _ in pairs]
        if self._unlisted is not None:
            targets, places = joined([target for _, target in pairs])
            sought = [_concepts(left) for left in missing]
            for at, occurrence in _by_place(self._unlisted.find(targets, places, wanted=sought), places):
                traces[at].append(msgspec.structs.replace(occurrence, confidence=_told(occurrence.confidence)))
        for at, (_, target) in enumerate(pairs):
            if missing[at]:
                found[at] += self._reordered(target, _concepts(missing[at]))
                rendered = {occurrence.concept for occurrence in found[at]}
                found[at] += [o for o in traces[at] if o.confidence >= LIKELY and o.concept not in rendered]
                found[at].sort(key=lambda o: o.span)
                missing[at] = _missing(missing[at], found[at] + traces[at])
            yield PairResult(tuple(terms[at]), tuple(found[at]), tuple(missing[at]))

    def _reordered(self, target: str, concepts: Collection[str]) -> Iterator[TermOccurrence]:
        """Yield wordings all of whose words stand near one another in another order."""
        tokens = [(span, frozenset(lemmas(word))) for span, word in words(target)] if concepts else []
        for concept in sorted(concepts):
            for designation, wanted in self._wordings[concept]:
                span = _together(tokens, wanted) if len(wanted) > 1 else None
                if span is not None:
                    yield _aligned(concept, designation, span)
                    break


def _by_place(
    occurrences: Iterator[TermOccurrence], places: Sequence[Span]
) -> Iterator[tuple[int, TermOccurrence]]:
    """Yield occurrences in the text to which each belongs, with its number; both are in order."""
    at = 0
    for occurrence in occurrences:
        while occurrence.span.start >= places[at].end:
            at += 1
        yield at, occurrence.moved(-places[at].start)


def _missing(terms: Sequence[SourceTerm], found: Sequence[TermOccurrence]) -> list[SourceTerm]:
    """Return those terms that have no rendering among the occurrences."""
    if not terms:
        return []
    rendered = {name for o in found for name in (o.concept, *o.candidates)}
    return [term for term in terms if rendered.isdisjoint(term.concepts)]


def _concepts(terms: Sequence[SourceTerm]) -> Collection[str]:
    if len(terms) == 1:
        return terms[0].concepts
    return frozenset(name for term in terms for name in term.concepts)


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

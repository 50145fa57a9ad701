"""Renderings that no list has: English spans whose content words render a Chinese term unit by unit.

So "backward production capacity" is found for 落后产能: 落后=backward, 产能=production capacity. What is found
is a suggestion; its confidence is calibrated on labelled spans.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from toolkit.offsets import Span
from toolkit.recognition import Basis, Evidence, TermOccurrence
from toolkit.recognition._glosses import Glosses, Match, Sentence
from toolkit.recognition._likelihood import Likeness, at_best, likelihood
from toolkit.recognition._terms import LIKELY, Term, Terms
from toolkit.recognition.lexicon import Lexicon
from toolkit.termbase import Status, Termbase

_BREAK = re.compile(r"[.;:!?。；！？()\n]")
_PREPOSITIONS = frozenset("of in on for to by from at with between among into over above below under".split())
MOST_BETWEEN = 2  # content words between two matched ones
MOST_WORDS = 4  # function words between two matched ones
_RARE = 6  # from this rank on a gloss is no more rare
USUAL = 1  # the rank up to which one word alone may render a term of one unit
LEAST = 2  # content words that a rendering has
_PARTS = frozenset("half third quarter fourth fifth sixth seventh eighth ninth tenth".split())

_Tally = tuple[int, int, int, int, int, int, float, float]  # what `Likeness` begins with
_Chain = tuple[Term, tuple[Match, ...]]


class _Candidate(NamedTuple):
    """What may render a term: its matches and its place; `words` has a bit for each of its words."""

    confidence: float
    term: Term
    matches: tuple[Match, ...]
    words: int
    span: Span


class _Room(NamedTuple):
    """What other renderings in a sentence leave to one: words that it cannot begin with, or end before.

    Nor can it be one of the places that are `whole`.
    """

    not_from: AbstractSet[int]
    not_to: AbstractSet[int]
    whole: AbstractSet[tuple[int, int]]

    def holds(self, first: int, last: int) -> bool:
        """Tell whether there is room for words, of which the first is no bar."""
        return last not in self.not_to and (first, last) not in self.whole


_ROOM = _Room(frozenset(), frozenset(), frozenset())


class UnlistedRenderings:
    """The Chinese terms of a termbase, searched for by the glosses of their units.

    Finding is linear in the text, and in the terms of whose rarest units a gloss stands there.
    """

    def __init__(self, termbase: Termbase, lexicon: Lexicon) -> None:
        cuts = sorted(
            {
                (concept.id, d.term, units)
                for concept in termbase.concepts
                for d in concept.terms("zh")
                for units in lexicon.cuts(d.term)
            }
        )
        units = dict.fromkeys(unit for _, _, cut in cuts for unit in cut)
        self._glosses = Glosses(lexicon, units, {cut[0] for _, _, cut in cuts if len(cut) == 1})
        self._terms = Terms(cuts, lexicon.generic, self._glosses.common.__getitem__, self._glosses.most_words)

    def find(
        self,
        text: str,
        sentences: Sequence[Span],
        index: int = 0,
        wanted: Sequence[Collection[str]] | None = None,
        listed: Sequence[Span] = (),
    ) -> Iterator[TermOccurrence]:
        """Yield what is likely to render a term, the surest of those that overlap, in the order of the text.

        `wanted` has for each sentence the concepts that its source names. Then these alone are found, be they
        likely or not, and half of a term's units are enough. `listed` are the places of other renderings, in
        order: one that is found takes such a place in and goes beyond it, or stands apart.
        """
        starts = [place.start for place in listed]
        for at, span in enumerate(sentences):
            concepts = None if wanted is None else wanted[at]
            if concepts is not None and not concepts:
                continue
            sentence = self._glosses.read(text, span)
            matches = sentence.matches
            of_unit: dict[str, list[int]] = {}
            for number, (_, _, gloss) in enumerate(matches):
                if gloss.unit in of_unit:
                    of_unit[gloss.unit].append(number)
                else:
                    of_unit[gloss.unit] = [number]
            there = set(of_unit)
            if concepts is None:
                own = {gloss.unit for _, _, gloss in matches if gloss.own}
                longer = {gloss.unit for _, _, gloss in matches if gloss.rest}
                possible = self._terms.possible(there, own, longer)
            else:
                possible = self._terms.named(there, concepts)
            room = _room(sentence, listed[bisect_left(starts, span.start) : bisect_left(starts, span.end)])
            chains: dict[int, list[_Chain]] = {}
            for term, hit, shown in possible:
                fitting = [matches[n] for n in sorted([n for unit in hit for n in of_unit[unit]])]
                for chain in _chains(text, sentence, fitting, term.units, shown, room):
                    chains.setdefault(len(chain), []).append((term, chain))
            for candidate in _best(text, sentence, chains, told=concepts is not None):
                yield _occurrence(text, sentence, candidate, index)

    def candidates(self, text: str, span: Span) -> Iterator[tuple[str, Span, Likeness]]:
        """Yield whatever may render a term in a sentence, likely or not: concept, place, what is known of it.

        Every term is looked at.
        """
        sentence = self._glosses.read(text, span)
        there = {gloss.unit for _, _, gloss in sentence.matches}
        for term, hit, shown in self._terms.whatever(there):
            fitting = [match for match in sentence.matches if match[2].unit in hit]
            for chain in _chains(text, sentence, fitting, term.units, shown, _ROOM):
                if _is_enough(chain, sentence, term):
                    place = sentence.span(chain[0][0], chain[-1][1])
                    tally = _tally(sentence, chain, term)
                    yield term.concept, place, _likeness(text, sentence, chain, term, tally)


def _may_be_likely(tally: _Tally) -> bool:
    *counts, rank, rarity = tally
    return at_best(*counts, int(rank), ceil(rarity)) >= LIKELY


def _tally(sentence: Sentence, chain: Sequence[Match], term: Term) -> _Tally:
    """Return what the words of a chain of matches tell: what `Likeness` begins with."""
    content, rarity = sentence.content, sentence.rarity
    words = rank = met = 0
    rare = 0.0
    for first, last, gloss in chain:
        words += content[last] - content[first]
        rare += rarity[last] - rarity[first]
        rank += min(gloss.rank, _RARE)
        met += gloss.telling
    extra = content[chain[-1][1]] - content[chain[0][0]] - words
    return words, len(term.units), len(chain), met, term.telling - met, extra, rank / len(chain), rare / words


def _likeness(text: str, sentence: Sentence, chain: Sequence[Match], term: Term, tally: _Tally) -> Likeness:
    """Return what speaks for and against a chain of matches."""
    first, last = chain[0][0], chain[-1][1]
    return Likeness(
        *tally,
        sum([_misplaced(sentence, a, b, term) for a, b in pairwise(chain)]),
        text.find(",", *sentence.span(first, last)) >= 0,
        first > 0 and _joined(text, sentence, first),
        last < len(sentence.words) - 1 and _joined(text, sentence, last),
    )


def _misplaced(sentence: Sentence, one: Match, other: Match, term: Term) -> bool:
    """Tell whether neighbours stand in the order of the Chinese across a preposition, or against it without."""
    (first, _, before), (_, last, behind) = one, other
    turned = term.units.index(before.unit) > term.units.index(behind.unit)
    return turned == _PREPOSITIONS.isdisjoint([word.word for word in sentence.words[first:last]])


def _is_enough(chain: Sequence[Match], sentence: Sentence, term: Term) -> bool:
    """Tell whether there are words enough, or one that renders all of a term by a usual gloss and no verb.

    "One-quarter" is a number: it renders neither 一 nor 季度.
    """
    first, last, gloss = chain[0]
    if len(chain) > 1:
        return sentence.words[first].word != "one" or sentence.words[chain[-1][1] - 1].word not in _PARTS
    several = sentence.content[last] - sentence.content[first] >= LEAST
    if len(term.units) > 1:
        return several
    usual = gloss.rank <= USUAL and not sentence.words[first].word.endswith(("ing", "ed"))
    return gloss.own and (several or usual)


def _joined(text: str, sentence: Sentence, at: int) -> bool:
    """Tell whether a word and the one before it are content words with but a space or a hyphen between."""
    one, other = sentence.words[at - 1], sentence.words[at]
    return one.counts and other.counts and text[sentence.places[at - 1][1] : sentence.places[at][0]] in {" ", "-"}


def _room(sentence: Sentence, listed: Iterable[Span]) -> _Room:
    """Return the room that other renderings leave."""
    places = sentence.places
    begins, ends, whole = set[int](), set[int](), set[tuple[int, int]]()
    for start, end in listed:
        first, behind = bisect_left(places, (start,)), bisect_left(places, (end,))
        whole.add((first, behind))
        begins.update(at for at in range(first, behind) if places[at][0] > start)
        ends.update(at for at in range(first, behind + 1) if start < places[at - 1][1] < end)
    return _Room(begins, ends, whole)


def _chains(  # noqa: PLR0913, PLR0917 - two of them bound the others
    text: str, sentence: Sentence, fitting: Sequence[Match], units: Sequence[str], least: int, room: _Room
) -> Iterator[tuple[Match, ...]]:
    """Yield runs of `least` matches or more near one another, each unit as often as the term has it.

    None shares a word with another of its run.
    """
    places, content = sentence.places, sentence.content
    for start in range(len(fitting) - least + 1):
        opening = fitting[start]
        begin, behind, gloss = opening
        if begin in room.not_from or (
            least > 1 and content[fitting[start + 1][0]] - content[behind] > MOST_BETWEEN
        ):
            continue
        if least <= 1 and room.holds(begin, behind):
            yield (opening,)
        chain = [opening]
        free = list(units)
        free.remove(gloss.unit)
        for match in fitting[start + 1 :]:
            first, last, gloss = match
            if first < behind or gloss.unit not in free:
                continue
            between = content[first] - content[behind]
            if between > MOST_BETWEEN or first - behind - between > MOST_WORDS:
                break
            if _BREAK.search(text, places[behind - 1][1], places[first][0]):
                break
            chain.append(match)
            free.remove(gloss.unit)
            behind = last
            if len(chain) >= least and room.holds(begin, behind):
                yield tuple(chain)


def _best(
    text: str, sentence: Sentence, chains: Mapping[int, Sequence[_Chain]], *, told: bool
) -> list[_Candidate]:
    """Return the best of what overlaps: of chains that are likely, that of the most units; `chains` are by these.

    `told` says that the source has the terms; then those that are not likely may stand, too, where no other does.
    """
    taken: list[_Candidate] = []
    unlikely: list[_Candidate] = []
    covered = 0  # a bit for each word

    def take(candidates: list[_Candidate]) -> None:
        nonlocal covered
        for candidate in sorted(candidates, key=_standing):
            if not covered & candidate.words:
                covered |= candidate.words
                taken.append(candidate)

    for length in sorted(chains, reverse=True):
        likely: list[_Candidate] = []
        for term, matches in chains[length]:
            words = (1 << matches[-1][1]) - (1 << matches[0][0])
            if covered & words:
                continue
            tally = _tally(sentence, matches, term)
            if told or (_is_enough(matches, sentence, term) and _may_be_likely(tally)):
                confidence = likelihood(_likeness(text, sentence, matches, term, tally))
                candidate = _Candidate(
                    confidence, term, matches, words, sentence.span(matches[0][0], matches[-1][1])
                )
                (likely if confidence >= LIKELY else unlikely).append(candidate)
        take(likely)
    if told:
        take(unlikely)
    return sorted(taken, key=_span)


def _span(candidate: _Candidate) -> Span:
    return candidate.span


def _standing(candidate: _Candidate) -> tuple[object, ...]:
    return (
        -candidate.confidence,
        candidate.span,
        candidate.term.concept,
        candidate.term.term,
        candidate.term.units,
    )


def _occurrence(text: str, sentence: Sentence, candidate: _Candidate, index: int) -> TermOccurrence:
    span = candidate.span
    return TermOccurrence(
        text=index,
        spans=(span,),
        concept=candidate.term.concept,
        designation="",
        rendering=" ".join(text[span.start : span.end].lower().split()),
        status=Status.UNLISTED,
        basis=Basis.UNITS,
        confidence=candidate.confidence,
        evidence=tuple(
            Evidence(gloss.unit, sentence.span(first, last)) for first, last, gloss in candidate.matches
        ),
    )

"""Renderings that no list has: English spans whose content words render a Chinese term unit by unit.

So "backward production capacity" is found for 落后产能: 落后=backward, 产能=production capacity. What is found
is a suggestion; its confidence is calibrated on labelled spans.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.offsets import Span
from toolkit.recognition import Basis, Evidence, TermOccurrence
from toolkit.recognition._glosses import Glosses, Match, Sentence
from toolkit.recognition._likelihood import Likeness, at_best, likelihood
from toolkit.recognition.lexicon import Lexicon
from toolkit.termbase import Status, Termbase

_BREAK = re.compile(r"[.;:!?。；！？()\n]")
_PREPOSITIONS = frozenset("of in on for to by from at with between among into over above below under".split())
MOST_BETWEEN = 2  # content words between two matched ones
MOST_WORDS = 4  # function words between two matched ones
_RARE = 6  # from this rank on a gloss is no more rare
LIKELY = 0.6  # from this confidence on, a candidate of more units stands against one of fewer
USUAL = 1  # the rank up to which one word alone may render a term of one unit
LEAST = 2  # content words that a rendering has


class _Term(NamedTuple):
    """A Chinese term, its units, which of them there are, and how many of them tell.

    A likely rendering shows at least so many units, `least`, and has `needed` different ones in its sentence.
    """

    concept: str
    term: str
    units: tuple[str, ...]
    distinct: frozenset[str]
    telling: int
    least: int
    needed: int


class _Candidate(NamedTuple):
    """What may render a term: its matches and its place."""

    confidence: float
    term: _Term
    chain: tuple[Match, ...]
    span: Span


class UnlistedRenderings:
    """The Chinese terms of a termbase, searched for by the glosses of their units.

    Finding is linear in the text, and in the terms of whose rarest units a gloss stands there.
    """

    def __init__(self, termbase: Termbase, lexicon: Lexicon) -> None:
        self._generic = lexicon.generic
        cuts = sorted(
            {
                (concept.id, d.term, units)
                for concept in termbase.concepts
                for d in concept.terms("zh")
                for units in lexicon.cuts(d.term)
            }
        )
        all_units = dict.fromkeys(unit for _, _, units in cuts for unit in units)
        self._glosses = Glosses(lexicon, all_units, {units[0] for _, _, units in cuts if len(units) == 1})
        self._terms = [self._term(*cut) for cut in cuts]
        self._of_concept: dict[str, list[_Term]] = defaultdict(list)
        # A term is filed under its rarest units, so many that a likely rendering cannot do without all of them.
        self._of_unit: dict[str, list[int]] = defaultdict(list)
        for at, term in enumerate(self._terms):
            self._of_concept[term.concept].append(term)
            if not term.distinct <= self._generic:
                rarest = sorted(term.distinct, key=lambda unit: (self._glosses.common[unit], unit))
                for unit in rarest[: max(len(rarest) - term.needed + 1, 0)]:
                    self._of_unit[unit].append(at)

    def _term(self, concept: str, term: str, units: tuple[str, ...]) -> _Term:
        distinct = frozenset(units)
        telling = sum(unit not in self._generic for unit in units)
        least = _least(len(units), telling, self._glosses.most_words)
        needed = max(_enough(units), least - len(units) + len(distinct))
        return _Term(concept, term, units, distinct, telling, least, needed)

    def find(
        self,
        text: str,
        sentences: Sequence[Span],
        index: int = 0,
        wanted: Sequence[Collection[str]] | None = None,
    ) -> Iterator[TermOccurrence]:
        """Yield what is likely to render a term, the surest of those that overlap, in the order of the text.

        `wanted` has for each sentence the concepts that its source names. Then these alone are found, be they
        likely or not, and half of a term's units are enough.
        """
        for at, span in enumerate(sentences):
            concepts = None if wanted is None else wanted[at]
            if concepts is not None and not concepts:
                continue
            sentence = self._glosses.read(text, span)
            of_unit: dict[str, list[int]] = defaultdict(list)
            for number, match in enumerate(sentence.matches):
                of_unit[match.gloss.unit].append(number)
            there = set(of_unit)
            found: list[_Candidate] = []
            for term in self._possible(there) if concepts is None else self._named(there, concepts):
                numbers = sorted(number for unit in term.distinct & there for number in of_unit[unit])
                fitting = [sentence.matches[number] for number in numbers]
                found += _renderings(text, sentence, fitting, term, told=concepts is not None)
            for candidate in _best(found):
                yield _occurrence(text, sentence, candidate, index)

    def candidates(self, text: str, span: Span) -> Iterator[tuple[str, Span, Likeness]]:
        """Yield whatever may render a term in a sentence, likely or not: concept, place, what is known of it.

        Every term is looked at.
        """
        sentence = self._glosses.read(text, span)
        there = {match.gloss.unit for match in sentence.matches}
        for term in self._terms:
            hit = term.distinct & there
            if len(hit) >= _enough(term.units) and not hit <= self._generic:
                fitting = [match for match in sentence.matches if match.gloss.unit in hit]
                for chain in _chains(text, sentence, fitting, term.units, 1):
                    if _is_enough(chain, sentence, term):
                        place = sentence.span(chain[0].first, chain[-1].last)
                        yield term.concept, place, likeness(text, sentence, chain, term)

    def _possible(self, there: AbstractSet[str]) -> Iterator[_Term]:
        """Yield terms enough of whose units stand in the sentence, one of them telling."""
        for at in sorted({at for unit in there for at in self._of_unit.get(unit, ())}):
            term = self._terms[at]
            hit = term.distinct & there
            if len(hit) >= term.needed and not hit <= self._generic:
                yield term

    def _named(self, there: AbstractSet[str], concepts: Collection[str]) -> Iterator[_Term]:
        """Yield terms of concepts half of whose units stand in the sentence, one of them telling."""
        for term in sorted(term for concept in concepts for term in self._of_concept.get(concept, ())):
            hit = term.distinct & there
            if 2 * len(hit) >= len(term.distinct) and not hit <= self._generic:
                yield term


def _enough(units: tuple[str, ...]) -> int:
    """Return how many different units of a term stand in a sentence that may render it."""
    return max(min(LEAST, len(units)), len(set(units)) // 2 + 1)


@lru_cache(maxsize=1 << 10)
def _least(units: int, telling: int, longest: int) -> int:
    """Return how many units a likely rendering of a term shows, one more than it has where none is likely.

    `longest` is how many words may render a unit.
    """
    for met in range(1, units + 1):
        for told in range(max(met - units + telling, 0), min(met, telling) + 1):
            for words in range(met, met * longest + 1):
                if at_best(words, units, met, told, telling - told) >= LIKELY:
                    return met
    return units + 1


def _renderings(
    text: str, sentence: Sentence, fitting: list[Match], term: _Term, *, told: bool
) -> Iterator[_Candidate]:
    """Yield the places where a chain of matches renders a term; `told` says that the source has it."""
    for chain in _chains(text, sentence, fitting, term.units, 1 if told else term.least):
        if told or _is_enough(chain, sentence, term):
            confidence = likelihood(likeness(text, sentence, chain, term))
            if told or confidence >= LIKELY:
                yield _Candidate(confidence, term, chain, sentence.span(chain[0].first, chain[-1].last))


def likeness(text: str, sentence: Sentence, chain: Sequence[Match], term: _Term) -> Likeness:
    """Return what speaks for and against a chain of matches."""
    content, rarity = sentence.content, sentence.rarity
    first, last = chain[0].first, chain[-1].last
    words = rank = met = 0
    rare = 0.0
    for match in chain:
        words += content[match.last] - content[match.first]
        rare += rarity[match.last] - rarity[match.first]
        rank += min(match.gloss.rank, _RARE)
        met += match.gloss.telling
    return Likeness(
        words=words,
        units=len(term.units),
        met=len(chain),
        telling=met,
        missing=term.telling - met,
        extra=content[last] - content[first] - words,
        rank=rank / len(chain),
        rarity=rare / words,
        misplaced=sum(_misplaced(sentence, a, b, term) for a, b in pairwise(chain)),
        broken=text.find(",", sentence.starts[first], sentence.ends[last - 1]) >= 0,
        before=first > 0 and _joined(text, sentence, first),
        behind=last < len(sentence.words) - 1 and _joined(text, sentence, last),
    )


def _misplaced(sentence: Sentence, one: Match, other: Match, term: _Term) -> bool:
    """Tell whether neighbours stand in the order of the Chinese across a preposition, or against it without."""
    turned = term.units.index(one.gloss.unit) > term.units.index(other.gloss.unit)
    return turned != any(word.word in _PREPOSITIONS for word in sentence.words[one.first : other.last])


def _is_enough(chain: Sequence[Match], sentence: Sentence, term: _Term) -> bool:
    """Tell whether there are words enough, or one that renders all of a term by a usual gloss and no verb."""
    if len(chain) > 1:
        return True
    first, last, gloss = chain[0]
    several = sentence.content[last] - sentence.content[first] >= LEAST
    if len(term.units) > 1:
        return several
    usual = gloss.rank <= USUAL and not sentence.words[first].word.endswith(("ing", "ed"))
    return gloss.own and (several or usual)


def _joined(text: str, sentence: Sentence, at: int) -> bool:
    """Tell whether a word and the one before it are content words with but a space or a hyphen between."""
    one, other = sentence.words[at - 1], sentence.words[at]
    return one.counts and other.counts and text[sentence.ends[at - 1] : sentence.starts[at]] in {" ", "-"}


def _chains(
    text: str, sentence: Sentence, fitting: Sequence[Match], units: Sequence[str], least: int
) -> Iterator[tuple[Match, ...]]:
    """Yield runs of `least` matches or more near one another, each unit as often as the term has it.

    None shares a word with another of its run.
    """
    content = sentence.content
    for start in range(len(fitting) - least + 1):
        opening = fitting[start]
        chain, behind = [opening], opening.last
        free = list(units)
        free.remove(opening.gloss.unit)
        if least <= 1:
            yield (opening,)
        for match in fitting[start + 1 :]:
            first, last, gloss = match
            if first < behind or gloss.unit not in free:
                continue
            between = content[first] - content[behind - 1] - 1
            if between > MOST_BETWEEN or first - behind - between > MOST_WORDS:
                break
            if _BREAK.search(text, sentence.ends[behind - 1], sentence.starts[first]):
                break
            chain.append(match)
            free.remove(gloss.unit)
            behind = last
            if len(chain) >= least:
                yield tuple(chain)


def _best(found: Iterable[_Candidate]) -> list[_Candidate]:
    taken: list[_Candidate] = []
    for each in sorted(found, key=_standing):
        span = each.span
        if all(span.end <= other.span.start or other.span.end <= span.start for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda candidate: candidate.span)


def _standing(candidate: _Candidate) -> tuple[object, ...]:
    """Return what overlapping candidates are sorted by: of those that are likely, that of the most units."""
    likely = candidate.confidence >= LIKELY
    return (
        not likely,
        -len(candidate.chain) if likely else 0,
        -candidate.confidence,
        candidate.span,
        candidate.term.concept,
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
        evidence=tuple(Evidence(gloss.unit, sentence.span(first, last)) for first, last, gloss in candidate.chain),
    )

"""Renderings that no list has: English spans whose content words render a Chinese term unit by unit.

So "backward production capacity" is found for 落后产能: 落后=backward, 产能=production capacity. What is found
is a suggestion; its confidence is calibrated on labelled spans.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

import regex

from toolkit.offsets import Span
from toolkit.recognition import Basis, Evidence, TermOccurrence
from toolkit.recognition._likelihood import Likeness, likelihood, rarity
from toolkit.recognition.lemmas import lemmas
from toolkit.recognition.lexicon import STOP_WORDS, Lexicon
from toolkit.termbase import Status, Termbase

_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’]*")
_BREAK = regex.compile(r"[.;:!?。；！？()\n]")
_PREPOSITIONS = frozenset("of in on for to by from at with between among into over above below under".split())
MOST_BETWEEN = 2  # content words between two matched ones
MOST_WORDS = 4  # function words between two matched ones
_RARE = 6  # from this rank on a gloss is no more rare
LIKELY = 0.6  # from this confidence on, a candidate of more units stands against one of fewer
USUAL = 1  # the rank up to which one word alone may render a term of one unit
LEAST = 2  # content words that a rendering has


class _Term(NamedTuple):
    """A Chinese term, its units, which of them there are, and how many of them tell."""

    concept: str
    term: str
    units: tuple[str, ...]
    distinct: frozenset[str]
    telling: int


class _Token(NamedTuple):
    """A word in lower case; `content` and `rarity` are the number of content words before it, and their sum."""

    start: int
    end: int
    word: str
    content: int
    rarity: float


class _Gloss(NamedTuple):
    """A gloss of a unit whose first word is known: the forms of the others, and how usual it is.

    `own` tells that it is usual for no other unit, `telling` that the unit is not generic.
    """

    unit: str
    rank: int
    own: bool
    telling: bool
    rest: tuple[frozenset[str], ...]


class _Match(NamedTuple):
    """A gloss at a place: the first token and the one behind the last, content words and their rarity."""

    first: int
    last: int
    unit: str
    rank: int
    own: bool
    telling: bool
    words: int
    rarity: float


class UnlistedRenderings:
    """The Chinese terms of a termbase, searched for by the glosses of their units."""

    def __init__(self, termbase: Termbase, lexicon: Lexicon) -> None:
        self._generic = lexicon.generic
        terms = {
            (concept.id, d.term, units)
            for concept in termbase.concepts
            for d in concept.terms("zh")
            for units in lexicon.cuts(d.term)
        }
        self._terms = [
            _Term(concept, term, units, frozenset(units), sum(unit not in self._generic for unit in units))
            for concept, term, units in sorted(terms)
        ]
        self._of_unit: dict[str, list[int]] = defaultdict(list)
        self._of_concept: dict[str, list[int]] = defaultdict(list)
        for at, term in enumerate(self._terms):
            self._of_concept[term.concept].append(at)
            for unit in term.distinct:
                self._of_unit[unit].append(at)
        # Telling units that a term needs though all of its generic ones be there: a quick test.
        self._least = [
            max(min(LEAST, len(t.units)), len(t.distinct) // 2 + 1) - len(t.distinct & self._generic)
            for t in self._terms
        ]
        self._glosses: dict[str, list[_Gloss]] = defaultdict(list)
        alone = {term.units[0] for term in self._terms if len(term.units) == 1}
        for unit in self._of_unit:
            for gloss, rank in lexicon.glosses(unit).items():
                own = unit in alone and lexicon.is_own(unit, gloss)
                forms = tuple(frozenset(lemmas(word)) for word in gloss)
                for form in forms[0]:
                    self._glosses[form].append(_Gloss(unit, rank, own, unit not in self._generic, forms[1:]))

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
        for at, sentence in enumerate(sentences):
            concepts = None if wanted is None else wanted[at]
            if concepts is not None and not concepts:
                continue
            tokens = _tokens(text, sentence)
            matches = self._matches(tokens)
            of_unit: dict[str, list[int]] = defaultdict(list)
            for number, match in enumerate(matches):
                of_unit[match.unit].append(number)
            found: list[TermOccurrence] = []
            for term in self._candidates(of_unit.keys(), concepts):
                numbers = sorted(number for unit in term.distinct for number in of_unit.get(unit, ()))
                fitting = [matches[number] for number in numbers]
                found += _renderings(text, tokens, fitting, term, index, told=concepts is not None)
            yield from _best(found)

    def candidates(self, text: str, sentence: Span) -> Iterator[tuple[str, Span, Likeness]]:
        """Yield whatever may render a term in a sentence, likely or not: concept, place, what is known of it."""
        tokens = _tokens(text, sentence)
        matches = self._matches(tokens)
        for term in self._candidates({match.unit for match in matches}, None):
            for chain in _chains(text, tokens, [m for m in matches if m.unit in term.distinct], term):
                if _is_enough(chain, tokens, term):
                    span = Span(tokens[chain[0].first].start, tokens[chain[-1].last - 1].end)
                    yield term.concept, span, likeness(text, tokens, chain, term)

    def _matches(self, tokens: Sequence[_Token]) -> list[_Match]:
        """Return where glosses stand, in the order of the text, the longer ones first; the last token is none."""
        found: dict[tuple[int, int, str], _Gloss] = {}
        for first, token in enumerate(tokens):
            for form in () if token.word in STOP_WORDS else lemmas(token.word):
                for gloss in self._glosses.get(form, ()):
                    last = _gloss_end(tokens, first + 1, gloss.rest) if gloss.rest else first + 1
                    if not last:
                        continue
                    other = found.setdefault((first, last, gloss.unit), gloss)
                    if (gloss.rank, gloss.own) < (other.rank, other.own):
                        found[first, last, gloss.unit] = gloss
        matches = [
            _Match(
                first,
                last,
                unit,
                gloss.rank,
                gloss.own,
                gloss.telling,
                tokens[last].content - tokens[first].content,
                tokens[last].rarity - tokens[first].rarity,
            )
            for (first, last, unit), gloss in found.items()
        ]
        return sorted(matches, key=lambda match: (match.first, -match.last, match.rank, match.unit))

    def _candidates(self, there: AbstractSet[str], concepts: Collection[str] | None) -> Iterator[_Term]:
        """Yield terms enough of whose units stand in the sentence, one of them telling."""
        telling = there - self._generic
        if concepts is not None:
            told = (self._terms[at] for concept in concepts for at in self._of_concept.get(concept, ()))
            yield from sorted(
                term
                for term in told
                if 2 * len(term.distinct & there) >= len(term.distinct) and not telling.isdisjoint(term.distinct)
            )
            return
        counts = Counter(at for unit in telling for at in self._of_unit[unit])
        for at in sorted(at for at, count in counts.items() if count >= self._least[at]):
            term = self._terms[at]
            hit = len(term.distinct & there)
            if hit >= min(LEAST, len(term.units)) and 2 * hit > len(term.distinct):
                yield term


def _renderings(  # noqa: PLR0913 - what a sentence and a term are made of
    text: str, tokens: Sequence[_Token], matches: list[_Match], term: _Term, index: int, *, told: bool
) -> Iterator[TermOccurrence]:
    """Yield the places where a chain of matches renders a term; `told` says that the source has it."""
    for chain in _chains(text, tokens, matches, term):
        if not told and not _is_enough(chain, tokens, term):
            continue
        confidence = likelihood(likeness(text, tokens, chain, term))
        if not told and confidence < LIKELY:
            continue
        span = Span(tokens[chain[0].first].start, tokens[chain[-1].last - 1].end)
        yield TermOccurrence(
            text=index,
            spans=(span,),
            concept=term.concept,
            designation="",
            rendering=" ".join(text[span.start : span.end].lower().split()),
            status=Status.UNLISTED,
            basis=Basis.UNITS,
            confidence=confidence,
            evidence=tuple(Evidence(m.unit, Span(tokens[m.first].start, tokens[m.last - 1].end)) for m in chain),
        )


def likeness(text: str, tokens: Sequence[_Token], chain: Sequence[_Match], term: _Term) -> Likeness:
    """Return what speaks for and against a chain of matches."""
    first, last = chain[0].first, chain[-1].last
    words = rank = met = 0
    rarity = 0.0
    for match in chain:
        words += match.words
        rarity += match.rarity
        rank += min(match.rank, _RARE)
        met += match.telling
    return Likeness(
        words=words,
        units=len(term.units),
        met=len(chain),
        telling=met,
        missing=term.telling - met,
        extra=tokens[last].content - tokens[first].content - words,
        rank=rank / len(chain),
        rarity=rarity / words,
        misplaced=sum(_misplaced(tokens, a, b, term) for a, b in pairwise(chain)),
        broken="," in text[tokens[first].start : tokens[last - 1].end],
        before=first > 0 and _joined(text, tokens[first - 1], tokens[first]),
        behind=last < len(tokens) - 1 and _joined(text, tokens[last - 1], tokens[last]),
    )


def _misplaced(tokens: Sequence[_Token], one: _Match, other: _Match, term: _Term) -> bool:
    """Tell whether neighbours stand in the order of the Chinese across a preposition, or against it without."""
    turned = term.units.index(one.unit) > term.units.index(other.unit)
    return turned != any(token.word in _PREPOSITIONS for token in tokens[one.first : other.last])


def _is_enough(chain: Sequence[_Match], tokens: Sequence[_Token], term: _Term) -> bool:
    """Tell whether there are words enough, or one that renders all of a term by a usual gloss and no verb."""
    match = chain[0]
    if len(term.units) > 1:
        return len(chain) > 1 or match.words >= LEAST
    usual = match.rank <= USUAL and not tokens[match.first].word.endswith(("ing", "ed"))
    return match.own and (match.words >= LEAST or usual)


def _joined(text: str, one: _Token, other: _Token) -> bool:
    """Tell whether two tokens are content words with nothing but a space or a hyphen between."""
    return (
        one.word not in STOP_WORDS and other.word not in STOP_WORDS and text[one.end : other.start] in {" ", "-"}
    )


def _tokens(text: str, sentence: Span) -> list[_Token]:
    """Return the words of a sentence, and one more that is none, with the sums of all."""
    tokens, content, rare = [], 0, 0.0
    for match in _TOKEN.finditer(text, *sentence):
        word = match.group().lower().replace("’", "'")
        tokens.append(_Token(*match.span(), word, content, rare))
        if word not in STOP_WORDS:
            content, rare = content + 1, rare + rarity(word)
    tokens.append(_Token(sentence.end, sentence.end, "", content, rare))
    return tokens


def _gloss_end(tokens: Sequence[_Token], at: int, rest: Sequence[frozenset[str]]) -> int:
    """Return the index behind a gloss whose first word stands before `at`, 0 where it does not go on."""
    for forms in rest:
        while tokens[at].word in STOP_WORDS:
            at += 1
        if forms.isdisjoint(lemmas(tokens[at].word)):
            return 0
        at += 1
    return at


def _chains(
    text: str, tokens: Sequence[_Token], matches: Sequence[_Match], term: _Term
) -> Iterator[tuple[_Match, ...]]:
    """Yield runs of matches near one another, each unit as often as the term has it, none sharing a word."""
    for start, opening in enumerate(matches):
        chain = [opening]
        free = list(term.units)
        free.remove(opening.unit)
        yield (opening,)
        for match in matches[start + 1 :]:
            before = chain[-1]
            if match.first < before.last or match.unit not in free:
                continue
            between = tokens[match.first].content - tokens[before.last - 1].content - 1
            gap = text[tokens[before.last - 1].end : tokens[match.first].start]
            if between > MOST_BETWEEN or match.first - before.last - between > MOST_WORDS or _BREAK.search(gap):
                break
            chain.append(match)
            free.remove(match.unit)
            yield tuple(chain)


def _best(found: list[TermOccurrence]) -> list[TermOccurrence]:
    taken: list[TermOccurrence] = []
    for each in sorted(found, key=_standing):
        if all(each.span.end <= other.span.start or other.span.end <= each.span.start for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda o: o.span)


def _standing(occurrence: TermOccurrence) -> tuple[object, ...]:
    """Return what overlapping candidates are sorted by: of those that are likely, that of the most units."""
    return (
        occurrence.confidence < LIKELY,
        -len(occurrence.evidence) if occurrence.confidence >= LIKELY else 0,
        -occurrence.confidence,
        occurrence.span,
        occurrence.concept,
    )

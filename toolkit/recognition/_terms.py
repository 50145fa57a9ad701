"""Which Chinese terms a sentence may render, by the units that glosses in it stand for."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from toolkit.recognition._likelihood import at_best

LIKELY = 0.6  # the confidence from which a rendering is told though no source names its term
_PAIR = 2

Cut = tuple[str, str, tuple[str, ...]]  # concept, term, units


class Need(NamedTuple):
    """How many units of a term a likely rendering shows at least, and how many different ones its sentence has."""

    shown: int
    there: int


class Term(NamedTuple):
    """A Chinese term, its units, which of them there are, and how many of them tell.

    `need` is what a likely rendering needs where each unit has one word, `longer` where some have more.
    """

    concept: str
    term: str
    units: tuple[str, ...]
    distinct: frozenset[str]
    telling: int
    need: Need
    longer: Need


class Possible(NamedTuple):
    """A term, those of its units that a sentence has, and how many of them a rendering shows at least."""

    term: Term
    hit: AbstractSet[str]
    shown: int


class Terms:
    """Terms by their units."""

    def __init__(
        self, cuts: Iterable[Cut], generic: AbstractSet[str], common: Callable[[str], float], most_words: int
    ) -> None:
        """File terms; `common` tells how often a unit may be met, `most_words` how many may render one."""
        self._generic = generic
        self._all = [_term(cut, generic, most_words) for cut in cuts]
        self._whole = [Possible(term, term.distinct, term.need.shown) for term in self._all]
        self._of_concept: dict[str, list[Term]] = defaultdict(list)
        self._alone: dict[str, list[Possible]] = defaultdict(list)
        # A term is filed under the pairs of its rarest units, so many that a likely rendering has one pair.
        self._of_pair: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._of_longer: dict[str, list[int]] = defaultdict(list)
        for at, term in enumerate(self._all):
            self._of_concept[term.concept].append(term)
            if not term.telling:
                continue
            if len(term.units) == 1:
                self._alone[term.units[0]].append(Possible(term, term.distinct, 1))
                continue
            rarest = sorted(term.distinct, key=lambda unit: (common(unit), unit))
            for one, other in combinations(rarest[: max(len(rarest) - term.need.there + _PAIR, 0)], _PAIR):
                self._of_pair[one][other].append(at)
            if term.longer.shown < term.need.shown:
                for unit in rarest:
                    self._of_longer[unit].append(at)

    def possible(
        self, there: AbstractSet[str], own: AbstractSet[str], longer: AbstractSet[str]
    ) -> Iterator[Possible]:
        """Yield terms that a sentence may be likely to render, by the units that glosses in it stand for.

        `own` are those of them with a gloss of their own, `longer` those with one of several words. Terms of one
        unit need the former. A term may come twice.
        """
        for unit in own & self._alone.keys():
            yield from self._alone[unit]
        by_pair: set[int] = set()
        for unit in there & self._of_pair.keys():
            others = self._of_pair[unit]
            for other in others.keys() & there:
                by_pair.update(others[other])
        for at in by_pair:
            term = self._all[at]
            if term.distinct <= there:
                yield self._whole[at]
            elif term.need.there < len(term.distinct):
                hit = term.distinct & there
                if len(hit) >= term.need.there and not hit <= self._generic:
                    yield Possible(term, hit, term.need.shown)
        for at in {at for unit in longer & self._of_longer.keys() for at in self._of_longer[unit]}:
            term = self._all[at]
            hit = term.distinct & there
            if len(hit) >= term.longer.there and not hit <= self._generic:
                yield Possible(term, hit, term.longer.shown)

    def named(self, there: AbstractSet[str], concepts: Collection[str]) -> Iterator[Possible]:
        """Yield terms of these concepts half of whose units stand in the sentence, one of them telling."""
        for term in (term for concept in concepts for term in self._of_concept.get(concept, ())):
            hit = term.distinct & there
            if 2 * len(hit) >= len(term.distinct) and not hit <= self._generic:
                yield Possible(term, hit, 1)

    def whatever(self, there: AbstractSet[str]) -> Iterator[Possible]:
        """Yield terms enough of whose units stand in the sentence, one of them telling; looks at every term."""
        for term in self._all:
            hit = term.distinct & there
            if len(hit) >= _enough(term.units) and not hit <= self._generic:
                yield Possible(term, hit, 1)


def _term(cut: Cut, generic: AbstractSet[str], most_words: int) -> Term:
    concept, term, units = cut
    distinct = frozenset(units)
    telling = sum(unit not in generic for unit in units)

    def need(words: int) -> Need:
        shown = _least(len(units), telling, words)
        return Need(shown, max(_enough(units), shown - len(units) + len(distinct)))

    return Term(concept, term, units, distinct, telling, need(1), need(most_words))


def _enough(units: tuple[str, ...]) -> int:
    """Return how many different units of a term stand in a sentence that may render it."""
    return max(min(_PAIR, len(units)), len(set(units)) // 2 + 1)


@lru_cache(maxsize=1 << 10)
def _least(units: int, telling: int, most_words: int) -> int:
    """Return how many units a likely rendering of a term shows, one more than it has where none is likely."""
    for met in range(1, units + 1):
        for told in range(max(met - units + telling, 0), min(met, telling) + 1):
            for words in range(met, met * most_words + 1):
                if at_best(words, units, met, told, telling - told) >= LIKELY:
                    return met
    return units + 1

"""Which English words a Chinese unit may be rendered by: a lexicon, and what a termbase's own pairs teach.

A unit is a word or a character of a Chinese term: 落后产能 has 落后 and 产能.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

import regex

from toolkit.offsets import Span
from toolkit.recognition.lemmas import lemmas
from toolkit.segmentation import zh
from toolkit.termbase import Termbase
from toolkit.units import Unit

STOP_WORDS = frozenset(
    """a an the of in on at to for from by with and or as its it their his her our your this that these those is
    are be been was were will would can could may might has have had which who whose into over under than then so
    such not no both all any each per via about through between among out up off also very more most other others
    there when where while after before during within without upon etc amid across along including
    include""".split()
)
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’]*")
_HAN = regex.compile(r"[\p{Han}\p{N}]+")
_ROUNDS = 3  # of learning: what one round teaches leaves less to guess in the next
USUAL = 2  # the rank up to which a gloss is usual
ENOUGH = 3  # concepts that teach a further gloss of a unit; of an unknown one, one does
LEARNED = 6  # how usual a learned gloss is taken to be
_PARTICLES = frozenset("和与及的之等以为")
_LONGEST = 8  # characters of a unit

Gloss = tuple[str, ...]  # content words


class Lexicon:
    """Glosses of Chinese units, and how terms are cut into units."""

    def __init__(self, units: Mapping[str, Unit], termbase: Termbase) -> None:
        self.generic = frozenset(name for name, unit in units.items() if unit.generic)
        self._units = units
        self._glosses: dict[str, dict[Gloss, int]] = {}
        self._forms: dict[str, set[str]] = defaultdict(set)  # base forms of the glosses of one word
        self._learn(termbase)

    def glosses(self, unit: str) -> Mapping[Gloss, int]:
        """Return what a unit may be rendered by, with how usual it is, 0 the most; nothing for an unknown one."""
        if unit not in self._glosses:
            self._glosses[unit] = {}
            for gloss in self._units[unit].en if unit in self._units else ():
                self._add(unit, content_words(gloss), len(self._glosses[unit]))
        return self._glosses[unit]

    def is_own(self, unit: str, gloss: Gloss) -> bool:
        """Tell whether a gloss is usual for no other unit: rural areas are 农村, and not 下乡."""
        return all(other == unit or rank > USUAL for other, rank in self._owners[gloss])

    @cached_property
    def _owners(self) -> Mapping[Gloss, list[tuple[str, int]]]:
        owners: dict[Gloss, list[tuple[str, int]]] = defaultdict(list)
        for name, unit in self._units.items():
            for rank, gloss in enumerate(unit.en):
                owners[content_words(gloss)].append((name, rank))
        return owners

    def _add(self, unit: str, gloss: Gloss, rank: int) -> None:
        if gloss:
            self._glosses[unit].setdefault(gloss, rank)
            if len(gloss) == 1:
                self._forms[unit].update(lemmas(gloss[0]))

    def cuts(self, term: str) -> set[tuple[str, ...]]:
        """Return the units of a Chinese term: as few, and as few unknown, as may be; in Simplified characters.

        A term that is a unit is cut into smaller ones, too. Particles, and what is no Han character or digit,
        are no units.
        """
        runs = _HAN.findall(zh.simplified(term))
        shorter = max(map(len, runs), default=1) - 1
        return {self._of(runs, _LONGEST), self._of(runs, shorter)} - {()}

    def _of(self, runs: list[str], longest: int) -> tuple[str, ...]:
        return tuple(unit for run in runs for unit in self._cut(run, longest) if unit not in _PARTICLES)

    def _cut(self, run: str, longest: int) -> Iterator[str]:
        best: list[tuple[int, int, int]] = [(0, 0, 0)]  # unknown units, units, start of the last one
        for end in range(1, len(run) + 1):
            options = []
            for start in range(max(end - longest, 0), end):
                known = run[start:end] in self._units
                if known or start == end - 1:
                    unknown, units, _ = best[start]
                    options.append((unknown + (not known), units + 1, start))
            best.append(min(options) if options else (len(run), len(run), end - 1))
        ends = [len(run)]
        while ends[-1]:
            ends.append(best[ends[-1]][2])
        yield from (run[start:end] for start, end in pairwise(reversed(ends)))

    def _learn(self, termbase: Termbase) -> None:
        """Take in what is left over where all but one unit and one word of a pair are known already."""
        pairs = list(self._pairs(termbase))
        for _ in range(_ROUNDS):
            taught: dict[tuple[str, str], set[str]] = defaultdict(set)
            for concept, units, wording in pairs:
                if left := self._left_over(units, wording):
                    taught[left].add(concept)
            for (unit, word), concepts in taught.items():
                if len(concepts) >= ENOUGH or unit not in self._units:
                    self._add(unit, (word,), LEARNED)

    def _pairs(self, termbase: Termbase) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Yield (concept, units of a Chinese term, content words of an English one)."""
        for concept in termbase.concepts:
            cuts = sorted({cut for d in concept.terms("zh") for cut in self.cuts(d.term)})
            for designation in concept.terms("en"):
                if not designation.policy.pattern and designation.type != "abbreviation":
                    wording = content_words(designation.term)
                    yield from ((concept.id, cut, wording) for cut in cuts)

    def _left_over(self, units: tuple[str, ...], wording: tuple[str, ...]) -> tuple[str, str] | None:
        """Return the unit and the word that are left, None where more or fewer are."""
        if len(units) == 1 and len(wording) > 1:
            return None
        free, unmatched = list(wording), []
        for unit in units:
            self.glosses(unit)
            match = next((word for word in free if not self._forms[unit].isdisjoint(lemmas(word))), None)
            if match is None:
                unmatched.append(unit)
            else:
                free.remove(match)
        return (unmatched[0], free[0]) if len(unmatched) == len(free) == 1 else None


def words(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the words of an English text, in lower case, each with its place."""
    for match in _WORD.finditer(text):
        yield Span(*match.span()), match.group().lower().replace("’", "'")


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of an English text in lower case that are no function words."""
    return tuple(word for _, word in words(text) if word not in STOP_WORDS)

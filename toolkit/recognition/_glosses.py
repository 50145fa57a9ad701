"""Where in an English sentence glosses of Chinese units stand."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from toolkit.offsets import Span
from toolkit.recognition._likelihood import rarity
from toolkit.recognition.lemmas import lemmas
from toolkit.recognition.lexicon import STOP_WORDS, Lexicon

_TOKEN = re.compile(r"[^\W_]+(?:['’]+[^\W_]*)*")


class Gloss(NamedTuple):
    """A gloss of a unit whose first word is known: the forms of the others, and how usual it is.

    `own` tells that it is usual for no other unit, `telling` that the unit is not generic.
    """

    unit: str
    rank: int
    own: bool
    telling: bool
    rest: tuple[frozenset[str], ...]


class Word(NamedTuple):
    """An English word in lower case, its base forms, and the glosses that it begins.

    `alone` are those of one word, the most usual of each unit, in the order of their rank; `longer` are the
    others, by the forms of their second word. A function word has neither, and counts as not rare at all.
    """

    word: str
    forms: tuple[str, ...]
    counts: bool
    rarity: float
    alone: tuple[Gloss, ...]
    longer: Mapping[str, list[Gloss]]


Match = tuple[int, int, Gloss]  # a gloss at a place: the first word, the one behind the last


class Sentence(NamedTuple):
    """The words of a sentence, and one more that is none; `content` and `rarity` sum up the words before each.

    `matches` are in the order of the text, the longer ones first, then the more usual ones.
    """

    places: list[tuple[int, int]]
    words: list[Word]
    content: list[int]
    rarity: list[float]
    matches: list[Match]

    def span(self, first: int, last: int) -> Span:
        """Return where words stand."""
        return Span(self.places[first][0], self.places[last - 1][1])


_NONE = Word(word="", forms=(), counts=True, rarity=0.0, alone=(), longer={})


class Glosses:
    """The glosses of some units, found by their first words."""

    def __init__(self, lexicon: Lexicon, units: Iterable[str], alone: Collection[str]) -> None:
        """Take in the glosses of `units`; those that are `alone` in a term may have glosses of their own."""
        self._by_form: dict[str, list[Gloss]] = defaultdict(list)
        self._word = lru_cache(maxsize=1 << 16)(self._known)
        self.common: dict[str, float] = defaultdict(float)  # how often a unit may be met
        self.most_words = 0  # of a gloss
        for unit in units:
            for gloss, rank in lexicon.glosses(unit).items():
                own = unit in alone and lexicon.is_own(unit, gloss)
                forms = tuple(frozenset(lemmas(word)) for word in gloss)
                self.most_words = max(self.most_words, len(gloss))
                for form in forms[0]:
                    self._by_form[form].append(Gloss(unit, rank, own, unit not in lexicon.generic, forms[1:]))
                    self.common[unit] += 10 ** -rarity(form)

    def read(self, text: str, span: Span) -> Sentence:
        """Return a sentence with the places of all glosses; linear."""
        places = [match.span() for match in _TOKEN.finditer(text, *span)]
        words = [self._word(text[start:end]) for start, end in places]
        content = list(accumulate([word.counts for word in words], initial=0))
        rare = list(accumulate([word.rarity for word in words], initial=0.0))
        places.append((span.end, span.end))
        words.append(_NONE)
        return Sentence(places, words, content, rare, _matches(words))

    def _known(self, surface: str) -> Word:
        word = surface.lower().replace("’", "'")
        forms = lemmas(word)
        if word in STOP_WORDS:
            return Word(word=word, forms=forms, counts=False, rarity=0.0, alone=(), longer={})
        alone: dict[str, Gloss] = {}
        longer: dict[str, list[Gloss]] = {}
        for gloss in (gloss for form in forms for gloss in self._by_form.get(form, ())):
            if gloss.rest:
                for second in gloss.rest[0]:
                    longer.setdefault(second, []).append(gloss)
            else:
                alone[gloss.unit] = min(alone.get(gloss.unit, gloss), gloss, key=_usual)
        return Word(
            word=word,
            forms=forms,
            counts=True,
            rarity=rarity(word),
            alone=tuple(sorted(alone.values(), key=_order)),
            longer=longer,
        )


def _matches(words: Sequence[Word]) -> list[Match]:
    found: list[Match] = []
    for first, word in enumerate(words):
        behind = first + 1
        if word.longer:
            forms = words[_next(words, behind)].forms
            if not word.longer.keys().isdisjoint(forms):
                found += _longer(words, first, forms)
        if word.alone:
            found += [(first, behind, gloss) for gloss in word.alone]
    return found


def _longer(words: Sequence[Word], first: int, forms: Iterable[str]) -> Iterator[Match]:
    """Yield the glosses of several words that begin at a word; `forms` are those of the content word behind it."""
    found: dict[tuple[int, str], Gloss] = {}
    for gloss in (gloss for form in forms for gloss in words[first].longer.get(form, ())):
        last = _end(words, first + 1, gloss.rest)
        if last:
            place = -last, gloss.unit
            found[place] = min(found.get(place, gloss), gloss, key=_usual)
    for (last, _), gloss in sorted(found.items(), key=lambda item: (item[0][0], _order(item[1]))):
        yield first, -last, gloss


def _end(words: Sequence[Word], at: int, rest: Sequence[frozenset[str]]) -> int:
    """Return the index behind a gloss whose first word stands before `at`, 0 where it does not go on."""
    for forms in rest:
        at = _next(words, at)
        if forms.isdisjoint(words[at].forms):
            return 0
        at += 1
    return at


def _next(words: Sequence[Word], at: int) -> int:
    """Return the index of the first content word from `at` on."""
    while not words[at].counts:
        at += 1
    return at


def _usual(gloss: Gloss) -> tuple[int, bool]:
    return gloss.rank, gloss.own


def _order(gloss: Gloss) -> tuple[int, str]:
    return gloss.rank, gloss.unit

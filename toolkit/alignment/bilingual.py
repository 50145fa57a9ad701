"""Which English sentences render which Chinese ones.

What speaks for two sentences: their lengths; figures, Latin words and marks that stand in both; concepts of a
termbase that both name; words that the unit lexicon has for each other; and words that keep meeting in the
sentences that these align first.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from toolkit import units
from toolkit.alignment.beads import Bead
from toolkit.alignment.evidence import Renderings, joined, renderings
from toolkit.alignment.path import Side, path, shared
from toolkit.alignment.words import chinese, english
from toolkit.offsets import Span
from toolkit.recognition.chinese import ChineseTerms
from toolkit.recognition.listed import ListedRenderings
from toolkit.termbase import Termbase

# How sure it is that the translation of a sentence holds what stands in both texts, what a lexicon has for a word.
SAME, LEXICAL = 0.9, 0.2
EXPANSION = 3.9  # English characters that render a Chinese one: 3.7 to 4.4 in reports


class Terms:
    """The terms of a termbase in both languages, compiled for search; `english` are its renderings."""

    def __init__(self, termbase: Termbase, english: ListedRenderings) -> None:
        self._chinese = ChineseTerms(termbase)
        self._english = english

    def in_chinese(self, sentence: str) -> Iterator[str]:
        """Yield a word for each concept that a sentence may name."""
        for term in self._chinese.find(sentence):
            yield from (f"={concept}" for concept in term.concepts)

    def in_english(self, sentence: str) -> Iterator[str]:
        """Yield a word for each concept that a sentence may name."""
        for occurrence in self._english.find(sentence, [Span(0, len(sentence))]):
            yield from (f"={concept}" for concept in (occurrence.concept, *occurrence.candidates))


def align(source: Sequence[str], target: Sequence[str], terms: Terms | None = None) -> list[Bead]:
    """Return the beads of Chinese and English sentences, in order, each sentence in one."""
    vocabulary: dict[str, int] = {}
    one = Side.of(source, lambda s: chain(chinese(s), terms.in_chinese(s) if terms else ()), vocabulary)
    other = Side.of(target, lambda s: chain(english(s), terms.in_english(s) if terms else ()), vocabulary)
    return path(one, other, joined(shared(one, other, SAME), _lexical(vocabulary)), expansion=EXPANSION)


def _lexical(vocabulary: Mapping[str, int]) -> Renderings:
    """Return the words of a vocabulary that the unit lexicon has for each other."""
    pairs = (
        (number, vocabulary[rendering])
        for word, number in vocabulary.items()
        for rendering in _rendered().get(word, ())
        if rendering in vocabulary
    )
    return renderings(pairs, LEXICAL)


@cache
def _rendered() -> Mapping[str, Sequence[str]]:
    """Return the words that units may be rendered by; takes 0.1 s, once."""
    return {
        zh: tuple(dict.fromkeys(chain.from_iterable(map(english, unit.en)))) for zh, unit in units.load().items()
    }

"""English candidates: quoted units, names, numbered slogans, noun phrases."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log10

import regex

from toolkit.extraction import Kind, Mention, names, phrases
from toolkit.extraction.tokens import FIGURES, is_acronym, mention, tokens
from toolkit.extraction.word_classes import STOP, takes_article
from toolkit.offsets import Span
from toolkit.recognition.variants import form_of, singular
from toolkit.segmentation import en

_QUOTED = regex.compile(r"“([^“”\"\n]{2,70})”|(?<!\w)\"([^“”\"\n]{2,70})\"(?!\w)|(?<!\w)‘([^‘’\n]{2,70})’(?!\w)")
_QUOTED_WORDS = 7  # a quoted unit of more words is speech
_BEHIND = 40  # characters after a quoted unit that may go on with it
_WORDS_COUNTED = 1e12  # about as many as the counts of the word list come from
_LEAST_COUNTED = 100_000


def mentions(text: str, sentences: Sequence[Span]) -> Iterator[Mention]:
    """Yield every wording of a text that may be a term, nested ones too; linear in the text."""
    for sentence in sentences:
        yield from _quoted(text, sentence)
        words = tokens(text, sentence)
        named = names.places(words)
        for start, end in named:
            yield from names.mentions(text, words[start:end])
        taken = frozenset(
            at for start, end in named for at in range(start, end) if end > start + 1 or not _joins(words[at].text)
        )
        found = phrases.places(words, taken)
        yield from phrases.numbered(text, words, found)
        yield from phrases.mentions(text, words, found)


def nested(words: Sequence[str]) -> Iterator[str]:
    """Yield the forms of all that stands inside a wording of these words, the wording itself among them."""
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield _form(" ".join(words[start:end]))


def termhood(words: Sequence[str]) -> float:
    """Return how little words are those of English at large, 0 to 1; a single one has to be rare."""
    rarities = [_rarity(word) for word in words if word not in STOP]
    if len(rarities) == 1:
        return max(2 * rarities[0] - 1, 0.0)
    return sum(rarities) / len(rarities) if rarities else 0.0


_form = lru_cache(maxsize=1 << 16)(form_of)


def _joins(capital: str) -> bool:
    """Tell whether a word that is capitalised by itself may be part of a phrase: acronyms and common words."""
    return is_acronym(capital) or takes_article(capital.lower())


def _rarity(word: str) -> float:
    counts = en.word_counts()
    count = max(counts.get(word, 0), counts.get(singular(word), 0), _LEAST_COUNTED)
    return min(max((log10(_WORDS_COUNTED / count) - 3) / 3, 0.0), 1.0)


def _quoted(text: str, sentence: Span) -> Iterator[Mention]:
    """Yield what stands in quotation marks and is no speech, alone and with the noun behind it."""
    for match in _QUOTED.finditer(text, *sentence):
        words = tokens(text, Span(*match.span(match.lastindex or 0)))
        if words and words[-1].text == ",":
            words.pop()
        if (
            not 0 < len(words) <= _QUOTED_WORDS
            or words[-1].text in ".!?"
            or not any(w.text.isalpha() for w in words)
        ):
            continue
        numbered = words[0].lower in FIGURES or sum(word.lower in FIGURES for word in words) > 1
        yield mention(text, words, Kind.NUMBERED if numbered else Kind.QUOTED)
        behind = tokens(text, Span(match.end(), min(sentence.end, match.end() + _BEHIND)))
        if text[match.end() : match.end() + 1] == " " and (found := phrases.places(behind)) and found[0][0] == 0:
            yield mention(text, [*words, *behind[: found[0][1]]], Kind.NOUN_PHRASE)

"""English words in their places: each with the class that it has beside its neighbours."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from toolkit.extraction import Kind, Mention
from toolkit.extraction.word_classes import AUXILIARIES, DETERMINERS, POSSESSIVE, STOP, WordClass, word_class
from toolkit.offsets import Span
from toolkit.recognition.folding import fold_term
from toolkit.recognition.variants import form_of, singular

COORDINATES = frozenset(["and", ","])
PARTICIPLE = ("ed", "ing")
FIGURES = frozenset(
    "one two three four five six seven eight nine ten twelve thousand 1 2 3 4 5 6 7 8 9 10 12".split()
)
_TOKEN = regex.compile(r"\p{N}+(?:[.,]\p{N}+)*[\p{L}]*|[\p{L}\p{N}]+(?:['’‘.&/-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]")
_QUOTES = regex.compile(r"[“”\"‘]|’(?!\w)")
_LONGEST_ACRONYM = 6  # characters; what is longer is a word in capitals


class Token(NamedTuple):
    """A word or a punctuation mark; `span` counts in the text."""

    text: str
    lower: str
    span: Span
    word: WordClass


def tokens(text: str, within: Span) -> list[Token]:
    """Return the words and punctuation marks of a stretch of a text."""
    found = list(_cut(text, within))
    lower = [word.lower() for word, _ in found]
    classes = [*map(word_class, lower), WordClass.BREAK]
    placed: list[Token] = []
    for at, (word, span) in enumerate(found):
        before = placed[-1] if placed else None
        placed.append(Token(word, lower[at], span, _in_place(lower[at], classes[at], before, classes[at + 1])))
    return placed


def mention(text: str, words: Sequence[Token], kind: Kind, *, loose: bool = False) -> Mention:
    """Return the mention that tokens make; a glossary writes it without quotes, and in lower case if no name."""
    span = Span(words[0].span.start, words[-1].span.end)
    form, pieces, term, lowered = _written(text[span.start : span.end])
    if kind is Kind.NAME or kind is Kind.QUOTED:
        lowered = term
    return Mention(form, pieces, span, kind, lowered, loose)


def is_acronym(word: str) -> bool:
    """Tell whether a word has more capitals than one at its beginning."""
    return len(word) <= _LONGEST_ACRONYM and "." not in word and sum(map(str.isupper, word)) > 1


def is_plural(word: str) -> bool:
    """Tell whether a noun in lower case is in the plural."""
    return singular(word) != word


@lru_cache(maxsize=1 << 16)
def _written(surface: str) -> tuple[str, tuple[str, ...], str, str]:
    """Return the form, the words, the term, and the term in lower case but for its acronyms."""
    term = _QUOTES.sub("", " ".join(surface.split()))
    lowered = " ".join(word if is_acronym(word) else word.lower() for word in term.split(" "))
    return form_of(surface), tuple(fold_term(surface).split()), term, lowered


def _cut(text: str, within: Span) -> Iterator[tuple[str, Span]]:
    """Yield words and punctuation marks; a possessive ending is a word by itself, but for "People's Republic"."""
    for match in _TOKEN.finditer(text, *within):
        word = match.group()
        start, end = match.span()
        if word.endswith(POSSESSIVE) and len(word) > len("'s") and not text[end + 1 : end + 2].isupper():
            yield word[:-2], Span(start, end - 2)
            word, start = word[-2:], end - 2
        yield word, Span(start, end)


def _in_place(  # noqa: PLR0911 - a list of decisions
    word: str, usual: WordClass, before: Token | None, following: WordClass
) -> WordClass:
    """Return the class of a word beside its neighbours."""
    if usual is WordClass.HEAD or usual is WordClass.MODIFIER:
        return usual
    if before is None:
        return usual if usual is WordClass.BREAK or word.endswith(PARTICIPLE) else WordClass.HEAD
    if word in COORDINATES:  # "small and medium-sized enterprises", "refined, distinctive, and innovative"
        goes_on = following is WordClass.MODIFIER or (word == "," and following is WordClass.BREAK)  # ", and"
        joins = before.word is WordClass.MODIFIER and goes_on
        return WordClass.MODIFIER if joins else usual
    modifies = following is not WordClass.BREAK and before.lower in DETERMINERS
    inside = before.word is not WordClass.BREAK
    if usual is WordClass.BREAK:
        if word in STOP or not word.isalpha():
            return usual
        if word.endswith(PARTICIPLE):
            return WordClass.MODIFIER if modifies else usual
        is_noun = before.word is WordClass.MODIFIER and following is WordClass.BREAK and is_plural(word)
        return WordClass.HEAD if is_noun else usual
    if before.lower in AUXILIARIES:
        return WordClass.BREAK
    if word.endswith(PARTICIPLE):
        return WordClass.MODIFIER if following is not WordClass.BREAK and (modifies or inside) else WordClass.BREAK
    # "plans focus on", "the economy remains": in number a verb is the contrary of the noun before it.
    return WordClass.BREAK if inside and is_plural(before.lower) != is_plural(word) else WordClass.HEAD

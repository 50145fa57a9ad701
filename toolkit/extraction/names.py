"""English names: institutions, plans, laws, and acronyms; persons and places are none of the terms."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from toolkit.extraction import Kind, Mention
from toolkit.extraction.tokens import Token, is_acronym, mention
from toolkit.extraction.word_classes import STOP, UNITS, WordClass, takes_article

LONGEST = 20  # words
_LONGEST_WORD = 40  # letters
_LINKS = frozenset("of for on and in to".split())
_BEFORE_ARTICLE = frozenset("of for on".split())
_ORDINAL = regex.compile(r"\d{1,2}(?:st|nd|rd|th)")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_TITLE_SHARE = 0.6  # from this share of capitals on, capitals in a line say nothing
_LONG_WORD = 4  # shorter words stay lower-case in titles


def places(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where the names of a sentence stand, of whatever kind, as ranges of tokens; none in a headline."""
    return [] if _is_headline(tokens) else list(_places(tokens))


def mentions(text: str, name: Sequence[Token]) -> Iterator[Mention]:
    """Yield a name, and those in it that "of the" joins, where they name a body or a plan."""
    cuts = [at for at, (one, two) in enumerate(pairwise(name)) if (one.text, two.text) == ("of", "the")]
    parts = [name[start + 2 : end] for start, end in pairwise([-2, *cuts, len(name)])]
    terms = [part for part in parts if _is_term(part)]
    whole = [name] if len(parts) > 1 and len(terms) == len(parts) else []
    for term in (*whole, *terms):
        yield mention(text, term, Kind.NAME)


def _places(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(tokens):
        first = at == 0 or not (tokens[at - 1].text[0].isalnum() or tokens[at - 1].text == ",")
        if not _is_capital(tokens[at]) or (first and tokens[at].word is WordClass.BREAK):
            at += 1
            continue
        end = at + 1
        while (reach := _goes_on(tokens, end)) > end and reach - at <= LONGEST:
            end = reach
        if end > at + 1 or not first or is_acronym(tokens[at].text):  # a capital begins a sentence
            yield at, end
        at = end


def _goes_on(tokens: Sequence[Token], end: int) -> int:
    """Return the end of a name that ends at `end`, one word further; `end` itself where it does not go on."""
    reach = end
    if reach < len(tokens) and tokens[reach].text in _LINKS and not is_acronym(tokens[end - 1].text):
        reach += 1
        if reach < len(tokens) and tokens[reach].text == "the" and tokens[end].text in _BEFORE_ARTICLE:
            reach += 1
    if reach < len(tokens) and (
        _is_capital(tokens[reach]) or (reach == end and _YEAR.fullmatch(tokens[end].text))
    ):
        return reach + 1
    return end


def _is_capital(token: Token) -> bool:
    begins = token.text[0].isupper() or (token.text[0].isdigit() and _ORDINAL.fullmatch(token.text))
    return bool(begins) and token.lower not in STOP and len(token.text) <= _LONGEST_WORD


def _is_term(tokens: Sequence[Token]) -> bool:
    """Tell whether a name is that of a body or a plan: persons and places take no article, nor do their heads."""
    words = [token for token in tokens if token.text[0].isupper()]
    if not words or words[0].lower in UNITS or (len(words) == 1 and not is_acronym(words[0].text)):
        return False
    head = next(
        (at for at, token in enumerate(tokens) if token.text in _LINKS and token.text != "and"), len(tokens)
    )
    known = sum(map(_is_common, words))
    return 2 * known >= len(words) and head > 0 and _is_common(tokens[head - 1])


def _is_common(token: Token) -> bool:
    return is_acronym(token.text) or takes_article(token.lower) or _YEAR.fullmatch(token.text) is not None


def _is_headline(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens if len(token.text) >= _LONG_WORD and token.text.isalpha()]
    return (
        len(words) > 1
        and tokens[-1].text != "."
        and sum(word[0].isupper() for word in words) >= _TITLE_SHARE * len(words)
    )

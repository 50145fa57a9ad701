"""English noun phrases with all that is nested in them, and phrases behind a small number."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from toolkit.extraction import Kind, Mention
from toolkit.extraction.tokens import COORDINATES, FIGURES, PARTICIPLE, Token, is_acronym, is_plural, mention
from toolkit.extraction.word_classes import DETERMINERS, GENERIC, UNITS, WordClass

LONGEST = 6  # words of a phrase inside another
LONGEST_WHOLE = 12
_LINKS = frozenset("of for on above in with and to".split())  # join two phrases to one where that recurs
_BEFORE_IDIOM, _AFTER_IDIOM = frozenset(["in", "by", "at"]), frozenset(["of", "with", "to"])
_LONG_WORD = 4  # letters of a phrase of one word


def places(tokens: Sequence[Token], taken: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Return where the longest noun phrases stand, as ranges of tokens; none takes in a token of `taken`."""
    found = []
    start = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and tokens[at].word is not WordClass.BREAK and at not in taken:
            continue
        first, end = start, at
        start = at + 1
        while first < end and _is_idle(tokens[first]):
            first += 1
        while first < end and not _is_head(tokens[end - 1]):
            end -= 1
        if first < end:
            found.append((first, end))
    return found


def mentions(text: str, tokens: Sequence[Token], phrases: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield noun phrases, those inside them, and two that a preposition or "and" joins, if they recur."""
    for first, last in phrases:
        for start in range(first, last):
            if _is_idle(tokens[start]):
                continue
            for end in range(start + 1, min(last, start + LONGEST) + 1):
                if _is_head(tokens[end - 1]) and (end > start + 1 or _stands_alone(tokens[start])):
                    yield mention(text, tokens[start:end], Kind.NOUN_PHRASE)
        if LONGEST < last - first <= LONGEST_WHOLE:
            yield mention(text, tokens[first:last], Kind.NOUN_PHRASE)
    for (first, end), (start, last) in pairwise(phrases):
        if _is_link(tokens[end:start]) and not (_is_idiom(tokens, first, end) or _is_idiom(tokens, start, last)):
            yield mention(text, tokens[first:last], Kind.NOUN_PHRASE, loose=True)


def numbered(text: str, tokens: Sequence[Token], phrases: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield phrases behind a small number, and two such that "and" joins: "three news and one high"."""
    first = last_end = 0
    for start, end in phrases:
        figure = start - 1
        while figure > 0 and tokens[figure].lower in GENERIC:
            figure -= 1
        if figure < 0 or tokens[figure].lower not in FIGURES:
            continue
        if not is_plural(tokens[end - 1].lower) and tokens[figure].lower not in {"one", "1"}:
            continue
        joined = last_end == figure - 1 and tokens[figure - 1].lower in COORDINATES
        first, last_end = (first if joined else figure), end
        if joined or end - figure > 2:  # noqa: PLR2004 - "two countries" is no slogan
            yield mention(text, tokens[first:end], Kind.NUMBERED)


def _is_idle(token: Token) -> bool:
    """Tell whether a word may stand in a phrase, but not at its edges."""
    return token.lower in GENERIC or token.lower in UNITS or token.lower in COORDINATES


def _is_head(token: Token) -> bool:
    return token.word is not WordClass.MODIFIER and not _is_idle(token)


def _stands_alone(token: Token) -> bool:
    return len(token.text) >= _LONG_WORD and not is_acronym(token.text) and not token.lower.endswith(PARTICIPLE)


def _is_idiom(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a noun is part of a preposition: "in line with"."""
    outside = tokens[start - 1 : start], tokens[end : end + 1]
    before, after = ([token.lower for token in side] for side in outside)
    return end == start + 1 and not _BEFORE_IDIOM.isdisjoint(before) and not _AFTER_IDIOM.isdisjoint(after)


def _is_link(tokens: Sequence[Token]) -> bool:
    """Tell whether words join two phrases to one: a preposition or "and", with or without a determiner."""
    words = [token.lower for token in tokens]
    return 0 < len(words) < 3 and words[0] in _LINKS and set(words[1:]) <= DETERMINERS  # noqa: PLR2004

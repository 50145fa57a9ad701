"""What one of two English renderings denies and the other does not."""

from typing import NamedTuple

import regex

from toolkit.recognition.lemmas import lemmas

_NOT = regex.compile(
    r"(?<!\bor )\bnot\b(?! (?:only|just|merely|simply|least)\b)"
    r"|\bno\b(?!\.? ?\d| (?:more|less|fewer|later|earlier|sooner|matter|doubt|wonder)\b)"
    r"|\b(?:cannot|never|none|nor|neither|nothing|nobody|without)\b|n['’]t\b",
    regex.IGNORECASE,
)
_VERBAL = regex.compile(
    r"\b(?:(?:can)?not|never)\b(?! (?:only|just|merely|simply|least)\b)|n['’]t\b", regex.IGNORECASE
)
# What says as much in another way, or makes it likely that something does.
_DENIAL = regex.compile(
    rf"""{_NOT.pattern}
    |\bun(?!i|der|til|cle)\p{{L}}{{4}}|\bnon-?\p{{L}}|\p{{L}}less\b
    |\bin(?:a[bcd]|capab|co[mnr]|definit|depend|e[flqv]|ex[ip]|justice|s[ei]c|suff|signif|stab|valid|visib)
    |\bim(?:balanc|matur|perfect|possib|practic|proper)|\bir(?:reg|rel|resp|rev)|\bil(?:leg|lic)
    |\bdis(?:a[dglp]|continu|miss|prov|qualif|regard|satisf|trust)
    |\b(?:few|little|hardly|rarely|barely|scarcely|seldom|yet|still|only|but|despite|although|though|instead|rather
    |except|until|than|far\ from|short\ of|free\ of|keep\ from|weak)\b
    |\b(?:lack|fail|refus|avoid|prevent|stop|end|ban|prohibit|forbid|den[iy]|absen|miss|remov|eliminat|exempt)""",
    regex.IGNORECASE | regex.VERBOSE,
)
_NEAR = regex.compile(
    rf"{_DENIAL.pattern}|\bno\b|\bill-|\b(?:before|otherwise|within|maximum|least|most)\b",
    regex.IGNORECASE | regex.VERBOSE,
)
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’]\p{L}+)?")
# What may stand between "not" and the word that it denies.
_BETWEEN = frozenset(
    "a all also always an any as be been being completely do does did entirely even ever fully had has have in it"
    " of quite really so still the to too very well yet".split()
)
_LONG = 4  # letters from which a word tells one place of a sentence from others
_BEFORE, _BEHIND = 50, 25  # characters in which another word that denies would stand, behind in the same clause
_CLAUSE = regex.compile(r"[,;:.?!](?!\w)")
_AHEAD = 60  # characters in which the denied word stands
OF_ONE_WORD, OF_A_SENTENCE = 0.6, 0.3  # confidence, where the translations are of news


class Denial(NamedTuple):
    """A word that denies, in lower case, and how sure it is that the other wording has none for it."""

    word: str
    confidence: float


def unmatched(says: str, lacks: str) -> Denial | None:
    """Return what one wording denies and the other does not, None where nothing shows.

    The surest case: the word that is denied stands in each of them once, and in the other nothing near it
    denies. The other case: in all of the other nothing denies.
    """
    for denial in _VERBAL.finditer(says):
        denied = (word for word in _words(says[denial.end() : denial.end() + _AHEAD]) if word not in _BETWEEN)
        word = next(denied, "")
        if len(word) < _LONG or len(_places(word, says)) != 1:
            continue
        places = _places(word, lacks)
        if len(places) == 1 and not _NEAR.search(
            lacks, max(0, places[0] - _BEFORE), _clause_end(lacks, places[0])
        ):
            return Denial(denial[0].lower(), OF_ONE_WORD)
    plain = _NOT.search(says)
    return Denial(plain[0].lower(), OF_A_SENTENCE) if plain and not _DENIAL.search(lacks) else None


def _clause_end(text: str, start: int) -> int:
    end = _CLAUSE.search(text, start, start + _BEHIND)
    return end.start() if end else start + _BEHIND


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text)]


def _places(word: str, text: str) -> list[int]:
    """Return where a word stands in a text, in whatever form."""
    forms = set(lemmas(word))
    return [match.start() for match in _WORD.finditer(text) if not forms.isdisjoint(lemmas(match[0].lower()))]

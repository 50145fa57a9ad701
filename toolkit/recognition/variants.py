"""The forms in which a designation may stand in a text: number, tense, spelling, figures, alternatives.

Forms are made once, when a termbase is compiled; nothing is stemmed when a text is read, so "products" and
"productive" stay apart.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import regex

from toolkit.recognition.folding import fold_term
from toolkit.termbase import Designation

GAP = "…"
MOST_ALTERNATIVES = 64  # a pattern that means more is cut there
_PREPOSITIONS = regex.compile(r" (?:of|for|in|on|to|above|with|from|by|at|and the|that|which|under|between) ")
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_BRITISH = (  # each with what a form must hold, which is told much faster
    ("iz", regex.compile(r"(?<=\w{3})iz(?=(?:e|es|ed|er|ers|ing|ation|ations)\b)"), "is"),
    ("or", regex.compile(r"\b(lab|fav|harb|hon|behavi|col)or"), r"\1our"),
    ("center", regex.compile(r"\b(cent)er(s?)\b"), r"\1re\2"),
    ("program", regex.compile(r"\b(program)(s?)\b"), r"\1me\2"),
    ("defense", regex.compile(r"\b(defen)se\b"), r"\1ce"),
)
_IRREGULAR = {
    "build": ("built",), "make": ("made",), "take": ("took", "taken"), "go": ("went", "gone"),
    "give": ("gave", "given"), "grow": ("grew", "grown"), "hold": ("held",), "keep": ("kept",),
    "lead": ("led",), "seek": ("sought",), "set": ("set",), "cut": ("cut",), "bring": ("brought",),
    "fight": ("fought",), "forge": ("forged",), "win": ("won",), "rise": ("rose", "risen"), "put": ("put",),
}  # fmt: skip
_SERIAL_COMMA = regex.compile(r"(, [^,]+),?(?= (?:and|or) )")
_TWO_PHRASES = regex.compile(r"([^, ]+ [^,]+)(?= and [^, ]+ [^,]+$)")  # a comma between them is no end of the term
_ENDING = regex.compile(r"(?<=\w{4})(?:ation|ment|ing|ed|e)$")
_UNCOUNTED = {"is", "us", "ics", "ss", "news", "gas", "basis", "series", "previous", "various"}


def variants(designation: Designation) -> Iterator[tuple[str, bool]]:
    """Yield (folded form, whether it is the citation form), each form once.

    A gap in a pattern stays in the form as `GAP`.
    """
    policy = designation.policy
    seen: set[str] = set()
    for alternative in _alternatives(designation.term) if policy.pattern else [designation.term]:
        base = fold_term(alternative)
        if not base:
            continue
        for form in (base, *(() if policy.exact else _inflected(base, designation))):
            for spelled in _spellings(form):
                if spelled and spelled not in seen:
                    seen.add(spelled)
                    yield spelled, spelled == base


def form_of(rendering: str) -> str:
    """Return what renderings share that differ only in case, number, article, hyphen or quotes."""
    words = [word for word in fold_term(rendering).split() if word not in {"the", "a", "an"}]
    return "".join(singular(word) for word in words)  # without spaces: a closed compound differs in its hyphen


@lru_cache(maxsize=1 << 16)
def root_of(rendering: str) -> str:
    """Return what renderings share that use the same words, be it as nouns or as verbs."""
    words = (_ENDING.sub("", singular(word)) for word in fold_term(rendering).split())
    return "".join(word for word in words if word not in {"the", "a", "an", "of", "to"})


def british(form: str) -> str:
    """Return English in lower case with its American spellings made British."""
    for part, pattern, replacement in _BRITISH:
        if part in form:
            form = pattern.sub(replacement, form)
    return form


def singular(word: str) -> str:
    """Return the singular of an English noun in lower case; a word that is none comes back unchanged."""
    if not word.endswith("s") or len(word) < 4 or any(word.endswith(end) for end in _UNCOUNTED):  # noqa: PLR2004
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """Return the plural of an English noun in lower case."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("ch", "sh", "ss", "x", "z")):
        return word + "es"
    return word + "s"


def verb_forms(verb: str) -> Iterator[str]:
    """Yield the forms of an English verb in lower case: third person, past, participle, gerund."""
    yield plural(verb)
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    if regex.search(r"^[^aeiou]*[aeiou][bdgmnprt]$", verb):
        stem = verb + verb[-1]
    yield stem + "ing"
    if verb in _IRREGULAR:
        yield from _IRREGULAR[verb]
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        yield verb[:-1] + "ied"
    else:
        yield stem + "ed"


def _inflected(base: str, designation: Designation) -> Iterator[str]:
    if designation.pos == "verb":
        first, space, rest = base.partition(" ")
        yield from (form + space + rest for form in verb_forms(first))
        if space and not rest.startswith(("the ", "a ", "an ")):
            yield from (f"{form} the {rest}" for form in (first, *verb_forms(first)))
        return
    if designation.pos in {"adverb", "phrase"} or designation.type == "clause":
        return
    # The head is the last word before the first preposition; number may also stand on the last word.
    match = _PREPOSITIONS.search(base)
    ends = {len(base), match.start()} if match else {len(base)}
    for end in sorted(ends):
        head = base[:end].rpartition(" ")[2]
        if head.isalpha():
            other = singular(head) if singular(head) != head else plural(head)
            yield base[: end - len(head)] + other + base[end:]


def _spellings(form: str) -> Iterator[str]:
    """Yield a form as it is, in British spelling, with and without serial comma, small numbers either way."""
    both = form, british(form)
    commas = [_SERIAL_COMMA.sub(rf"\1{comma}", each) for each in both for comma in (",", "") if ", " in each]
    commas += [_TWO_PHRASES.sub(r"\1,", each) for each in both if " and " in each]
    for spelled in dict.fromkeys((*both, *commas)):
        yield spelled
        words = spelled.split(" ")
        turned = [_turned(word) for word in words]
        if turned != words:
            yield " ".join(turned)


def _turned(word: str) -> str:
    """Return a number word as a figure and a small figure as a word."""
    if word in _NUMBERS:
        return str(_NUMBERS.index(word))
    return _NUMBERS[int(word)] if word.isascii() and word.isdigit() and int(word) < len(_NUMBERS) else word


def _alternatives(term: str) -> Iterator[str]:
    """Yield what a pattern with [a|b] means, without its brackets; at most MOST_ALTERNATIVES."""
    pieces = [piece.split("|") for piece in regex.split(r"[\[\]]", term)]
    for count, chosen in enumerate(product(*pieces)):
        if count == MOST_ALTERNATIVES:
            return
        yield "".join(chosen)

"""Base forms that an English word may have: what dictionaries list, by the rules of inflection alone.

Derivation is left to the lexicon, which has "industry" beside "industrial": a stemmer takes "products" and
"productive" for one word.
"""

from functools import lru_cache

IRREGULAR = {
    "built": "build", "made": "make", "took": "take", "taken": "take", "went": "go", "gone": "go", "gave": "give",
    "given": "give", "grew": "grow", "grown": "grow", "held": "hold", "kept": "keep", "led": "lead",
    "sought": "seek", "brought": "bring", "fought": "fight", "won": "win", "rose": "rise", "risen": "rise",
    "fell": "fall", "fallen": "fall", "broke": "break", "broken": "break", "chosen": "choose", "men": "man",
    "people": "person", "children": "child", "women": "woman", "better": "good", "best": "good", "less": "little",
    "more": "many", "lives": "life", "shelves": "shelf", "halves": "half", "analyses": "analysis", "sold": "sell",
    "crises": "crisis", "bases": "basis", "criteria": "criterion", "data": "datum", "taught": "teach",
    "bought": "buy", "sent": "send", "spent": "spend", "lent": "lend", "found": "find", "left": "leave",
    "met": "meet", "ran": "run", "shrunk": "shrink", "strove": "strive", "striven": "strive", "wove": "weave",
}  # fmt: skip
UNINFLECTED = frozenset("news goods means economics statistics customs arms need species series".split())
_VOWELS = "aeiou"
_SHORT = 3  # a base form has at least so many letters


@lru_cache(maxsize=1 << 16)
def lemmas(word: str) -> tuple[str, ...]:
    """Return the base forms that a word in lower case may have, itself first; American spelling."""
    word = word.removesuffix("'s").removesuffix("'")
    found = [word]
    if word in UNINFLECTED:
        return (word,)
    if word in IRREGULAR:
        found.append(IRREGULAR[word])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found += _of_plural(word)
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            found += _of_verb(word.removesuffix(ending), ending)
    return tuple(dict.fromkeys(american(form) for form in found if len(form) >= _SHORT or form == word))


def _of_plural(word: str) -> list[str]:
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    return [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]


def _of_verb(stem: str, ending: str) -> list[str]:
    """Return the verbs whose form may be `stem` with an ending: plan, use, supply."""
    if ending == "ed" and stem.endswith("i"):
        return [stem[:-1] + "y"]
    if not any(letter in _VOWELS for letter in stem):
        return []
    doubled = [stem[:-1]] if stem[-1:] == stem[-2:-1] else []
    return [stem, stem + "e", *doubled]


def american(word: str) -> str:
    """Return what the American and the British spelling of a word share; it need not be a word."""
    for british, shared in (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or")):
        if word.endswith(british) and len(word) >= len(british) + _SHORT:
            return word.removesuffix(british) + shared
    return word

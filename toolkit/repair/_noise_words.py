"""Injected noise: how likely a stretch of English is, word by word and with its spaces."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from math import log

from toolkit.segmentation import en

TOKEN = re.compile(r"[A-Za-z\xc0-\u024f]+|\d+|\s+|.", re.DOTALL)
WORD = re.compile(r"(?<![^\s\"“(-])[A-Za-z]+(?![^\s\"”),.;:!?-])")
CLITICS = frozenset("s t re ve ll d m".split())
UNITS = frozenset("th st nd rd g d s k m bn kwh kw mw gw tw km kg mm cm nm a b c x".split())
SUSPENDED = frozenset("and or to".split())  # "small- and medium-sized"
CLOSERS = frozenset(",.;:!?)]}%’”…")
OPENERS = frozenset("([{“‘$€£¥")
DASHES = frozenset("-–—")

WORD_TOTAL = 5.418e11  # sum of the word counts
PAIR_TOTAL = 1.2405e13  # sum of the pair counts
OWN = 0.25  # weight of the document's own words
PAIRED = 0.6  # weight of a known pair against the word alone
FIRST_LETTERS = (-16.0, -16.0, -17.0, -17.5, -17.5)  # log probability of an unknown word of so many letters
LETTER = -1.3  # and of each letter more
SYLLABLE = re.compile(  # pinyin: one to three syllables
    r"(?:(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|"
    r"in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)){1,3}"
)
PINYIN = -14.0
SUFFIXES = tuple(
    "isation ization ations ation ments ment ness less ised ized ises izes ising izing ally ally ing ers ies ied ed er "
    "es ly al s".split()
)
PREFIXES = tuple("inter multi micro under semi anti over non pre sub bio un re co".split())
DERIVED = -4.0  # what deriving a word costs


class Words:
    """The words of English and of one document: pure look-ups, made once for each text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.known = en.word_counts()

    @cached_property
    def _own(self) -> Mapping[str, int]:
        return Counter(WORD.findall(self._text.lower()))

    @cached_property
    def _own_total(self) -> int:
        return 200 + sum(self._own.values())

    @cached_property
    def _pairs(self) -> Mapping[str, str]:
        return en.pair_counts()

    def own(self, word: str) -> int:
        """Return how often the document has a word in lower case, whole and away from noise."""
        return self._own.get(word, 0)

    def word(self, word: str, before: str = "", *, borrowed: int = 0) -> float:
        """Return the log probability of a word after another; `borrowed` sightings do not count."""
        lower = word.lower()
        count = self.known.get(lower, 0)
        own = self._own.get(lower, 0) - borrowed
        share = (1 - OWN) * count / WORD_TOTAL + OWN * max(0, own) / self._own_total
        if not share:
            return self._unknown(lower)
        if before:
            first = self.known.get(before, 0)
            if first and count:
                pair = int(self._pairs.get(f"{before} {lower}", 0))
                if pair:
                    share = (1 - PAIRED) * share + PAIRED * (pair / PAIR_TOTAL) / (first / WORD_TOTAL)
                else:
                    share *= 1 - PAIRED
        case = 0.0 if lower == word or word[1:].islower() or word.isupper() or len(word) == 1 else -9.0
        return log(share) + case

    def _unknown(self, word: str) -> float:
        """Return the log probability of a word that no list has, by its ending and length."""
        length = len(word)
        if length > 5:
            for suffix in SUFFIXES:
                if word.endswith(suffix) and length - len(suffix) >= 3:
                    stem = word.removesuffix(suffix)
                    count = max(
                        self.known.get(stem, 0), self.known.get(stem + "e", 0), self.known.get(stem + "y", 0)
                    )
                    if count:
                        return log(count / WORD_TOTAL) + DERIVED
            for prefix in PREFIXES:
                if word.startswith(prefix) and length - len(prefix) >= 4:
                    count = self.known.get(word.removeprefix(prefix), 0)
                    if count:
                        return log(count / WORD_TOTAL) + DERIVED
        if length > 3 and SYLLABLE.fullmatch(word):
            return PINYIN - 0.5 * length
        if length < len(FIRST_LETTERS):
            return FIRST_LETTERS[length]
        return FIRST_LETTERS[-1] + LETTER * (length - len(FIRST_LETTERS) + 1)

    def text(self, text: str) -> float:
        """Return the log probability of a few words with what stands between them."""
        total = 0.0
        before = kind = previous = ""
        blank = True  # whether a blank, or the start, stands before the token
        tokens = TOKEN.findall(text)
        for index, token in enumerate(tokens):
            if token.isspace():
                if blank and index:
                    total -= 8.0
                blank = True
                continue
            now = _kind(token)
            following = tokens[index + 1] if index + 1 < len(tokens) else " "
            if now == "word":
                if previous == "'" and not blank and kind == "clitic":
                    total -= 1.0
                else:
                    total += self.word(token, before if blank else "")
            elif now == "number":
                total -= 5.0
            elif token in {"'", "’"} and not blank and before and following.lower() in CLITICS:
                now = "clitic"
            elif now == "quote":
                total -= 4.0
                if not blank and not following.isspace() and following not in CLOSERS and kind != "open":
                    total -= 7.0  # a quote in the middle of a word
                if blank and following.isspace():
                    total -= 7.0  # a quote that touches nothing
            elif now == "other":
                total -= 9.0
            total += _junction(kind, now, token, blank=blank, previous=previous)
            before = token.lower() if now == "word" else ""
            kind, previous, blank = now, token, False
        return total


def _kind(token: str) -> str:
    if token[0].isalpha():
        return "word"
    if token[0].isdigit():
        return "number"
    if token in CLOSERS:
        return "close"
    if token in OPENERS:
        return "open"
    if token in DASHES:
        return "dash"
    return "quote" if token in "\"'" else "other"


def _junction(left: str, right: str, token: str, *, blank: bool, previous: str) -> float:  # noqa: PLR0911
    """Return the log probability of a blank, or of none, between two kinds of tokens."""
    if not left or left == "clitic" or right == "clitic":
        return 0.0
    if right == "close":
        return -7.0 if blank else 0.0
    if left == "open":
        return -7.0 if blank else 0.0
    if left == "dash":
        if not blank:
            return -0.5
        return -2.0 if token.lower() in SUSPENDED or previous != "-" else -5.0
    if right == "dash":
        return -5.0 if blank and token == "-" else -0.5
    if left == "close":
        if blank:
            return -4.0 if right == "number" and previous in ".," else 0.0
        return -0.3 if right == "number" or right == "quote" else -6.0
    if left == "number" and right == "number":
        return -7.0 if blank else 0.0
    if left == "number" and right == "word":
        if blank:
            return -4.0 if token.lower() in {"th", "st", "rd"} else -0.1
        return -0.5 if token.lower() in UNITS else -6.0
    if left == "word" and right == "number":
        return -0.2 if blank else (-3.0 if previous.isupper() else -6.0)
    if right == "open" and not blank:
        return -4.0
    return 0.0

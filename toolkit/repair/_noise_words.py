"""Injected noise: how likely a stretch of English is, word by word and with its spaces."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import filterfalse, pairwise
from math import log
from typing import NamedTuple

from toolkit.segmentation import en

ADDRESS = r"[\w.+-]{1,40}@[\w-]{1,40}\.\w{2,20}"
TOKEN = re.compile(
    r"-{2,5}|[A-Z]{1,4}&[A-Z]{1,4}(?![A-Za-z])|[A-Za-z\xc0-\u024f]+|\d+|\s+|.",
    re.DOTALL,
)
TOKEN_OR_ADDRESS = re.compile(f"{ADDRESS}|{TOKEN.pattern}", re.DOTALL)
PUNCTUATION = b".,;:!?()[]\"'"
CURLY = "“”‘’"
LOWER = bytes(range(256)).lower()
STOPS = ".,;:!?"
CLITICS = frozenset("s t re ve ll d m".split())
ORDINALS = frozenset("th st nd rd".split())
UNITS = ORDINALS | frozenset("th st nd rd g d s k m bn kwh kw mw gw tw km kg mm cm nm a b c x".split())
SUSPENDED = frozenset("and or to".split())  # "small- and medium-sized"
KINDS = {
    **dict.fromkeys(",.;:!?)]}%”…", "close"),
    **dict.fromkeys("([{“‘", "open"),
    **dict.fromkeys("$€£¥₹₩₽¢", "money"),
    **dict.fromkeys(("-", "--", "---", "–", "—"), "dash"),
    **dict.fromkeys("\"'’", "quote"),
}
COSTS = {"name": -14.0, "number": -5.0, "close": -3.0, "open": -5.0, "money": -6.0, "dash": -4.0, "other": -9.0}

QUOTE = -4.0  # log probability of a double quotation mark
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
SUFFIXES = frozenset(
    "isation ization ations ation ments ment ness less ised ized ises izes ising izing ally ing ers ies ied ed "
    "er es ly al s".split()
)
SUFFIX_LENGTHS = range(max(map(len, SUFFIXES)), 0, -1)
PREFIXES = tuple("inter multi micro under semi anti over non pre sub bio un re co".split())
DERIVED_LENGTH = 6  # letters of a word that can be derived
STEM = 3  # letters of what it can be derived from
DERIVED = -4.0  # what deriving a word costs
SAMPLE = 1 << 18  # characters in which the document's own words are counted; from all over a longer one
STRETCH = 1 << 14  # characters in a row: what an article says again is near
REMEMBERED = 1 << 16  # scores of words and of pieces of text that are kept
MIXED_CASE = -9.0  # a capital inside a word, as where two names are joined


def folded(text: str) -> str:
    """Return a text in lower case, as far as it is ASCII, and without the marks that words touch."""
    if text.isascii():
        return text.encode().translate(LOWER, PUNCTUATION).decode()
    text = text.encode(errors="surrogatepass").translate(LOWER, PUNCTUATION).decode(errors="surrogatepass")
    for mark in CURLY:
        text = text.replace(mark, "")
    return text


class Piece(NamedTuple):
    """What stands between two blanks, as far as it can be scored without what stands around it."""

    inner: float  # log probability of all but the first word and what comes before it
    first_kind: str
    first: str
    last_kind: str
    last: str
    before: str  # the word that a word after it comes after, "" where a mark stands between


class Words:
    """The words of English and of one document: pure look-ups, made once for each text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.known = en.word_counts()
        self._seen: dict[tuple[str, str], float] = {}
        self._pieces: dict[str, Piece] = {}
        self._texts: dict[tuple[str, str], float] = {}

    @cached_property
    def _own_words(self) -> list[str]:
        text = self._text
        step = len(text) * STRETCH // SAMPLE
        if step > STRETCH:
            text = " ".join([text[start : start + STRETCH] for start in range(0, len(text), step)])
        return folded(text).split()

    @cached_property
    def _own(self) -> Mapping[str, int]:
        return Counter(filter(str.isalpha, filterfalse(self.known.__contains__, self._own_words)))

    @cached_property
    def _own_total(self) -> int:
        return 200 + len(self._own_words)

    @cached_property
    def _pairs(self) -> Mapping[str, str]:
        return en.pair_counts()

    def word(self, word: str, before: str = "") -> float:
        """Return the log probability of a word after another."""
        found = self._seen.get((word, before))
        if found is None:
            if len(self._seen) > REMEMBERED:
                self._seen.clear()
            found = self._seen[word, before] = self._word(word, before)
        return found

    def _word(self, word: str, before: str) -> float:
        lower = word.lower()
        count = self.known.get(lower, 0)
        case = 0.0 if lower == word or word[1:].islower() or word.isupper() or len(word) == 1 else MIXED_CASE
        share = (1 - OWN) * count / WORD_TOTAL
        if not count:
            own = self._own.get(lower, 0) - 1  # it must have been seen elsewhere
            if own < 1:
                return self._unknown(lower) + case
            share = OWN * own / self._own_total
        if before:
            first = self.known.get(before, 0)
            if first and count:
                pair = int(self._pairs.get(f"{before} {lower}", 0))
                if pair:
                    share = (1 - PAIRED) * share + PAIRED * (pair / PAIR_TOTAL) / (first / WORD_TOTAL)
                else:
                    share *= 1 - PAIRED
        return log(share) + case

    def _unknown(self, word: str) -> float:
        """Return the log probability of a word that no list has, by its ending and length."""
        length = len(word)
        if length >= DERIVED_LENGTH:
            for letters in SUFFIX_LENGTHS:
                if word[-letters:] in SUFFIXES and length - letters >= STEM:
                    stem = word[:-letters]
                    count = max(
                        self.known.get(stem, 0), self.known.get(stem + "e", 0), self.known.get(stem + "y", 0)
                    )
                    if count:
                        return log(count / WORD_TOTAL) + DERIVED
            for prefix in PREFIXES if word.startswith(PREFIXES) else ():
                if word.startswith(prefix) and length - len(prefix) > STEM:
                    count = self.known.get(word.removeprefix(prefix), 0)
                    if count:
                        return log(count / WORD_TOTAL) + DERIVED
        if length > STEM and SYLLABLE.fullmatch(word):
            return PINYIN - 0.5 * length
        if length < len(FIRST_LETTERS):
            return FIRST_LETTERS[length]
        return FIRST_LETTERS[-1] + LETTER * (length - len(FIRST_LETTERS) + 1)

    def text(self, text: str, before: str = "") -> float:
        """Return the log probability of a few words, after another, with what stands between them."""
        key = text, before
        found = self._texts.get(key)
        if found is not None:
            return found
        total = 0.0
        kind = previous = ""
        for token in text.split(" "):
            if not token:
                continue
            piece = self._pieces.get(token) or self._piece(token)
            inner, first_kind, first, last_kind, last, after = piece
            total += inner
            if first_kind == "word":
                found = self._seen.get((first, before))
                total += self.word(first, before) if found is None else found
                if kind and kind != "word":
                    total += _junction(kind, first_kind, first, blank=True, previous=previous)
            elif kind:
                total += _junction(kind, first_kind, first, blank=True, previous=previous)
            kind, previous, before = last_kind, last, after
        if len(self._texts) > REMEMBERED:
            self._texts.clear()
        self._texts[key] = total
        return total

    def _piece(self, token: str) -> Piece:
        """Score what does not depend on the words around a token."""
        if token[:-1].isalpha() and token[-1] in STOPS:
            piece = Piece(COSTS["close"], "word", token[:-1], "close", token[-1], "")
        elif token[-1] == '"' and token[:-1].isalpha():
            piece = Piece(QUOTE, "word", token[:-1], "quote", '"', "")
        elif token[0] == '"' and token[1:].isalpha():
            piece = Piece(QUOTE + self.word(token[1:]), "quote", '"', "word", token[1:], token[1:].lower())
        elif token.isalpha():
            piece = Piece(0.0, "word", token, "word", token, token.lower())
        else:
            piece = self._marked(token)
        if len(self._pieces) > REMEMBERED:
            self._pieces.clear()
        self._pieces[token] = piece
        return piece

    def _marked(self, token: str) -> Piece:
        """Score a token that does not hold letters alone."""
        total = 0.0
        kind = previous = first_kind = first = before = ""
        items = (TOKEN_OR_ADDRESS if "@" in token else TOKEN).findall(token)
        items.append(" ")
        for item, following in pairwise(items):
            now = KINDS.get(item) or _kind(item)
            blank = not kind
            if now == "word":
                if kind and kind != "clitic":
                    total += self.word(item)
            elif now != "quote":
                total += COSTS[now]
            elif item in "'’" and before and following.lower() in CLITICS:
                now = "clitic"
                total -= 1.0
            else:
                total += _quote(item, following, blank=blank, kind=kind, previous=previous)
            if blank:
                first_kind, first = now, item
            elif kind != "word" or now != "word":
                total += _junction(kind, now, item, blank=False, previous=previous)
            before = item.lower() if now == "word" else ""
            # A hyphen with a blank before it is a dash.
            kind, previous = now, "–" if blank and item == "-" else item
        return Piece(total, first_kind, first, kind, previous, before)


def _kind(item: str) -> str:
    """Return the kind of an item that is no mark."""
    if item.isalpha():
        return "word"
    if item[0].isdigit():
        return "number"
    return "name" if len(item) > 1 else "other"


def _quote(item: str, following: str, *, blank: bool, kind: str, previous: str) -> float:
    """Return the log probability of a quotation mark, by what it touches."""
    cost = QUOTE if item == '"' else -8.0
    if item == "'" and previous[-1:] == "s" and not blank and following == " ":
        cost = -6.0  # a plural's possessive
    if item == previous and not blank:
        return 0.0  # an empty quotation
    if blank and following == " ":
        return cost - 7.0  # it touches nothing
    if not blank and following[0].isalnum() and kind in {"word", "number"}:
        return cost - 7.0  # in the middle of a word
    return cost


def _junction(left: str, right: str, item: str, *, blank: bool, previous: str) -> float:  # noqa: C901, PLR0911, PLR0912
    """Return the log probability of a blank, or of none, between two kinds of items."""
    if left == "word" == right or "clitic" in (left, right):
        return 0.0
    if right == "close":
        return -7.0 if blank else 0.0
    if left == "open":
        return -7.0 if blank else 0.0
    if "other" in (left, right) and not blank:
        return -2.0
    if left == "money":
        return 0.0 if right == "number" and not blank else -6.0
    if left == "dash":
        if not blank:
            return -0.5
        return -1.0 if previous != "-" or item.lower() in SUSPENDED else -8.0
    if right == "dash":
        return -5.0 if blank and item == "-" else -0.5
    if left == "close":
        if previous in ".," and right == "number":
            return -3.0 if blank else -0.3
        return 0.0 if blank or right == "quote" else -6.0
    if left == "number" and right == "number":
        return -4.5 if blank else 0.0
    if left == "number" and right == "word":
        if blank:
            return -4.0 if item.lower() in ORDINALS else -0.1
        return -0.5 if item.lower() in UNITS else -6.0
    if left == "word" and right == "number":
        return -0.2 if blank else (-3.0 if previous.isupper() else -6.0)
    return -4.0 if right in {"open", "money"} and not blank else 0.0

"""Characters spaced apart, words cut at line ends, and characters in compatibility forms."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

import regex

from toolkit.offsets import Edit, Span
from toolkit.repair import Repair, RepairContext
from toolkit.repair._unusual import beyond_ascii, lines, unusual
from toolkit.segmentation import en, zh

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
SPACED_LATIN = re.compile(r"(?<![^\s“\"'(])(?:[A-Za-z] ){3,400}[A-Za-z](?![^\s.,;:!?)”\"'])")
SPACED_TEXT = re.compile(r"(?<!\S)\S(?: {1,4}\S(?!\S)){7,4000}")
BETWEEN_WORDS = re.compile(" {2,4}")
PUNCTUATION = ".,;:!?()\"'“”‘’"
SPACED_HAN = re.compile(f"(?<![{HAN}])[{HAN}](?: [{HAN}，。、；：！？“”]){{2,2000}}(?![{HAN}])")
SPACED_PAIR = re.compile(f"(?<=[{HAN}A-Za-z，。、；：] )[{HAN}] [{HAN}](?= [{HAN}A-Za-z]| ?[，。、；：])")
CUT = re.compile("(?<![A-Za-z-])([A-Za-z]{2,40})-\r?\n([a-z]{2,40})(?![A-Za-z-])")
VERTICAL = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︙︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
    "，、。：；！？〖〗…—（）｛｝〔〕【】《》〈〉「」『』［］",
)
COMPATIBLE = re.compile(
    "[\u2e80-\u2eff\u2f00-\u2fd5\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufad9"
    "\U0002f800-\U0002fa1d]{1,1000}"
)
LIGATURE = re.compile("(?<=[A-Za-z])[\ufb00-\ufb06]|[\ufb00-\ufb06](?=[a-z])")
UPRIGHT = re.compile("[\ufe10-\ufe19\ufe31\ufe35-\ufe44\ufe47\ufe48]")
ANY_HAN = re.compile(f"[{HAN}]")
KANA = re.compile("[\u3041-\u30fa\uac00-\ud7a3]")
# Each begins with one character, which makes the search several times faster.
NEAR_SPACED_LATIN = re.compile(" [A-Za-z] [A-Za-z] [A-Za-z]")
NEAR_SPACED_HAN = re.compile(f" [{HAN}，。、；：！？“”] [{HAN}，。、；：！？“”]")
LINE_END = re.compile("-\r?\n[a-z]")
FORM = re.compile("[\u2e80-\u2fd5\uf900-\ufad9\ufb00-\ufb06\ufe10-\ufe19\ufe31-\ufe48\U0002f800-\U0002fa1d]")
NEAR_HAN = regex.compile("[\u3400-\u9fff]")  # one range alone is several times faster in this module
SHORT_WORDS = frozenset("a i of to in is it on at by as an be or we he if so no up us do my go me".split())
COMMON = 1_000_000  # times that a word was counted
LONGEST = 20  # letters of a word


class Spacing(Repair, frozen=True):
    """Closes up words, and gives characters their ordinary form."""

    after: ClassVar[tuple[str, ...]] = ("homoglyphs",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield an edit for each word, run or character; linear."""
        if "   " in text[::2] or "   " in text[1::2]:  # a blank at every second place
            for line in lines(text, NEAR_SPACED_LATIN):
                yield from _spaced_latin(text, line)
        if not text.isascii() and NEAR_HAN.search(beyond_ascii(text)):
            spaced = list(lines(text, NEAR_SPACED_HAN))
            for line in spaced:
                yield from _spaced_han(text, line)
            for line in spaced:
                yield from _spaced_pairs(text, line)
        if LINE_END.search(text):
            yield from _cut(text)
        if FORM.search(unusual(text)):
            for line in lines(text, FORM):
                yield from _compatible(text, line)


def _spaced_latin(text: str, line: Span) -> Iterator[Edit]:
    at = line.start
    for match in SPACED_TEXT.finditer(text, *line):
        words = _between_wider_blanks(match[0])
        if words:
            yield from _spaced_words(text, Span(at, match.start()))
            yield Edit(*match.span(), words, "spaced apart", 0.95)
            at = match.end()
    yield from _spaced_words(text, Span(at, line.end))


def _between_wider_blanks(run: str) -> str | None:
    """Return the words of a run of single characters with wider blanks between words, None if they are none."""
    words = [word.replace(" ", "") for word in BETWEEN_WORDS.split(run)]
    plain = [word.strip(PUNCTUATION).lower() for word in words]
    known = sum(len(word) for word in plain if word in SHORT_WORDS or (len(word) > 2 and word in en.word_counts()))  # noqa: PLR2004
    return " ".join(words) if len(words) > 1 and known * 3 >= len("".join(words)) * 2 else None


def _spaced_words(text: str, line: Span) -> Iterator[Edit]:
    for match in SPACED_LATIN.finditer(text, *line):
        words = _words(match[0].replace(" ", ""))
        if words:
            yield Edit(*match.span(), words, "spaced apart", 0.95)


def _cut(text: str) -> Iterator[Edit]:
    for match in CUT.finditer(text):
        if (match[1] + match[2]).lower() in en.word_counts():
            yield Edit(match.end(1), match.start(2), "", "cut at the line end", 0.9)


def _words(letters: str) -> str | None:
    """Return letters as the fewest English words, None where they are none; linear."""
    if letters.isupper() and len(letters) <= 4:  # noqa: PLR2004 (acronyms: N A T O)
        return None
    lower = letters.lower()
    if lower in en.word_counts():
        return letters
    fewest: list[tuple[int, int] | None] = [(0, 0)]
    for end in range(1, len(lower) + 1):
        ways = [
            (before[0] + 1, start)
            for start in range(max(0, end - LONGEST), end)
            if (before := fewest[start]) is not None and _is_common(lower[start:end])
        ]
        fewest.append(min(ways, default=None))
    cuts = []
    at = len(lower)
    while at:
        way = fewest[at]
        if way is None:
            return None
        cuts.append(letters[way[1] : at])
        at = way[1]
    return " ".join(reversed(cuts)) if len(letters) >= 3 * len(cuts) else None


@cache
def _is_common(word: str) -> bool:
    if len(word) <= 2:  # noqa: PLR2004 (most of the listed ones are abbreviations)
        return word in SHORT_WORDS
    return en.word_counts().get(word, 0) >= COMMON


def _spaced_han(text: str, line: Span) -> Iterator[Edit]:
    for match in SPACED_HAN.finditer(text, *line):
        joined = match[0].replace(" ", "")
        if _holds_words(joined):
            yield Edit(*match.span(), joined, "spaced apart", 0.95)


def _spaced_pairs(text: str, line: Span) -> Iterator[Edit]:
    for match in SPACED_PAIR.finditer(text, *line):
        joined = match[0].replace(" ", "")
        if joined in zh.frequencies() and not SPACED_HAN.match(text, match.start()):
            yield Edit(*match.span(), joined, "spaced apart", 0.5)


def _holds_words(run: str) -> bool:
    """Tell whether at least half of a run's characters stand in words of two or more."""
    known = zh.frequencies()
    within = at = 0
    while at < len(run):
        word = next((word for end in (4, 3, 2) if (word := run[at : at + end])[1:] and word in known), run[at])
        within += len(word) if len(word) > 1 else 0
        at += len(word)
    return within * 2 >= len(run)


def _compatible(text: str, line: Span) -> Iterator[Edit]:
    for match in LIGATURE.finditer(text, *line):
        yield Edit(*match.span(), unicodedata.normalize("NFKC", match[0]), "ligature")
    if KANA.search(text, *line):
        return  # names in Japanese and Korean are told apart by these forms
    for match in COMPATIBLE.finditer(text, *line):
        plain = unicodedata.normalize("NFKC", match[0])
        if plain != match[0] and (len(plain) > 1 or _beside_han(text, match)):
            yield Edit(*match.span(), plain, "compatibility form")
    if ANY_HAN.search(text, *line):
        for match in UPRIGHT.finditer(text, *line):
            upright = match[0].translate(VERTICAL)
            if upright != match[0]:
                yield Edit(*match.span(), upright, "vertical form")


def _beside_han(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return bool(ANY_HAN.match(before) or ANY_HAN.match(after))

"""Cyrillic, Greek and other letters that look Latin, inside English words."""

import re
from collections.abc import Iterator
from typing import ClassVar

from toolkit.offsets import Edit, Span
from toolkit.repair import Repair, RepairContext
from toolkit.repair._unusual import unusual
from toolkit.segmentation import en

# Unicode Technical Standard 39, confusables.txt, and the italics of Cyrillic т, м, к, п, и.
CYRILLIC = (
    "аa АA ВB вb сc СC ԁd еe ЕE ёe һh НH іi ІI їi јj ЈJ кk КK ӏl мm МM оo ОO рp РP ԛq ѕs ЅS тt ТT "
    "уy УY үy ҮY ԝw хx ХX ѵv ѴV гr пn иu"
)
GREEK = "αa ΑA ΒB ΕE ΗH ιi ΙI κk ΚK ΜM νv ΝN οo ΟO ρp ΡP τt ΤT υu ΥY χx ΧX ΖZ"
OTHER = "ɑa ɡg ɩi ʏy օo սu հh ցq ոn"
FOLD = {pair[0]: pair[1] for pair in f"{CYRILLIC} {GREEK} {OTHER}".split()}
ALIKE = "".join(sorted(FOLD))
TELLTALE = re.compile(f"[{ALIKE}]")
LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u058f"
TOKEN = re.compile(f"[A-Za-z{ALIKE}]++")
LONGEST = 80  # letters of a token
ANY_LETTER = re.compile(f"[{LETTER}]")
CLITICS = frozenset(("s", "t", "m", "d", "re", "ve", "ll"))
CLITIC = re.compile("[A-Za-z]['\u2018\u2019]")  # before 's, 't and the like
LATIN = re.compile("[A-Za-z]")
GREEK_LETTER = re.compile("[\u0370-\u03ff]")
RUSSIAN_ONLY = re.compile("[БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯбджзйлфцчшщъыьэюяєґђћљњџ]")
TABLE = str.maketrans(FOLD)
SHORTEST_GREEK_WORD = 4  # letters: Hα, Kα and the like are names of spectral lines
MOSTLY_LATIN = 0.5  # share of letters


class Homoglyphs(Repair, frozen=True):
    """Folds letters that look Latin where the result is an English word, or the word is Latin but for them."""

    after: ClassVar[tuple[str, ...]] = ("injected-noise",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield an edit for each word with such letters; linear."""
        if not TELLTALE.search(unusual(text)):
            return
        words = list(_words(text))
        mixed = any(LATIN.search(text, *span) for span in words)
        foreign, line_end = False, 0
        for span in words:
            if span.end > line_end:
                line_start = text.rfind("\n", line_end, span.start) + 1 or line_end
                line_end = text.find("\n", span.end) + 1 or len(text)
                foreign = bool(RUSSIAN_ONLY.search(text, line_start, line_end))
            word = text[span.start : span.end]
            folded = word.translate(TABLE)
            clitic = folded in CLITICS and CLITIC.match(text, max(0, span.start - 2), span.start) is not None
            if clitic or _may_fold(word, mixed=mixed, foreign=foreign):
                yield Edit(*span, folded, "", 1.0 if folded.lower() in en.word_counts() else 0.8)


def _words(text: str) -> Iterator[Span]:
    """Yield the words of Latin letters and at least one that looks Latin; linear."""
    at = 0
    while found := TELLTALE.search(text, at):
        start = found.start()
        first = max(at, start - LONGEST)
        while start > first and TOKEN.match(text[start - 1]):
            start -= 1
        at = end = TOKEN.match(text, start).end()  # type: ignore[union-attr]
        beside = text[start - 1 : start] + text[end : end + 1]
        if end - start <= LONGEST and not ANY_LETTER.search(beside):
            yield Span(start, end)


def _may_fold(word: str, *, mixed: bool, foreign: bool) -> bool:
    """Tell whether a word is English in disguise.

    `mixed` says that the text has words of mixed scripts, `foreign` that the line has words in Cyrillic.
    """
    known = word.translate(TABLE).lower() in en.word_counts()
    latin = len(LATIN.findall(word))
    if GREEK_LETTER.search(word):
        return known and latin > 0 and len(word) >= SHORTEST_GREEK_WORD
    if not latin:
        return known and mixed and not foreign
    return known or (latin >= MOSTLY_LATIN * len(word) and not foreign)

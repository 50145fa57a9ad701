"""Cyrillic, Greek and other letters that look Latin, inside English words."""

import re
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.offsets import Edit
from toolkit.repair import Repair, RepairContext
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
NEAR = regex.compile(f"[{ALIKE[0]}-{ALIKE[-1]}]")  # one range alone is several times faster in this module
TELLTALE = re.compile(f"[{ALIKE}]")
LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u058f"
TOKEN = re.compile(f"(?<![{LETTER}])[A-Za-z{ALIKE}]{{1,80}}(?![{LETTER}])")
CLITICS = frozenset(("s", "t", "m", "d", "re", "ve", "ll"))
CLITIC = re.compile("[A-Za-z]['\u2018\u2019]")  # before 's, 't and the like
LATIN = re.compile("[A-Za-z]")
GREEK_LETTER = re.compile("[\u0370-\u03ff]")
RUSSIAN_ONLY = re.compile("[БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯбджзйлфцчшщъыьэюяєґђћљњџ]")
LINE = re.compile("[^\n]*\n?")
TABLE = str.maketrans(FOLD)
SHORTEST_GREEK_WORD = 4  # letters: Hα, Kα and the like are names of spectral lines
MOSTLY_LATIN = 0.5  # share of letters


class Homoglyphs(Repair, frozen=True):
    """Folds letters that look Latin where the result is an English word, or the word is Latin but for them."""

    after: ClassVar[tuple[str, ...]] = ("injected-noise",)

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield an edit for each word with such letters; linear."""
        if text.isascii() or not (NEAR.search(text) and TELLTALE.search(text)):
            return
        mixed = any(LATIN.search(word[0]) and TELLTALE.search(word[0]) for word in TOKEN.finditer(text))
        for line in LINE.finditer(text):
            if not TELLTALE.search(text, *line.span()):
                continue
            foreign = bool(RUSSIAN_ONLY.search(text, *line.span()))
            for match in TOKEN.finditer(text, *line.span()):
                word = match[0]
                clitic = (
                    word.translate(TABLE) in CLITICS
                    and CLITIC.match(text, max(0, match.start() - 2), match.start()) is not None
                )
                if word.isascii() or not (clitic or _may_fold(word, mixed=mixed, foreign=foreign)):
                    continue
                known = word.translate(TABLE).lower() in en.word_counts()
                yield Edit(*match.span(), word.translate(TABLE), "", 1.0 if known else 0.8)


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

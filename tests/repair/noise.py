"""Text with injected noise, made from clean text: seeded, so that the same seed gives the same noise.

A kind is an alphabet, the lengths of its runs, the gaps between them in kept characters, and where runs may
stand. As in the wild, gaps begin anew in each paragraph, some symbols get lost, and white space is collapsed.
"""

import difflib
import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

ASCII_MEMBERS = "'\"&<>$ "
SYMBOLS = "¤¦¬µ¿ƒ†‡‰⁂₤₦₫₭₮∂∆∇∈∋∏∑∓∗∘∝∟∠∧∨∩∪∫∴∼≅≌≡≪≫⊂⊃⊕⊗⊥⌂⌐■□▲△▼◆◇○◎●◦☎☺☻☼♀♂♪♫"
GREEK = "βγδζηθκλμξπστφχψωΓΔΘΛΞΠΣΦΨΩ"
BOXES = "─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▀▄█▌▐░▒▓"
EMOJI = "😀😂😍🤔😎🙏👍🔥💯🎉🚀🌟💡📈📉🏭🚗🔋🌍🎯🧩🛠⚡✅❌❗"
PRIVATE = "".join(map(chr, range(0xE000, 0xE030)))
CJK = "。、〃〈〉《》「」『』【】〒〓〔〕〖〗！＂＃＄％＆（）＊＋，－．／：；＜＝＞？＠［］＾＿｛｜｝～￠￡￥"
INVISIBLE = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\ufeff\u180e\xad"
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
COMBINING = "".join(map(chr, range(0x300, 0x340)))
CONTROLS = "".join(map(chr, [*range(0x80, 0x85), *range(0x86, 0xA0)]))
ASCII = "'\"&<>$#*@^~|\\{}+= "

Gap = Callable[[Random], int]


def even(low: int, high: int) -> Gap:
    return lambda random: random.randint(low, high)


def geometric(mean: int) -> Gap:
    return lambda random: 1 + int(random.expovariate(1 / mean))


class Kind(NamedTuple):
    """One kind of noise; `place` is "anywhere", "inside" (of words) or "ends" (of words)."""

    alphabet: str
    gap: Gap = even(20, 39)
    lengths: tuple[int, int] = (2, 4)
    place: str = "anywhere"
    lost: float = 0.05


KINDS = {
    "like 003": Kind(SYMBOLS[:20] + GREEK[:12] + "€£¥©®™±×÷≈≠≤≥←→↑↓★" + ASCII_MEMBERS),
    "symbols": Kind(SYMBOLS),
    "symbols, Greek and ASCII": Kind(SYMBOLS[20:50] + GREEK + "#*~^| ", even(14, 50), (1, 5)),
    "box drawing": Kind(BOXES, even(15, 30), (1, 3)),
    "emoji": Kind(EMOJI, even(18, 45), (1, 3)),
    "private use": Kind(PRIVATE, even(10, 60)),
    "CJK punctuation": Kind(CJK),
    "zero-width": Kind(INVISIBLE, even(6, 14), (1, 3)),
    "bidi": Kind(BIDI, even(6, 14), (1, 3)),
    "combining": Kind(COMBINING, even(8, 25), (1, 3)),
    "dense": Kind(SYMBOLS[:30] + "€£©™→ ", even(4, 9), (1, 3)),
    "sparse": Kind(SYMBOLS[10:40] + ASCII_MEMBERS, even(90, 220)),
    "geometric gaps": Kind(SYMBOLS[:40] + ASCII_MEMBERS, geometric(28)),
    "inside words": Kind(SYMBOLS[5:45] + ASCII_MEMBERS, place="inside"),
    "single": Kind(SYMBOLS[:40] + ASCII_MEMBERS, lengths=(1, 1), lost=0),
    "C1 controls": Kind(CONTROLS, even(12, 40), (1, 3)),
    "ends of words": Kind(SYMBOLS[:40] + ASCII_MEMBERS, place="ends"),
    "ASCII": Kind(ASCII),
}


def inject(text: str, kind: Kind, random: Random) -> str:
    """Return the text with noise in it, blanks collapsed."""
    return "\n".join(_inject(line, kind, random) for line in text.split("\n"))


def _inject(line: str, kind: Kind, random: Random) -> str:
    pieces: list[str] = []
    at = 0
    while True:
        place = _place(line, at + kind.gap(random), kind.place)
        if place >= len(line):
            break
        run = "".join(random.choices(kind.alphabet, k=random.randint(*kind.lengths)))
        pieces += (line[at:place], "".join(c for c in run if random.random() >= kind.lost))
        at = place
    return re.sub(" {2,}", " ", "".join((*pieces, line[at:]))).strip(" ") if pieces else line


def _place(line: str, place: int, where: str) -> int:
    if where == "inside":
        while place < len(line) and not (line[place - 1].isalpha() and line[place].isalpha()):
            place += 1
    elif where == "ends":
        while place < len(line) and not (line[place - 1].isalpha() and not line[place].isalnum()):
            place += 1
    return place


class Errors(NamedTuple):
    """Wrong characters and words, and how many there are."""

    characters: int
    all_characters: int
    words: int
    all_words: int

    @property
    def character_rate(self) -> float:
        return self.characters / max(1, self.all_characters)

    @property
    def word_rate(self) -> float:
        return self.words / max(1, self.all_words)


def errors(clean: str, text: str) -> Errors:
    """Compare two texts of as many lines, runs of blanks as one; lines that agree cost nothing."""
    characters = words = 0
    for expected, line in zip(_collapsed(clean), _collapsed(text), strict=True):
        if expected != line:
            characters += _distance(list(expected), list(line))
            words += _distance(expected.split(), line.split())
    return Errors(characters, len(clean), words, len(clean.split()))


def _collapsed(text: str) -> list[str]:
    return [re.sub(" {2,}", " ", line).strip(" ") for line in text.split("\n")]


def _distance(expected: list[str], found: list[str]) -> int:
    matcher = difflib.SequenceMatcher(None, expected, found, autojunk=False)
    return sum(
        max(end - start, other_end - other_start)
        for operation, start, end, other_start, other_end in matcher.get_opcodes()
        if operation != "equal"
    )

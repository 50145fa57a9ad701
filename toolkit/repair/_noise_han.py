"""Injected noise in Chinese text.

Between two Han characters there is no blank and hardly a symbol, so most runs leave no doubt; what has to be
shown is that the symbols are noise. The evidence: the characters on both sides of a run make a word more often
than characters do that a real mark holds apart.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import exp, log

from toolkit.offsets import Edit
from toolkit.repair._noise_gaps import Gaps
from toolkit.repair._noise_lines import HARD_SPACE, MEANINGFUL, SURE, Line, cut, edits, neighbours, places, runs_of
from toolkit.repair._noise_symbols import (
    EMOJI,
    ODD_ASCII,
    OPEN,
    REMAINING,
    USUAL,
    USUAL_BEYOND_ASCII,
    Alphabet,
    foreign_letters,
)
from toolkit.repair._unusual import unusual
from toolkit.segmentation import en, zh

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
PUNCTUATION = (
    "\u3000-\u3002\u3005\u3007-\u3011\u3014\u3015\u30fb\uff01\uff05\uff08\uff09\uff0c-\uff0f\uff1a\uff1b"
    "\uff1f\uff5e"
)
MARKS = frozenset(re.findall(f"[{PUNCTUATION}]", "".join(map(chr, range(0x3000, 0xFF60))))) - set("\u3000々〇")
STRANGE = re.compile(f"[^{USUAL}{PUNCTUATION}]")
LEARNED_ONLY = "%\xb7"  # too usual in text to be noise anywhere but where they were seen beside it
MEMBERS = "".join(sorted(ODD_ASCII)) + " " + LEARNED_ONLY
STRANGE_RUNS = re.compile(f"([^{USUAL}{PUNCTUATION}](?:[{re.escape(MEMBERS)}]{{0,3}}[^{USUAL}{PUNCTUATION}])*)")
AROUND = MEMBERS + "".join(sorted(MARKS))
IS_HAN = re.compile(f"[{HAN}]")
BARE_BLANK = re.compile(f"(?<=[{HAN}{PUNCTUATION}]) (?=[{HAN}])|(?<=[{HAN}]) (?=[{PUNCTUATION}])")
SAMPLE = 4000  # characters that are looked at to tell whether a text is Chinese
MOSTLY = 0.3  # share of Han characters in Chinese text

WORD = 2.0  # log(.45/.06): share of words across a random place, and across a real mark
NO_WORD = -0.5  # log(.55/.94)
NEW = 0.7  # log(.8/.4): share of symbols in words not yet seen in any, of noise and of marks that a text uses
MIXED = 1.6  # what a new run of different symbols adds
OWN_BLANKS = 6.0  # blanks at either side of a run are noise where there are three times as many as by chance
SEVERAL = 3  # different symbols that noise has at least
MANY, OPEN_OF_MANY = 5, 7.0  # different symbols inside words, and the evidence that is enough with them
REAL = {
    "\xb7": 5.0,
    '"': 5.0,
    "'": 5.0,
    " ": 5.0,
}  # minus the log probability of finding one between Han characters
REAL_OTHER = 8.5
GAP_SAYS = 6.0  # the most that distances can say, in nats
STRANGE_LENGTH = -7.0  # log probability of a run length that was not seen
MARKED = 0.4  # share of the runs inside words that hold marks, where marks are noise
COMMON = frozenset("，。、")  # real ones are more frequent at the edge of a run than those of noise
IN_A_ROW = re.compile(
    "[》）」』】][，。、；：？！《（「『【]|[，。、：；][《（「『【]|[。？！][》）」』】]|[？！]{2,3}"
)
MARK_SURE = 0.9
LIKELY = 0.5  # what is less likely is not worth a flag


def is_chinese(text: str) -> bool:
    """Say whether a text is mostly Chinese, by its beginning."""
    sample = text[:SAMPLE]
    return not sample.isascii() and len(IS_HAN.findall(sample)) > MOSTLY * len(sample)


@lru_cache(maxsize=1)
def learn(text: str) -> Alphabet | None:
    """Return the noise alphabet of a Chinese text, or None where the evidence is too weak."""
    if not STRANGE.search(unusual(text)):
        return None
    pieces = STRANGE_RUNS.split(text)
    texts = _simplified(pieces[::2])
    own_blanks = len(BARE_BLANK.findall(text)) / len(text)
    # Marks are members only of a noise that has many; what holds runs apart is otherwise better evidence.
    return _learn(texts, pieces[1::2], AROUND, own_blanks) or _learn(texts, pieces[1::2], MEMBERS, own_blanks)


def _learn(texts: Sequence[str], runs: Sequence[str], beside: str, own_blanks: float) -> Alphabet | None:
    """Return the alphabet of a text cut at its runs, whose noise can also have what stands `beside` these.

    `own_blanks` is the share of blanks between Han characters.
    """
    symbols: Counter[str] = Counter()
    members: Counter[str] = Counter()
    lengths: Counter[int] = Counter()
    mixed: set[str] = set()
    inside: set[str] = set()
    seen: set[tuple[str, str, str]] = set()
    marks: set[str] = set()
    evidence = 0.0
    blanks = crossed = marked = 0
    words = zh.frequencies()
    for left, run, right in zip(texts, runs, texts[1:], strict=False):
        before, after = left.rstrip(beside), right.lstrip(beside)
        if not before or not after or before[-1].isascii() or after[0].isascii():
            continue
        if max(run) < EMOJI:
            mixed.add(run)
        if not (IS_HAN.match(before[-1]) and IS_HAN.match(after[0])):
            continue
        around = left[len(before) :] + right[: len(right) - len(after)]
        splice = before[-2:], run, after[:2]
        if splice not in seen:  # what a text repeats shows nothing new
            seen.add(splice)
            if _is_word(before, after, words):
                evidence += WORD if inside.issuperset(run) else WORD + NEW
                inside.update(run)
                mixed.add(run)
                crossed, marked = crossed + 1, marked + (not MARKS.isdisjoint(around))
                marks |= MARKS.intersection(around)
            else:
                evidence += NO_WORD
        symbols.update(set(run))
        members.update(set(around))
        blanks += " " in around
        lengths[len(run) + len(around)] += 1
    if beside is AROUND and (len(marks) < SEVERAL or marked < MARKED * crossed):
        return None
    evidence += sum(MIXED * min(2, len(set(run)) - 1) for run in mixed)
    if evidence < (OPEN if len(inside) < MANY else OPEN_OF_MANY) or len(symbols) < SEVERAL:
        return None
    if blanks <= OWN_BLANKS * own_blanks * sum(lengths.values()):
        del members[" "]
    symbols.update(members)
    total = sum(symbols.values())
    number = sum(lengths.values())
    novel = (0.3 + sum(n == 1 for n in symbols.values())) / (total + 1) / REMAINING
    return Alphabet(
        {c: n / total for c, n in symbols.items()},
        frozenset(symbols),
        novel,
        novel,
        {length: (lengths[length] + 0.5) / (number + 4) for length in range(1, 1 + max(lengths))},
    )


def _simplified(texts: Sequence[str]) -> list[str]:
    """Return texts in the characters that the dictionary has."""
    bounds = list(accumulate(map(len, texts), initial=0))
    whole = zh.simplified("".join(texts))
    return [whole[start:end] for start, end in pairwise(bounds)]


def _is_word(before: str, after: str, words: Mapping[str, int]) -> bool:
    """Say whether a word of two or three characters lies across a place."""
    return (
        before[-1] + after[0] in words
        or (len(before) > 1 and before[-2:] + after[0] in words)
        or before[-1] + after[:2] in words
    )


class HanDecider:
    """Decides the runs of one Chinese text."""

    def __init__(self, text: str, alphabet: Alphabet) -> None:
        self._source = text
        text = self._text = text.replace(HARD_SPACE, " ")
        self._shares = {symbol: log(share) for symbol, share in alphabet.shares.items()}
        self._novel = log(alphabet.novel)
        self._lengths = {length: log(share) for length, share in alphabet.run_lengths.items()}
        members = ODD_ASCII | {symbol for symbol in LEARNED_ONLY if symbol in alphabet.shares}
        usual = re.escape(
            "".join(chr(code) for code in range(128) if chr(code) not in members and code != ord(" "))
        )
        rest = "".join(piece for piece in USUAL_BEYOND_ASCII if piece not in members)
        foreign = foreign_letters(set(STRANGE.findall(text)), alphabet)
        # Where marks are noise any can be.
        self._marks = MARKS if not MARKS.isdisjoint(alphabet.shares) else frozenset[str]()
        punctuation = "\u3000々〇" if self._marks else PUNCTUATION
        self._split = runs_of(
            f"{usual}{rest}{punctuation}{''.join(sorted(foreign))}",
            re.escape("".join(sorted(members | self._marks))),
        )
        spaced = len(re.findall(f"[{HAN}] [A-Za-z0-9]|[A-Za-z0-9] [{HAN}]", text))
        tight = len(re.findall(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]", text))
        self._spaced = spaced > tight
        self._words = zh.frequencies()

    def edits(self) -> Iterator[Edit]:
        """Yield the edits, in order."""
        texts = self._text.split("\n")
        lines = [cut(self._split(text)) for text in texts]
        for line in lines:
            self._decide_noise(line)
        gaps = Gaps(
            where[index] - where[index - 1]
            for line in lines
            for where in (places(line),)
            for index in range(1, len(line.runs))
            if line.kept[index] is not None and line.kept[index - 1] is not None
        )
        start = 0
        for text, line in zip(texts, lines, strict=True):
            self._decide_odd(line, gaps)
            yield from sorted((*edits(line, start, self._source), *self._bare_blanks(line, start, gaps)))
            start += len(text) + 1

    def _decide_noise(self, line: Line) -> None:
        """Decide the runs that hold a symbol which is noise in this text."""
        for index, run in enumerate(line.runs):
            if line.kept[index] is not None:
                continue
            left, right = line.texts[index][-1:], line.texts[index + 1][:1]
            if not self._marks.isdisjoint(run):
                line.kept[index] = self._kept_marks(line, index)
                line.confidences[index] = MARK_SURE
                continue
            strange = run.strip(MEMBERS)
            lone = len(strange) == 1 and strange in MEANINGFUL and (left.isdigit() or right.isdigit())
            if strange and (not lone or strange not in MEANINGFUL):
                blank = run.find(" ")
                keeps = blank >= 0 and left and right and self._keeps_blank(line, index)
                line.kept[index] = (blank,) if keeps else ()

    def _kept_marks(self, line: Line, index: int) -> tuple[int, ...]:
        """Return the places of the real marks in a run of a text whose noise holds marks."""
        run, left, right = line.runs[index], line.texts[index], line.texts[index + 1]
        if len(run) == 1:
            return (0,)
        if left and right and self._crosses(left, right):
            return ()
        marks = run.replace(" ", "")
        if marks in MARKS or (marks and all(IN_A_ROW.fullmatch(a + b) for a, b in pairwise(marks))):
            blanks = " " in run and left and right and self._keeps_blank(line, index)
            return tuple(at for at, mark in enumerate(run) if mark != " " or blanks)
        if run[0] in COMMON:
            return (0,)
        return (len(run) - 1,) if run[-1] in COMMON else ()

    def _keeps_blank(self, line: Line, index: int) -> bool:
        """Say whether a blank in a run belongs to the text."""
        left, right = line.texts[index], line.texts[index + 1]
        before, after = left[-1], right[0]
        if " " not in self._shares:
            return True
        if before.isascii() and after.isascii():
            if before.isalpha() and after.isalpha():
                words = en.word_counts()
                word = re.split(r"[^A-Za-z]", left)[-1] + re.split(r"[^A-Za-z]", right, maxsplit=1)[0]
                return word.lower() not in words
            return not (before.isdigit() or after.isdigit())
        return self._spaced and any(side.isascii() and side.isalnum() for side in (before, after))

    def _decide_odd(self, line: Line, gaps: Gaps) -> None:
        """Decide the runs of ASCII alone, and those of symbols that were not learned, by distance and words."""
        others = [index for index, kept in enumerate(line.kept) if kept is None]
        if not others:
            return
        where = places(line)
        for index, before, after in zip(others, *neighbours(where, others), strict=True):
            run = line.runs[index]
            line.kept[index] = tuple(range(len(run)))
            left, right = line.texts[index], line.texts[index + 1]
            if (left[-1:] + right[:1]).isascii() or (not left and run[-1] == " "):  # "# " begins a heading
                continue
            gap = _gap(gaps, line, where, (before, where[index], after))
            confidence = self._confidence(run, left, right, gap)
            if confidence > LIKELY:
                line.kept[index] = ()
                line.confidences[index] = confidence

    def _bare_blanks(self, line: Line, source: int, gaps: Gaps) -> Iterator[Edit]:
        """Yield an edit for each blank between Han characters that is all that is left of a run."""
        where = places(line)
        kept = 0
        if " " not in self._shares:
            return
        for index, text in enumerate(line.texts):
            for match in BARE_BLANK.finditer(text):
                place = match.start()
                before = where[index - 1] if index else 0
                after = where[index] if index < len(line.runs) else None
                gap = _gap(gaps, line, where, (before, kept + place, after))
                confidence = self._confidence(" ", text[:place], text[place + 1 :], gap)
                if confidence > LIKELY:
                    yield Edit(source + place, source + place + 1, "", "blank", confidence)
            source += len(text)
            kept += len(text)
            if index < len(line.runs):
                source += len(line.runs[index])
                kept += len(line.kept[index] or ())

    def _crosses(self, left: str, right: str) -> bool:
        before, after = _simplified((left[-2:], right[:2]))
        return _is_word(before, after, self._words)

    def _confidence(self, run: str, left: str, right: str, gap: float) -> float:
        score = gap
        if left and right and IS_HAN.match(left[-1]) and IS_HAN.match(right[0]):
            score += WORD if self._crosses(left, right) else NO_WORD
        score += self._lengths.get(len(run), STRANGE_LENGTH)
        for symbol in run:
            score += self._shares.get(symbol, self._novel) + REAL.get(symbol, REAL_OTHER)
        return min(SURE, 1 / (1 + exp(-score)))


def _gap(gaps: Gaps, line: Line, where: list[int], around: tuple[int, int, int | None]) -> float:
    before, place, after = around
    if after is None:
        end = where[-1] + len(line.texts[-1]) if where else len(line.texts[0])
        odds = gaps.log_odds(place - before, end - place, last=True)
    else:
        odds = gaps.log_odds(place - before, after - place)
    return max(-GAP_SAYS, min(GAP_SAYS, odds))

"""Chinese, Japanese or Korean that was read in the wrong encoding, once or twice.

The right one is UTF-8, GB18030, Big5, EUC-KR, EUC-JP or Shift-JIS, the wrong one another of them or a single-byte
encoding. Whether a round trip is right is decided by how plausible the Chinese is that comes out, against
what was there; a line's stretches are judged together, since one character alone says little.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from toolkit.decoding import COMMON_HANGUL, HANGUL
from toolkit.offsets import Edit, Span
from toolkit.repair import Repair, RepairContext
from toolkit.repair._noise_or_mojibake import is_noise, is_noisy, is_only_noisy
from toolkit.repair._round_trips import (
    DOUBLE,
    ROUND_TRIPS,
    SINGLE,
    RoundTrip,
    back,
    byte_table,
    from_bytes,
    to_bytes,
    utf8_pieces,
    utf8_rest,
)
from toolkit.repair._unusual import beyond_ascii
from toolkit.segmentation import zh

RANDOM = -4.6  # decimal logarithm of the probability of a character under no hypothesis at all
NEEDED = {"cp1252": 3.0, "mac-roman": 3.5, "cp1251": 4.0, "koi8-r": 4.0}  # evidence, in powers of ten
NEEDED_DOUBLE = 3.5
NEEDED_SECOND = 1.5  # the more for a second trip
NEEDED_BESIDE_LOSS = 6.0  # a lossless stretch of lossy text
NEEDED_WORDS = 2.5  # the more where no letters stand together that never do in words
SHORT = 23  # characters, beyond which a line is not short
SHORTEST = 4  # letters in a row that can be garble without such a sign
VALID_UTF8 = 1.0  # evidence for each character that it is well-formed UTF-8
LIVING = 0.3  # share of hiragana, or of common syllables, from which a text is taken for Japanese or Korean
LOSSY = "UTF-8 as GBK with lost bytes"
SURE = 4.0  # evidence beyond what is needed from which an edit is certain
COMMON_KOREAN, OTHER_KOREAN = 1.2, 0.4  # common syllables are over half of Korean, and 4 % of all in EUC-KR
SOUND = 0.3  # mean evidence from which a text is sound Chinese
COVERED = 0.6  # share of a line's suspicious characters that a trip must explain
MOST_UNITS, MOST_CHARACTERS = 24, 96  # of a line, looked at to choose a trip

_NEAR = tuple(map(regex.compile, ("[\u2027-\uffff]", "[\x80-\u200f]")))  # one range alone is several times faster
_PUNCTUATION = re.compile("[\u3000-\u3002\u3008-\u3011\uff01-\uff5e\u2014\u2018-\u201d\u2026\xb7]")
_NO_TEXT = re.compile(
    "[^\x00-\x7f\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff\u3000-\u3011\uff01-\uff5e\u2010-\u2026\xb7"
    "\uff65-\uff9f\u3041-\u30ff\uac00-\ud7a3\xb0\xd7\u2103\u2160-\u216b\u2460-\u2473\u25a0-\u25cf\u3014-\u3017\u300a\u300b]"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_KANA = re.compile("[\u3041-\u30fa\uff66-\uff9f]")
_LIVING_SCRIPT = re.compile(f"[\u3041-\u3093]|{COMMON_HANGUL.pattern}")
_EAST_ASIAN = re.compile("[\u3041-\u30fa\u3105-\u312d\u3400-\u9fff\uac00-\ud7a3\ue000-\ufaff\uff61-\uff9f]")
_STRANGER = re.compile("[\xa1-\u200f\u2027-\u2fff]")  # what beside a stretch shows that it was cut in two
_LOST = re.compile("[?\ufffd]")
_CYRILLIC_CHAOS = re.compile(  # lower before upper case, or a symbol between letters: no word has these
    "[\u0430-\u045f\u0491][\u0400-\u042f\u0490]|[\u0400-\u045f][\x80-\xbf\u2013-\u25a0][\u0400-\u045f]"
    "|[\u2320-\u25a0][\u0400-\u045f\u2320-\u25a0]|[\u0400-\u045f][\u2320-\u25a0]"
    "|[\u0410-\u042f][\u0430-\u044f]?[\u0402\u0403\u0409-\u040f\u0490\u0452\u0453\u0459-\u045f\u0491]"
)
_LATIN_CHAOS = re.compile(  # the same, or three letters with accents in a row
    "[a-z\xdf-\xf6\xf8-\xff][\xc0-\xd6\xd8-\xde]|[\xc0-\xff][\xa1-\xbf]|[\xa1-\xbf][\xc0-\xff\xa1-\xbf]"
    "|[\x80-\x9f]|[\xc0-\xd6\xd8-\xf6\xf8-\xff]{3}"
    "|[\xa1-\xff][\u0152-\u02dc\u201a\u201e-\u2022\u2026-\u203a\u20ac\u2122]"
    "|[\u0152-\u02dc\u201a\u201e-\u2022\u2026-\u203a\u20ac\u2122][\xa1-\xff@-~]"
)
_MAC_CHAOS = re.compile(
    "[\u0131\u0192\u02c6-\u02dd\u03a9\u03c0\u2020-\u2030\u2044\u2122\u2202-\u2265\u25ca\uf8ff\ufb01\ufb02\xa2-\xba]"
    "[@-~]?[\xa1-\ufb02]|[\xc0-\xff][\u0131\u0192\u02c6-\u02dd\u03a9\u03c0\u2020-\u2030\u2044\u2202-\u2265\u25ca]"
)
_CHAOS = {
    "cp1252": _LATIN_CHAOS,
    "cp1251": _CYRILLIC_CHAOS,
    "koi8-r": _CYRILLIC_CHAOS,
    "mac-roman": _MAC_CHAOS,
}
# Stretches that may have been read in some encoding: at most one ASCII character in between.
_UNIT = re.compile("[^\x00-\x7f](?:[ -~]?[^\x00-\x7f])++[@-~]?")
_TWO = re.compile("[^\x00-\x7f][ -~]?[^\x00-\x7f]")
_LINE = re.compile("[^\n]*\n?")


class _Candidate(NamedTuple):
    """A way back and the evidence for it beyond what is needed."""

    evidence: float
    trips: tuple[RoundTrip, ...]


class CjkMojibake(Repair, frozen=True):
    """Undoes lossless round trips of Chinese text through wrong encodings."""

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:  # noqa: ARG002 (the same for all)
        """Yield an edit for each garbled stretch; linear, and one search on sound text."""
        if text.isascii() or not any(near.search(beyond_ascii(text)) for near in _NEAR):
            return
        if not (_suspect().search(text) or _short_suspect().search("\n" + text)) or is_only_noisy(
            text, double_byte=True
        ):
            return
        for match in _LINE.finditer(text):
            line = match[0]
            suspect = _suspect().search(line) or _short_suspect().match("\n" + line[:SHORT])
            if suspect and _TWO.search(line) and not (is_noisy(text) and is_noise(line, double_byte=True)):
                yield from _line_edits(line, match.start())


def _line_edits(line: str, offset: int) -> Iterator[Edit]:
    east_asian = _EAST_ASIAN.search(line) is not None
    units = [Span(*match.span()) for match in _UNIT.finditer(line)]
    if east_asian:
        edits = list(_in_pieces(line, units, offset))
        if edits:
            yield from edits
            return
    best, chosen = _best_single(line, units)
    if east_asian:
        texts = [line[unit.start : min(unit.end, unit.start + MOST_CHARACTERS)] for unit in units[:MOST_UNITS]]
        texts = [text for text in texts if _may_be_garbled(text)]
        for wrong in DOUBLE:
            candidate = _best(texts, wrong)
            if candidate and (best is None or candidate.evidence > best.evidence):
                best, chosen = candidate, units
    if best is None:
        return
    confidence = 0.99 if best.evidence >= SURE else 0.9
    for unit in chosen:
        end, repaired = _repaired(line, unit, best.trips)
        blank = line[unit.start : end].replace("\xa0", " ").isascii()  # hard spaces alone speak for nothing
        if repaired is not None and not blank:
            kind = ", ".join(str(trip) for trip in best.trips)
            yield Edit(offset + unit.start, offset + end, repaired, kind, confidence)


def _in_pieces(line: str, units: list[Span], offset: int) -> Iterator[Edit]:
    """Yield the edits of UTF-8 that was read in a double-byte encoding, and flags where it lost bytes."""
    pieces = list(_pieces(line, units))
    for span, text, trip, sure in pieces:
        yield Edit(offset + span.start, offset + span.end, text, str(trip), sure)
    for rest in _rests(line, [span for span, *_ in pieces], pieces[0][2].wrong) if pieces else ():
        yield Edit(offset + rest.start, offset + rest.end, line[slice(*rest)], LOSSY, 0.0)


def _best_single(line: str, all_units: list[Span]) -> tuple[_Candidate | None, list[Span]]:
    """Return the best way back from a single-byte encoding, and the stretches read in it."""
    best: _Candidate | None = None
    chosen: list[Span] = []
    wide = [Span(max(0, unit.start - 1), unit.end) for unit in all_units]
    together = "\n".join([line[unit.start : unit.end] for unit in wide])
    for wrong in SINGLE:
        spans = [Span(*match.span()) for match in _unit(wrong).finditer(together)]
        units = [unit for unit in spans if not _is_cut(together, unit)]
        candidate = _best([together[unit.start : unit.end] for unit in units[:MOST_UNITS]], wrong)
        if candidate and (best is None or candidate.evidence > best.evidence):
            best, chosen = candidate, list(_in_line(units, wide))
    return best, chosen


def _in_line(units: list[Span], wide: list[Span]) -> Iterator[Span]:
    """Return to the line from stretches of it that were set together with line feeds between."""
    within = iter(wide)
    around = next(within, Span(0, 0))
    start = 0
    for unit in units:
        while unit.start > start + around.end - around.start:
            start += around.end - around.start + 1
            around = next(within)
        shift = around.start - start
        yield Span(unit.start + shift, unit.end + shift)


def _is_cut(line: str, unit: Span) -> bool:
    before = unit.start and _STRANGER.match(line, unit.start - 1)
    return bool(before or _STRANGER.match(line, unit.end))


def _pieces(line: str, units: list[Span]) -> Iterator[tuple[Span, str, RoundTrip, float]]:
    """Yield the stretches of UTF-8 read in a double-byte encoding; sound text may stand beside them."""
    for wrong in DOUBLE:
        trip = RoundTrip(wrong, "utf-8")
        found = []
        for unit in units:
            for start, end, piece in utf8_pieces(line[unit.start : unit.end], wrong):
                text = piece.lstrip(" ")
                span = Span(unit.start + start + len(piece) - len(text), unit.start + end)
                before = line[span.start : span.end]
                if not _may_be_garbled(before):
                    continue
                needed = NEEDED_DOUBLE
                if _LOST.match(line, span.end) or _LOST.search(before):
                    needed = max(needed, NEEDED_BESIDE_LOSS)
                evidence = _evidence_of([text], trip) - max(0.0, _evidence(before)) - needed
                if evidence >= 0:
                    found.append((span, text, trip, 0.99 if evidence >= SURE else 0.9))
        if found:
            yield from found
            return


def _rests(line: str, pieces: list[Span], wrong: str) -> Iterator[Span]:
    """Yield what stands beside repaired stretches and lost bytes; a sign that tells of the loss is another's."""
    rest = utf8_rest(wrong)
    ends = (0, *(piece.end for piece in pieces))
    starts = (*(piece.start for piece in pieces), len(line))
    for start, end in zip(ends, starts, strict=True):
        for found in rest.finditer(line, start, end):
            beside = start and found.start() == start, end < len(line) and found.end() == end
            if any(beside) and not _LOST.match(line, found.end()):
                yield Span(*found.span())


def _best(units: list[str], wrong: str) -> _Candidate | None:
    """Return the best way back for all stretches of a line, None where nothing speaks for any."""
    if not units:
        return None
    units = [unit[:MOST_CHARACTERS] for unit in units]
    words = wrong in SINGLE and not any(map(_CHAOS[wrong].search, units))
    if words and max(map(len, units)) < SHORTEST:
        return None
    needed = NEEDED.get(wrong, NEEDED_DOUBLE) + max(0.0, sum(map(_evidence, units))) + NEEDED_WORDS * words
    first = [(trip, texts) for trip in ROUND_TRIPS if trip.wrong == wrong and (texts := _all_back(units, trip))]
    candidates = [_Candidate(_evidence_of(texts, trip) - needed, (trip,)) for trip, texts in first]
    best = max(candidates, default=None)
    if words or best is None or best.evidence >= 0:
        return best if best and best.evidence >= 0 else None
    candidates = [
        _Candidate(_evidence_of(again, other) - needed - NEEDED_SECOND, (trip, other))
        for trip, texts in first
        for misread in SINGLE + DOUBLE
        if _all_encodable(texts, misread)
        for other in ROUND_TRIPS
        if other.wrong == misread and (again := _all_back(texts, other))
    ]
    best = max(candidates, default=None)
    return best if best and best.evidence >= 0 else None


def _may_be_garbled(unit: str) -> bool:
    """Say no to what is plainly Chinese, Japanese or Korean, or has nothing of a double-byte encoding."""
    if len(_LIVING_SCRIPT.findall(unit)) >= LIVING * len(unit) or not _EAST_ASIAN.search(unit):
        return False
    return _evidence(unit) <= SOUND * len(unit)


def _evidence_of(texts: list[str], trip: RoundTrip) -> float:
    """Return how much speaks for what comes out of a trip."""
    bonus = VALID_UTF8 * sum(map(len, zh.HAN.findall("".join(texts)))) if trip.right == "utf-8" else 0
    return sum(map(_evidence, texts)) + bonus


def _all_back(units: list[str], trip: RoundTrip) -> list[str]:
    """Return what comes out of those stretches that can make the trip, none if these are too few."""
    texts = []
    length = sum(map(len, units))
    covered = length
    for unit in units:
        text = _back_with_tail(unit, trip)
        if text is not None and text != unit:
            texts.append(text)
            continue
        covered -= len(unit)
        if covered < COVERED * length:
            return []
    return texts


def _all_encodable(units: list[str], wrong: str) -> bool:
    """Tell whether `_all_back` can give anything for trips through an encoding."""
    length = sum(map(len, units))
    most = 0
    for unit in units:
        encodable = _short_bytes(unit, wrong) is not None
        if not encodable and unit[-1].isascii():
            encodable = _short_bytes(unit[:-1], wrong) is not None
        most += encodable * len(unit)
    return most >= COVERED * length


def _back_with_tail(unit: str, trip: RoundTrip) -> str | None:
    """Try a stretch with and without the ASCII character at its end, which may be half of a character."""
    data = _short_bytes(unit, trip.wrong)
    text = from_bytes(data, trip) if data is not None else None
    if text is None and unit[-1].isascii():
        text = back(unit[:-1], trip)
    return text


_short_bytes = lru_cache(maxsize=1 << 10)(to_bytes)  # for each right encoding


def _repaired(line: str, unit: Span, trips: tuple[RoundTrip, ...]) -> tuple[int, str | None]:
    for end in (unit.end, unit.end - 1):
        text: str | None = line[unit.start : end]
        for trip in trips:
            text = back(text, trip) if text is not None else None
        if text is not None and text != line[unit.start : end] and _evidence(text) > -1:
            return end, text
        if not line[end - 1].isascii():
            break
    return unit.end, None


def _evidence(text: str) -> float:
    """Return how much speaks for Chinese or Korean, against characters at random: a decimal logarithm."""
    runs = zh.HAN.findall(text)
    total = zh.log_probability(runs) - RANDOM * sum(map(len, runs)) if runs else 0.0
    total += min(3.0, 0.8 * len(_PUNCTUATION.findall(text)))
    common = len(COMMON_HANGUL.findall(text))
    total += COMMON_KOREAN * common - OTHER_KOREAN * (len(HANGUL.findall(text)) - common)
    return total - 3 * len(_NO_TEXT.findall(text)) - 0.5 * len(_KANA.findall(text))


@cache
def _unit(wrong: str) -> re.Pattern[str]:
    """Match stretches of what `_UNIT` matches that may have been read in a single-byte encoding."""
    letters = "[" + "".join(sorted(c for c in byte_table(wrong) if not c.isascii())) + "]"
    return re.compile(f"{letters}(?:[ -~]?{letters})++[@-~]?")


def _common(encoding: str, leads: range) -> str:
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    return "".join(bytes((lead, trail)).decode(encoding, "ignore") for lead in leads for trail in trails if lead)


@cache
def _suspect() -> re.Pattern[str]:
    """Match two characters near each other that are rare in sound Chinese and English text.

    The commonest Chinese are the first levels of GB 2312-80 (section 5.2) and of Big5.
    """
    common = set(_common("gb2312", range(0xB0, 0xD8)) + _common("big5", range(0xA4, 0xC7)))
    rare = _rare(common)
    return re.compile(f"{rare}[^\n]{{0,2}}{rare}")


@cache
def _short_suspect() -> re.Pattern[str]:
    """Match a new line and a short line that holds any character beyond the common Simplified ones."""
    rare = _rare(set(_common("gb2312", range(0xB0, 0xD8))))
    return re.compile(f"\n[^\n]{{0,10}}{rare}[^\n]{{0,10}}(?:\n|\\Z)")


def _rare(common: set[str]) -> str:
    letters = "".join(sorted(c for c in common if "\u4e00" <= c <= "\u9fff"))
    return f"[^\x00-\x7f\u2010-\u2026\u3000-\u30ff\uff01-\uff60\u2103\u2460-\u2473\xa0\xb7\xb0{letters}]"

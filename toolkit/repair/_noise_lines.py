"""Injected noise: the lines of a text, cut at its runs, with what each run hides as far as it leaves no doubt.

A run takes the blanks beside it: as white space was collapsed, one of them can be the text's own, the noise's, or
both. So a run hides a join, a blank, or characters of its own edges that are text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import add
from typing import Any, NamedTuple

import msgspec

from toolkit.offsets import Edit
from toolkit.repair import FLOOR
from toolkit.repair._noise_words import CLITICS, STOPS

MEANINGFUL = frozenset("£€¥₹₩₽¢™®©°§¶±×÷≈≤≥≠→←↑↓↔‰√∞•†‡‹›«»")  # strange, but text uses them alone
LEADING = "\"'“‘(["
AFTER_TEXT = frozenset("™®©°‰")  # what text can go on with
BEFORE_TEXT = frozenset("£€¥₹₩₽¢±≈≤≥")  # what text can begin with
TRAILING = ".,;:!?)]\"'”’"
CLOSED = frozenset(STOPS + ")]”")
OPENING = frozenset("“([")
NO_UNIT = 4  # letters of a word that does not belong to the number before it
LONG = 5  # letters of a word that is hardly a piece of a name
LONGEST = 40
DIGITS = "0-9\xb2\xb3\xb9\uff10-\uff19"  # those that are not strange
LAST_LETTERS = re.compile(r"[a-z]{1,40}\Z")
FIRST_LETTERS = re.compile(r"[a-z]{1,40}(?![a-z])")
HARD_SPACE = "\xa0"
SURE = 0.999


class Line(msgspec.Struct, gc=False):
    """One line while it is being decided: `texts`, and between them `runs`; `kept` are places in each run."""

    texts: Sequence[str]
    runs: Sequence[str]
    kept: list[tuple[int, ...] | None]
    confidences: list[float]
    doubts: dict[int, tuple[tuple[int, ...], float]] = msgspec.field(default_factory=dict)

    def outcome(self, index: int) -> str | None:
        """Return what stays of a run, None where that is not decided yet."""
        kept = self.kept[index]
        return "".join([self.runs[index][place] for place in kept]) if kept else None if kept is None else ""


class Symbols(NamedTuple):
    """The symbols of the noise, by where they are noise whenever others stand beside them."""

    plain: frozenset[str]  # everywhere
    beside_words: frozenset[str]
    apart: frozenset[str]  # parted from a word by a blank


class Sure(msgspec.Struct):
    """What the runs that leave no doubt say about all of them."""

    runs: int = 0
    blanks: int = 0  # blanks of the noise in them
    gaps: list[int] = msgspec.field(default_factory=list)  # between two of them


def runs_of(usual: str, members: str) -> Callable[[str], list[str | Any]]:
    """Return a function that cuts a line at the runs of what is not `usual`, with the blanks behind.

    `usual` is the inside of a character class without the blank, `members` that of what is not usual and not
    strange. It gives by turns a text, a run, and "" where the run stands between letters and marks and has strange
    symbols at both edges that nothing but noise has there, else None; linear.
    """
    noise, any_blank, strange = f"[^ {usual}]", f"[^{usual}]", f"[^ {usual}{members}]"
    not_meaningful = f"[^ {usual}{members}{''.join(sorted(MEANINGFUL))}]"
    plain = f"(?<={strange})(?<![ {DIGITS}].)(?:{noise}++(?<={strange})|(?<={not_meaningful}))"
    # The first set alone is what the regex engine looks for, which makes the search several times faster.
    return re.compile(f"({noise}(?:{plain}(?!{any_blank}|[{DIGITS}])()|{any_blank}*+))").split


def cut(pieces: list[str | Any], strangers: frozenset[str] = frozenset()) -> Line:
    """Make a line of what `runs_of` gives, where runs take the blanks before them too.

    Those with one of the `strangers` at an edge are not decided at once.
    """
    texts, runs = pieces[::3], pieces[1::3]
    kept: list[tuple[int, ...] | None] = [None if mark is None else () for mark in pieces[2::3]]
    if strangers:
        kept = [
            None if run[0] in strangers or run[-1] in strangers else what
            for run, what in zip(runs, kept, strict=True)
        ]
    for index in [index for index, text in enumerate(texts[:-1]) if text[-1:] == " "]:
        text = texts[index]
        texts[index] = text.rstrip(" ")
        runs[index] = text[len(texts[index]) :] + runs[index]
    return Line(texts, runs, kept, [SURE] * len(runs))


def decide_sure(line: Line, symbols: Symbols, known: Mapping[str, int], sure: Sure) -> tuple[list[int], list[int]]:
    """Decide the runs that leave no doubt, count them in `sure`; return the others and the places of all."""
    texts, runs, kepts = line.texts, line.runs, line.kept
    end = len(runs) - 1
    lengths = [0] * len(runs)  # of what is kept, or may be
    others = []
    whole = 0
    for index in [index for index, kept in enumerate(kepts) if kept is None]:
        run = runs[index]
        kept = _kept_surely(
            texts[index], run, texts[index + 1], symbols, known, first=not index, last=index == end
        )
        if kept is None:
            others.append(index)
            lengths[index] = run[0] == " " or run[-1] == " "
            continue
        kepts[index] = kept
        lengths[index] = len(kept)
        if len(kept) < len(run):
            sure.blanks += run.count(" ") - len(kept)
        else:
            whole += 1
    sure.runs += len(runs) - len(others) - whole
    gaps = _gaps(texts, lengths)
    start = 1
    for index in others:
        sure.gaps += gaps[start:index]
        start = index + 2
    sure.gaps += gaps[start:-1]
    return others, list(accumulate(gaps[:-1]))


def _kept_surely(  # noqa: PLR0911, PLR0913
    left: str, run: str, right: str, symbols: Symbols, known: Mapping[str, int], *, first: bool, last: bool
) -> tuple[int, ...] | None:
    """Return the places that stay of a run, None where that is in doubt."""
    before, after = left[-1:], right[:1]
    core = run.strip(" ")
    clear = core[0] in symbols.plain and core[-1] in symbols.plain and core not in MEANINGFUL
    if clear and " " not in run:
        number = before.isdigit() or after.isdigit()
        return None if number and (core[0] in AFTER_TEXT or core[-1] in BEFORE_TEXT) else ()
    if before.isdigit() or after.isdigit():
        return _one_blank(run) if clear and core is not run and _beside_number(left, right, known) else None
    if not before or not after:
        # Not where another run stands beside this one.
        return () if clear and (last or not before) and (first or not after) else None
    if clear and core is not run and _between_marks(before, after):
        return _one_blank(run)
    if not after.isalpha():
        return None
    # What goes on beyond another run is no word.
    _, begun, word = left.rpartition(" ")
    following, ended, _ = right.partition(" ")
    word = word.lstrip(LEADING).lower() if begun or first else ""
    following = following.rstrip(TRAILING).lower() if ended or last else ""
    if not word or not following:
        return None
    if not clear and word in known and following in known:
        before_core = symbols.apart if run[0] == " " else symbols.beside_words
        after_core = symbols.apart if run[-1] == " " else symbols.beside_words
        clear = core[0] in before_core and core[-1] in after_core and not symbols.plain.isdisjoint(core)
    elif clear and core is not run and _apart(left, right, word, following, known):
        return _one_blank(run)
    return _between(run, word, following, known, clear=clear, lower=after.islower())


def _between_marks(before: str, after: str) -> bool:
    """Say whether a mark that closes or opens parts two tokens."""
    return (before in CLOSED and after.isalpha()) or (after in OPENING and before.isalpha())


def _one_blank(run: str) -> tuple[int, ...] | None:
    """Return the place of a blank at an edge of a run."""
    return (0,) if run[0] == " " else (len(run) - 1,) if run[-1] == " " else None


def _beside_number(left: str, right: str, known: Mapping[str, int]) -> bool:
    """Say whether a number stands on one side of a run, and on the other a word that is no unit."""
    if left[-1:].isdigit():
        word = right.partition(" ")
        return bool(word[1]) and len(word[0]) >= NO_UNIT and word[0].rstrip(TRAILING).lower() in known
    word = left.rpartition(" ")
    return bool(word[1]) and len(word[2]) >= NO_UNIT and word[2].lower() in known


def _apart(left: str, right: str, word: str, following: str, known: Mapping[str, int]) -> bool:
    """Say whether two tokens of which one is no known word have a blank between them all the same."""
    if word in known:
        if following in known:
            return False
        if following.isalpha():  # a long word and a name
            return len(word) >= LONG and right[:1].isupper() and word + following not in known
    elif following in known:
        if word.isalpha():
            name = left.rpartition(" ")[2].lstrip(LEADING)
            return len(following) >= LONG and name[:1].isupper() and word + following not in known
    elif word.isalpha() or following.isalpha():
        return False
    first, second = LAST_LETTERS.search(word[-LONGEST:]), FIRST_LETTERS.match(following)
    if not first or not second:
        return False
    return first[0] in known and second[0] in known and first[0] + second[0] not in known


def _between(  # noqa: PLR0913
    run: str, word: str, following: str, known: Mapping[str, int], *, clear: bool, lower: bool
) -> tuple[int, ...] | None:
    """Return the places that stay of a run between two pieces in lower case, None where that is in doubt."""
    if run == "'" and following in CLITICS:
        return (0,)
    whole = word + following
    joined = whole in known
    if word[-1] in STOPS or (word in known and following in known):
        if " " not in run and joined and not clear and len(run) > 1:
            return ()
        if not clear or joined or " " not in (run[0], run[-1]):
            return None
        return (0,) if run[0] == " " else (len(run) - 1,)
    return () if joined and lower else None


def places(line: Line) -> list[int]:
    """Return how many characters of the line are kept before each run."""
    lengths = [
        len(kept) if kept is not None else run[0] == " " or run[-1] == " "
        for run, kept in zip(line.runs, line.kept, strict=True)
    ]
    return list(accumulate(_gaps(line.texts, lengths)[:-1]))


def _gaps(texts: Sequence[str], lengths: Sequence[int]) -> list[int]:
    """Return how many characters are kept from each run to the next, from the first to the last character."""
    return list(map(add, map(len, texts), (0, *lengths)))


def neighbours(where: Sequence[int], others: Sequence[int]) -> tuple[list[int], list[int | None]]:
    """Return, for each run not decided, the places of the decided ones around it; 0 and None where there is none.

    `where` are the places of all runs, `others` are those not decided.
    """
    before: list[int] = []
    place, last = 0, -1
    for index in others:
        if index - 1 > last:
            place = where[index - 1]
        before.append(place)
        last = index
    after: list[int | None] = []
    following, last = None, len(where)
    for index in reversed(others):
        if index + 1 < last:
            following = where[index + 1]
        after.append(following)
        last = index
    return before, after[::-1]


def edits(line: Line, start: int, text: str) -> list[Edit]:
    """Return the edits of a line of `text` from its start: what goes, and, under the floor, what may go."""
    found: list[Edit] = []
    new = tuple.__new__  # in half the time of Edit()
    place = start
    for before, run, kept, confidence in zip(line.texts, line.runs, line.kept, line.confidences, strict=False):
        begin = at = place + len(before)
        place = begin + len(run)
        for index in kept or ():
            stays = begin + index
            if at < stays:
                found.append(new(Edit, (at, stays, "", "", confidence)))
            at = stays + 1
            if text[stays] == HARD_SPACE:  # of the noise: the text's own was collapsed into it
                found.append(new(Edit, (stays, at, " ", "", confidence)))
        if at < place and kept is not None:
            found.append(new(Edit, (at, place, "", "", confidence)))
    if line.doubts:
        found += _doubts(line, start)
    return found


def _doubts(line: Line, start: int) -> Iterator[Edit]:
    ends = list(accumulate(map(add, map(len, line.texts), map(len, line.runs)), initial=start))
    for index, (doubtful, confidence) in line.doubts.items():
        at = ends[index] + len(line.texts[index])
        for doubt in doubtful:
            yield Edit(at + doubt, at + doubt + 1, "", "doubtful", min(confidence, FLOOR - 0.01))

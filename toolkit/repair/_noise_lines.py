"""Injected noise: the lines of a text, cut at its runs, with what each run hides as far as it leaves no doubt.

A run takes the blanks beside it: as white space was collapsed, one of them can be the text's own, the noise's, or
both. So a run hides a join, a blank, or characters of its own edges that are text.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from toolkit.offsets import Edit
from toolkit.repair import FLOOR
from toolkit.repair._noise_words import CLITICS

MEANINGFUL = frozenset("£€¥₹₩₽¢™®©°§¶±×÷≈≤≥≠→←↑↓↔‰√∞•†‡‹›«»")  # strange, but text uses them alone
LEADING = "\"'“‘(["
TRAILING = ".,;:!?)]\"'”’"
SURE = 0.999


class Line(msgspec.Struct):
    """One line while it is being decided: `texts`, and between them `runs`; `kept` are places in each run."""

    start: int
    texts: Sequence[str]
    runs: Sequence[str]
    kept: list[tuple[int, ...] | None]
    confidences: list[float]
    doubts: dict[int, tuple[tuple[int, ...], float]] = msgspec.field(default_factory=dict)

    def outcome(self, index: int) -> str | None:
        """Return what stays of a run, None where that is not decided yet."""
        kept = self.kept[index]
        return kept if kept is None else "".join([self.runs[index][place] for place in kept])


def cut(start: int, pieces: list[str]) -> Line:
    """Make a line of pieces that alternate text and run; blanks go to the runs beside them."""
    texts = [pieces[0]]
    runs: list[str] = []
    for run, right in zip(pieces[1::2], pieces[2::2], strict=True):
        left = texts[-1]
        if left[-1:] == " ":
            if runs and left.isspace():  # a run with a blank in it
                texts[-1] = right
                runs[-1] += left + run
                continue
            run = " " + run  # noqa: PLW2901
            texts[-1] = left[:-1]
        runs.append(run)
        texts.append(right)
    for index, text in enumerate(texts):
        if index and text[:1] == " ":
            runs[index - 1] += " "
            texts[index] = text[1:]
    count = len(runs)
    return Line(start, texts, runs, [None] * count, [SURE] * count)


def decide_sure(line: Line, plain: frozenset[str], known: Mapping[str, int]) -> tuple[int, int]:
    """Decide the runs that leave no doubt; return how many, and how many of their blanks are noise.

    No doubt: no blank and no symbol that text uses too, or the pieces beside it are words while their join is
    none, or the contrary.
    """
    texts, runs = line.texts, line.runs
    last = len(runs) - 1
    decided = blanks = 0
    for index, run in enumerate(runs):
        left, right = texts[index], texts[index + 1]
        core = run.strip(" ")
        before, after = left[-1:], right[:1]
        if before.isdigit() or after.isdigit():
            continue
        clear = core[0] in plain and core[-1] in plain and (len(core) > 1 or core not in MEANINGFUL)
        if clear and len(run) == len(core) and " " not in core:
            line.kept[index] = ()
            decided += 1
            continue
        if not before or not after:
            if clear and ((not before and not index) or (not after and index == last)):
                line.kept[index] = ()
                decided += 1
            continue
        _, blank, word = left.rpartition(" ")
        if not blank and index:
            continue
        following, blank, _ = right.partition(" ")
        if not blank and index < last:
            continue
        word, following = word.lstrip(LEADING).lower(), following.rstrip(TRAILING).lower()
        whole = word + following
        if run == "'" and following in CLITICS:
            line.kept[index] = (0,)
        elif word in known and following in known:
            if clear and whole not in known:
                if run[0] == " ":
                    line.kept[index] = (0,)
                    decided += 1
                elif run[-1] == " ":
                    line.kept[index] = (len(run) - 1,)
                    decided += 1
        elif whole in known and after.islower():
            line.kept[index] = ()
            decided += 1
            blanks += run.count(" ")
    return decided, blanks


def places(line: Line) -> list[int]:
    """Return how many characters of the line are kept before each run."""
    found = []
    place = 0
    for text, run, kept in zip(line.texts, line.runs, line.kept, strict=False):
        place += len(text)
        found.append(place)
        place += len(kept) if kept is not None else (run[0] == " " or run[-1] == " ")
    return found


def edits(line: Line) -> Iterator[Edit]:
    """Yield the edits of a line: what goes, and, under the floor, what may have to go."""
    place = line.start
    for index, run in enumerate(line.runs):
        place += len(line.texts[index])
        kept = line.kept[index]
        if kept is not None:
            yield from _deletions(place, len(run), kept, line.confidences[index])
            if index in line.doubts:
                doubtful, confidence = line.doubts[index]
                for at in doubtful:
                    yield Edit(place + at, place + at + 1, "", "doubtful", min(confidence, FLOOR - 0.01))
        place += len(run)


def _deletions(start: int, length: int, kept: tuple[int, ...], confidence: float) -> Iterator[Edit]:
    at = 0
    for place in (*kept, length):
        if at < place:
            yield Edit(start + at, start + place, "", "", confidence)
        at = place + 1

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
STOPS = ".,;:!?"
HARD_SPACE = "\xa0"
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
            texts[-1] = left.rstrip(" ")
            runs.append(left[len(texts[-1]) :] + run)
        else:
            runs.append(run)
        texts.append(right)
    for index, text in enumerate(texts):
        if index and text[:1] == " ":
            texts[index] = text.lstrip(" ")
            runs[index - 1] += text[: len(text) - len(texts[index])]
    count = len(runs)
    return Line(start, texts, runs, [None] * count, [SURE] * count)


def decide_sure(line: Line, plain: frozenset[str], known: Mapping[str, int]) -> tuple[int, int]:
    """Decide the runs that leave no doubt; return how many of them are noise, and how many blanks in them.

    `plain` are the symbols that are noise wherever they stand among others.
    """
    last = len(line.runs) - 1
    decided = blanks = 0
    for index, run in enumerate(line.runs):
        left, right = line.texts[index], line.texts[index + 1]
        core = run.strip(" ")
        clear = core[0] in plain and core[-1] in plain and (len(core) > 1 or core not in MEANINGFUL)
        before, after = left[-1:], right[:1]
        if before.isdigit() or after.isdigit():
            continue
        if clear and " " not in run:
            line.kept[index] = ()
        elif not before or not after:
            if not clear or (before and index < last) or (after and index):
                continue  # another run beside this one
            line.kept[index] = ()
        elif after.isalpha():
            word, following = _word_before(left, index), _word_after(right, index == last)
            if word and following:
                line.kept[index] = _between(run, word, following, known, clear=clear, lower=after.islower())
        kept = line.kept[index]
        if kept is not None and len(kept) < len(run):
            decided += 1
            blanks += run.count(" ") - len(kept)
    return decided, blanks


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


def _word_before(text: str, index: int) -> str:
    """Return the word at the end of a text in lower case, "" where it may go on before it."""
    _, blank, word = text.rpartition(" ")
    return word.lstrip(LEADING).lower() if blank or not index else ""


def _word_after(text: str, last: bool) -> str:  # noqa: FBT001
    """Return the word at the beginning of a text in lower case, "" where it may go on after it."""
    word, blank, _ = text.partition(" ")
    return word.rstrip(TRAILING).lower() if blank or last else ""


def places(line: Line) -> list[int]:
    """Return how many characters of the line are kept before each run."""
    found = []
    place = 0
    for text, run, kept in zip(line.texts, line.runs, line.kept, strict=False):
        place += len(text)
        found.append(place)
        place += len(kept) if kept is not None else (run[0] == " " or run[-1] == " ")
    return found


def neighbours(line: Line, where: Sequence[int]) -> tuple[list[int], list[int | None]]:
    """Return, for each run, the places of the decided runs around it; 0 and None where there is none."""
    before: list[int] = []
    place = 0
    for index, kept in enumerate(line.kept):
        before.append(place)
        if kept is not None:
            place = where[index]
    after: list[int | None] = []
    following = None
    for index in reversed(range(len(line.kept))):
        after.append(following)
        if line.kept[index] is not None:
            following = where[index]
    return before, after[::-1]


def edits(line: Line, text: str) -> Iterator[Edit]:
    """Yield the edits of a line of `text`: what goes, and, under the floor, what may have to go."""
    place = line.start
    for before, run, kept, confidence in zip(line.texts, line.runs, line.kept, line.confidences, strict=False):
        at = place = place + len(before)
        place += len(run)
        if kept is None:
            continue
        start = at
        for index in kept:
            if start < at + index:
                yield Edit(start, at + index, "", "", confidence)
            start = at + index + 1
            if text[start - 1] == HARD_SPACE:  # of the noise: the text's own was collapsed into it
                yield Edit(start - 1, start, " ", "", confidence)
        if start < place:
            yield Edit(start, place, "", "", confidence)
    for index, (doubtful, confidence) in line.doubts.items():
        at = line.start + sum(map(len, line.texts[: index + 1])) + sum(map(len, line.runs[:index]))
        for doubt in doubtful:
            yield Edit(at + doubt, at + doubt + 1, "", "doubtful", min(confidence, FLOOR - 0.01))

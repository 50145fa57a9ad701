"""Positions traced back to where they came from.

Spans are half-open ranges of code points. A text that went through edits carries an OffsetMap, the sorted
list of what changed; whatever lies between two changes is unchanged. The idea of a sparse, composable change
set is CodeMirror's (codemirror.net/docs/ref/#state.ChangeDesc).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import partial
from itertools import accumulate, compress, count, repeat
from operator import add, gt, ne, sub
from typing import NamedTuple

import msgspec

FEW = 50  # changes to a span from which a pass over all of them does not pay


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


span_of: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)  # in a third of the time of `Span`


class Edit(NamedTuple):
    """Replaces the characters `start` to `end` (code points, end exclusive); confidence is 0 to 1."""

    start: int
    end: int
    replacement: str
    kind: str = ""
    confidence: float = 1.0


class Change(NamedTuple):
    """One changed place: its span in the source text and its span in the target text."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int


_change_of: Callable[[tuple[int, int, int, int]], Change] = partial(tuple.__new__, Change)


class OffsetMap(msgspec.Struct, frozen=True):
    """Leads from positions in a target text back to the source text from which it was made.

    `changes` are sorted, do not overlap and do not touch. Look-ups cost two bisections.
    """

    changes: tuple[Change, ...] = ()

    def to_source(self, span: Span) -> Span:
        """Return the least source span that holds all of a target span.

        What was deleted at the very edge of the span stays outside, so that a word does not take the noise
        beside it; an empty span at a deletion widens to what was deleted.
        """
        if not self.changes:
            return span
        after = bisect_right(self.changes, span.start, key=_target_end)
        before = bisect_left(self.changes, span.end, key=_target_start)
        return self._source(span, after, before)

    def to_sources(self, spans: Iterable[tuple[int, int, *tuple[object, ...]]]) -> list[Span]:
        """Return the source spans of many target spans: two bisections for each, or one pass and less for each."""
        places = list(spans)
        changes = self.changes
        if len(places) * FEW < len(changes):
            return [self.to_source(Span(start, end)) for start, end, *_ in places]
        starts, ends = [place[0] for place in places], [place[1] for place in places]
        if not changes:
            return list(map(span_of, zip(starts, ends, strict=True)))
        _, source_ends, target_starts, target_ends = zip(*changes, strict=True)
        after = list(map(bisect_right, repeat(target_ends), starts))
        before = list(map(bisect_left, repeat(target_starts), ends))
        shifts = [0, *map(sub, source_ends, target_ends)]
        moved = [shifts[at] for at in after]
        found = list(map(span_of, zip(map(add, starts, moved), map(add, ends, moved), strict=True)))
        for at in compress(count(), map(ne, after, before)):
            found[at] = self._source(Span(starts[at], ends[at]), after[at], before[at])
        return found

    def _source(self, span: Span | Edit, after: int, before: int) -> Span:
        """Return the source of a span.

        `after` is the first change that ends behind its start, `before` the first that begins at its end or later.
        """
        changes = self.changes
        if after < len(changes) and changes[after].target_start <= span.start:
            start = changes[after].source_start
        else:
            start = span.start + _shift(changes, after)
        if before and changes[before - 1].target_end >= span.end:
            end = changes[before - 1].source_end
        else:
            end = span.end + _shift(changes, before)
        return Span(min(start, end), max(start, end))

    def inverse(self) -> "OffsetMap":
        """Return the map that leads from the source to the target."""
        return OffsetMap(
            tuple(Change(c.target_start, c.target_end, c.source_start, c.source_end) for c in self.changes)
        )

    def then(self, later: "OffsetMap") -> "OffsetMap":
        """Return the map of doing this and then `later`; linear in the number of changes, but for bisections."""
        if not self.changes or not later.changes:
            return self if self.changes else later
        # Both lists are sorted by their places in the middle text. Stretches of one that the other does not touch
        # are taken over at once; changes that touch become one.
        first, second = self.changes, later.changes
        changes: list[Change] = []
        i = j = 0
        while i < len(first) and j < len(second):
            if first[i].target_end < second[j].source_start:
                stop = bisect_left(first, second[j].source_start, lo=i, key=_target_end)
                changes += _moved(first[i:stop], 0, -_shift(second, j))
                i = stop
            elif second[j].source_end < first[i].target_start:
                stop = bisect_left(second, first[i].target_start, lo=j, key=_source_end)
                changes += _moved(second[j:stop], _shift(first, i), 0)
                j = stop
            else:
                start = end = min(first[i].target_start, second[j].source_start)
                source_start, target_start = start + _shift(first, i), start - _shift(second, j)
                while True:
                    if i < len(first) and first[i].target_start <= end:
                        end, i = max(end, first[i].target_end), i + 1
                    elif j < len(second) and second[j].source_start <= end:
                        end, j = max(end, second[j].source_end), j + 1
                    else:
                        break
                changes.append(Change(source_start, end + _shift(first, i), target_start, end - _shift(second, j)))
        changes += _moved(first[i:], 0, -_shift(second, j))
        changes += _moved(second[j:], _shift(first, i), 0)
        return OffsetMap(tuple(changes))


def replace(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Apply edits to a text; return the new text and the map that leads back.

    Raises ValueError where two edits overlap or one lies outside the text.
    """
    ordered = sorted(edits)
    pieces = _pieces(text, ordered)
    places = [0, *accumulate(map(len, pieces))]  # of each piece in the target, and of its end
    apart = pieces[2:-1:2]  # "" where two edits touch, which make one change
    begins, finishes = (True, *apart), (*apart, True)
    columns = (
        compress([edit.start for edit in ordered], begins),
        compress([edit.end for edit in ordered], finishes),
        compress(places[1::2], begins),
        compress(places[2::2], finishes),
    )
    return "".join(pieces), OffsetMap(tuple(map(Change._make, zip(*columns, strict=False))))


def removed(text: str, what: re.Pattern[str]) -> tuple[str, OffsetMap]:
    """Remove what matches one group, which is all of a pattern; return the new text and the map that leads back.

    No two matches may touch. It takes a fourth of the time of edits.
    """
    pieces = what.split(text)
    kept = pieces[::2]
    places = list(accumulate(map(len, pieces)))  # the ends of what is kept and what is not, by turns
    joints = list(accumulate(map(len, kept[:-1])))
    changes = zip(places[0::2], places[1::2], joints, joints, strict=False)
    return "".join(kept), OffsetMap(tuple(map(_change_of, changes)))


def replayed(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits to a text, as `replace` does, without a map."""
    return "".join(_pieces(text, sorted(edits)))


def _pieces(text: str, ordered: list[Edit]) -> list[str]:
    """Return what edits keep and what they put there, by turns."""
    starts = [edit.start for edit in ordered]
    ends = [edit.end for edit in ordered]
    if any(map(gt, (0, *ends, *starts), (*starts, len(text), *ends))):
        bounds = zip((0, *ends), ordered, strict=False)
        edit = next(edit for end, edit in bounds if not end <= edit.start <= edit.end <= len(text))
        message = f"edit {edit!r} overlaps another or lies outside a text of {len(text)} characters"
        raise ValueError(message)
    pieces = [""] * (2 * len(ordered) + 1)
    pieces[::2] = [text[start:end] for start, end in zip((0, *ends), (*starts, len(text)), strict=True)]
    pieces[1::2] = [edit.replacement for edit in ordered]
    return pieces


def _moved(changes: tuple[Change, ...], in_source: int, in_target: int) -> Iterable[Change]:
    """Return changes with both of their spans moved."""
    if not in_source and not in_target:
        return changes
    return [Change(a + in_source, b + in_source, c + in_target, d + in_target) for a, b, c, d in changes]


def _source_end(change: Change) -> int:
    return change.source_end


def _target_start(change: Change) -> int:
    return change.target_start


def _target_end(change: Change) -> int:
    return change.target_end


def _shift(changes: tuple[Change, ...], count: int) -> int:
    """Distance from target to source right after the first `count` changes."""
    return changes[count - 1].source_end - changes[count - 1].target_end if count else 0

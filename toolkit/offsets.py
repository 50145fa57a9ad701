"""Positions traced back to where they came from.

Spans are half-open ranges of code points. A text that went through edits carries an OffsetMap, the sorted
list of what changed; whatever lies between two changes is unchanged. The idea of a sparse, composable change
set is CodeMirror's (codemirror.net/docs/ref/#state.ChangeDesc).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import msgspec


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


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
        changes = self.changes
        after = bisect_right(changes, span.start, key=_target_end)
        if after < len(changes) and changes[after].target_start <= span.start:
            start = changes[after].source_start
        else:
            start = span.start + _shift(changes, after)
        before = bisect_left(changes, span.end, key=_target_start)
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
        """Return the map of doing this and then `later`; linear in the number of changes."""
        if not self.changes or not later.changes:
            return self if self.changes else later
        # Every change as (start, end, first?) in the middle text; those that touch become one.
        middle = sorted(
            [(c.target_start, c.target_end, 1, 0) for c in self.changes]
            + [(c.source_start, c.source_end, 0, 1) for c in later.changes]
        )
        changes: list[Change] = []
        first = second = 0  # how many changes of each map are already in a group
        at = 0
        while at < len(middle):
            start, end, _, _ = middle[at]
            source_start, target_start = (
                start + _shift(self.changes, first),
                start - _shift(later.changes, second),
            )
            while at < len(middle) and middle[at][0] <= end:
                end = max(end, middle[at][1])
                first, second = first + middle[at][2], second + middle[at][3]
                at += 1
            source_end, target_end = end + _shift(self.changes, first), end - _shift(later.changes, second)
            changes.append(Change(source_start, source_end, target_start, target_end))
        return OffsetMap(tuple(changes))


def replace(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Apply edits to a text; return the new text and the map that leads back.

    Raises ValueError where two edits overlap or one lies outside the text.
    """
    pieces: list[str] = []
    changes: list[Change] = []
    at = length = 0
    for edit in sorted(edits):
        if not at <= edit.start <= edit.end <= len(text):
            message = f"edit {edit!r} overlaps another or lies outside a text of {len(text)} characters"
            raise ValueError(message)
        kept = text[at : edit.start]
        pieces += (kept, edit.replacement)
        start = length + len(kept)
        length = start + len(edit.replacement)
        if changes and not kept:
            changes[-1] = changes[-1]._replace(source_end=edit.end, target_end=length)
        else:
            changes.append(Change(edit.start, edit.end, start, length))
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces), OffsetMap(tuple(changes))


def _target_start(change: Change) -> int:
    return change.target_start


def _target_end(change: Change) -> int:
    return change.target_end


def _shift(changes: tuple[Change, ...], count: int) -> int:
    """Distance from target to source right after the first `count` changes."""
    return changes[count - 1].source_end - changes[count - 1].target_end if count else 0

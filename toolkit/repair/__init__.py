"""Repairs of damaged text: one file for each, text in, edits out.

Lossless damage is undone by edits with a confidence. An edit under `FLOOR` is never made: it becomes a flag,
and so lossy damage is reported (confidence 0, the text itself as its replacement). Clean text gives no edit,
and a repaired text gives none the second time.
"""

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

import msgspec

from toolkit.garbage import uncollected
from toolkit.offsets import Change, Edit, OffsetMap, Span, replace
from toolkit.parts import Family, Part, name_of
from toolkit.text import Text

FLOOR = 0.7  # the confidence from which an edit is made
ROUNDS = 4  # damage can be layered; in the wild two layers are rare and three have not been seen


class RepairContext(msgspec.Struct, frozen=True, kw_only=True):
    """What repairs need from outside: `language` of the text ("en" or "zh")."""

    language: str = "en"


class Repair(Part, frozen=True):
    """One kind of damage and how it is undone."""

    @abstractmethod
    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:
        """Yield edits over `text` that do not overlap; `kind` says more than the name of the repair."""


class Mended(msgspec.Struct, frozen=True):
    """A text after all repairs.

    `edits` are over the text before, replayable at once, and name the repairs that had a part in each;
    `flags` too are over the text before, and were not made. `map` leads back to the text before.
    """

    text: Text
    map: OffsetMap = OffsetMap()
    edits: tuple[Edit, ...] = ()
    flags: tuple[Edit, ...] = ()


REPAIRS: Family[Repair] = Family("toolkit.repair", Repair)


@cache
def default_repairs() -> tuple[Repair, ...]:
    """Return every repair with its default options, in order."""
    return tuple(part() for part in REPAIRS.in_order())


@uncollected()
def mend(text: Text, repairs: tuple[Repair, ...] | None = None) -> Mended:
    """Repair a text, round after round until nothing is left to do.

    Later repairs see what earlier ones made; each edit and flag is traced back to the text as given. A repair
    is not asked again about a text that it left as it is. A flag stays unless its place is changed later on.
    """
    context = RepairContext(language=text.language)
    now, back = text.text, OffsetMap()
    made: list[Edit] = []
    flags: dict[tuple[Span, str], Edit] = {}
    left: dict[int, str] = {}  # by a repair's place in the order: the text that it last left as it is
    for _ in range(ROUNDS):
        before = now
        for place, part in enumerate(default_repairs() if repairs is None else repairs):
            if left.get(place) == now:
                continue
            found = list(part.edits(now, context))
            if not found:
                left[place] = now
                continue
            found = _named(found, name_of(part))
            edits = [edit for edit in found if edit.confidence >= FLOOR]
            if len(edits) < len(found):
                _flag(flags, _traced([edit for edit in found if edit.confidence < FLOOR], back))
            if not edits:
                left[place] = now
                continue
            origins = _traced(edits, back)
            made += origins
            flags = _untouched(flags, origins)
            now, change = replace(now, edits)
            back = back.then(change)
        if now == before:
            break
    if not back.changes:
        return Mended(text, flags=tuple(sorted(flags.values())))
    made.sort()
    if len(made) > len(back.changes):
        made = [
            _sum_up(change, now[change.target_start : change.target_end], edits)
            for change, edits in zip(back.changes, _by_change(made, back), strict=True)
        ]
    repaired = msgspec.structs.replace(text, text=now, map=text.map.then(back))
    return Mended(repaired, back, tuple(made), tuple(sorted(flags.values())))


def _named(edits: list[Edit], name: str) -> list[Edit]:
    """Return edits with the name of their repair before their kinds, column by column, as they can be many."""
    starts, ends, replacements, kinds, confidences = zip(*edits, strict=True)
    names = {kind: f"{name}/{kind}" if kind else name for kind in set(kinds)}
    named = map(names.__getitem__, kinds)
    return list(map(Edit._make, zip(starts, ends, replacements, named, confidences, strict=True)))


def _traced(edits: list[Edit], back: OffsetMap) -> list[Edit]:
    """Return edits with the spans that they have in the text as given."""
    if not back.changes:  # most noise goes in the first step, where positions are still the same
        return edits
    return [
        Edit(*span, edit.replacement, edit.kind, edit.confidence)
        for span, edit in zip(back.to_sources(edits), edits, strict=True)
    ]


def _flag(flags: dict[tuple[Span, str], Edit], found: list[Edit]) -> None:
    """Add flags to those of earlier rounds; what was flagged as the same kind inside of a new one goes."""
    if flags:
        for kind in dict.fromkeys(edit.kind for edit in found):
            earlier = {key: flag for key, flag in flags.items() if key[1] == kind}
            kept = _untouched(earlier, [edit for edit in found if edit.kind == kind])
            for key in earlier.keys() - kept.keys():
                del flags[key]
    for edit in found:
        flags[Span(edit.start, edit.end), edit.kind] = edit


def _untouched(flags: dict[tuple[Span, str], Edit], edits: list[Edit]) -> dict[tuple[Span, str], Edit]:
    """Return the flags whose place none of the edits overlaps; a bisection for each flag.

    The edits come from one text, so that in order their ends are in order too.
    """
    if not flags:
        return flags
    edits = sorted(edits)
    kept = {}
    for key, flag in flags.items():
        at = bisect_right(edits, flag.start, key=_end)
        if at == len(edits) or edits[at].start >= flag.end:
            kept[key] = flag
    return kept


def _end(edit: Edit) -> int:
    return edit.end


def _by_change(made: list[Edit], back: OffsetMap) -> Iterator[list[Edit]]:
    """Yield, for each change, the edits that had a part in it, given in order.

    Changes do not touch, and an edit lies in one of them.
    """
    at = 0
    for change in back.changes:
        edits = []
        while at < len(made) and made[at].start <= change.source_end:
            if made[at].end >= change.source_start:
                edits.append(made[at])
            at += 1
        yield edits


def _sum_up(change: Change, replacement: str, edits: list[Edit]) -> Edit:
    """Make one replayable edit of all those that changed a place; it is as sure as the least sure of them."""
    kind = "+".join(dict.fromkeys(edit.kind for edit in edits))
    confidence = min(edit.confidence for edit in edits)
    return Edit(change.source_start, change.source_end, replacement, kind, confidence)

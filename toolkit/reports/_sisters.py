"""Renderings of one text side by side, sentence by sentence, with what differs marked, and how close they are."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple, TypeAlias, TypeVar

import regex
from markupsafe import Markup

from toolkit.metrics import METRICS, EvaluationSet, Score
from toolkit.offsets import Span
from toolkit.reports._markup import marked
from toolkit.results import Analysis, FindingResult, OccurrenceResult, Passage, RelatedResult, SisterResult

SISTERS = 100  # comparisons on a page, whose closeness is computed
LINES = 1_000  # lines on a page; where there are more, those in which something differs
LONGEST = 200  # words of a sentence that is compared word by word
CLOSENESS = ("chrf", "bleu")

_Placed: TypeAlias = FindingResult | RelatedResult | OccurrenceResult
_Item = TypeVar("_Item")
_Standing: TypeAlias = Mapping[tuple[str, str | None], Sequence[tuple[int, int, _Item]]]  # (start, number, what)
_WORD = regex.compile(r"\w+(?:[.,'’-]\w+)*")


class Line(NamedTuple):
    """Sentences side by side, with the findings on them: (number, rule, message).

    One side is None where it has none; neighbouring sentences that stand alone are one line. It `differs` where a
    side is missing or something was found.
    """

    one: Markup | None
    other: Markup | None
    findings: tuple[tuple[int | None, str, str], ...]
    differs: bool


class Sisters(NamedTuple):
    """Two articles side by side.

    Of `pairs` pairs of sentences `alone` are sentences of the first and of the second with no counterpart; `left`
    lines are not shown.
    """

    number: int
    one: str
    other: str
    closeness: tuple[Score, ...]
    pairs: int
    alone: tuple[int, int]
    findings: int
    lines: tuple[Line, ...]
    left: int


class _Side(NamedTuple):
    """What a line has of one document."""

    document: str
    passage: Passage

    def holds(self, place: _Placed) -> bool:
        """Tell whether a place stands in it."""
        here = self.passage
        return (place.document, place.part) == (self.document, here.part) and here.start <= place.start < here.end

    def among(self, known: _Standing[_Item]) -> Sequence[tuple[int, int, _Item]]:
        """Return what stands in it."""
        own = known.get((self.document, self.passage.part), ())
        first, last = (bisect_left(own, (at,)) for at in (self.passage.start, self.passage.end))
        return own[first:last]

    def find(self, place: _Placed) -> Span | None:
        """Return where its wording has that of a place: of several times the nearest; None if it is all of it."""
        text, wording = self.passage.text, place.surface
        if not wording or len(wording) >= len(text):
            return None
        share = (place.start - self.passage.start) / max(self.passage.end - self.passage.start, 1)
        start = min(_starts(wording, text), key=lambda at: abs(at - share * len(text)), default=None)
        return None if start is None else Span(start, start + len(wording))


class _Unmarked(NamedTuple):
    """A line before anything in it is marked."""

    ones: tuple[_Side, ...]
    others: tuple[_Side, ...]
    findings: tuple[FindingResult, ...]

    @property
    def differs(self) -> bool:
        """Whether a side is missing or something was found."""
        return bool(self.findings) or not self.ones or not self.others

    def written(self, known: _Standing[OccurrenceResult], shown: Mapping[str, int]) -> Line:
        """Return the line with what differs marked."""
        notes = tuple((shown.get(f.fingerprint), f.rule, f.message) for f in self.findings)
        if not self.ones or not self.others:
            return Line(_joined(self.ones), _joined(self.others), notes, self.differs)
        (one,), (other,) = self.ones, self.others
        apart = _words_apart(one.passage.text, other.passage.text)
        mine, yours = ([occurrence for *_, occurrence in side.among(known)] for side in (one, other))
        return Line(
            _written(one, self.findings, _otherwise(mine, yours), apart[0]),
            _written(other, self.findings, _otherwise(yours, mine), apart[1]),
            notes,
            self.differs,
        )


def side_by_side(
    analysis: Analysis, names: Mapping[str, str], shown: Mapping[str, int], room: int = LINES
) -> list[Sisters]:
    """Return the sisters of an analysis, at most `room` lines; `shown` has the numbers of findings on the page."""
    findings = _by_sisters(analysis.results.findings)
    occurrences = _standing(analysis.results.occurrences, lambda occurrence: occurrence)
    sisters = analysis.sisters[:SISTERS]
    crowded = sum(len(sister.pairs) for sister in sisters) > room
    made = []
    for number, sister in enumerate(sisters, 1):
        told = findings.get(frozenset((sister.one, sister.other)), [])
        lines = list(_lines(sister, told))
        kept = [line for line in lines if line.differs or not crowded][:room]
        room -= len(kept)
        made.append(
            Sisters(
                number,
                names.get(sister.one, sister.one),
                names.get(sister.other, sister.other),
                closeness(sister),
                len(sister.pairs),
                (sum(not pair.other for pair in sister.pairs), sum(not pair.one for pair in sister.pairs)),
                len(told),
                tuple(line.written(occurrences, shown) for line in kept),
                len(lines) - len(kept),
            )
        )
    return made


def closeness(sister: SisterResult) -> tuple[Score, ...]:
    """Return chrF and BLEU of the first against the second: how close two renderings are, not how good.

    A sentence without a counterpart stands against an empty one. There is no score where there is no sentence.
    """
    if not sister.pairs:
        return ()
    one = [pair.one.text if pair.one else "" for pair in sister.pairs]
    other = [pair.other.text if pair.other else "" for pair in sister.pairs]
    given = EvaluationSet(references=(other,))
    return tuple(score for name in CLOSENESS for score in METRICS.build(name).scores(one, given))


def _by_sisters(findings: Iterable[FindingResult]) -> dict[frozenset[str], list[FindingResult]]:
    found: dict[frozenset[str], list[FindingResult]] = {}
    for finding in findings:
        if finding.related and finding.related[0].role == "sister":
            pair = frozenset((finding.document, finding.related[0].document))
            found.setdefault(pair, []).append(finding)
    return found


def _standing(items: Iterable[_Item], place: Callable[[_Item], _Placed]) -> _Standing[_Item]:
    """Return items by the documents and parts in which their places are, in order of these."""
    standing: dict[tuple[str, str | None], list[tuple[int, int, _Item]]] = {}
    for number, item in enumerate(items):
        at = place(item)
        standing.setdefault((at.document, at.part), []).append((at.start, number, item))
    for own in standing.values():
        own.sort(key=lambda each: each[:2])
    return standing


def _lines(sister: SisterResult, findings: Iterable[FindingResult]) -> Iterator[_Unmarked]:
    known = _standing(findings, lambda finding: finding.related[0])
    for (first, second), run in groupby(sister.pairs, lambda pair: (bool(pair.one), bool(pair.other))):
        for pairs in ([pair] for pair in run) if first and second else (list(run),):
            ones = tuple(_Side(sister.one, pair.one) for pair in pairs if pair.one)
            others = tuple(_Side(sister.other, pair.other) for pair in pairs if pair.other)
            told = {number: finding for side in ones + others for _, number, finding in side.among(known)}
            yield _Unmarked(ones, others, tuple(told[number] for number in sorted(told)))


def _starts(wording: str, text: str) -> Iterator[int]:
    at = text.find(wording)
    while at >= 0:
        yield at
        at = text.find(wording, at + len(wording))


def _joined(sides: Iterable[_Side]) -> Markup | None:
    return marked(" ".join(side.passage.text for side in sides)) or None


def _otherwise(some: Iterable[OccurrenceResult], others: Iterable[OccurrenceResult]) -> list[OccurrenceResult]:
    """Return the renderings of concepts that the others render too, and not so."""
    theirs: dict[str, set[str]] = {}
    for occurrence in others:
        theirs.setdefault(occurrence.concept, set()).add(occurrence.rendering)
    return [o for o in some if o.concept in theirs and o.rendering not in theirs[o.concept]]


def _words_apart(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Return the runs of words of each text that the other has not at that place, upper or lower case alike."""
    words = [list(_WORD.finditer(text)) for text in (one, other)]
    apart: tuple[list[Span], list[Span]] = ([], [])
    if max(map(len, words)) > LONGEST:
        return apart
    mine, yours = ([word[0].lower() for word in side] for side in words)
    for kind, *ends in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes():
        for side, spans, start, end in zip(words, apart, ends[::2], ends[1::2], strict=True):
            if kind != "equal" and start < end:
                spans.append(Span(side[start].start(), side[end - 1].end()))
    return apart


def _written(
    side: _Side, findings: Iterable[FindingResult], renderings: Iterable[OccurrenceResult], apart: Sequence[Span]
) -> Markup:
    """Escape a passage; mark what findings speak of and renderings, and underline words that are apart."""
    told = (place for finding in findings for place in (finding, finding.related[0]) if side.holds(place))
    marks = [(side.find(place), "told") for place in told]
    marks += [(side.find(occurrence), occurrence.status) for occurrence in renderings]
    text, pieces, end = side.passage.text, [], 0
    for span, kind in sorted((span, kind) for span, kind in marks if span):
        if span.start >= end:
            pieces.append(_underlined(text, Span(end, span.start), apart))
            pieces.append(Markup('<mark class="{}">{}</mark>').format(kind, _underlined(text, span, apart)))
            end = span.end
    return Markup().join([*pieces, _underlined(text, Span(end, len(text)), apart)])


def _underlined(text: str, within: Span, apart: Iterable[Span]) -> Markup:
    pieces, end = [], within.start
    for span in apart:
        start, stop = max(span.start, end), min(span.end, within.end)
        if start < stop:
            pieces += [marked(text[end:start]), Markup("<u>{}</u>").format(marked(text[start:stop]))]
            end = stop
    return Markup().join([*pieces, marked(text[end : within.end])])

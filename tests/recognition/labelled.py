"""Candidates for unlisted renderings in the sample corpus, labelled by what its Chinese texts have."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from toolkit import files, termbases, units
from toolkit.offsets import Span
from toolkit.recognition import chinese
from toolkit.recognition._likelihood import Likeness
from toolkit.recognition.lexicon import Lexicon
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.unlisted import UnlistedRenderings
from toolkit.repair import mend
from toolkit.segmentation import language

CORPORA = Path(__file__).parents[2] / "corpora"
HELD_BACK = ("2023-09-ten-industries-plans", "2024-06-sme-support")  # events that nothing is fitted on
ENOUGH = 0.5  # overlap (intersection over union) of a match
BANDS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0)
TERMBASE = termbases.load(termbases.shipped())
LISTED = ListedRenderings(TERMBASE)
UNLISTED = UnlistedRenderings(TERMBASE, Lexicon(units.load(), TERMBASE))


class Sample(NamedTuple):
    right: bool
    likeness: Likeness


class Band(NamedTuple):
    """Candidates of like confidence: how many, their mean confidence, and the share that is right."""

    least: float
    count: int
    told: float
    right: float


def overlap(one: Span, other: Span) -> float:
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(both, 0) / (max(one.end, other.end) - min(one.start, other.start))


def candidates(text: str) -> Iterator[tuple[str, Span, Likeness]]:
    """Yield for each concept candidates apart, those of most units and fewest other words first."""
    for sentence in language("en").sentences(text):
        taken: dict[str, list[Span]] = {}
        for concept, span, likeness in sorted(UNLISTED.candidates(text, sentence), key=_standing):
            before = taken.setdefault(concept, [])
            if not any(overlap(span, other) for other in before):
                before.append(span)
                yield concept, span, likeness


def _standing(candidate: tuple[str, Span, Likeness]) -> tuple[object, ...]:
    concept, span, likeness = candidate
    return -likeness.met, likeness.extra, span, concept


def events() -> list[str]:
    return sorted(path.stem for path in (CORPORA / "zh").glob("*.txt"))


def of_event(event: str) -> Iterator[Sample]:
    """Yield candidates that overlap a listed rendering of their concept as right, those the source lacks as wrong.

    What the source has, and no list shows, may be either, and is left out.
    """
    source = chinese.fold((CORPORA / "zh" / f"{event}.txt").read_text("utf-8"))[0]
    for path in sorted(CORPORA.glob(f"en*/{event}.*")):
        text = mend(files.read(next(iter(files.walk([str(path)])))).texts[0]).text.text
        listed = list(LISTED.find(text, language("en").sentences(text)))
        for concept, span, likeness in candidates(text):
            right = any(o.concept == concept and overlap(o.span, span) >= ENOUGH for o in listed)
            named = any(chinese.fold(d.term)[0] in source for d in TERMBASE[concept].terms("zh"))
            if right or not named:
                yield Sample(right and named, likeness)


def reliability(confidences: list[float], right: list[bool]) -> list[Band]:
    """Return the bands that hold any candidate."""
    bands = []
    for least, most in pairwise(BANDS):
        inside = [(p, r) for p, r in zip(confidences, right, strict=True) if least <= p < most]
        if inside:
            count = len(inside)
            bands.append(Band(least, count, sum(p for p, _ in inside) / count, sum(r for _, r in inside) / count))
    return bands

"""Alignment: which sentence renders which, between source and target and between two renderings of one text."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from toolkit.alignment import bilingual, sisters
from toolkit.text import Segment, SegmentPair, Text


class Sentences(Protocol):
    """Texts cut into sentences: what alignment needs of an article."""

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Their sentences, in order."""


class Alignment(msgspec.Struct, frozen=True, kw_only=True):
    """Two articles and which segment of one renders which of the other: each is in one pair, in order."""

    source: Sentences
    target: Sentences
    pairs: tuple[SegmentPair, ...]


def align(source: Sentences, target: Sentences, terms: bilingual.Terms | None = None) -> Alignment:
    """Align two articles by sentence: a text and its translation, or two renderings in one language.

    `terms` help between two languages. A pair's confidence is the probability that just these sentences belong
    together: on 35 held-back documents .90 of pairs between .8 and .9 were right, .76 of those between .7 and .8.
    """
    one, other = _wordings(source), _wordings(target)
    languages = language_of(source), language_of(target)
    if languages[0] == languages[1]:
        beads = sisters.align(one, other, language=languages[0])
    elif languages[0] == "zh":
        beads = bilingual.align(one, other, terms)
    else:
        beads = [bead.turned() for bead in bilingual.align(other, one, terms)]
    pairs = (
        SegmentPair(
            source.segments[bead.source.start : bead.source.stop],
            target.segments[bead.target.start : bead.target.stop],
            bead.confidence,
        )
        for bead in beads
    )
    return Alignment(source=source, target=target, pairs=tuple(pairs))


def language_of(sentences: Sentences) -> str:
    """Return the language, "en" or "zh", that most of the characters are in."""
    chinese = sum(len(text.text) * (1 if text.language.startswith("zh") else -1) for text in sentences.texts)
    return "zh" if chinese > 0 else "en"


def _wordings(sentences: Sentences) -> Sequence[str]:
    return [sentences.texts[segment.text].text[slice(*segment.span)] for segment in sentences.segments]

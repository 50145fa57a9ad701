"""Checks: one file for each error that the toolkit can see; articles and comparisons in, findings out.

The docstring of a check is its page in the manual, under fixed headings: what it does, why it is bad, an
example with the flagged words in «», what to use instead, and references.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import ClassVar, NamedTuple

import msgspec

from toolkit import alignment, quantities
from toolkit.article import Article
from toolkit.context import Context
from toolkit.findings import SISTER, Finding, Related, Rule
from toolkit.offsets import Span
from toolkit.parts import Family, Part
from toolkit.quantities import Mention
from toolkit.quantities.comparison import Difference, differences
from toolkit.settings import Settings
from toolkit.text import Segment, SegmentPair


class Figures(NamedTuple):
    """What a pair of passages says in figures: the mentions of the source, and what differs in the target."""

    pair: SegmentPair
    source: Segment
    target: Segment
    mentions: tuple[Mention, ...]
    differences: tuple[Difference, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """An article beside its source, or beside a sister that takes the source's place; `pairs` are in order."""

    source: Article
    target: Article
    pairs: tuple[SegmentPair, ...]
    sisters: bool = False

    @cached_property
    def figures(self) -> tuple[Figures, ...]:
        """Quantities and periods of the pairs with both sides; read once, for all checks."""
        found = []
        for pair in self.pairs:
            if pair.source and pair.target:
                source, target = hull(pair.source), hull(pair.target)
                theirs, ours = _mentions(self.source, source), _mentions(self.target, target)
                found.append(Figures(pair, source, target, theirs, differences(theirs, ours)))
        return tuple(found)

    def turned(self) -> "Comparison":
        """Return the comparison with source and target in each other's place."""
        pairs = tuple(SegmentPair(pair.target, pair.source, pair.confidence) for pair in self.pairs)
        return Comparison(source=self.target, target=self.source, pairs=pairs, sisters=self.sisters)

    def finding(  # noqa: PLR0913 - each is a field of the finding
        self,
        rule: Rule,
        message: str,
        here: Segment,
        there: Segment,
        *,
        confidence: float = 1.0,
        verdict: bool = False,
        concept: str | None = None,
        zh: str | None = None,
    ) -> Finding:
        """Return a finding on a place of the target that speaks of one of the source."""
        origin = self.source.address(there.text, there.span)
        surface = self.source.surface(there.text, there.span)
        return Finding(
            rule=msgspec.structs.replace(rule, verdict=verdict),
            address=self.target.address(here.text, here.span),
            surface=self.target.surface(here.text, here.span),
            message=message,
            concept=concept,
            zh=zh,
            confidence=confidence,
            source=None if self.sisters else origin,
            related=(Related(SISTER, origin, surface),) if self.sisters else (),
            related_total=int(self.sisters),
        )


def beside_source(article: Article) -> Iterator[Comparison]:
    """Yield an article beside its source, if it has one."""
    if article.pairs:
        yield Comparison(source=article.origin, target=article, pairs=article.pairs)


def beside_sister(one: Article, other: Article) -> Comparison:
    """Return two English renderings of one text side by side; costs an alignment."""
    pairs = alignment.align(_english(one), _english(other)).pairs
    return Comparison(source=one, target=other, pairs=pairs, sisters=True)


def _english(article: Article) -> Article:
    segments = (segment for segment in article.segments if article.texts[segment.text].language == "en")
    return msgspec.structs.replace(article, segments=tuple(segments))


def hull(segments: Sequence[Segment]) -> Segment:
    """Return what neighbouring segments fill of the text in which the first one stands."""
    text, (start, _) = segments[0].text, segments[0].span
    return Segment(text, Span(start, max(each.span.end for each in segments if each.text == text)))


def _mentions(article: Article, segment: Segment) -> tuple[Mention, ...]:
    text = article.texts[segment.text]
    return quantities.language(text.language).read(text.text, segment.span)


class Check(Part, frozen=True):
    """One kind of error and how it is found."""

    rule: ClassVar[Rule]

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - for subclasses
        """Yield what is wrong with an article."""
        yield from ()

    def compare(self, comparison: Comparison, context: Context) -> Iterator[Finding]:  # noqa: ARG002
        """Yield where an article says something else than its source or its sister.

        A finding stands in either of two sisters, in the second where both would do.
        """
        yield from ()


CHECKS: Family[Check] = Family("toolkit.checks", Check)


def selected(settings: Settings) -> tuple[str, ...]:
    """Return the names of the checks that settings select, sorted."""
    return tuple(sorted(set(settings.select or CHECKS.names()) - set(settings.ignore)))

"""sentence-missing: a sentence of the source, or of a sister article, without a counterpart."""

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check, Comparison, hull
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity
from toolkit.text import Segment, SegmentPair

SURE = 0.6  # that a sentence stands alone: with 5 % left out by a script, 97 to 100 % of what was told was right
LONG = {"zh": 15, "en": 45}  # characters of a sentence that says something; titles and asides are shorter


class SentenceMissing(Check, frozen=True):
    """Points out sentences of the Chinese source that nothing renders.

    The place is the sentence after which they would stand. Of two renderings of one text, either may lack what the
    other has. Neighbouring sentences are told together.

    ## Why is this bad?
    Readers of the translation miss what readers of the source are told, often the caution among the good news.

    ## Example
    Source: 工业经济持续回升，出口增长30%。但企业恢复的基础还不稳固，需要加大帮扶力度。下一步，将在12个省扩大内需。
    «The industrial economy has kept recovering, and exports have risen by 30 percent.» As a next step, domestic
    demand will be expanded in 12 provinces.

    ## Use instead
    A rendering of all that the source says.

    ## References
    MQM, "omission".
    """

    rule: ClassVar[Rule] = Rule(
        id="sentence-missing",
        error_type="accuracy/omission",
        severity=Severity.MAJOR,
        summary="a sentence of the source or of a sister article that has no counterpart",
        verdict=False,
    )

    def compare(self, comparison: Comparison, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs none
        """Yield a suggestion for each run of sentences without a counterpart, in either of two sisters."""
        yield from self._missing(comparison)
        if comparison.sisters:
            yield from self._missing(comparison.turned())

    def _missing(self, comparison: Comparison) -> Iterator[Finding]:
        before = next((pair.target for pair in comparison.pairs if pair.target), None)
        for alone, run in groupby(comparison.pairs, lambda pair: not pair.target):
            pairs = list(run)
            if not alone:
                before = next((pair.target for pair in reversed(pairs) if pair.target), before)
                continue
            told = [pair for pair in pairs if pair.confidence >= SURE and _says_something(comparison.source, pair)]
            if told and before:
                yield comparison.finding(
                    self.rule,
                    _message(len(told), sisters=comparison.sisters),
                    before[-1],
                    hull([segment for pair in told for segment in pair.source]),
                    confidence=min(pair.confidence for pair in told),
                )


def _says_something(article: Article, pair: SegmentPair) -> bool:
    return any(_length(article, segment) >= LONG[article.texts[segment.text].language] for segment in pair.source)


def _length(article: Article, segment: Segment) -> int:
    return len(article.surface(segment.text, segment.span))


def _message(count: int, *, sisters: bool) -> str:
    number, verb = ("a sentence", "has") if count == 1 else (f"{count} sentences", "have")
    return f"{number} of {'a sister article' if sisters else 'the source'} {verb} no counterpart after this one"

"""term-omitted: a term of the source without a trace in its rendering."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article, Omission
from toolkit.checks import Check, hull
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity

CONFIDENCE = 0.5  # half are rendered freely, and many of the others left out with good reason: no label tells more


class TermOmitted(Check, frozen=True):
    """Points out a Chinese term of the glossary that the sentences which render its sentence do not show.

    It may stand there in other words, or be left out with good reason.

    ## Why is this bad?
    A term that is lost is a statement that is lost: 专精特新 alone tells which firms are meant.

    ## Example
    Source: 支持专精特新中小企业发展。
    «Firms will be supported.»

    ## Use instead
    A rendering that the glossary lists.

    ## References
    MQM, "omission".
    """

    rule: ClassVar[Rule] = Rule(
        id="term-omitted",
        error_type="accuracy/omission",
        severity=Severity.MINOR,
        summary="a term of the source that is possibly not rendered",
        verdict=False,
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a suggestion for each term and pair of segments."""
        once = {
            (omission.pair.target, omission.term.concepts): omission for omission in reversed(article.omissions)
        }
        for omission in reversed(once.values()):
            yield self._finding(article, omission)

    def _finding(self, article: Article, omission: Omission) -> Finding:
        here, there = hull(omission.pair.target), omission.source
        zh = article.origin.surface(there.text, there.span)
        return Finding(
            rule=self.rule,
            address=article.address(here.text, here.span),
            surface=article.surface(here.text, here.span),
            message=f"{zh} is possibly not rendered here",
            concept=omission.term.concepts[0],
            zh=zh,
            confidence=CONFIDENCE * omission.pair.confidence,
            source=article.origin.address(there.text, there.span),
        )

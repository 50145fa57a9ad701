"""emptied-quotes: quotation marks with nothing between them."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity
from toolkit.offsets import Span

KIND = "lossy/emptied quotes"  # as repair calls it


class EmptiedQuotes(Check, frozen=True):
    """Flags quotation marks that have lost what stood between them.

    ## Why is this bad?
    A name is gone, and the sentence says nothing without it.

    ## Example
    Firms known as «“”» enterprises received support.

    ## Use instead
    The name as the original page has it.

    ## References
    MQM, "omission".
    """

    rule: ClassVar[Rule] = Rule(
        id="emptied-quotes",
        error_type="accuracy/omission",
        severity=Severity.MAJOR,
        summary="quotation marks with nothing between them",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each pair."""
        for index, flags in enumerate(article.flags):
            for flag in flags:
                if flag.kind == KIND:
                    span = Span(flag.start, flag.end)
                    yield Finding(
                        rule=self.rule,
                        address=article.address_as_read(index, span),
                        surface=article.document.texts[index].text[flag.start : flag.end],
                        message="nothing stands between the quotation marks",
                    )

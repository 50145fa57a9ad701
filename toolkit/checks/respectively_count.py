"""respectively-count: several figures for one subject."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity
from toolkit.offsets import Span

_FIGURE = r"(?:[$€£]|US\$|RMB )?\d[\d,.]*+(?:%| percent(?:age points?)?| (?:million|billion|trillion)(?: yuan)?)?"
_LIST = regex.compile(
    rf"(?P<values>{_FIGURE}(?:, (?:and )?{_FIGURE}){{0,6}},? and {_FIGURE}),? respectively\b", regex.IGNORECASE
)
# What joins several subjects, or several times and places for one of them.
_SEVERAL = regex.compile(r"\band\b|\bor\b|&|/|\bboth\b|\beach\b|\bthey\b|\bthese\b|\bthose\b", regex.IGNORECASE)


class RespectivelyCount(Check, frozen=True):
    """Flags several figures that are given "respectively" where the sentence has one subject and one time.

    ## Why is this bad?
    Readers cannot tell which figure is whose: a subject or a period got lost.

    ## Example
    The growth rate of output was «3.5 percent and 4.4 percent respectively».

    ## Use instead
    All that the figures belong to: the growth rates in May and June were 3.5 percent and 4.4 percent respectively.

    ## References
    MQM, "omission".
    """

    rule: ClassVar[Rule] = Rule(
        id="respectively-count",
        error_type="accuracy/omission",
        severity=Severity.MAJOR,
        summary="several figures “respectively” for one subject",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each list of figures that has nothing to be divided among."""
        for segment in article.segments:
            text = article.texts[segment.text].text
            for match in _LIST.finditer(text, *segment.span):
                before = text[segment.span.start : match.start()]
                if _SEVERAL.search(before) or before.count(",") > 1:
                    continue
                span = Span(*match.span())
                yield Finding(
                    rule=self.rule,
                    address=article.address(segment.text, span),
                    surface=article.surface(segment.text, span),
                    message="there are several figures “respectively”, and one subject",
                )

"""numbered-slogan-unexpanded: a slogan with a number in it that the article does not explain."""

import re
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity, quoted
from toolkit.offsets import Span

_NUMBER = r"two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand|double|triple|\d{1,3}"
_WORDS = r"[\p{L}\d][\p{L}\d'’-]*(?:,? [\p{L}\d'’-]+){1,6}"
_QUOTED = re.compile('[“"‘]')
_SLOGAN = regex.compile(
    rf"[“\"‘]((?![^“”\"]{{0,60}}\byears?\b)(?=[^“”\"]{{0,60}}\b(?:{_NUMBER})\b){_WORDS}),?[”\"’]", regex.IGNORECASE
)
# What explains it: an apposition behind it, or the list before it.
_EXPLAINED = regex.compile(
    r"[^.!?]{0,60}(?:[(:—–]| - |\b(?:namely|that is|i\.e\.|refers? to|means?|including|such as)\b"
    r"|\bof [\p{L} -]{3,60}(?:,| and )|, (?:the )?[\p{L} -]{3,60}, [\p{L} -]{3,60})",
    regex.IGNORECASE,
)
_LISTED = regex.compile(r"(?:[\p{L}-]+ ?){1,5},[^.!?]{3,120}\band\b [^.!?]{3,120}$")
_REACH = 240


class NumberedSloganUnexpanded(Check, frozen=True):
    """Points out the first mention of a slogan in quotation marks that has a number and no explanation near by.

    ## Why is this bad?
    "New three" and "three products" say nothing to readers who do not know what is counted.

    ## Example
    Exports of the «"new three"» grew fast.

    ## Use instead
    The items at first mention: the "new three" (electric vehicles, lithium-ion batteries and solar cells).

    ## References
    MQM, "culture-specific reference"; China Daily, style guide on numbered expressions.
    """

    rule: ClassVar[Rule] = Rule(
        id="numbered-slogan-unexpanded",
        error_type="audience-appropriateness/culture-specific-reference",
        severity=Severity.NEUTRAL,
        summary="a slogan with a number that is not explained",
        verdict=False,
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield at most one suggestion for each slogan."""
        seen: set[str] = set()
        for segment in article.segments:
            text = article.texts[segment.text].text
            if not _QUOTED.search(text, *segment.span):
                continue
            for match in _SLOGAN.finditer(text, *segment.span):
                slogan = match[1].lower()
                if slogan in seen:
                    continue
                seen.add(slogan)
                before = text[max(segment.span.start, match.start() - _REACH) : match.start()]
                if _EXPLAINED.match(text[match.end() : match.end() + _REACH]) or _LISTED.search(before):
                    continue
                span = Span(*match.span())
                yield Finding(
                    rule=self.rule,
                    address=article.address(segment.text, span),
                    surface=article.surface(segment.text, span),
                    message=f"{quoted(match[1])} is not explained where it first stands",
                )

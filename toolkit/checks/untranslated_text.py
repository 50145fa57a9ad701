"""untranslated-text: Chinese characters left in an English text."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity, quoted
from toolkit.offsets import Span

# Han with what may stand between its characters; a run in brackets or quotation marks is a gloss or a title.
_HAN = regex.compile(r"\p{N}{0,20}\p{Han}(?:[\p{Han}\p{N}·、，—\s]{0,200}\p{Han})?")
_OPENING, _CLOSING = "(（[【“\"'‘《「", ")）]】”\"'’》」"
_MOST_BETWEEN = 60  # characters between a bracket and the run that it takes in


class UntranslatedText(Check, frozen=True):
    """Flags Chinese characters in an English text, unless they stand in brackets or quotation marks.

    A Chinese term in parentheses behind its rendering, or a title quoted as it is, is there on purpose.

    ## Why is this bad?
    Most readers cannot read it, and it is a sign of a sentence that nobody looked at.

    ## Example
    The plan supports «专精特新» enterprises.

    ## Use instead
    The rendering of the glossary: SRDI enterprises.

    ## References
    MQM, "untranslated".
    """

    rule: ClassVar[Rule] = Rule(
        id="untranslated-text",
        error_type="accuracy/untranslated",
        severity=Severity.MAJOR,
        summary="Chinese characters left in English text",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each run of Chinese characters in an English sentence."""
        for segment in article.segments:
            text = article.texts[segment.text]
            if text.language != "en":
                continue
            for match in _HAN.finditer(text.text, *segment.span):
                span = Span(*match.span())
                if not _enclosed(text.text, span, segment.span):
                    surface = article.surface(segment.text, span)
                    yield Finding(
                        rule=self.rule,
                        address=article.address(segment.text, span),
                        surface=surface,
                        message=f"{quoted(surface)} is left in Chinese",
                    )


def _enclosed(text: str, span: Span, sentence: Span) -> bool:
    """Tell whether a bracket or quotation mark that is opened near before a run is closed behind it."""
    depth = 0
    for mark in reversed(text[max(sentence.start, span.start - _MOST_BETWEEN) : span.start]):
        depth += (mark in _CLOSING and mark not in _OPENING) - (mark in _OPENING)
        if depth < 0:
            break
    after = text[span.end : min(sentence.end, span.end + _MOST_BETWEEN)]
    return depth < 0 and any(mark in _CLOSING for mark in after)

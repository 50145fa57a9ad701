"""chinese-punctuation: marks of Chinese in English sentences."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Safety, Severity, Suggestion
from toolkit.offsets import Span

_ENGLISH = {
    "，": ", ",
    "。": ". ",
    "；": "; ",
    "：": ": ",
    "、": ", ",
    "！": "! ",
    "？": "? ",
    "（": " (",
    "）": ") ",
}
# Between Latin letters or figures, or at the end of a sentence of them; marks of a Chinese quotation are its own.
_MARK = regex.compile(r"(?<=[\p{Latin}\p{N}%”\")])[，。；：、！？（）](?!\s?\p{Han})")


class ChinesePunctuation(Check, frozen=True):
    """Flags Chinese punctuation behind a Latin letter or a figure.

    ## Why is this bad?
    It shows that the text was made by machine, and wide marks break lines at the wrong place.

    ## Example
    Output rose«，»while sales fell.

    ## Use instead
    The English mark: Output rose, while sales fell.

    ## References
    MQM, "punctuation".
    """

    rule: ClassVar[Rule] = Rule(
        id="chinese-punctuation",
        error_type="linguistic-conventions/punctuation",
        severity=Severity.MINOR,
        summary="Chinese punctuation in an English sentence",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each mark, with the English one as a safe edit."""
        for segment in article.segments:
            text = article.texts[segment.text]
            if text.language != "en":
                continue
            for match in _MARK.finditer(text.text, *segment.span):
                mark = match.group()
                apart = text.text[match.end() : match.end() + 1].isalnum()
                english = _ENGLISH[mark] if apart else _ENGLISH[mark].rstrip()
                span = Span(*match.span())
                edits = article.replacing(article.address(segment.text, span), mark, english)
                yield Finding(
                    rule=self.rule,
                    address=article.address(segment.text, span),
                    surface=mark,
                    message=f"“{mark}” is a Chinese mark",
                    suggestion=Suggestion(f"write “{english.strip()}”", edits, Safety.SAFE),
                )

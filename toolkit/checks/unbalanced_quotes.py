"""unbalanced-quotes: a quotation mark without its counterpart."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity
from toolkit.offsets import Span
from toolkit.text import Segment

_MARK = regex.compile(r'[“”]|(?<!\d)"')


class UnbalancedQuotes(Check, frozen=True):
    """Flags a quotation that is opened and not closed in its paragraph, or closed and never opened.

    A speech over several paragraphs opens each of them and closes the last one alone, and is no finding.

    ## Why is this bad?
    Nobody can tell who says what, and a name in quotation marks may have lost a part.

    ## Example
    Exports of the new three«”» grew, officials said.

    ## Use instead
    Both marks, or none.

    ## References
    MQM, "unpaired quote marks or brackets".
    """

    rule: ClassVar[Rule] = Rule(
        id="unbalanced-quotes",
        error_type="linguistic-conventions/punctuation",
        severity=Severity.MINOR,
        summary="a quotation mark without its counterpart",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield at most one finding for each paragraph: its first mark without a counterpart."""
        spoken_on = False  # a speech of the paragraph before goes on
        paragraphs = list(_paragraphs(article))
        for at, paragraph in enumerate(paragraphs):
            index, span = paragraph.text, paragraph.span
            text = article.texts[index].text
            lonely = _lonely(text, span, spoken_on=spoken_on)
            follows = at + 1 < len(paragraphs) and paragraphs[at + 1].text == index
            goes_on = follows and text[paragraphs[at + 1].span.start] in '“"'
            spoken_on = lonely is not None and text[lonely] != "”" and goes_on
            if lonely is not None and not spoken_on:
                place = Span(lonely, lonely + 1)
                yield Finding(
                    rule=self.rule,
                    address=article.address(index, place),
                    surface=text[lonely],
                    message="the quotation is closed here and not opened before"
                    if text[lonely] == "”"
                    else "the quotation is opened here and not closed in its paragraph",
                )


def _paragraphs(article: Article) -> Iterator[Segment]:
    """Yield the lines of the English texts that hold sentences."""
    start: Segment | None = None
    for segment in article.segments:
        text = article.texts[segment.text]
        if text.language != "en":
            continue
        if start is not None and (
            start.text != segment.text or "\n" in text.text[start.span.end : segment.span.start]
        ):
            yield start
            start = None
        first = segment.span.start if start is None else start.span.start
        start = Segment(segment.text, Span(first, segment.span.end))
    if start is not None:
        yield start


def _lonely(text: str, span: Span, *, spoken_on: bool) -> int | None:
    """Return the place of the first mark of a paragraph that has no counterpart, None where all have."""
    opened: int | None = None
    for match in _MARK.finditer(text, *span):
        opens = match.group() == "“" or (match.group() == '"' and opened is None)
        if opens and opened is not None:
            return opened
        if not opens and opened is None and not spoken_on:
            return match.start()
        opened = match.start() if opens else None
    return opened

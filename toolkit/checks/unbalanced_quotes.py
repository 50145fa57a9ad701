"""unbalanced-quotes: a quotation mark without its counterpart."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity
from toolkit.offsets import Span

_CURLY = regex.compile("[“”]")
_STRAIGHT = regex.compile(r'(?<!\d)"')  # behind a figure it stands for inches


class UnbalancedQuotes(Check, frozen=True):
    """Flags a quotation that is opened and not closed, or closed and never opened.

    A speech may go on over paragraphs, each of which may open it again. Straight marks are paired in their
    paragraph, and told where one paragraph alone has an odd number of them.

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
        """Yield a finding for each mark that has no counterpart."""
        for index, segments in groupby(article.segments, key=attrgetter("text")):
            text, spans = article.texts[index], [segment.span for segment in segments]
            if text.language != "en":
                continue
            for place in sorted([*_curly(text.text, spans), *_straight(text.text, spans)]):
                closed = text.text[place] == "”"
                yield Finding(
                    rule=self.rule,
                    address=article.address(index, Span(place, place + 1)),
                    surface=text.text[place],
                    message="the quotation is closed here and not opened before"
                    if closed
                    else "the quotation is opened here and not closed",
                )


def _curly(text: str, sentences: Sequence[Span]) -> Iterator[int]:
    """Yield the places of curly marks without a counterpart."""
    opened: int | None = None
    for span in sentences:
        for match in _CURLY.finditer(text, *span):
            at = match.start()
            if match.group() == "”":
                if opened is None:
                    yield at
                opened = None
            else:
                goes_on = text[text.rfind("\n", 0, at) + 1 : at].strip() == ""
                if opened is not None and not goes_on:
                    yield opened
                opened = at
    if opened is not None:
        yield opened


def _straight(text: str, sentences: Sequence[Span]) -> Iterator[int]:
    """Yield the last straight mark of the paragraph that alone has an odd number of them."""
    marks: dict[int, list[int]] = {}
    for span in sentences:
        for match in _STRAIGHT.finditer(text, *span):
            marks.setdefault(text.rfind("\n", 0, match.start()), []).append(match.start())
    odd = [places for places in marks.values() if len(places) % 2]
    if len(odd) == 1:
        yield odd[0][-1]

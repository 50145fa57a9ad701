"""abbreviation-twice: an abbreviation that is introduced a second time."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Related, Rule, Severity
from toolkit.offsets import Span
from toolkit.text import Address

_INTRODUCED = regex.compile(r"\((\p{Lu}[\p{Lu}\d&-]{1,9})s?\)")
_BEFORE = regex.compile(r"(?r)(?:[\p{L}\d'’&-]+,? ){1,12}")  # matched from its end
_WORD = regex.compile(r"\p{L}[\p{L}\d'’&-]*")
_SMALL = frozenset("of and the for in on to a an".split())


class AbbreviationTwice(Check, frozen=True):
    """Flags an abbreviation in parentheses behind its full form where the article has introduced it before.

    ## Why is this bad?
    Readers wonder whether another thing is meant.

    ## Example
    The Ministry of Finance (MOF) met. The «Ministry of Finance (MOF)» published the plan.

    ## Use instead
    The abbreviation alone.

    ## References
    Chicago Manual of Style, 10.3; MQM, "style".
    """

    rule: ClassVar[Rule] = Rule(
        id="abbreviation-twice",
        error_type="style/organization-style",
        severity=Severity.MINOR,
        summary="an abbreviation that is introduced twice",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each introduction but the first."""
        first: dict[str, tuple[Address, str]] = {}
        for segment in article.segments:
            text = article.texts[segment.text].text
            behind = segment.span.start
            for match in _INTRODUCED.finditer(text, *segment.span):
                words = _BEFORE.match(text, behind, match.start())
                if words is None:
                    continue
                behind = match.end()
                start = _full_form(words[0], match[1])
                if start is None:
                    continue
                span = Span(words.start() + start, match.end())
                address, surface = article.address(segment.text, span), article.surface(segment.text, span)
                if match[1] not in first:
                    first[match[1]] = address, surface
                    continue
                yield Finding(
                    rule=self.rule,
                    address=address,
                    surface=surface,
                    message=f"{match[1]} was introduced before",
                    related=(Related("first introduction", *first[match[1]]),),
                    related_total=1,
                )


def _full_form(words: str, abbreviation: str) -> int | None:
    """Return where the words begin whose initials are the abbreviation, None where they do not."""
    initials = [letter for letter in abbreviation.lower() if letter.isalpha()]
    found = [(match.start(), match.group()) for match in _WORD.finditer(words)]
    for starts in ([at for at, word in found if word not in _SMALL], [at for at, _ in found]):
        tail = starts[-len(initials) :]
        if [words[at].lower() for at in tail] == initials:
            return tail[0]
    return None

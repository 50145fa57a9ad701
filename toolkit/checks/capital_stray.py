"""capital-stray: a capital letter inside a term that has none."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Safety, Severity, Suggestion, quoted

_WORD = regex.compile(r"\p{L}[\p{L}'’-]*")
_QUOTED = regex.compile(r"[\"“”]|\W['‘’]|['‘’]\W")  # a name inside the term
_SMALL = frozenset("a an the of in on at to for from by with and or as nor but per via".split())  # in titles too


class CapitalStray(Check, frozen=True):
    """Flags a term in the middle of a sentence of which one word has a capital and the others have none.

    Only terms that the glossary writes in lower case; where more words have a capital they are a name.

    ## Why is this bad?
    Readers take the word for a name.

    ## Example
    Policies to expand «Effective demand» are in place.

    ## Use instead
    Small letters: effective demand.

    ## References
    MQM, "capitalization".
    """

    rule: ClassVar[Rule] = Rule(
        id="capital-stray",
        error_type="linguistic-conventions/capitalization",
        severity=Severity.MINOR,
        summary="a stray capital inside a term",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each such term."""
        for occurrence in article.occurrences:
            designation = occurrence.designation
            if not designation or designation != designation.lower():
                continue
            surface = article.surface(occurrence.text, occurrence.span).strip("\"'“”‘’")
            words = [word for word in _WORD.findall(surface) if word not in _SMALL]
            capital = [word[0].isupper() for word in words]
            if (
                sum(capital) != 1
                or len(capital) == 1
                or any(word.isupper() for word in words)
                or _QUOTED.search(surface)
                or not _inside(article.texts[occurrence.text].text, occurrence.span.start)
            ):
                continue
            address, small = article.address(occurrence.text, occurrence.span), surface.lower()
            yield Finding(
                rule=self.rule,
                address=address,
                surface=surface,
                message=f"{quoted(surface)} has a stray capital",
                concept=occurrence.concept,
                suggestion=Suggestion(
                    f"write {quoted(small)}", article.replacing(address, surface, small), Safety.SAFE
                ),
            )


def _inside(text: str, start: int) -> bool:
    """Tell whether a small letter or a comma stands before a place: it begins no sentence and no quotation."""
    before = text[max(start - 3, 0) : start].rstrip(" ")
    return before[-1:].islower() or before[-1:] == ","

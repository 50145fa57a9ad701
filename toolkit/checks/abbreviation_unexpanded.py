"""abbreviation-unexpanded: an abbreviation that the article never spells out."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity, Suggestion, quoted
from toolkit.recognition import TermOccurrence


class AbbreviationUnexpanded(Check, frozen=True):
    """Points out the first abbreviation of a term for which the glossary wants the full form at first mention.

    An article that has the full form at or before the place is right.

    ## Why is this bad?
    Readers outside China do not know SRDI or MIIT.

    ## Example
    Support for SRDI SMEs was stepped up.

    ## Use instead
    The full form with the abbreviation in parentheses, then the abbreviation.

    ## References
    Chicago Manual of Style, 10.3; MQM, "style".
    """

    rule: ClassVar[Rule] = Rule(
        id="abbreviation-unexpanded",
        error_type="style/organization-style",
        severity=Severity.MINOR,
        summary="an abbreviation that is never spelt out",
        verdict=False,
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:
        """Yield at most one suggestion for each concept."""
        seen: set[str] = set()
        for occurrence in article.occurrences:
            concept = context.termbase[occurrence.concept]
            if occurrence.concept in seen or not concept.first_mention:
                continue
            seen.add(occurrence.concept)
            if occurrence.type == "abbreviation" and not _spelt_out(article, occurrence):
                surface = article.surface(occurrence.text, occurrence.span)
                yield Finding(
                    rule=self.rule,
                    address=article.address(occurrence.text, occurrence.span),
                    surface=surface,
                    message=f"{quoted(surface)} is not spelt out at its first mention",
                    concept=concept.id,
                    zh=concept.zh,
                    suggestion=Suggestion(f"write {quoted(concept.first_mention)}"),
                )


def _spelt_out(article: Article, occurrence: TermOccurrence) -> bool:
    """Tell whether an abbreviation stands in parentheses, behind what it is short for, or before them."""
    text, (start, end) = article.texts[occurrence.text].text, occurrence.span
    return text[max(start - 1, 0) : start] == "(" or text[end : end + 2] == " ("

"""term-deprecated: a rendering that the glossary rejects."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Safety, Severity, Suggestion, quoted
from toolkit.recognition import TermOccurrence
from toolkit.termbase import REJECTED, Concept, Designation


class TermDeprecated(Check, frozen=True):
    """Flags a wording that the glossary lists as deprecated or superseded.

    ## Why is this bad?
    Readers do not recognise the concept, or take it for another one; official texts use another wording.

    ## Example
    Exports of the «new three samples» rose by 61.6 percent.

    ## Use instead
    The preferred rendering of the glossary: new three.

    ## References
    ISO 30042:2019, administrative status; MQM, "inconsistent with terminology resource".
    """

    rule: ClassVar[Rule] = Rule(
        id="term-deprecated",
        error_type="terminology/inconsistent-with-terminology-resource",
        severity=Severity.MAJOR,
        summary="a rendering that the glossary rejects",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:
        """Yield a finding for each rejected rendering that can stand for nothing else."""
        for occurrence in article.occurrences:
            if occurrence.status not in REJECTED or occurrence.candidates:
                continue
            concept = context.termbase[occurrence.concept]
            designation = next(d for d in concept.terms("en") if d.term == occurrence.designation)
            yield self._finding(article, occurrence, concept, designation)

    def _finding(
        self, article: Article, occurrence: TermOccurrence, concept: Concept, designation: Designation
    ) -> Finding:
        address = article.address(occurrence.text, occurrence.span)
        surface = article.surface(occurrence.text, occurrence.span)
        reason = f" ({designation.reason})" if designation.reason else ""
        advice = f"; use {quoted(concept.preferred)}" if concept.preferred else ""
        whole = len(occurrence.spans) == 1
        edits = article.replacing(address, surface, concept.preferred) if whole else ()
        name = concept.zh or concept.preferred or concept.id
        return Finding(
            rule=self.rule,
            address=address,
            surface=surface,
            message=f"{quoted(surface)} is a {designation.status} rendering of {name}{reason}{advice}",
            concept=concept.id,
            zh=concept.zh,
            confidence=occurrence.confidence,
            suggestion=Suggestion(f"write {quoted(concept.preferred)}", edits, Safety.UNSAFE)
            if concept.preferred
            else None,
        )

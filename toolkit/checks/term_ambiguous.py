"""term-ambiguous: a wording that may stand for more than one concept."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity


class TermAmbiguous(Check, frozen=True):
    """Points out a wording that the glossary lists for several concepts, where nothing near by decides.

    ## Why is this bad?
    Readers, and whoever translates back, cannot tell which term is meant.

    ## Example
    The bureau published its measures.

    ## Use instead
    The full rendering of the concept that is meant.

    ## References
    ISO 704:2022, on homonymy and polysemy.
    """

    rule: ClassVar[Rule] = Rule(
        id="term-ambiguous",
        error_type="terminology/inconsistent-with-terminology-resource",
        severity=Severity.NEUTRAL,
        summary="a wording that may stand for several concepts",
        verdict=False,
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:
        """Yield a suggestion for each occurrence that has other candidates."""
        for occurrence in article.occurrences:
            if not occurrence.candidates:
                continue
            concepts = [context.termbase[name] for name in (occurrence.concept, *occurrence.candidates)]
            surface = article.surface(occurrence.text, occurrence.span)
            names = " or ".join(concept.zh or concept.id for concept in concepts)
            yield Finding(
                rule=self.rule,
                address=article.address(occurrence.text, occurrence.span),
                surface=surface,
                message=f"“{surface}” may stand for {names}",
                concept=concepts[0].id,
                zh=concepts[0].zh,
                confidence=occurrence.confidence,
            )

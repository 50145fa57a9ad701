"""term-unlisted: a rendering that no list has."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity, Suggestion, quoted
from toolkit.termbase import Status


class TermUnlisted(Check, frozen=True):
    """Points out wording that probably renders a term of the glossary in a way that the glossary does not list.

    The words of the rendering stand for the units of the Chinese term one by one. This is inferred: the
    confidence says how often such a guess was right on labelled articles, and it is never a verdict.

    ## Why is this bad?
    It may be good and missing from the glossary, or a calque that readers will not recognise.

    ## Example
    Policies phase out backward production capacity.

    ## Use instead
    The preferred rendering of the glossary, or list the new one there.

    ## References
    MQM, "inconsistent with terminology resource".
    """

    rule: ClassVar[Rule] = Rule(
        id="term-unlisted",
        error_type="terminology/inconsistent-with-terminology-resource",
        severity=Severity.NEUTRAL,
        summary="a probable rendering that the glossary does not list",
        verdict=False,
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:
        """Yield a suggestion for each occurrence that was inferred."""
        for occurrence in article.occurrences:
            if occurrence.status is not Status.UNLISTED:
                continue
            concept = context.termbase[occurrence.concept]
            surface = article.surface(occurrence.text, occurrence.span)
            units = ", ".join(f"{e.zh}={article.surface(occurrence.text, e.span)}" for e in occurrence.evidence)
            advice = Suggestion(f"the glossary has {quoted(concept.preferred)}") if concept.preferred else None
            yield Finding(
                rule=self.rule,
                address=article.address(occurrence.text, occurrence.span),
                surface=surface,
                message=f"{quoted(surface)} is probably {concept.zh}: {units}",
                concept=concept.id,
                zh=concept.zh,
                confidence=occurrence.confidence,
                suggestion=advice,
            )

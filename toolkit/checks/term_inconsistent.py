"""term-inconsistent: one concept, several renderings, inside an article or across articles."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import OTHER_ARTICLE, Finding, Related, Rule, Severity, quoted
from toolkit.recognition import TermOccurrence
from toolkit.recognition.variants import root_of
from toolkit.termbase import Concept, Status

MOST_RELATED = 20  # places that a finding names; it counts them all


class TermInconsistent(Check, frozen=True):
    """Flags a concept that is rendered in more than one way.

    Inside an article the minority is flagged once, with the other places. Across articles an article is
    marked, without a verdict, where others have the preferred rendering, or the more usual one. Abbreviations
    and short forms stand beside the full form by right, and the same words in another number, case or part
    of speech are one rendering.

    ## Why is this bad?
    Readers take two names for two things.

    ## Example
    Industrial firms above the designated size grew. «Major industrial firms» exported more.

    ## Use instead
    One rendering throughout, best the preferred one of the glossary.

    ## References
    MQM, "inconsistent use of terminology".
    """

    rule: ClassVar[Rule] = Rule(
        id="term-inconsistent",
        error_type="terminology/inconsistent-use-of-terminology",
        severity=Severity.MINOR,
        summary="one concept in several renderings",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:
        """Yield at most one finding within the article and one across articles for each concept."""
        by_concept: dict[str, list[TermOccurrence]] = {}
        for occurrence in article.occurrences:
            if not occurrence.candidates and occurrence.status is not Status.UNLISTED:
                by_concept.setdefault(occurrence.concept, []).append(occurrence)
        for name, occurrences in by_concept.items():
            concept = context.termbase[name]
            full = [o for o in occurrences if o.type not in {"abbreviation", "short form"}]
            if full:
                yield from self._within(article, concept, full)
                yield from self._across(article, concept, full, context)

    def _within(self, article: Article, concept: Concept, occurrences: list[TermOccurrence]) -> Iterator[Finding]:
        dominant = _dominant(occurrences)
        minority = [o for o in occurrences if root_of(o.rendering) != root_of(dominant)]
        if not minority:
            return
        # A rejected rendering beside a good one is a matter for term-deprecated alone.
        first = next((o for o in minority if o.status.complies), None)
        if first is None:
            rejected = {root_of(o.rendering) for o in occurrences if not o.status.complies}
            if len(rejected) == 1:
                return
            first = minority[0]
        others = [o for o in occurrences if root_of(o.rendering) != root_of(first.rendering)]
        wordings = list(dict.fromkeys(article.surface(o.text, o.span) for o in others))
        surface = article.surface(first.text, first.span)
        yield Finding(
            rule=self.rule,
            address=article.address(first.text, first.span),
            surface=surface,
            message=f"{concept.zh} is {quoted(surface)} here and {_listed(wordings)} elsewhere in this article",
            concept=concept.id,
            zh=concept.zh,
            related=tuple(_related(article, o) for o in others[:MOST_RELATED]),
            related_total=len(others),
        )

    def _across(
        self, article: Article, concept: Concept, occurrences: list[TermOccurrence], context: Context
    ) -> Iterator[Finding]:
        uses = context.census.uses[concept.id]
        dominant, reference = _dominant(occurrences), context.census.reference(concept.id)
        # A rejected rendering beside good ones elsewhere is a matter for term-deprecated alone.
        if root_of(dominant) == root_of(reference) or (
            uses[reference].status.complies and not uses[dominant].status.complies
        ):
            return
        first = next(o for o in occurrences if o.rendering == dominant)
        surface = article.surface(first.text, first.span)
        others = [use for form, use in uses.items() if form != dominant and not use.explained]
        others.sort(key=lambda use: (use.surface != uses[reference].surface, -use.documents, use.first.order))
        usual, number = uses[reference].surface, uses[reference].documents
        neutral = msgspec.structs.replace(self.rule, severity=Severity.NEUTRAL, verdict=False)
        yield Finding(
            rule=neutral,
            address=article.address(first.text, first.span),
            surface=surface,
            message=f"{concept.zh} is {quoted(surface)} here and {quoted(usual)} in {_articles(number)}",
            concept=concept.id,
            zh=concept.zh,
            related=tuple(Related(OTHER_ARTICLE, use.first, use.surface) for use in others[:MOST_RELATED]),
            related_total=len(others),
        )


def _dominant(occurrences: list[TermOccurrence]) -> str:
    """Return the most frequent rendering; of equal ones the better status, then the first in the text."""
    forms = Counter(o.rendering for o in occurrences)
    best = min(occurrences, key=lambda o: (-forms[o.rendering], not o.status.complies, o.text, o.span))
    return best.rendering


def _related(article: Article, occurrence: TermOccurrence) -> Related:
    address = article.address(occurrence.text, occurrence.span)
    return Related("other rendering", address, article.surface(occurrence.text, occurrence.span))


def _articles(number: int) -> str:
    return "another article" if number == 1 else f"{number} articles"


def _listed(wordings: list[str]) -> str:
    shown = ", ".join(quoted(wording) for wording in wordings[:3])
    return shown if len(wordings) <= 3 else f"{shown} and {len(wordings) - 3} more"  # noqa: PLR2004

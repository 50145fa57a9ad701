"""sister-mismatch: two renderings of one text that name other terms, or of which one alone denies."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import ClassVar

import msgspec

from toolkit.article import Article
from toolkit.checks import Check, Comparison, hull
from toolkit.checks._denial import unmatched
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity, quoted
from toolkit.recognition import TermOccurrence
from toolkit.termbase import Status
from toolkit.text import Segment

ANOTHER = 0.4  # confidence that two terms at one place are not the same term in other words


class SisterMismatch(Check, frozen=True):
    """Points out where two English versions of one text say different things in the same sentence.

    The glossary rejects the rendering of the one and not that of the other; each names another term; or one says
    "not" of what the other affirms. Figures, periods and missing sentences have rules of their own.

    ## Why is this bad?
    At most one of them says what the source says.

    ## Example
    Sister: The foundation of the recovery in the industrial economy is not solid.
    «The basis of the rebound in the industrial economy is solid.»

    ## Use instead
    What the Chinese text says.

    ## References
    MQM, "mistranslation".
    """

    rule: ClassVar[Rule] = Rule(
        id="sister-mismatch",
        error_type="accuracy/mistranslation",
        severity=Severity.MAJOR,
        summary="two versions of one text that say different things",
        verdict=False,
    )

    def compare(self, comparison: Comparison, context: Context) -> Iterator[Finding]:
        """Yield suggestions on pairs of sentences of sisters."""
        if not comparison.sisters:
            return
        for pair in comparison.pairs:
            if pair.source and pair.target:
                there, here = hull(pair.source), hull(pair.target)
                yield from self._denied(comparison, there, here, pair.confidence)
                yield from self._rejected(comparison, there, here, context)
                yield from self._rejected(comparison.turned(), here, there, context)
                yield from self._another(comparison, there, here, context, pair.confidence)

    def _rejected(
        self, comparison: Comparison, there: Segment, here: Segment, context: Context
    ) -> Iterator[Finding]:
        allowed = {o.concept: o for o in _listed(comparison.source, there) if o.status.complies}
        ours = {o.concept: o for o in reversed(_listed(comparison.target, here))}
        for concept in allowed.keys() & ours.keys():
            if not ours[concept].status.complies:
                neutral = msgspec.structs.replace(self.rule, severity=Severity.NEUTRAL)
                yield _terms(neutral, comparison, ours[concept], allowed[concept], context)

    def _another(
        self, comparison: Comparison, there: Segment, here: Segment, context: Context, confidence: float
    ) -> Iterator[Finding]:
        """Yield the one term of a sentence that its sister lacks beside the one that the sister has instead."""
        theirs, ours = _listed(comparison.source, there), _listed(comparison.target, here)
        mine, yours = _beside(ours, theirs), _beside(theirs, ours)
        if len(mine) == len(yours) == 1 and mine[0].status.complies and yours[0].status.complies:
            one, other = (set(context.termbase[o.concept].zh) for o in (mine[0], yours[0]))
            if one & other and not (one <= other or other <= one):
                finding = _terms(self.rule, comparison, mine[0], yours[0], context)
                yield msgspec.structs.replace(finding, confidence=ANOTHER * confidence)

    def _denied(
        self, comparison: Comparison, there: Segment, here: Segment, confidence: float
    ) -> Iterator[Finding]:
        one = comparison.source.surface(there.text, there.span)
        other = comparison.target.surface(here.text, here.span)
        for says, lacks, where in ((one, other, "a sister article"), (other, one, "this article")):
            denial = unmatched(says, lacks)
            if denial:
                message = f"only {where} says {quoted(denial.word)}"
                yield comparison.finding(
                    self.rule, message, here, there, confidence=denial.confidence * confidence
                )


def _terms(
    rule: Rule, comparison: Comparison, ours: TermOccurrence, theirs: TermOccurrence, context: Context
) -> Finding:
    wordings = [
        f"{quoted(article.surface(o.text, o.span))} ({context.termbase[o.concept].zh})"
        for article, o in ((comparison.target, ours), (comparison.source, theirs))
    ]
    return comparison.finding(
        rule,
        f"{wordings[0]} here and {wordings[1]} in a sister article",
        Segment(ours.text, ours.span),
        Segment(theirs.text, theirs.span),
        concept=ours.concept,
        zh=context.termbase[ours.concept].zh,
    )


def _listed(article: Article, segment: Segment) -> list[TermOccurrence]:
    """Return the renderings in a segment that the glossary lists, in order; costs two bisections."""
    first, last = (
        bisect_left(article.occurrences, (segment.text, place), key=lambda o: (o.text, o.span.start))
        for place in segment.span
    )
    found = article.occurrences[first:last]
    return [o for o in found if o.status is not Status.UNLISTED and not o.candidates]


def _beside(some: list[TermOccurrence], others: list[TermOccurrence]) -> list[TermOccurrence]:
    """Return the first of each of the concepts that only the former have."""
    known = {o.concept for o in others}
    return list({o.concept: o for o in reversed(some) if o.concept not in known}.values())

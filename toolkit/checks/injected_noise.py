"""injected-noise: anti-copy symbols in a scraped text."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity, Suggestion, quoted
from toolkit.offsets import Edit, Span

REPAIR = "injected-noise"


class InjectedNoise(Check, frozen=True):
    """Points out that symbols were spliced into the text, and each place that repair was not sure of.

    What repair took out is told once, at the first place: the other checks have read the text without it.

    ## Why is this bad?
    The file is a scraped copy; what was lost with the noise cannot be seen.

    ## Example
    The ministry will comple«£©÷»te the plan.

    ## Use instead
    The original, or the text as `xindaya clean` gives it.

    ## References
    MQM, "character encoding".
    """

    rule: ClassVar[Rule] = Rule(
        id="injected-noise",
        error_type="linguistic-conventions/character-encoding",
        severity=Severity.NEUTRAL,
        summary="anti-copy symbols in a scraped text",
        verdict=False,
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield one suggestion for what was taken out of each text, and one for each doubtful place."""
        for index, (edits, flags) in enumerate(zip(article.edits, article.flags, strict=True)):
            made = [edit for edit in edits if edit.kind.startswith(REPAIR)]
            if made:
                places = "1 place" if len(made) == 1 else f"{len(made):,} places"
                yield self._finding(article, index, made[0], f"symbols were spliced into this text in {places}")
            for flag in flags:
                if flag.kind.startswith(REPAIR):
                    surface = article.document.texts[index].text[flag.start : flag.end]
                    yield self._finding(article, index, flag, f"{quoted(surface)} may be noise")

    def _finding(self, article: Article, index: int, edit: Edit, message: str) -> Finding:
        span = Span(edit.start, edit.end)
        return Finding(
            rule=self.rule,
            address=article.address_as_read(index, span),
            surface=article.document.texts[index].text[edit.start : edit.end],
            message=message,
            confidence=edit.confidence,
            suggestion=Suggestion(
                f"perhaps {quoted(edit.replacement)}" if edit.replacement else "perhaps nothing"
            ),
        )

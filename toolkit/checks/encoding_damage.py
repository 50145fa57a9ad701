"""encoding-damage: characters that were lost, or that repair did not dare to restore."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from toolkit.article import Article
from toolkit.checks import Check, emptied_quotes, injected_noise
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity, Suggestion
from toolkit.offsets import Edit, Span


class EncodingDamage(Check, frozen=True):
    """Flags text that was damaged on its way and cannot be restored with certainty.

    Damage without loss is repaired before any check and is no finding; noise and emptied quotation marks have
    rules of their own.

    ## Why is this bad?
    What was lost is missing from the translation; a guess would put words into the author's mouth.

    ## Example
    The plan covers «\ufffd\ufffd\ufffd» and steel.

    ## Use instead
    The wording of the original page.

    ## References
    MQM, "character encoding".
    """

    rule: ClassVar[Rule] = Rule(
        id="encoding-damage",
        error_type="linguistic-conventions/character-encoding",
        severity=Severity.MINOR,
        summary="characters that were lost or garbled",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each flag of repair: a verdict where text is lost, else a suggestion."""
        for index, flags in enumerate(article.flags):
            for flag in flags:
                if flag.kind.partition("/")[0] != injected_noise.REPAIR and flag.kind != emptied_quotes.KIND:
                    yield self._finding(article, index, flag)

    def _finding(self, article: Article, index: int, flag: Edit) -> Finding:
        span = Span(flag.start, flag.end)
        surface = article.document.texts[index].text[flag.start : flag.end]
        repair, _, kind = flag.kind.partition("/")
        kind = kind or repair.replace("-", " ")
        if surface == flag.replacement:
            return Finding(
                rule=self.rule,
                address=article.address_as_read(index, span),
                surface=surface,
                message=f"text is damaged here ({kind}) and cannot be restored",
            )
        message = f"“{surface}” may be damaged ({kind})"
        return Finding(
            rule=msgspec.structs.replace(self.rule, verdict=False),
            address=article.address_as_read(index, span),
            surface=surface,
            message=message,
            confidence=flag.confidence,
            suggestion=Suggestion(f"perhaps “{flag.replacement}”" if flag.replacement else "perhaps nothing"),
        )

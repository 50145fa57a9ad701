"""number-mismatch: a figure that says something else than the source, or than a sister article."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.checks import Check, Comparison
from toolkit.checks._quantities import SHOWN, mismatches
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity
from toolkit.quantities import Quantity
from toolkit.quantities.comparison import Reason
from toolkit.quantities.wording import wording
from toolkit.text import Segment

_AMBIGUOUS = "兆"
_REASONS = frozenset(Reason) - {Reason.PERIOD, Reason.OMITTED, Reason.ADDED}


class NumberMismatch(Check, frozen=True):
    """Flags a figure that differs from that of the Chinese source, or of another rendering of the same text.

    The same digits at another power of ten, the same figure in another unit and percent for percentage points are
    verdicts; another figure is a suggestion. Figures that are rounded, converted or left out are not told. 兆 is
    pointed out, since it is a trillion in some places and a million in others.

    ## Why is this bad?
    万 and 亿 have no English counterpart, and a slip is a factor of ten.

    ## Example
    Source: 产值达到19.3亿元。
    Output reached «193 million yuan».

    ## Use instead
    The figure of the source: 19.3亿 is 1.93 billion.

    ## References
    MQM, "number".
    """

    rule: ClassVar[Rule] = Rule(
        id="number-mismatch",
        error_type="accuracy/mistranslation/number",
        severity=Severity.MAJOR,
        summary="a figure that differs from the source or from a sister article",
    )

    def compare(self, comparison: Comparison, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs none
        """Yield a finding for each figure that is another one, and for each ambiguous one of the source."""
        yield from mismatches(comparison, self.rule, _REASONS)
        for _, source, target, mentions, _ in comparison.figures:
            for mention in mentions:
                if isinstance(mention, Quantity) and mention.other is not None:
                    there = Segment(source.text, mention.span)
                    surface = comparison.source.surface(there.text, there.span)
                    if _AMBIGUOUS in surface:
                        message = f"{surface} is {wording(mention)}, by where the source comes from"
                        yield comparison.finding(self.rule, message, target, there, confidence=SHOWN)

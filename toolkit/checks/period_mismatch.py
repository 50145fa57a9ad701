"""period-mismatch: a date or period other than in the source, or in a sister article."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.checks import Check, Comparison
from toolkit.checks._quantities import mismatches
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Severity
from toolkit.quantities.comparison import Reason


class PeriodMismatch(Check, frozen=True):
    """Points out a period that differs from that of the Chinese source, or of another rendering of the same text.

    ## Why is this bad?
    The figure stays, and says something else: growth in three quarters is not growth in one.

    ## Example
    Source: 前三季度，出口增长4%。
    In the «first quarter», exports grew 4 percent.

    ## Use instead
    The period of the source: 前三季度 is the first three quarters.

    ## References
    MQM, "date/time".
    """

    rule: ClassVar[Rule] = Rule(
        id="period-mismatch",
        error_type="accuracy/mistranslation/date-time",
        severity=Severity.MAJOR,
        summary="a period that differs from the source or from a sister article",
        verdict=False,
    )

    def compare(self, comparison: Comparison, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs none
        """Yield a suggestion for each period that is another one."""
        yield from mismatches(comparison, self.rule, {Reason.PERIOD})

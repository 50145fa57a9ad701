"""reversed-dates: a use that ends before it begins."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.house import before
from toolkit.linting import Flaw, Inventory, LintRule


class ReversedDates(LintRule, frozen=True):
    """Flags a designation whose use ends before it begins.

    ## Why is this bad?
    A house style with a date takes the wrong name for that time.

    ## Example
    zh,en,status,since,until
    生态环境部,Ministry of Ecology and Environment,preferred,2018-03,2008

    ## Use instead
    The earlier date under since, the later one under until.

    ## References
    ISO 8601-1:2019, calendar dates with reduced precision.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a use that ends before it begins"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each designation that was over before it began."""
        for use in (*inventory.terms("zh"), *inventory.terms("en")):
            since, until = use.designation.since, use.designation.until
            if before(until, since):
                yield self.flaw(use, f"is in use since {since} until {until}", "the earlier date is since")

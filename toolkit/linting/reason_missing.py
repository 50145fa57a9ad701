"""reason-missing: a rendering rejected without a reason."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule
from toolkit.termbase import Status


class ReasonMissing(LintRule, frozen=True):
    """Flags a deprecated rendering without a reason, and a superseded one with neither reason nor end.

    ## Why is this bad?
    A translator who is told not to write something wants to know why.

    ## Example
    zh,en,status,reason
    新三样,new three,preferred,
    新三样,three new samples,deprecated,

    ## Use instead
    A few words: a calque, the wrong sense, a unit dropped, renamed.

    ## References
    ISO 30042:2019, administrative status.
    """

    severity: ClassVar[Severity] = Severity.MINOR
    summary: ClassVar[str] = "a rendering rejected without a reason"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each rejected rendering that does not say why."""
        for use in inventory.terms("en"):
            status, dated = use.designation.status, use.designation.until
            if not use.designation.reason and (
                status is Status.DEPRECATED or (status is Status.SUPERSEDED and not dated)
            ):
                yield self.flaw(use, f"is {status} without a reason", "say why")

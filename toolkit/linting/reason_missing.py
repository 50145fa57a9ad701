"""reason-missing: a rendering rejected without a reason."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule
from toolkit.termbase import Status


class ReasonMissing(LintRule, frozen=True):
    """Flags a deprecated rendering without a reason, and a superseded one with neither reason nor end.

    A note on the rendering (in Chinese tables also called 说明 or 备注) is taken for its reason.

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
            designation, status = use.designation, use.designation.status
            explained = designation.reason or designation.note
            dated = status is Status.SUPERSEDED and designation.until
            if status in {Status.DEPRECATED, Status.SUPERSEDED} and not explained and not dated:
                yield self.flaw(use, f"is {status} without a reason", "say why")

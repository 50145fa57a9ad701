"""deprecated-equals-preferred: a wording both allowed and rejected for one concept."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity, quoted
from toolkit.linting import Flaw, Inventory, LintRule
from toolkit.recognition.policy import collide


class DeprecatedEqualsPreferred(LintRule, frozen=True):
    """Flags a rejected rendering that the matcher cannot tell from an allowed one of the same concept.

    Case, number, hyphens, articles, quotation marks and British spelling do not keep renderings apart. Commas do.

    ## Why is this bad?
    The allowed rendering counts; the rejected one is never reported.

    ## Example
    zh,en,status
    装备制造,equipment manufacturing,preferred
    装备制造,Equipment-Manufacturing,deprecated

    ## Use instead
    Take the rejected one out, or, where case is the mistake, give both the policy case.

    ## References
    ISO 30042:2019, administrative status.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a wording both allowed and rejected for one concept"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each rejected designation with a form of an allowed one, once."""
        told = set()
        for uses in inventory.uses.values():
            allowed = [use for use in uses if use.designation.status.complies]
            for use in uses:
                if use.designation.status.complies or (use.concept.id, use.designation.term) in told:
                    continue
                for other in allowed:
                    commas = use.designation.term.count(",") - other.designation.term.count(",")
                    if (
                        other.concept.id == use.concept.id
                        and not commas
                        and collide(use.designation, other.designation)
                    ):
                        told.add((use.concept.id, use.designation.term))
                        status, twin = other.designation.status, quoted(other.designation.term)
                        yield self.flaw(
                            use,
                            f"is {use.designation.status}, and the matcher takes it for the {status} {twin}",
                            "take one of them out, or tell them apart by the policy case or exact",
                        )
                        break

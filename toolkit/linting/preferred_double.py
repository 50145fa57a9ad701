"""preferred-double: two preferred designations of one concept."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity, quoted
from toolkit.linting import Flaw, Inventory, LintRule, Use
from toolkit.termbase import Designation, Status


class PreferredDouble(LintRule, frozen=True):
    """Flags a concept with more than one preferred designation in one language.

    ## Why is this bad?
    Two preferred renderings are no choice: which one counts is left to their order in the file.

    ## Example
    zh,en,status
    新三样,new three,preferred
    新三样,new trio,preferred

    ## Use instead
    One preferred, the others admitted; an earlier name superseded, with the date until which it was in use. A
    house style chooses another one by authority, register or date.

    ## References
    ISO 704:2022, one preferred term for a concept; ISO 30042:2019, administrative status.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "two preferred designations of one concept"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each preferred designation after the first of its language."""
        for concept in inventory.termbase.concepts:
            first: dict[str, Designation] = {}
            for designation in concept.designations:
                if designation.status is not Status.PREFERRED:
                    continue
                other = first.setdefault(designation.language, designation)
                if other is not designation:
                    yield self.flaw(
                        Use(concept, designation),
                        f"is preferred, and so is {quoted(other.term)}",
                        "make one of them admitted, or superseded with a date",
                    )

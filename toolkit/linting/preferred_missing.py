"""preferred-missing: a concept without a preferred rendering."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule


class PreferredMissing(LintRule, frozen=True):
    """Flags a concept none of whose English renderings is preferred.

    ## Why is this bad?
    A finding on the concept cannot say what to write, and articles are not measured against any rendering.

    ## Example
    zh,en,status
    新三样,new three,admitted

    ## Use instead
    Give the rendering that the project writes the status preferred.

    ## References
    ISO 704:2022 and ISO 30042:2019, administrative status.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a concept without a preferred rendering"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each concept without a preferred rendering."""
        for concept in inventory.termbase.concepts:
            if not concept.preferred:
                yield self.flaw(concept, "has no preferred English rendering", "give one the status preferred")

"""definition-missing: a concept without a definition."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule


class DefinitionMissing(LintRule, frozen=True):
    """Points out a concept without a definition; no flaw, but worth knowing.

    ## Why is this bad?
    Who does not know the term cannot tell whether a rendering fits.

    ## Example
    zh,en,status,definition
    新三样,new three,preferred,

    ## Use instead
    One line: what kind of thing it is, and what sets it apart.

    ## References
    ISO 704:2022, intensional definitions.
    """

    severity: ClassVar[Severity] = Severity.NEUTRAL
    summary: ClassVar[str] = "a concept without a definition"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each concept without a definition."""
        for concept in inventory.termbase.concepts:
            if not concept.definition.strip():
                yield self.flaw(concept, "has no definition", "add one line")

"""unknown-relation: a relation to a concept that is not there."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule

_HINTS = 20  # flaws for which the nearest id is sought, which takes as long as there are ids


class UnknownRelation(LintRule, frozen=True):
    """Flags a relation that names a concept which the glossary does not have.

    ## Why is this bad?
    It leads nowhere: a slip in the id, or a concept that was taken out.

    ## Example
    id,zh,en,status,relations
    giant,小巨人企业,little giants,preferred,broader=srdi

    ## Use instead
    The id of a concept of the glossary.

    ## References
    ISO 30042:2019, cross references.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a relation to a concept that is not there"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each relation without a target, with the id that may be meant."""
        known, told = inventory.termbase.by_id, 0
        for concept in inventory.termbase.concepts:
            for relation in concept.relations:
                if relation.concept not in known:
                    close = get_close_matches(relation.concept, known, n=1) if (told := told + 1) <= _HINTS else ()
                    yield self.flaw(
                        concept,
                        f"is called {relation.kind}={relation.concept}, and no concept has that id",
                        f"perhaps {close[0]}" if close else "correct the id, or take the relation out",
                    )

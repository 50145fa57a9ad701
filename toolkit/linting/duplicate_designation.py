"""duplicate-designation: a row that says what another one says."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity, quoted
from toolkit.linting import Flaw, Inventory, LintRule, Use
from toolkit.recognition.policy import collide
from toolkit.recognition.variants import variants
from toolkit.termbase import Concept, Designation


class DuplicateDesignation(LintRule, frozen=True):
    """Flags a designation that differs from an earlier one of the same concept in nothing that counts.

    Case, number, hyphens, articles, quotation marks and British spelling are the matcher's work. An authority,
    dates, a register, a type or a policy of its own makes a designation another one.

    ## Why is this bad?
    More rows to keep right, and no more is found.

    ## Example
    zh,en,status
    专精特新企业,little giant,preferred
    专精特新企业,Little-Giants,admitted

    ## Use instead
    One row.

    ## References
    glossaries/README.md, columns.
    """

    severity: ClassVar[Severity] = Severity.MINOR
    summary: ClassVar[str] = "a row that says what another one says"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each designation whose forms an earlier one has as well."""
        for concept in inventory.termbase.concepts:
            yield from self._in(concept)

    def _in(self, concept: Concept) -> Iterator[Flaw]:
        earlier: dict[tuple[str, object], Designation] = {}
        for designation in concept.designations:
            english = designation.language == "en"
            forms = dict(variants(designation)) if english else {designation.term: True}
            citations = [form for form, citation in forms.items() if citation]
            kind = _kind(designation)
            twins = [earlier.get((form, kind)) for form in citations]
            first = twins[0] if twins else None
            if first is not None and all(twin is first for twin in twins) and collide(designation, first):
                yield self.flaw(
                    Use(concept, designation),
                    f"says nothing that {quoted(first.term)} does not say",
                    "take one of them out, or say what the other is for",
                )
            for form in forms:
                earlier.setdefault((form, kind), designation)


def _kind(designation: Designation) -> tuple[object, ...]:
    """Return what makes two designations with the same letters two."""
    return (
        designation.language,
        designation.status.complies,
        designation.type,
        designation.authority,
        designation.since,
        designation.until,
        designation.register,
        designation.policy,
    )

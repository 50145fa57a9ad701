"""Rules for glossaries: one file for each flaw that a termbase can have; a termbase in, flaws out.

The docstring of a rule is its page in the manual, under fixed headings: what it does, why it is bad, an example
that has the flaw, what to do instead, and references.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import ClassVar

import msgspec

from toolkit.findings import Severity
from toolkit.parts import Family, Part
from toolkit.recognition.variants import variants
from toolkit.termbase import Concept, Designation, Relation, Termbase


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a concept: `message` says what it is, `advice` what to do.

    `term` is the designation that is meant, None where the whole concept is.
    """

    concept: Concept
    message: str
    advice: str
    severity: Severity
    term: str | None = None


class Use(msgspec.Struct, frozen=True):
    """A designation and the concept that it stands for."""

    concept: Concept
    designation: Designation


class Inventory:
    """A termbase and what several rules ask of it, made once. Linear in the forms of its designations."""

    def __init__(self, termbase: Termbase) -> None:
        self.termbase = termbase

    @cached_property
    def uses(self) -> Mapping[str, tuple[Use, ...]]:
        """Every form in which an English designation may stand, and whose form it is."""
        found: dict[str, list[Use]] = {}
        for concept in self.termbase.concepts:
            for designation in concept.terms("en"):
                for form, _ in variants(designation):
                    found.setdefault(form, []).append(Use(concept, designation))
        return {form: tuple(uses) for form, uses in found.items()}

    @cached_property
    def related(self) -> frozenset[tuple[str, str]]:
        """The ids of concepts with a relation of any kind between them, both ways round."""
        pairs = {(c.id, r.concept) for c in self.termbase.concepts for r in c.relations}
        return frozenset(pairs | {(other, one) for one, other in pairs})

    def preferred(self) -> Iterator[Use]:
        """Yield the preferred English renderings."""
        for concept in self.termbase.concepts:
            yield from (Use(concept, d) for d in concept.terms("en") if d.status.value == "preferred")

    def relations(self) -> Iterator[tuple[Concept, Relation]]:
        """Yield every relation with the concept that names it."""
        for concept in self.termbase.concepts:
            yield from ((concept, relation) for relation in concept.relations)


class LintRule(Part, frozen=True):
    """One kind of flaw, and how it is found."""

    severity: ClassVar[Severity]
    summary: ClassVar[str]

    @abstractmethod
    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield what is wrong with a termbase."""


LINT_RULES: Family[LintRule] = Family("toolkit.linting", LintRule)

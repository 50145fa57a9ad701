"""Rules for glossaries: one file for each flaw that a termbase can have; a termbase in, flaws out.

The docstring of a rule is its page in the manual, under fixed headings: what it does, why it is bad, an example
that has the flaw, what to do instead, and references.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar

import msgspec

from toolkit.findings import Severity
from toolkit.parts import Family, Part, name_of
from toolkit.recognition.variants import variants
from toolkit.termbase import Concept, Designation, Termbase


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a concept: `message` says what it is, `advice` what to do.

    `term` is the designation that is meant, empty where the whole concept is.
    """

    rule: str
    severity: Severity
    concept: Concept
    term: str
    message: str
    advice: str


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
        for use in self.terms("en"):
            for form, _ in variants(use.designation):
                found.setdefault(form, []).append(use)
        return {form: tuple(uses) for form, uses in found.items()}

    @cached_property
    def related(self) -> frozenset[tuple[str, str]]:
        """The ids of concepts with a relation of any kind between them, both ways round."""
        pairs = {(c.id, r.concept) for c in self.termbase.concepts for r in c.relations}
        return frozenset(pairs | {(other, one) for one, other in pairs})

    def terms(self, language: str) -> Iterator[Use]:
        """Yield every designation in a language or a variety of it."""
        for concept in self.termbase.concepts:
            yield from (Use(concept, designation) for designation in concept.terms(language))


class LintRule(Part, frozen=True):
    """One kind of flaw, and how it is found."""

    severity: ClassVar[Severity]
    summary: ClassVar[str]

    @abstractmethod
    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield what is wrong with a termbase."""

    def flaw(self, use: Use | Concept, message: str, advice: str, severity: Severity | None = None) -> Flaw:
        """Return a flaw of this rule in a designation or in a whole concept."""
        return Flaw(
            rule=name_of(self),
            severity=self.severity if severity is None else severity,
            concept=use.concept if isinstance(use, Use) else use,
            term=use.designation.term if isinstance(use, Use) else "",
            message=message,
            advice=advice,
        )


LINT_RULES: Family[LintRule] = Family("toolkit.linting", LintRule)


def inspect(termbase: Termbase, rules: Iterable[LintRule]) -> list[Flaw]:
    """Return what rules find in a termbase, in the order of its concepts, the worst of a concept first."""
    inventory = Inventory(termbase)
    places = {concept.id: at for at, concept in enumerate(termbase.concepts)}
    flaws = (flaw for rule in rules for flaw in rule.inspect(inventory))
    return sorted(flaws, key=lambda flaw: (places[flaw.concept.id], -flaw.severity, flaw.rule))

"""first-mention: a wording for the first mention that the glossary does not list."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.findings import Severity, quoted
from toolkit.linting import Flaw, Inventory, LintRule
from toolkit.recognition.folding import fold_term
from toolkit.recognition.variants import variants
from toolkit.termbase import Concept

_IN_PARENTHESES = regex.compile(r"\(([^()]*)\)")


class FirstMention(LintRule, frozen=True):
    """Flags a wording for the first mention that has no preferred or admitted rendering in it.

    Also an abbreviation in parentheses that no concept has.

    ## Why is this bad?
    Who follows the advice is told that the wording is wrong, or uses an abbreviation that nothing recognises.

    ## Example
    zh,en,status,first_mention
    中小企业,small and medium enterprises,preferred,small and medium firms

    ## Use instead
    A listed rendering, and in parentheses a listed abbreviation.

    ## References
    The usual rule of style guides: full form with abbreviation first, then the abbreviation.
    """

    severity: ClassVar[Severity] = Severity.MINOR
    summary: ClassVar[str] = "a wording for the first mention that the glossary does not list"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each first mention that does not hold what it should."""
        for concept in inventory.termbase.concepts:
            if concept.first_mention:
                yield from self._in(concept, inventory)

    def _in(self, concept: Concept, inventory: Inventory) -> Iterator[Flaw]:
        allowed = [d for d in concept.terms("en") if d.status.complies]
        forms = {form for designation in allowed for form, _ in variants(designation)}
        whole = concept.first_mention, _IN_PARENTHESES.sub(" ", concept.first_mention)
        if not any(f" {form} " in f" {fold_term(full)} " for full in whole for form in forms):
            message = f"has the first mention {quoted(concept.first_mention)}, which holds no allowed rendering"
            yield self.flaw(concept, message, f"write {quoted(concept.preferred)} in it")
        for inside in _IN_PARENTHESES.findall(concept.first_mention):
            if _is_abbreviation(inside) and not _is_listed(inside, inventory):
                message = f"has {quoted(inside)} in its first mention, which no concept allows"
                yield self.flaw(concept, message, "list it, as an abbreviation")


def _is_abbreviation(wording: str) -> bool:
    return len(wording.split()) == 1 and sum(map(str.isupper, wording)) > 1


def _is_listed(abbreviation: str, inventory: Inventory) -> bool:
    return any(use.designation.status.complies for use in inventory.uses.get(fold_term(abbreviation), ()))

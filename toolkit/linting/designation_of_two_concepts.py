"""designation-of-two-concepts: one wording that stands for two concepts."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import ClassVar

from toolkit.findings import Severity, quoted
from toolkit.linting import Flaw, Inventory, LintRule, Use
from toolkit.recognition.policy import collide
from toolkit.segmentation import zh
from toolkit.termbase import Policy, Status

_MOST_USES = 50  # of one wording that are set side by side, so that hostile glossaries cost no square


class DesignationOfTwoConcepts(LintRule, frozen=True):
    """Flags a wording, as the matcher sees it, of two concepts that have nothing to do with each other.

    It is major where both prefer it, or one prefers and the other rejects it; else minor. Where ambiguity is
    real, the glossary says so: by a relation between the concepts, or by a context that one of the renderings
    needs (policy `context` or `source`). A wording that both reject is no flaw.

    ## Why is this bad?
    In a text nobody can tell which concept is meant, so that the wording is counted for one of them at random,
    and is never reported as rejected.

    ## Example
    zh,en,status
    措施,measures,preferred
    举措,measure,preferred

    ## Use instead
    One concept with two Chinese terms, a more telling rendering, a context, or a relation.

    ## References
    ISO 704:2022, monosemy and homonymy of designations.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "one wording that stands for two concepts"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield one flaw for each two concepts that share a wording."""
        chinese: dict[str, list[Use]] = {}
        for use in inventory.terms("zh"):
            chinese.setdefault(zh.simplified(use.designation.term), []).append(use)
        told = set(inventory.related)
        for uses in (*chinese.values(), *inventory.uses.values()):
            for one, other in _pairs(uses):
                pair = one.concept.id, other.concept.id
                if pair in told or not _rivals(one, other):
                    continue
                told |= {pair, pair[::-1]}
                yield self._flaw(one, other)

    def _flaw(self, one: Use, other: Use) -> Flaw:
        statuses = {one.designation.status, other.designation.status}
        rejected = not all(status.complies for status in statuses)
        grave = Status.PREFERRED in statuses and (len(statuses) == 1 or rejected)
        name = " ".join(dict.fromkeys(filter(None, (one.concept.zh, one.concept.id))))
        return self.flaw(
            other,
            f"is {other.designation.status} here and, as {quoted(one.designation.term)}, "
            f"{one.designation.status} for {name}",
            f"if both are right, relate {one.concept.id} and {other.concept.id}, or give one a context",
            Severity.MAJOR if grave else Severity.MINOR,
        )


def _pairs(uses: Iterable[Use]) -> Iterator[tuple[Use, Use]]:
    """Yield pairs of uses in different concepts, those of the better statuses first; of many uses, some."""
    ranked = sorted(uses, key=lambda use: list(Status).index(use.designation.status))[:_MOST_USES]
    return ((one, other) for one, other in combinations(ranked, 2) if one.concept.id != other.concept.id)


def _rivals(one: Use, other: Use) -> bool:
    """Tell whether nothing in the glossary keeps two uses of a wording apart."""
    if one.designation.language != "en":
        return True
    policies: tuple[Policy, Policy] = one.designation.policy, other.designation.policy
    return (
        (one.designation.status.complies or other.designation.status.complies)
        and not any(policy.context or policy.source for policy in policies)
        and collide(one.designation, other.designation)
    )

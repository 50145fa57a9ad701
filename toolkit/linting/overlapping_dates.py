"""overlapping-dates: a name still in use when its successor was."""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from toolkit.findings import Severity, quoted
from toolkit.house import before
from toolkit.linting import Flaw, Inventory, LintRule, Use
from toolkit.termbase import Designation, Status


class OverlappingDates(LintRule, frozen=True):
    """Flags two names by one authority, one of which took the other's place, that were in use at one time.

    Only preferred and superseded renderings of one type are compared: admitted ones stand side by side by right.
    Where nothing says since when a name was in use, or until when, it overlaps with none.

    ## Why is this bad?
    At that time there are two names, and a house style with a date takes one of them at random.

    ## Example
    zh,en,status,since,until,reason
    生态环境部,Ministry of Ecology and Environment,preferred,2018-03,,
    生态环境部,Ministry of Environmental Protection,superseded,2008,2020,renamed

    ## Use instead
    The one ends where the other begins.

    ## References
    ISO 704:2022, superseded terms.
    """

    severity: ClassVar[Severity] = Severity.MINOR
    summary: ClassVar[str] = "a name still in use when its successor was"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each two names of a concept whose times overlap."""
        for concept in inventory.termbase.concepts:
            dated = [d for d in concept.designations if _is_name(d)]
            for one, other in combinations(dated, 2):
                if _kind(one) == _kind(other) and _overlap(one, other):
                    yield self.flaw(
                        Use(concept, other),
                        f"is in use {_time(other)}, {quoted(one.term)} {_time(one)}",
                        "end the one where the other begins",
                    )


def _is_name(designation: Designation) -> bool:
    dated = designation.since or designation.until
    return bool(dated) and designation.status in {Status.PREFERRED, Status.SUPERSEDED}


def _kind(designation: Designation) -> tuple[str, str, str]:
    return designation.language, designation.authority, designation.type


def _overlap(one: Designation, other: Designation) -> bool:
    """Tell whether the times of two names have more in common than the day of the change."""
    if not (one.until or other.until) or one.since == other.since == "":
        return False
    first, second = sorted((one, other), key=lambda designation: designation.since)
    return bool(first.until) and bool(second.since) and before(second.since, first.until)


def _time(designation: Designation) -> str:
    since = f"from {designation.since} " if designation.since else ""
    return since + (f"until {designation.until}" if designation.until else "on")

"""A bar that the measures of a run must reach, such as a build wants it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

from toolkit.errors import UsageError
from toolkit.measures import GRADES
from toolkit.results import Totals

LABELS = (*(label for _, label in GRADES), "F")  # the best first

_PERCENT = regex.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?")


class Bar(NamedTuple):
    """The least compliance, in percent, and the lowest grade that do."""

    compliance: float = 0.0
    grade: str = LABELS[-1]

    def shortfalls(self, totals: Totals) -> Iterator[str]:
        """Yield in which way measures fall short; what could not be measured does in none."""
        if totals.compliance is not None and 100 * totals.compliance < self.compliance:
            yield f"compliance is {totals.compliance:.2%}, less than {self.compliance:g}%"
        if totals.grade in LABELS and LABELS.index(totals.grade) > LABELS.index(self.grade):
            most = {label: points for points, label in GRADES}[self.grade]
            yield f"grade is {totals.grade}, below {self.grade}: penalty {totals.penalty:.2f}, more than {most}"


def bar(wanted: Iterable[str]) -> Bar:
    """Return the bar that numbers from 0 to 100 and grades from A to E set, the highest of each.

    Raises UsageError for anything else, F too: no grade is below it.
    """
    numbers, labels = [Bar().compliance], [Bar().grade]
    for each in wanted:
        if each.upper() == LABELS[-1]:
            message = (
                f"{each!r} bars nothing, since no grade is below it: say a grade from {LABELS[0]} to {LABELS[-2]}"
            )
            raise UsageError(message)
        if each.upper() in LABELS:
            labels.append(each.upper())
        elif _PERCENT.fullmatch(each) and float(each) <= 100:  # noqa: PLR2004 - percent
            numbers.append(float(each))
        else:
            message = f"{each!r} is no bar: say a compliance from 0 to 100, in percent, or a grade from A to E"
            raise UsageError(message)
    return Bar(max(numbers), min(labels))

"""invalid-date: a date that is none, or a use that ends before it begins."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import regex

from toolkit.findings import Severity
from toolkit.house import before
from toolkit.linting import Flaw, Inventory, LintRule

_DATE = regex.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class InvalidDate(LintRule, frozen=True):
    """Flags since and until that are no year, month or day, and a use that ends before it begins.

    ## Why is this bad?
    A house style with a date compares them, and takes the wrong name for that time.

    ## Example
    zh,en,status,since,until
    生态环境部,Ministry of Ecology and Environment,preferred,2018-03,2008

    ## Use instead
    2018, 2018-03 or 2018-03-17.

    ## References
    ISO 8601-1:2019, calendar dates with reduced precision.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a date that is none, or a use that ends before it begins"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each wrong date, and each use that ends before it begins."""
        for use in (*inventory.terms("zh"), *inventory.terms("en")):
            since, until = use.designation.since, use.designation.until
            wrong = [day for day in (since, until) if day and not _is_date(day)]
            for day in wrong:
                yield self.flaw(use, f"has the date {day}", "write it as 2018, 2018-03 or 2018-03-17")
            if not wrong and before(until, since):
                yield self.flaw(use, f"is in use since {since} until {until}", "the earlier date is since")


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    try:
        return match is not None and bool(date(*(int(piece or 1) for piece in match.groups())))
    except ValueError:
        return False

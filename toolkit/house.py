"""House styles: which rendering a project prefers where official ones disagree."""

from collections.abc import Iterable, Mapping

import msgspec
import regex

from toolkit.errors import ConfigurationError, UsageError, nearest
from toolkit.termbase import Concept, Designation, Status, Termbase

_DATE = regex.compile(r"(?:\d{4}(?:-\d\d){0,2})?")


class House(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A choice among renderings of equal standing.

    `authorities` and `registers` are those that the house follows, the foremost first. With a `date` (a year,
    month or day, ISO 8601) renderings count as they stood then: those no longer in use are superseded, and
    superseded ones that were still in use are admitted.
    """

    authorities: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    date: str = ""

    def __post_init__(self) -> None:
        if not _DATE.fullmatch(self.date):
            message = f"date is {self.date!r}; it is a year, month or day like 2018, 2018-03 or 2018-03-17"
            raise ConfigurationError(message)

    def apply(self, termbase: Termbase) -> Termbase:
        """Return the termbase with the statuses of its English renderings as the house has them."""
        if self == House():
            return termbase
        return Termbase(tuple(self._concept(concept) for concept in termbase.concepts), termbase.sources)

    def _concept(self, concept: Concept) -> Concept:
        dated = tuple(self._as_of_date(d) if d.language == "en" else d for d in concept.designations)
        usual = next((d for d in concept.terms("en") if d.status is Status.PREFERRED), None)
        chosen = self._chosen(dated, usual)
        if chosen is not None:
            dated = tuple(_standing(d, chosen) for d in dated)
        return msgspec.structs.replace(concept, designations=dated)

    def _as_of_date(self, designation: Designation) -> Designation:
        """Return a designation with its status at the house's date."""
        since, until, status = designation.since, designation.until, designation.status
        in_use = not before(self.date, since) and not before(until, self.date)
        if status.complies and before(until, self.date):
            status = Status.SUPERSEDED
        elif status is Status.SUPERSEDED and until and in_use:
            status = Status.ADMITTED
        return msgspec.structs.replace(designation, status=status)

    def _chosen(self, designations: Iterable[Designation], usual: Designation | None) -> Designation | None:
        """Return the rendering to prefer in place of the usual one, None where the house has no reason to."""
        # An abbreviation stands beside the full form and does not take its place; a pattern cannot be written.
        rivals = [
            d
            for d in designations
            if d.language == "en"
            and d.status.complies
            and not d.policy.pattern
            and (usual is None or d.type == usual.type)
        ]
        standing = next((d for d in rivals if d.status is Status.PREFERRED), None)
        if standing is not None and before(self.date, standing.since):
            # Not yet in use: what was used till later than the date takes its place, if anything did.
            rivals = [d for d in rivals if d.until and not before(self.date, d.since)]
            return min(rivals, key=self._rank, default=None)
        best = min(rivals, key=lambda d: (self._rank(d), d is not standing), default=None)
        followed = best is not None and self._rank(best) < (len(self.authorities), len(self.registers))
        return best if followed or (usual is not None and standing is None) else None

    def _rank(self, designation: Designation) -> tuple[int, int]:
        return _place(designation.authority, self.authorities), _place(designation.register, self.registers)


HOUSES: Mapping[str, House] = {
    "scio": House(authorities=("SCIO", "english.www.gov.cn", "GWR", "MIIT", "NBS")),
    "government": House(
        authorities=("GWR", "CPC congress report", "CPC plenum", "english.www.gov.cn", "SCIO"),
    ),
    "xinhua": House(authorities=("Xinhua", "China Daily", "GMW")),
    "china-daily": House(authorities=("China Daily", "Xinhua", "GMW")),
    "academic": House(authorities=("academic",), registers=("academic",)),
}


def house(name: str, own: Mapping[str, House]) -> House:
    """Return a house style of the configuration or one that comes along. Raises UsageError for another name."""
    known = {**HOUSES, **own}
    if name in known:
        return known[name]
    message = f"no house style is called {name!r}; {nearest(name, sorted(known))}"
    raise UsageError(message)


def _standing(designation: Designation, chosen: Designation) -> Designation:
    """Return a designation as it stands where `chosen` is the preferred one."""
    if designation == chosen:
        return msgspec.structs.replace(designation, status=Status.PREFERRED)
    if designation.language == "en" and designation.status is Status.PREFERRED:
        return msgspec.structs.replace(designation, status=Status.ADMITTED)
    return designation


def _place(value: str, followed: tuple[str, ...]) -> int:
    return followed.index(value) if value in followed else len(followed)


def before(one: str, other: str) -> bool:
    """Tell whether a date lies before another, as far as both are known; an empty one lies before none."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]

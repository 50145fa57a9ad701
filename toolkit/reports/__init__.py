"""Reports: one file for each output, analysis in, bytes out."""

from abc import abstractmethod
from typing import IO

from toolkit.parts import Family, Part
from toolkit.results import Analysis


class Report(Part, frozen=True):
    """One way to write an analysis down."""

    @abstractmethod
    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the whole report to a binary stream."""


REPORTS: Family[Report] = Family("toolkit.reports", Report)

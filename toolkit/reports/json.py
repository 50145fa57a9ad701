"""JSON: the results field for field, as other programs read them."""

from typing import IO

import msgspec

from toolkit.reports import Report, json_of
from toolkit.results import Analysis


class Json(Report, frozen=True):
    """One JSON document, indented by two spaces."""

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write all results."""
        stream.write(msgspec.json.format(json_of(analysis.results), indent=2) + b"\n")

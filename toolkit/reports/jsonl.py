"""JSON lines: one typed record a line, failures last."""

from typing import IO

import msgspec

from toolkit.reports import Report, json_of
from toolkit.results import Analysis

_KINDS = ("documents", "occurrences", "findings", "consistency", "failures")


class Jsonl(Report, frozen=True):
    """A header line, then every record with its `type`."""

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write all results."""
        results = analysis.results
        header = {
            "type": "run",
            "version": results.version,
            "tool": results.tool,
            "settings": results.settings,
        }
        lines: list[object] = [header | {"glossaries": results.glossaries, "totals": results.totals}]
        for kind in _KINDS:
            name = kind if kind == "consistency" else kind.removesuffix("s")
            lines += [{"type": name} | msgspec.to_builtins(record) for record in getattr(results, kind)]
        stream.write(b"".join(json_of(line) + b"\n" for line in lines))

"""JSON lines: one typed record a line, failures last."""

from typing import IO, ClassVar

from toolkit.reports import Report, json_of
from toolkit.results import Analysis

_KINDS = ("documents", "occurrences", "findings", "consistency", "failures")


class Jsonl(Report, frozen=True):
    """A header line, then every record with its `type`."""

    streams: ClassVar[bool] = True

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write all results."""
        results = analysis.results
        named = ("version", "tool", "settings", "glossaries", "totals")
        stream.write(line("run", {name: getattr(results, name) for name in named}))
        for kind in _KINDS:
            name = kind if kind == "consistency" else kind.removesuffix("s")
            stream.writelines(line(name, record) for record in getattr(results, kind))


def line(kind: str, record: object) -> bytes:
    """Return a record, or a mapping, as a line with its type."""
    return b'{"type":"%b",%b\n' % (kind.encode(), json_of(record)[1:])

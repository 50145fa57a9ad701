"""GitHub annotations: workflow commands that a log prints and a pull request shows beside its lines.

GitHub shows the first ten errors, ten warnings and ten notices of a step: the gravest findings come first.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from os.path import relpath
from pathlib import PurePosixPath
from typing import IO

from toolkit.reports import Report, gravest_first, in_files, level_of, on_one_line
from toolkit.results import Analysis

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


class Github(Report, frozen=True):
    """One command a line, inputs that could not be read first; paths are relative to the working folder."""

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write all commands."""
        results = analysis.results
        lines = [_command("error", f.reason, file=_relative(f.path), title="input") for f in results.failures]
        for finding in gravest_first(in_files(analysis)):
            raw = analysis.snippets[finding.fingerprint].raw
            where: dict[str, object] = {"file": _relative(finding.document), "line": finding.line}
            if "\n" not in raw:  # columns are refused where a place has several lines
                where |= {"col": finding.column, "endColumn": finding.column + len(raw)}
            level = level_of(finding.severity, verdict=finding.verdict).replace("note", "notice")
            part = f"{finding.part}: " if finding.part else ""
            lines.append(_command(level, part + finding.message, **where, title=finding.rule))
        stream.write("".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace"))


def _command(level: str, message: str, **properties: object) -> str:
    listed = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{level} {listed}::{on_one_line(message).translate(_MESSAGE)}"


def _relative(path: str) -> str:
    return relpath(path) if PurePosixPath(path).is_absolute() else path

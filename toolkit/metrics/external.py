"""Any scorer that runs as a process of its own: COMET, xCOMET, MetricX live in environments of theirs."""

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import ClassVar

import msgspec

from toolkit.errors import UsageError
from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, mean


class _Answer(msgspec.Struct):
    score: float


class External(DocumentMetric[Sequence[float]], frozen=True):
    """The mean of what a command says of each segment, on its own scale.

    On its standard input the command gets a JSON line for each segment, `{"mt": translation, "src": source,
    "ref": reference}`, without `src` or `ref` where there is none; `ref` is the first reference. It prints a JSON
    line `{"score": number}` for each, in the same order, and ends with exit code 0 within `seconds`.
    It is run as it is given, without a shell. docs/external-scorers.md has a recipe for COMET.
    """

    command: tuple[str, ...] = ()
    seconds: float = 6 * 3600

    reads_terms: ClassVar[bool] = False
    needs: ClassVar[tuple[str, ...]] = ()

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[float]]:
        """Return the score of each segment. Raises UsageError where the command fails or breaks the contract."""
        if not self.command:
            message = "external needs a command: --scorer"
            raise UsageError(message)
        try:
            with TemporaryFile() as lines:  # a command that ends before it has read all breaks a pipe, but no file
                lines.writelines(msgspec.json.encode(record) + b"\n" for record in _records(hypotheses, given))
                lines.seek(0)
                done = subprocess.run(  # noqa: S603 - the user's own command
                    self.command, stdin=lines, capture_output=True, check=False, timeout=self.seconds
                )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UsageError(self._failed(str(error))) from error
        if done.returncode:
            last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise UsageError(
                self._failed(f"{_ended(done.returncode)}{f': {last}' if last else ', without a message'}")
            )
        answers = done.stdout.splitlines()
        if len(answers) != len(hypotheses):
            raise UsageError(self._failed(f"{len(hypotheses):,} segments, but {len(answers):,} lines came back"))
        try:
            return gathered([[msgspec.json.decode(answer, type=_Answer).score] for answer in answers], given)
        except msgspec.DecodeError as error:
            raise UsageError(self._failed(f'a line is not {{"score": number}}: {error}')) from error

    def total(self, statistics: Sequence[Sequence[float]]) -> Mapping[str, Figure]:
        """Return the mean over all segments."""
        label = f"scorer:{' '.join(self.command)}"
        return {label: mean([score for document in statistics for score in document])}

    def _failed(self, reason: str) -> str:
        return f"the scorer {self.command[0]}: {reason}"


def _ended(code: int) -> str:
    """Return how a process ended, by its exit code or the signal that the negative of it is."""
    return f"exit code {code}" if code > 0 else f"killed by {signal.Signals(-code).name}"


def _records(hypotheses: Segments, given: EvaluationSet) -> Iterator[Mapping[str, str]]:
    columns = {"mt": hypotheses}
    if given.sources is not None:
        columns["src"] = given.sources
    if given.references:
        columns["ref"] = given.references[0]
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))

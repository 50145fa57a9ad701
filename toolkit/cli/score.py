"""xindaya score."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from toolkit.cli import app
from toolkit.cli._options import Encoding, Output, emit
from toolkit.errors import InputError, UsageError


class ScoreFormat(StrEnum):
    """How scores are printed."""

    TEXT = "text"
    JSON = "json"


@app.command()
def score(  # noqa: PLR0913 - options of a command line
    hypothesis: Annotated[
        list[Path], typer.Argument(metavar="HYPOTHESIS...", help="Translations, one segment a line.")
    ],
    *,
    reference: Annotated[
        list[Path], typer.Option("--reference", "-r", help="A reference, line by line; may be repeated.")
    ],
    metric: Annotated[
        list[str] | None, typer.Option("--metric", "-m", help="bleu or chrf; may be repeated. Default: both.")
    ] = None,
    output_format: Annotated[ScoreFormat, typer.Option("--format", "-f", help="How to print.")] = ScoreFormat.TEXT,
    output: Output = None,
    encoding: Encoding = None,
) -> None:
    """Score translations against references, as sacreBLEU does.

    [bold]Example[/]

      xindaya score system-a.txt system-b.txt --reference reference.txt --metric chrf
    """
    from toolkit.metrics import METRICS  # noqa: PLC0415 - heavy, and not needed for help

    metrics = [METRICS.build(name) for name in metric or METRICS.names()]
    references = [_lines(path, encoding) for path in reference]
    scores = {}
    for path in hypothesis:
        lines = _lines(path, encoding)
        for other, segments in zip(reference, references, strict=True):
            if len(segments) != len(lines):
                message = f"{path} has {len(lines):,} segments, {other} has {len(segments):,}"
                raise UsageError(message)
        scores[str(path)] = [each.score(lines, references) for each in metrics]
    if output_format is ScoreFormat.JSON:
        systems = [{"name": name, "scores": made} for name, made in scores.items()]
        result = {"version": 1, "systems": systems, "paired": [], "aligned": False}
        emit(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n", output)
        return
    rows = [
        f"{made.metric:8}{made.value:8.2f}  {name}  ({made.n:,} segments)\n{'':8}{made.signature}\n"
        for name, of_system in scores.items()
        for made in of_system
    ]
    emit("".join(rows).encode(), output)


def _lines(path: Path, encoding: str | None) -> list[str]:
    from toolkit.decoding import decode  # noqa: PLC0415 - not needed for help

    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        lines = decode(data, str(path), encoding).text.replace("\r\n", "\n").split("\n")
        return lines if lines[-1] else lines[:-1]
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from error

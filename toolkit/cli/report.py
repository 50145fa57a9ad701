"""xindaya report."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import app
from toolkit.cli._options import (
    Encoding,
    Field,
    Glossary,
    HouseStyle,
    Ignore,
    Inline,
    InputFormat,
    Jobs,
    MinConfidence,
    Paths,
    Quiet,
    Select,
    Sister,
    SourcePath,
    analysed,
    for_terminal,
    say,
    settings_of,
    write_report,
)
from toolkit.errors import UsageError

FORMATS = {".html": "html", ".htm": "html", ".md": "markdown"} | {
    f".{name}": name for name in ("xlsx", "json", "csv", "sarif")
}


@app.command()
def report(  # noqa: PLR0913 - options of a command line
    paths: Paths,
    *,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The report to write: FILE.html, .xlsx, .md, .json, .csv or .sarif."),
    ],
    glossary: Glossary = None,
    house: HouseStyle = None,
    source: SourcePath = None,
    sister: Sister = None,
    select: Select = None,
    ignore: Ignore = None,
    min_confidence: MinConfidence = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-under",
            metavar="BAR",
            help="Exit with 1 where the whole is below: a number for compliance in percent, or a letter, A to E, "
            "for the grade; may be repeated.",
        ),
    ] = None,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    field: Field = None,
    inline: Inline = True,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Write a report on articles and print its summary.

    It shows term by term and article by article how each Chinese term was rendered, what the glossary does
    not allow and where articles disagree.

    [bold]Examples[/]

      xindaya report articles/ --output report.html

      xindaya report articles/ --output report.xlsx

      xindaya report articles/ --glossary terms.tbx --output report.html --fail-under 90

      xindaya report articles/ --output report.json --fail-under 95 --fail-under B

    Compliance is (preferred + admitted) / listed renderings, the penalty 1,000 × verdicts by weight / words, and
    the grade A up to a penalty of 5, B 10, C 20, D 40, E 80, else F.

    Exit code 0: written; 1: below --fail-under; 2: wrong use, or an input that could not be read.
    """
    from toolkit import files  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.gate import bar  # noqa: PLC0415
    from toolkit.reports import REPORTS  # noqa: PLC0415

    writer = REPORTS.build(_format_of(output))
    least = bar(fail_under or ())
    settings = settings_of(house=house, select=select, ignore=ignore, min_confidence=min_confidence)
    reading = files.Reading(input_format=input_format, encoding=encoding, fields=tuple(field or ()))
    new = "" if output.parent.exists() else " (its folder is new)"
    with analysed(
        paths,
        glossary,
        settings,
        reading,
        output=output,
        quiet=quiet,
        source=source,
        sister=sister,
        inline=inline,
        jobs=jobs,
    ) as analysis:
        results = analysis.results
        write_report(writer, analysis, output)
        if not quiet:
            REPORTS.build("text", for_terminal(None) | {"brief": True}).write(analysis, sys.stdout.buffer)
            typer.echo(f"report: {output}{new}")
    if results.failures:
        raise typer.Exit(2)
    short = list(least.shortfalls(results.totals))
    for reason in short:
        say(reason)
    raise typer.Exit(int(bool(short)))


def _format_of(output: Path) -> str:
    """Return the report that a file's suffix names. Raises UsageError where it names none."""
    name = FORMATS.get(output.suffix.lower())
    if name is None:
        message = f"{output}: a report is written to {', '.join(f'FILE{suffix}' for suffix in FORMATS)}"
        raise UsageError(message)
    return name

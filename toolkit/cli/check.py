"""xindaya check."""

import os
from enum import StrEnum
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
    into_folder,
    settings_of,
    write_report,
)
from toolkit.errors import UsageError


class CheckFormat(StrEnum):
    """Reports that `check` prints."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    CSV = "csv"


class Engine(StrEnum):
    """Where `check` runs."""

    LOCAL = "local"
    SPARK = "spark"


class FailOn(StrEnum):
    """The least severity of a verdict that makes the exit code 1."""

    NEVER = "never"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@app.command()
def check(  # noqa: PLR0913 - options of a command line
    paths: Paths,
    *,
    glossary: Glossary = None,
    house: HouseStyle = None,
    source: SourcePath = None,
    sister: Sister = None,
    output_format: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to print.")] = CheckFormat.TEXT,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write here and not to standard output. A folder (FOLDER/, with --format jsonl) is for a corpus: "
            "its results go there in parts, in little memory, and a run that was stopped goes on.",
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Take the place of another run's results in the folder.")
    ] = False,
    jobs: Jobs = None,
    engine: Annotated[
        Engine,
        typer.Option("--engine", help="Where to work: on this machine, or on a Spark cluster, into a folder."),
    ] = Engine.LOCAL,
    master: Annotated[
        str | None,
        typer.Option("--master", metavar="URL", help="The master of the cluster: spark://..., yarn, k8s://..."),
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    min_confidence: MinConfidence = None,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="Exit with 1 from this severity on. Default: major.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", help="Live with the findings that this file lists; they are counted."),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(
            "--write-baseline",
            help="List all findings in this file; where it is there, it is the baseline and only shrinks.",
        ),
    ] = None,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    field: Field = None,
    inline: Inline = True,
    quiet: Quiet = False,
) -> None:
    """Check how English articles render the terms of a glossary.

    [bold]Examples[/]

      xindaya check articles/

      xindaya check article.txt --glossary terms.tbx --format json

      xindaya check articles/ --format sarif --output findings.sarif

      xindaya check - --select term-deprecated < article.txt

      xindaya check corpus/ --jobs 8 --format jsonl --output results/

      xindaya check corpus/ --engine spark --master spark://host:7077 --format jsonl --output results/

    Exit code 0: clean; 1: a verdict at or above --fail-on; 2: wrong use, or an input that could not be read.
    """
    from toolkit import files, suppression  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.engines import local  # noqa: PLC0415
    from toolkit.reports import REPORTS  # noqa: PLC0415

    settings = settings_of(
        house=house, select=select, ignore=ignore, min_confidence=min_confidence, fail_on=fail_on
    )
    reading = files.Reading(input_format=input_format, encoding=encoding, fields=tuple(field or ()))
    new = write_baseline is not None and not write_baseline.exists()
    path = baseline or (None if new else write_baseline)
    known = suppression.read(path) if path else suppression.Baseline()
    folder = output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    if engine is Engine.SPARK and not folder:
        message = "--engine spark writes into a folder; say --format jsonl --output FOLDER/"
        raise UsageError(message)
    if output is not None and folder:
        if output_format is not CheckFormat.JSONL or write_baseline is not None:
            message = f"{output} is a folder, which takes --format jsonl, and no --write-baseline"
            raise UsageError(message)
        code = into_folder(
            paths,
            glossary,
            settings,
            reading,
            output=output,
            quiet=quiet,
            source=source,
            sister=sister,
            baseline=known.fingerprints,
            inline=inline,
            jobs=jobs,
            overwrite=overwrite,
            spark=engine is Engine.SPARK,
            master=master,
        )
        raise typer.Exit(code)
    place = Path(output) if output else None
    with analysed(
        paths,
        glossary,
        settings,
        reading,
        output=place,
        quiet=quiet,
        source=source,
        sister=sister,
        baseline=known.fingerprints,
        inline=inline,
        jobs=jobs,
    ) as analysis:
        if write_baseline is not None:
            added = suppression.known_from(analysis.results.findings if new else ())
            files.write(write_baseline, suppression.written((*suppression.still_known(known, analysis), *added)))
        options = for_terminal(place) if output_format is CheckFormat.TEXT else {}
        write_report(REPORTS.build(output_format.value, options), analysis, place)
        code = local.exit_code(analysis, settings)
    raise typer.Exit(code)

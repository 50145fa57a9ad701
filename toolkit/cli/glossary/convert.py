"""xindaya glossary convert."""

from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from toolkit import shipped
from toolkit.cli._options import emit, say
from toolkit.cli.glossary import glossary
from toolkit.errors import InputError, UsageError

STDIO = Path("-")


class Script(StrEnum):
    """The scripts of the Chinese column of a glossary of pairs."""

    HANS = "zh-Hans"
    HANT = "zh-Hant"


@glossary.command()
def convert(  # noqa: PLR0913 - what the command line has
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN",
            help="A glossary: TBX, CSV, TSV, XLSX, JSON, a folder of CSV files, or the name of one that comes "
            "along: policy or health; - is standard input.",
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="The file to write, replaced if it is there; its suffix tells the format. - is standard output.",
        ),
    ],
    *,
    form: Annotated[
        str | None, typer.Option("--from", help="Read IN as this format, whatever its suffix.", metavar="FORMAT")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            help="Write this format: tbx, tbx-basic, csv, tsv, xlsx, json, or for a translation service deepl, "
            "google, google-term-sets or azure.",
            metavar="FORMAT",
        ),
    ] = None,
    script: Annotated[
        Script, typer.Option("--script", help="The Chinese of a glossary for a translation service.")
    ] = Script.HANS,
    keep_going: Annotated[
        bool,
        typer.Option(
            "--keep-going",
            help="Leave broken entries out and write the rest. Each is told, and the exit code is still 2.",
        ),
    ] = False,
) -> None:
    """Convert a glossary to another format.

    Every problem of IN is told with its place in one run; then nothing is
    written, unless --keep-going is given. Exit code: 0 all is converted,
    2 something could not be read, or nothing is left to write.

    A glossary for a translation service has one English wording for each
    Chinese term: the preferred one, never a deprecated one, a clause or a
    pattern.

    [bold]Examples[/]

      xindaya glossary convert terms.xlsx terms.tbx

      xindaya glossary convert policy policy.json

      xindaya glossary convert export.tbx terms.csv --keep-going

      xindaya glossary convert terms.tbx import-me.tbx --to tbx-basic

      xindaya glossary convert terms.tbx deepl.csv --to deepl

      xindaya glossary convert terms.tbx azure.tsv --to azure --script zh-Hant

      xindaya glossary convert terms.csv - --to json | jq length
    """
    from toolkit import termbases  # noqa: PLC0415 - not needed for help

    source = shipped.glossary(source)

    for path, name, option in ((source, form, "--from"), (target, to, "--to")):
        if path == STDIO and name is None:
            message = f"what format - has is not told by a suffix; say {option}"
            raise UsageError(message)
    if source != STDIO and source.resolve() == target.resolve():
        message = f"{target} is the input; write somewhere else"
        raise UsageError(message)
    writer = termbases.format_for(target, to, {"chinese": script.value})
    problems: list[InputError] = []
    termbase = termbases.load(source, form=form, broken=problems.append if keep_going else None, note=say)
    for problem in problems:
        say(str(problem))
    if problems and not termbase.concepts:
        raise InputError(str(source), "no entry could be read; nothing is written")
    stream = BytesIO()
    for note in writer.write(termbase.concepts, stream):
        say(f"{target}: {note}")
    emit(stream.getvalue(), target)
    written = len(writer.fitting(termbase.concepts))
    left_out = [
        f"{_counted(number, what)} left out"
        for number, what in ((len(termbase.concepts) - written, "concept"), (len(problems), "problem"))
        if number
    ]
    say(f"{target}: {', '.join([_counted(written, 'concept'), *left_out])}")
    if problems:
        raise typer.Exit(2)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + "s" * (number != 1)

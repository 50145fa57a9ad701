"""xindaya align."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import app
from toolkit.cli._options import (
    Encoding,
    Field,
    Glossary,
    InputFormat,
    Output,
    emit,
    never_over_inputs,
    say,
    settings_of,
    termbase_of,
)
from toolkit.errors import InputError, UsageError


class AlignFormat(StrEnum):
    """How pairs of sentences are printed."""

    TSV = "tsv"
    TMX = "tmx"
    JSON = "json"


@app.command()
def align(  # noqa: PLR0913 - options of a command line
    source: Annotated[Path, typer.Argument(metavar="A", help="A text: the source, or one rendering.")],
    target: Annotated[Path, typer.Argument(metavar="B", help="Its translation, or another rendering.")],
    *,
    output_format: Annotated[AlignFormat, typer.Option("--format", "-f", help="How to print.")] = AlignFormat.TSV,
    output: Output = None,
    glossary: Glossary = None,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    field: Field = None,
) -> None:
    """Align two texts by sentence: a Chinese text and its English translation, or two renderings in one language.

    A sentence with no counterpart has an empty one in TSV, an empty list in JSON, and is left out of TMX. Page
    furniture is no sentence.

    [bold]Examples[/]

      xindaya align source.txt translation.txt > pairs.tsv

      xindaya align source.txt translation.txt --format tmx --output memory.tmx

    Exit code 0: aligned; 2: wrong use, or an input that could not be read.
    """
    from toolkit import alignment, files  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.alignment import exchange  # noqa: PLC0415
    from toolkit.alignment.bilingual import Terms  # noqa: PLC0415
    from toolkit.preparation import prepare  # noqa: PLC0415
    from toolkit.recognition.listed import ListedRenderings  # noqa: PLC0415

    if str(source) == str(target) == files.STDIN:
        message = "standard input holds one text; name a file for the other"
        raise UsageError(message)
    inputs = [files.Input(path, str(path)) for path in (source, target)]
    never_over_inputs(output, inputs)
    reading = files.Reading(input_format=input_format, encoding=encoding, fields=tuple(field or ()))
    termbase = termbase_of(glossary, settings_of(), output)
    renderings = ListedRenderings(termbase)
    articles = []
    for found in inputs:
        try:
            articles.append(prepare(files.read(found, reading), renderings))
        except InputError as error:
            say(str(error))
    if len(articles) < len(inputs):
        raise typer.Exit(2)
    write = {AlignFormat.TSV: exchange.tsv, AlignFormat.TMX: exchange.tmx, AlignFormat.JSON: exchange.json}
    made = alignment.align(articles[0], articles[1], Terms(termbase, renderings))
    emit("".join(write[output_format](made)).encode(), output)

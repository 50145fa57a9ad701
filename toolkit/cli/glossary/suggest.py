"""xindaya glossary suggest."""

from enum import StrEnum
from io import BytesIO
from typing import Annotated

import typer

from toolkit.cli._options import (
    Encoding,
    Field,
    Glossary,
    InputFormat,
    Output,
    Paths,
    Quiet,
    emit,
    never_over_inputs,
    progress,
    say,
    settings_of,
    termbase_of,
)
from toolkit.cli.glossary import glossary as group
from toolkit.errors import InputError


class SuggestFormat(StrEnum):
    """How candidates are printed."""

    CSV = "csv"
    JSON = "json"
    TEXT = "text"


class Language(StrEnum):
    """Whose candidates are wanted."""

    ZH = "zh"
    EN = "en"


@group.command()
def suggest(  # noqa: PLR0913 - options of a command line
    paths: Paths,
    *,
    glossary: Glossary = None,
    output_format: Annotated[
        SuggestFormat, typer.Option("--format", "-f", help="A glossary to fill in, all details, or lines to read.")
    ] = SuggestFormat.CSV,
    output: Output = None,
    language: Annotated[
        Language | None, typer.Option("--language", help="Candidates in this language only.")
    ] = None,
    min_count: Annotated[int, typer.Option("--min-count", min=1, help="Leave out what is rarer.")] = 1,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many candidates, the best first.")] = 200,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    field: Field = None,
    quiet: Quiet = False,
) -> None:
    """Find terms in articles, English and Chinese, that the glossary does not have.

    What is printed is a glossary in CSV with counts and contexts in its notes: delete what is no term, fill in
    the other language and a status.

    [bold]Examples[/]

      xindaya glossary suggest articles/ --output candidates.csv

      xindaya glossary suggest articles/ --glossary terms.tbx --language en --min-count 3

      xindaya glossary suggest source.txt --format text --limit 50

    Exit code 0: done; 2: wrong use, or an input that could not be read.
    """
    from toolkit import files, preparation, results  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.extraction import listing  # noqa: PLC0415
    from toolkit.extraction.tally import Tally  # noqa: PLC0415
    from toolkit.recognition.listed import ListedRenderings  # noqa: PLC0415
    from toolkit.results import Failure  # noqa: PLC0415

    reading = files.Reading(input_format=input_format, encoding=encoding, fields=tuple(field or ()))
    termbase = termbase_of(glossary, settings_of(), output)
    renderings, tally = ListedRenderings(termbase), Tally(termbase)
    failures: list[Failure] = []
    inputs = list(files.walk(paths))
    never_over_inputs(output, inputs)
    for found in (list if quiet else progress)(inputs):
        problems: tuple[InputError, ...]
        try:
            if isinstance(found, InputError):
                raise found
            document = files.read(found, reading)
            tally.add(preparation.prepare(document, renderings))
            problems = document.problems
        except InputError as error:
            problems = (error,)
        for problem in problems:
            failures.append(Failure(problem.path, files.reason_of(problem)))
            say(str(problem))
    candidates = [
        candidate
        for candidate in tally.candidates(min_count=min_count)
        if language is None or candidate.language == language.value
    ]
    suggestions = listing.Suggestions(
        tool=results.TOOL,
        glossaries=termbase.sources,
        failures=tuple(failures),
        candidates=tuple(candidates[:limit]),
    )
    stream = BytesIO()
    listing.WRITERS[output_format.value](suggestions, stream)
    emit(stream.getvalue(), output)
    if len(candidates) > limit and not quiet:
        say(f"{limit:,} of {len(candidates):,} candidates; --limit gives more")
    raise typer.Exit(2 if failures else 0)

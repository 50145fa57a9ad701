"""xindaya clean."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import msgspec
import typer

from toolkit.cli import app
from toolkit.cli._diff import show
from toolkit.cli._options import (
    Encoding,
    Field,
    InputFormat,
    Jobs,
    Paths,
    Quiet,
    bytes_passed,
    emit,
    never_into_inputs,
    never_over_inputs,
    say,
    silent,
)
from toolkit.errors import InputError, OutputError, UsageError, XindayaError

if TYPE_CHECKING:
    from toolkit.cleaning import CleanedDocument
    from toolkit.engines.local import CleanedFile
    from toolkit.engines.rewriting import Journal, Manner
    from toolkit.files import Input


class CleanFormat(StrEnum):
    """What `clean` prints."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class Furniture(StrEnum):
    """What happens to page furniture."""

    TAG = "tag"
    REMOVE = "remove"


@app.command()
def clean(  # noqa: PLR0913 - options of a command line
    paths: Paths,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Write to this file; several inputs to this folder, where a.txt of corpus/ becomes corpus/a.txt.",
        ),
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", "-i", help="Replace the files, FILE.orig is kept.")
    ] = False,
    backup: Annotated[bool, typer.Option(help="Keep FILE.orig beside a file that is replaced.")] = True,
    keep_encoding: Annotated[
        bool, typer.Option("--keep-encoding", help="Write in the encoding of the input, not in UTF-8.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would change; exit with 1 if anything.")] = False,
    output_format: Annotated[
        CleanFormat, typer.Option("--format", "-f", help="The text, or every edit as JSON.")
    ] = CleanFormat.TEXT,
    text: Annotated[bool, typer.Option("--text", help="The text alone, without its markup.")] = False,
    furniture: Annotated[
        Furniture, typer.Option("--furniture", help="Page furniture: tell of it in the JSON, or remove it.")
    ] = Furniture.TAG,
    jobs: Jobs = None,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Clean again what an earlier run left in the folder."),
    ] = False,
    field: Field = None,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Undo damage in scraped text: mojibake, injected symbols, invisible characters.

    Clean text comes back as it is. What is lost is reported, never guessed; every edit can be seen.

    [bold]Examples[/]

      xindaya clean page.txt > repaired.txt

      xindaya clean page.html --diff

      xindaya clean scraped/ --output cleaned/ --jobs 4

      xindaya clean scraped/ --format json

    Exit code 0: done; 1: --diff, and there is something to change; 2: wrong use, or an input that could not
    be read.
    """
    from toolkit import files  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.cleaning import Cleaning  # noqa: PLC0415
    from toolkit.engines import local, rewriting  # noqa: PLC0415
    from toolkit.engines.inputs import repetition  # noqa: PLC0415

    _require_sense(output, output_format, in_place=in_place, diff=diff, text=text)
    output = None if output is not None and str(output) == files.STDIN else output
    inputs = list(files.walk(paths))
    several = len(inputs) > 1 or any(os.path.isdir(path) for path in paths)  # noqa: PTH112 - a name may be too long
    reading = files.Reading(input_format=input_format, encoding=encoding, fields=tuple(field or ()))
    wants_furniture = furniture is Furniture.REMOVE or output_format is not CleanFormat.TEXT
    cleaning = Cleaning(
        remove_furniture=furniture is Furniture.REMOVE,
        text_only=text,
        in_utf8=not keep_encoding and not diff and output_format is CleanFormat.TEXT,
        in_detail=diff or output_format is not CleanFormat.TEXT,
        repetition=repetition(inputs, reading) if wants_furniture else None,
    )
    failures: list[InputError | OutputError] = []
    telling = silent if quiet else say
    documents: list[CleanedDocument] = []
    changed = False
    never_over_inputs(output, inputs)
    if output_format is CleanFormat.TEXT:
        _never_twice(output, inputs, paths, several=several)
    quietly = quiet or (output is None and not in_place and sys.stdout.isatty())
    with bytes_passed(
        [found.path for found in inputs if not isinstance(found, InputError)], quiet=quietly
    ) as passed:
        if output_format is CleanFormat.TEXT and (in_place or output is not None):
            manner = rewriting.Manner(
                reading=reading,
                cleaning=cleaning,
                in_utf8=not keep_encoding,
                in_place=in_place,
                backup=backup,
            )
            failures += _rewritten(
                inputs,
                manner,
                lambda found: found.path if in_place else cast("Path", _place(output, found.id, several=several)),
                journal=rewriting.Journal(output, manner, overwrite=overwrite) if output and several else None,
                jobs=jobs,
                passed=passed,
                tell=telling,
            )
            inputs = []
        for found in inputs:
            try:
                with local.clean(found, reading, cleaning, passed) as file:
                    if output_format is not CleanFormat.TEXT:
                        documents.append(file.document())
                    elif diff:
                        _require_lines(file)
                        changed |= show(file)
                    else:
                        for data in file.rewritten(in_utf8=not keep_encoding):
                            sys.stdout.buffer.write(data)
                    failures += file.problems
                    _tell(file.id, file.lines_otherwise, file.flags, telling)
            except (InputError, OutputError) as error:
                failures.append(error)
    for failure in failures:
        say(str(failure))
    if output_format is not CleanFormat.TEXT:
        emit(_json(failures, documents, output_format), output)
    raise typer.Exit(2 if failures else int(diff and changed))


def _require_sense(
    output: Path | None, output_format: CleanFormat, *, in_place: bool, diff: bool, text: bool
) -> None:
    """Raise UsageError where options exclude one another."""
    if sum((in_place, diff, output is not None)) > 1:
        message = "--in-place, --output and --diff exclude one another"
        raise UsageError(message)
    if diff and output_format is not CleanFormat.TEXT:
        message = "--diff shows edits as text, --format json tells them; they exclude one another"
        raise UsageError(message)
    if in_place and (text or output_format is not CleanFormat.TEXT):
        message = "--in-place keeps the format of the file; it goes neither with --text nor with --format"
        raise UsageError(message)


def _place(output: Path | None, name: str, *, several: bool) -> Path | None:
    """Return where a cleaned file goes, None for standard output; several go below a folder by their names."""
    if output is not None and (several or output.is_dir()):
        return output.joinpath(*(piece for piece in Path(name).parts if piece not in {"/", "..", "."}))
    return output


def _never_twice(
    output: Path | None, inputs: "list[Input | InputError]", paths: list[str], *, several: bool
) -> None:
    """Raise UsageError where a file would be written over an input or among them, or two files to one place."""
    if output is not None and (several or output.is_dir()):
        never_into_inputs(str(output), paths)
    taken: set[Path] = set()
    for found in inputs:
        if isinstance(found, InputError) or (place := _place(output, found.id, several=several)) is None:
            continue
        never_over_inputs(place, inputs)
        if place in taken and several:
            message = f"two inputs would be written to {place}; clean them one by one"
            raise UsageError(message)
        taken.add(place)


def _require_lines(file: "CleanedFile") -> None:
    """Raise OutputError where the bytes of a file hold no text, of which lines could be shown."""
    if file.celled:
        message = f"{file.id}: it has no lines that could be shown; say --format json for the edits"
        raise OutputError(message)


def _tell(name: str, lines_otherwise: int, flags: int, tell: Callable[[str], object]) -> None:
    """Say what looks damaged and was left alone, and what was changed out of sight."""
    if lines_otherwise:
        tell(f"{name}: {lines_otherwise:,} lines are not UTF-8 as the others are, and become it")
    if flags:
        tell(f"{name}: {flags:,} places look damaged and were left alone; --format json shows them")


def _rewritten(  # noqa: PLR0913 - what the options say
    inputs: "Iterable[Input | InputError]",
    manner: "Manner",
    place: "Callable[[Input], Path]",
    *,
    journal: "Journal | None",
    jobs: int | None,
    passed: Callable[[int], object],
    tell: Callable[[str], object],
) -> Iterator[InputError | OutputError]:
    """Write cleaned files to their places, but those that the journal holds; yield what goes wrong."""
    from toolkit import files  # noqa: PLC0415 - not needed for help
    from toolkit.engines import local, rewriting  # noqa: PLC0415
    from toolkit.engines.inputs import Inputs  # noqa: PLC0415

    orders = []
    for found in inputs:
        if isinstance(found, InputError):
            yield found
        elif manner.in_place and (found.id == files.STDIN or not found.path.is_file()):
            message = f"{found.id}: it is no regular file, so it cannot be replaced; say --output"
            yield OutputError(message)
        else:
            orders.append(rewriting.Order(found, place(found)))
    asked, jobs = jobs is not None, jobs or local.jobs_for(Inputs(found=tuple(order.found for order in orders)))
    if any(order.found.id == files.STDIN for order in orders):  # which no other process can read
        jobs = 1
    journal = journal if asked or jobs > 1 else None  # what takes little time leaves nothing but its files
    left = [order for order in orders if journal is None or not journal.holds(order)]
    if len(left) < len(orders):
        number = len(orders) - len(left)
        tell(f"{number:,} files are clean since an earlier run, and unchanged; --overwrite cleans them again")
    for done in rewriting.rewrite(left, manner, min(jobs, max(len(left), 1)), passed):
        if isinstance(done, XindayaError):
            yield done
            continue
        if journal is not None:
            journal.add(done)
        yield from done.problems
        if manner.in_place and done.edits:
            tell(f"{done.order.found.id}: {done.edits:,} edits")
        _tell(done.order.found.id, done.lines_otherwise, done.flags, tell)


def _json(
    failures: list[InputError | OutputError], documents: "list[CleanedDocument]", output_format: CleanFormat
) -> bytes:
    from toolkit import files  # noqa: PLC0415 - not needed for help
    from toolkit.cleaning import CleanResults  # noqa: PLC0415
    from toolkit.results import TOOL, Failure  # noqa: PLC0415

    told = tuple(Failure(getattr(error, "path", ""), files.reason_of(error)) for error in failures)
    if output_format is CleanFormat.JSON:
        results = CleanResults(tool=TOOL, failures=told, documents=tuple(documents))
        return msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n"
    lines = [{"type": "document"} | msgspec.to_builtins(document) for document in documents]
    lines += [{"type": "failure"} | msgspec.to_builtins(failure) for failure in told]
    return msgspec.json.Encoder().encode_lines(lines)

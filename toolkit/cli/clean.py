"""xindaya clean."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from toolkit.cli import app
from toolkit.cli._options import Encoding, InputFormat, Paths, Quiet, colored, emit, progress, say
from toolkit.errors import InputError, OutputError, UsageError
from toolkit.text import Document, Lines

if TYPE_CHECKING:
    from toolkit.cleaning import Cleaned, CleanResults, EditResult
    from toolkit.files import Input

AROUND = 30  # characters that a diff shows on each side of an edit


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
        Path | None, typer.Option("--output", "-o", help="Write to this file; several inputs to this folder.")
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
    input_format: InputFormat = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Undo damage in scraped text: mojibake, injected symbols, invisible characters.

    Clean text comes back as it is. What is lost is reported, never guessed; every edit can be seen.

    [bold]Examples[/]

      xindaya clean page.txt > repaired.txt

      xindaya clean page.html --diff

      xindaya clean scraped/ --output cleaned/

      xindaya clean scraped/ --format json

    Exit code 0: done; 1: --diff, and there is something to change; 2: wrong use, or an input that could not
    be read.
    """
    from toolkit import cleaning, files  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.analysis import TOOL  # noqa: PLC0415
    from toolkit.results import Failure  # noqa: PLC0415

    if sum((in_place, diff, output is not None)) > 1:
        message = "--in-place, --output and --diff exclude one another"
        raise UsageError(message)
    if in_place and (text or output_format is not CleanFormat.TEXT):
        message = "--in-place keeps the format of the file; it goes neither with --text nor with --format"
        raise UsageError(message)
    inputs = list(files.walk(paths))
    several = len(inputs) > 1 or any(Path(path).is_dir() for path in paths)
    failures: list[Failure] = []
    documents: list[Cleaned] = []
    for found in (list if quiet else progress)(inputs):
        try:
            if isinstance(found, InputError):
                raise found
            document = files.read(found, input_format, encoding)
            cleaned = cleaning.clean(document, remove_furniture=furniture is Furniture.REMOVE, text_only=text)
            if output_format is not CleanFormat.TEXT:
                documents.append(cleaned)
            elif diff:
                documents.append(cleaned)
                _show(document, cleaned)
            else:
                data = _encoded(document, cleaned.text, keep=keep_encoding)
                _deliver(found, data, output, several=several, in_place=in_place, backup=backup)
        except (InputError, OutputError) as error:
            path = found.path if isinstance(found, InputError) else found.id
            failures.append(Failure(str(path), files.reason_of(error)))
            say(str(error))
    if output_format is not CleanFormat.TEXT:
        results = cleaning.CleanResults(tool=TOOL, failures=tuple(failures), documents=tuple(documents))
        emit(_json(results, output_format), output)
    raise typer.Exit(2 if failures else int(diff and any(d.edits for d in documents)))


def _encoded(document: Document, text: str, *, keep: bool) -> bytes:
    from toolkit.decoding import Decoded, encode  # noqa: PLC0415 - not needed for help

    name = document.encoding if keep else "utf-8"
    mark = document.byte_order_mark and (keep or document.encoding == "utf-8")
    return encode(Decoded(document.raw, name, mark), text, document.id)


def _deliver(  # noqa: PLR0913 - what the options say
    found: "Input", data: bytes, output: Path | None, *, several: bool, in_place: bool, backup: bool
) -> None:
    """Write a cleaned file where the options want it."""
    from toolkit import files  # noqa: PLC0415 - not needed for help

    if in_place:
        if found.id == files.STDIN:
            message = "-: standard input cannot be replaced"
            raise OutputError(message)
        files.replace(found.path, data, backup=backup)
    elif output is None:
        sys.stdout.buffer.write(data)
    elif several or output.is_dir():
        files.write(output / _below(found.id), data)
    else:
        files.write(output, data)


def _below(name: str) -> str:
    """Return a document's id as a path that stays inside the output folder."""
    return "/".join(piece for piece in Path(name).parts if piece not in {"/", "..", "."})


def _json(results: "CleanResults", output_format: CleanFormat) -> bytes:
    if output_format is CleanFormat.JSON:
        return msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n"
    lines = [{"type": "document"} | msgspec.to_builtins(document) for document in results.documents]
    lines += [{"type": "failure"} | msgspec.to_builtins(failure) for failure in results.failures]
    return msgspec.json.Encoder().encode_lines(lines)


def _show(document: Document, cleaned: "Cleaned") -> None:
    """Print each edit in its line: what goes in red or as [-…-], what comes in green or as {+…+}."""
    raw, lines = document.raw, Lines(document.raw)
    for group in _groups(cleaned):
        first, last = group[0], group[-1]
        line, column = lines.locate(first.start)
        start = max(raw.rfind("\n", 0, first.start) + 1, first.start - AROUND)
        end = raw.find("\n", last.end)
        end = min(len(raw) if end < 0 else end, last.end + AROUND)
        typer.secho(f"{document.id}:{line}:{column} ", bold=True, nl=False)
        at = start
        for edit in group:
            typer.echo(_visible(raw[at : edit.start]), nl=False)
            _mark(edit.source, "[-", "-]", typer.colors.RED)
            _mark(edit.replacement, "{+", "+}", typer.colors.GREEN)
            at = edit.end
        typer.echo(_visible(raw[at:end]))


def _groups(cleaned: "Cleaned") -> Iterator[list["EditResult"]]:
    """Yield edits that stand close together, so that each line of a diff shows its words once."""
    group: list[EditResult] = []
    for edit in sorted(cleaned.edits, key=lambda edit: edit.start):
        if group and edit.start - group[-1].end > AROUND:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _mark(text: str, opening: str, closing: str, color: str) -> None:
    if not text:
        return
    if colored():
        typer.secho(_visible(text), fg=color, underline=True, nl=False)
    else:
        typer.echo(f"{opening}{_visible(text)}{closing}", nl=False)


def _visible(text: str) -> str:
    """Return text with its control and invisible characters as escapes, so that a terminal shows them."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)

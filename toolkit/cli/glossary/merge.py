"""xindaya glossary merge."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit import shipped
from toolkit.cli._options import emit, say
from toolkit.cli.glossary import glossary as group
from toolkit.errors import UsageError
from toolkit.findings import quoted
from toolkit.terminology.comparison import Side

if TYPE_CHECKING:
    from toolkit.terminology.merging import Conflict


@group.command("merge")
def merge_(
    first: Annotated[Path, typer.Argument(metavar="A", help="A glossary, a folder of CSV, or policy or health.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The other one, in any format.")],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="The file to write, replaced if it is there; its suffix tells the format."
        ),
    ],
    *,
    prefer: Annotated[
        Side | None,
        typer.Option("--prefer", help="Whose word counts where they disagree. Default: write nothing."),
    ] = None,
) -> None:
    """Make one glossary of two: all of A, with what B adds.

    Concepts are the same that have one id, or a Chinese term in common. Nothing
    is lost: each has every designation of both, empty fields are filled,
    sources, notes and reasons are put together.

    Where A and B disagree (on the preferred rendering, a status, a definition)
    it is told on standard error, and without --prefer nothing is written. With
    it the word of the one counts, the other's preferred rendering is admitted,
    and whatever else the other says goes into a note.

    [bold]Examples[/]

      xindaya glossary merge terms.csv colleague.tbx both.tbx

      xindaya glossary merge old.tbx new.tbx both.tbx --prefer second

    Exit code 0: written; 1: conflicts, and nothing written; 2: wrong use, or a
    glossary that could not be read.
    """
    from toolkit import termbases  # noqa: PLC0415 - not needed for help
    from toolkit.terminology.merging import merge  # noqa: PLC0415

    first, second = map(shipped.glossary, (first, second))
    if target.resolve() in {first.resolve(), second.resolve()}:
        message = f"{target} is an input; write somewhere else"
        raise UsageError(message)
    form = termbases.format_for(target)
    made = merge(
        termbases.load(first, note=say),
        termbases.load(second, note=say),
        prefer=prefer or Side.FIRST,
        names=(first.name, second.name),
    )
    for conflict in made.conflicts:
        say(_told(conflict, first, second))
    if made.conflicts and prefer is None:
        say(f"{_counted(len(made.conflicts), 'conflict')}; --prefer first or second settles them; nothing written")
        raise typer.Exit(1)
    stream = BytesIO()
    for note in form.write(made.concepts, stream):
        say(note)
    emit(stream.getvalue(), target)
    say(f"{target}: {_counted(len(made.concepts), 'concept')}")


def _told(conflict: "Conflict", first: Path, second: Path) -> str:
    of = " ".join(filter(None, (conflict.concept, conflict.zh, conflict.term and quoted(conflict.term))))
    return f"{of}: {conflict.field} is {conflict.first} in {first}, {conflict.second} in {second}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")

"""xindaya glossary list."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli._options import Glossary, HouseStyle, Output, settings_of, termbase_of
from toolkit.cli.glossary import glossary as group
from toolkit.cli.glossary import written_as
from toolkit.errors import UsageError, nearest
from toolkit.termbase import Concept, Status
from toolkit.text import visible


class ListFormat(StrEnum):
    """How concepts are listed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class Standing(StrEnum):
    """The administrative statuses that a rendering may have."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


@group.command("list")
def list_(  # noqa: PLR0913 - options of a command line
    *,
    glossary: Glossary = None,
    house: HouseStyle = None,
    subject: Annotated[
        list[str] | None, typer.Option("--subject", help="Concepts of this subject only; may be repeated.")
    ] = None,
    status: Annotated[
        list[Standing] | None,
        typer.Option("--status", help="Concepts with renderings of this status, and these; may be repeated."),
    ] = None,
    output_format: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print.")] = ListFormat.TEXT,
    output: Output = None,
) -> None:
    """List the concepts of a glossary with their preferred renderings.

    [bold]Examples[/]

      xindaya glossary list --subject smes

      xindaya glossary list --status deprecated --status superseded

      xindaya glossary list --glossary terms.tbx --house scio --format csv
    """
    concepts = termbase_of(glossary, settings_of(house=house), output).concepts
    for name in subject or ():
        _require_subject(name, concepts)
    wanted = {Status(each) for each in status or ()}
    chosen = [
        concept
        for concept in concepts
        if (not subject or concept.subject in subject)
        and (not wanted or any(d.status in wanted for d in concept.terms("en")))
    ]
    if output_format is not ListFormat.TEXT:
        written_as(output_format, chosen, output)
        return
    _print([row for concept in chosen for row in _rows(concept, wanted)], output)


def _rows(concept: Concept, wanted: set[Status]) -> Iterator[tuple[str, ...]]:
    """Yield the renderings of the statuses that are wanted; without any the preferred one, be it there or not."""
    if not wanted:
        yield concept.zh, concept.preferred, "preferred" if concept.preferred else "", concept.subject
    for designation in concept.terms("en"):
        if designation.status in wanted:
            yield concept.zh, designation.term, designation.status.value, concept.subject


def _print(rows: Iterable[tuple[str, ...]], output: Path | None) -> None:
    from rich.table import Table  # noqa: PLC0415 - not needed for help
    from rich.text import Text  # noqa: PLC0415

    from toolkit.cli._terminal import show  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("term", "rendering", "status", "subject"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    show(table, output=output)


def _require_subject(name: str, concepts: tuple[Concept, ...]) -> None:
    """Raise UsageError where no concept has a subject."""
    subjects = sorted({concept.subject for concept in concepts} - {""})
    if name not in subjects:
        message = f"no concept has the subject {name!r}; {nearest(name, subjects)}"
        raise UsageError(message)

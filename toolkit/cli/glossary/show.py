"""xindaya glossary show."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli._options import Glossary, HouseStyle, Output, say, settings_of, termbase_of
from toolkit.cli.glossary import glossary as group
from toolkit.cli.glossary import written_as
from toolkit.findings import quoted
from toolkit.termbase import Concept, Designation, Policy, Status, Termbase
from toolkit.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

COLORS = {
    Status.PREFERRED: "bold green",
    Status.ADMITTED: "green",
    Status.SUPERSEDED: "yellow",
    Status.DEPRECATED: "red",
}
_SHOWN = 3  # concepts in full; of more there is a list


class ShowFormat(StrEnum):
    """How concepts are shown."""

    TEXT = "text"
    JSON = "json"


@group.command()
def show(
    term: Annotated[
        list[str], typer.Argument(metavar="TERM...", help="A term, with or without quotes; words need none.")
    ],
    *,
    glossary: Glossary = None,
    house: HouseStyle = None,
    output_format: Annotated[ShowFormat, typer.Option("--format", "-f", help="How to print.")] = ShowFormat.TEXT,
    output: Output = None,
) -> None:
    """Show what a glossary has on a term: renderings, reasons, definition, relations, sources.

    The term may be Chinese of either kind, English in any form, a rejected
    rendering too, pinyin without tones or its initials, or the id of a concept.
    Where nothing is called so, what holds the words is shown.

    [bold]Examples[/]

      xindaya glossary show 专精特新

      xindaya glossary show little giants

      xindaya glossary show zhuanjingtexin --format json

      xindaya glossary show zjtx

    Exit code 0: found; 1: nothing found, as with grep; 2: wrong use, or a
    glossary that could not be read.
    """
    from toolkit.terminology.lookup import Lookup  # noqa: PLC0415 - not needed for help

    query = " ".join(term)
    termbase = termbase_of(glossary, settings_of(house=house), output)
    lookup = Lookup(termbase)
    found = lookup.find(query)
    if output_format is ShowFormat.JSON:
        written_as("json", found, output)
    elif found:
        _print(found, termbase, output)
    if not found:
        close = ", ".join(quoted(each) for each in lookup.nearest(query))
        say(f"nothing is called {quoted(query)}" + (f"; did you mean {close}?" if close else ""))
        raise typer.Exit(1)


def _print(found: Sequence[Concept], termbase: Termbase, output: Path | None) -> None:
    from rich.text import Text  # noqa: PLC0415 - not needed for help

    from toolkit.cli._terminal import PROSE, show  # noqa: PLC0415

    pieces: list[RenderableType] = []
    for concept in found[:_SHOWN]:
        pieces += [*([""] if pieces else []), *_entry(concept, termbase)]
    if len(found) > _SHOWN:
        pieces += ["", Text(f"and {len(found) - _SHOWN:,} more:", style="bold")]
        pieces += [Text(visible(f"  {_name(concept)}")) for concept in found[_SHOWN:]]
    show(*pieces, output=output, at_most=PROSE)


def _entry(concept: Concept, termbase: Termbase) -> Iterator["RenderableType"]:
    """Yield the head of a concept, and a table of what is known of it."""
    from rich.table import Table  # noqa: PLC0415 - not needed for help
    from rich.text import Text  # noqa: PLC0415

    head = Text(" / ".join(_chinese(concept)) or concept.preferred, style="bold")
    head.append(f"  {' · '.join(filter(None, (concept.subject, concept.id)))}", style="not bold dim")
    yield head
    if concept.definition:
        yield Text(visible(concept.definition))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for status, color in COLORS.items():
        for number, designation in enumerate(d for d in concept.terms("en") if d.status is status):
            table.add_row(Text("" if number else status.value, style=color), _rendering(designation, color))
    for name, value in _details(concept, termbase):
        table.add_row(Text(name, style="dim"), Text(visible(value)))
    yield table


def _rendering(designation: Designation, color: str) -> "RenderableType":
    """Return a rendering with what sets it apart, and the reason against it."""
    from rich.console import Group  # noqa: PLC0415 - not needed for help
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    dated = designation.since or designation.until
    dates = f"{designation.since or '…'} to {designation.until or 'now'}" if dated else ""
    facts = designation.type, designation.authority, designation.register, dates, *_matching(designation.policy)
    line = Text(visible(designation.term), style=color)
    line.append("".join(f" · {visible(fact)}" for fact in facts if fact), style="not bold dim")
    if not designation.reason:
        return line
    return Group(line, Padding(Text(visible(designation.reason)), (0, 0, 0, 2)))


def _matching(policy: Policy) -> Iterator[str]:
    """Yield what a rendering asks of a text, in words."""
    if policy.case:
        yield "case counts"
    if policy.exact:
        yield "no other form"
    if policy.source:
        yield "beside the Chinese alone"
    if policy.context:
        yield "in context alone"


def _details(concept: Concept, termbase: Termbase) -> Iterator[tuple[str, str]]:
    """Yield what else is known of a concept, each with its label."""
    if concept.first_mention:
        yield "first mention", concept.first_mention
    for relation in concept.relations:
        other = termbase.by_id.get(relation.concept)
        yield relation.kind, _name(other) if other else relation.concept
    for name in ("source", "note"):
        for value in dict.fromkeys(getattr(designation, name) for designation in concept.designations):
            if value:
                yield name, value


def _chinese(concept: Concept) -> Iterator[str]:
    """Yield the Chinese terms, a Traditional one where it is written in another way."""
    return (visible(term) for term in dict.fromkeys(d.term for d in concept.terms("zh")))


def _name(concept: Concept) -> str:
    return "  ".join(filter(None, (concept.zh, concept.preferred))) or concept.id

"""xindaya glossary diff."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from toolkit import shipped
from toolkit.cli._options import Output, emit, say
from toolkit.cli.glossary import glossary as group
from toolkit.terminology.comparison import Change, ConceptChange, Kind, compare
from toolkit.text import visible

if TYPE_CHECKING:
    from rich.text import Text

MARKS = {Kind.ADDED: ("+", "green"), Kind.REMOVED: ("-", "red"), Kind.CHANGED: ("~", "yellow")}


class DiffFormat(StrEnum):
    """How differences are printed."""

    TEXT = "text"
    JSON = "json"


@group.command()
def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="A glossary, a folder of CSV, or policy or health.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The other one, in any format.")],
    *,
    output_format: Annotated[DiffFormat, typer.Option("--format", "-f", help="How to print.")] = DiffFormat.TEXT,
    output: Output = None,
) -> None:
    """Show what makes glossary A into glossary B: concepts, their fields and designations.

    Concepts are the same that have one id, or a Chinese term in common; their
    order in the file does not count.

    [bold]Examples[/]

      xindaya glossary diff terms.csv terms.tbx

      xindaya glossary diff old.tbx new.tbx --format json

    Exit code 0: no difference; 1: some, as with diff; 2: wrong use, or a
    glossary that could not be read.
    """
    from toolkit import __version__, termbases  # noqa: PLC0415 - not needed for help
    from toolkit.results import Tool  # noqa: PLC0415

    one, other = (termbases.load(shipped.glossary(path), note=say) for path in (first, second))
    changes = compare(one, other)
    if output_format is DiffFormat.JSON:
        tool = Tool("xindaya", __version__)
        result = {"version": 1, "tool": tool, "glossaries": [*one.sources, *other.sources], "concepts": changes}
        emit(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n", output)
    elif changes:
        _print(changes, output)
    raise typer.Exit(1 if changes else 0)


def _print(changes: tuple[ConceptChange, ...], output: Path | None) -> None:
    from rich.text import Text  # noqa: PLC0415 - not needed for help

    from toolkit.cli._terminal import show  # noqa: PLC0415

    count = Counter(change.kind for change in changes)
    totals = ", ".join(f"{count[kind]:,} {kind}" for kind in Kind if count[kind])
    show(*(line for change in changes for line in _lines(change)), Text(f"concepts: {totals}"), output=output)


def _lines(change: ConceptChange) -> Iterator["Text"]:
    yield _line(0, change.kind, " ".join(filter(None, (change.id, change.zh, change.preferred))))
    yield from (_field(1, each) for each in change.changes)
    for designation in change.designations if change.kind is Kind.CHANGED else ():
        yield _line(1, designation.kind, f"{designation.language} {designation.term} ({designation.status})")
        yield from (_field(2, each) for each in designation.changes)


def _line(depth: int, kind: Kind, words: str) -> "Text":
    from rich.text import Text  # noqa: PLC0415 - not needed for help

    mark, color = MARKS[kind]
    return Text(f"{'  ' * depth}{mark} {visible(words)}", style=color)


def _field(depth: int, change: Change) -> "Text":
    from rich.text import Text  # noqa: PLC0415 - not needed for help

    line = Text(f"{'  ' * depth}  {change.field}: ")
    line.append(visible(change.before) or "(none)", style="red")
    line.append(" → ")
    line.append(visible(change.after) or "(none)", style="green")
    return line

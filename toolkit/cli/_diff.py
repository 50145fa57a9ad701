"""Edits of a file shown in their lines: what goes in red or as [-…-], what comes in green or as {+…+}."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from toolkit.cli._options import colored
from toolkit.text import Lines, visible

if TYPE_CHECKING:
    from toolkit.cleaning import EditResult
    from toolkit.engines.local import CleanedFile

AROUND = 30  # characters shown on each side of an edit


def show(file: "CleanedFile") -> bool:
    """Print what repair would change, and what it would leave alone; return whether it would change anything."""
    changed = False
    for window, cleaned in file.windows():
        raw, lines = window.decoded.text, Lines(window.decoded.text)
        for group in _groups(cleaned.edits):
            line, column = lines.locate(group[0].start - window.start)
            typer.secho(f"{visible(file.id)}:{window.lines + line}:{column} ", bold=colored(), nl=False)
            _show(raw, window.start, group)
            changed = True
        for flag in cleaned.flagged:
            line, column = lines.locate(flag.start - window.start)
            typer.secho(f"{visible(file.id)}:{window.lines + line}:{column} ", bold=colored(), nl=False)
            typer.echo(f"left alone: {visible(flag.source)!s} ({flag.message})")
    return changed


def _show(raw: str, base: int, group: "list[EditResult]") -> None:
    start, last = group[0].start - base, group[-1].end - base
    at = max(raw.rfind("\n", 0, start) + 1, start - AROUND)
    end = raw.find("\n", last)
    end = min(len(raw) if end < 0 else end, last + AROUND)
    for edit in group:
        typer.echo(visible(raw[at : edit.start - base]), nl=False)
        _mark(edit.source, "[-", "-]", typer.colors.RED)
        _mark(edit.replacement, "{+", "+}", typer.colors.GREEN)
        at = edit.end - base
    typer.echo(visible(raw[at:end]))


def _groups(edits: "Iterable[EditResult]") -> "Iterator[list[EditResult]]":
    """Yield edits that stand close together, so that each line of a diff shows its words once."""
    group: list[EditResult] = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        if group and edit.start - group[-1].end > AROUND:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _mark(text: str, opening: str, closing: str, color: str) -> None:
    if text and colored():
        typer.secho(visible(text), fg=color, underline=True, nl=False)
    elif text:
        typer.echo(f"{opening}{visible(text)}{closing}", nl=False)

"""xindaya explain."""

from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import app
from toolkit.cli._options import (
    Encoding,
    Field,
    Glossary,
    HouseStyle,
    Ignore,
    InputFormat,
    MinConfidence,
    Select,
    SourcePath,
    settings_of,
    termbase_of,
)
from toolkit.errors import UsageError, nearest
from toolkit.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from toolkit.engines.explanation import Explanation, Judged, Repaired, Weighed


@app.command()
def explain(  # noqa: PLR0913 - options of a command line
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="The rule's name, as in a report.")] = None,
    *,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="FILE:LINE", help="Say what was considered on this line of a file."),
    ] = None,
    glossary: Glossary = None,
    house: HouseStyle = None,
    source: SourcePath = None,
    select: Select = None,
    ignore: Ignore = None,
    min_confidence: MinConfidence = None,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    field: Field = None,
) -> None:
    """Explain a rule, or what was considered on a line, and why it was or was not flagged.

    Of a rule: what it does, why that is bad, an example, what to use instead. Of a line: what was repaired, what
    was weighed as a rendering of a term, and what was found; other articles are not looked at.

    [bold]Examples[/]

      xindaya explain term-deprecated

      xindaya explain --at article.txt:12

      xindaya explain --at articles/en/a.txt:3 --source articles/zh --min-confidence 0.5
    """
    if (rule is None) == (at is None):
        message = "name a rule, or a line with --at FILE:LINE"
        raise UsageError(message)
    if rule is not None:
        typer.echo(_of_rule(rule))
        return
    from toolkit import files  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.cli._terminal import PROSE, show  # noqa: PLC0415
    from toolkit.engines import explanation, inputs, passes  # noqa: PLC0415

    path, _, line = (at or "").rpartition(":")
    if not path or not line.isdecimal() or not int(line):
        message = f"--at {at}: it is FILE:LINE, such as article.txt:12; lines are counted from 1"
        raise UsageError(message)
    if not Path(path).is_file():
        message = f"--at {at}: there is no file {path}"
        raise UsageError(message)
    settings = settings_of(house=house, select=select, ignore=ignore, min_confidence=min_confidence)
    reading = files.Reading(input_format=input_format, encoding=encoding, fields=tuple(field or ()))
    specification = passes.Specification(
        termbase=termbase_of(glossary, settings), settings=settings, reading=reading
    )
    given = inputs.find([path], reading, source=source)
    show(*_told(explanation.explain(given, int(line), specification)), at_most=PROSE)


def _of_rule(name: str) -> str:
    from toolkit.checks import CHECKS  # noqa: PLC0415 - not needed for help
    from toolkit.linting import LINT_RULES  # noqa: PLC0415

    if name in LINT_RULES.names():
        flaw = LINT_RULES.load(name)
        return f"{name} ({flaw.severity.word}; in glossaries)\n\n{cleandoc(flaw.__doc__ or '')}"
    if name not in CHECKS.names():
        message = f"no rule is called {name!r}; {nearest(name, (*CHECKS.names(), *LINT_RULES.names()))}"
        raise UsageError(message)
    part = CHECKS.load(name)
    return f"{name} ({part.rule.severity.word}; MQM {part.rule.error_type})\n\n{cleandoc(part.__doc__ or '')}"


def _told(explained: "Explanation") -> "Iterator[RenderableType]":
    yield _title(f"{explained.document}:{explained.line}")
    yield _rows(("", sentence, "") for sentence in explained.text or ["(empty, or furniture of a page)"])
    if explained.repaired:
        yield _title("Repair")
        yield _rows(map(_repair, explained.repaired))
    yield _title("Terms")
    yield _rows(map(_term, explained.weighed), "nothing here is like a rendering of a term of the glossary")
    yield _title("Findings")
    yield _rows(map(_finding, explained.judged), "none")


def _repair(each: "Repaired") -> tuple[str, str, str]:
    what = f"“{each.source}” made “{each.replacement}”" if each.made else f"“{each.source}” left as it is"
    return f"column {each.column}", f"{what} ({each.repair}{_doubt(each.confidence)})", "" if each.made else "dim"


def _term(each: "Weighed") -> tuple[str, str, str]:
    if not each.surface:
        return "source", f"{each.zh}: {each.reason}", "dim"
    told = f"not {each.zh}" if each.reason else f"{each.zh}"
    what = f"“{each.surface}” {told}{_doubt(each.confidence)}: {each.reason or each.status}"
    return f"column {each.column}", what, "dim" if each.reason else ""


def _finding(each: "Judged") -> tuple[str, str, str]:
    found = each.finding
    kind = f"{found.severity}{_doubt(found.confidence)}{'' if found.verdict else '; a suggestion'}"
    reason = f" — not told: {each.reason}" if each.reason else ""
    what = f"{found.rule} ({kind}): {found.message}{reason}"
    return f"column {found.column}", what, "dim" if each.reason else ""


def _doubt(confidence: float) -> str:
    return f", {confidence:.0%} sure" if confidence < 1 else ""


def _title(text: str) -> "RenderableType":
    from rich.text import Text  # noqa: PLC0415 - not needed for help

    return Text(visible(text), style="bold")


def _rows(rows: "Iterable[tuple[str, str, str]]", otherwise: str = "") -> "RenderableType":
    """Return places and what there is to say of them, each with its style."""
    from rich.table import Table  # noqa: PLC0415 - not needed for help
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, show_header=False, pad_edge=True, padding=(0, 1, 0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for where, what, style in list(rows) or [("", otherwise, "")]:
        table.add_row(where, Text(visible(what)), style=style)
    return table

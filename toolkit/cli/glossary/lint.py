"""xindaya glossary lint."""

from collections import Counter
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from toolkit.cli._options import Ignore, Output, Select, emit, say, settings_of
from toolkit.cli.check import FailOn
from toolkit.cli.glossary import glossary as group
from toolkit.findings import quoted
from toolkit.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from toolkit.glossary_review import Review


class LintFormat(StrEnum):
    """How flaws are printed."""

    TEXT = "text"
    JSON = "json"


@group.command()
def lint(  # noqa: PLR0913 - options of a command line
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Glossaries, folders of CSV, or policy or health: one glossary in all."
        ),
    ],
    *,
    output_format: Annotated[LintFormat, typer.Option("--format", "-f", help="How to print.")] = LintFormat.TEXT,
    output: Output = None,
    select: Select = None,
    ignore: Ignore = None,
    online: Annotated[
        bool, typer.Option("--online", help="Ask every web address in a source whether it still answers.")
    ] = False,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="Exit with 1 from this severity on. Default: major.")
    ] = None,
) -> None:
    """Look for flaws in a glossary: doubles, gaps, contradictions, terms that never match.

    Two concepts may share a wording where the glossary says so, by a relation
    between them or by a context that one of the renderings needs. xindaya
    explain RULE tells more of each rule.

    [bold]Examples[/]

      xindaya glossary lint terms.csv

      xindaya glossary lint glossaries/policy --ignore definition-missing --fail-on minor

      xindaya glossary lint terms.tbx --select dead-source --online

    Exit code 0: clean; 1: a flaw at or above --fail-on; 2: wrong use, or a
    glossary that could not be read.
    """
    from toolkit.glossary_review import review  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.linting import LINT_RULES  # noqa: PLC0415
    from toolkit.linting.dead_source import DeadSource  # noqa: PLC0415
    from toolkit.parts import name_of  # noqa: PLC0415

    settings = settings_of(fail_on=fail_on)
    ignored = [name_of(LINT_RULES.load(name)) for name in ignore or ()]
    names = [name for name in select or LINT_RULES.names() if name not in ignored]
    rules = [LINT_RULES.build(name) for name in names]
    made = review(files, [DeadSource(online=True) if online and isinstance(r, DeadSource) else r for r in rules])
    for message in (*made.notes, *(f"{failure.path}: {failure.reason}" for failure in made.failures)):
        say(message)
    if online:
        dead = sum(flaw.rule == "dead-source" for flaw in made.flaws)
        say(f"every web address was asked; wrong or dead: {dead:,}")
    if output_format is LintFormat.JSON:
        emit(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n", output)
    else:
        _print(made, output)
    raise typer.Exit(made.exit_code(settings.fail_on))


def _print(made: "Review", output: Path | None) -> None:
    from rich.console import Group  # noqa: PLC0415 - not needed for help
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from toolkit.cli._terminal import PROSE, show  # noqa: PLC0415
    from toolkit.reports.text import COLORS  # noqa: PLC0415

    pieces: list[RenderableType] = []
    for file, flaws in groupby(made.flaws, key=lambda flaw: flaw.file):
        pieces.append(Group(Text(visible(file), style="bold", no_wrap=True, overflow="ignore")))
        for flaw in flaws:
            line = Text(f"{flaw.line or '-'} ", style="bold")
            line.append(flaw.severity, style=f"not bold {COLORS[flaw.severity]}")
            line.append(f" {flaw.rule} ", style="not bold dim")
            subject = " ".join(filter(None, (flaw.zh or flaw.concept, flaw.term and quoted(flaw.term))))
            line.append(visible(f"{subject} {flaw.message}; {flaw.advice}"), style="not bold")
            pieces.append(Padding(line, (0, 0, 0, 2), expand=False))
    count = Counter(flaw.severity for flaw in made.flaws)
    levels = ", ".join(f"{count[level]} {level}" for level in COLORS if count[level])
    concepts = sum(source.concepts for source in made.glossaries)
    number = len(made.flaws)
    total = f"{number:,} flaw{'' if number == 1 else 's'}" + (f" ({levels})" if levels else "")
    summary = (
        f"{concepts:,} concept{'' if concepts == 1 else 's'}: {total}"
        if concepts
        else "nothing was linted: no concept could be read"
    )
    show(*pieces, Text(summary), output=output, at_most=PROSE)

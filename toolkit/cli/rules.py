"""xindaya rules, xindaya explain."""

from inspect import cleandoc
from typing import Annotated

import typer

from toolkit.cli import app


@app.command()
def rules() -> None:
    """List every rule with its severity, MQM error type and what it finds."""
    from toolkit.checks import CHECKS  # noqa: PLC0415 - not needed for help

    for part in CHECKS.in_order():
        rule = part.rule
        typer.echo(f"{rule.id:20}{rule.severity.word:10}{rule.summary}")


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's name, as in a report.")],
) -> None:
    """Explain a rule: what it does, why that is bad, an example, what to use instead."""
    from toolkit.checks import CHECKS  # noqa: PLC0415 - not needed for help

    part = CHECKS.load(rule)
    typer.echo(f"{part.rule.id} ({part.rule.severity.word}; MQM {part.rule.error_type})\n")
    typer.echo(cleandoc(part.__doc__ or ""))

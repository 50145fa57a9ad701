"""xindaya rules, xindaya explain."""

from inspect import cleandoc
from typing import Annotated

import typer

from toolkit.cli import app


@app.command()
def rules() -> None:
    """List every rule, for articles and for glossaries, with its severity and what it finds."""
    from toolkit.checks import CHECKS  # noqa: PLC0415 - not needed for help
    from toolkit.linting import LINT_RULES  # noqa: PLC0415

    for part in CHECKS.in_order():
        rule = part.rule
        typer.echo(f"{rule.id:28}{rule.severity.word:10}{rule.summary}")
    typer.echo("\nIn glossaries (xindaya glossary lint):")
    for name in LINT_RULES.names():
        flaw = LINT_RULES.load(name)
        typer.echo(f"{name:28}{flaw.severity.word:10}{flaw.summary}")


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's name, as in a report.")],
) -> None:
    """Explain a rule: what it does, why that is bad, an example, what to use instead."""
    from toolkit.checks import CHECKS  # noqa: PLC0415 - not needed for help
    from toolkit.linting import LINT_RULES  # noqa: PLC0415

    if rule in LINT_RULES.names():
        flaw = LINT_RULES.load(rule)
        typer.echo(f"{rule} ({flaw.severity.word}; in glossaries)\n\n{cleandoc(flaw.__doc__ or '')}")
        return
    part = CHECKS.load(rule)
    typer.echo(f"{part.rule.id} ({part.rule.severity.word}; MQM {part.rule.error_type})\n")
    typer.echo(cleandoc(part.__doc__ or ""))

"""xindaya rules."""

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

"""xindaya glossary: one file a command."""

from importlib import import_module
from pkgutil import iter_modules

import typer

from toolkit.cli import app

glossary = typer.Typer(no_args_is_help=True, help="Work on glossaries.")
app.add_typer(glossary, name="glossary")


@glossary.callback()
def group() -> None:
    """Work on glossaries."""


for module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{module}")

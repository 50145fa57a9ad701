"""xindaya glossary: one file a command."""

from collections.abc import Iterable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pkgutil import iter_modules

import typer

from toolkit.cli import app
from toolkit.cli._options import emit, say
from toolkit.termbase import Concept

glossary = typer.Typer(no_args_is_help=True, help="Work on glossaries.")
app.add_typer(glossary, name="glossary")


@glossary.callback()
def group() -> None:
    """Work on glossaries."""


def written_as(form: str, concepts: Iterable[Concept], output: Path | None) -> None:
    """Write concepts in the glossary format of a name to a file or to standard output."""
    from toolkit.termbases import TERMBASE_FORMATS  # noqa: PLC0415 - not needed for help

    stream = BytesIO()
    for note in TERMBASE_FORMATS.build(form).write(concepts, stream):
        say(note)
    emit(stream.getvalue(), output)


for module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{module}")

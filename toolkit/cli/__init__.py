"""The command line: it asks and prints, the library does the work. One file a command."""

import os
import signal
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer

from toolkit import __version__
from toolkit.errors import XindayaError

app = typer.Typer(
    name="xindaya",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        typer.echo(f"xindaya {__version__}")
        raise typer.Exit


@app.callback()
def xindaya(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Bilingual translation quality for Chinese policy texts in English.

    Clean scraped text, check terms against a glossary, report.
    """


for module in sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_")):
    import_module(f"{__name__}.{module}")


def main() -> None:
    """Run the command line; errors that are the caller's end with a line each and exit code 2."""
    if hasattr(signal, "SIGPIPE"):  # who pipes to head wants silence, not an error
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except XindayaError as error:
        _stop(str(error))
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left cannot be written either
        _stop(f"{error.filename or 'standard output: cannot be written'} ({error.strerror or error})")


def _stop(message: str) -> None:
    for line in message.splitlines():
        typer.echo(f"xindaya: {line}", err=True)
    sys.exit(2)

"""xindaya init."""

from pathlib import Path

import typer

from toolkit.cli import app
from toolkit.errors import UsageError

TEMPLATE = """\
# Settings of xindaya for this folder and those below. What is commented out is the default.

# glossary = ["terms.tbx"]          # instead of the policy termbase that comes along
# house = ""                        # scio, government, xinhua, china-daily, academic, or one of yours
# houses = {}                       # yours: { mine = { authorities = ["SCIO"], registers = [], date = "2023" } }
# select = []                       # rules to check; empty means all
# ignore = []                       # rules to leave out
# min-confidence = 0.0              # leave out findings less sure than this
# fail-on = "major"                 # never, minor, major or critical: from which severity on the exit code is 1
# exempt = {}                       # rules to leave out for a term, as { "新三样" = ["term-inconsistent"] }
# weights = { neutral = 0, minor = 1, major = 5, critical = 25 }   # penalty points
"""


@app.command()
def init() -> None:
    """Write a xindaya.toml with all settings and their defaults to the current folder.

    [bold]Example[/]

      xindaya init
    """
    from toolkit import files  # noqa: PLC0415 - not needed for help

    path = Path("xindaya.toml")
    if path.exists():
        message = f"{path} is there already"
        raise UsageError(message)
    files.write(path, TEMPLATE.encode())
    typer.echo(f"wrote {path}")

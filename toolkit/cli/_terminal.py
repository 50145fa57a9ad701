"""What is printed for people: wrapped, aligned by the width of Chinese, colored where a terminal wants it."""

import sys
from io import StringIO
from pathlib import Path

from rich.console import Console, RenderableType

from toolkit.cli._options import emit, for_terminal

PROSE = 80  # columns, of which a Chinese character fills two, in which prose is read best
_ENDLESS = 10_000


def show(*pieces: RenderableType, output: Path | None = None, at_most: int = _ENDLESS) -> None:
    """Print pieces one below the other to standard output or a file.

    A terminal gets colors and its own width, or `at_most` columns; elsewhere lines are `at_most` wide.
    """
    options = for_terminal(output)
    terminal = output is None and sys.stdout.isatty()
    text = StringIO()
    console = Console(
        file=text,
        width=min(at_most, int(str(options["width"]))) if terminal else at_most,
        force_terminal=bool(options["color"]),
        color_system="standard" if options["color"] else None,
        highlight=False,
        emoji=False,
    )
    for piece in pieces:
        console.print(piece, crop=False)
    lines = (line.rstrip() for line in text.getvalue().splitlines())  # padding is for the layout alone
    emit("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"), output)

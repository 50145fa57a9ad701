"""What is printed for people: wrapped to the terminal, aligned by the width of Chinese, colored where wanted."""

from io import StringIO
from pathlib import Path

from rich.console import Console, RenderableType

from toolkit.cli._options import emit, for_terminal


def show(*pieces: RenderableType, output: Path | None = None, at_most: int | None = None) -> None:
    """Print pieces one below the other to standard output or a file.

    A terminal gets colors and its own width, in columns of which a Chinese character fills two; prose is read
    better in `at_most` columns.
    """
    options = for_terminal(output)
    width = int(str(options["width"]))
    text = StringIO()
    console = Console(
        file=text,
        width=min(width, at_most or width),
        force_terminal=bool(options["color"]),
        color_system="standard" if options["color"] else None,
        highlight=False,
        emoji=False,
    )
    for piece in pieces:
        console.print(piece)
    lines = (line.rstrip() for line in text.getvalue().splitlines())  # padding is for the layout alone
    emit("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"), output)

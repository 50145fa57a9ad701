"""xindaya glossary convert."""

from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli._options import emit
from toolkit.cli.glossary import glossary
from toolkit.errors import UsageError


@glossary.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A glossary: TBX, CSV, or a folder of CSV files.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; its suffix tells the format.")],
) -> None:
    """Convert a glossary to another format.

    [bold]Example[/]

      xindaya glossary convert glossaries/policy policy.tbx
    """
    from toolkit import termbases  # noqa: PLC0415 - not needed for help

    if source.resolve() == target.resolve():
        message = f"{target} is the input; write somewhere else"
        raise UsageError(message)
    termbase = termbases.load(source)
    stream = BytesIO()
    termbases.format_for(target).write(termbase.concepts, stream)
    emit(stream.getvalue(), target)
    typer.echo(f"{target}: {len(termbase.concepts):,} concepts", err=True)

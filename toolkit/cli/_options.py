"""Options that several commands share, so that they are the same words everywhere."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING, Annotated, TypeVar

import msgspec
import typer

from toolkit import settings as settings_module
from toolkit import shipped
from toolkit.errors import InputError, UsageError
from toolkit.house import House, house
from toolkit.settings import Settings
from toolkit.termbase import Termbase
from toolkit.text import visible

if TYPE_CHECKING:
    from toolkit.files import Input, Reading
    from toolkit.reports import Report
    from toolkit.results import Analysis

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Files, folders or globs; - is standard input.")
]
Glossary = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary",
        "-g",
        help="A glossary (TBX, CSV, TSV, XLSX, JSON, a folder of CSV), or the name of one that comes along: "
        "policy or health. May be repeated: of a term in two, the later one's word counts. Default: policy.",
    ),
]
HouseStyle = Annotated[
    str | None,
    typer.Option(
        "--house",
        help="Whose renderings to prefer where official ones disagree: scio, government, xinhua, china-daily, "
        "academic, or one of the configuration.",
    ),
]
SourcePath = Annotated[
    str | None,
    typer.Option(
        "--source",
        "-s",
        metavar="PATH",
        help="The Chinese document that the article renders; for several, a folder with one of each stem.",
    ),
]
Sister = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--sister",
        metavar="A B",
        help="Two English versions of one text, to compare. Others among the articles are found out.",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write here and not to standard output.")]
Select = Annotated[list[str] | None, typer.Option("--select", help="Check only this rule; may be repeated.")]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", help="Leave this rule out; may be repeated.")]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0, max=1, help="Leave out findings less sure than this."),
]
InputFormat = Annotated[
    str | None,
    typer.Option("--input-format", help="Read every input as this: plain, html, tmx, ... Default: by suffix."),
]
Field = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        help="A field of JSON lines that holds text; may be repeated. Default: text, or source and target.",
    ),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="The encoding of every input. Default: by evidence.")
]
Inline = Annotated[
    bool, typer.Option("--inline/--no-inline", help="Heed comments in the articles: xindaya: allow RULE.")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="Work in N processes; the result is always the same. Default: 1 for a few MB, else one a core.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no messages; errors stay.")]

AT_ONCE = 2 << 20  # bytes
Item = TypeVar("Item")


def settings_of(**given: object) -> Settings:
    """Return the settings of the configuration file with what the command line says instead."""
    settings = settings_module.load(Path.cwd())
    changes = {name: value for name, value in given.items() if value is not None}
    return msgspec.convert(msgspec.to_builtins(settings) | changes, Settings)


def termbase_of(glossary: list[Path] | None, settings: Settings, output: Path | None = None) -> Termbase:
    """Return the termbase that the command line or the settings name, else the one that comes along.

    Of several glossaries, concepts with one id or Chinese term are one, and the word of the later counts. The
    preferred renderings are those of the house style that the settings name. Raises UsageError where `output`
    is one of the glossaries.
    """
    from toolkit.terminology import loading  # noqa: PLC0415 - reading XML takes time to import

    style = house(settings.house, settings.houses) if settings.house else House()
    paths = [shipped.glossary(path) for path in glossary or map(Path, settings.glossary)]
    if output is not None and output.resolve() in {path.resolve() for path in paths}:
        message = f"{output} is a glossary that is read; write somewhere else"
        raise UsageError(message)
    return loading.load(paths, style)


@contextmanager
def analysed(  # noqa: PLR0913 - what the options say
    paths: list[str],
    glossary: list[Path] | None,
    settings: Settings,
    reading: "Reading",
    *,
    output: Path | None,
    quiet: bool,
    source: str | None = None,
    sister: tuple[str, str] | None = None,
    baseline: frozenset[str] = frozenset(),
    inline: bool = True,
    jobs: int | None = None,
) -> "Iterator[Analysis]":
    """Check the inputs as the options say, with progress and messages on standard error unless `quiet`."""
    from toolkit import files  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.engines import local  # noqa: PLC0415

    never_over_inputs(output, files.walk([*paths, *(sister or ()), *([source] if source else ())]))
    with (
        _pipes_outlived(),
        local.checked(
            paths,
            termbase_of(glossary, settings, output),
            settings,
            source=source,
            sister=sister,
            baseline=baseline,
            inline=inline,
            reading=reading,
            jobs=jobs,
            progress=local.unseen if quiet else stage,
            report=silent if quiet else say,
        ) as made,
    ):
        yield made


@contextmanager
def _pipes_outlived() -> Iterator[None]:
    """Let a run take its files away before it dies of a pipe that nobody reads any more."""
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    except BrokenPipeError:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
        raise
    finally:
        signal.signal(signal.SIGPIPE, before)


def write_report(report: "Report", analysis: "Analysis", output: Path | None) -> None:
    """Write a report to a file, atomically, or to standard output."""
    from toolkit.summary import in_memory  # noqa: PLC0415 - heavy, and not needed for help

    with emitted(output) as stream:
        report.write(analysis if report.streams else in_memory(analysis), stream)


def into_folder(  # noqa: PLR0913 - what the options say
    paths: list[str],
    glossary: list[Path] | None,
    settings: Settings,
    reading: "Reading",
    *,
    output: str,
    quiet: bool,
    source: str | None,
    sister: tuple[str, str] | None,
    baseline: frozenset[str],
    inline: bool,
    jobs: int | None,
    overwrite: bool,
    spark: bool,
    master: str | None,
) -> int:
    """Check a corpus, here or by Spark, and write the results into a folder; return the exit code.

    Raises UsageError.
    """
    from toolkit.engines import corpus, inputs, local, passes  # noqa: PLC0415 - heavy, and not needed for help

    never_into_inputs(output, [*paths, *([source] if source else ())])
    specification = passes.Specification(
        termbase=termbase_of(glossary, settings),
        settings=settings,
        reading=reading,
        baseline=baseline,
        inline=inline,
    )
    report = silent if quiet else say
    if spark:
        from toolkit.engines.spark import check  # noqa: PLC0415 - heavy, and seldom needed

        made = check(
            paths,
            specification,
            output,
            master=master,
            source=source,
            sister=sister,
            overwrite=overwrite,
            report=report,
        )
    else:
        given = inputs.find(paths, reading, source=source, sister=sister)
        made = corpus.check(
            given,
            specification,
            Path(output),
            jobs=jobs or local.jobs_for(given),
            overwrite=overwrite,
            progress=local.unseen if quiet else stage,
            report=report,
        )
    if not quiet:
        told = f"{made.documents:,} documents, {made.failures:,} failures, {len(made.files):,} files"
        typer.echo(f"{output}: {told}")
    return made.exit_code


def colored() -> bool:
    """Tell whether standard output is a terminal that wants color."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def for_terminal(output: Path | None) -> dict[str, object]:
    """Return the options of the text report: wide and colored only where it goes to a terminal that wants it."""
    terminal = output is None and sys.stdout.isatty()
    width = get_terminal_size().columns if terminal else 80
    return {"color": terminal and colored(), "width": width}


def say(message: str) -> None:
    """Print a message to standard error."""
    for line in message.splitlines():
        typer.echo(f"xindaya: {visible(line)}", err=True)


def silent(message: str) -> None:
    """Take a message and print nothing."""


def progress(items: Iterable[Item], label: str = "reading") -> Iterator[Item]:
    """Yield items with a progress bar on standard error, where that is a terminal."""
    items = list(items)
    with stage(label, len(items)) as passed:
        for item in items:
            yield item
            passed(1)


@contextmanager
def stage(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Give what is told how much of something is done; it shows that on standard error, if a terminal."""
    if not sys.stderr.isatty() or length < 2:  # noqa: PLR2004
        yield int
        return
    with typer.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def bytes_passed(paths: Iterable[Path], *, quiet: bool) -> Iterator[Callable[[int], object]]:
    """Give what takes the number of bytes read from some files and shows their share on standard error.

    It shows nothing if `quiet`, where standard error is no terminal, and for what is done at once.
    """
    sizes = [path.stat().st_size for path in paths if path.is_file()]
    at_once = len(sizes) < 2 and sum(sizes) < AT_ONCE  # noqa: PLR2004
    with stage("reading", 0 if quiet or at_once else sum(sizes)) as passed:
        yield passed


def never_over_inputs(output: Path | None, inputs: "Iterable[Input | InputError]") -> None:
    """Raise UsageError where the output is one of the inputs: nobody's text is lost by a slip."""
    for found in inputs:
        if output is not None and not isinstance(found, InputError) and found.path.resolve() == output.resolve():
            message = f"{output} is an input; write somewhere else, or use clean --in-place"
            raise UsageError(message)


def never_into_inputs(folder: str, paths: Iterable[str]) -> None:
    """Raise UsageError where a folder to write into is in what is read: a second run would read its files."""
    parts = Path(folder).resolve().parts
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - a name may be too long
            within = parts[: len(read := Path(path).resolve().parts)] == read
        else:
            within = has_magic(path) and not os.path.exists(path) and _agree(Path(path).resolve().parts, parts)  # noqa: PTH110
        if within:
            message = f"{folder} is in {path}, and the next run would read what is written; name one outside"
            raise UsageError(message)


def _agree(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    """Tell whether a glob matches a path, the beginning of one, or something below it."""
    for expected, part in zip(pattern, parts, strict=False):
        if expected == "**":
            return True
        if not fnmatchcase(part, expected):
            return False
    return True


def emit(data: bytes, output: Path | None) -> None:
    """Write bytes to a file, atomically, or to standard output."""
    with emitted(output) as stream:
        stream.write(data)


@contextmanager
def emitted(output: Path | None) -> Iterator[IO[bytes]]:
    """Give what bytes are written to: a file that takes its place when all is written, or standard output."""
    from toolkit import files  # noqa: PLC0415 - not needed for help

    if output is None or str(output) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with files.written(output) as stream:
            yield stream

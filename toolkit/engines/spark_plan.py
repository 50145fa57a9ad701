"""Which files a run on Spark reads, what each is, and which of them meet."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec
import regex

from toolkit import files
from toolkit.census import Census
from toolkit.engines import passes
from toolkit.engines.inputs import Inputs
from toolkit.errors import InputError
from toolkit.results import Failure

LARGEST = 2**31 - 1  # bytes of a file, since a row of Spark holds no more
_LOCAL = regex.compile(r"^file:/+")  # as people write it; Spark writes one slash


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read, and its source, or why it has none where it should; a `whole` one is not cut."""

    article: files.Input
    source: files.Input | Failure | None
    whole: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a run in their order, and where each path is an article (0) or a source (1)."""

    files: tuple[File | Failure, ...]
    sides: Mapping[str, Sequence[tuple[int, int]]]


def is_far(path: str) -> bool:
    """Tell whether a path is a URL."""
    return "://" in path


def uri(path: str | Path) -> str:
    """Return the URL of a path of this machine, as Spark writes it."""
    return f"file:{os.path.abspath(path)}"  # noqa: PTH100 - a link keeps its name


def planned(given: Inputs, far: Iterable[tuple[str, files.Input]]) -> Plan:
    """Return which files to read and what each is; those that are `far` have a URL."""
    each, sides = list[File | Failure](), dict[str, list[tuple[int, int]]]()
    for at, (path, found) in enumerate(chain(((None, found) for found in given.found), far)):
        if isinstance(found, InputError):
            each.append(passes.failure(found, found.path))
            continue
        sides.setdefault(path or uri(found.path), []).append((at, 0))
        source: files.Input | Failure | None = None
        if given.source:
            try:
                source = files.counterpart(given.source, found)
                sides.setdefault(uri(source.path), []).append((at, 1))
            except InputError as error:
                source = passes.failure(error, found.id)
        each.append(File(article=found, source=source, whole=given.is_whole(found)))
    return Plan(files=tuple(each), sides=sides)


def far(given: Sequence[str], paths: Iterable[str]) -> Iterator[tuple[str, files.Input]]:
    """Yield the `paths` of files that URLs stand for and that are taken, with ids like those of near ones."""
    folders = [f"{_LOCAL.sub('file:/', url).rstrip('/')}/" for url in given]
    for path in files.taken(sorted(paths)):
        folder = next((folder for folder in folders if path.startswith(folder)), "")
        name = f"{folder.split('/')[-2]}/{path.removeprefix(folder)}" if folder else path
        yield path, files.Input(Path(path), name)


def readable(plan: Plan, lengths: Mapping[str, int]) -> Plan:
    """Return a plan in which failures stand for what Spark cannot give."""
    planned = list(plan.files)
    for path, places in plan.sides.items():
        reason = _why_not(path, lengths)
        for at, side in places if reason else ():
            file = planned[at]
            if isinstance(file, File) and side == 0:
                planned[at] = Failure(file.article.id, reason)
            elif isinstance(file, File) and isinstance(file.source, files.Input):
                planned[at] = msgspec.structs.replace(file, source=Failure(file.source.id, reason))
    return msgspec.structs.replace(plan, files=tuple(planned))


def _why_not(path: str, lengths: Mapping[str, int]) -> str:
    """Return why Spark cannot give a file; nothing where it can."""
    near = Path(path.removeprefix("file:"))
    if near.is_file() and not near.stat().st_size:  # Spark passes over it
        return "the file is empty"
    if path not in lengths:
        return f"Spark finds no file {path}; it passes over names that begin with _"
    return f"{path} holds more than 2 GB; cut it into smaller files" if lengths[path] > LARGEST else ""


def sides(
    plan: Plan, total: Census, given: Inputs, report: Callable[[str], object]
) -> dict[int, list[tuple[int, int]]]:
    """Return in which pairs of sisters each file is the first (0) or the second (1).

    Of several files with one id the last counts.
    """
    known: dict[str, int] = {}
    for at in sorted(map(int, total.signatures)):
        file = plan.files[at]
        if isinstance(file, File):
            known[file.article.id] = at
    signatures = {name: each for name, at in known.items() if (each := total.signatures[str(at)])}
    beside: dict[int, list[tuple[int, int]]] = {}
    pairs = passes.pairs(Census(signatures=signatures), list(known), given.sister, report)
    for number, pair in enumerate(pairs):
        for side, name in enumerate(pair):
            beside.setdefault(known[name], []).append((number, side))
    return beside

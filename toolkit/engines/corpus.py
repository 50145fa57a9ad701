"""A run over a corpus, its results in a folder: parts as JSON lines, a summary, what failed, and a manifest.

A run that was stopped goes on where it was; one that is complete is not done again.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from shutil import rmtree
from stat import S_ISDIR
from zipfile import BadZipFile

import msgspec

from toolkit import analysis, files, summary
from toolkit.engines import stages
from toolkit.engines.inputs import Inputs
from toolkit.engines.passes import Specification
from toolkit.engines.shards import Folder
from toolkit.engines.stages import Progress
from toolkit.errors import OutputError, UsageError
from toolkit.measures import Tally, spread
from toolkit.reports import json_of
from toolkit.reports.jsonl import line
from toolkit.results import TOOL, Failure, Tool

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

MANIFEST, SUMMARY, DOCUMENTS, QUARANTINE = "manifest.json", "summary.json", "documents.jsonl", "quarantine.jsonl"
COMPLETE = "complete since an earlier run; nothing was done again (--overwrite does it again)"
_WORK = ".work"
_PART = re.compile(r"part-\d{5,}\.jsonl")
_TEMPORARY = re.compile(re.escape(files.TEMPORARY) + r"[a-z0-9_]{8}")
_DAMAGE = (FileNotFoundError, BadZipFile, KeyError, ValueError)  # what a damaged work folder makes a run raise


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder of results holds; two runs are one that share the digests of `specification` and `inputs`.

    Those of `settings` and `glossary` tell what of a specification differs. That of `inputs` is empty where they
    are never known again.
    """

    version: int = 1
    tool: Tool = TOOL
    specification: str
    settings: str = ""
    glossary: str = ""
    inputs: str
    complete: bool = False
    exit_code: int = 0
    documents: int = 0
    failures: int = 0
    files: tuple[str, ...] = ()


def check(  # noqa: PLR0913 - what a run is made of
    given: Inputs,
    specification: Specification,
    output: Path,
    *,
    jobs: int,
    overwrite: bool = False,
    progress: Progress,
    report: Callable[[str], object],
) -> Manifest:
    """Check inputs and write the results into a folder; return what it holds then.

    What an earlier run with the same settings over the same files left there is made use of; of a complete one
    nothing is done again. Memory does not grow with the inputs, but for some KB for each document. `jobs` is the
    number of processes besides this one. Raises UsageError where another run is writing there, and where the
    folder holds anything else, unless it is another run and to be `overwrite`-n.
    """
    analysis.checks_for(specification.settings)
    with alone_in(output):
        return _check(given, specification, output, jobs, overwrite=overwrite, progress=progress, report=report)


def _check(  # noqa: PLR0913 - the same
    given: Inputs,
    specification: Specification,
    output: Path,
    jobs: int,
    *,
    overwrite: bool,
    progress: Progress,
    report: Callable[[str], object],
) -> Manifest:
    manifest = begun(given, specification)
    found = earlier(output, manifest, overwrite=overwrite)
    if found and found.complete:
        report(f"{output}: {COMPLETE}")
        return found
    if overwrite:
        _take_away(output / _WORK)  # which must not be there beside a manifest that is not its own
    if found:
        report(f"{output}: going on with a run that was stopped")
    files.write(output / MANIFEST, _pretty(manifest))
    if overwrite:
        _clear(output)
    _make_private(output / _WORK)
    try:
        complete = _run(given, specification, output, manifest, jobs=jobs, progress=progress, report=report)
    except KeyboardInterrupt:
        if manifest.inputs:
            report(f"{output}: stopped; the same command{' without --overwrite' * overwrite} goes on there")
        raise
    except _DAMAGE as error:
        if found is None:
            raise
        message = f"{output}: what a run that was stopped left there is damaged ({error!r}); say --overwrite"
        raise UsageError(message) from error
    _take_away(output / _WORK)
    return complete


def _run(  # noqa: PLR0913 - the same
    given: Inputs,
    specification: Specification,
    output: Path,
    manifest: Manifest,
    *,
    jobs: int,
    progress: Progress,
    report: Callable[[str], object],
) -> Manifest:
    folder = Folder(output / _WORK, output)
    number = stages.run(given, specification, folder, jobs=jobs, progress=progress, report=report)
    pieces = chain.from_iterable(told.documents for told in stages.told(folder, number))
    failures = list(stages.failures(folder, number))
    parts = [folder.part(at).name for at in range(number)]
    for name in parts:
        (output / name).stat()
    for path in output.iterdir():  # of processes that were killed
        if _TEMPORARY.fullmatch(path.name) or (_PART.fullmatch(path.name) and path.name not in parts):
            path.unlink()
    return sum_up(output, pieces, failures, parts, specification=specification, manifest=manifest)


def begun(given: Inputs, specification: Specification) -> Manifest:
    """Return the manifest of a run that begins."""
    others = [specification.settings, specification.reading, specification.baseline, specification.inline]
    return Manifest(
        specification=specification.digest,
        settings=_digest(others),
        glossary=_digest(specification.termbase),
        inputs=given.digest(),
    )


def _digest(value: object) -> str:
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


@contextmanager
def alone_in(output: Path) -> Iterator[None]:
    """Make a folder, where it is not there, and keep other runs out of it; the system lets them in after a kill.

    Raises UsageError where there is one, and OutputError where the folder cannot be made.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(output, os.O_RDONLY) if fcntl else None
    except OSError as error:
        message = f"{output}: cannot be written ({error.strerror or error})"
        raise OutputError(message) from error
    try:
        with suppress(OSError):  # not every file system knows locks
            try:
                if descriptor is not None:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                message = f"{output}: another run is writing there; wait for its end, or name another folder"
                raise UsageError(message) from error
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def earlier(output: Path, manifest: Manifest, *, overwrite: bool = False) -> Manifest | None:
    """Return what an earlier run left in a folder, None where there is none, or it is to be `overwrite`-n.

    Raises UsageError where the folder holds anything else, another run, or a complete one of which a file is gone.
    """
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return None
    try:
        found = msgspec.json.decode((output / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, ValueError) as error:
        message = f"{output}: it is not empty and holds no results of this command; name another folder"
        raise UsageError(message) from error
    if overwrite:
        return None
    if (found.specification, found.inputs) != (manifest.specification, manifest.inputs or None):
        message = (
            f"{output}: it holds a run {_difference(found, manifest)}; name another folder, or say --overwrite"
        )
        raise UsageError(message)
    gone = [name for name in found.files if not (output / name).is_file()]
    if gone:
        message = f"{output}: {gone[0]} is gone, which the run in it wrote; say --overwrite"
        raise UsageError(message)
    return found


def _difference(found: Manifest, manifest: Manifest) -> str:
    if not manifest.inputs:
        return "already, and what comes through a pipe is never known again"
    if found.tool != manifest.tool:
        return f"of version {found.tool.version}"
    told = {"settings": "with other settings", "glossary": "with another glossary", "inputs": "over other inputs"}
    return " and ".join(what for name, what in told.items() if getattr(found, name) != getattr(manifest, name))


def _make_private(work: Path) -> None:
    """Make the work folder; raises UsageError where somebody else may have put something there to be read."""
    try:
        work.mkdir(mode=0o700)
    except FileExistsError as error:
        now = work.lstat()
        private = not hasattr(os, "getuid") or (now.st_uid == os.getuid() and not now.st_mode & 0o077)
        if not (S_ISDIR(now.st_mode) and private):
            message = f"{work}: it is no folder of this user alone, and cannot be trusted; say --overwrite"
            raise UsageError(message) from error


def _take_away(work: Path) -> None:
    """Delete the work folder, or what stands in its place. Raises OutputError where that is not possible."""
    try:
        if work.is_dir() and not work.is_symlink():
            rmtree(work)
        else:
            work.unlink(missing_ok=True)
    except OSError as error:
        message = f"{work}: cannot be deleted ({error.strerror or error})"
        raise OutputError(message) from error


def _clear(output: Path) -> None:
    """Take away what runs leave in a folder, but the manifest, and nothing else."""
    for path in output.iterdir():
        if _PART.fullmatch(path.name) or path.name in {SUMMARY, DOCUMENTS, QUARANTINE}:
            path.unlink()


def sum_up(  # noqa: PLR0913 - what a run has made
    output: Path,
    pieces: Iterable[tuple[str, Tally]],
    failed: Iterable[Failure],
    parts: Sequence[str],
    *,
    specification: Specification,
    manifest: Manifest,
) -> Manifest:
    """Write what is told of the whole run beside its `parts`, and return its manifest, which is written last.

    `pieces` are the figures of each piece, by its document, in the order of the inputs; `failed` comes after them.
    """
    total, settings = Tally(), specification.settings
    documents = failures = 0
    with files.written(output / DOCUMENTS) as stream:
        for name, figures in _by_document(pieces):
            total.add(figures)
            stream.write(line("document", summary.document_result(name, figures, settings)))
            documents += 1
    with files.written(output / QUARANTINE) as stream:
        for failure in failed:
            stream.write(line("failure", failure))
            failures += 1
    files.write(output / SUMMARY, _pretty(_summary(total, specification, documents, failures)))
    complete = msgspec.structs.replace(
        manifest,
        complete=True,
        exit_code=2 if failures else int(total.fails(settings.fail_on)),
        documents=documents,
        failures=failures,
        files=(SUMMARY, DOCUMENTS, QUARANTINE, *parts),
    )
    files.write(output / MANIFEST, _pretty(complete))
    return complete


def _by_document(pieces: Iterable[tuple[str, Tally]]) -> Iterator[tuple[str, Tally]]:
    """Yield the figures of each document, whose pieces follow one another."""
    name, figures = "", Tally()
    for piece, more in pieces:
        if piece != name and name:
            yield name, figures
            figures = Tally()
        name = piece
        figures.add(more)
    if name:
        yield name, figures


def _summary(total: Tally, specification: Specification, documents: int, failures: int) -> dict[str, object]:
    settings = specification.settings
    consistency = [msgspec.to_builtins(each) for each in spread(total, specification.termbase)]
    for rendering in (rendering for each in consistency for rendering in each["renderings"]):
        del rendering["documents"]  # the parts tell them
    return {
        "version": 1,
        "tool": TOOL,
        "settings": settings,
        "glossaries": specification.termbase.sources,
        "totals": summary.totals(total, settings),
        "documents": documents,
        "failures": failures,
        "consistency": consistency,
    }


def _pretty(value: object) -> bytes:
    return msgspec.json.format(json_of(value), indent=2) + b"\n"

"""Files in and out: paths walked in a fixed order, bytes read, results written atomically."""

import os
import sys
from collections.abc import Iterator, Sequence
from glob import glob
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from toolkit.decoding import decode
from toolkit.errors import InputError, OutputError, UsageError, XindayaError
from toolkit.formats import format_for, suffixes
from toolkit.text import Document

STDIN = "-"
_GLOB = frozenset("*?[")


class Input(NamedTuple):
    """A file to read and the id of its document: the path as given, for members of a folder from its name on."""

    path: Path
    id: str


def walk(paths: Sequence[str]) -> Iterator[Input | InputError]:
    """Yield the files that paths, folders and globs stand for, each once, and an error for what is not there.

    Folders are walked in sorted order, without hidden files and what their .gitignore names; only suffixes
    that a format knows are taken. A file named outright is taken whatever it is called.
    """
    seen: set[str] = set()
    for given in paths:
        for found in _expand(given):
            key = found.path if isinstance(found, InputError) else os.path.realpath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def read(source: Input, input_format: str | None = None, encoding: str | None = None) -> Document:
    """Read one document. Raises InputError with the reason where that is not possible."""
    try:
        data = sys.stdin.buffer.read() if source.id == STDIN else source.path.read_bytes()
    except OSError as error:
        raise InputError(source.id, error.strerror or str(error)) from error
    try:
        form = format_for(".txt" if source.id == STDIN else source.path.suffix, input_format)
    except UsageError as error:
        raise InputError(source.id, str(error)) from error
    decoded = decode(data, source.id, encoding)
    if not decoded.text.strip():
        raise InputError(source.id, "the file is empty")
    return form.read(decoded, source.id, sha256(data).hexdigest())


def write(path: Path, data: bytes) -> None:
    """Write a file atomically: a new file renamed over the old. Raises OutputError; then nothing has changed."""
    temporary = None
    try:
        path = path.resolve()  # what a link points to is replaced, not the link
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            temporary = Path(stream.name)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        else:
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        message = f"{path}: cannot be written ({error.strerror or error})"
        raise OutputError(message) from error


def replace(path: Path, data: bytes, *, backup: bool) -> None:
    """Put new content into a file, the old one kept beside it as FILE.orig; nothing is done where it is the same.

    A backup that is there already is never overwritten: the next one is FILE.orig.2. Raises OutputError.
    """
    try:
        before = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read again ({error.strerror or error})"
        raise OutputError(message) from error
    if before == data:
        return
    if backup:
        names = (path.with_name(f"{path.name}.orig{'' if n == 1 else f'.{n}'}") for n in count(1))
        write(next(name for name in names if not name.exists()), before)
    write(path, data)


def _expand(given: str) -> Iterator[Input | InputError]:
    path = Path(given)
    if given == STDIN:
        yield Input(path, STDIN)
    elif path.is_dir():
        yield from _folder(path, given)
    elif path.exists():
        yield Input(path, path.as_posix())
    elif _GLOB & set(given):
        matches = [Path(match) for match in sorted(glob(given, recursive=True))]  # noqa: PTH207 - may be absolute
        yield from (Input(match, match.as_posix()) for match in matches if match.is_file())
        if not matches:
            yield InputError(given, "nothing matches")
    else:
        yield InputError(given, "there is no such file or folder")


def _folder(path: Path, given: str) -> Iterator[Input | InputError]:
    name = path.resolve().name
    members = list(_members(path))
    if not members:
        yield InputError(given, f"the folder holds no file that can be read ({', '.join(suffixes())})")
    for member in members:
        if isinstance(member, InputError):
            yield member
        else:
            yield Input(member, (Path(name) / member.relative_to(path)).as_posix())


def _members(folder: Path) -> Iterator[Path | InputError]:
    known = suffixes()
    ignored: list[tuple[Path, GitIgnoreSpec]] = []
    errors: list[OSError] = []
    for top, folders, names in os.walk(folder, onerror=errors.append):
        here = Path(top)
        rules = here / ".gitignore"
        if rules.is_file():
            lines = rules.read_text("utf-8", errors="replace").splitlines()
            ignored.append((here, GitIgnoreSpec.from_lines(lines)))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _ignores(ignored, here / f, "/"))
        for name in sorted(names):
            path = here / name
            if path.suffix.lower() in known and not name.startswith(".") and not _ignores(ignored, path):
                yield path
    for error in errors:
        yield InputError(str(error.filename), error.strerror or str(error))


def _ignores(ignored: list[tuple[Path, GitIgnoreSpec]], path: Path, end: str = "") -> bool:
    return any(
        spec.match_file(path.relative_to(base).as_posix() + end)
        for base, spec in ignored
        if path.is_relative_to(base)
    )


def reason_of(error: XindayaError) -> str:
    """Return why an input could not be read, without its name."""
    if isinstance(error, InputError):
        return ": ".join(piece for piece in (error.place, error.reason) if piece)
    return str(error)

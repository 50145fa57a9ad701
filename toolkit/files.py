"""Files in and out: paths walked in a fixed order, bytes read, results written atomically."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from filecmp import cmp
from glob import glob
from hashlib import sha256
from io import UnsupportedOperation
from itertools import count
from pathlib import Path, PurePosixPath
from shutil import copy2
from stat import S_ISREG
from tempfile import NamedTemporaryFile
from typing import BinaryIO, NamedTuple, cast

import msgspec
from pathspec import GitIgnoreSpec

from toolkit.decoding import codec
from toolkit.errors import InputError, OutputError, UsageError, XindayaError
from toolkit.formats import FORMATS, Format, format_for, suffixes
from toolkit.packing import BROKEN, NAMES, PACKED, bare, packing, unpacked
from toolkit.streams import read_whole
from toolkit.text import Document

STDIN = "-"
_NO_ARTICLES = (".", "README", "LICENSE", "CHANGELOG")  # what these begin with is not taken from a folder
_GLOB = frozenset("*?[")
TEMPORARY = ".xindaya-"  # short, so that a file whose name is as long as can be is replaced all the same


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How inputs are read: a format's name, an encoding and text fields, where the user said them.

    Raises UsageError where there is no such format or encoding.
    """

    input_format: str | None = None
    encoding: str | None = None
    fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.encoding is not None:
            codec(self.encoding)
        if self.input_format is not None:
            FORMATS.load(self.input_format)


AS_FOUND = Reading()
SOUGHT = "where its source is sought"  # how the reason ends why an article, which is read, has no source


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
        for found in map(_printable, _expand(given)):
            key = found.path if isinstance(found, InputError) else os.path.realpath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def counterpart(source: str, article: Input) -> Input:
    """Return the file in a folder that has the stem of an article, or `source` itself where it is a file.

    Raises InputError where there is none, or more than one.
    """
    found = list(walk([source]))
    if len(found) != 1 or Path(source).is_dir():
        found = [each for each in found if isinstance(each, InputError) or _stem(each) == _stem(article)]
    if len(found) != 1:
        number = "no document" if not found else f"{len(found)} documents"
        raise InputError(article.id, f"{number} called {_stem(article)} in {source}, {SOUGHT}")
    if isinstance(found[0], InputError):
        raise found[0]
    return found[0]


def _stem(found: Input) -> str:
    return bare(found.path).stem


class _Digested:
    """A stream whose bytes are taken into a digest as they pass; `passed` is told how many.

    Once it was `sought` for another place, the digest is of no use.
    """

    sought = False

    def __init__(self, raw: BinaryIO, passed: Callable[[int], object]) -> None:
        self.raw = raw
        self.passed = passed
        self.digest = sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self.raw.read(size)
        self.digest.update(data)
        self.passed(len(data))
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self.sought = True
        return self.raw.seek(offset, whence)


class Source:
    """An open input: `read` gives what it holds, unpacked.

    `state` is the size of a regular file and its time of change, in nanoseconds, when it was opened, else None.
    `passed` is called with the number of bytes whenever some have been read from the file.
    """

    def __init__(self, source: Input, raw: BinaryIO, passed: Callable[[int], object] = int) -> None:
        self.id = source.id
        self.path = source.path
        self._packing = packing(source.path)
        self._bytes = _Digested(raw, passed)
        self._stream = unpacked(self._bytes, self._packing)
        self._raw = raw
        self.state = _state(raw)

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, fewer only at the end; raises InputError where the file is broken."""
        try:
            return self._stream.read(size)
        except BROKEN as error:
            raise InputError(self.id, f"broken {NAMES[self._packing]} ({error})") from error
        except OSError as error:
            raise InputError(self.id, error.strerror or str(error)) from error

    closed = False

    def seekable(self) -> bool:
        """Tell whether any place can be read: not in a pipe, nor in what is packed."""
        return not self._packing and self._bytes.raw.seekable()

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to another place of a file that is seekable; return where that is."""
        return self._bytes.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in a file that is seekable."""
        return self._bytes.raw.tell()

    def sha256(self) -> str:
        """Return the digest of all bytes of the file, in hexadecimal; reads what is left of them."""
        if self._bytes.sought:
            self._bytes = _Digested(self._bytes.raw, int)
            self._bytes.raw.seek(0)
        while self._bytes.read(1 << 20):
            pass
        return self._bytes.digest.hexdigest()

    def require_unchanged(self) -> None:
        """Raise InputError where the file has changed since it was opened; a pipe does so all the time."""
        if _state(self._raw) != self.state:
            raise InputError(self.id, "the file changed while it was read; try again")


def _state(raw: BinaryIO) -> tuple[int, int] | None:
    """Return the size of a regular file and when it changed last, None for a pipe and for bytes in memory."""
    with suppress(UnsupportedOperation):
        now = os.fstat(raw.fileno())
        if S_ISREG(now.st_mode):
            return now.st_size, now.st_mtime_ns
    return None


@contextmanager
def opened(source: Input, passed: Callable[[int], object] = int) -> Iterator[Source]:
    """Open an input; `passed` is told how many bytes are read. Raises InputError where that is not possible."""
    if source.id == STDIN:
        yield Source(source, sys.stdin.buffer, passed)
        return
    try:
        raw = source.path.open("rb")
    except OSError as error:
        raise InputError(source.id, error.strerror or str(error)) from error
    with raw:
        yield Source(source, raw, passed)


def format_of(source: Input, reading: Reading) -> Format:
    """Return the format of an input, by name or by suffix. Raises InputError where there is none."""
    suffix = ".txt" if source.id == STDIN else bare(source.path).suffix
    options = {"fields": reading.fields} if reading.fields else {}
    try:
        return format_for(suffix, reading.input_format, options)
    except UsageError as error:
        raise InputError(source.id, str(error)) from error


def read(source: Input, reading: Reading = AS_FOUND) -> Document:
    """Read one document as a whole. Raises InputError with the reason where that is not possible."""
    with opened(source) as stream:
        return read_from(stream, source, reading)


def read_from(stream: Source, source: Input, reading: Reading = AS_FOUND) -> Document:
    """Read one document from what is open. Raises InputError with the reason where that is not possible."""
    form = format_of(source, reading)
    data = read_whole(stream, source.id)
    digest = stream.sha256()
    stream.require_unchanged()
    decoded = form.decode(data, source.id, reading.encoding)
    if not decoded.text.strip():
        raise InputError(source.id, "the file is empty")
    return form.read(decoded, source.id, digest)


@contextmanager
def written(path: Path, *, backup: bool = False, wanted: Callable[[], bool] = lambda: True) -> Iterator[BinaryIO]:
    """Open a file for writing; it takes its place only when all is written, and only if it differs.

    `wanted` is asked then whether to go on at all. `backup` keeps what is replaced as FILE.orig, or FILE.orig.2
    where that is there already. Raises OutputError; then all is as before. A pipe or a device is never
    replaced: what is written goes into it at once.
    """
    temporary = None
    try:
        if path.exists() and not path.is_file():
            with _written_into(path, backup=backup) as stream:
                yield stream
            return
        path = path.resolve()  # what a link points to is replaced, not the link
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=TEMPORARY, delete=False) as new:
            temporary = Path(new.name)
            yield cast("BinaryIO", new)
            new.flush()
            os.fsync(new.fileno())
        if not wanted() or (path.exists() and cmp(path, temporary, shallow=False)):
            return
        temporary.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_mask())
        if backup and path.exists():
            names = (path.with_name(f"{path.name}.orig{'' if n == 1 else f'.{n}'}") for n in count(1))
            copy2(path, next(name for name in names if not name.exists()))
        temporary.replace(path)
        temporary = None
    except OSError as error:
        message = f"{path}: cannot be written ({error.strerror or error})"
        raise OutputError(message) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Write a file atomically: a new file renamed over the old. Raises OutputError; then nothing has changed."""
    with written(path) as stream:
        stream.write(data)


@contextmanager
def _written_into(path: Path, *, backup: bool) -> Iterator[BinaryIO]:
    if backup:
        message = "it is no regular file, so it cannot be kept and replaced"
        raise OSError(message)
    with path.open("wb") as stream:
        yield stream


def _printable(found: Input | InputError) -> Input | InputError:
    """Return what was found, or an error where its name has bytes that are no UTF-8, which nothing could print."""
    name = found.path if isinstance(found, InputError) else found.id
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        if isinstance(found, InputError):
            return found.because_of(shown)
        return InputError(shown, "the name is no UTF-8: rename it")
    return found


def _expand(given: str) -> Iterator[Input | InputError]:
    path = Path(given)
    if given == STDIN:
        yield Input(path, STDIN)
        return
    reason = "there is no such file or folder"
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        is_folder = is_there = False
        reason = error.strerror or str(error)
    if is_folder:
        yield from _folder(path, given)
    elif is_there:
        yield Input(path, path.as_posix())
    elif _GLOB & set(given):
        yield from _matches(given)
    else:
        yield InputError(given, reason)


def _matches(given: str) -> Iterator[Input | InputError]:
    """Yield the files that a glob matches and those in folders it matches; `**` at its end names each file."""
    matches = sorted(glob(given, recursive=True))  # noqa: PTH207 - may be absolute
    if not matches:
        yield InputError(given, "nothing matches")
    for match in matches:
        path = Path(match)
        if path.is_file():
            yield Input(path, path.as_posix())
        elif path.is_dir() and Path(given).name != "**":
            yield from _folder(path, match)


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


def taken(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that are taken from a folder: of a format that is known, not hidden, no README."""
    known = tuple(suffix + packed for suffix in suffixes() for packed in ("", *PACKED))
    for name in names:
        if name.lower().endswith(known) and not PurePosixPath(name).name.startswith(_NO_ARTICLES):
            yield name


def _members(folder: Path) -> Iterator[Path | InputError]:
    ignored: list[tuple[Path, GitIgnoreSpec]] = []
    errors: list[OSError] = []
    for top, folders, names in os.walk(folder, onerror=errors.append):
        here = Path(top)
        if ".gitignore" in names:
            ignored.append((here, _rules(here / ".gitignore")))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _ignores(ignored, here / f, "/"))
        yield from (here / name for name in taken(sorted(names)) if not _ignores(ignored, here / name))
    for error in errors:
        yield InputError(str(error.filename), error.strerror or str(error))


def _rules(path: Path) -> GitIgnoreSpec:
    """Return the rules of a .gitignore; none where it cannot be read, and without lines that are no patterns."""
    lines: list[str] = []
    with suppress(OSError):
        if path.is_file():
            lines = path.read_text("utf-8", errors="replace").splitlines()
    return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _ignores(ignored: list[tuple[Path, GitIgnoreSpec]], path: Path, end: str = "") -> bool:
    return any(
        spec.match_file(path.relative_to(base).as_posix() + end)
        for base, spec in ignored
        if path.is_relative_to(base)
    )


def _mask() -> int:
    """Return the process's mask for new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def reason_of(error: XindayaError) -> str:
    """Return why an input could not be read, without its name."""
    if isinstance(error, InputError):
        return ": ".join(piece for piece in (error.place, error.reason) if piece)
    return str(error)

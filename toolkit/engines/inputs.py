"""What a run reads: files found by their paths, cut into pieces, each with the source that it renders."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path

import msgspec

from toolkit import files
from toolkit.engines import passes
from toolkit.engines.passes import Piece
from toolkit.errors import InputError, UsageError
from toolkit.repetition import Repetition
from toolkit.results import Failure
from toolkit.text import Document

Found = files.Input | InputError


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The inputs of a run in their order.

    `source` is the Chinese document that they render, or a folder that holds one of the same stem for each.
    `sister` are the ids of two that render one text.
    """

    found: tuple[Found, ...]
    reading: files.Reading = files.AS_FOUND
    source: str | None = None
    sister: tuple[str, str] | None = None

    @property
    def paths(self) -> dict[str, str]:
        """The files of documents whose id is no path, such as the members of a folder."""
        inside = {each.id: each.path.as_posix() for each in self.found if isinstance(each, files.Input)}
        return {name: path for name, path in inside.items() if name not in {path, files.STDIN}}

    @property
    def size(self) -> int:
        """The number of bytes of all files."""
        return sum(found.path.stat().st_size for found in self._files())

    def pieces(self, passed: Callable[[int], object] = int) -> Iterator[Piece | Failure]:
        """Yield the pieces of all inputs; what cannot be read is a failure, and the rest goes on.

        `passed` is told how many bytes are read.
        """
        for found in self.found:
            if isinstance(found, InputError):
                yield passes.failure(found, found.path)
                continue
            try:
                for piece in self._cut(found, passed):
                    yield msgspec.structs.replace(piece, source=self._source(found)) if self.source else piece
            except Exception as error:  # noqa: BLE001 - whatever a format raises, the run goes on
                yield passes.failure(error, found.id)

    def rereadable(self, passed: Callable[[int], object] = int) -> Iterator[Piece]:
        """Yield the pieces of what can be read a second time; what cannot be read at all is passed by."""
        for found in self._files():
            with suppress(Exception):  # `pieces` tells
                yield from self._cut(found, passed)

    def digest(self) -> str:
        """Return what stands for all inputs as they are now, by size and time of change, in hexadecimal.

        It is empty where one is no regular file, whose text nobody could know again.
        """
        stamps = [_stamp(found) for found in chain(self.found, files.walk([self.source]) if self.source else ())]
        if None in stamps:
            return ""
        told = [(self.source, self.sister), *stamps]
        return sha256(msgspec.json.encode(told)).hexdigest()

    def _files(self) -> Iterator[files.Input]:
        for found in self.found:
            if not isinstance(found, InputError) and found.id != files.STDIN and found.path.is_file():
                yield found

    def _cut(self, found: files.Input, passed: Callable[[int], object]) -> Iterator[Piece]:
        with files.opened(found, passed) as source:
            yield from passes.pieces(source, found, self.reading, whole=self.is_whole(found))
            source.require_unchanged()

    def is_whole(self, found: files.Input) -> bool:
        """Tell whether a file must not be cut, since it is to be aligned with another."""
        return self.source is not None or found.id in (self.sister or ())

    def _source(self, found: files.Input) -> Document | Failure:
        try:
            return files.read(files.counterpart(str(self.source), found), self.reading)
        except Exception as error:  # noqa: BLE001 - the same
            return passes.failure(error, found.id)


def find(
    paths: Sequence[str],
    reading: files.Reading = files.AS_FOUND,
    *,
    source: str | None = None,
    sister: tuple[str, str] | None = None,
) -> Inputs:
    """Return what paths, folders and globs stand for. Raises UsageError where `source` or `sister` do not fit."""
    found = tuple(files.walk([*paths, *(sister or ())]))
    given = _ids(found, sister)
    if source and not Path(source).is_dir() and len(found) > (2 if given else 1):
        message = f"{source} is one source for {len(found)} articles; name a folder with one of each stem"
        raise UsageError(message)
    return Inputs(found=found, reading=reading, source=source, sister=given)


def repetition(inputs: Iterable[Found], reading: files.Reading) -> Repetition:
    """Return in how many documents, files or records, each line stands; what cannot be read is passed by.

    Each input is read once, so that pipes, which cannot be read again, are none of them.
    """
    return passes.count_lines(Inputs(found=tuple(inputs), reading=reading).rereadable())


def _stamp(found: Found) -> tuple[str, int, int] | None:
    """Return what stands for an input, None where it is no regular file."""
    if isinstance(found, InputError):
        return str(found), 0, 0
    if found.id == files.STDIN or not found.path.is_file():
        return None
    now = found.path.stat()
    return found.id, now.st_size, now.st_mtime_ns


def _ids(inputs: Iterable[Found], paths: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return by what ids files are known among the inputs. Raises UsageError where a path is none of them."""
    if paths is None:
        return None
    known = {os.path.realpath(found.path): found.id for found in inputs if isinstance(found, files.Input)}
    one, other = (known.get(os.path.realpath(path)) for path in paths)
    if one is None or other is None or one == other:
        message = f"--sister names two files, not {' and '.join(paths)}"
        raise UsageError(message)
    return one, other

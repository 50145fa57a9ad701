"""Repaired files written, each by one process, and which of them need not be done again."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from toolkit import __version__, files
from toolkit.cleaning import Cleaning
from toolkit.engines import local
from toolkit.engines.workers import Died, Workers
from toolkit.errors import InputError, OutputError
from toolkit.packing import packed, packing
from toolkit.repetition import Repetition

JOURNAL = ".xindaya-clean.jsonl"  # in a folder of repaired files, which of them are done
_Stamp = tuple[int, int]  # size and time of change, in nanoseconds


class Order(msgspec.Struct, frozen=True):
    """A file to be repaired and where it goes."""

    found: files.Input
    place: Path


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How files are repaired and written.

    In place, a file in which there is nothing to edit stays as it is, byte for byte; a `backup` is FILE.orig.
    """

    reading: files.Reading
    cleaning: Cleaning
    in_utf8: bool = True
    in_place: bool = False
    backup: bool = False


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a file that was repaired; `before` is its size and time of change when it was read."""

    order: Order
    before: _Stamp | None
    edits: int
    lines_otherwise: int
    flags: int
    problems: tuple[InputError, ...] = ()


class _Entry(msgspec.Struct, frozen=True):
    """A line of the journal: what was made of which file, and how."""

    place: str
    manner: str
    before: _Stamp
    after: _Stamp


def rewrite(
    orders: Sequence[Order], manner: Manner, jobs: int, passed: Callable[[int], object] = int
) -> Iterator[Done | InputError | OutputError]:
    """Repair files in `jobs` processes, one in this one, and tell of each, in order.

    `passed` is told how many bytes are read. What cannot be read or written is an error, and the rest goes on.
    """
    if jobs == 1:
        for order in orders:
            yield _done(order, manner, passed)
        return
    with Workers(jobs, begin, manner) as workers:
        for order, result in workers.map(work, orders):
            passed(order.found.path.stat().st_size if order.found.path.is_file() else 0)
            yield InputError(order.found.id, result.reason) if isinstance(result, Died) else result


_manners: list[Manner] = []  # the one of this process, once `begin` was called


def begin(manner: Manner) -> None:
    """Prepare this process to repair files."""
    _manners[:] = [manner]


def work(order: Order) -> Done | InputError | OutputError:
    """Repair a file in a process that was prepared."""
    (manner,) = _manners
    return _done(order, manner)


class Journal:
    """Which files of a folder are repaired already, in the same manner, and unchanged on both sides since.

    With `overwrite` it takes none of them for repaired.
    """

    def __init__(self, folder: Path, manner: Manner, *, overwrite: bool = False) -> None:
        self._path = folder / JOURNAL
        self._manner = _digest(manner)
        self._entries: dict[str, _Entry] = {}
        with suppress(OSError):
            for line in () if overwrite else self._lines():
                with suppress(msgspec.MsgspecError):  # the last one may be torn
                    entry = msgspec.json.decode(line, type=_Entry)
                    self._entries[entry.place] = entry

    def holds(self, order: Order) -> bool:
        """Tell whether a file need not be done again."""
        entry = self._entries.get(str(order.place))
        return entry is not None and entry == self._entry(order, _stamp(order.found.path))

    def add(self, done: Done) -> None:
        """Note a file that was repaired; one with problems is tried again the next time. Raises OutputError."""
        entry = None if done.problems else self._entry(done.order, done.before)
        if entry is None:
            return
        try:
            with open(self._path, "ab", opener=_not_through_a_link) as stream:
                stream.write(msgspec.json.encode(entry) + b"\n")
        except OSError as error:
            message = f"{self._path}: cannot be written ({error.strerror or error})"
            raise OutputError(message) from error

    def _lines(self) -> list[bytes]:
        with open(self._path, "rb", opener=_not_through_a_link) as stream:
            return stream.read().splitlines()

    def _entry(self, order: Order, before: _Stamp | None) -> _Entry | None:
        after = _stamp(order.place)
        return _Entry(str(order.place), self._manner, before, after) if before and after else None


def _not_through_a_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def _stamp(path: Path) -> _Stamp | None:
    with suppress(OSError):
        now = path.stat()
        return now.st_size, now.st_mtime_ns
    return None


def _done(order: Order, manner: Manner, passed: Callable[[int], object] = int) -> Done | InputError | OutputError:
    try:
        with local.clean(order.found, manner.reading, manner.cleaning, passed) as file, ExitStack() as stack:
            wanted = (lambda: file.edits + file.lines_otherwise > 0) if manner.in_place else (lambda: True)
            stream = stack.enter_context(
                files.written(order.place, backup=manner.in_place and manner.backup, wanted=wanted)
            )
            stream = stack.enter_context(packed(stream, packing(order.place)))
            for data in file.rewritten(in_utf8=manner.in_utf8):
                stream.write(data)
            return Done(
                order=order,
                before=file.state,
                edits=file.edits,
                lines_otherwise=file.lines_otherwise,
                flags=file.flags,
                problems=tuple(file.problems),
            )
    except (InputError, OutputError) as error:
        return error


def _digest(manner: Manner) -> str:
    """Return what stands for a manner, in hexadecimal."""
    lines: Repetition | None = manner.cleaning.repetition
    told = msgspec.structs.replace(manner, cleaning=msgspec.structs.replace(manner.cleaning, repetition=None))
    digest = sha256(__version__.encode() + msgspec.json.encode(told, order="deterministic"))
    if lines is not None:
        digest.update(lines.digest())
    return digest.hexdigest()

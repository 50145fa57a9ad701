"""Glossary files: one module for each format, bytes in, concepts out and back.

A reader reports every problem of a file in one TermbaseError; it never returns a part of a broken glossary
unless it is asked to.
"""

import sys
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, ClassVar

import msgspec

from toolkit.errors import InputError, TermbaseError, UsageError
from toolkit.parts import Family, Part
from toolkit.shipped import find
from toolkit.termbase import Concept, Source, Termbase

LARGEST = 512  # MiB; a glossary of 100,000 concepts has about 80
DELIMITERS = {".csv": ",", ".tsv": "\t"}
STDIN = "-"


class Reading(msgspec.Struct, frozen=True):
    """What a file gave: its concepts, every entry that is broken, and what was passed over.

    `lost` counts the concepts that are not there, or not in full, since an entry is broken.
    """

    concepts: tuple[Concept, ...]
    problems: tuple[InputError, ...] = ()
    notes: tuple[str, ...] = ()
    lost: int = 0

    def told(self, *, whole: bool) -> tuple[str, ...]:
        """Return the notes, with one on what is lost where a glossary need not be whole."""
        lost = () if whole or not self.lost else (f"concepts lost, in whole or in part: {self.lost:,}",)
        return self.notes + lost


class TermbaseFormat(Part, frozen=True):
    """One glossary format, known by its name or by the suffixes of its files."""

    suffixes: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def examine(self, data: bytes, path: str) -> Reading:
        """Return what a file holds, broken entries left out. Raises FormatError where nothing can be read."""

    @abstractmethod
    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write concepts and return a note for all that the format has no room for.

        Of a format without notes: reading gives the same concepts again, designations by language.
        """

    def fitting(self, concepts: Sequence[Concept]) -> Sequence[Concept]:
        """Return the concepts of which `write` writes anything: all of them, but for a translation service."""
        return concepts

    def read(self, data: bytes, path: str) -> tuple[Concept, ...]:
        """Return the concepts of a file. Raises TermbaseError with every problem that it has."""
        reading = self.examine(data, path)
        if reading.problems:
            raise TermbaseError(path, reading.problems)
        return reading.concepts


TERMBASE_FORMATS: Family[TermbaseFormat] = Family("toolkit.termbases", TermbaseFormat)


def format_for(path: Path, name: str | None = None, options: Mapping[str, object] | None = None) -> TermbaseFormat:
    """Return the format of that name, else the one of the file's suffix, with those of the options that it has.

    The columns of a named format that has no suffix are apart by what the suffix says, .csv or .tsv. Raises
    UsageError where there is no such format.
    """
    suffix = path.suffix.lower()
    if name is not None:
        part = TERMBASE_FORMATS.load(name)
        told = {"delimiter": DELIMITERS[suffix]} if not part.suffixes and suffix in DELIMITERS else {}
        given = {**(options or {}), **told}
        return TERMBASE_FORMATS.build(name, {key: given[key] for key in part.__struct_fields__ if key in given})
    if suffix[1:] in TERMBASE_FORMATS.names() and suffix in TERMBASE_FORMATS.load(suffix[1:]).suffixes:
        return TERMBASE_FORMATS.build(suffix[1:])  # the rest of them need not be imported
    parts = {suffix: part for part in TERMBASE_FORMATS.in_order() for suffix in part.suffixes}
    if suffix not in parts:
        message = f"{path}: no glossary format has the suffix {path.suffix!r}; there are {', '.join(parts)}"
        raise UsageError(message)
    return parts[suffix]()


def load(
    *paths: Path,
    form: str | None = None,
    broken: Callable[[InputError], None] | None = None,
    note: Callable[[str], None] | None = None,
) -> Termbase:
    """Read glossary files, or folders of them, as one termbase; of concepts with one id the last counts.

    `form` names the format where the suffix does not tell it; the path - is standard input. With `broken`, it
    is called with each problem and all else is loaded; without it TermbaseError is raised with all problems of
    all files. `note` is called with what was passed over. Raises InputError where a file is not there.
    """
    concepts: dict[str, Concept] = {}
    sources: list[Source] = []
    problems: list[InputError] = []
    for path in paths:
        members = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not members:
            raise InputError(str(path), "the folder holds no glossary (*.csv)")
        data = [_bytes(member) for member in members]
        read: dict[str, Concept] = {}
        for member, content in zip(members, data, strict=True):
            try:
                reading = format_for(member, form).examine(content, str(member))
            except InputError as error:
                problems.append(error)
                continue
            problems += reading.problems
            problems += [
                InputError(str(member), f"the concept {concept.id!r} stands in another file of the folder too")
                for concept in reading.concepts
                if concept.id in read
            ]
            read |= {concept.id: concept for concept in reading.concepts if concept.id not in read}
            if note:
                for passed in reading.told(whole=not broken):
                    note(f"{member}: {passed}")
        concepts |= read
        name = f"xindaya/{path.name}" if path == shipped(path.stem) else path.as_posix()
        sources.append(Source(name, sha256(b"".join(data)).hexdigest(), len(read)))
    if broken:
        for problem in problems:
            broken(problem)
    elif problems:
        raise TermbaseError(problems[0].path, tuple(problems)) if len(problems) > 1 else problems[0]
    return Termbase(tuple(concepts.values()), tuple(sources))


def _bytes(path: Path) -> bytes:
    """Read a file. Raises InputError where it is not there or larger than a glossary can be."""
    try:
        stream = sys.stdin.buffer if str(path) == STDIN else path.open("rb")
        with stream:
            data = stream.read((LARGEST << 20) + 1)
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from error
    if len(data) > LARGEST << 20:
        raise InputError(str(path), f"it is larger than {LARGEST} MiB, the most that a glossary may have")
    return data


def shipped(name: str = "policy") -> Path:
    """Return the place of a glossary that comes with the toolkit, in an installation or a source tree."""
    return find(f"{name}.tbx")

"""Glossary files: one module for each format, bytes in, concepts out and back.

A reader reports every problem of a file in one TermbaseError; it never returns a part of a broken glossary.
"""

from abc import abstractmethod
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import IO, ClassVar

from toolkit.errors import InputError, TermbaseError, UsageError
from toolkit.parts import Family, Part
from toolkit.termbase import Concept, Source, Termbase


class TermbaseFormat(Part, frozen=True):
    """One glossary format, known by the suffixes of its files."""

    suffixes: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def read(self, data: bytes, path: str) -> tuple[Concept, ...]:
        """Return the concepts of a file. Raises TermbaseError with every problem that it has."""

    @abstractmethod
    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> None:
        """Write concepts; reading them again gives the same."""


TERMBASE_FORMATS: Family[TermbaseFormat] = Family("toolkit.termbases", TermbaseFormat)


def format_for(path: Path) -> TermbaseFormat:
    """Return the format of a file by its suffix. Raises UsageError where no format has it."""
    known = {suffix: part for part in TERMBASE_FORMATS.in_order() for suffix in part.suffixes}
    part = known.get(path.suffix.lower())
    if part is None:
        message = f"{path}: no glossary format has the suffix {path.suffix!r}; there are {', '.join(known)}"
        raise UsageError(message)
    return part()


def load(*paths: Path) -> Termbase:
    """Read glossary files, or folders of them, as one termbase; of concepts with one id the last counts.

    Raises InputError where a file cannot be read, TermbaseError with all problems of all files.
    """
    concepts: dict[str, Concept] = {}
    sources: list[Source] = []
    problems: list[InputError] = []
    for path in paths:
        try:
            members = sorted(path.glob("*.csv")) if path.is_dir() else [path]
            if not members:
                raise InputError(str(path), "the folder holds no glossary (*.csv)")
            data = [member.read_bytes() for member in members]
        except OSError as error:
            raise InputError(str(path), error.strerror or str(error)) from error
        read: list[Concept] = []
        for member, content in zip(members, data, strict=True):
            try:
                made = format_for(member).read(content, str(member))
            except TermbaseError as error:
                problems += error.problems
                continue
            twice = {concept.id for concept in read} & {concept.id for concept in made}
            problems += [
                InputError(str(member), f"the concept {name!r} stands in another file of the folder too")
                for name in sorted(twice)
            ]
            read += made
        concepts |= {concept.id: concept for concept in read}
        name = f"xindaya/{path.name}" if path == shipped(path.stem) else path.as_posix()
        sources.append(Source(name, sha256(b"".join(data)).hexdigest(), len(read)))
    if problems:
        raise TermbaseError(problems[0].path, tuple(problems))
    return Termbase(tuple(concepts.values()), tuple(sources))


def shipped(name: str = "policy") -> Path:
    """Return the place of a glossary that comes with the toolkit, in an installation or a source tree."""
    installed = Path(str(files("toolkit"))) / "shipped" / f"{name}.tbx"
    return installed if installed.exists() else Path(__file__).parents[2] / "glossaries" / f"{name}.tbx"

"""The pipeline of glossary lint: glossary files become flaws with their places. Prints nothing."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
import regex

from toolkit import __version__, linting, shipped, termbases
from toolkit.decoding import decode
from toolkit.errors import InputError
from toolkit.files import reason_of
from toolkit.findings import Severity
from toolkit.results import Failure, Tool
from toolkit.settings import SEVERITIES
from toolkit.termbase import Concept, Source, Termbase

_TEXTS = {".csv", ".tsv", ".tbx", ".xml", ".json"}
# A row that begins with the id, an element or an object that has it.
_BEGINNING = regex.compile(r"""(?:[^"\n]{0,200}\bid="|[\s{]*"id":\s*"|"?)([^",\t\n]{1,200})[",\t]""")
_NUMBERED = regex.compile(r"""\s{0,9}"?\d{1,9}"?[,\t]"?([^",\t\n]{1,200})[",\t]""")  # or with its running number
_REACH = 500  # lines after the first one of a concept in which its designations are sought


class FlawResult(msgspec.Struct, frozen=True, kw_only=True):
    """One flaw. `line` counts from 1, None where the file has no lines; `term` is empty for a whole concept."""

    rule: str
    severity: str
    file: str
    line: int | None
    concept: str
    zh: str
    term: str
    message: str
    advice: str


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """All that glossary lint tells; `notes` is of what was passed over."""

    version: int = 1
    tool: Tool = Tool("xindaya", __version__)
    glossaries: tuple[Source, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...] = ()
    flaws: tuple[FlawResult, ...]

    def exit_code(self, fail_on: str) -> int:
        """Return 2 where a file could not be read, 1 where a flaw is as grave as `fail_on`, else 0."""
        bad = () if fail_on == "never" else SEVERITIES[SEVERITIES.index(fail_on) :]
        return 2 if self.failures else int(any(flaw.severity in bad for flaw in self.flaws))


def review(paths: Iterable[Path], rules: Iterable[linting.LintRule]) -> Review:
    """Return the flaws of glossaries taken as one: files, folders, or names of those that come along.

    Of concepts with one id the last counts.
    Each broken entry, and each file that cannot be read, is a failure; the rest is looked at all the same.
    """
    concepts: dict[str, tuple[Concept, _Places]] = {}
    sources: list[Source] = []
    problems: list[InputError] = []
    notes: list[str] = []
    for named in paths:
        try:
            path = shipped.glossary(named)
            termbase = termbases.load(path, broken=problems.append, note=notes.append)
        except InputError as error:
            problems.append(error)
        else:
            places = _Places(path)
            concepts |= {concept.id: (concept, places) for concept in termbase.concepts}
            sources += termbase.sources
    failures = tuple(Failure(problem.path, reason_of(problem)) for problem in problems)
    flaws = linting.inspect(Termbase(tuple(concept for concept, _ in concepts.values())), rules)
    results = [_result(flaw, concepts[flaw.concept.id][1]) for flaw in flaws]
    results.sort(key=lambda result: (result.file, result.line or 0, -Severity[result.severity.upper()]))
    return Review(glossaries=tuple(sources), failures=failures, notes=tuple(notes), flaws=tuple(results))


def _result(flaw: linting.Flaw, places: "_Places") -> FlawResult:
    file, line = places.find(flaw.concept.id, flaw.term)
    return FlawResult(
        rule=flaw.rule,
        severity=flaw.severity.word,
        file=file,
        line=line,
        concept=flaw.concept.id,
        zh=flaw.concept.zh,
        term=flaw.term,
        message=flaw.message,
        advice=flaw.advice,
    )


class _Places:
    """Where the concepts of a glossary stand, a file or a folder of them. Reading is linear, once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, concept: str, term: str) -> tuple[str, int | None]:
        """Return file and line of a designation, or of its concept where it is none; lines count from 1."""
        if concept not in self._concepts:
            return str(self._path), None
        file, first = self._concepts[concept]
        quoted = '"' + term.replace('"', '""') + '"', msgspec.json.encode(term).decode()
        cells = f",{term},", f"\t{term}\t", f">{escape(term)}<", *quoted
        following = enumerate(self._lines[file][first : first + _REACH], start=first + 1)
        shown = (number for number, line in following if term and any(cell in line for cell in cells))
        return file, next(shown, first + 1)

    @cached_property
    def _lines(self) -> Mapping[str, list[str]]:
        members = sorted(self._path.iterdir()) if self._path.is_dir() else [self._path]
        read = {str(member): member.read_bytes() for member in members if member.suffix.lower() in _TEXTS}
        return {file: decode(data, file).text.split("\n") for file, data in read.items()}

    @cached_property
    def _concepts(self) -> Mapping[str, tuple[str, int]]:
        return dict(reversed(list(self._beginnings())))

    def _beginnings(self) -> Iterator[tuple[str, tuple[str, int]]]:
        for file, lines in self._lines.items():
            for number, line in enumerate(lines):
                matches = _BEGINNING.match(line), _NUMBERED.match(line)
                yield from ((match[1], (file, number)) for match in matches if match)

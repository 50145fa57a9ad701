"""The embedded engine: one process, documents in the order in which they come."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

import msgspec

from toolkit import analysis, census, files, measures, preparation, suppression, units
from toolkit.alignment.bilingual import Terms
from toolkit.analysis import Inspected
from toolkit.article import Article
from toolkit.checks import Check
from toolkit.cleaning import Cleaned, CleanedDocument, Cleaning
from toolkit.context import Context
from toolkit.errors import FormatError, InputError, UsageError
from toolkit.findings import Finding
from toolkit.formats import Format
from toolkit.furniture import mark
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.repetition import Repetition
from toolkit.results import Analysis, Failure, SisterResult
from toolkit.settings import Settings
from toolkit.streams import Window, windows
from toolkit.termbase import Termbase

Found = files.Input | InputError


def check(  # noqa: PLR0913 - each is one thing that a caller may want
    paths: Sequence[str],
    termbase: Termbase,
    settings: Settings,
    *,
    source: str | None = None,
    sister: tuple[str, str] | None = None,
    baseline: frozenset[str] = frozenset(),
    inline: bool = True,
    reading: files.Reading = files.AS_FOUND,
    progress: Callable[[list[Found]], Iterable[Found]] = iter,
    report: Callable[[str], object] = str,
) -> Analysis:
    """Check files and folders; `progress` wraps the loop over inputs, `report` is told what goes wrong.

    `source` is the Chinese document that they render, or a folder that holds one of the same stem for each.
    `sister` are two of them, or two more, that render one text; others are found out.
    `baseline` are fingerprints of findings that are lived with; `inline` heeds comments that allow some.
    An input that cannot be read is a failure of the analysis, and the rest goes on. Raises UsageError where
    the settings name no rule.
    """
    checks = analysis.checks_for(settings)
    renderings = CompiledTermbase(termbase, units.load())
    articles: list[Article] = []
    failures: list[Failure] = []
    inputs = list(files.walk([*paths, *(sister or ())]))
    given = _ids(inputs, sister)
    if source and not Path(source).is_dir() and len(inputs) > (2 if given else 1):
        message = f"{source} is one source for {len(inputs)} articles; name a folder with one of each stem"
        raise UsageError(message)
    lines = repetition(inputs, reading)
    terms: Terms | None = None
    for found in progress(inputs):
        try:
            if isinstance(found, InputError):
                raise found
            document = files.read(found, reading)
        except InputError as error:
            failures.append(Failure(error.path, files.reason_of(error)))
            report(str(error))
            continue
        for problem in document.problems:
            failures.append(Failure(problem.path, files.reason_of(problem)))
            report(str(problem))
        if document.texts and all(text.language == "zh" for text in document.texts):
            report(f"{document.id}: passed over, since it is Chinese and not a translation")
            continue
        marked = tuple(mark(text, lines) for text in document.texts)
        document = msgspec.structs.replace(document, texts=marked)
        try:
            origin = files.read(files.counterpart(source, found), reading) if source else None
        except InputError as error:
            failures.append(Failure(error.path, files.reason_of(error)))
            report(str(error))
            origin = None
        if origin is not None or any(text.source is not None for text in document.texts):
            terms = terms or Terms(termbase, renderings.listed)
            articles.append(preparation.prepare_pair(document, origin, renderings, terms))
        else:
            articles.append(preparation.prepare(document, renderings))
    inspected, sisters = _inspected(articles, given, termbase, checks, settings)
    unknown = (
        suppression.apply(found, settings, baseline, suppression.allowed(article.document) if inline else ())
        for article, found in zip(articles, inspected, strict=True)
    )
    made = analysis.sum_up(unknown, failures, termbase, settings, sisters)
    inside = {each.id: each.path.as_posix() for each in inputs if isinstance(each, files.Input)}
    outside = {name: path for name, path in inside.items() if name not in {path, files.STDIN}}
    return msgspec.structs.replace(made, paths=outside)


def _ids(inputs: Sequence[Found], paths: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return by what ids files are known among the inputs. Raises UsageError where a path is none of them."""
    if paths is None:
        return None
    known = {os.path.realpath(found.path): found.id for found in inputs if isinstance(found, files.Input)}
    one, other = (known.get(os.path.realpath(path)) for path in paths)
    if one is None or other is None or one == other:
        message = f"--sister names two files, not {' and '.join(paths)}"
        raise UsageError(message)
    return one, other


def _inspected(
    articles: Sequence[Article],
    given: tuple[str, str] | None,
    termbase: Termbase,
    checks: Sequence[Check],
    settings: Settings,
) -> tuple[list[Inspected], list[SisterResult]]:
    """Count, then look at each article and at those that are said, or seem, to render one text."""
    total = census.merge(*map(census.count, articles))
    context = Context(termbase=termbase, census=total)
    by_id = {article.document.id: article for article in articles}
    order = {name: at for at, name in enumerate(by_id)}
    found_out = (sorted(pair, key=order.__getitem__) for pair in total.sisters() if {*pair} != {*(given or ())})
    differences: dict[str, list[Finding]] = {}
    sisters: list[SisterResult] = []
    for one, other in chain([given] if given and by_id.keys() >= set(given) else [], found_out):
        compared = analysis.compare(by_id[one], by_id[other], context, checks)
        sisters.append(compared.sister)
        for finding in compared.findings:
            differences.setdefault(finding.address.document, []).append(finding)
    inspected = [
        analysis.inspect(article, context, checks, settings, differences.get(article.document.id, ()))
        for article in articles
    ]
    return inspected, sisters


class CleanedFile:
    """One input on its way through repair; what it tells of its repair grows while its windows are read.

    `lines_otherwise` is how many lines were not in the encoding of the file; `edits` does not count them.
    """

    def __init__(self, source: files.Source, cleaning: Cleaning, encoding: str | None) -> None:
        self.id = source.id
        self.path = source.path
        self.celled = cleaning.form.celled
        self.problems: list[InputError] = []
        self.edits = 0
        self.lines_otherwise = 0
        self.flags = 0
        self._source = source
        self._cleaning = cleaning
        self._encoding = encoding

    def windows(self) -> Iterator[tuple[Window, Cleaned]]:
        """Yield each window and what repair makes of it. Raises InputError where the file cannot be read."""
        form = self._cleaning.form
        for window in _windows(self._source, form, self._encoding):
            if window.first and window.last and not window.decoded.text.strip():
                raise InputError(self.id, "the file is empty")
            cleaned = self._cleaning.clean(window)
            self.lines_otherwise += len(window.decoded.lines_otherwise)
            self.problems += [problem.because_of(self.id) for problem in cleaned.problems]
            self.edits += cleaned.changes
            self.flags += len(cleaned.flagged)
            yield window, cleaned
        self._source.require_unchanged()

    def document(self) -> CleanedDocument:
        """Return the whole file after repair."""
        pieces = [cleaned for _, cleaned in self.windows()]
        return CleanedDocument(
            id=self.id,
            text="".join(piece.text for piece in pieces),
            sha256=self._source.sha256(),
            edits=tuple(edit for piece in pieces for edit in piece.edits),
            flagged=tuple(flag for piece in pieces for flag in piece.flagged),
            furniture=tuple(place for piece in pieces for place in piece.furniture),
        )


def _windows(source: files.Source, form: Format, encoding: str | None) -> Iterator[Window]:
    return windows(source, source.id, encoding, tear=form.tears, whole=form.whole, decode=form.decode)


@contextmanager
def clean(
    found: Found, reading: files.Reading, cleaning: Cleaning, passed: Callable[[int], object] = int
) -> Iterator[CleanedFile]:
    """Open an input for repair; its format is put into `cleaning`, `passed` is told how many bytes are read.

    Raises InputError where it cannot be read.
    """
    if isinstance(found, InputError):
        raise found
    with files.opened(found, passed) as source:
        form = files.format_of(found, reading)
        yield CleanedFile(source, msgspec.structs.replace(cleaning, form=form), reading.encoding)


def repetition(inputs: Iterable[Found], reading: files.Reading) -> Repetition:
    """Return in how many documents, files or records, each line stands; what cannot be read is passed by.

    Each input is read once, so that pipes, which cannot be read again, are none of them. Of a file in windows the
    first and the last one count.
    """
    total = Repetition()
    for found in inputs:
        if not isinstance(found, InputError) and found.id != files.STDIN and found.path.is_file():
            with suppress(InputError), files.opened(found) as source:
                _count_lines(source, found, reading, total)
    return total


def _count_lines(source: files.Source, found: files.Input, reading: files.Reading, total: Repetition) -> None:
    form = files.format_of(found, reading)
    lines: list[str] = []
    for window in _windows(source, form, reading.encoding):
        for run in form.runs(window.decoded.text):
            if isinstance(run, FormatError) or run.furniture is None:
                continue
            if run.part is not None:
                total.add(run.text(window.decoded.text).text.split("\n"))
            elif window.first or window.last:
                lines += run.text(window.decoded.text).text.split("\n")
    if lines:
        total.add(lines)


def exit_code(analysis: Analysis, settings: Settings) -> int:
    """Return 2 where an input failed, 1 where a verdict is as grave as the settings do not allow, else 0."""
    if analysis.results.failures:
        return 2
    return int(bool(measures.failing(analysis.results.findings, settings.fail_on)))

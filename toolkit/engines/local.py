"""The embedded engine: documents in the order in which they come, in this process or in several."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec

import msgspec

from toolkit import analysis, census, files, measures, summary
from toolkit.cleaning import Cleaned, CleanedDocument, Cleaning
from toolkit.engines import inputs, passes, shards, stages
from toolkit.engines.inputs import Found, Inputs
from toolkit.engines.passes import Prepared, Specification, Tools
from toolkit.engines.shards import Folder
from toolkit.engines.stages import Progress
from toolkit.errors import InputError
from toolkit.findings import Finding
from toolkit.formats import Format
from toolkit.results import Analysis, Failure, SisterResult
from toolkit.settings import Settings
from toolkit.streams import Window
from toolkit.termbase import Termbase

Given = ParamSpec("Given")
WORTH_PROCESSES = 4 << 20  # bytes; more is neither held in memory


def unseen(label: str, length: int) -> AbstractContextManager[Callable[[int], object]]:  # noqa: ARG001 - nobody looks
    """Show no progress."""
    return nullcontext(int)


@contextmanager
def checked(  # noqa: PLR0913 - each is one thing that a caller may want
    paths: Sequence[str],
    termbase: Termbase,
    settings: Settings,
    *,
    source: str | None = None,
    sister: tuple[str, str] | None = None,
    baseline: frozenset[str] = frozenset(),
    inline: bool = True,
    reading: files.Reading = files.AS_FOUND,
    jobs: int | None = 1,
    progress: Progress = unseen,
    report: Callable[[str], object] = str,
) -> Iterator[Analysis]:
    """Check files and folders, and give the results, which are in files where there are many.

    `progress` shows how far it has come, `report` is told what goes wrong.

    `source` is the Chinese document that they render, or a folder that holds one of the same stem for each.
    `sister` are two of them, or two more, that render one text; others are found out.
    `baseline` are fingerprints of findings that are lived with; `inline` heeds comments that allow some.
    An input that cannot be read is a failure of the analysis, and the rest goes on. `jobs` is the number of
    processes; None is one for little and one for each core for more. Raises UsageError where the settings name no
    rule.
    """
    specification = Specification(
        termbase=termbase, settings=settings, reading=reading, baseline=baseline, inline=inline
    )
    given = inputs.find(paths, reading, source=source, sister=sister)
    jobs = jobs or jobs_for(given)
    if jobs == 1 and given.size <= WORTH_PROCESSES:
        yield one_by_one(given, passes.tools(specification), progress, report)
    else:
        with side_by_side(given, specification, jobs if jobs > 1 else 0, progress, report) as made:
            yield made


def _in_memory(checked: Callable[Given, AbstractContextManager[Analysis]]) -> Callable[Given, Analysis]:
    def check(*args: Given.args, **kwargs: Given.kwargs) -> Analysis:
        """Check files and folders as `checked` does, all results in memory. Raises UsageError."""
        with checked(*args, **kwargs) as made:
            return summary.in_memory(made)

    return check


check = _in_memory(checked)


def jobs_for(given: Inputs) -> int:
    """Return how many processes are worth their while: one for little, one for each core for more."""
    if given.size <= WORTH_PROCESSES:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def side_by_side(
    given: Inputs,
    specification: Specification,
    jobs: int,
    progress: Progress = unseen,
    report: Callable[[str], object] = str,
) -> Iterator[Analysis]:
    """Run both passes in worker processes, or in this one where `jobs` is 0; the result is that of `one_by_one`.

    Between the passes articles are in files, and then what they hold; memory grows with the documents alone.
    """
    analysis.checks_for(specification.settings)
    with TemporaryDirectory(prefix="xindaya-") as work:
        folder = Folder(Path(work))
        number = stages.run(given, specification, folder, jobs=jobs, progress=progress, report=report)
        beside = shards.read(folder.compared, stages.Beside)
        failures = stages.failures(folder, number)
        found = shards.Results(folder, number)
        made = summary.sum_up(found, failures, specification.termbase, specification.settings, beside.sisters)
        yield msgspec.structs.replace(made, paths=given.paths)


def one_by_one(
    given: Inputs, kit: Tools, progress: Progress = unseen, report: Callable[[str], object] = str
) -> Analysis:
    """Run both passes in this process, over all in memory."""
    failures: list[Failure] = []

    def fail(several: Iterable[Failure]) -> None:
        for failure in several:
            failures.append(failure)
            report(f"{failure.path}: {failure.reason}")

    lines = passes.count_lines(given.rereadable())
    prepared = []
    with progress("reading", given.size) as passed:
        for piece in given.pieces(passed):
            made = Prepared(failures=(piece,)) if isinstance(piece, Failure) else passes.first(piece, lines, kit)
            fail(made.failures)
            for note in made.notes:
                report(note)
            prepared.append(made)
    articles = [one.article for one in prepared if one.article is not None]
    total = census.merge(one.census for one in prepared)
    by_id = {article.document.id: article for article in articles}
    differences: dict[str, list[Finding]] = {}
    sisters: list[SisterResult] = []
    pairs = passes.pairs(total, list(by_id), given.sister, report)
    with progress("comparing sisters", len(pairs)) as passed:
        for number, (one, other) in enumerate(pairs):
            compared, broken = passes.compare(by_id[one], by_id[other], total, kit)
            passed(1)
            fail(broken)
            sisters += [analysis.bounded(compared, number).sister] if compared else []
            for finding in compared.findings if compared else ():
                differences.setdefault(finding.address.document, []).append(finding)
    inspected = []
    for article in articles:
        found, broken = passes.second(article, total, differences.get(article.document.id, ()), kit)
        fail(broken)
        inspected += [found] if found is not None else []
    specification = kit.specification
    summed = summary.sum_up(inspected, failures, specification.termbase, specification.settings, sisters)
    return summary.in_memory(msgspec.structs.replace(summed, paths=given.paths))


class CleanedFile:
    """One input on its way through repair; what it tells of its repair grows while its windows are read.

    `lines_otherwise` is how many lines were not in the encoding of the file; `edits` does not count them.
    `state` is that of the open file.
    """

    def __init__(self, source: files.Source, cleaning: Cleaning, encoding: str | None) -> None:
        self.id = source.id
        self.path = source.path
        self.state = source.state
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
        for window in self._cleaning.form.windows(self._source, self.id, self._encoding):
            yield window, self._cleaned(window)
        self._source.require_unchanged()

    def rewritten(self, *, in_utf8: bool) -> Iterator[bytes]:
        """Yield the repaired file in its own format. Raises InputError, or OutputError where that has a loss."""
        form = self._cleaning.form
        # The text alone is a plain file, whatever it was taken from.
        rewritten = Format.rewritten if self._cleaning.text_only else type(form).rewritten
        yield from rewritten(
            form, self._source, self.id, lambda window: self._cleaned(window).text, self._encoding, in_utf8=in_utf8
        )
        self._source.require_unchanged()

    def _cleaned(self, window: Window) -> Cleaned:
        if window.first and window.last and not window.decoded.text.strip():
            raise InputError(self.id, "the file is empty")
        if window.first and not window.last:
            form = self._cleaning.form.settled(window.decoded.text)
            self._cleaning = msgspec.structs.replace(self._cleaning, form=form)
        cleaned = self._cleaning.clean(window)
        self.lines_otherwise += len(window.decoded.lines_otherwise)
        self.problems += [problem.because_of(self.id) for problem in cleaned.problems]
        self.edits += cleaned.changes
        self.flags += len(cleaned.flagged)
        return cleaned

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


def exit_code(analysis: Analysis, settings: Settings) -> int:
    """Return 2 where an input failed, 1 where a verdict is as grave as the settings do not allow, else 0."""
    if analysis.results.failures:
        return 2
    return int(any(True for _ in measures.failing(analysis.results.findings, settings.fail_on)))

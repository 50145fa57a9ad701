"""The embedded engine: one process, documents in the order in which they come."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from toolkit import analysis, census, files
from toolkit.article import Article
from toolkit.context import Context
from toolkit.errors import InputError
from toolkit.recognition.listed import ListedRenderings
from toolkit.results import Analysis, Failure
from toolkit.settings import SEVERITIES, Settings
from toolkit.termbase import Termbase


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How inputs are read: a format's name and an encoding, where the user said one."""

    input_format: str | None = None
    encoding: str | None = None


AS_FOUND = Reading()
Found = files.Input | InputError


def check(  # noqa: PLR0913 - each is one thing that a caller may want
    paths: Sequence[str],
    termbase: Termbase,
    settings: Settings,
    *,
    reading: Reading = AS_FOUND,
    progress: Callable[[list[Found]], Iterable[Found]] = iter,
    report: Callable[[str], object] = str,
) -> Analysis:
    """Check files and folders; `progress` wraps the loop over inputs, `report` is told what goes wrong.

    An input that cannot be read is a failure of the analysis, and the rest goes on. Raises UsageError where
    the settings name no rule.
    """
    checks = analysis.checks_for(settings)
    renderings = ListedRenderings(termbase)
    articles: list[Article] = []
    failures: list[Failure] = []
    for found in progress(list(files.walk(paths))):
        try:
            if isinstance(found, InputError):
                raise found
            document = files.read(found, reading.input_format, reading.encoding)
        except InputError as error:
            failures.append(Failure(error.path, files.reason_of(error)))
            report(str(error))
            continue
        if document.texts and all(text.language == "zh" for text in document.texts):
            report(f"{document.id}: passed over, since it is Chinese and not a translation")
            continue
        articles.append(analysis.prepare(document, renderings))
    total = census.merge(*map(census.count, articles))
    context = Context(termbase=termbase, census=total)
    inspected = [analysis.inspect(article, context, checks, settings) for article in articles]
    return analysis.sum_up(inspected, failures, termbase, settings)


def exit_code(analysis: Analysis, settings: Settings) -> int:
    """Return 2 where an input failed, 1 where a verdict is as grave as the settings do not allow, else 0."""
    if analysis.results.failures:
        return 2
    if settings.fail_on == "never":
        return 0
    bad = SEVERITIES[SEVERITIES.index(settings.fail_on) :]
    return int(any(finding.verdict and finding.severity in bad for finding in analysis.results.findings))

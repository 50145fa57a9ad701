"""What `import toolkit` gives programs and notebooks: clean, check, score, load_termbase.

A string is a text, a Path is a file. Results show themselves in a notebook, without colors of their own, and give
records that any dataframe takes: `pandas.DataFrame(checked.records())`.
"""

import codecs
import os
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import UnionType
from typing import ClassVar, Literal, get_args

import msgspec
from markupsafe import Markup
from msgspec.structs import fields

from toolkit import files, scoring, units
from toolkit.cleaning import CleanedDocument, Cleaning
from toolkit.engines import local
from toolkit.errors import InputError, UsageError, nearest
from toolkit.house import House, house
from toolkit.metrics import METRICS, PairedTest, Segments
from toolkit.reports import REPORTS, between, formula, share
from toolkit.results import Analysis, Results
from toolkit.scoring import Evaluation
from toolkit.settings import Settings
from toolkit.termbase import Termbase
from toolkit.terminology import loading
from toolkit.text import visible

SHOWN = 20  # rows of a table in a notebook

Scalar = str | int | float | bool | None
Record = dict[str, Scalar]

_USUAL = Settings()
_SCALARS = {str, int, float, bool, type(None)}


class Shown(msgspec.Struct, frozen=True):
    """A result that a notebook shows: a line, and a table of its first records."""

    columns: ClassVar[tuple[str, ...]]  # of the records, those that are shown
    kinds: ClassVar[tuple[str, ...]]  # of records

    @abstractmethod
    def records(self) -> list[Record]:
        """Return rows with the same keys, of strings, numbers, truth values and None.

        Raises UsageError for a kind that is not there.
        """

    def _require(self, kind: str) -> None:
        if kind not in self.kinds:
            message = f"no records are called {kind!r}; {nearest(str(kind), self.kinds)}"
            raise UsageError(message)

    @abstractmethod
    def _headline(self) -> str:
        """Return the line above the table."""

    def _repr_html_(self) -> str:
        rows = self.records()
        more = f"and {len(rows) - SHOWN:,} more" if len(rows) > SHOWN else ""
        table = _table(rows[:SHOWN], self.columns) if rows else ""
        return Markup("<p>{}</p>{}<p>{}</p>").format(self._headline(), table, more)


class Cleaned(Shown, frozen=True):
    """A text after repair: what `xindaya clean --format json` says of it."""

    columns = ("start", "end", "source", "replacement", "repair", "confidence")
    kinds = ("edits", "flagged", "furniture")

    document: CleanedDocument

    @property
    def text(self) -> str:
        """The whole text, or file, with its damage undone."""
        return self.document.text

    def records(self, kind: Literal["edits", "flagged", "furniture"] = "edits") -> list[Record]:
        """Return what was edited, what looks damaged and was left alone, or what is no text of its author."""
        self._require(kind)
        return _records(getattr(self.document, kind))

    def _headline(self) -> str:
        edits, flagged = len(self.document.edits), len(self.document.flagged)
        return f"{edits:,} edits, {flagged:,} places left alone that look damaged"


class Checked(Shown, frozen=True):
    """What `xindaya check` finds in articles."""

    columns = ("document", "line", "column", "severity", "rule", "message", "suggestion")
    kinds = ("documents", "occurrences", "findings", "consistency", "renderings", "failures")

    analysis: Analysis

    @property
    def results(self) -> Results:
        """All results, field for field the JSON of the command line."""
        return self.analysis.results

    def records(
        self,
        kind: Literal[
            "documents", "occurrences", "findings", "consistency", "renderings", "failures"
        ] = "findings",
    ) -> list[Record]:
        """Return rows of one kind; `renderings` has one for each rendering of a concept in a document.

        `failures` are inputs that could not be read.
        """
        self._require(kind)
        if kind == "findings":
            suggested = (finding.suggestion for finding in self.results.findings)
            rows = zip(_records(self.results.findings), suggested, strict=True)
            return [{**row, "suggestion": each.message if each else None} for row, each in rows]
        if kind != "renderings":
            return _records(getattr(self.results, kind))
        return [
            {
                "concept": concept.concept,
                "zh": concept.zh,
                "preferred": concept.preferred,
                "rendering": each.rendering,
                "status": str(each.status),
                "document": document,
                "count": count,
            }
            for concept in self.results.consistency
            for each in concept.renderings
            for document, count in each.documents.items()
        ]

    def report(self, name: str) -> bytes:
        """Return a report by its name: html, xlsx, markdown, sarif, ... Raises UsageError for another one."""
        stream = BytesIO()
        REPORTS.build(name).write(self.analysis, stream)
        return stream.getvalue()

    def _headline(self) -> str:
        totals, failed = self.results.totals, len(self.results.failures)
        return (
            f"{f'could not be read: {failed:,}; ' if failed else ''}"
            f"{len(self.results.documents):,} articles, {totals.words:,} words: "
            f"compliance {share(totals.compliance)}{between(totals.compliance_interval)}, "
            f"consistency {share(totals.consistency)}{between(totals.consistency_interval)}, "
            f"penalty {totals.penalty:.1f}{formula(self.results)}, grade {totals.grade}"
        )


class Scored(Shown, frozen=True):
    """The scores of translations: what `xindaya score` gives."""

    columns = ("system", "metric", "value", "low", "high", "n", "signature")
    kinds = ("scores", "paired")

    evaluation: Evaluation

    def records(self, kind: Literal["scores", "paired"] = "scores") -> list[Record]:
        """Return a row for each system and metric, or for each comparison of two systems."""
        self._require(kind)
        if kind == "paired":
            return _records(self.evaluation.paired)
        return [
            {"system": system.name, "repaired": system.repaired, **record}
            for system in self.evaluation.systems
            for record in _records(system.scores)
        ]

    def _headline(self) -> str:
        return "; ".join(self.evaluation.notes)


def load_termbase(*glossaries: str | Path, style: str | House = "") -> Termbase:
    """Read glossaries, files or names of those that come along, as one termbase; none is the one for policy.

    Of a term in two glossaries the word of the later one counts. `style` is a house style or the name of one that
    comes along. Raises InputError, TermbaseError with all broken entries, UsageError for another style.
    """
    for each in glossaries:
        _expect(each, str | Path, "a glossary is a name or a Path")
    chosen = style if isinstance(style, House) else house(style, {}) if style else House()
    return loading.load(tuple(map(Path, glossaries)), chosen)


def clean(text: str | Path, *, input_format: str | None = None, encoding: str | None = None) -> Cleaned:
    """Undo the damage in a text, or in a file; `input_format` names the format of a text that is not plain.

    Places count code points of the text as it is; `encoding` is that of a file. Raises InputError where a file
    cannot be read or a text is empty, UsageError where a text is given an encoding.
    """
    if isinstance(text, str) and encoding is not None:
        message = f"a text has no encoding, and {encoding!r} is said; a file is a Path"
        raise UsageError(message)
    with TemporaryDirectory() as folder:
        path = Path(_path(text, Path(folder, "text.txt")))
        found = files.Input(path, "text" if isinstance(text, str) else str(text))
        reading = files.Reading(input_format=input_format, encoding="utf-8" if isinstance(text, str) else encoding)
        with local.clean(found, reading, Cleaning()) as file:
            document = file.document()
    if isinstance(text, str):
        document = msgspec.structs.replace(document, sha256=sha256(text.encode()).hexdigest())
    return Cleaned(document)


def check(
    *articles: str | Path,
    termbase: Termbase | None = None,
    settings: Settings = _USUAL,
    source: str | Path | None = None,
    input_format: str | None = None,
) -> Checked:
    """Check how articles render the terms of a termbase; without one, of that for policy.

    Articles are texts, files, folders or globs; texts come first and are called text/1.txt and so on. `source`
    is the Chinese text of one article, or a folder with a file of the same stem for each. What cannot be read is
    in `results.failures`, and the rest goes on. Raises InputError where nothing could be read, UsageError where
    nothing is given or the settings name no rule.
    """
    if not articles:
        message = "nothing to check: give texts, or a Path for a file or folder"
        raise UsageError(message)
    _expect(termbase, Termbase | None, "a termbase is what load_termbase gives")
    _expect(settings, Settings, "settings are a Settings")
    with TemporaryDirectory() as folder:
        found = local.check(
            _paths(articles, Path(folder, "text")),
            termbase or load_termbase(),
            settings,
            source=None if source is None else _path(source, Path(folder, "source.txt")),
            reading=files.Reading(input_format=input_format),
        )
    if not found.results.documents and found.results.failures:
        first, *others = found.results.failures
        raise InputError(
            first.path, first.reason + (f"; nor could {len(others):,} more be read" if others else "")
        )
    places = {name: path for name, path in found.paths.items() if not path.startswith(folder)}
    return Checked(msgspec.structs.replace(found, paths=places))


def score(  # noqa: PLR0913 - what translations are held against, and how
    hypotheses: Sequence[str] | Mapping[str, Sequence[str]],
    references: Sequence[str] | Sequence[Sequence[str]] = (),
    *,
    sources: Sequence[str] | None = None,
    termbase: Termbase | None = None,
    metrics: Iterable[str] = ("bleu", "chrf"),
    resamples: int = 0,
    paired: PairedTest | None = None,
) -> Scored:
    """Score translations, segment by segment, of one system or of several by their names.

    `references` is one reference translation or several; metrics of terms want `sources` and a termbase, without
    one that for policy. `resamples` is the number of bootstrap resamples for intervals of 95 %, 0 for none;
    a `paired` test compares each system with the first. Raises UsageError where numbers of segments differ or a
    metric lacks what it needs.
    """
    if (
        isinstance(hypotheses, str)
        or isinstance(references, str)
        or not isinstance(hypotheses, Sequence | Mapping)
    ):
        message = "translations are lists of segments; split a text into its lines first"
        raise UsageError(message)
    _expect(termbase, Termbase | None, "a termbase is what load_termbase gives")
    systems = hypotheses if isinstance(hypotheses, Mapping) else {"system": hypotheses}
    material = scoring.of_segments(systems, _several(references), sources)
    built = [METRICS.build(name) for name in metrics]
    if termbase is None and any(metric.reads_terms for metric in built):
        termbase = load_termbase()
    given = msgspec.structs.replace(material.given, termbase=termbase, units=units.load())
    material = msgspec.structs.replace(material, given=given)
    return Scored(scoring.evaluate(material, built, resamples=resamples, paired=paired))


def _expect(given: object, kind: type | UnionType, advice: str) -> None:
    if not isinstance(given, kind):
        message = f"{given!r} is of the type {type(given).__name__}; {advice}"
        raise UsageError(message)


def _several(references: Sequence[str] | Sequence[Sequence[str]]) -> list[Segments]:
    one = [each for each in references if isinstance(each, str)]
    return [one] if one else [each for each in references if not isinstance(each, str)]


def _paths(articles: Iterable[str | Path], folder: Path) -> list[str]:
    """Return the paths of articles, that of a folder with all texts first."""
    articles = list(articles)
    texts = [article for article in articles if isinstance(article, str)]
    width = len(str(len(texts)))
    for number, text in enumerate(texts, start=1):
        _path(text, folder / f"{number:0{width}}.txt")
    others = [_path(article, folder) for article in articles if not isinstance(article, str)]
    return [str(folder)] * bool(texts) + others


def _path(text: str | Path, place: Path) -> str:
    """Return the path of a file; a text is written to a place first, with a mark so that it is read as it is."""
    if isinstance(text, Path):
        return str(text)
    _expect(text, str, "a text is a str, a file or folder a Path")
    if os.path.exists(text):  # noqa: PTH110 - a text may be too long for a path
        message = f"{text!r} is the name of a file, and a string is a text: say Path({text!r}) for the file"
        raise UsageError(message)
    place.parent.mkdir(exist_ok=True)
    try:
        place.write_bytes(codecs.BOM_UTF8 + text.encode())
    except UnicodeEncodeError as error:
        name, where = f"text {place.stem}", f"character {error.start}"
        raise InputError(name, "it holds half a surrogate pair, which is no character", where) from error
    return str(place)


def _records(structs: Iterable[msgspec.Struct]) -> list[Record]:
    """Return records without those fields that hold other records."""
    rows: list[Record] = msgspec.to_builtins(
        [{name: getattr(struct, name) for name in _scalars(type(struct))} for struct in structs]
    )
    return rows


@cache
def _scalars(of: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of) if set(get_args(field.type) or (field.type,)) <= _SCALARS)


def _table(rows: Iterable[Record], columns: Iterable[str]) -> Markup:
    """Return rows as a table; texts are escaped, and what cannot be seen in them is written out."""
    head = Markup().join(Markup("<th>{}</th>").format(column) for column in columns)
    lines = (Markup().join(Markup("<td>{}</td>").format(_cell(row[column])) for column in columns) for row in rows)
    body = Markup().join(map(Markup("<tr>{}</tr>").format, lines))
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def _cell(value: Scalar) -> str:
    return f"{value:.4g}" if isinstance(value, float) else "" if value is None else visible(str(value))

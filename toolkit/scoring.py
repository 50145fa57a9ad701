"""Scores of translations: files in, systems scored side by side. It prints nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from toolkit import alignment, files
from toolkit.alignment.bilingual import Terms
from toolkit.article import Article
from toolkit.decoding import decode
from toolkit.errors import FormatError, InputError, UsageError
from toolkit.metrics import Comparison, EvaluationSet, Metric, PairedMetric, PairedTest, Score, Segments
from toolkit.offsets import Span, replace
from toolkit.packing import bare
from toolkit.parts import name_of
from toolkit.preparation import prepare
from toolkit.recognition.listed import ListedRenderings
from toolkit.repair import mend
from toolkit.segmentation import detect
from toolkit.streams import read_whole
from toolkit.termbase import Termbase
from toolkit.text import Segment, Text

REPAIRED = " (repaired)"
FEW = 30  # segments below which an interval by resampling tells little
JSON_LINES = (".jsonl", ".ndjson")
_NO_TERMS = ListedRenderings(Termbase())


class SystemScores(msgspec.Struct, frozen=True, kw_only=True):
    """The scores of one system; where repair changed its text, those of the repaired text have a record too."""

    name: str
    repaired: bool = False
    scores: tuple[Score, ...] = ()


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """All scores of a run; `aligned` tells whether documents were aligned by sentence first."""

    version: int = 1
    systems: tuple[SystemScores, ...]
    paired: tuple[Comparison, ...] = ()
    aligned: bool = False
    notes: tuple[str, ...] = ()


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Translations as read, by the names of their files, and repaired, and what they are held against."""

    systems: Mapping[str, Segments]
    repaired: Mapping[str, Segments]
    given: EvaluationSet


class _Record(msgspec.Struct):
    text: str
    document: str = ""


def of_segments(
    systems: Mapping[str, Segments],
    references: Sequence[Segments] = (),
    sources: Segments | None = None,
    documents: Segments | None = None,
) -> Material:
    """Return translations with what they are held against; `documents` tells for each segment whose it is."""
    systems = {name: tuple(each) for name, each in systems.items()}
    return Material(
        systems=systems,
        repaired={name: _mended(each) for name, each in systems.items()},
        given=EvaluationSet(references=tuple(references), sources=sources, documents=documents),
    )


def by_line(
    hypotheses: Sequence[files.Input],
    references: Sequence[files.Input],
    source: files.Input | None,
    encoding: str | None = None,
) -> Material:
    """Read files whose lines are segments, or JSON lines whose `text` is one; `document` may name its document.

    White space at the end of a segment is dropped, as sacreBLEU does. Raises InputError where a file cannot be
    read, UsageError where files have not the same number of segments.
    """
    read = {
        found.id: _records(found, encoding) for found in (*hypotheses, *references, *([source] if source else []))
    }
    for name, records in read.items():
        if not records:
            raise InputError(name, "the file is empty")
    (name, first), *others = read.items()
    for other, records in others:
        if len(records) != len(first):
            message = (
                f"{name} has {len(first):,} segments, {other} has {len(records):,}; "
                "documents that do not go line by line are aligned first with --align"
            )
            raise UsageError(message)
    documents = next(
        ([r.document for r in records] for records in read.values() if any(r.document for r in records)), None
    )
    segments = {name: tuple(record.text.rstrip() for record in records) for name, records in read.items()}
    return of_segments(
        {found.id: segments[found.id] for found in hypotheses},
        [segments[found.id] for found in references],
        segments[source.id] if source else None,
        documents,
    )


def by_document(
    hypotheses: Sequence[files.Input],
    references: Sequence[files.Input],
    source: files.Input | None,
    terms: Terms,
    reading: files.Reading = files.AS_FOUND,
) -> Material:
    """Read files that are documents; cut them into segments where all have a boundary, aligned with a reference.

    They are aligned by sentence with the first reference; a sentence that it lacks goes to the segment before it.
    Raises InputError.
    """
    if not references:
        message = "--align pairs sentences with those of a reference: name one with --reference"
        raise UsageError(message)
    inputs = (*references, *hypotheses, *([source] if source else []))
    articles = [prepare(files.read(found, reading), _NO_TERMS) for found in inputs]
    cuts = [_cuts(articles[0], article, terms) for article in articles]
    common = sorted(set.intersection(*map(set, cuts)))
    ranges = [[range(cut[a] if a else 0, cut[b]) for a, b in pairwise(common)] for cut in cuts]
    wordings = [
        tuple(_wording(article, each) for each in own) for article, own in zip(articles, ranges, strict=True)
    ]
    first, last = len(references), len(references) + len(hypotheses)
    names = [found.id for found in hypotheses]
    as_read = [
        tuple(_wording_as_read(article, each) for each in own)
        for article, own in zip(articles[first:last], ranges[first:last], strict=True)
    ]
    return Material(
        systems=dict(zip(names, as_read, strict=True)),
        repaired=dict(zip(names, wordings[first:last], strict=True)),
        given=EvaluationSet(references=tuple(wordings[:first]), sources=wordings[-1] if source else None),
    )


def evaluate(  # noqa: PLR0913 - what is scored, and how
    material: Material,
    metrics: Sequence[Metric],
    *,
    resamples: int = 0,
    paired: PairedTest | None = None,
    aligned: bool = False,
    progress: Callable[[Sequence[SystemScores]], Iterable[SystemScores]] = iter,
) -> Evaluation:
    """Score every system by every metric, and its repaired text too where that differs.

    `resamples` is the number of bootstrap resamples for intervals, 0 for none; a `paired` test compares the
    systems as read with the first; `progress` wraps the loop over systems. Raises UsageError where a metric lacks
    what it needs.
    """
    systems, given = material.systems, material.given
    wanted = []
    for name, hypotheses in systems.items():
        wanted.append(SystemScores(name=name))
        if material.repaired[name] != hypotheses:
            wanted.append(SystemScores(name=name, repaired=True))
    notes = [note for metric in metrics for note in metric.notes(given)]
    segments = max(map(len, systems.values()), default=0)
    if resamples and segments < FEW:
        notes.append(
            f"{segments} segments are few: intervals are rough below {FEW}, and those of sacreBLEU's metrics, "
            "mean and margin as it tells them, may go beyond the scale"
        )
    return Evaluation(
        systems=tuple(_scored(system, material, metrics, resamples) for system in progress(wanted)),
        paired=tuple(_compared(systems, given, metrics, paired)) if paired else (),
        aligned=aligned,
        notes=tuple(dict.fromkeys(notes)),
    )


def _compared(
    systems: Mapping[str, Segments], given: EvaluationSet, metrics: Sequence[Metric], test: PairedTest
) -> Iterator[Comparison]:
    if len(systems) < 2:  # noqa: PLR2004 - a pair
        message = "a paired test compares systems: name two or more"
        raise UsageError(message)
    for metric in metrics:
        if not isinstance(metric, PairedMetric):
            message = f"{name_of(metric)} has no paired test; bleu, chrf, chrf++ and ter have"
            raise UsageError(message)
        yield from metric.paired(systems, given, test)


def _scored(system: SystemScores, material: Material, metrics: Sequence[Metric], resamples: int) -> SystemScores:
    name = system.name
    hypotheses = (material.repaired if system.repaired else material.systems)[name]
    scores = (score for metric in metrics for score in metric.scores(hypotheses, material.given, resamples))
    return msgspec.structs.replace(system, name=name + REPAIRED * system.repaired, scores=tuple(scores))


def _records(found: files.Input, encoding: str | None) -> list[_Record]:
    with files.opened(found) as stream:
        text = decode(read_whole(stream, found.id), found.id, encoding).text
    lines = text.removesuffix("\n").split("\n") if text else []
    if bare(found.path).suffix not in JSON_LINES:
        return [_Record(line) for line in lines]
    records = []
    for number, line in enumerate(lines, start=1):
        try:
            records.append(msgspec.json.decode(line, type=_Record))
        except msgspec.DecodeError as error:
            raise FormatError(found.id, str(error), f"line {number}") from error
    return records


def _mended(segments: Segments) -> tuple[str, ...]:
    """Return segments repaired, together, so that damage is learned from all, and as many as there were."""
    joined = "\n".join(segments)
    language = detect(joined)
    lines = mend(Text(text=joined, language=language)).text.text.split("\n")
    if len(lines) != len(segments):  # a repair joined what a line break had parted
        lines = [mend(Text(text=segment, language=language)).text.text for segment in segments]
    return tuple(lines)


def _cuts(first: Article, other: Article, terms: Terms) -> dict[int, int]:
    """Return at which sentences of the first article which sentence of the other begins too."""
    cuts, one, two = {0: 0}, 0, 0
    for pair in alignment.align(first, other, terms).pairs:
        one, two = one + len(pair.source), two + len(pair.target)
        cuts[one] = two
    return cuts


def _wording(article: Article, numbers: range) -> str:
    segments = [article.segments[number] for number in numbers]
    return _joined(article.texts[segment.text].text[slice(*segment.span)] for segment in segments)


def _wording_as_read(article: Article, numbers: range) -> str:
    """Return sentences as they were before repair, line breaks in them as spaces."""
    segments = [article.segments[number] for number in numbers]
    places = [_as_read(article, segment) for segment in segments]
    return _joined(
        article.document.texts[segment.text].text[slice(*place)]
        for segment, place in zip(segments, places, strict=True)
    )


def _as_read(article: Article, segment: Segment) -> Span:
    text = article.document.texts[segment.text]
    return replace(text.text, article.edits[segment.text])[1].to_source(segment.span)


def _joined(sentences: Iterable[str]) -> str:
    lines = [" ".join(sentence.split()) for sentence in sentences]
    return ("" if detect("".join(lines)) == "zh" else " ").join(lines)

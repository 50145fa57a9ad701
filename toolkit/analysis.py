"""The pipeline: documents become articles, articles a census, and both findings and measures.

Nothing here reads or prints. `preparation.prepare`, `census.count` and `inspect` are pure functions of one
document, so that any engine can map them; `sum_up` joins what they give.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain

import msgspec

from toolkit import __version__, measures
from toolkit.article import Article
from toolkit.checks import CHECKS, Check, Comparison, beside_sister, beside_source, hull, selected
from toolkit.context import Context
from toolkit.errors import UsageError, nearest
from toolkit.findings import Finding
from toolkit.inspected import Inspected, Records, Snippets
from toolkit.intervals import intervals
from toolkit.measures import Tally
from toolkit.offsets import OffsetMap, Span
from toolkit.recognition import Evidence, TermOccurrence
from toolkit.results import (
    Analysis,
    DocumentResult,
    EvidenceResult,
    Failure,
    FindingResult,
    OccurrenceResult,
    Passage,
    Place,
    RelatedResult,
    Results,
    SisterPair,
    SisterResult,
    Snippet,
    SuggestionResult,
    Tool,
    Totals,
)
from toolkit.settings import Settings
from toolkit.termbase import Termbase
from toolkit.text import Address, Document, Lines, Segment

TOOL = Tool("xindaya", __version__)
_AROUND = 60  # characters of context on each side of a finding
_NEAR = 20  # characters each side that a fingerprint takes in
_SIDE_BY_SIDE = 200  # comparisons of sisters whose sentences are kept


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Two renderings of one text side by side, and where they differ; each finding stands in one of them."""

    sister: SisterResult
    findings: tuple[Finding, ...]


def checks_for(settings: Settings) -> tuple[Check, ...]:
    """Return the checks that the settings select. Raises UsageError for a rule that is not there."""
    named = {*settings.select, *settings.ignore, *chain.from_iterable(settings.exempt.values())}
    unknown = sorted(named - set(CHECKS.names()))
    if unknown:
        raise UsageError(
            "\n".join(f"no rule is called {each!r}; {nearest(each, CHECKS.names())}" for each in unknown)
        )
    return tuple(CHECKS.build(name) for name in selected(settings))


def compare(one: Article, other: Article, context: Context, checks: Sequence[Check]) -> Compared:
    """Return two renderings of one text side by side, and where they differ."""
    comparison = beside_sister(one, other)
    return Compared(
        sister=_side_by_side(comparison),
        findings=tuple(finding for check in checks for finding in check.compare(comparison, context)),
    )


def bounded(compared: Compared, before: int) -> Compared:
    """Return a comparison, without its sentences where `before` others have theirs: so many are not shown."""
    if before < _SIDE_BY_SIDE:
        return compared
    return msgspec.structs.replace(compared, sister=msgspec.structs.replace(compared.sister, pairs=()))


def inspect(
    article: Article,
    context: Context,
    checks: Sequence[Check],
    settings: Settings,
    beside_sisters: Iterable[Finding] = (),
) -> Inspected:
    """Check one article against the glossary, the census of all and its source.

    `beside_sisters` is what `compare` found fault with in this article.
    """
    occurrences = tuple(_occurrence(article, o, context.termbase) for o in article.occurrences)
    found = [finding for check in checks for finding in check.inspect(article, context)]
    found += (f for each in beside_source(article) for check in checks for f in check.compare(each, context))
    found += beside_sisters
    found = [finding for finding in found if finding.confidence >= settings.min_confidence]
    found.sort(key=lambda f: (f.address.order, f.rule.id, f.message))
    prints = list(_fingerprints(article, found))
    locate = _locator(article.document)
    return Inspected(
        document=article.document.id,
        words=article.words,
        occurrences=occurrences,
        findings=tuple(_finding(f, mark, *locate(f.address)) for f, mark in zip(found, prints, strict=True)),
        snippets=_snippets(article, found, prints),
    )


def in_memory(analysis: Analysis) -> Analysis:
    """Return an analysis whose records are in memory, and stay when their articles are gone."""
    results = analysis.results
    held = msgspec.structs.replace(
        results, occurrences=tuple(results.occurrences), findings=tuple(results.findings)
    )
    return msgspec.structs.replace(
        analysis, results=held, snippets=dict(analysis.snippets.items()), suppressed=tuple(analysis.suppressed)
    )


def sum_up(
    articles: Iterable[Inspected],
    failures: Iterable[Failure],
    termbase: Termbase,
    settings: Settings,
    sisters: Sequence[SisterResult] = (),
) -> Analysis:
    """Join what pass two said of each article; the order of the documents is kept, of sisters the first 200.

    Stretches of one document follow one another. The articles must be there as long as what is returned, which
    goes through them whenever its records are wanted; `in_memory` keeps these.
    """
    total, documents, concerned = Tally(), dict[str, Tally](), set[str | None]()
    for article in articles:
        figures = tally(article)
        total.add(figures)
        documents.setdefault(article.document, Tally()).add(figures)
        concerned.update(figures.forms, (finding.concept for finding in article.findings))
    concepts = measures.spread(total, termbase, documents)
    between = intervals({name: figures.statuses for name, figures in documents.items()}, concepts)
    return Analysis(
        results=Results(
            tool=TOOL,
            settings=msgspec.to_builtins(settings),
            glossaries=termbase.sources,
            failures=tuple(failures),
            totals=msgspec.structs.replace(
                totals(total, settings),
                compliance_interval=between.compliance,
                consistency_interval=between.consistency,
            ),
            documents=tuple(document_result(name, figures, settings) for name, figures in documents.items()),
            occurrences=Records(articles, lambda article: article.occurrences),
            findings=Records(articles, lambda article: article.findings),
            consistency=tuple(
                msgspec.structs.replace(concept, interval=between.dominant_shares.get(concept.concept))
                for concept in concepts
            ),
        ),
        snippets=Snippets(articles),
        concepts=tuple(concept for concept in termbase.concepts if concept.id in concerned),
        suppressed=Records(articles, lambda article: article.suppressed),
        sisters=tuple(sisters[:_SIDE_BY_SIDE]),
        sisters_total=len(sisters),
    )


def _side_by_side(comparison: Comparison) -> SisterResult:
    one, other = comparison.source, comparison.target
    pairs = (
        SisterPair(one=_passage(one, pair.source), other=_passage(other, pair.target), confidence=pair.confidence)
        for pair in comparison.pairs
    )
    return SisterResult(one=one.document.id, other=other.document.id, pairs=tuple(pairs))


def _passage(article: Article, segments: Sequence[Segment]) -> Passage | None:
    if not segments:
        return None
    whole = hull(segments)
    address = article.address(whole.text, whole.span)
    wording = " ".join(article.surface(segment.text, segment.span) for segment in segments)
    return Passage(text=wording, part=address.part, start=address.place.start, end=address.place.end)


def tally(inspected: Inspected) -> Tally:
    """Return what the measures of an article, or of a stretch of it, are made of."""
    return measures.tally(inspected.words, inspected.occurrences, inspected.findings, len(inspected.suppressed))


def totals(figures: Tally, settings: Settings) -> Totals:
    """Return the measures of all documents."""
    points = figures.penalty(settings.weights)
    return Totals(
        words=figures.words,
        compliance=figures.compliance,
        consistency=figures.consistency,
        penalty=points,
        grade=measures.grade(points, figures.words),
        weights=settings.weights,
        suppressed=figures.suppressed,
    )


def document_result(name: str, figures: Tally, settings: Settings) -> DocumentResult:
    """Return the measures of one document."""
    points = figures.penalty(settings.weights)
    return DocumentResult(
        id=name,
        words=figures.words,
        compliance=figures.compliance,
        consistency=figures.consistency,
        penalty=points,
        grade=measures.grade(points, figures.words),
    )


def _occurrence(article: Article, occurrence: TermOccurrence, termbase: Termbase) -> OccurrenceResult:
    hull = article.address(occurrence.text, occurrence.span)
    start, end = whole = hull.place
    apart = occurrence.spans if len(occurrence.spans) > 1 else ()
    return OccurrenceResult(
        document=hull.document,
        part=hull.part,
        start=start,
        end=end,
        spans=tuple(article.address(occurrence.text, span).place for span in apart) or (whole,),
        surface=article.surface(occurrence.text, occurrence.span),
        concept=occurrence.concept,
        zh=termbase[occurrence.concept].zh,
        status=occurrence.status,
        rendering=occurrence.rendering,
        basis=occurrence.basis,
        confidence=occurrence.confidence,
        candidates=occurrence.candidates,
        evidence=tuple(_evidence(article, occurrence, each) for each in occurrence.evidence),
        source=_place(article.origin.address(occurrence.source.text, occurrence.source.span))
        if occurrence.source
        else None,
    )


def _evidence(article: Article, occurrence: TermOccurrence, evidence: Evidence) -> EvidenceResult:
    place = article.address(occurrence.text, evidence.span).place
    surface = article.surface(occurrence.text, evidence.span)
    return EvidenceResult(zh=evidence.zh, en=surface, start=place.start, end=place.end)


def _fingerprints(article: Article, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a name for each finding that stays the same when lines move.

    Equals are counted in each stretch of a document for itself, and told apart by its number.
    """
    raw, seen = article.document.raw, Counter[tuple[str, ...]]()
    stretch = (str(article.document.stretch.number),) if article.document.stretch.number else ()
    for finding in findings:
        place = finding.address
        near = " ".join(raw[max(place.start - _NEAR, place.cell, 0) : place.end + _NEAR].split())
        key = (place.document, finding.rule.id, finding.concept or "", finding.surface, near)
        seen[key] += 1
        yield sha256("\0".join((*key, str(seen[key]), *stretch)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _locator(document: Document) -> Callable[[Address], tuple[int, int]]:
    """Return what tells the line and the column of an address in the file, or in its cell."""
    lines = Lines(document.raw, document.stretch)

    def locate(address: Address) -> tuple[int, int]:
        line, column = lines.locate(address.start)
        return (line - lines.locate(address.cell)[0] + 1 if document.celled else line), column

    return locate


def _finding(finding: Finding, fingerprint: str, line: int, column: int) -> FindingResult:
    address, suggestion = finding.address, finding.suggestion
    return FindingResult(
        rule=finding.rule.id,
        error_type=finding.rule.error_type,
        severity=finding.rule.severity.word,
        verdict=finding.rule.verdict,
        document=address.document,
        part=address.part,
        start=address.place.start,
        end=address.place.end,
        line=line,
        column=column,
        surface=finding.surface,
        message=finding.message,
        concept=finding.concept,
        zh=finding.zh,
        confidence=finding.confidence,
        source=_place(finding.source) if finding.source else None,
        related=tuple(
            RelatedResult(
                role=related.role,
                document=related.address.document,
                part=related.address.part,
                start=related.address.place.start,
                end=related.address.place.end,
                surface=related.surface,
            )
            for related in finding.related
        ),
        related_total=finding.related_total,
        suggestion=SuggestionResult(
            message=suggestion.message,
            edits=tuple((start - address.cell, end - address.cell, text) for start, end, text in suggestion.edits),
            safety=suggestion.safety.value,
        )
        if suggestion
        else None,
        fingerprint=fingerprint,
    )


def _place(address: Address) -> Place:
    start, end = address.place
    return Place(document=address.document, part=address.part, start=start, end=end)


def _snippets(article: Article, findings: Iterable[Finding], fingerprints: Iterable[str]) -> dict[str, Snippet]:
    """Return the words around each finding, as repaired and as in the file."""
    raw = article.document.raw
    starts = [text.start for text in article.texts]
    inverses: dict[int, OffsetMap] = {}
    snippets = {}
    for finding, mark in zip(findings, fingerprints, strict=True):
        place = finding.address
        index = bisect_right(starts, place.start) - 1
        text = article.texts[index]
        if index not in inverses:
            inverses[index] = text.map.inverse()
        start, end = inverses[index].to_source(Span(place.start - text.start, place.end - text.start))
        snippets[mark] = Snippet(
            before=_tail(text.text, start),
            surface=text.text[start:end],
            after=_head(text.text, end),
            raw_before=_tail(raw, place.start),
            raw=raw[place.start : place.end],
            raw_after=_head(raw, place.end),
            source=_wording(article.origin.document.raw, finding.source),
        )
    return snippets


def _wording(raw: str, address: Address | None) -> str:
    return " ".join(raw[address.start : address.end].split()) if address else ""


def _tail(text: str, end: int) -> str:
    """Return the words before a place on its line, some _AROUND characters."""
    line = text[max(end - 2 * _AROUND, 0) : end].rpartition("\n")[2]
    return line if len(line) <= _AROUND else "…" + line[-_AROUND:].partition(" ")[2]


def _head(text: str, start: int) -> str:
    """Return the words behind a place on its line, some _AROUND characters."""
    line = text[start : start + 2 * _AROUND].partition("\n")[0]
    return line if len(line) <= _AROUND else line[:_AROUND].rpartition(" ")[0] + "…"

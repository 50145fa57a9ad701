"""What was seen on one line of a file: its repair, what was weighed as a rendering, what was found fault with."""

from collections.abc import Iterator, Sequence

import msgspec

from toolkit.article import Article
from toolkit.checks import selected
from toolkit.engines import passes
from toolkit.engines.inputs import Inputs
from toolkit.engines.passes import Specification, Tools
from toolkit.errors import InputError
from toolkit.inspected import Inspected
from toolkit.offsets import Edit, Span
from toolkit.recognition.considered import Considered, considered
from toolkit.results import Failure, FindingResult, OccurrenceResult
from toolkit.settings import Settings
from toolkit.text import Lines, Segment


class Repaired(msgspec.Struct, frozen=True, kw_only=True):
    """A repair, or what repair did not dare to do; columns count from 1."""

    column: int
    source: str
    replacement: str
    repair: str
    confidence: float
    made: bool


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """A wording that was weighed as a rendering of a Chinese term; `reason` says why it was not taken, if so."""

    column: int
    surface: str
    zh: str
    status: str
    confidence: float
    reason: str


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A finding; `reason` says why it is not told, if so."""

    finding: FindingResult
    reason: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to say of a line of a document; `text` are its sentences as repaired."""

    document: str
    line: int
    text: tuple[str, ...]
    repaired: tuple[Repaired, ...]
    weighed: tuple[Weighed, ...]
    judged: tuple[Judged, ...]


def explain(given: Inputs, line: int, specification: Specification) -> Explanation:
    """Explain a line, counted from 1, of the one document given; no other articles are looked at.

    Raises InputError where the file cannot be read, or has no such line.
    """
    wide = msgspec.structs.replace(specification.settings, select=(), ignore=(), min_confidence=0.0)
    kit = passes.tools(msgspec.structs.replace(specification, settings=wide))
    repetition = passes.count_lines(given.rereadable())
    last, name = 0, "the input"
    for piece in given.pieces():
        if isinstance(piece, Failure):
            raise InputError(piece.path, piece.reason)
        name, before = piece.id, piece.stretch.lines
        if piece.form.celled:
            raise InputError(name, "a table of cells has no lines to ask for")
        last = before + piece.decoded.text.count("\n") + (not piece.decoded.text.endswith("\n"))
        if line <= last:
            prepared = passes.first(piece, repetition, kit)
            if prepared.article is None:
                raise InputError(name, "; ".join([*prepared.notes, *(f.reason for f in prepared.failures)]))
            inspected, failures = passes.second(prepared.article, prepared.census, (), kit)
            if inspected is None:
                raise InputError(name, failures[0].reason)
            return _explained(prepared.article, line, inspected, kit, specification.settings)
    raise InputError(name, f"there is no line {line}; the last one is {last}")


def _explained(article: Article, line: int, inspected: Inspected, kit: Tools, settings: Settings) -> Explanation:
    lines = Lines(article.document.raw, article.document.stretch)
    here = [s for s in article.segments if _meets(article, s, line, lines)]
    taken = [o for o in inspected.occurrences if lines.locate(o.start)[0] == line]
    weighed = [*_taken(taken, lines), *_not_taken(article, here, line, lines, kit)]
    found = [(f, "") for f in inspected.findings] + [
        (f, "lived with: exempt, in the baseline, or allowed by a comment") for f in inspected.suppressed
    ]
    return Explanation(
        document=article.document.id,
        line=line,
        text=tuple(article.surface(segment.text, segment.span) for segment in here),
        repaired=tuple(_repairs(article, line, lines)),
        weighed=tuple(sorted(weighed, key=lambda w: (w.column, bool(w.reason), -w.confidence))),
        judged=tuple(
            Judged(finding=f, reason=_why_not(f, settings) or reason) for f, reason in found if f.line == line
        ),
    )


def _meets(article: Article, segment: Segment, line: int, lines: Lines) -> bool:
    address = article.address(segment.text, segment.span)
    first, last = lines.locate(address.start)[0], lines.locate(max(address.start, address.end - 1))[0]
    return first <= line <= last


def _repairs(article: Article, line: int, lines: Lines) -> Iterator[Repaired]:
    for made, by_text in ((True, article.edits), (False, article.flags)):
        for text, edits in enumerate(by_text):
            for edit in edits:
                place = article.address_as_read(text, Span(edit.start, edit.end))
                at, column = lines.locate(place.start)
                if at == line:
                    yield _repaired(article, text, edit, column, made=made)


def _repaired(article: Article, text: int, edit: Edit, column: int, *, made: bool) -> Repaired:
    return Repaired(
        column=column,
        source=article.document.texts[text].text[edit.start : edit.end],
        replacement=edit.replacement,
        repair=edit.kind,
        confidence=edit.confidence,
        made=made,
    )


def _taken(occurrences: Sequence[OccurrenceResult], lines: Lines) -> Iterator[Weighed]:
    for o in occurrences:
        told = ", ".join(f"{e.zh}={e.en}" for e in o.evidence)
        yield Weighed(
            column=lines.locate(o.start)[1],
            surface=o.surface,
            zh=o.zh,
            status=f"{o.status} ({o.basis}{': ' if told else ''}{told})",
            confidence=o.confidence,
            reason="",
        )


def _not_taken(
    article: Article, segments: Sequence[Segment], line: int, lines: Lines, kit: Tools
) -> Iterator[Weighed]:
    """Yield what was weighed in sentences without a source, and terms of a source that have no rendering."""
    told = {segment for pair in article.pairs if pair.source for segment in pair.target}
    termbase = kit.specification.termbase
    for segment in segments:
        text = article.texts[segment.text]
        if segment in told or text.language != "en":
            continue
        taken = [o for o in article.occurrences if o.text == segment.text]
        for each in considered(kit.renderings, text.text, segment.span, taken):
            at, column = lines.locate(article.address(segment.text, each.span).start)
            if at == line:
                yield _weighed(article, segment, each, column, termbase[each.concept].zh)
    for omission in article.omissions:
        if any(segment in segments for segment in omission.pair.target):
            yield Weighed(
                column=1,
                surface="",
                zh=omission.term.term,
                status="",
                confidence=1.0,
                reason="the source has it, and nothing here seems to render it",
            )


def _weighed(article: Article, segment: Segment, each: Considered, column: int, zh: str) -> Weighed:
    return Weighed(
        column=column,
        surface=article.surface(segment.text, each.span),
        zh=zh,
        status="",
        confidence=each.confidence,
        reason=each.reason,
    )


def _why_not(finding: FindingResult, settings: Settings) -> str:
    if finding.rule not in selected(settings):
        return "its rule is not selected"
    if finding.confidence < settings.min_confidence:
        return f"less sure than the least confidence asked for, {settings.min_confidence}"
    return ""

"""Documents with their damage undone, and every edit told by its place in the file."""

from collections.abc import Iterator

import msgspec

from toolkit.formats import format_for
from toolkit.furniture import furniture
from toolkit.offsets import Edit, Span
from toolkit.repair import Mended, mend
from toolkit.results import Failure, Tool
from toolkit.text import Document, Text


class EditResult(msgspec.Struct, frozen=True, kw_only=True):
    """One edit of a file; positions are code points of the decoded file, end exclusive."""

    part: str | None
    start: int
    end: int
    source: str
    replacement: str
    repair: str
    confidence: float


class FlagResult(msgspec.Struct, frozen=True, kw_only=True):
    """One place that looks damaged and was left alone."""

    part: str | None
    start: int
    end: int
    source: str
    rule: str
    message: str
    confidence: float


class FurnitureResult(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of page furniture."""

    part: str | None
    start: int
    end: int


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A document after repair; `text` is the whole file in its own format, or the text alone where asked for."""

    id: str
    text: str
    sha256: str
    edits: tuple[EditResult, ...]
    flagged: tuple[FlagResult, ...]
    furniture: tuple[FurnitureResult, ...]


class CleanResults(msgspec.Struct, frozen=True, kw_only=True):
    """What `clean --format json` prints."""

    version: int = 1
    tool: Tool
    failures: tuple[Failure, ...]
    documents: tuple[Cleaned, ...]


def clean(document: Document, *, remove_furniture: bool = False, text_only: bool = False) -> Cleaned:
    """Repair a document; furniture goes where that is asked for, and is told of in any case."""
    form = format_for(document.format)
    edits: list[EditResult] = []
    flags: list[FlagResult] = []
    places: list[FurnitureResult] = []
    made: list[Edit] = []
    texts: list[str] = []
    for text in document.texts:
        mended = mend(text)
        spans = [_before(mended, span, text) for span in furniture(mended.text.text)]
        places += [FurnitureResult(part=text.part, start=s, end=e) for s, e in map(text.map.to_source, spans)]
        chosen = tuple(_without(mended.edits, spans) if remove_furniture else mended.edits)
        made += chosen
        texts.append(text.edited(chosen).text)
        edits += [
            EditResult(
                part=text.part,
                start=edit.start,
                end=edit.end,
                source=document.raw[edit.start : edit.end],
                replacement=edit.replacement,
                repair=edit.kind,
                confidence=edit.confidence,
            )
            for edit in form.raw_edits(document.raw, chosen)
        ]
        flags += [_flag(document, text, flag) for flag in mended.flags]
    return Cleaned(
        id=document.id,
        text="\n".join(texts) if text_only else form.write(document, made),
        sha256=document.sha256,
        edits=tuple(edits),
        flagged=tuple(flags),
        furniture=tuple(places),
    )


def _before(mended: Mended, span: Span, text: Text) -> Span:
    """Return where a span of the repaired text stands in the text as it was read."""
    start, end = mended.text.map.to_source(span)
    inner = text.map.inverse().to_source(Span(start, end))
    return Span(inner.start, inner.end)


def _without(edits: tuple[Edit, ...], spans: list[Span]) -> Iterator[Edit]:
    """Yield edits that delete spans, and those of the given ones that lie elsewhere."""
    for start, end in spans:
        yield Edit(start, end, "", "furniture")
    for edit in edits:
        if not any(start < edit.end and edit.start < end for start, end in spans):
            yield edit


def _flag(document: Document, text: Text, flag: Edit) -> FlagResult:
    start, end = text.map.to_source(Span(flag.start, flag.end))
    before = text.text[flag.start : flag.end]
    rule, _, kind = flag.kind.partition("/")
    what = (kind or rule).replace("-", " ")
    if flag.replacement == before:
        message = f"{what}: the text is lost and cannot be restored"
    else:
        message = f"{what}: perhaps {flag.replacement!r}, not sure enough to edit"
    return FlagResult(
        part=text.part,
        start=start,
        end=end,
        source=document.raw[start:end],
        rule="encoding-damage" if rule == "lossy" else rule,
        message=message,
        confidence=flag.confidence,
    )

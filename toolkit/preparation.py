"""Documents become articles: repaired, cut into sentences, paired with their source, their renderings found.

Pure functions of one document, or of one and its source, so that any engine can map them.
"""

from collections.abc import Iterator, Sequence

import msgspec
import regex

from toolkit import alignment
from toolkit.alignment.bilingual import Terms
from toolkit.article import Article, Omission
from toolkit.furniture import furniture
from toolkit.offsets import Edit, Span, replace
from toolkit.recognition import Renderings, TermOccurrence
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.repair import mend
from toolkit.segmentation import language
from toolkit.text import Document, Segment, SegmentPair, Stretch, Text

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")


def prepare(document: Document, renderings: Renderings) -> Article:
    """Repair a document, cut it into sentences and find its renderings."""
    article = _cut(document)
    return msgspec.structs.replace(article, occurrences=tuple(_found(article, article.segments, renderings)))


def prepare_pair(
    document: Document, source: Document | None, renderings: CompiledTermbase, terms: Terms
) -> Article:
    """Prepare a document that has its source beside it, or in itself, unit by unit, where `source` is None.

    In sentences that have a source only its terms are sought, and more loosely; `terms` help to align.
    """
    article = _cut(document)
    if source is None:
        pairs = tuple(_units(article))
    else:
        origin = _cut(source)
        pairs = alignment.align(origin, article, terms).pairs
        article = msgspec.structs.replace(article, source=origin)
    with_source = [pair for pair in pairs if pair.source and pair.target]
    told = {segment for pair in with_source for segment in pair.target}
    alone = [segment for segment in article.segments if segment not in told]
    occurrences = list(_found(article, alone, renderings))
    omissions: list[Omission] = []
    wordings = [(_wording(article.origin, p.source), _wording(article, p.target)) for p in with_source]
    places = [(pair.source[0], pair.target[0]) for pair in with_source]
    for pair, result in zip(with_source, renderings.paired.find(wordings, places), strict=True):
        occurrences += result.occurrences
        omissions += (
            Omission(pair=pair, term=term, source=term.placed(pair.source[0])) for term in result.omitted
        )
    return msgspec.structs.replace(
        article,
        pairs=pairs,
        occurrences=tuple(sorted(occurrences, key=lambda o: (o.text, o.span))),
        omissions=tuple(omissions),
    )


def _cut(document: Document) -> Article:
    mended = [mend(text) for text in document.texts]
    texts = tuple(m.text for m in mended)
    segments = tuple(
        Segment(at, span) for at, text in enumerate(texts) for span in sentences(text, document.stretch)
    )
    english = (segment for segment in segments if texts[segment.text].language == "en")
    return Article(
        document=document,
        texts=texts,
        edits=tuple(m.edits for m in mended),
        flags=tuple(m.flags for m in mended),
        segments=segments,
        words=sum(len(_WORD.findall(texts[segment.text].text, *segment.span)) for segment in english),
    )


def sentences(text: Text, stretch: Stretch) -> Iterator[Span]:
    """Yield the sentences between furniture, which parts them like blank lines."""
    head, tail = stretch.first or text.part is not None, stretch.last or text.part is not None
    blank = [Edit(*span, "\n" * (span.end - span.start)) for span in furniture(text, head=head, tail=tail)]
    yield from language(text.language).sentences(replace(text.text, blank)[0])


def _found(article: Article, segments: Sequence[Segment], renderings: Renderings) -> Iterator[TermOccurrence]:
    by_text: dict[int, list[Span]] = {}
    for segment in segments:
        if article.texts[segment.text].language == "en":
            by_text.setdefault(segment.text, []).append(segment.span)
    for index, spans in by_text.items():
        yield from renderings.find(article.texts[index].text, spans, index)


def _units(article: Article) -> Iterator[SegmentPair]:
    """Yield the pairs of a document whose texts name the texts that they render."""
    by_text: dict[int, list[Segment]] = {}
    for segment in article.segments:
        by_text.setdefault(segment.text, []).append(segment)
    for at, text in enumerate(article.texts):
        if text.source is not None:
            yield SegmentPair(tuple(by_text.get(text.source, ())), tuple(by_text.get(at, ())))


def _wording(article: Article, segments: Sequence[Segment]) -> str:
    """Return the stretch of the text that segments stand in, the first one's where they stand in several."""
    first = last = segments[0]
    if len(segments) > 1:
        last = max((each for each in segments if each.text == first.text), key=lambda each: each.span.end)
    return article.texts[first.text].text[first.span.start : last.span.end]

"""The seam of all engines: both passes as pure functions of pieces of documents, and what a process needs.

    bytes ─pieces→ Piece ─count_lines→ Repetition, merged
    Piece, Repetition ─first→ Prepared: an Article, and a Census, merged
    Article, Article, Census ─compare→ Compared, for sisters
    Article, Census, differences ─second→ Inspected

A piece is a whole document, or a stretch of a large file. Repetitions and censuses may be merged in any order; the
results are given in that of the pieces. A record that makes a part raise is left out and becomes a failure, a file
that does so while it is read fails as a whole.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain
from typing import TypeVar

import msgspec

from toolkit import __version__, analysis, census, files, preparation, suppression, units
from toolkit.alignment.bilingual import Terms
from toolkit.analysis import Compared
from toolkit.article import Article
from toolkit.census import Census
from toolkit.context import Context
from toolkit.decoding import Decoded
from toolkit.errors import FormatError, InputError
from toolkit.findings import Finding
from toolkit.formats import Format
from toolkit.furniture import mark
from toolkit.inspected import Inspected
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.repetition import Repetition
from toolkit.results import Failure
from toolkit.settings import Settings
from toolkit.streams import Readable, Window
from toolkit.termbase import Termbase
from toolkit.text import WHOLE, Document, Stretch, Text

LONGEST = 16 << 20  # code points of a text; a longer one takes minutes and a GB of memory, and is no article
RECORDS = 1 << 18  # code points of records in a piece of a large file, that little is lost at a stop
Unit = tuple[int, ...]  # the indexes of texts that stay together: a text, or a source and its target
Item = TypeVar("Item")


class Specification(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """What a run is to do: small enough to be sent to every process, and equal where its digest is.

    The termbase prefers what the house style says. `baseline` are fingerprints of findings that are lived with;
    `inline` heeds comments that allow some.
    """

    termbase: Termbase
    settings: Settings = Settings()
    reading: files.Reading = files.AS_FOUND
    baseline: frozenset[str] = frozenset()
    inline: bool = True

    @cached_property
    def digest(self) -> str:
        """What stands for all that the results depend on but the inputs, in hexadecimal."""
        return sha256(__version__.encode() + msgspec.json.encode(self, order="deterministic")).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Specification) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


class Tools:
    """What the passes work with; built once in each process, by `tools`."""

    def __init__(self, specification: Specification) -> None:
        self.specification = specification
        self.checks = analysis.checks_for(specification.settings)
        self.renderings = CompiledTermbase(specification.termbase, units.load())

    @cached_property
    def terms(self) -> Terms:
        """What helps to align a source."""
        return Terms(self.specification.termbase, self.renderings.listed)


@lru_cache(maxsize=1)
def tools(specification: Specification) -> Tools:
    """Return the tools for a run, from the second time on at once. Raises UsageError where a rule is not there."""
    return Tools(specification)


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A document, or a stretch of it, decoded. `source` is what it renders, or why that could not be read."""

    id: str
    form: Format
    decoded: Decoded
    stretch: Stretch = WHOLE
    source: Document | Failure | None = None


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What pass one makes of a piece.

    There is no article where the piece could not be read, or was passed over, as `notes` tell.
    """

    article: Article | None = None
    census: Census = Census()
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


def pieces(
    stream: Readable, found: files.Input, reading: files.Reading = files.AS_FOUND, *, whole: bool = False
) -> Iterator[Piece]:
    """Yield a document in pieces of some 1 MB, of records less, in one where its format or `whole` wants it.

    Raises InputError where the bytes cannot be read, with their place in the file, or hold nothing.
    """
    form = files.format_of(found, reading)
    cut = form.windows(stream, found.id, reading.encoding, whole=whole)
    column = 0
    for number, window in enumerate(chain.from_iterable(map(_by_lines, cut)) if form.lined else cut):
        text = window.decoded.text
        if window.first and window.last and not text.strip():
            raise InputError(found.id, "the file is empty")
        if window.first and not window.last:
            form = form.settled(text)
        stretch = Stretch(
            number=number,
            start=window.start,
            lines=window.lines,
            column=column,
            first=window.first,
            last=window.last,
        )
        yield Piece(id=found.id, form=form, decoded=window.decoded, stretch=stretch)
        column = len(text) - 1 - text.rfind("\n") + (0 if "\n" in text else column)


def _by_lines(window: Window) -> Iterator[Window]:
    """Yield a window in several of RECORDS code points and the rest of a line; a whole file is not cut."""
    if window.first and window.last:
        yield window
        return
    decoded, start, lines = window.decoded, 0, window.lines
    while start < len(decoded.text):
        end = (decoded.text.find("\n", start + RECORDS) + 1) or len(decoded.text)
        first, last = window.first and not start, window.last and end == len(decoded.text)
        some = Decoded(decoded.text[start:end], decoded.encoding, decoded.byte_order_mark and first)
        yield Window(some, window.start + start, lines, first, last)
        start, lines = end, lines + some.text.count("\n")


def count_lines(some: Iterable[Piece]) -> Repetition:
    """Return in how many documents, files or records, each line stands; what cannot be read is passed by.

    Of a document in several pieces the first and the last one count.
    """
    total = Repetition()
    for piece in some:
        with suppress(Exception):  # pass one will tell
            _count_lines(piece, total)
    return total


def _count_lines(piece: Piece, total: Repetition) -> None:
    raw, stretch = piece.decoded.text, piece.stretch
    lines: list[str] = []
    for run in piece.form.runs(raw, stretch.lines):
        if isinstance(run, FormatError) or run.furniture is None:
            continue
        if run.part is not None:
            total.add(run.text(raw).text.split("\n"))
        elif stretch.first or stretch.last:
            lines += run.text(raw).text.split("\n")
    if lines:
        total.add(lines, begins=stretch.first)


def first(piece: Piece, repetition: Repetition, kit: Tools, left_out: Iterable[Unit] = ()) -> Prepared:
    """Return the article of a piece and its census; `left_out` are texts that are not to be looked at."""
    try:
        document = piece.form.read(piece.decoded, piece.id, stretch=piece.stretch)
    except Exception as error:  # noqa: BLE001 - whatever a format raises, the run goes on
        return Prepared(failures=(failure(error, piece.id),))
    failures = [failure(problem, piece.id) for problem in document.problems]
    if document.texts and all(text.language == "zh" for text in document.texts):
        note = f"{piece.id}: passed over, since it is Chinese and not a translation"
        return Prepared(failures=tuple(failures), notes=(note,) if piece.stretch.first else ())
    if isinstance(piece.source, Failure):
        failures.append(piece.source)
    source = piece.source if isinstance(piece.source, Document) else None
    document = msgspec.structs.replace(document, problems=())
    too_long = [unit for unit in texts_of(document) if any(len(document.texts[at].text) > LONGEST for at in unit)]
    reason = f"a text is longer than {LONGEST >> 20} million characters; cut it"
    failures += [Failure(piece.id, place(document, [unit]) + reason) for unit in too_long]
    left_out = (*left_out, *too_long)

    def prepared(bad: Iterable[Unit]) -> tuple[Article, Census]:
        article = _prepared(_without(document, (*left_out, *bad)), source, repetition, kit)
        return article, census.count(article)

    made, broken = _leaving_out(prepared, document, left_out)
    article, counted = made or (None, Census())
    return Prepared(article=article, census=counted, failures=(*failures, *broken))


def compare(
    one: Article, other: Article, total: Census, kit: Tools
) -> tuple[Compared | None, tuple[Failure, ...]]:
    """Return how two sisters differ, and what failed; `total` is the census of all. Costs an alignment."""
    try:
        return analysis.compare(one, other, _context(total, kit), kit.checks), ()
    except Exception as error:  # noqa: BLE001 - whatever a part raises, the run goes on
        return None, (Failure(other.document.id, f"beside {one.document.id}: {error!r}"),)


def second(
    article: Article, total: Census, differences: Iterable[Finding], kit: Tools, left_out: Iterable[Unit] = ()
) -> tuple[Inspected | None, tuple[Failure, ...]]:
    """Return what is to be said of an article, known findings apart, and what failed.

    `total` is the census of all, which needs no signatures here; `differences` is what `compare` found fault with
    in this article.
    """
    specification = kit.specification
    differences = tuple(differences)

    def inspected(bad: Iterable[Unit]) -> Inspected:
        left = _article_without(article, (*left_out, *bad))
        context = _context(total, kit)
        found = analysis.inspect(left, context, kit.checks, specification.settings, differences)
        allowed = suppression.allowed(article.document) if specification.inline else ()
        return suppression.apply(found, specification.settings, specification.baseline, allowed)

    return _leaving_out(inspected, article.document, left_out)


def pairs(
    total: Census, documents: Sequence[str], given: tuple[str, str] | None, report: Callable[[str], object] = str
) -> list[tuple[str, str]]:
    """Return the documents to be compared, the given ones first, then those that are found out, in their order.

    `report` is told how many more are as alike.
    """
    order = {name: at for at, name in enumerate(documents)}
    nearest, further = total.sisters()
    if further:
        report(f"{further:,} further pairs of articles that are alike are not compared")
    found_out = (sorted(pair, key=order.__getitem__) for pair in nearest if {*pair} != {*(given or ())})
    named = [given] if given and order.keys() >= set(given) else []
    return [*named, *((one, other) for one, other in found_out)]


def failure(error: Exception, name: str) -> Failure:
    """Return an error as the results tell it; `name` is the input, where the error does not say which."""
    if isinstance(error, InputError):
        return Failure(error.path, files.reason_of(error))
    return Failure(name, repr(error))


def texts_of(document: Document) -> list[Unit]:
    """Return the indexes of the texts of a document, a source and what renders it together."""
    sources = {text.source for text in document.texts}
    return [
        (at,) if text.source is None else (text.source, at)
        for at, text in enumerate(document.texts)
        if at not in sources
    ]


def place(document: Document, some: Sequence[Unit]) -> str:
    """Return where texts stand, for people."""
    part = document.texts[some[0][-1]].part if len(some) == 1 else None
    stretch = document.stretch
    where = part or ("" if stretch.first and stretch.last else f"from line {stretch.lines + 1} on")
    return f"{where}: " if where else ""


def halved(
    items: Sequence[Item], works: Callable[[Sequence[Item]], bool], *, known: bool = True
) -> Iterator[Item]:
    """Yield the items with which something does not work, each alone, by halving: some 2 log n trials for each.

    It is `known`, and not tried, that it does not work with all of them.
    """
    if not items or ((not known or len(items) == 1) and works(items)):
        return
    if len(items) == 1:
        yield items[0]
        return
    middle = len(items) // 2
    before = list(halved(items[:middle], works, known=False))
    yield from before
    yield from halved(items[middle:], works, known=not before)


def _leaving_out(
    make: Callable[[Iterable[Unit]], Item], document: Document, left_out: Iterable[Unit]
) -> tuple[Item | None, tuple[Failure, ...]]:
    """Return what can be made of a document without the texts that make it raise, and a failure for each of them.

    Where no text does so alone, nothing is made.
    """
    try:
        return make(()), ()
    except Exception as error:  # noqa: BLE001 - whatever a part raises, the run goes on
        reason = repr(error)
    every = [unit for unit in texts_of(document) if unit not in set(left_out)]
    reasons: dict[Unit, str] = {}

    def works(some: Sequence[Unit]) -> bool:
        try:
            make([unit for unit in every if unit not in some])
        except Exception as error:  # noqa: BLE001 - the same
            reasons[some[0]] = repr(error)
            return False
        return True

    bad = list(halved(every, works))
    try:
        made = make(bad)
    except Exception:  # noqa: BLE001 - the same
        return None, (Failure(document.id, place(document, every) + reason),)
    return made, tuple(Failure(document.id, place(document, [unit]) + reasons[unit]) for unit in bad)


def _context(total: Census, kit: Tools) -> Context:
    return Context(termbase=kit.specification.termbase, census=total)


def _prepared(document: Document, source: Document | None, repetition: Repetition, kit: Tools) -> Article:
    marked = tuple(_marked(text, document.stretch, repetition) for text in document.texts)
    document = msgspec.structs.replace(document, texts=marked)
    if source is not None or any(text.source is not None for text in document.texts):
        return preparation.prepare_pair(document, source, kit.renderings, kit.terms)
    return preparation.prepare(document, kit.renderings)


def _marked(text: Text, stretch: Stretch, repetition: Repetition) -> Text:
    alone = text.part is not None
    return mark(text, repetition, head=alone or stretch.first, tail=alone or stretch.last)


def _without(document: Document, left_out: Iterable[Unit]) -> Document:
    """Return a document some of whose texts are empty."""
    gone = {at for unit in left_out for at in unit}
    texts = tuple(
        Text(text="", language=text.language, part=text.part, start=text.start, source=text.source)
        if at in gone
        else text
        for at, text in enumerate(document.texts)
    )
    return msgspec.structs.replace(document, texts=texts) if gone else document


def _article_without(article: Article, left_out: Iterable[Unit]) -> Article:
    """Return an article without all that stands in some of its texts."""
    gone = {at for unit in left_out for at in unit}
    if not gone:
        return article
    stripped = _without(article.document, [tuple(gone)])
    pairs = [pair for pair in article.pairs if not any(segment.text in gone for segment in pair.target)]
    return msgspec.structs.replace(
        article,
        document=stripped,
        texts=tuple(stripped.texts[at] if at in gone else text for at, text in enumerate(article.texts)),
        edits=tuple(() if at in gone else edits for at, edits in enumerate(article.edits)),
        flags=tuple(() if at in gone else flags for at, flags in enumerate(article.flags)),
        segments=tuple(segment for segment in article.segments if segment.text not in gone),
        occurrences=tuple(occurrence for occurrence in article.occurrences if occurrence.text not in gone),
        pairs=tuple(pairs),
        omissions=tuple(omission for omission in article.omissions if omission.pair in pairs),
    )

"""What extraction counts: mentions by form, where they stand, and the C-value of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log2
from typing import cast

import msgspec

from toolkit.article import Article
from toolkit.extraction import Candidate, Context, Kind, Language, Mention, en, zh
from toolkit.offsets import Span
from toolkit.recognition import chinese
from toolkit.recognition.variants import form_of, variants
from toolkit.termbase import Termbase
from toolkit.text import Lines, Text

CONTEXTS = 3  # places that are kept for each candidate
BOUND = 200_000  # forms that are kept while counting: some 200 MB
_AROUND = 50  # characters of context on each side
_NEAR = 3  # listed terms that are named beside a candidate
_KINDS = list(Kind)
_LANGUAGES = cast("Mapping[str, Language]", {"en": en, "zh": zh})
# How much a kind tells by itself: whoever writes quotation marks or capitals takes the wording for a term.
_WEIGHT = {Kind.TITLE: 2.0, Kind.NUMBERED: 1.5, Kind.QUOTED: 2.0, Kind.NAME: 1.5, Kind.NOUN_PHRASE: 1.0}


class _Use(msgspec.Struct):
    """What is known of a form so far."""

    language: str
    words: tuple[str, ...]
    new: float = 0.0  # share of the wording that no listed term covers
    loose: bool = True
    count: int = 0
    documents: int = 0
    last: str = ""  # the document that was counted last
    kinds: set[Kind] = msgspec.field(default_factory=set)
    terms: Counter[str] = msgspec.field(default_factory=Counter)
    near: dict[str, str] = msgspec.field(default_factory=dict)  # wordings of listed terms by form
    contexts: list[Context] = msgspec.field(default_factory=list)


class Tally:
    """Counts the mentions of articles, one after the other, and turns them into candidates.

    What `termbase` has is left out, whatever its status. Memory is bounded: above `bound` forms the rarest are
    dropped (as in lossy counting; Manku and Motwani 2002, doi:10.1016/B978-155860869-6/50038-X), so that the
    counts of forms that are dropped and come again are too low by what was dropped.
    """

    def __init__(self, termbase: Termbase, *, bound: int = BOUND) -> None:
        self._uses: dict[str, _Use] = {}
        self._bound = bound
        self._terms = chinese.ChineseTerms(termbase)
        self._known = {
            form_of(form) for c in termbase.concepts for d in c.terms("en") for form, _ in variants(d)
        } | {chinese.fold(d.term)[0] for c in termbase.concepts for d in c.terms("zh")}

    def add(self, article: Article) -> None:
        """Count the mentions of an article; linear in its text."""
        lines = Lines(article.document.raw)
        sentences, listed = defaultdict[int, list[Span]](list), defaultdict[int, list[Span]](list)
        for segment in article.segments:
            sentences[segment.text].append(segment.span)
        for occurrence in article.occurrences:
            listed[occurrence.text].append(occurrence.span)
        for index, text in enumerate(article.texts):
            language = "zh" if text.language.startswith("zh") else "en"
            if language == "zh":
                listed[index] = [term.span for term in self._terms.find(text.text)]
            found = _LANGUAGES[language].mentions(text.text, sentences[index])
            for mention, near in _beside(sorted(found, key=lambda m: m.span), listed[index]):
                if mention.form and mention.form not in self._known:
                    use = self._count(article, mention, near, language)
                    for span in near[:_NEAR]:
                        surface = article.surface(index, span)
                        use.near.setdefault(form_of(chinese.fold(surface)[0]), surface)
                    if len(use.contexts) < CONTEXTS:
                        use.contexts.append(_context(article, index, mention.span, lines))
                    if len(self._uses) > self._bound:
                        self._prune()

    def candidates(self, *, min_count: int = 1) -> list[Candidate]:
        """Return the candidates, the best first."""
        uses = {form: use for form, use in self._uses.items() if use.count > 1 or not use.loose}
        nested = defaultdict[str, list[int]](list)
        for form, use in uses.items():
            for inner in _LANGUAGES[use.language].nested(use.words):
                if inner in uses and inner != form:
                    nested[inner].append(use.count)
        found = [
            _candidate(use, score)
            for form, use in uses.items()
            if use.count >= min_count and (score := _score(use, nested[form])) > 0
        ]
        return sorted(found, key=lambda c: (-c.score, c.term))

    def _count(self, article: Article, mention: Mention, near: Sequence[Span], language: str) -> _Use:
        use = self._uses.get(mention.form)
        if use is None:
            use = self._uses[mention.form] = _Use(language, mention.words)
        # The same form may be cut in more than one way: what is kept does not depend on which came first.
        use.words = min(use.words, mention.words)
        use.new = max(use.new, _new(mention.span, near))
        use.count += 1
        use.loose &= mention.loose
        use.kinds.add(mention.kind)
        use.terms[mention.term] += 1
        if use.last != article.document.id:
            use.last = article.document.id
            use.documents += 1
        return use

    def _prune(self) -> None:
        """Drop the rarest forms till half of the bound is left."""
        floor = 1
        while len(self._uses) > self._bound // 2:
            self._uses = {form: use for form, use in self._uses.items() if use.count > floor}
            floor += 1


def _beside(mentions: Iterable[Mention], listed: Sequence[Span]) -> Iterator[tuple[Mention, Sequence[Span]]]:
    """Yield each mention, in order, with the listed terms in it; those inside or across a listed term are none."""
    first = 0
    for mention in mentions:
        start, end = mention.span
        while first < len(listed) and listed[first].end <= start:
            first += 1
        last = first
        while last < len(listed) and listed[last].start < end:
            last += 1
        touched = listed[first:last]
        if all(start <= span.start and span.end <= end and span != mention.span for span in touched):
            yield mention, touched


def _new(span: Span, near: Sequence[Span]) -> float:
    """Return the share of a span that no listed term covers."""
    return 1 - sum(inner.end - inner.start for inner in near) / (span.end - span.start)


def _score(use: _Use, nested: list[int]) -> float:
    """Return the C-value of a form times its termhood and the weight of its kind.

    Frantzi, Ananiadou and Mima 2000, doi:10.1007/s007999900023. Of the count of a form that is nested in longer
    ones the greatest of theirs is taken off, and not their mean: one term of which it is a mere fragment is
    enough; only of noun phrases, since quotation marks and capitals show where a term ends. log2(words + 1)
    lets single words take part, as in Barrón-Cedeño et al. 2009, doi:10.1007/978-3-642-00382-0_10.
    """
    kind = min(use.kinds, key=_KINDS.index)
    count = use.count - (max(nested, default=0) if kind is Kind.NOUN_PHRASE else 0)
    length = log2(len(use.words) + 1)
    return length * count * _LANGUAGES[use.language].termhood(use.words) * use.new * _WEIGHT[kind]


def _candidate(use: _Use, score: float) -> Candidate:
    return Candidate(
        term=min(use.terms, key=lambda term: (-use.terms[term], term)),
        language=use.language,
        kind=min(use.kinds, key=_KINDS.index),
        score=score,
        count=use.count,
        documents=use.documents,
        near=tuple(use.near.values())[:_NEAR],
        contexts=tuple(use.contexts),
    )


def _context(article: Article, index: int, span: Span, lines: Lines) -> Context:
    text = article.texts[index]
    place = article.address(index, span)
    line, column = lines.locate(place.start)
    return Context(
        document=place.document,
        part=place.part,
        start=place.start,
        end=place.end,
        line=line,
        column=column,
        before=_before(text, span.start),
        surface=article.surface(index, span),
        after=_after(text, span.end),
    )


def _before(text: Text, end: int) -> str:
    """Return the words before a place on its line, some _AROUND characters."""
    line = text.text[max(end - 2 * _AROUND, 0) : end].rpartition("\n")[2]
    near = line[-_AROUND:]
    return near if len(near) == len(line) else "…" + near[near.find(" ") + 1 :]


def _after(text: Text, start: int) -> str:
    """Return the words behind a place on its line, some _AROUND characters."""
    line = text.text[start : start + 2 * _AROUND].partition("\n")[0]
    near = line[:_AROUND]
    return near if len(near) == len(line) else near[: near.rfind(" ") if " " in near else None] + "…"

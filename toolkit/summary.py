"""What the articles of a run give together: records one after another, and measures over all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TypeVar, overload

import msgspec

from toolkit import measures
from toolkit.analysis import SIDE_BY_SIDE, Inspected
from toolkit.intervals import intervals
from toolkit.measures import Tally
from toolkit.results import (
    TOOL,
    Analysis,
    DocumentResult,
    Failure,
    Results,
    SisterResult,
    Snippet,
    Totals,
)
from toolkit.settings import Settings
from toolkit.termbase import Termbase

Record = TypeVar("Record")


class Records(Sequence[Record]):
    """The records that articles hold, one article after another, which are read anew whenever these are wanted.

    So it takes no memory, and an index as long as all that comes before.
    """

    def __init__(self, articles: Iterable[Inspected], of: Callable[[Inspected], Sequence[Record]]) -> None:
        self._articles = articles
        self._of = of

    def __iter__(self) -> Iterator[Record]:
        return chain.from_iterable(map(self._of, self._articles))

    @cached_property
    def _length(self) -> int:
        return sum(len(self._of(article)) for article in self._articles)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        return tuple(self)[index]


class Snippets(Mapping[str, Snippet]):
    """The snippets that articles hold, read anew too: quick in the order of the findings alone."""

    def __init__(self, articles: Iterable[Inspected]) -> None:
        self._articles = articles
        self._left: Iterator[Inspected] = iter(())
        self._held: Mapping[str, Snippet] = {}

    def __getitem__(self, mark: str) -> Snippet:
        if mark not in self._held and not self._found(mark):
            self._left = iter(self._articles)
            self._found(mark)
        return self._held[mark]

    def _found(self, mark: str) -> bool:
        """Go on to the next article with a snippet, and tell whether there is one."""
        self._held = next((article.snippets for article in self._left if mark in article.snippets), {})
        return bool(self._held)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(article.snippets for article in self._articles)

    def __len__(self) -> int:
        return sum(len(article.snippets) for article in self._articles)


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
        sisters=tuple(sisters[:SIDE_BY_SIDE]),
        sisters_total=len(sisters),
    )


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

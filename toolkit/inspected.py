"""What pass two says of articles, and their records and snippets one after another, in memory or not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TypeVar, overload

import msgspec

from toolkit.results import FindingResult, OccurrenceResult, Snippet

Record = TypeVar("Record")


class Inspected(msgspec.Struct, frozen=True, kw_only=True):
    """What pass two says of one article, or of a stretch of it; `document` is its id."""

    document: str
    words: int
    occurrences: tuple[OccurrenceResult, ...]
    findings: tuple[FindingResult, ...]
    snippets: dict[str, Snippet]
    suppressed: tuple[FindingResult, ...] = ()  # findings that count nowhere


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

"""The matrix of concepts and articles: how each article renders each Chinese term."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from toolkit.results import ConsistencyResult, Results
from toolkit.termbase import Status

TROUBLE = {Status.DEPRECATED.value, Status.SUPERSEDED.value}


class Row(NamedTuple):
    """A concept in the matrix; `cells` has (rendering, status, count) of each article that has it."""

    result: ConsistencyResult
    uses: int
    differs: bool
    cells: Mapping[int, tuple[tuple[str, str, int], ...]]
    entry: int | None
    group: int | None


def rows_of(
    results: Results,
    numbers: Mapping[str, int],
    entries: Mapping[str, int],
    group_of: Mapping[str | None, int],
) -> list[Row]:
    """Return the matrix, concepts with a rendering that the glossary rejects first, then the most varied."""
    rows = []
    for result in worded(results):
        cells: dict[int, list[tuple[str, str, int]]] = {}
        for rendering in result.renderings:
            for document, count in rendering.documents.items():
                cells.setdefault(numbers[document], []).append((rendering.rendering, rendering.status, count))
        rows.append(
            Row(
                result,
                sum(rendering.count for rendering in result.renderings),
                result.forms > 1 or any(rendering.status in TROUBLE for rendering in result.renderings),
                {number: tuple(sorted(cell, key=lambda c: (-c[2], c[0]))) for number, cell in cells.items()},
                entries.get(result.concept),
                group_of.get(result.concept),
            )
        )

    def rank(row: Row) -> tuple[bool, int, int, int, str]:
        rejected = sum(r.count for r in row.result.renderings if r.status in TROUBLE)
        return not row.differs, -rejected, -row.result.forms, -row.uses, row.result.concept

    return sorted(rows, key=rank)


def worded(results: Results) -> Iterator[ConsistencyResult]:
    """Yield concepts with their most frequent wording where a form is a pattern, which nobody writes."""
    surfaces: dict[tuple[str, str], Counter[str]] = {}
    for each in results.occurrences:
        if each.basis == "pattern":
            surfaces.setdefault((each.concept, each.rendering), Counter())[each.surface] += 1
    wordings = {key: min(counts, key=lambda s: (-counts[s], s)) for key, counts in surfaces.items()}
    for result in results.consistency:
        renderings = (
            msgspec.structs.replace(r, rendering=wordings.get((result.concept, r.rendering), r.rendering))
            for r in result.renderings
        )
        yield msgspec.structs.replace(result, renderings=tuple(renderings))

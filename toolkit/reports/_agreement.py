"""The table of articles against articles: what share of the concepts that two have in common they render alike."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from toolkit.measures import Agreement, agreement
from toolkit.results import Results

ARTICLES = 24  # in the table; more do not fit on a page
STEPS = 4  # tints of a cell


class Cell(NamedTuple):
    """How far two articles agree, and how dark that is shown, 0 to 4."""

    agreement: Agreement
    tint: int


class Row(NamedTuple):
    """An article, its number from 1, and how far it agrees with each of the others and with all together."""

    number: int
    name: str
    cells: tuple[Cell | None, ...]
    together: Cell | None


def compared(results: Results, names: Mapping[str, str]) -> list[Row]:
    """Return a row for each of the articles with the most concepts, in their order; none where there is one alone.

    Costs time by the square of their number, which is bounded.
    """
    numbers = {document.id: number for number, document in enumerate(results.documents, 1)}
    concepts = Counter(
        document
        for concept in results.consistency
        for document in {d for rendering in concept.renderings for d in rendering.documents}
    )
    richest = sorted(concepts.keys() & numbers.keys(), key=lambda d: (-concepts[d], numbers[d]))[:ARTICLES]
    shown = sorted(richest, key=numbers.__getitem__)
    pairs = agreement(results.consistency, shown)
    pairs |= {(other, one): each for (one, other), each in pairs.items()}
    rows = []
    for one in shown:
        others = [pairs.get((one, other)) for other in shown]
        known = [each for each in others if each]
        together = Agreement(sum(each.shared for each in known), sum(each.alike for each in known))
        rows.append(Row(numbers[one], names[one], tuple(map(_cell, others)), _cell(together)))
    return rows if any(row.together for row in rows) else []


def _cell(found: Agreement | None) -> Cell | None:
    return Cell(found, round(STEPS * found.share)) if found and found.shared else None

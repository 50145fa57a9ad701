"""cyclic-relations: a concept that is broader than itself."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule

_MOST_SHOWN = 8


class CyclicRelations(LintRule, frozen=True):
    """Flags concepts that are, from one to the next, broader than themselves.

    ## Why is this bad?
    One of the relations is the wrong way round: "broader" names the wider concept, "narrower" the special one.

    ## Example
    id,zh,en,status,relations
    firm,企业,enterprises,preferred,broader=giant
    giant,小巨人企业,little giants,preferred,broader=firm

    ## Use instead
    Turn the wrong relation round, or make it related.

    ## References
    ISO 704:2022, generic and partitive relations form hierarchies.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a concept that is broader than itself"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each circle once, at the concept from which it was entered."""
        known = inventory.termbase.by_id
        for circle in _circles(_broader(inventory)):
            shown = [*circle[:_MOST_SHOWN], "…"] if len(circle) > _MOST_SHOWN else list(circle)
            way = " < ".join((*shown, circle[0]))
            yield self.flaw(known[circle[0]], f"is broader than itself: {way}", "turn one of the relations round")


def _broader(inventory: Inventory) -> Mapping[str, tuple[str, ...]]:
    """Return the broader concepts of each concept, as both sides of the relation name them."""
    known = inventory.termbase.by_id
    edges: dict[str, list[str]] = {name: [] for name in known}
    for concept in inventory.termbase.concepts:
        for relation in concept.relations:
            if relation.concept in known and relation.kind == "broader":
                edges[concept.id].append(relation.concept)
            elif relation.concept in known and relation.kind == "narrower":
                edges[relation.concept].append(concept.id)
    return {name: tuple(dict.fromkeys(others)) for name, others in edges.items()}


def _circles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the circle that each concept closes first in a walk in depth; without recursion.

    Linear, but for the lengths of the circles.
    """
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path, following = [start], {start: iter(edges[start])}
        while path:
            here = path[-1]
            other = next(following[here], None)
            if other is None:
                done.add(path.pop())
            elif other not in following:
                path.append(other)
                following[other] = iter(edges[other])
            elif other not in done:
                yield tuple(path[path.index(other) :])
                following[here] = iter(())

"""What pass one counts: how often each concept is rendered how, and where each rendering first stands.

Censuses form a commutative monoid under `merge`, so that they can be added up in any order on any number of
processes. Size is bounded by concepts times renderings.
"""

from collections.abc import Mapping
from functools import reduce

import msgspec

from toolkit.article import Article
from toolkit.recognition.variants import form_of
from toolkit.text import Address


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """One form of a concept: its count, the documents that have it, and its first place with the wording."""

    count: int
    documents: int
    first: Address
    surface: str
    explained: bool  # an abbreviation or short form, which stands beside the full form by right


class Census(msgspec.Struct, frozen=True):
    """Uses by concept and form."""

    uses: Mapping[str, Mapping[str, Use]] = {}

    def merge(self, other: "Census") -> "Census":
        """Return the sum of both; order and grouping do not matter."""
        concepts = {concept: dict(forms) for concept, forms in self.uses.items()}
        for concept, forms in other.uses.items():
            mine = concepts.setdefault(concept, {})
            for form, use in forms.items():
                mine[form] = _add(mine[form], use) if form in mine else use
        return Census(concepts)

    def dominant(self, concept: str) -> str:
        """Return the most frequent full form of a concept; of equal ones that of more documents, or the first."""
        uses = self.uses[concept]
        full = [form for form in uses if not uses[form].explained] or list(uses)
        return min(full, key=lambda f: (-uses[f].count, -uses[f].documents, uses[f].first.order, f))


def count(article: Article) -> Census:
    """Return the census of one article."""
    uses: dict[str, dict[str, Use]] = {}
    for occurrence in article.occurrences:
        use = Use(
            count=1,
            documents=1,
            first=article.address(occurrence.text, occurrence.span),
            surface=article.surface(occurrence.text, occurrence.span),
            explained=occurrence.type in {"abbreviation", "short form"},
        )
        forms = uses.setdefault(occurrence.concept, {})
        form = form_of(occurrence.rendering)
        forms[form] = msgspec.structs.replace(_add(forms[form], use), documents=1) if form in forms else use
    return Census(uses)


def merge(*censuses: Census) -> Census:
    """Return the sum of any number of censuses; that of none is the neutral one."""
    return reduce(Census.merge, censuses, Census())


def _add(one: Use, other: Use) -> Use:
    first = min(one, other, key=lambda use: (use.first.order, use.surface))
    return Use(
        count=one.count + other.count,
        documents=one.documents + other.documents,
        first=first.first,
        surface=first.surface,
        explained=one.explained and other.explained,
    )

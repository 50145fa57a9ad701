"""What pass one counts: how each concept is rendered, how often and where first, and what each article is about.

Censuses form a commutative monoid under `merge`, so that they can be added up in any order on any number of
processes. Size is bounded by concepts times renderings, and by articles times 2 KiB.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from toolkit.alignment import sisters
from toolkit.article import Article
from toolkit.recognition import TermOccurrence
from toolkit.termbase import Status
from toolkit.text import Address

LONGEST = 2000  # sentences of an article that has sisters; what is longer is a collection, and takes long to align
_STATUSES = list(Status)  # the best first


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """One form of a concept: its count, the documents that have it, its first place, and the wording there.

    `status` is the best of the designations that have this form.
    """

    count: int
    documents: int
    first: Address
    surface: str
    status: Status
    explained: bool  # an abbreviation or short form, which stands beside the full form by right


class Census(msgspec.Struct, frozen=True):
    """Uses by concept and form, and what tells sisters, by document."""

    uses: Mapping[str, Mapping[str, Use]] = {}
    signatures: Mapping[str, Sequence[int]] = {}

    def merge(self, other: "Census") -> "Census":
        """Return the sum of both; order and grouping do not matter."""
        return merge((self, other))

    def reference(self, concept: str) -> str:
        """Return the form that articles are held against: of the full ones that of the best standing.

        The preferred one counts most, then an admitted one, the more frequent before the less, that of more
        documents before that of fewer, then the first in the order of places.
        """
        uses = self.uses[concept]
        full = [form for form in uses if not uses[form].explained] or list(uses)
        return min(full, key=lambda form: (*_standing(uses[form]), form))

    def sisters(self) -> sisters.Pairs:
        """Return the documents that render one text, two at a time, in order."""
        return sisters.pairs(self.signatures)


def count(article: Article) -> Census:
    """Return the census of one article; what is inferred is not counted.

    A stretch of a larger file is counted as an article of its own, and has no sisters; nor has what is longer than
    2,000 sentences.
    """
    by_form: dict[str, dict[str, list[TermOccurrence]]] = {}
    for occurrence in article.occurrences:
        if occurrence.status is not Status.UNLISTED:
            by_form.setdefault(occurrence.concept, {}).setdefault(occurrence.rendering, []).append(occurrence)
    uses = {
        concept: {form: _use(article, occurrences) for form, occurrences in forms.items()}
        for concept, forms in by_form.items()
    }
    if not (article.document.stretch.first and article.document.stretch.last):
        return Census(uses)
    english = [s for s in article.segments if article.texts[s.text].language == "en"]
    if len(english) > LONGEST:
        return Census(uses)
    signature = sisters.signature("\n".join(article.surface(s.text, s.span) for s in english))
    return Census(uses, {article.document.id: array("Q", signature)})


def _use(article: Article, occurrences: Sequence[TermOccurrence]) -> Use:
    first, surface = min(
        ((article.address(o.text, o.span), article.surface(o.text, o.span)) for o in occurrences),
        key=lambda place: (place[0].order, place[1]),
    )
    return Use(
        count=len(occurrences),
        documents=1,
        first=first,
        surface=surface,
        status=min((o.status for o in occurrences), key=_STATUSES.index),
        explained=all(o.type in {"abbreviation", "short form"} for o in occurrences),
    )


def merge(censuses: Iterable[Census]) -> Census:
    """Return the sum of any number of censuses, which are held one at a time; that of none is the neutral one."""
    concepts: dict[str, dict[str, Use]] = {}
    signatures: dict[str, Sequence[int]] = {}
    for census in censuses:
        for concept, forms in census.uses.items():
            mine = concepts.setdefault(concept, {})
            for form, use in forms.items():
                mine[form] = _add(mine[form], use) if form in mine else use
        signatures.update(census.signatures)
    return Census(concepts, signatures)


def _add(one: Use, other: Use) -> Use:
    first = min(one, other, key=lambda use: (use.first.order, use.surface))
    return Use(
        count=one.count + other.count,
        documents=one.documents + other.documents,
        first=first.first,
        surface=first.surface,
        status=min(one.status, other.status, key=_STATUSES.index),
        explained=one.explained and other.explained,
    )


def _standing(use: Use) -> tuple[object, ...]:
    rank = _STATUSES.index(use.status) if use.status.complies else len(_STATUSES)  # what is rejected is alike
    return rank, -use.count, -use.documents, use.first.order

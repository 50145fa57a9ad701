"""Measures of articles: compliance, consistency, penalty and grade. Every one can be had from the JSON alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log2
from types import MappingProxyType
from typing import NamedTuple

import msgspec
import numpy as np

from toolkit.results import ConsistencyResult, FindingResult, OccurrenceResult, RenderingResult
from toolkit.settings import SEVERITIES
from toolkit.termbase import Concept, Status, Termbase


class Agreement(NamedTuple):
    """How many concepts two articles share, and how many of these they render alike."""

    shared: int
    alike: int

    @property
    def share(self) -> float:
        """The share of shared concepts that are rendered alike, 0 to 1."""
        return self.alike / self.shared


class Form(NamedTuple):
    """How often a rendering stands for its concept, and its status."""

    uses: int
    status: str


class Tally(msgspec.Struct, kw_only=True):
    """What the measures of a text are made of; it grows by the tallies of what follows.

    `verdicts` are counts by severity, `compared` those among them that set articles side by side and count against
    none. `statuses` counts occurrences. `forms` are by concept and rendering, in the order of their first uses.
    """

    words: int = 0
    suppressed: int = 0
    verdicts: dict[str, int] = {}
    compared: dict[str, int] = {}
    statuses: dict[str, int] = {}
    forms: dict[str, dict[str, Form]] = {}

    def add(self, other: "Tally") -> None:
        """Take in what follows."""
        self.words += other.words
        self.suppressed += other.suppressed
        for mine, more in (
            (self.verdicts, other.verdicts),
            (self.compared, other.compared),
            (self.statuses, other.statuses),
        ):
            for key, count in more.items():
                mine[key] = mine.get(key, 0) + count
        for concept, forms in other.forms.items():
            known = self.forms.setdefault(concept, {})
            for rendering, (count, status) in forms.items():
                before = known.get(rendering, Form(0, status))
                known[rendering] = before._replace(uses=before.uses + count)

    @property
    def compliance(self) -> float | None:
        """The share of listed renderings that are preferred or admitted, None where there are none."""
        listed = sum(self.statuses.values()) - self.statuses.get(Status.UNLISTED, 0)
        complying = sum(count for status, count in self.statuses.items() if Status(status).complies)
        return complying / listed if listed else None

    @property
    def consistency(self) -> float | None:
        """The mean share of each concept's dominant form, weighted by occurrences.

        Only concepts with at least two occurrences count; None where there are none.
        """
        counts = [[form.uses for form in forms.values()] for forms in self.forms.values()]
        several = [forms for forms in counts if sum(forms) > 1]
        return sum(map(max, several)) / sum(map(sum, several)) if several else None

    def penalty(self, weights: Mapping[str, float]) -> float:
        """Return the weighted verdicts per 1,000 words (MQM scoring model); 0 where there are no words."""
        own = ((severity, count - self.compared.get(severity, 0)) for severity, count in self.verdicts.items())
        points = sum(weights[severity] * count for severity, count in own)
        return 1000 * points / self.words if self.words else 0.0

    def fails(self, fail_on: str) -> bool:
        """Tell whether a verdict is at least as grave as `fail_on`, which may be never."""
        return any(self.verdicts.get(severity) for severity in _failing(fail_on))


def tally(
    words: int, occurrences: Iterable[OccurrenceResult], findings: Iterable[FindingResult], suppressed: int = 0
) -> Tally:
    """Return what measures are made of."""
    forms: dict[str, dict[str, Form]] = {}
    statuses = Counter[str]()
    for each in occurrences:
        statuses[each.status] += 1
        known = forms.setdefault(each.concept, {})
        before = known.get(each.rendering, Form(0, each.status))
        known[each.rendering] = before._replace(uses=before.uses + 1)
    verdicts = [finding for finding in findings if finding.verdict]
    return Tally(
        words=words,
        suppressed=suppressed,
        verdicts=Counter(finding.severity for finding in verdicts),
        compared=Counter(finding.severity for finding in verdicts if finding.compares),
        statuses=statuses,
        forms=forms,
    )


GRADES = ((5, "A"), (10, "B"), (20, "C"), (40, "D"), (80, "E"))  # highest penalty of each grade


def failing(findings: Iterable[FindingResult], fail_on: str) -> Iterator[FindingResult]:
    """Yield the verdicts that are at least as grave as `fail_on`, none where that is never."""
    return (finding for finding in findings if finding.verdict and finding.severity in _failing(fail_on))


def grade(points: float, words: int) -> str:
    """Return the label of a penalty: A up to 5, B up to 10, C up to 20, D up to 40, E up to 80, else F.

    Where there are no words there is nothing to grade: a dash.
    """
    if not words:
        return "–"
    return next((label for most, label in GRADES if points <= most), "F")


def spread(
    total: Tally, termbase: Termbase, documents: Mapping[str, Tally] = MappingProxyType({})
) -> list[ConsistencyResult]:
    """Return how each concept is rendered, the most varied first, and by which of the documents."""
    used: dict[tuple[str, str], dict[str, int]] = {}
    for document, figures in sorted(documents.items()):
        for concept, forms in figures.forms.items():
            for rendering, form in forms.items():
                used.setdefault((concept, rendering), {})[document] = form.uses
    return _most_varied_first(
        _consistency(
            termbase[concept],
            [
                RenderingResult(
                    rendering=rendering, status=status, count=count, documents=used.get((concept, rendering), {})
                )
                for rendering, (count, status) in forms.items()
            ],
        )
        for concept, forms in total.forms.items()
    )


def agreement(concepts: Iterable[ConsistencyResult], documents: Sequence[str]) -> dict[tuple[str, str], Agreement]:
    """Return how far documents that share a concept agree, by pairs in the order of `documents`.

    Two articles render a concept alike where the form that is most frequent in the one is most frequent in the
    other; of equally frequent ones any will do. Takes time and memory by the square of the number of documents.
    """
    numbers = {document: number for number, document in enumerate(documents)}
    shared = np.zeros((len(documents), len(documents)), np.int32)
    alike = shared.copy()
    for concept in concepts:
        counts = np.zeros((len(documents), len(concept.renderings)), np.float32)
        for form, rendering in enumerate(concept.renderings):
            for document in rendering.documents.keys() & numbers.keys():
                counts[numbers[document], form] = rendering.documents[document]
        most = counts.max(axis=1, keepdims=True)
        have = np.flatnonzero(most)
        leading = ((counts == most) & (most > 0))[have].astype(np.float32)
        pairs = np.ix_(have, have)
        shared[pairs] += 1
        alike[pairs] += leading @ leading.T > 0
    one, other = np.nonzero(np.triu(shared, 1))
    return {
        (documents[a], documents[b]): Agreement(int(shared[a, b]), int(alike[a, b]))
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
    }


def _consistency(concept: Concept, renderings: Sequence[RenderingResult]) -> ConsistencyResult:
    """Return how alike the renderings of a concept are, which are in the order of their first uses."""
    total = sum(rendering.count for rendering in renderings)
    shares = [rendering.count / total for rendering in renderings]
    entropy = -sum(share * log2(share) for share in shares)
    ranked = sorted(renderings, key=lambda each: (-each.count, each.rendering))
    return ConsistencyResult(
        concept=concept.id,
        zh=concept.zh,
        preferred=concept.preferred,
        dominant=ranked[0].rendering,
        dominant_share=max(shares),
        first_use_share=shares[0],
        forms=len(shares),
        entropy=entropy / log2(len(shares)) if len(shares) > 1 else 0.0,
        renderings=tuple(ranked),
    )


def _most_varied_first(results: Iterable[ConsistencyResult]) -> list[ConsistencyResult]:
    return sorted(results, key=lambda result: (-result.forms, result.dominant_share, result.concept))


def _failing(fail_on: str) -> tuple[str, ...]:
    return () if fail_on == "never" else SEVERITIES[SEVERITIES.index(fail_on) :]

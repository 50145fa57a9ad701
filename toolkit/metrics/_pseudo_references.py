"""Consistency of terms with a pseudo-reference, as the WMT25 terminology task counts it.

Semenov and Bojar 2022, Automated Evaluation Metric for Terminology Consistency in MT,
https://aclanthology.org/2022.wmt-1.41; Semenov et al. 2025, https://aclanthology.org/2025.wmt-1.30.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, paired_results
from toolkit.termbase import Concept

NONE = "▔"  # the rendering of a term that has none; it takes part in ties, as in the task


class Pair(NamedTuple):
    """A term of a segment, how it is rendered there (or NONE), and how the glossary wants it rendered."""

    term: str
    rendering: str
    wanted: str


class PseudoReferenceMetric(DocumentMetric[Sequence[Pair]], frozen=True):
    """The share of renderings equal to the pseudo-reference of their term, 0 to 1.

    `average:micro` is the mean over all terms of all segments, each once a segment; `average:macro` that over the
    pseudo-references. A term without one, or whose rendering is not found, is never consistent. The task aligns
    terms by a language model and compares lemmas; here the renderings are those that recognition finds, in the
    form of the glossary. Given the task's pairs, `total` gives the task's figures.
    """

    @abstractmethod
    def choose(self, pairs: Sequence[Pair]) -> str:
        """Return the pseudo-reference of a term, NONE where it has none; `pairs` are the term's, in order."""

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[Pair]]:
        """Return the pairs of each document."""
        concepts = given.termbase.by_id if given.termbase else {}
        found: list[list[Pair]] = []
        for result in paired_results(self, hypotheses, given, given.inferring):
            rendered: dict[str, str] = {}
            for occurrence in result.occurrences:
                rendered.setdefault(occurrence.concept, occurrence.rendering)
            named = dict.fromkeys(term.concepts for term in result.terms)
            found.append(
                [
                    Pair(
                        " ".join(term),
                        next((rendered[concept] for concept in term if concept in rendered), NONE),
                        _wanted(concepts[term[0]]),
                    )
                    for term in named
                ]
            )
        return gathered(found, given)

    def total(self, statistics: Sequence[Sequence[Pair]]) -> Mapping[str, Figure]:
        """Return the micro and the macro average."""
        pairs = [pair for document in statistics for pair in document]
        by_term: dict[str, list[Pair]] = {}
        for pair in pairs:
            by_term.setdefault(pair.term, []).append(pair)
        groups: dict[tuple[str, str], tuple[int, int]] = {}  # terms with one pseudo-reference are one group
        for term, own in by_term.items():
            reference = self.choose(own)
            key = reference, term if reference == NONE else ""
            hits, count = groups.get(key, (0, 0))
            hits += sum(pair.rendering == reference != NONE for pair in own)
            groups[key] = hits, count + len(own)
        shares = [hits / count for hits, count in groups.values()]
        right = sum(hits for hits, _ in groups.values())
        return {
            "average:micro": Figure(right / len(pairs) if pairs else 0.0, len(pairs)),
            "average:macro": Figure(sum(shares) / len(shares) if shares else 0.0, len(shares)),
        }


def most_frequent(pairs: Sequence[Pair]) -> str:
    """Return the most frequent rendering; of equals the one that sorts first by code points."""
    counts = Counter(pair.rendering for pair in pairs)
    return min(counts, key=lambda rendering: (-counts[rendering], rendering))


def _wanted(concept: Concept) -> str:
    return concept.preferred or next((d.term for d in concept.terms("en") if d.status.complies), "")

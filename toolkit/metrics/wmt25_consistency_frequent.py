"""Consistency with the most frequent rendering of a term (WMT25 terminology task)."""

from collections.abc import Sequence

from toolkit.metrics._pseudo_references import Pair, PseudoReferenceMetric, most_frequent


class Wmt25ConsistencyFrequent(PseudoReferenceMetric, frozen=True):
    """The share of renderings equal to the most frequent one of their term; see `PseudoReferenceMetric`."""

    def choose(self, pairs: Sequence[Pair]) -> str:
        """Return the most frequent rendering; of equals the one that sorts first by code points."""
        return most_frequent(pairs)

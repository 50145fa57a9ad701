"""Consistency with the first rendering of a term (WMT25 terminology task)."""

from collections.abc import Sequence

from toolkit.metrics._pseudo_references import Pair, PseudoReferenceMetric


class Wmt25ConsistencyFirst(PseudoReferenceMetric, frozen=True):
    """The share of renderings equal to the first one of their term; see `PseudoReferenceMetric`."""

    def choose(self, pairs: Sequence[Pair]) -> str:
        """Return the first rendering."""
        return pairs[0].rendering

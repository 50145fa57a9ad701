"""Consistency with the rendering that the glossary wants (WMT25 terminology task)."""

from collections.abc import Sequence

from toolkit.metrics._pseudo_references import NONE, Pair, PseudoReferenceMetric


class Wmt25ConsistencyPredefined(PseudoReferenceMetric, frozen=True):
    """The share of renderings equal to the one that the glossary wants; see `PseudoReferenceMetric`."""

    def choose(self, pairs: Sequence[Pair]) -> str:
        """Return what the glossary wants where the term is rendered so at all; of several what sorts first."""
        return min((pair.rendering for pair in pairs if pair.rendering == pair.wanted), default=NONE)

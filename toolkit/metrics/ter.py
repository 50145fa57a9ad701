"""TER (Snover et al. 2006, https://aclanthology.org/2006.amta-papers.25) as sacreBLEU computes it."""

from typing import Any

from sacrebleu.metrics.ter import TER

from toolkit.metrics import EvaluationSet
from toolkit.metrics._sacrebleu import SacreMetric


class Ter(SacreMetric, frozen=True):
    """Corpus TER, 0 upwards, lower is better: edits, shifts among them, per 100 words of the reference.

    Slow: about 50 segments a second.
    """

    def calculator(self, given: EvaluationSet) -> Any:  # noqa: ANN401 - sacreBLEU has no types
        """Return sacreBLEU's metric with the references cached."""
        return TER(references=given.references)

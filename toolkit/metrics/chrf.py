"""chrF (Popović 2015, doi:10.18653/v1/W15-3049) as sacreBLEU computes it."""

from typing import Any

from sacrebleu.metrics.chrf import CHRF

from toolkit.metrics import EvaluationSet
from toolkit.metrics._sacrebleu import SacreMetric


class Chrf(SacreMetric, frozen=True):
    """Corpus chrF2, 0 to 100: F score of character n-grams up to 6, recall counted twice."""

    def calculator(self, given: EvaluationSet) -> Any:  # noqa: ANN401 - sacreBLEU has no types
        """Return sacreBLEU's metric with the references cached."""
        return CHRF(references=given.references)

"""chrF++ (Popović 2017, doi:10.18653/v1/W17-4770) as sacreBLEU computes it."""

from typing import Any

from sacrebleu.metrics.chrf import CHRF

from toolkit.metrics import EvaluationSet
from toolkit.metrics._sacrebleu import SacreMetric


class ChrfPlusPlus(SacreMetric, frozen=True):
    """Corpus chrF2++, 0 to 100: chrF2 with words and pairs of words."""

    def calculator(self, given: EvaluationSet) -> Any:  # noqa: ANN401 - sacreBLEU has no types
        """Return sacreBLEU's metric with the references cached."""
        return CHRF(word_order=2, references=given.references)

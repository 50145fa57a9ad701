"""BLEU (Papineni et al. 2002, doi:10.3115/1073083.1073135) as sacreBLEU computes it."""

from typing import Any, Literal

from sacrebleu.metrics.bleu import BLEU

from toolkit.metrics import EvaluationSet
from toolkit.metrics._sacrebleu import SacreMetric


class Bleu(SacreMetric, frozen=True):
    """Corpus BLEU, 0 to 100: n-grams up to 4, exponential smoothing, case counts.

    Without `tokenize` Chinese translations get sacreBLEU's tokenizer zh, others 13a.
    """

    tokenize: Literal["13a", "char", "intl", "none", "zh"] | None = None

    def calculator(self, given: EvaluationSet) -> Any:  # noqa: ANN401 - sacreBLEU has no types
        """Return sacreBLEU's metric with the references cached."""
        usual = "zh" if given.language == "zh" else "13a"
        return BLEU(tokenize=self.tokenize or usual, references=given.references)

    def notes(self, given: EvaluationSet) -> tuple[str, ...]:
        """Say so where Chinese is cut up by rules that are not for it."""
        if given.language != "zh" or self.tokenize in {None, "zh"}:
            return ()
        return (
            f"BLEU of Chinese text with the tokenizer {self.tokenize} compares with no other; zh is for Chinese",
        )

"""chrF2 (Popović 2015, doi 10.18653/v1/W15-3049) as sacreBLEU computes it."""

from collections.abc import Sequence

from sacrebleu.metrics.chrf import CHRF

from toolkit.metrics import Metric, Score, same_length


class Chrf(Metric, frozen=True):
    """Corpus chrF2, 0 to 100."""

    def score(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Score:
        """Return the score of a system. Raises UsageError where the numbers of segments differ."""
        same_length(hypotheses, references)
        metric = CHRF()
        result = metric.corpus_score(hypotheses, references)
        return Score(metric="chrf", value=result.score, signature=str(metric.get_signature()), n=len(hypotheses))

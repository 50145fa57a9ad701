"""BLEU (Papineni et al. 2002, doi 10.3115/1073083.1073135) as sacreBLEU computes it."""

from collections.abc import Sequence

from sacrebleu.metrics.bleu import BLEU

from toolkit.metrics import Metric, Score, same_length
from toolkit.segmentation import detect


class Bleu(Metric, frozen=True):
    """Corpus BLEU, 0 to 100; Chinese references get the tokenizer for Chinese."""

    def score(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Score:
        """Return the score of a system. Raises UsageError where the numbers of segments differ."""
        same_length(hypotheses, references)
        metric = BLEU(trg_lang="zh" if detect("\n".join(references[0])) == "zh" else "")
        result = metric.corpus_score(hypotheses, references)
        return Score(metric="bleu", value=result.score, signature=str(metric.get_signature()), n=len(hypotheses))

"""1-TERm, terminology-biased TER, of the WMT21 terminology task (Alam et al. 2021, arXiv:2106.11891)."""

from collections.abc import Mapping, Sequence

from sacrebleu.metrics import lib_ter

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._annotated import Annotated, Tokens, annotated
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, mean

WEIGHT = 2  # edits that a word of a term costs

_CANDIDATES = 1000  # shifts that are tried for a segment, as in sacreBLEU


class Wmt21Term(DocumentMetric[Sequence[float]], frozen=True):
    """1 - TERm: the mean over segments of 1 minus the edits for each word of the reference, 1 at best.

    Edits are those of TER, shifts among them (Snover et al. 2006), but what is missing or wrong at a word of a
    term of the reference costs 2. Case counts, as the task's texts are truecased. Without terms this is the TER of
    sacreBLEU, whose search for shifts it takes over. The task's script searches by a program of its own with which
    this has not been compared, so that scores may differ where shifts do; and it takes the mean of this and of the
    same over lemmas. Slow: some 20 segments a second.
    """

    needs = ("sources", "references", "termbase")

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[float]]:
        """Return for each document the score of each segment."""
        return gathered([[1 - error_rate(segment)] for segment in annotated(hypotheses, given)], given)

    def total(self, statistics: Sequence[Sequence[float]]) -> Mapping[str, Figure]:
        """Return the mean over all segments."""
        return {f"weight:{WEIGHT}|lemmas:no": mean([score for document in statistics for score in document])}


class _WeightedDistance:
    """Edit distance to a reference whose words have weights, with the edits that make it.

    Quadratic in the number of words. Calls return the cost and the trace that sacreBLEU's search for shifts reads.
    """

    def __init__(self, reference: Tokens, weights: Sequence[int]) -> None:
        self._reference = reference
        self._weights = weights

    def __call__(self, words: Tokens) -> tuple[int, str]:
        row = [(0, "")]
        for weight in self._weights:
            row.append((row[-1][0] + weight, row[-1][1] + "i"))
        for word in words:
            above, row = row, [(row[0][0] + 1, row[0][1] + "d")]
            for at, (wanted, weight) in enumerate(zip(self._reference, self._weights, strict=True)):
                same = word == wanted
                cost, trace = above[at]
                options = (
                    (cost + (0 if same else weight), trace, " " if same else "s"),
                    (above[at + 1][0] + 1, above[at + 1][1], "d"),
                    (row[at][0] + weight, row[at][1], "i"),
                )
                cost, trace, edit = min(options, key=lambda option: option[0])
                row.append((cost, trace + edit))
        return row[-1]


def error_rate(segment: Annotated) -> float:
    """Return the weighted edits of a segment for each word of its reference, 1 where that has none."""
    of_terms = {number for term in segment.terms for number in term.place}
    weights = [WEIGHT if number in of_terms else 1 for number in range(len(segment.reference))]
    if not segment.reference:
        return float(bool(segment.hypothesis))
    distance = _WeightedDistance(segment.reference, weights)
    words, reference = list(segment.hypothesis), list(segment.reference)
    shifts = tried = 0
    while True:
        gain, shifted, tried = lib_ter._shift(words, reference, distance, tried)  # noqa: SLF001 - its search
        if tried >= _CANDIDATES or gain <= 0:
            break
        shifts, words = shifts + 1, shifted
    return (shifts + distance(words)[0]) / len(reference)

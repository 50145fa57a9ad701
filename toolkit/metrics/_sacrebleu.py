"""Metrics that sacreBLEU computes (Post 2018, doi:10.18653/v1/W18-6319), by its own classes and signatures."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from sacrebleu.significance import PairedTest as SacrePairedTest

from toolkit.errors import UsageError
from toolkit.metrics import Comparison, EvaluationSet, PairedMetric, PairedTest, Score, Segments
from toolkit.parts import name_of

_TESTS = {"bootstrap": "bs", "ar": "ar"}  # paired bootstrap resampling, approximate randomization


class SacreMetric(PairedMetric, frozen=True):
    """A corpus score by sacreBLEU: figures and signature are those of its command line."""

    @abstractmethod
    def calculator(self, given: EvaluationSet) -> Any:  # noqa: ANN401 - sacreBLEU has no types
        """Return sacreBLEU's metric for translations in the language of the set, with its references cached."""

    def scores(self, hypotheses: Segments, given: EvaluationSet, resamples: int = 0) -> tuple[Score, ...]:
        """Return one score. Raises UsageError where the numbers of segments differ, or resamples match nothing."""
        given.require(name_of(self), hypotheses, "references")
        metric = self.calculator(given)
        try:
            result = metric.corpus_score(hypotheses, None, n_bootstrap=max(resamples, 1))
        except TypeError as error:  # its mean of scores fails where some, of no match at all, are of another type
            message = (
                f"{name_of(self)}: resamples without any match have no mean; take more segments, or no interval"
            )
            raise UsageError(message) from error
        interval: tuple[float, float] | None = None
        if resamples > 1:
            mean, margin = float(result._mean), float(result._ci)  # noqa: SLF001 - else they are told rounded only
            interval = mean - margin, mean + margin
        score = Score(
            metric=name_of(self),
            value=float(result.score),
            low=interval[0] if interval else None,
            high=interval[1] if interval else None,
            signature=str(metric.get_signature()),
            n=len(hypotheses),
        )
        return (score,)

    def paired(
        self, systems: Mapping[str, Segments], given: EvaluationSet, test: PairedTest
    ) -> tuple[Comparison, ...]:
        """Return how each system compares with the first; 1,000 resamples, or 10,000 trials with `ar`."""
        name = name_of(self)
        for hypotheses in systems.values():
            given.require(name, hypotheses, "references")
        metrics = {name: self.calculator(given)}
        run: Any = SacrePairedTest(list(systems.items()), metrics, None, test_type=_TESTS[test])
        signatures, results = run()
        (key,) = signatures
        baseline = next(iter(systems))
        return tuple(
            Comparison(
                metric=name,
                test=test,
                system=system,
                baseline=baseline,
                value=float(result.score),
                p_value=None if result.p_value is None else float(result.p_value),
                low=None if result.ci is None else float(result.mean - result.ci),
                high=None if result.ci is None else float(result.mean + result.ci),
                signature=str(signatures[key]),
            )
            for system, result in zip(systems, results[key], strict=True)
        )

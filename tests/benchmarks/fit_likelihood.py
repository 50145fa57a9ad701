"""Fits the weights of `toolkit.recognition._likelihood`, and prints them with a reliability table.

    XINDAYA_SHARED=... python -m tests.benchmarks.fit_likelihood

Ridge logistic regression on candidates for unlisted renderings: those of the labelled articles, right where they
overlap a label of their concept by half (what overlaps it less, but at all, is left out), and those of the sample
corpus. The second half of the last article, and two events of the corpus, are held back and measured on.
"""

import sys
from collections.abc import Iterator
from hashlib import sha256

import msgspec
import numpy as np
import numpy.typing as npt

from tests.benchmarks.bench_recognition import TUNING, article_paths, labels, names
from tests.recognition import labelled
from tests.recognition.labelled import HELD_BACK, TERMBASE, Band, Sample, candidates, overlap, reliability
from toolkit.recognition._likelihood import features

Array = npt.NDArray[np.float64]
UNCLEAR = 0.2  # from this overlap on, and below half, a candidate is neither right nor wrong
RIDGE = 0.5
STEPS = 50
HALF = 0.5


def articles() -> Iterator[tuple[bool, Sample]]:
    """Yield the candidates of the labelled articles, and whether each is held back."""
    for path in article_paths():
        if path.name[:3] in TUNING:
            text, wanted = path.read_text("utf-8"), labels(path.name[:3])
            for concept, span, likeness in candidates(text):
                same = names(TERMBASE[concept])
                most = max((overlap(span, label.span) for label in wanted if label.zh in same), default=0.0)
                if not UNCLEAR < most < labelled.ENOUGH:
                    held = path.name.startswith(TUNING[-1]) and span.start > HALF * len(text)
                    yield held, Sample(most >= labelled.ENOUGH, likeness)


def fit(matrix: Array, right: Array) -> Array:
    """Return the weights by Newton's method on standardised features; the first feature is constant."""
    mean, deviation = matrix.mean(0), matrix.std(0) + 1e-9
    mean[0], deviation[0] = 0, 1
    scaled = (matrix - mean) / deviation
    ridge = RIDGE * np.eye(matrix.shape[1])
    ridge[0, 0] = 1e-9
    weights = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        told = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (told - right) + ridge @ weights
        weights -= np.linalg.solve((scaled.T * (told * (1 - told))) @ scaled + ridge, slope)
    weights = weights / deviation
    weights[0] -= weights[1:] @ mean[1:]
    return weights


def arrays(samples: list[Sample]) -> tuple[Array, Array]:
    return np.array([features(s.likeness) for s in samples], float), np.array([s.right for s in samples], float)


def show(name: str, weights: Array, samples: list[Sample]) -> None:
    matrix, right = arrays(samples)
    told = 1 / (1 + np.exp(-matrix @ weights))
    sys.stdout.write(f"{name}: {len(samples)} candidates, {int(right.sum())} right, {told.sum():.1f} expected\n")
    for band in map(Band._make, reliability(told.tolist(), [bool(r) for r in right])):
        sys.stdout.write(
            f"  from {band.least:.1f}  {band.count:5}  told {band.told:.2f}  right {band.right:.2f}\n"
        )


def main() -> None:
    """Fit, and print."""
    gold = list(articles())
    fitted = [sample for held, sample in gold if not held]
    for event in labelled.events():
        if event not in HELD_BACK:
            fitted += labelled.of_event(event)
    weights = fit(*arrays(fitted)).round(2)
    sys.stdout.write(f"WEIGHTS = {tuple(weights.tolist())}\n")
    sys.stdout.write(f'FITTED_ON = "{sha256(msgspec.json.encode(fitted)).hexdigest()[:16]}"\n')
    show("fitted on", weights, fitted)
    show("held back, corpus", weights, [s for event in HELD_BACK for s in labelled.of_event(event)])
    show("held back, articles", weights, [sample for held, sample in gold if held])


if __name__ == "__main__":
    main()

"""What confidence means, on events of the sample corpus that the likelihood was not fitted on."""

import pytest

from tests.recognition.labelled import HELD_BACK, events, of_event, reliability
from toolkit.recognition._likelihood import WEIGHTS, features, likelihood
from toolkit.recognition.compiled import FLOOR

SAMPLES = [sample for event in HELD_BACK for sample in of_event(event)]
TOLD = [likelihood(sample.likeness) for sample in SAMPLES]
RIGHT = [sample.right for sample in SAMPLES]
OFF = 0.2  # by so much a band of enough candidates may be off
ENOUGH = 30


def test_the_events_held_back_are_there() -> None:
    assert set(HELD_BACK) < set(events())
    assert sum(RIGHT) > ENOUGH
    assert len(features(SAMPLES[0].likeness)) == len(WEIGHTS)


@pytest.mark.parametrize("band", reliability(TOLD, RIGHT), ids=lambda band: f"from {band.least}")
def test_candidates_are_right_as_often_as_their_confidence_says(band: tuple[float, int, float, float]) -> None:
    _, count, told, right = band
    assert count < ENOUGH or abs(right - told) <= OFF


def test_the_mean_is_right() -> None:
    assert abs(sum(TOLD) - sum(RIGHT)) / len(RIGHT) < OFF / 2


def test_what_is_told_is_mostly_right() -> None:
    told = [right for confidence, right in zip(TOLD, RIGHT, strict=True) if confidence >= FLOOR]
    assert len(told) > ENOUGH
    assert sum(told) / len(told) >= FLOOR

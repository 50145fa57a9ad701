"""Metrics of others: by entry point, or as a process."""

import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cli.test_commands import run
from toolkit.errors import UsageError
from toolkit.metrics import METRICS, EvaluationSet, Metric, Score, Segments
from toolkit.parts import Family

SCORER = [sys.executable, str(Path(__file__).parent / "scorer.py")]
GIVEN = EvaluationSet(references=(["a b", "c d"],), sources=["甲", "乙"])


class Lengths(Metric, frozen=True):
    """A metric of another distribution."""

    def scores(self, hypotheses: Segments, given: EvaluationSet, resamples: int = 0) -> tuple[Score, ...]:
        mean = sum(map(len, hypotheses)) / len(hypotheses) + resamples + len(given.references)
        return (Score(metric="lengths", value=mean, signature="", n=len(hypotheses)),)


def test_a_metric_of_another_distribution_is_found_by_its_entry_point() -> None:
    entry = EntryPoint(name="lengths", value=f"{__name__}:Lengths", group="xindaya.metrics")
    with (
        patch("toolkit.parts.entry_points", return_value=(entry,)),
        patch.object(EntryPoint, "load", lambda _: Lengths),
    ):
        metrics = Family("toolkit.metrics", Metric)
        assert {"bleu", "chrf++", "lengths"} < set(metrics.names())
        (score,) = metrics.build("lengths").scores(["ab"], EvaluationSet())
    assert score.value == 2


def test_a_process_scores_segments() -> None:
    metric = METRICS.build("external", {"command": SCORER})
    (score,) = metric.scores(["a x", "c d"], GIVEN, 100)
    assert (score.metric, score.value, score.n, score.low, score.high) == ("external", 0.75, 2, 0.5, 1.0)
    assert "scorer.py" in score.signature
    assert metric.notes(EvaluationSet()) == ()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import sys; sys.exit('no model')", "exit code 1: no model"),
        ("import sys; sys.exit(1)", "exit code 1, without a message"),
        ("import os; os.kill(os.getpid(), 9)", "killed by SIGKILL, without a message"),
        ("print('{\"score\": 1}')", "2 segments, but 1 lines came back"),
        ("print('{}'); print('{}')", "a line is not"),
        ("import time; time.sleep(60)", "timed out"),
    ],
)
def test_a_process_that_breaks_the_contract_is_told_of(code: str, message: str) -> None:
    metric = METRICS.build("external", {"command": [sys.executable, "-c", code], "seconds": 5})
    with pytest.raises(UsageError, match=message):
        metric.scores(["a", "b"], GIVEN)


def test_a_scorer_must_be_there() -> None:
    with pytest.raises(UsageError, match="the scorer /no/such"):
        METRICS.build("external", {"command": ["/no/such"]}).scores(["a", "b"], GIVEN)
    with pytest.raises(UsageError, match="external needs a command: --scorer"):
        METRICS.build("external").scores(["a", "b"], GIVEN)


def test_the_command_line_runs_a_scorer(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a x\nc d\n")
    (tmp_path / "r.txt").write_text("a b\nc d\n")
    done = run("score", "a.txt", "-r", "r.txt", "--scorer", " ".join(SCORER), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"0.7500" in done.stdout
    assert b"bleu" not in done.stdout


def test_a_scorer_that_reads_nothing_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("far more than a pipe holds\n" * 10_000)
    done = run("score", "long.txt", "-r", "long.txt", "--scorer", "sh -c 'exit 1'", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == b"xindaya: the scorer sh: exit code 1, without a message\n"

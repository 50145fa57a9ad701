"""BLEU, chrF, chrF++ and TER against sacreBLEU's own command line: every digit, every signature."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import UsageError
from toolkit.metrics import METRICS, EvaluationSet, PairedMetric, PairedTest, Score

SAMPLE = tomllib.loads((Path(__file__).parent / "sample.toml").read_text("utf-8"))
SYSTEMS: dict[str, list[str]] = SAMPLE["systems"]
OPTIONS = {"bleu": ["bleu"], "chrf": ["chrf"], "chrf++": ["chrf", "--chrf-word-order", "2"], "ter": ["ter"]}


def sacrebleu(
    folder: Path, metric: str, systems: Sequence[Sequence[str]], references: Sequence[Sequence[str]], *more: str
) -> Any:  # noqa: ANN401 - JSON of several shapes
    """Return what sacreBLEU's command prints as JSON, with 15 decimals."""
    names = []
    for number, lines in enumerate([*references, *systems]):
        names.append(f"{number}.txt")
        (folder / names[-1]).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    files = [*names[: len(references)], "--input", *names[len(references) :]]
    command = [sys.executable, "-m", "sacrebleu", *files, "--metrics", *OPTIONS[metric], "--width", "15", *more]
    done = subprocess.run(command, capture_output=True, check=True, cwd=folder, timeout=500)
    return json.loads(done.stdout)


def same(score: Score, printed: dict[str, Any]) -> None:
    assert f"{score.value:.15f}" == f"{printed['score']:.15f}"
    assert score.signature == printed["signature"]


@pytest.mark.parametrize("metric", OPTIONS)
@pytest.mark.parametrize("references", [1, 2])
def test_figures_and_signatures_are_those_of_the_command_line(
    tmp_path: Path, metric: str, references: int
) -> None:
    given = EvaluationSet(references=tuple(SAMPLE["references"][:references]))
    for system in SYSTEMS.values():
        (score,) = METRICS.build(metric).scores(system, given)
        same(score, sacrebleu(tmp_path, metric, [system], given.references))
        assert (score.metric, score.n, score.low, score.high) == (metric, 4, None, None)


@pytest.mark.parametrize("metric", OPTIONS)
def test_intervals_are_those_of_the_command_line(tmp_path: Path, metric: str) -> None:
    given = EvaluationSet(references=tuple(SAMPLE["references"]))
    (score,) = METRICS.build(metric).scores(SYSTEMS["a"], given, 200)
    printed = sacrebleu(tmp_path, metric, [SYSTEMS["a"]], given.references, "-ci", "--confidence-n", "200")
    same(score, printed)
    assert score.low == pytest.approx(printed["confidence_mean"] - printed["confidence_var"], abs=1e-12)
    assert score.high == pytest.approx(printed["confidence_mean"] + printed["confidence_var"], abs=1e-12)


# sacreBLEU cannot print a bootstrap of chrF as JSON.
@pytest.mark.parametrize(("name", "test"), [("bleu", "bootstrap"), ("bleu", "ar"), ("chrf", "ar"), ("ter", "ar")])
def test_paired_tests_are_those_of_the_command_line(tmp_path: Path, name: str, test: PairedTest) -> None:
    given = EvaluationSet(references=tuple(SAMPLE["references"]))
    metric = METRICS.build(name)
    assert isinstance(metric, PairedMetric)
    compared = metric.paired({"a": SYSTEMS["a"], "b": SYSTEMS["b"]}, given, test)
    option = {"bootstrap": "--paired-bs", "ar": "--paired-ar"}[test]
    printed = sacrebleu(tmp_path, name, [SYSTEMS["a"], SYSTEMS["b"]], given.references, option)
    for one, other in zip(compared, printed, strict=True):
        result = other[{"bleu": "BLEU", "chrf": "chrF2", "ter": "TER"}[name]]
        assert one.value == pytest.approx(result["score"], abs=1e-12)
        assert one.p_value == pytest.approx(result["p_value"])
        assert one.baseline == "a"
        if test == "bootstrap":
            assert one.high is not None
            assert one.low is not None
            assert (one.high - one.low) / 2 == pytest.approx(result["ci"])
    assert "seed:12345" in compared[0].signature


def test_chinese_gets_the_tokenizer_for_chinese_and_a_note_where_another_is_forced(tmp_path: Path) -> None:
    given = EvaluationSet(references=(SAMPLE["chinese_reference"],))
    bleu = METRICS.build("bleu")
    (score,) = bleu.scores(SAMPLE["chinese"], given)
    same(score, sacrebleu(tmp_path, "bleu", [SAMPLE["chinese"]], given.references, "--tokenize", "zh"))
    assert bleu.notes(given) == ()
    forced = METRICS.build("bleu", {"tokenize": "13a"})
    assert "13a" in forced.notes(given)[0]
    assert "tok:13a" in forced.scores(SAMPLE["chinese"], given)[0].signature


def test_quotes_and_signs_do_not_make_a_text_chinese() -> None:
    assert EvaluationSet(references=(["“The new three”™ … — sell."],)).language == "en"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="chrf needs a reference: --reference"):
        METRICS.build("chrf").scores(["a"], EvaluationSet())
    with pytest.raises(UsageError, match="2 segments, but reference 1 has 1"):
        METRICS.build("bleu").scores(["a", "b"], EvaluationSet(references=(["a"],)))
    with pytest.raises(UsageError, match="no metric is called 'chr'; did you mean 'chrf'"):
        METRICS.build("chr")


def test_an_interval_that_sacrebleu_cannot_tell_is_an_error() -> None:
    given = EvaluationSet(references=(["the cat sat on a mat", "hi you there"],))
    with pytest.raises(UsageError, match="chrf: resamples without any match have no mean"):
        METRICS.build("chrf").scores(["the cat", "x"], given, 50)

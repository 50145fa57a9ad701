"""What Spark cannot give is told of the file that it is, in its place."""

from pathlib import Path

import pytest

from toolkit import files
from toolkit.engines import inputs, spark_plan
from toolkit.engines.spark_plan import LARGEST, File, Plan
from toolkit.results import Failure


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Four articles, all but the last of which have a source, and a path that nothing has."""
    monkeypatch.chdir(tmp_path)
    for folder in ("articles", "sources"):
        Path(folder).mkdir()
        for name in "abc":
            Path(folder, f"{name}.txt").write_text("Text.")
    Path("articles/d.txt").write_text("Text.")
    return spark_plan.planned(inputs.find(["articles", "gone.txt"], source="sources"), ())


def lengths(plan: Plan, **others: int) -> dict[str, int]:
    """Return what Spark tells of the files, with 0 for what it does not find."""
    told = {path: others.get(Path(path).parent.name[0] + Path(path).stem, 5) for path in plan.sides}
    return {path: length for path, length in told.items() if length}


def test_what_spark_gives_is_read(plan: Plan) -> None:
    read = spark_plan.readable(plan, lengths(plan))
    assert read == plan
    *articles, last, gone = read.files
    assert [file.source for file in articles if isinstance(file, File)] == [
        files.Input(Path(f"sources/{name}.txt"), f"sources/{name}.txt") for name in "abc"
    ]
    assert isinstance(last, File)
    assert last.source == Failure("articles/d.txt", f"no document called d in sources, {files.SOUGHT}")
    assert gone == Failure("gone.txt", "there is no such file or folder")


@pytest.mark.parametrize(
    ("name", "length", "reason"),
    [("a", 0, "Spark finds no file"), ("b", LARGEST + 1, "more than 2 GB"), ("c", 5, "the file is empty")],
)
@pytest.mark.parametrize("folder", ["articles", "sources"])
def test_what_spark_does_not_give_is_a_failure(
    folder: str, name: str, length: int, reason: str, plan: Plan
) -> None:
    if length == 5:  # Spark passes over it, whatever it tells
        Path(folder, f"{name}.txt").write_text("")
    read = spark_plan.readable(plan, lengths(plan, **{folder[0] + name: length}))
    at = "abc".index(name)
    failed = read.files[at] if folder == "articles" else read.files[at].source
    assert isinstance(failed, Failure)
    assert failed.path == f"{folder}/{name}.txt"
    assert reason in failed.reason
    assert [file for n, file in enumerate(read.files) if n != at] == [
        file for n, file in enumerate(plan.files) if n != at
    ]

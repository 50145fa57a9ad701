"""What the local engine costs: against the plain loop, with 1 and 2 processes, after a stop, and in memory.

    python -m tests.benchmarks.bench_engines [MB]

Processor time is that of this process and its workers. A corpus of so many MB of records (4 unless told) is made
of the sample articles, whose paragraphs are drawn anew for each record; it is cut into 16 shards at least, of
which those are lost at a stop that are under way. Times by the clock need free cores.
"""

import json
import os
import random
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from toolkit import termbases
from toolkit.engines import corpus, inputs, local, passes, shards, stages
from toolkit.engines.passes import Specification

ROOT = Path(__file__).parents[2]
PARAGRAPHS = [
    paragraph
    for folder in ("en", "en-web")
    for path in sorted((ROOT / "corpora" / folder).glob("*.txt"))
    for paragraph in path.read_text("utf-8").split("\n")
    if paragraph.strip()
]
SPECIFICATION = Specification(termbase=termbases.load(termbases.shipped()))


class Stopped(BaseException):
    """Stands for an interrupt."""


def write_corpus(path: Path, size: int) -> None:
    """Write records of some 3,000 characters, `size` bytes in all."""
    dice = random.Random(size)  # noqa: S311 - nobody is to be kept from guessing
    with path.open("w", encoding="utf-8") as stream:
        while stream.tell() < size:
            text = "\n".join(dice.sample(PARAGRAPHS, 8))
            stream.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of processor time, of this process and its children, and of the clock that work takes."""
    before, begun = os.times(), perf_counter()
    work()
    after, ended = os.times(), perf_counter()
    return sum(after[:4]) - sum(before[:4]), ended - begun


def stopped_after(seconds: float) -> stages.Progress:
    """Return what stops a run after some seconds of the clock."""
    end = perf_counter() + seconds

    @contextmanager
    def progress(label: str, length: int) -> Iterator[Callable[[int], object]]:  # noqa: ARG001 - of the type
        def passed(_: int) -> None:
            if perf_counter() > end:
                raise Stopped

        yield passed

    return progress


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(size: int) -> None:
    """Print all figures."""
    shards.SIZE = min(shards.SIZE, size // 16)
    with TemporaryDirectory() as folder:
        here = Path(folder)
        write_corpus(here / "corpus.jsonl", size)
        found = inputs.find([str(here / "corpus.jsonl")])
        warm = inputs.find([str(ROOT / "corpora" / "en")])

        def into(
            name: str, jobs: int, given: inputs.Inputs = found, progress: stages.Progress = local.unseen
        ) -> None:
            corpus.check(given, SPECIFICATION, here / name, jobs=jobs, progress=progress, report=str)

        local.one_by_one(warm, passes.tools(SPECIFICATION))
        plain, _ = spent(lambda: local.one_by_one(found, passes.tools(SPECIFICATION)))
        (here / "one.txt").write_text("One.")
        start, _ = spent(lambda: into("start", 1, inputs.find([str(here / "one.txt")])))
        say(f"{size / 1e6:g} MB of records; seconds of processor and clock")
        say(f"start of a process     {start:7.2f}")
        say(f"plain loop             {plain:7.2f}")
        whole: dict[int, float] = {}
        clocks: dict[int, float] = {}
        for jobs in (0, 1, 2):
            whole[jobs], clocks[jobs] = spent(lambda jobs=jobs: into(f"out{jobs}", jobs))
            more, alone = whole[jobs] / plain - 1, (whole[jobs] - jobs * start) / plain - 1
            times = f"{whole[jobs]:7.2f} {clocks[jobs]:7.2f}"
            say(f"{jobs} worker processes     {times}  {more:+.1%}, {alone:+.1%} without their start")
        say(f"2 processes against 1, by the clock: {clocks[1] / clocks[2]:.2f} times")
        with suppress(Stopped):
            into("stopped", 1, progress=stopped_after(clocks[1] / 2))
        used, clock = spent(lambda: into("stopped", 1))
        parts = f"{used / whole[1]:.1%} of the whole, {clock / clocks[1]:.1%} by the clock"
        say(f"after a stop at half   {used:7.2f} {clock:7.2f}  {parts}")
        for name, which in (
            ("this process", resource.RUSAGE_SELF),
            ("the largest worker", resource.RUSAGE_CHILDREN),
        ):
            say(f"memory of {name}: {resource.getrusage(which).ru_maxrss >> 10} MB")


if __name__ == "__main__":
    main(int(float(sys.argv[1] if len(sys.argv) > 1 else "4") * 1e6))

"""What the local engine costs: against the plain loop, with 1 and 2 processes, after a stop, and in memory.

    python -m tests.benchmarks.bench_engines [MB]

Processor time is that of this process and its workers. A corpus of so many MB of records (4 unless told) is made
of the sample articles, whose paragraphs are drawn anew for each record. Runs are stopped by SIGKILL when they have
used half of the processor time that a whole one takes, and started again: three times as many MB are checked,
twelve times as many, in files, are cleaned. Times by the clock need free cores.
"""

import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from toolkit import termbases
from toolkit.engines import corpus, inputs, local, passes
from toolkit.engines.passes import Specification

ROOT = Path(__file__).parents[2]
PARAGRAPHS = [
    paragraph
    for folder in ("en", "en-web")
    for path in sorted((ROOT / "corpora" / folder).glob("*.txt"))
    for paragraph in path.read_text("utf-8").split("\n")
    if paragraph.strip()
]
COMMAND = (sys.executable, "-c", "from toolkit.cli import main; main()")
TRIES = 2
SPECIFICATION = Specification(termbase=termbases.load(termbases.shipped()))


def write_corpus(path: Path, size: int) -> None:
    """Write records of some 3,000 characters, `size` bytes in all."""
    dice = random.Random(size)  # noqa: S311 - nobody is to be kept from guessing
    with path.open("w", encoding="utf-8") as stream:
        while stream.tell() < size:
            text = "\n".join(dice.sample(PARAGRAPHS, 8))
            stream.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


def write_files(folder: Path, size: int) -> None:
    """Write articles of some 100 KB, `size` bytes in all."""
    dice = random.Random(size)  # noqa: S311 - the same
    folder.mkdir()
    for number in range(size // 100_000):
        with (folder / f"{number:05}.txt").open("w", encoding="utf-8") as stream:
            while stream.tell() < 100_000:
                stream.write("\n\n".join(dice.sample(PARAGRAPHS, 8)) + "\n\n")


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of processor time, of this process and its children, and of the clock that work takes."""
    before, begun = os.times(), perf_counter()
    work()
    after, ended = os.times(), perf_counter()
    return sum(after[:4]) - sum(before[:4]), ended - begun


def used(group: int) -> float:
    """Return the seconds of processor time of the processes of a group that live; none where it has ended."""
    seconds = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def stop(command: Sequence[object], after: float) -> None:
    """Run a command and kill its first process after so much processor time of all; wait for the end of the rest.

    Raises SystemExit where it came to its end before.
    """
    process = subprocess.Popen([*map(str, command)], stderr=subprocess.DEVNULL, start_new_session=True)
    while used(process.pid) < after:
        if process.poll() is not None:
            sys.exit("the run ended before it was to be stopped")
        sleep(0.05)
    process.kill()
    process.wait()
    while used(process.pid):
        sleep(0.05)


def held(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, but the notes on what is done."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def after_a_stop(here: Path, name: str, *arguments: object) -> None:
    """Print what a command of two processes takes that was killed at half of its processor time, and what is left.

    Of each the least of several tries counts, since other processes make any time longer.
    """

    def command(folder: Path) -> list[str]:
        return [*map(str, (*COMMAND, *arguments, "--jobs", 2, "--quiet", "--output", f"{folder}/"))]

    wholes, rests = ([here / f"{name}-{kind}{at}" for at in range(TRIES)] for kind in ("whole", "stopped"))
    whole, clock = min(spent(partial(subprocess.run, command(folder), check=False)) for folder in wholes)
    for folder in rests:
        stop(command(folder), whole / 2)
    rest, clock_rest = min(spent(partial(subprocess.run, command(folder), check=False)) for folder in rests)
    same = "the same" if all(held(folder) == held(wholes[0]) for folder in rests) else "OTHER"
    say(f"{name:8}whole        {whole:7.2f} {clock:7.2f}")
    parts = f"{rest / whole:.1%} of the whole, {clock_rest / clock:.1%} by the clock; {same} bytes"
    say(f"{name:8}after a kill {rest:7.2f} {clock_rest:7.2f}  {parts}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(size: int) -> None:
    """Print all figures."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        write_corpus(here / "corpus.jsonl", size)
        found = inputs.find([str(here / "corpus.jsonl")])
        warm = inputs.find([str(ROOT / "corpora" / "en")])

        def into(name: str, jobs: int, given: inputs.Inputs = found) -> None:
            corpus.check(given, SPECIFICATION, here / name, jobs=jobs, progress=local.unseen, report=str)

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
        for name, which in (
            ("this process", resource.RUSAGE_SELF),
            ("the largest worker", resource.RUSAGE_CHILDREN),
        ):
            say(f"memory of {name}: {resource.getrusage(which).ru_maxrss >> 10} MB")
        write_corpus(here / "larger.jsonl", 3 * size)
        write_files(here / "files", 12 * size)
        say(f"a kill at half, with 2 processes: check of {3 * size / 1e6:g} MB, clean of {12 * size / 1e6:g} MB")
        after_a_stop(here, "check", "check", here / "larger.jsonl", "--format", "jsonl", "--fail-on", "never")
        after_a_stop(here, "clean", "clean", here / "files")


if __name__ == "__main__":
    main(int(float(sys.argv[1] if len(sys.argv) > 1 else "4") * 1e6))

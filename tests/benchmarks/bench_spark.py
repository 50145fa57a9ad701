"""Processor time of the Spark engine on a cluster of two workers, beside the local engine, by size of the corpus.

    python -m tests.benchmarks.bench_spark [--select RULE] [--sparse] [MB ...]

All processes count: of Spark the Java machines of master, workers, executors and driver, and all Python ones. A
size of 0 is one word, which tells what start and end cost; what a MB costs is told between one size and the next.
`--select` checks by one rule, and `--sparse` takes words that no glossary has: then checks cost little, and what
an engine adds shows.
"""

import argparse
import ctypes
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from tests.engines import cluster

ARTICLES = Path(__file__).parents[2] / "corpora" / "en"
WORDS = (
    "the of a and he she they was were had been my garden river window children apple kitchen slowly quiet "
    "walked looked under behind while because never often old bread letter friend table road house evening"
).split()
FILE = 4_000_000  # characters
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux: who is left by its parent becomes a child of this process
_TICK = os.sysconf("SC_CLK_TCK")
_OFTEN = 0.2  # seconds between two looks at the processes
_ROLES = {  # by what stands in a command line; the first counts
    "master.Master": "master and workers",
    "worker.Worker": "master and workers",
    "CoarseGrainedExecutorBackend": "executors",
    "deploy.SparkSubmit": "driver",
    "pyspark": "Python of executors",
}


class Meter:
    """The processor time of all descendants of this process in seconds, by role.

    The system forgets those for which nobody waits, such as the Python processes of Spark, so that they are looked
    at while they run; what one uses after the last look is lost.
    """

    def __init__(self) -> None:
        self._used: dict[tuple[int, str], tuple[str, float]] = {}  # by process and the time at which it began

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look at them again and again."""
        done = Event()
        with suppress(ChildProcessError):  # what has ended before is not looked at
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

        def watch() -> None:
            while not done.wait(_OFTEN):
                self._look()

        thread = Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            self._look()
            done.set()
            thread.join()

    def by_role(self) -> Counter[str]:
        """Return what was used."""
        total = Counter[str]()
        for role, used in self._used.values():
            total[role] += used
        return total

    def _look(self) -> None:
        found: dict[int, list[str]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                found[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
        children: dict[int, list[int]] = {}
        for pid, fields in found.items():
            children.setdefault(int(fields[1]), []).append(pid)
        left = children.get(os.getpid(), [])
        for pid in left:  # which grows
            left += children.get(pid, [])
            fields = found[pid]
            used = (int(fields[11]) + int(fields[12])) / _TICK
            role, before = self._used.get((pid, fields[19]), ("others", 0.0))
            self._used[pid, fields[19]] = (_role(pid) or role, max(before, used))


def _role(pid: int) -> str:
    """Return what a process is to the engine; nothing where it has ended."""
    words = ""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_text()
    return next((role for word, role in _ROLES.items() if word in words), "the command" if words else "")


def dense(draw: random.Random) -> Iterator[str]:
    """Yield texts of some 3,000 characters: sentences of the articles that come along, in any order."""
    sentences = [s for path in sorted(ARTICLES.glob("*.txt")) for s in path.read_text("utf-8").split(". ") if s]
    while True:
        yield "\n\n".join(" ".join(". ".join(draw.choices(sentences, k=6)).split()) for _ in range(4))


def sparse(draw: random.Random) -> Iterator[str]:
    """Yield texts of the same size of words in any order."""
    sentences = [f"{' '.join(draw.choices(WORDS, k=14)).capitalize()}." for _ in range(3000)]
    while True:
        yield "\n\n".join(" ".join(draw.choices(sentences, k=6)) for _ in range(6))


def write(folder: Path, size: float, *, is_sparse: bool) -> None:
    """Fill a folder with JSON lines of `size` MB in files of 4 MB."""
    folder.mkdir()
    left = int(size * 1e6)
    for number in range(-(-left // FILE)):
        draw = random.Random(number)  # noqa: S311 - no secret
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as stream:
            made = 0
            for text in sparse(draw) if is_sparse else dense(draw):
                made += stream.write(json.dumps({"text": text}) + "\n")
                if made >= min(FILE, left):
                    break
        left -= made


def run(corpus: Path, results: Path, *options: str) -> None:
    """Check a corpus by the command."""
    command = [Path(sys.executable).with_name("xindaya"), "check", corpus, "--format", "jsonl", "--quiet"]
    subprocess.run([*command, "--output", f"{results}/", "--fail-on", "never", *options], check=True)


def local(corpus: Path, options: Sequence[str]) -> float:
    """Return the processor time of the local engine over a corpus, in seconds."""
    meter = Meter()
    with TemporaryDirectory() as name, meter.running():
        run(corpus, Path(name) / "results", "--jobs", "2", *options)
    return meter.by_role().total()


def on_spark(corpus: Path, options: Sequence[str]) -> Counter[str]:
    """Return that of Spark by role, the start and the end of its cluster among it."""
    meter = Meter()
    with TemporaryDirectory() as name, meter.running():
        os.environ |= cluster.surroundings(Path(name))
        with cluster.running(Path(name)) as url:
            run(corpus, Path(name) / "results", "--engine", "spark", "--master", url, *options)
    return meter.by_role()


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=float, default=[0.0, 4.0, 16.0], metavar="MB")
    parser.add_argument("--select", metavar="RULE")
    parser.add_argument("--sparse", action="store_true")
    given = parser.parse_args()
    options = ["--select", given.select] if given.select else []
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    measured: list[tuple[float, float, float]] = []
    say(f"{'MB':>5} {'local s':>9} {'Spark s':>9} {'ratio':>6} {'local s/MB':>11} {'Spark s/MB':>11} {'ratio':>6}")
    for size in given.sizes:
        with TemporaryDirectory() as name:
            corpus = Path(name) / "corpus"
            if size:
                write(corpus, size, is_sparse=given.sparse)
            else:
                corpus.mkdir()
                (corpus / "one.txt").write_text("One.")
            mine, roles = local(corpus, options), on_spark(corpus, options)
        measured.append((size, mine, roles.total()))
        row = f"{size:5g} {mine:9.1f} {roles.total():9.1f} {roles.total() / mine:6.2f}"
        if len(measured) > 1:
            mine, theirs = growth(measured)
            row += f" {mine:11.3f} {theirs:11.3f} {theirs / mine:6.2f}"
        say(f"{row}   {', '.join(f'{role} {used:.1f}' for role, used in roles.most_common())}")


def growth(measured: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Return what a MB more has cost, local and on Spark, from the last size but one to the last."""
    (less, *before), (more, *after) = list(pairwise(measured))[-1]
    mine, theirs = ((late - early) / (more - less) for early, late in zip(before, after, strict=True))
    return mine, theirs


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

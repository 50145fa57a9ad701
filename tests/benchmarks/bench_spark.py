"""Processor time of the Spark engine on a cluster of two workers, beside the local engine, by size of the corpus.

    python -m tests.benchmarks.bench_spark [MB ...]

All processes count: of Spark the Java machines of master, workers, executors and driver, and all Python ones. What
starts and ends cost is measured first, over one word, and told apart.
"""

import ctypes
import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.engines import cluster

ARTICLES = Path(__file__).parents[2] / "corpora" / "en"
FILE = 4_000_000  # characters
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux: who is left by its parent becomes a child of this process


def records(seed: int) -> Iterator[str]:
    """Yield JSON records of some 3,000 characters: sentences of the articles that come along, in any order."""
    sentences = [s for path in sorted(ARTICLES.glob("*.txt")) for s in path.read_text("utf-8").split(". ") if s]
    draw = random.Random(seed)  # noqa: S311 - no secret
    while True:
        paragraphs = (". ".join(draw.choices(sentences, k=6)) for _ in range(4))
        yield json.dumps({"text": "\n\n".join(" ".join(each.split()) for each in paragraphs)}) + "\n"


def write(folder: Path, size: int) -> None:
    """Fill a folder with files of `size` characters in all."""
    folder.mkdir()
    for number in range(max(1, size // FILE)):
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as stream:
            made = 0
            for record in records(number):
                made += stream.write(record)
                if made >= min(FILE, size):
                    break


def spent() -> float:
    """Return the processor time of all processes that have ended, in seconds."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(corpus: Path, results: Path, *options: str) -> None:
    """Check a corpus by the command."""
    command = [Path(sys.executable).with_name("xindaya"), "check", corpus, "--format", "jsonl", "--quiet"]
    subprocess.run([*command, "--output", f"{results}/", "--fail-on", "never", *options], check=True)


def beside(corpus: Path) -> tuple[float, float]:
    """Return the processor time of the local engine and of Spark over a corpus, in seconds."""
    marks = [spent()]
    run(corpus, corpus.with_name("local"), "--jobs", "2", "--overwrite")
    marks.append(spent())
    with TemporaryDirectory() as name:
        os.environ |= cluster.surroundings(Path(name))
        with cluster.running(Path(name)) as url:
            run(corpus, Path(name) / "results", "--engine", "spark", "--master", url)
        marks.append(spent())
    return marks[1] - marks[0], marks[2] - marks[1]


def main() -> None:
    """Print a line for each size."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nothing").mkdir()
        (folder / "nothing" / "one.txt").write_text("One.")
        fixed = beside(folder / "nothing")
        say(f"start and end, with one word to check: local {fixed[0]:.1f} s, Spark {fixed[1]:.1f} s")
        say(f"{'of it s/MB without start':>53}")
        say(f"{'MB':>5} {'local s':>9} {'Spark s':>9} {'ratio':>6} {'local':>8} {'Spark':>6} {'ratio':>6}")
        for size in map(float, sys.argv[1:] or ["8"]):
            write(folder / f"{size}", int(size * 1e6))
            local, spark = whole = beside(folder / f"{size}")
            mine, theirs = ((used - start) / size for used, start in zip(whole, fixed, strict=True))
            beyond = f"{mine:8.2f} {theirs:6.2f} {theirs / mine:6.2f}"
            say(f"{size:5g} {local:9.1f} {spark:9.1f} {spark / local:6.2f} {beyond}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Speed of repair, reading and writing included, beside ftfy and plsfix, in one run.

    python -m tests.benchmarks.bench_speed

Texts are the sample articles, repeated to some megabytes. ftfy is configured as the toolkit configures it.
plsfix has no licence in its metadata and is installed nowhere by us: where the environment variable
PLSFIX_PYTHON names an interpreter that has it, it is measured as well.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

import ftfy

from tests.repair.noise import KINDS, inject
from toolkit import files
from toolkit.cleaning import Cleaning
from toolkit.engines import local
from toolkit.repair.encoding import CONFIGURATION

CORPORA = Path(__file__).parents[2] / "corpora"
SIZE = 8_000_000  # bytes of each text
PLSFIX = """
import sys, time, plsfix
t = time.process_time()
text = open(sys.argv[1], encoding="utf-8", newline="").read()
config = dict(uncurl_quotes=False, fix_character_width=False, fix_line_breaks=False, normalization=None)
try:
    fixed = plsfix.fix_text(text, plsfix.TextFixerConfig(**config))
except (AttributeError, TypeError):
    fixed = plsfix.fix_text(text)
open(sys.argv[2], "w", encoding="utf-8", newline="").write(fixed)
print(time.process_time() - t)
"""


def ours(source: Path, target: Path) -> None:
    """Clean a file as the command line does."""
    found = files.Input(source, str(source))
    with ExitStack() as stack:
        file = stack.enter_context(local.clean(found, files.AS_FOUND, Cleaning(in_detail=False)))
        stream = stack.enter_context(files.written(target))
        for _, cleaned in file.windows():
            stream.write(cleaned.text.encode())


def theirs(source: Path, target: Path) -> None:
    """Clean a file with ftfy."""
    text = source.read_bytes().decode("utf-8")
    target.write_bytes(ftfy.fix_text(text, CONFIGURATION).encode())


def texts() -> dict[str, str]:
    """Return the texts to measure on, each SIZE bytes long or a little more."""
    english = "\n\n".join(path.read_text("utf-8") for path in sorted((CORPORA / "en").glob("*.txt")))
    curly = english.replace(' "', " “").replace('"', "”").replace("'", "’")
    ascii_only = english.encode("ascii", "ignore").decode()
    chinese = "\n\n".join(path.read_text("utf-8") for path in sorted((CORPORA / "zh").glob("*.txt")))
    noisy = (CORPORA / "en-web" / "2023-11-industry-dialogue.txt").read_text("utf-8")
    samples = {"ASCII": ascii_only, "curly quotes": curly, "Chinese": chinese, "noisy": noisy}
    made = {name: (text + "\n\n") * (SIZE // len(text.encode()) + 1) for name, text in samples.items()}
    # Lines of noise that repeat are decided once; these never do.
    made["noisy anew"] = inject(made["ASCII"][: SIZE // 8], KINDS["like 003"], Random(1))  # noqa: S311
    return made


def seconds(work: Callable[[Path, Path], None], source: Path, target: Path) -> float:
    """Return the processor time of the better of two runs."""
    best = float("inf")
    for _ in range(2):
        start = process_time()
        work(source, target)
        best = min(best, process_time() - start)
    return best


def main() -> None:
    """Print megabytes a second of each text and tool."""
    write = sys.stdout.write
    write(f"{'reading and writing, MB/s':28}{'xindaya':>9}{'ftfy':>9}{'plsfix':>9}{'xindaya/ftfy':>14}\n")
    peer = os.environ.get("PLSFIX_PYTHON")
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.txt", Path(folder) / "out.txt"
        for name, text in texts().items():
            data = text.encode()
            source.write_bytes(data[: SIZE // 8] if name.startswith("noisy") else data)
            size = source.stat().st_size / 1e6
            mine, other = size / seconds(ours, source, target), size / seconds(theirs, source, target)
            third = "–"
            if peer:
                command = [peer, "-c", PLSFIX, str(source), str(target)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                third = f"{size / float(done.stdout):.1f}"
            write(f"{name:28}{mine:9.1f}{other:9.1f}{third:>9}{mine / other:14.1f}\n")


if __name__ == "__main__":
    main()

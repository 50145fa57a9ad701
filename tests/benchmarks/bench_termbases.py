"""Loading of large glossaries in every format: processor time and peak memory, each in a process of its own.

    python -m tests.benchmarks.bench_termbases [CONCEPTS]

The glossary is made up: one Chinese and two English designations a concept, with status, part of speech,
authority, subject and definition. Beside the TBX stand what the parser alone takes: libxml2 to a tree, and entry
by entry.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit import termbases
from toolkit.termbase import Concept, Designation, Status

CONCEPTS = 100_000
SYLLABLES = "规模以上工业企业新质生产力专精特新中小数字经济绿色发展国家战略区域协调金融贸易改革开放"
LOAD = "from toolkit import termbases; termbases.load(Path(sys.argv[1]))"
TREE = "from lxml import etree; etree.parse(sys.argv[1])"
ENTRIES = """
from lxml import etree
for _, entry in etree.iterparse(sys.argv[1], tag="{*}conceptEntry"):
    entry.clear()
    while entry.getprevious() is not None:
        del entry.getparent()[0]
"""
MEASURE = """
import resource, sys, time
from pathlib import Path
import toolkit.termbases
start = time.process_time()
{}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.process_time() - start, peak)
"""


def concept(number: int) -> Concept:
    """Return a made-up concept."""
    zh = "".join(SYLLABLES[(number * 7 + k * (number % 11 + 1)) % len(SYLLABLES)] for k in range(5)) + str(number)
    preferred = Designation(
        term=f"industrial term of number {number}",
        language="en",
        status=Status.PREFERRED,
        pos="noun",
        authority="SCIO",
    )
    return Concept(
        id=f"c{number}",
        subject="industry",
        definition=f"Definition number {number} of a concept of policy in one line",
        designations=(
            Designation(term=zh, language="zh-Hans", status=Status.PREFERRED),
            preferred,
            Designation(term=f"term {number} in another wording", language="en", pos="noun"),
        ),
    )


def measured(work: str, path: Path) -> str:
    """Return seconds and MiB of the best of three runs."""
    command = [sys.executable, "-c", MEASURE.format(work), str(path)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(3)]
    seconds, peak = min((float(seconds), float(peak)) for seconds, peak in runs)
    return f"{seconds:8.2f}{peak:9.0f}"


def main() -> None:
    """Print processor seconds and peak MiB for each format."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else CONCEPTS
    concepts = [concept(at) for at in range(number)]
    write = sys.stdout.write
    write(f"{f'{number:,} concepts':28}{'MB':>8}{'s':>8}{'MiB':>9}\n")
    with TemporaryDirectory() as folder:
        for suffix in ("tbx", "csv", "tsv", "json", "xlsx"):
            path = Path(folder) / f"g.{suffix}"
            with path.open("wb") as stream:
                termbases.format_for(path).write(concepts, stream)
            works = {"": LOAD} | (
                {", libxml2 to a tree": TREE, ", libxml2 by entries": ENTRIES} if suffix == "tbx" else {}
            )
            for name, work in works.items():
                write(f"{suffix + name:28}{path.stat().st_size / 1e6:8.1f}{measured(work, path)}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()

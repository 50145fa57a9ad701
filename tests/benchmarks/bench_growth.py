"""How time and memory grow: with the text, for clean and check, and with the glossary.

    python -m tests.benchmarks.bench_growth [--output FOLDER] [--only NAME ...]
        [--text 1 10 100] [--terms 500 5000 50000] [--jobs 1 2]

Sizes of texts are in MB; `--text 1 10 100 1000` takes `clean` a minute and `check` half an hour. A text is made of
the sentences of the sample articles, drawn anew for each paragraph; a glossary of two to four words of those
articles, with a Chinese term each. Every figure is of a run of its own, from start to end: the processor time of
all its processes and the most memory that one of them held; where processes are counted, the quickest of three
runs. `check` has the rules of listed terms alone, and writes CSV. Writes speed.json and charts as SVG into FOLDER
(docs); NAME is one of clean, check, terms, processes, and of the others what is there stays.
"""

# ruff: noqa: S311 - what is drawn is seeded

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

import msgspec

from toolkit import files
from toolkit.segmentation.en import sentences

ROOT = Path(__file__).parents[2]
RULES = ("term-deprecated", "term-inconsistent", "term-ambiguous")
CODE = """
import os, re, sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from toolkit.cli import main
sys.argv[0] = "xindaya"
try:
    main()
finally:
    held = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
    held = max(int(held), getrusage(RUSAGE_CHILDREN).ru_maxrss)
    print(sum(os.times()[:4]), held / 1024, file=sys.stderr)
"""
PROCESSES = "processes"
OCCURRING = 20  # one in so many terms of a glossary stands in the text, while there are such
SHARED = 12  # MB of records that several processes share
CHARTS = {
    "clean": ("clean, by size of the text", "MB"),
    "check": ("check of listed terms, by size of the text", "MB"),
    "terms": ("check of 1 MB, by size of the glossary", "thousand terms"),
    "processes": (f"check of {SHARED} MB of records, by number of processes", PROCESSES),
}
WIDTH, HEIGHT, LEFT, BOTTOM = 560, 240, 60, 40


class Point(msgspec.Struct, frozen=True):
    """One measurement: `size` is MB of text, thousands of terms, or processes; `memory` is in MB.

    `seconds` are those of the processor, `clock` those that pass.
    """

    size: float
    seconds: float
    memory: float
    clock: float = 0.0


def sample_sentences() -> list[str]:
    """Return the sentences of the sample articles."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "corpora" / "en").glob("*.txt")))
    return [text[start:end] for text in texts for start, end in sentences(text)]


def write_text(path: Path, megabytes: float) -> None:
    """Write a text of so many MB, in paragraphs of five sentences; as JSON lines each is a record."""
    known, random, size = sample_sentences(), Random(7), 0
    with path.open("w", encoding="utf-8") as stream:
        while size < megabytes * 1e6:
            paragraph = " ".join(random.choices(known, k=5))
            line = json.dumps({"text": paragraph}) if path.suffix == ".jsonl" else f"{paragraph}\n"
            size += stream.write(f"{line}\n")


def write_glossary(path: Path, terms: int) -> None:
    """Write a glossary of so many terms in the words of the articles, where a few of them stand, deprecated."""
    known = [sentence.split() for sentence in sample_sentences()]
    words = sorted({word for sentence in known for word in sentence if word.isalpha()})
    random, made = Random(7), dict[str, str]()
    while len(made) < terms:
        length = random.randint(2, 4)
        sentence, occurs = random.choice(known), not random.randrange(OCCURRING)
        at = random.randrange(max(len(sentence) - length, 1))
        term = " ".join(sentence[at : at + length] if occurs else random.sample(words, length)).lower()
        if term.replace(" ", "").isalpha():
            made.setdefault(term, "deprecated" if occurs else "preferred")
    rows = (f"术语{at},{term},{status}\n" for at, (term, status) in enumerate(sorted(made.items())))
    path.write_text("zh,en,status\n" + "".join(rows), "utf-8")


def run(size: float, *arguments: object) -> Point:
    """Run a command in a process of its own."""
    command = [sys.executable, "-c", CODE, *map(str, arguments)]
    begun = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    clock = perf_counter() - begun
    seconds, memory = map(float, done.stderr.splitlines()[-1].split())
    return Point(size, seconds, memory, clock)


def chart(title: str, unit: str, points: list[Point]) -> str:
    """Return a chart of time and memory, both from 0, at each size.

    Time is the processor's for each unit, or, where processes are counted, by the clock.
    """
    by_clock = unit == PROCESSES
    per = "by the clock" if by_clock else f"per {unit}"
    across = [LEFT + at * (WIDTH - 2 * LEFT) / max(len(points) - 1, 1) for at in range(len(points))]
    pieces = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="12" role="img" aria-label="{title}">'
        ),
        f'<text x="{LEFT}" y="16" font-weight="bold">{title}</text>',
    ]
    rows = {
        "#1f5f99": [p.clock if by_clock else p.seconds / p.size for p in points],
        "#b4541a": [p.memory for p in points],
    }
    for color, values in rows.items():
        top = max(values) * 1.1
        ups = [HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 30) * value / top for value in values]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in zip(across, ups, strict=True))
        pieces.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
        pieces += (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{color}"/>'
            f'<text x="{x:.0f}" y="{y - 8:.0f}" text-anchor="middle" fill="{color}">{value:.3g}</text>'
            for x, y, value in zip(across, ups, values, strict=True)
        )
    pieces += (
        f'<text x="{x:.0f}" y="{HEIGHT - 22}" text-anchor="middle">{point.size:g} {unit}</text>'
        for x, point in zip(across, points, strict=True)
    )
    pieces.append(
        f'<text x="{LEFT}" y="{HEIGHT - 4}"><tspan fill="#1f5f99">seconds {per}</tspan> '
        '<tspan fill="#b4541a" dx="16">MB of memory at most</tspan></text></svg>\n'
    )
    return "\n".join(pieces)


def measured(name: str, megabytes: list[float], terms: list[int], jobs: list[int]) -> Iterator[Point]:
    """Yield the points of a chart."""
    with TemporaryDirectory() as folder:
        named = "text.jsonl" if name == PROCESSES else "text.txt"
        text, glossary, out = (Path(folder) / each for each in (named, "terms.csv", "out"))
        rules = [each for rule in RULES for each in ("--select", rule)]
        options = ["--glossary", glossary, *rules, *"--format csv --quiet --fail-on never".split()]
        check = ["check", text, *options, "--output", out]
        write_glossary(glossary, 500)
        if name in {"clean", "check"}:
            command = ["clean", text, "--quiet", "--output", out] if name == "clean" else [*check, "--jobs", 1]
            for size in megabytes:
                write_text(text, size)
                yield run(size, *command)
        elif name == "terms":
            write_text(text, 1)
            for number in terms:
                write_glossary(glossary, number)
                yield run(number / 1000, *check, "--jobs", 1)
        else:
            write_text(text, SHARED)
            for number in jobs:
                tries = [run(number, *check, "--jobs", number) for _ in range(3)]
                yield min(tries, key=lambda point: point.clock)


def main() -> None:
    """Measure, print, and write figures and charts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, default=ROOT / "docs")
    parser.add_argument("--text", type=float, nargs="+", default=[1, 10, 100])
    parser.add_argument("--terms", type=int, nargs="+", default=[500, 5_000, 50_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", nargs="+", choices=CHARTS, default=list(CHARTS))
    asked = parser.parse_args()
    figures = asked.output / "speed.json"
    made = msgspec.json.decode(figures.read_bytes(), type=dict[str, list[Point]]) if figures.exists() else {}
    for name in asked.only:
        title, unit = CHARTS[name]
        made[name] = []
        for point in measured(name, asked.text, asked.terms, asked.jobs):
            made[name].append(point)
            times = f"{point.seconds:9.1f} s{point.clock:9.1f} s by the clock{point.memory:8.0f} MB"
            sys.stdout.write(f"{title:48}{point.size:8g} {unit:16}{times}\n")
            sys.stdout.flush()
        files.write(asked.output / f"speed-{name}.svg", chart(title, unit, made[name]).encode())
        files.write(figures, msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")


if __name__ == "__main__":
    main()

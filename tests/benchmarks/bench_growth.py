"""How time and memory grow: with the text, for clean and check, and with the glossary.

    python -m tests.benchmarks.bench_growth [--output FOLDER] [--text 1 10 100] [--terms 500 5000 50000]

Texts are the sample articles, their paragraphs in a seeded random order; glossaries are made of two to four words
of those articles, with a Chinese term each. Every figure is of a process of its own, from start to end: its
processor time and the most memory that it held. `check` has the rules of listed terms alone. Writes speed.json and
charts as SVG into FOLDER (docs).
"""

# ruff: noqa: S311 - what is drawn is seeded

import argparse
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import msgspec

from toolkit import files

ROOT = Path(__file__).parents[2]
RULES = ("term-deprecated", "term-inconsistent", "term-ambiguous")
CODE = """
import re, sys, time
from pathlib import Path
from toolkit.cli import main
sys.argv[0] = "xindaya"
try:
    main()
finally:
    held = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
    print(time.process_time(), int(held) / 1024, file=sys.stderr)
"""
WIDTH, HEIGHT, LEFT, BOTTOM = 560, 240, 60, 40


class Point(msgspec.Struct, frozen=True):
    """One measurement: `size` is MB of text or thousands of terms, `seconds` of the processor, `memory` in MB."""

    size: float
    seconds: float
    memory: float


def paragraphs() -> list[str]:
    """Return the paragraphs of the sample articles."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "corpora" / "en").glob("*.txt")))
    return [piece for text in texts for piece in text.split("\n") if piece.strip()]


def write_text(path: Path, megabytes: float) -> None:
    """Write a text of so many MB."""
    known, random, size = paragraphs(), Random(7), 0
    with path.open("w", encoding="utf-8") as stream:
        while size < megabytes * 1e6:
            size += stream.write(random.choice(known) + "\n\n")


def write_glossary(path: Path, terms: int) -> None:
    """Write a glossary of so many terms, each in the words of the articles."""
    words = sorted({word for piece in paragraphs() for word in piece.split() if word.isalpha()})
    random, made = Random(7), set[str]()
    while len(made) < terms:
        made.add(" ".join(random.sample(words, random.randint(2, 4))).lower())
    rows = (f"术语{at},{term},preferred\n" for at, term in enumerate(sorted(made)))
    path.write_text("zh,en,status\n" + "".join(rows), "utf-8")


def run(size: float, *arguments: object) -> Point:
    """Run a command in a process of its own."""
    command = [sys.executable, "-c", CODE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, memory = map(float, done.stderr.splitlines()[-1].split())
    return Point(size, seconds, memory)


def chart(title: str, unit: str, points: list[Point]) -> str:
    """Return a chart of seconds for each unit and of memory, both from 0, at each size."""
    across = [LEFT + at * (WIDTH - 2 * LEFT) / max(len(points) - 1, 1) for at in range(len(points))]
    pieces = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="12" role="img" aria-label="{title}">'
        ),
        f'<text x="{LEFT}" y="16" font-weight="bold">{title}</text>',
    ]
    rows = {"#1f5f99": [p.seconds / p.size for p in points], "#b4541a": [p.memory for p in points]}
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
        f'<text x="{LEFT}" y="{HEIGHT - 4}"><tspan fill="#1f5f99">seconds per {unit}</tspan> '
        '<tspan fill="#b4541a" dx="16">MB of memory at most</tspan></text></svg>\n'
    )
    return "\n".join(pieces)


def measured(megabytes: list[float], terms: list[int]) -> dict[str, list[Point]]:
    """Return the points of each chart."""
    made: dict[str, list[Point]] = {"clean": [], "check": [], "terms": []}
    with TemporaryDirectory() as folder:
        text, glossary, out = (Path(folder) / name for name in ("text.txt", "terms.csv", "out.txt"))
        write_glossary(glossary, 500)
        rules = [each for rule in RULES for each in ("--select", rule)]
        check = ["check", text, *rules, *"--format csv --jobs 1 --quiet --fail-on never --glossary".split()]
        for size in megabytes:
            write_text(text, size)
            made["clean"].append(run(size, "clean", text, "--output", out, "--quiet"))
            made["check"].append(run(size, *check, glossary))
        write_text(text, megabytes[0])
        for number in terms:
            write_glossary(glossary, number)
            made["terms"].append(run(number / 1000, *check, glossary))
    return made


def main() -> None:
    """Measure, print, and write figures and charts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, default=ROOT / "docs")
    parser.add_argument("--text", type=float, nargs="+", default=[1, 10, 100])
    parser.add_argument("--terms", type=int, nargs="+", default=[500, 5_000, 50_000])
    asked = parser.parse_args()
    made = measured(asked.text, asked.terms)
    titles = {
        "clean": ("clean, by size of the text", "MB"),
        "check": ("check of listed terms, by size of the text", "MB"),
        "terms": ("check of 1 MB, by size of the glossary", "thousand terms"),
    }
    for name, points in made.items():
        title, unit = titles[name]
        files.write(asked.output / f"speed-{name}.svg", chart(title, unit, points).encode())
        for point in points:
            sys.stdout.write(f"{title:48}{point.size:8g} {unit:16}{point.seconds:9.1f} s{point.memory:8.0f} MB\n")
    files.write(asked.output / "speed.json", msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")


if __name__ == "__main__":
    main()

"""Repair of mojibake, and speed on sound text, beside ftfy in the same configuration, in one run.

Run it with `python tests/benchmarks/bench_mojibake.py`. Quality is the share of 40 terms and of 40 sentences
that come back, and in brackets how many came out neither sound nor as they were.
"""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import ftfy
import opencc

from tests.repair.garbling import garble
from toolkit.repair import mend
from toolkit.repair.encoding import CONFIGURATION
from toolkit.text import Text

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "repair" / "cases"
CORPORA = HERE.parents[1] / "corpora"
PAIRS = (
    ("gb18030", "latin-1"),
    ("gb18030", "cp1252"),
    ("gb18030", "cp1251"),
    ("gb18030", "mac-roman"),
    ("gb18030", "koi8-r"),
    ("gb18030", "big5"),
    ("gb18030", "cp949"),
    ("gb18030", "cp932"),
    ("utf-8", "gb18030"),
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("utf-8", "cp1251"),
    ("utf-8", "mac-roman"),
    ("utf-8", "cp932"),
    ("big5", "latin-1"),
    ("big5", "cp1252"),
    ("big5", "gb18030"),
)
ASCII = "China's industrial output grew by 5.6 percent in the first half, officials said on Friday.\n"
CURLY = "“We’ll keep at it,” the minister said – and China’s “new three” led exports once more…\n"
SIZE = 1_000_000  # characters of each sound text
ROUNDS = 3
DOUBLE = frozenset(("gb18030", "big5", "cp949", "cp932"))


def ours(text: str) -> str:
    """Repair with this toolkit, every repair at work."""
    return mend(Text(text=text)).text.text


def theirs(text: str) -> str:
    """Repair with ftfy, configured as the toolkit configures it."""
    return ftfy.fix_text(text, CONFIGURATION)


def lossless(text: str, right: str, wrong: str) -> str:
    """Return the longest beginning of a text that can be read wrongly without loss."""
    if wrong not in DOUBLE:
        return text
    return next((text[:end] for end in range(len(text), 3, -1) if garble(text[:end], right, wrong)), "")


def quality(repair: Callable[[str], str], texts: list[str], right: str, wrong: str) -> str:
    """Say how many garbled texts come back, of how many, and how many were made worse."""
    pairs = [(text, garbled) for text in texts if text and (garbled := garble(text, right, wrong))]
    results = [repair(garbled) for _, garbled in pairs]
    back = sum(result == text for result, (text, _) in zip(results, pairs, strict=True))
    worse = sum(result not in pair for result, pair in zip(results, pairs, strict=True))
    return f"{back:3}/{len(pairs):<3}({worse})"


def speed(repair: Callable[[str], str], data: bytes) -> float:
    """Return megabytes a second, decoding and encoding included; the best of a few rounds."""
    seconds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        repair(data.decode()).encode()
        seconds.append(perf_counter() - began)
    return len(data) / min(seconds) / 1e6


def main() -> None:
    """Print both tables."""
    data = tomllib.loads((CASES / "mojibake_quality.toml").read_text(encoding="utf-8"))
    to_traditional = opencc.OpenCC("s2t").convert
    write = sys.stdout.write
    write(f"{'written as':12}{'read as':12}{'':11}{'xindaya':>12}{'ftfy':>12}\n")
    for right, wrong in PAIRS:
        for kind in ("terms", "sentences"):
            texts = [to_traditional(text) if right == "big5" else text for text in data[kind].split()]
            texts = [lossless(text, right, wrong) if kind == "sentences" else text for text in texts]
            cells = [quality(repair, texts, right, wrong) for repair in (ours, theirs)]
            write(f"{right:12}{wrong:12}{kind:11}{cells[0]:>12}{cells[1]:>12}\n")
    chinese = "\n".join(path.read_text(encoding="utf-8") for path in sorted((CORPORA / "zh").glob("*.txt")))
    write(f"\n{'sound text, MB/s':24}{'xindaya':>9}{'ftfy':>9}{'times':>7}\n")
    for name, sample in (("ASCII English", ASCII), ("curly-quoted English", CURLY), ("Chinese", chinese)):
        raw = (sample * (SIZE // len(sample) + 1)).encode()
        fast, slow = speed(ours, raw), speed(theirs, raw)
        write(f"{name:24}{fast:9.1f}{slow:9.1f}{fast / slow:7.1f}\n")


if __name__ == "__main__":
    main()

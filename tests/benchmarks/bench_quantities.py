"""Figures between Chinese and English: flagged wrongly, caught, and speed.

Run it with `python -m tests.benchmarks.bench_quantities`; with `--show`, what is flagged is printed in full. The
pairs are the WMT21 news with 万 or 亿 in the source, found by XINDAYA_SHARED, in two halves by the digest of the
source: the first may be tuned on. A pair is flagged at a confidence of SHOWN or more. A wrong scale is caught
where a verdict stands on the very figure, so that a figure that is not read counts as missed. Without the pairs
only speed is measured, on the project's own articles.
"""

import json
import os
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from time import process_time

from tests.quantities.scales import other_scales
from toolkit.quantities import Mention, language
from toolkit.quantities.comparison import Difference, differences

write = sys.stdout.write
SHARED = os.environ.get("XINDAYA_SHARED", "")
CORPORA = Path(__file__).resolve().parents[2] / "corpora"
SHOWN = 0.5
SIZE = 2_000_000  # bytes read for speed, at least


def read(text: str, code: str) -> tuple[Mention, ...]:
    """Read one text."""
    return language(code).read(text)


def surface(text: str, mention: Mention | None) -> str:
    """Return the words of a mention."""
    return text[mention.span.start : mention.span.end] if mention else "-"


def flagged(pairs: Iterable[tuple[str, str]], code: str, *, show: bool) -> tuple[int, int]:
    """Count the pairs with a difference that is shown, and those with a verdict."""
    shown = verdicts = 0
    for source, target in pairs:
        found = [d for d in differences(read(source, code), read(target, "en")) if d.confidence >= SHOWN]
        shown, verdicts = shown + bool(found), verdicts + any(d.verdict for d in found)
        if found and show:
            write(f"{source}\n{target}\n")
            for d in found:
                sides = f"{surface(source, d.source)} | {surface(target, d.target)}"
                write(f"    {d.reason} {d.confidence:.2f} {sides}\n")
    return shown, verdicts


def caught(pairs: Iterable[tuple[str, str]], *, show: bool) -> tuple[int, int]:
    """Count the wrong scales that are verdicts, and all of them."""
    told = count = 0
    for source, target in pairs:
        mentions = read(source, "zh")
        for wrong, start, end in other_scales(target):
            count += 1
            if any(on(d, start, end) for d in differences(mentions, read(wrong, "en"))):
                told += 1
            elif show:
                write(f"missed {wrong[start:end]}: {source}\n")
    return told, count


def on(difference: Difference, start: int, end: int) -> bool:
    """Tell whether a difference is a verdict on a place in the target."""
    target = difference.target
    return bool(difference.verdict and target and target.span.start < end and start < target.span.end)


def speed(texts: list[str], code: str) -> float:
    """Return megabytes of UTF-8 a second of processor time."""
    size = sum(len(text.encode()) for text in texts)
    rounds = SIZE // size + 1
    began = process_time()
    for _ in range(rounds):
        for text in texts:
            read(text, code)
    return size * rounds / (process_time() - began) / 1e6


def main() -> None:
    """Print every figure."""
    show = "--show" in sys.argv
    texts = {
        code: [path.read_text("utf-8") for path in sorted((CORPORA / code).iterdir())] for code in ("zh", "en")
    }
    if SHARED:
        lines = (Path(SHARED) / "data" / "wmt21_news_zhen.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        texts = {"zh": [row["zh"] for row in rows], "en": [row["ref"]["A"] for row in rows]}
        for half, name in enumerate(("tuned on", "held back")):
            pairs = [
                (row["zh"], row["ref"]["A"]) for row in rows if sha256(row["zh"].encode()).digest()[0] % 2 == half
            ]
            large = [pair for pair in pairs if "万" in pair[0] or "亿" in pair[0]]
            told, count = caught(large, show=show)
            for kind, chosen in (("with 万 or 亿", large), ("all", pairs)):
                shown, verdicts = flagged(chosen, "zh", show=show)
                write(f"{name}, {kind}: {shown} of {len(chosen)} pairs flagged, {verdicts} by a verdict\n")
            write(f"{name}, other scales: {told} of {count} caught, {told / count:.1%}\n")
        for system in rows[0]["hyp"]:
            sisters = [(row["ref"]["A"], row["hyp"][system]) for row in rows]
            shown, verdicts = flagged(sisters, "en", show=False)
            write(f"reference beside {system}: {shown} of {len(sisters)} flagged, {verdicts} by a verdict\n")
    for code, chosen in texts.items():
        write(f"{code}: {speed(chosen, code):.2f} MB/s\n")


if __name__ == "__main__":
    main()

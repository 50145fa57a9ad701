"""Print how often the checks beside a source or a sister are right.

    python -m tests.benchmarks.bench_comparison [--show]

Beside a source: human translations, without 5 % of their lines. Beside a sister: a reference and a system in
windows of 80 segments, without 5 % of the system's. What is told of a missing sentence is right where its line was
left out; what is told of figures, periods and terms is counted, and printed with `--show`, to be read. The texts
are found by XINDAYA_SHARED.
"""

# ruff: noqa: S311, T201 - what is left out is seeded, and a benchmark prints

import json
import os
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.benchmarks.bench_alignment import LEFT_OUT, WINDOW, YEARS, documents
from toolkit import preparation, termbases, units
from toolkit.alignment.bilingual import Terms
from toolkit.analysis import CHECKS
from toolkit.checks import Comparison, beside_sister, beside_source
from toolkit.context import Context
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.text import Document, Text

RULES = ("number-mismatch", "period-mismatch", "sister-mismatch", "sentence-missing", "term-omitted")
SYSTEMS = ("DIDI-NLP", "Facebook-AI")
BINS = (0.6, 0.7, 0.8, 0.9, 0.95)

TERMBASE = termbases.load(termbases.shipped())
RENDERINGS = CompiledTermbase(TERMBASE, units.load())
TERMS = Terms(TERMBASE, RENDERINGS.listed)
CONTEXT = Context(termbase=TERMBASE)


class Case(NamedTuple):
    """Lines of a source or a first sister, those of the target, and which of the former have none there."""

    source: list[str]
    target: list[str]
    left_out: set[int]


def bilingual(shared: Path, years: set[int]) -> Iterator[Case]:
    for number, (year, pairs) in enumerate(documents(shared)):
        if year in years:
            random = Random(number)
            gone = {n for n in range(1, len(pairs)) if random.random() < LEFT_OUT}
            target = [en for n, (_, en) in enumerate(pairs) if n not in gone]
            yield Case([zh for zh, _ in pairs], target, gone)


def renderings(shared: Path, system: str) -> Iterator[Case]:
    lines = (shared / "data" / "wmt21_news_zhen.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for start in range(0, len(rows), WINDOW):
        window, random = rows[start : start + WINDOW], Random(start)
        gone = {n for n in range(1, len(window)) if random.random() < LEFT_OUT}
        target = [row["hyp"][system].strip() for n, row in enumerate(window) if n not in gone]
        yield Case([row["ref"]["A"].strip() for row in window], target, gone)


def document(lines: list[str], name: str, language: str) -> Document:
    raw = "\n\n".join(lines)
    return Document(id=name, raw=raw, texts=(Text(text=raw, language=language, furniture=None),))


def compared(case: Case, language: str) -> Comparison:
    source, target = document(case.source, "source", language), document(case.target, "target", "en")
    if language == "zh":
        (comparison,) = beside_source(preparation.prepare_pair(target, source, RENDERINGS, TERMS))
        return comparison
    return beside_sister(preparation.prepare(source, RENDERINGS), preparation.prepare(target, RENDERINGS))


def measure(name: str, cases: Iterator[Case], language: str, *, show: bool) -> None:
    told: Counter[tuple[str, bool]] = Counter()
    missing: Counter[tuple[float, bool]] = Counter()
    found = gone = pairs = 0
    for case in cases:
        comparison = compared(case, language)
        starts = list(accumulate((len(line) + 2 for line in case.source), initial=0))
        pairs += len(comparison.pairs)
        gone += len(case.left_out)
        hits: set[int] = set()
        for rule in RULES:
            check = CHECKS.build(rule)
            findings = [*check.compare(comparison, CONTEXT)]
            findings += check.inspect(comparison.target, CONTEXT) if rule == "term-omitted" else ()
            for finding in findings:
                if rule != "sentence-missing":
                    told[rule, finding.rule.verdict] += 1
                    if show and rule != "term-omitted":
                        there = finding.related[0].address if finding.related else finding.source
                        print(rule, finding.rule.verdict, f"{finding.confidence:.2f}", finding.message)
                        print(
                            "   ",
                            around(case.source, there.start),
                            "\n   ",
                            around(case.target, finding.address.start),
                        )
                    continue
                if finding.address.document == "source":
                    missing[0, False] += 1
                    continue
                place = finding.related[0].address if finding.related else finding.source
                lines = {bisect_right(starts, at) - 1 for at in (place.start, place.end - 1)}
                right = bool(lines & case.left_out)
                hits |= lines & case.left_out
                missing[max((b for b in BINS if b <= finding.confidence), default=0), right] += 1
                if show and not right:
                    print(rule, f"{finding.confidence:.2f}", around(case.source, place.start))
        found += len(hits)
    print(
        name,
        f"{pairs:,} pairs;",
        ", ".join(f"{rule}{' (verdict)' if v else ''} {n}" for (rule, v), n in sorted(told.items())),
    )
    for least in (0, *BINS):
        right = sum(n for (b, r), n in missing.items() if r and b >= least)
        every = sum(n for (b, r), n in missing.items() if b >= least)
        print(f"    sentence-missing from {least}: {right} of {every} right; {found} of {gone} lines found")


def around(lines: list[str], start: int) -> str:
    starts = list(accumulate((len(line) + 2 for line in lines), initial=0))
    return lines[bisect_right(starts, start) - 1][:300]


if __name__ == "__main__":
    folder, shown = Path(os.environ["XINDAYA_SHARED"]), "--show" in sys.argv
    for part, years in YEARS.items():
        measure(f"zh-en, {part}:", bilingual(folder, years), "zh", show=shown)
    for system in SYSTEMS:
        measure(f"reference beside {system}:", renderings(folder, system), "en", show=shown)

"""Print how well and how fast sentences are aligned, and how well sisters are told from other articles.

    python -m tests.benchmarks.bench_alignment

Between Chinese and English: the corpus as read by hand, and line-aligned documents in which lines are merged with
the next (10 % on each side) and left out (5 % on each side). Between two renderings: references and systems in
windows of 80 segments run together. The documents and the systems are found by XINDAYA_SHARED.
"""

# ruff: noqa: S311, T201 - the garbling is seeded, and a benchmark prints

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import NamedTuple

from toolkit import termbases
from toolkit.alignment import bilingual, sisters
from toolkit.alignment.beads import Bead
from toolkit.recognition.listed import ListedRenderings
from toolkit.segmentation import en

MERGED, LEFT_OUT = 0.10, 0.05
WINDOW = 80
SEEDS = (1, 2, 3)
YEARS = {
    "tuning": {2015, 2019},
    "held back": {2017, 2021, 2023},
}  # of the documents; weights were set on the first

Pairs = list[tuple[str, str]]


class Counts(NamedTuple):
    """What is right, what was made, what was meant."""

    right: int = 0
    made: int = 0
    meant: int = 0

    def plus(self, made: set[object], meant: set[object]) -> "Counts":
        return Counts(self.right + len(made & meant), self.made + len(made), self.meant + len(meant))

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.made + self.meant)


def garbled(pairs: Pairs, random: Random) -> Iterator[tuple[list[str], list[list[int]]]]:
    """Yield for each side its lines, some merged and some left out, and the numbers of the pairs in each."""
    for side, between in ((0, ""), (1, " ")):
        kept = [[n] for n, pair in enumerate(pairs) if pair[side] and random.random() >= LEFT_OUT]
        made: list[list[int]] = []
        for numbers in kept:
            if made and len(made[-1]) == 1 and random.random() < MERGED:
                made[-1] += numbers
            else:
                made.append(numbers)
        yield [between.join(pairs[n][side] for n in numbers) for numbers in made], made


def meant(source: list[list[int]], target: list[list[int]]) -> set[object]:
    """Return the beads that lines of these pairs form, as source and target numbers."""
    beads: list[tuple[set[int], set[int]]] = []
    for i, j in [
        (i, j) for i, one in enumerate(source) for j, other in enumerate(target) if set(one) & set(other)
    ]:
        if beads and (i in beads[-1][0] or j in beads[-1][1]):
            beads[-1][0].add(i)
            beads[-1][1].add(j)
        else:
            beads.append(({i}, {j}))
    return {(tuple(sorted(one)), tuple(sorted(other))) for one, other in beads}


def links(beads: set[object]) -> set[object]:
    return {(i, j) for one, other in beads for i in one for j in other}


def documents(shared: Path) -> Iterator[tuple[int, Pairs]]:
    path = shared / "data" / "wmt25_terminology_enzh_docs.jsonl"
    for line in path.read_text("utf-8").splitlines():
        document = json.loads(line)
        pairs = [
            (a.strip(), b.strip())
            for a, b in zip(document["zh"].split("\n"), document["en"].split("\n"), strict=True)
        ]
        yield document["year"], [pair for pair in pairs if any(pair)]


def between_languages(shared: Path, terms: bilingual.Terms) -> None:
    every = list(documents(shared))
    for name, years in YEARS.items():
        strict = linked = Counts()
        for seed in SEEDS:
            for number, (year, pairs) in enumerate(every):
                if year in years:
                    (source, one), (target, other) = garbled(pairs, Random(f"{seed}/{number}"))
                    beads = bilingual.align(source, target, terms)
                    made: set[object] = {
                        (tuple(b.source), tuple(b.target)) for b in beads if b.source and b.target
                    }
                    gold = meant(one, other)
                    strict, linked = strict.plus(made, gold), linked.plus(links(made), links(gold))
        print(f"zh-en, {name:10} strict F1 {strict.f1:.4f}  link F1 {linked.f1:.4f}  ({strict.meant:,} beads)")
    lines = [pair for _, pairs in every for pair in pairs]
    for count in (400, 5000):
        (source, _), (target, _) = garbled((lines * 2)[:count], Random(1))
        start = process_time()
        bilingual.align(source, target, terms)
        memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:,} pairs of lines: {process_time() - start:.1f} s, {memory:.0f} MB at most")


def reflowed(segments: Sequence[str]) -> tuple[list[str], list[set[int]]]:
    """Run segments together and cut them into sentences; of each, return in which segments it stands."""
    text, ends = "", []
    for segment in segments:
        text += segment.strip() + " "
        ends.append(len(text))
    spans = en.sentences(text)
    begins = [0, *ends]
    own = [{n for n, end in enumerate(ends) if begins[n] < span.end and span.start < end - 1} for span in spans]
    return [text[slice(*span)] for span in spans], own


def right(beads: list[Bead], one: list[set[int]], other: list[set[int]]) -> tuple[int, int, set[int]]:
    """Return how many links join sentences of one segment, how many there are, and the segments joined."""
    shared = [one[i] & other[j] for bead in beads for i in bead.source for j in bead.target]
    return sum(map(bool, shared)), len(shared), set().union(*shared)


def between_renderings(shared: Path) -> None:
    path = shared / "data" / "wmt21_news_zhen.jsonl"
    segments = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    windows = [segments[start : start + WINDOW] for start in range(0, len(segments), WINDOW)]
    references = [[segment["ref"]["A"] for segment in window] for window in windows]
    signatures = [sisters.signature(" ".join(reference)) for reference in references]
    sister: list[float] = []
    stranger: list[float] = []
    for system in segments[0]["hyp"]:
        good = made = found = 0
        for at, (window, reference) in enumerate(zip(windows, references, strict=True)):
            rendering = [segment["hyp"][system] for segment in window]
            (one, of_one), (other, of_other) = reflowed(reference), reflowed(rendering)
            counts = right(sisters.align(one, other), of_one, of_other)
            good, made, found = good + counts[0], made + counts[1], found + len(counts[2])
            signature = sisters.signature(" ".join(rendering))
            for number, theirs in enumerate(signatures):
                (sister if number == at else stranger).append(sisters.similarity(signature, theirs))
        print(
            f"{system:14} {good / made:.4f} of {made:,} links right, {found / len(segments):.4f} of segments found"
        )
    print(f"sisters: {sum(s >= sisters.SISTERS for s in sister)} of {len(sister)}, at least {min(sister):.2f}")
    print(
        f"others:  {sum(s >= sisters.SISTERS for s in stranger)} of {len(stranger)}, at most {max(stranger):.2f}"
    )


if __name__ == "__main__":
    termbase = termbases.load(termbases.shipped())
    folder = Path(os.environ["XINDAYA_SHARED"])
    between_renderings(folder)
    between_languages(folder, bilingual.Terms(termbase, ListedRenderings(termbase)))

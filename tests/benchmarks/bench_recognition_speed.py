"""Speed of recognition on one core, beside plain searches for the same wordings in the same run.

    python -m tests.benchmarks.bench_recognition_speed

Texts are the sample articles with the shipped glossary and, where XINDAYA_SHARED has them, the WMT25 documents
with the terms of all years (about 5,000). Pairs are synthetic: some 40 Chinese characters with one term, and
their English. The peers do no more than find strings: an automaton (daachorse) over the lower-cased text, and
`str.find` for each wording in turn. Sentences are cut before the clock starts. CPU time, the best of RUNS.
"""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path
from random import Random
from time import process_time
from typing import NamedTuple

import msgspec
from daachorse import CharwiseDoubleArrayAhoCorasick

from toolkit import termbases, units
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.recognition.folding import fold_term
from toolkit.segmentation import language
from toolkit.termbase import Concept, Designation, Status, Termbase

SHARED = Path(os.environ.get("XINDAYA_SHARED", "../shared"))
CORPORA = Path(__file__).parents[2] / "corpora"
RUNS = 5
CHARACTERS = 600_000  # of a text
SLOW = 60_000  # characters that the slow tier and the slow peer are measured on
PAIRS = 20_000
BATCH = 200  # pairs that are searched in one go, as many as an article has
SEED = 25


class Peers(NamedTuple):
    """Plain searches for the English wordings of a termbase."""

    wordings: list[str]
    automaton: CharwiseDoubleArrayAhoCorasick

    @classmethod
    def of(cls, termbase: Termbase) -> "Peers":
        terms = (d for c in termbase.concepts for d in c.terms("en") if not d.policy.pattern)
        wordings = sorted({fold_term(d.term) for d in terms} - {""})
        return cls(wordings, CharwiseDoubleArrayAhoCorasick(wordings))

    def scan(self, text: str) -> int:
        return len(self.automaton.find_overlapping(text.lower()))

    def find(self, text: str) -> int:
        return sum(text.count(wording) for text in (text.lower(),) for wording in self.wordings)


def seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of RUNS runs; the first one, which warms the caches, is not counted."""
    work()
    best = float("inf")
    for _ in range(RUNS):
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


def show(*cells: object) -> None:
    name, *rest = cells
    sys.stdout.write(f"{name:36}" + "".join(f"{cell:>13}" for cell in rest) + "\n")


def english(name: str, termbase: Termbase, text: str) -> None:
    """Print megabytes a second of both tiers and of the peers."""
    compiled = CompiledTermbase(termbase, units.load())
    sentences, short = language("en").sentences(text), text[:SLOW]
    some = language("en").sentences(short)
    hits = len(list(compiled.listed.find(text, sentences)))
    listed = len(text) / seconds(lambda: list(compiled.listed.find(text, sentences))) / 1e6
    full = len(short) / seconds(lambda: compiled.find(short, some)) / 1e6
    peers = Peers.of(termbase)
    scan = len(text) / seconds(lambda: peers.scan(text)) / 1e6
    find = len(short) / seconds(lambda: peers.find(short)) / 1e6
    show(
        name,
        f"{len(text) / max(hits, 1):.0f}",
        f"{listed:.2f}",
        f"{full:.2f}",
        f"{scan:.1f}",
        f"{find:.2f}",
        f"{listed / scan:.3f}",
    )


def pairs(terms: int) -> None:
    """Print pairs a second: made of words that are no terms, with one term in each."""
    termbase, texts = synthetic(terms)
    paired = CompiledTermbase(termbase, units.load()).paired
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    found = [result for batch in batches for result in paired.find(batch)]
    share = sum(bool(result.terms) and not result.omitted for result in found) / len(found)
    ours = PAIRS / seconds(lambda: sum(len(r.occurrences) for batch in batches for r in paired.find(batch)))
    source = CharwiseDoubleArrayAhoCorasick([c.zh for c in termbase.concepts])
    target = CharwiseDoubleArrayAhoCorasick([c.preferred for c in termbase.concepts])

    def scan() -> int:
        return sum(len(source.find_overlapping(zh)) + len(target.find_overlapping(en.lower())) for zh, en in texts)

    peer = PAIRS / seconds(scan)
    show(f"{terms:,} terms", f"{share:.3f}", f"{ours:,.0f}", f"{peer:,.0f}", f"{ours / peer:.3f}")


def synthetic(terms: int) -> tuple[Termbase, list[tuple[str, str]]]:
    """Return a termbase of two-word terms, and pairs of texts from the sample articles with one term each."""
    random = Random(SEED)  # noqa: S311 - a choice that repeats
    zh = "".join("".join(path.read_text("utf-8").split()) for path in sorted((CORPORA / "zh").glob("*.txt")))
    en = " ".join(path.read_text("utf-8") for path in sorted((CORPORA / "en").glob("*.txt"))).split()
    han = sorted({c for c in zh if "一" <= c <= "鿿"})
    words = sorted({w.lower() for w in en if w.isalpha() and len(w) > len("word")})
    chinese = [f"{a}{b}{c}" for a, b, c in zip(*(random.choices(han, k=2 * terms) for _ in range(3)), strict=True)]
    wordings = random.sample(list(islice(product(words, words), 40 * terms)), terms)
    named = list(zip(dict.fromkeys(chinese), (f"{a} {b}" for a, b in wordings), strict=False))
    concepts = (
        Concept(
            id=f"c{at}",
            designations=(
                Designation(term=source, language="zh-Hans"),
                Designation(term=target, language="en", status=Status.PREFERRED),
            ),
        )
        for at, (source, target) in enumerate(named)
    )
    texts = []
    for _ in range(PAIRS):
        source, target = random.choice(named)
        left, right = random.randrange(len(zh) - 40), random.randrange(len(en) - 25)
        before, after = random.choice(((0, 37), (17, 37), (37, 37)))
        middle = random.randrange(20)
        texts.append(
            (
                zh[left : left + before] + source + zh[left + before : left + after],
                " ".join((*en[right : right + middle], target, *en[right + middle : right + 20])),
            )
        )
    return Termbase(tuple(concepts)), texts


def shared_documents() -> Iterator[tuple[str, Termbase, str]]:
    """Yield the WMT25 documents with the terms of all years, where they are at hand."""
    folder = SHARED / "data"
    if not folder.is_dir():
        return
    lines = (folder / "wmt25_terminology_enzh_glossaries.jsonl").read_text("utf-8").splitlines()
    wordings: dict[str, dict[str, None]] = {}
    for proper in (msgspec.json.decode(line)["proper"] for line in lines):
        for wording, renderings in proper.items():
            for rendering in renderings:
                wordings.setdefault(rendering, {})[wording] = None
    concepts = (
        Concept(
            id=f"c{at}",
            designations=(
                Designation(term=zh, language="zh-Hant"),
                *(Designation(term=wording, language="en") for wording in english),
            ),
        )
        for at, (zh, english) in enumerate(wordings.items())
    )
    documents = (folder / "wmt25_terminology_enzh_docs.jsonl").read_text("utf-8").splitlines()
    text = "\n\n".join(msgspec.json.decode(line)["en"] for line in documents)
    yield "WMT25 terms, their documents", Termbase(tuple(concepts)), text[:CHARACTERS]


def main() -> None:
    """Print the figures of English texts, then those of pairs."""
    articles = "\n\n".join(path.read_text("utf-8") for path in sorted((CORPORA / "en").glob("*.txt"))) + "\n\n"
    shipped = termbases.load(termbases.shipped())
    sample = "sample articles", shipped, articles * (CHARACTERS // len(articles) + 1)
    show("MB/s", "chars/hit", "listed", "all tiers", "automaton", "str.find", "listed/auto")
    english(*sample)
    for name, termbase, text in shared_documents():
        english(name, termbase, text)
        english("their terms, sample articles", termbase, sample[2])
    show("pairs/s", "found", "xindaya", "automaton", "ratio")
    for terms in (5_000, 50_000):
        pairs(terms)


if __name__ == "__main__":
    main()

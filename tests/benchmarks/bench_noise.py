"""Print how well and how fast injected noise is taken out, beside two peers.

    python -m tests.benchmarks.bench_noise [file.txt ...]

Without files: the sample corpus. Beside all repairs together stands that of noise alone. The peers are the
deletion of all that is not ASCII, and ftfy as the repair of encodings configures it. Files are clean texts, one
document each; the noise is made by tests/repair/noise.py.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import ftfy

from tests.repair.noise import KINDS, Errors, errors, inject
from toolkit.offsets import replace
from toolkit.repair import FLOOR, RepairContext, mend
from toolkit.repair.injected_noise import InjectedNoise
from toolkit.text import Text

CORPUS = Path(__file__).parents[2] / "corpora" / "en"
SEED = 2024


def ours(text: str) -> str:
    return mend(Text(text=text)).text.text


def noise_alone(text: str) -> str:
    made = [edit for edit in InjectedNoise().edits(text, RepairContext()) if edit.confidence >= FLOOR]
    return replace(text, made)[0]


def ascii_only(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def ftfy_alone(text: str) -> str:
    return ftfy.fix_text(text, uncurl_quotes=False, fix_character_width=False)


CLEANERS: dict[str, Callable[[str], str]] = {
    "xindaya": ours,
    "noise alone": noise_alone,
    "ASCII only": ascii_only,
    "ftfy": ftfy_alone,
}


def main(paths: list[Path]) -> None:
    documents = [path.read_text("utf-8") for path in paths or sorted(CORPUS.glob("*.txt"))]
    ours(inject(documents[0], KINDS["like 003"], Random(SEED)))  # noqa: S311 (loads the dictionaries)
    print(f"{'kind of noise':26}" + "".join(f"{name + ' CER':>16}{'WER':>8}" for name in CLEANERS) + "   MB/s")  # noqa: T201
    for name, kind in KINDS.items():
        noisy = [inject(text, kind, Random(SEED + number)) for number, text in enumerate(documents)]  # noqa: S311
        row = f"{name:26}"
        speed = 0.0
        for cleaner in CLEANERS.values():
            start = process_time()
            cleaned = [cleaner(text) for text in noisy]
            speed = speed or sum(len(text.encode()) for text in noisy) / 1e6 / (process_time() - start)
            rates = Errors(*map(sum, zip(*map(_errors, documents, cleaned), strict=True)))
            row += f"{rates.character_rate:16.5f}{rates.word_rate:8.4f}"
        print(f"{row}{speed:7.2f}")  # noqa: T201
    clean = "\n".join(documents)
    clean *= 1 + 4_000_000 // len(clean)
    start = process_time()
    edits = list(InjectedNoise().edits(clean, RepairContext()))
    megabytes = len(clean.encode()) / 1e6 / (process_time() - start)
    print(f"clean text: {len(edits)} edits, {megabytes:.0f} MB/s")  # noqa: T201


def _errors(clean: str, text: str) -> Errors:
    if clean.count("\n") != text.count("\n"):  # a cleaner that breaks lines is compared without them
        clean, text = clean.replace("\n", " "), " ".join(text.split())
    return errors(clean, text)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])

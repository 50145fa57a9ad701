"""In how many documents of a run each line stands: counted in memory of fixed size, in any order.

The counts are a count-min sketch (Cormode and Muthukrishnan, Journal of Algorithms 55(1), 2005, pages 58-75,
doi 10.1016/j.jalgor.2003.12.001): never too low, and too high by more than three times the number of lines over
WIDTH in one of 50 at most. Sketches add up, so that documents may be counted on any number of processes.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b, sha256
from typing import IO

import numpy as np
from numpy.typing import NDArray

ROWS, WIDTH = 4, 1 << 20  # 16 MB of counts
LONGEST = 400  # characters of a line that is counted; longer ones are paragraphs
SHORTEST = 8  # letters and digits of a line that can be told from others; a Chinese character counts for two

# What injected symbols do not change; the letters among them belong to other scripts.
_TELLING = re.compile("[0-9a-z\u3400-\u4dbf\u4e00-\u9fff]+")


class Repetition:
    """How many documents hold each line; case, blanks, punctuation and symbols make no difference."""

    def __init__(self) -> None:
        self.documents = 0
        self._counts = np.zeros((ROWS, WIDTH), np.uint32)

    def add(self, lines: Iterable[str], *, begins: bool = True) -> None:
        """Count the lines of one document, each once, or of a stretch that `begins` it or not."""
        self.documents += begins
        keys = sorted({_key(line) for line in lines} - {b""})
        for row, cells in enumerate(_cells(keys)):
            np.add.at(self._counts[row], cells, 1)

    def merge(self, other: "Repetition") -> None:
        """Add the counts of other documents."""
        self.documents += other.documents
        self._counts += other._counts  # noqa: SLF001 - of the same class

    def digest(self) -> bytes:
        """Return what stands for the counts."""
        return sha256(b"".join(array.tobytes() for array in self._sparse().values())).digest()

    def save(self, stream: IO[bytes]) -> None:
        """Write the counts to a file; `load` reads it."""
        sparse = self._sparse()
        np.savez(stream, documents=sparse["documents"], places=sparse["places"], counts=sparse["counts"])

    @classmethod
    def load(cls, stream: IO[bytes]) -> "Repetition":
        """Read what `save` wrote; raises ValueError where it is something else."""
        with np.load(stream, allow_pickle=False) as arrays:
            return cls._of(**arrays)

    def __reduce__(self) -> tuple[object, ...]:
        return partial(self._of, **self._sparse()), ()

    def _sparse(self) -> dict[str, NDArray[np.uint32]]:
        """Return the counts that are not 0, and where they are."""
        flat = self._counts.reshape(-1)
        places = np.flatnonzero(flat).astype(np.uint32)
        return {"documents": np.array(self.documents), "places": places, "counts": flat[places]}

    @classmethod
    def _of(
        cls, documents: NDArray[np.uint32], places: NDArray[np.uint32], counts: NDArray[np.uint32]
    ) -> "Repetition":
        new = cls()
        new.documents = int(documents)
        new._counts.reshape(-1)[places] = counts
        return new

    def counts(self, lines: Sequence[str]) -> list[int]:
        """Return in how many documents each of some lines stands; 0 for one that is too short or too long."""
        keys = [_key(line) for line in lines]
        rows = [self._counts[row, cells] for row, cells in enumerate(_cells(keys))]
        least: list[int] = np.min(rows, axis=0).tolist()
        return [count if key else 0 for key, count in zip(keys, least, strict=True)]


def _key(line: str) -> bytes:
    if len(line) > LONGEST:
        return b""
    letters = "".join(_TELLING.findall(line.lower()))
    key = letters.encode()
    weight = (len(letters) + len(key)) / 2  # a Chinese character has three bytes
    return key if weight >= SHORTEST else b""


def _cells(keys: Sequence[bytes]) -> NDArray[np.uint32]:
    """Return for each row the place of each key."""
    digests = b"".join(blake2b(key, digest_size=4 * ROWS).digest() for key in keys)
    return (np.frombuffer(digests, "<u4").reshape(-1, ROWS).T & (WIDTH - 1)).astype(np.uint32)

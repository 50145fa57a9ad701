"""What a copy of a process dies of is told, and costs nothing else."""

import json
import os
import signal
from collections.abc import Iterator
from io import BytesIO
from multiprocessing import active_children
from pathlib import Path

import pytest

from toolkit import files
from toolkit.engines import passes
from toolkit.engines.fatal import Guard
from toolkit.engines.passes import Piece
from toolkit.engines.shards import Item
from toolkit.engines.workers import Died
from toolkit.results import Failure

HERE, APART = Guard(bool), Guard(lambda: True)
UNREAD = Failure("unread.txt", "it cannot be read")
TOGETHER = "Die together"  # words of which a process dies that has met them twice


def die() -> None:
    """Die as of a fault of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def piece(name: str, *texts: str) -> Piece:
    """Return a file with a record for each text."""
    data = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    found = files.Input(Path(name), name)
    (made,) = passes.pieces(files.Source(found, BytesIO(data)), found)
    return made


def work(item: Item[Piece]) -> str | Failure:
    """Return the texts of a file that are not left out, and die of some."""
    if isinstance(item.what, Failure):
        return item.what
    texts = item.what.form.read(item.what.decoded, item.what.id).texts
    kept = "".join(text.text for at, text in enumerate(texts) if (at,) not in item.left_out)
    if "Die here" in kept or kept.count(TOGETHER) > 1:
        die()
    return kept


@pytest.mark.parametrize("guard", [HERE, APART])
def test_what_works_is_the_same_apart(guard: Guard) -> None:
    items = [Item(piece("a.jsonl", "One.", "Two.")), Item(UNREAD), Item(piece("b.jsonl", "Three."))]
    assert list(guard.survived(work, items)) == [["One.Two."], [UNREAD], ["Three."]]
    assert list(guard.each(lambda: range(3))) == [0, 1, 2]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["One.", "Die here.", "Three."], ["One.Three.", "record 2: "]),
        (["Die here.", "Two.", "Die here."], ["Two.", "record 1: ", "record 3: "]),
        (["Die here."], [""]),
        (["Die here.", "Die here."], ["", "record 1: ", "record 2: "]),
        ([TOGETHER, "Two.", TOGETHER], [""]),
    ],
)
def test_what_a_process_dies_of_is_found_among_others(texts: list[str], told: list[str]) -> None:
    items = [Item(piece(f"{n}.jsonl", *some)) for n, some in enumerate([["Good."], texts, ["Better."]])]
    kept = told[:1] if len(told) > 1 else []
    failed = [Failure("1.jsonl", place + Died().reason) for place in (told[1:] if kept else told)]
    assert list(APART.survived(work, [*items, Item(UNREAD)])) == [
        ["Good."],
        [*kept, *failed],
        ["Better."],
        [UNREAD],
    ]


def test_what_was_told_before_a_death_is_kept() -> None:
    def dying() -> Iterator[int]:
        yield from range(3)
        die()

    assert list(APART.each(dying)) == [0, 1, 2, Died()]
    assert APART.alone(die) == Died()
    large = "x" * (1 << 20)
    assert APART.alone(lambda: large) == large


def test_a_copy_ends_where_nobody_listens() -> None:
    told = APART.each(lambda: iter(int, 1))
    assert next(told) == 0
    told.close()
    assert active_children() == []

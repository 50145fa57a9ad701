"""What processes die of: work is done apart, in a copy of the process, and what kills it is found by halving."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple, TypeVar

from toolkit.engines import shards
from toolkit.engines.passes import Piece, Unit, halved
from toolkit.engines.shards import Entry, Item, What
from toolkit.engines.workers import Died
from toolkit.results import Failure

Result = TypeVar("Result")


class Guard(NamedTuple):
    """Does work in this process, or where it is to be `apart` in a copy of it (a fork), which may die of it."""

    apart: Callable[[], bool]

    def each(self, make: Callable[[], Iterable[Result]]) -> Iterator[Result | Died]:
        """Yield what `make` yields, and at last, where the copy of this process has died, that it did."""
        if not self.apart():
            yield from make()
            return
        context = get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        copy = context.Process(target=_send, args=(make, receiver, sender))
        copy.start()
        sender.close()
        try:
            with receiver, suppress(EOFError, OSError):
                while True:
                    yield receiver.recv()
        finally:
            copy.join()
        if copy.exitcode:
            yield Died()

    def alone(self, function: Callable[..., Result], *given: object) -> Result | Died:
        """Return the result of a function."""
        return next(self.each(lambda: [function(*given)]))

    def survived(
        self, work: Callable[[Item[What]], Result], items: Sequence[Item[What]]
    ) -> Iterator[Sequence[Result]]:
        """Yield what comes of each item: of what no process dies of, then of the failures for the rest."""

        def done(some: Iterable[Item[What]]) -> list[Result]:
            return [work(item) for item in some]

        def works(some: Iterable[Item[What]]) -> bool:
            return not isinstance(self.alone(lambda: bool(done(some))), Died)

        made = self.alone(done, items)
        if not isinstance(made, Died):
            yield from ([each] for each in made)
            return
        for item, left in zip(items, without(items, works, partial(self.alone, shards.texts)), strict=True):
            one = self.alone(done, left)
            yield done([failed(item)]) if isinstance(one, Died) else one


def without(
    items: Sequence[Item[What]],
    works: Callable[[Iterable[Item[What]]], bool],
    texts: Callable[[What | Failure], tuple[list[Unit], list[str]] | Died],
) -> list[list[Item[What]]]:
    """Return each item without those of its texts that a process dies of, and a failure for each of them.

    `works` tells whether one survives some items, `texts` gives those of an item and where they stand.
    """
    bad = set(halved(range(len(items)), lambda some: works(items[at] for at in some)))
    return [_without_texts(item, works, texts) if at in bad else [item] for at, item in enumerate(items)]


def _without_texts(
    item: Item[What],
    works: Callable[[Iterable[Item[What]]], bool],
    texts: Callable[[What | Failure], tuple[list[Unit], list[str]] | Died],
) -> list[Item[What]]:
    answer = texts(item.what)
    units, names = ([], []) if isinstance(answer, Died) else answer

    def work(some: Sequence[int]) -> bool:
        others = tuple(unit for at, unit in enumerate(units) if at not in some)
        return works([Item(item.what, others)])

    bad = list(halved(range(len(units)), work)) if len(units) > 1 else []
    if not bad:
        return [failed(item)]
    kept: list[Item[What]] = [Item(item.what, tuple(units[at] for at in bad))]
    return kept + [failed(item, names[at]) for at in bad]


def failed(item: Item[What], place: str = "") -> Item[What]:
    """Return the failure that stands for an item, or for what is at a `place` in it."""
    what = item.what
    if isinstance(what, Failure):
        return item
    name = what.id if isinstance(what, Piece) else what.document if isinstance(what, Entry) else what.document.id
    return Item(Failure(name, place + Died().reason))


def _send(make: Callable[[], Iterable[object]], receiver: Connection, sender: Connection) -> None:
    receiver.close()
    with suppress(BrokenPipeError):  # nobody listens any more
        for each in make():
            sender.send(each)

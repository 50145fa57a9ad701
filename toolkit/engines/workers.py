"""Worker processes that give results in order; one that dies takes nothing with it but what it worked on."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_AHEAD = 2  # tasks for each process that are under way


class Died(NamedTuple):
    """What stands for a result where the process died that worked on it, twice, the second time alone."""

    reason: str = "a process dies of it, perhaps for want of memory"


class _UnderWay(NamedTuple):
    """A task that was sent to the processes."""

    function: Callable[[Any], Any]
    task: Any
    future: Future[Any]

    def is_lost(self) -> bool:
        """Tell, once it has come to its end, whether a process died meanwhile."""
        return isinstance(self.future.exception(), BrokenProcessPool)


class InPlace:
    """Stands for worker processes where this one does the work itself, and dies of what it dies of."""

    def __init__(self, setup: Callable[..., object], *given: object) -> None:
        setup(*given)

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Died]]:
        """Yield each task with its result, in order."""
        return ((task, function(task)) for task in tasks)

    def alone(self, function: Callable[[Task], Result], task: Task) -> Result | Died:
        """Return the result of a task."""
        return function(task)


class Workers:
    """Processes that are started afresh (spawned), each with `setup`, which is called once with `given`."""

    def __init__(self, jobs: int, setup: Callable[..., object], *given: object) -> None:
        self._jobs = jobs
        self._setup, self._given = setup, given
        self._pool = self._fresh()
        self._under_way: deque[_UnderWay] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:  # what is under way is of no use any more
            self._stop()
        self._pool.shutdown(cancel_futures=True)

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Died]]:
        """Yield each task with its result, in order; only a few tasks are held at a time.

        Where a process dies, those that were under way are done again, one at a time, to tell the guilty one.
        """
        self._under_way.clear()
        for task in tasks:
            self._under_way.append(_UnderWay(function, task, self._submit(function, task)))
            if len(self._under_way) > _AHEAD * self._jobs:
                yield self._next()
        while self._under_way:
            yield self._next()

    def alone(self, function: Callable[[Task], Result], task: Task) -> Result | Died:
        """Return the result of a task while nothing else is done; what is under way comes to its end before."""
        self._settle()
        return self._alone(function, task)

    def _next(self) -> tuple[Any, Any]:
        if self._under_way[0].is_lost():
            self._settle()
        first = self._under_way.popleft()
        return first.task, first.future.result()

    def _settle(self) -> None:
        """Wait for what is under way; where a process dies, what is lost with it is done again, one at a time."""
        if not any(each.is_lost() for each in self._under_way):
            return
        self._renew()
        for at, each in enumerate(self._under_way):
            if not each.future.done() or each.is_lost():
                settled: Future[Any] = Future()
                settled.set_result(self._alone(each.function, each.task))
                self._under_way[at] = each._replace(future=settled)

    def _alone(self, function: Callable[[Task], Result], task: Task) -> Result | Died:
        try:
            return self._submit(function, task).result()
        except BrokenProcessPool:
            self._renew()
            return Died()

    def _submit(self, function: Callable[[Task], Result], task: Task) -> "Future[Result]":
        try:
            return self._pool.submit(function, task)
        except BrokenProcessPool as error:  # since the last result was taken
            failed: Future[Result] = Future()
            failed.set_exception(error)
            return failed

    def _renew(self) -> None:
        self._pool.shutdown()
        self._pool = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs, get_context("spawn"), initializer=_begin, initargs=(self._setup, self._given)
        )

    def _stop(self) -> None:
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - public from Python 3.14 on
            process.terminate()


def _begin(setup: Callable[..., object], given: tuple[object, ...]) -> None:
    """Prepare a worker, which ends with its parent, however that ends, and leaves an interrupt to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    setup(*given)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

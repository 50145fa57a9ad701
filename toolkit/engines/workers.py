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
from typing import NamedTuple, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_AHEAD = 2  # tasks for each process that are under way


class Died(NamedTuple):
    """What stands for a result where the process died that worked on it, twice, the second time alone."""

    reason: str = "a process dies of it, perhaps for want of memory"


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
        under_way: deque[tuple[Task, Future[Result | Died]]] = deque()
        for task in tasks:
            under_way.append((task, self._submit(function, task)))
            if len(under_way) > _AHEAD * self._jobs:
                yield self._next(function, under_way)
        while under_way:
            yield self._next(function, under_way)

    def alone(self, function: Callable[[Task], Result], task: Task) -> Result | Died:
        """Return the result of a task while nothing else is done."""
        try:
            return self._submit(function, task).result()
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = self._fresh()
            return Died()

    def _next(
        self, function: Callable[[Task], Result], under_way: deque[tuple[Task, Future[Result | Died]]]
    ) -> tuple[Task, Result | Died]:
        task, future = under_way.popleft()
        try:
            return task, future.result()
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = self._fresh()
        result = self.alone(function, task)
        for at, (other, broken) in enumerate(under_way):
            if not broken.done() or isinstance(broken.exception(), BrokenProcessPool):
                under_way[at] = (other, _settled(self.alone(function, other)))
        return task, result

    def _submit(self, function: Callable[[Task], Result], task: Task) -> "Future[Result | Died]":
        try:
            return self._pool.submit(function, task)
        except BrokenProcessPool as error:  # since the last result was taken
            failed: Future[Result | Died] = Future()
            failed.set_exception(error)
            return failed

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs, get_context("spawn"), initializer=_begin, initargs=(self._setup, self._given)
        )

    def _stop(self) -> None:
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - public from Python 3.14 on
            process.terminate()


def _settled(result: Result | Died) -> "Future[Result | Died]":
    future: Future[Result | Died] = Future()
    future.set_result(result)
    return future


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

"""Worker processes by themselves: what dies takes nothing with it, whatever else is under way."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import sleep

import pytest

from toolkit.engines import local, shards, stages
from toolkit.engines.inputs import Inputs
from toolkit.engines.shards import Folder
from toolkit.engines.workers import Died, Workers
from toolkit.errors import InputError, UsageError


def nothing() -> None:
    """Prepare nothing."""


def work(task: tuple[str, float]) -> str:
    """Take some seconds, and die of them or not."""
    kind, seconds = task
    sleep(seconds)
    if kind == "dies":
        os._exit(9)
    return kind


def test_what_runs_alone_dies_of_nothing_but_itself() -> None:
    tasks = [("dies", 0.0), ("dies", 0.2), *[("lives", 0.0)] * 3, ("dies", 0.4), *[("lives", 0.0)] * 3]
    told = []
    with Workers(2, nothing) as workers:
        for (kind, _), result in workers.map(work, tasks):
            told.append((kind, result))
            if result == Died():
                assert workers.alone(work, ("lives", 0.8)) == "lives"
    assert told == [(kind, Died() if kind == "dies" else kind) for kind, _ in tasks]


class Dying:
    """Stands for worker processes that all die of whatever shard they are given."""

    def map(self, _: Callable[..., object], tasks: Iterable[object]) -> Iterator[tuple[object, Died]]:
        """Let every task kill."""
        return ((task, Died()) for task in tasks)

    def alone(self, function: Callable[..., object], _: object) -> Died | None:
        """Let everything kill but the question whether a process lives."""
        return None if function is shards.ready else Died()


def test_where_even_failures_kill_no_file_is_missing_later(tmp_path: Path) -> None:
    (tmp_path / "lines").touch()
    given = Inputs(found=(InputError("a.txt", "broken"),))
    stage = stages.Stages(given, Folder(tmp_path), Dying(), local.unseen, str)
    with pytest.raises(UsageError, match="no worker process stays alive"):
        stage.run()

"""Faults for worker processes: stand-ins for `shards.begin`, which a worker imports by name and is prepared by."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from toolkit import analysis, preparation
from toolkit.article import Article
from toolkit.checks.repeated_word import RepeatedWord
from toolkit.engines import shards
from toolkit.engines.passes import Specification
from toolkit.engines.shards import Folder
from toolkit.text import Document

WAIT, DIE, RAISE = "Wait here", "Die here", "Raise here"  # words of a text at which a part under test does that
DIE_BESIDE, DIE_LATER = "Die beside it", "Die later"  # the same, in the comparison of sisters and in pass two
PARTS = ((preparation, "prepare"), (analysis, "compare"), (RepeatedWord, "inspect"))  # that have faults then
PID = "pid"  # the file, beside the folder of results, in which a worker that waits says who it is

begin = shards.begin


def wait_in_pass_one(specification: Specification, folder: Folder) -> None:
    """Let the first worker that meets the words in pass one wait to be killed."""
    preparation.prepare = _faulty(preparation.prepare, {WAIT: lambda: wait(folder)})
    begin(specification, folder)


def wait_in_pass_two(specification: Specification, folder: Folder) -> None:
    """Do the same in a check of pass two."""
    inspect = RepeatedWord.inspect

    def waiting(self: RepeatedWord, article: Article, context: object) -> object:
        if WAIT in article.document.raw:
            wait(folder)
        return inspect(self, article, context)

    RepeatedWord.inspect = waiting
    begin(specification, folder)


def die_in_pass_one(specification: Specification, folder: Folder) -> None:
    """Let a worker die of some words, and raise at others, whenever it meets them in pass one."""
    preparation.prepare = _faulty(preparation.prepare, {DIE: die, RAISE: lambda: 1 / 0})
    begin(specification, folder)


def die_in_pass_two(specification: Specification, folder: Folder) -> None:
    """Do the same in a check of pass two."""
    RepeatedWord.inspect = _faulty_check(RepeatedWord.inspect, DIE, die)
    begin(specification, folder)


def put_everywhere(die: Callable[[], object]) -> None:
    """Let this process die of some words in pass one, of others beside a sister, and of others in pass two."""
    compare = analysis.compare

    def faulty(one: Article, other: Article, *given: object) -> object:
        if DIE_BESIDE in other.document.raw:
            die()
        return compare(one, other, *given)

    preparation.prepare = _faulty(preparation.prepare, {DIE: die, RAISE: lambda: 1 / 0})
    analysis.compare = faulty
    RepeatedWord.inspect = _faulty_check(RepeatedWord.inspect, DIE_LATER, die)


def die() -> None:
    """Die as of a fault of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def wait(folder: Folder) -> None:
    path = (folder.output or folder.work).parent / PID
    if not path.exists():
        Path(f"{path}.new").write_text(str(os.getpid()))
        Path(f"{path}.new").rename(path)
        time.sleep(600)


def _faulty(
    prepare: Callable[[Document, object], Article], faults: dict[str, Callable[[], object]]
) -> Callable[[Document, object], Article]:
    def faulty(document: Document, renderings: object) -> Article:
        for words, fault in faults.items():
            if any(words in text.text for text in document.texts):
                fault()
        return prepare(document, renderings)

    return faulty


def _faulty_check(
    inspect: Callable[[RepeatedWord, Article, object], object], words: str, fault: Callable[[], object]
) -> Callable[[RepeatedWord, Article, object], object]:
    def faulty(self: RepeatedWord, article: Article, context: object) -> object:
        if any(words in text.text for text in article.texts):
            fault()
        return inspect(self, article, context)

    return faulty

"""Faults for worker processes: stand-ins for `shards.begin`, which a worker imports by name and is prepared by."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from toolkit import preparation
from toolkit.article import Article
from toolkit.checks.repeated_word import RepeatedWord
from toolkit.engines import shards
from toolkit.engines.passes import Specification
from toolkit.engines.shards import Folder
from toolkit.text import Document

WAIT, DIE, RAISE = "Wait here", "Die here", "Raise here"  # words of a text at which a part under test does that
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


def die(specification: Specification, folder: Folder) -> None:
    """Let a worker die of some words, and raise at others, whenever it meets them in pass one."""
    faults = {DIE: lambda: os.kill(os.getpid(), signal.SIGKILL), RAISE: lambda: 1 / 0}
    preparation.prepare = _faulty(preparation.prepare, faults)
    begin(specification, folder)


def die_in_pass_two(specification: Specification, folder: Folder) -> None:
    """Do the same in a check of pass two."""
    inspect = RepeatedWord.inspect

    def dying(self: RepeatedWord, article: Article, context: object) -> object:
        if any(DIE in text.text for text in article.texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return inspect(self, article, context)

    RepeatedWord.inspect = dying
    begin(specification, folder)


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

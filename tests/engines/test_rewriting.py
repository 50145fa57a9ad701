"""The journal of clean: it knows the files that were read, and is none that somebody else has laid there."""

from pathlib import Path

import pytest

from toolkit import files
from toolkit.cleaning import Cleaning
from toolkit.engines import rewriting
from toolkit.engines.rewriting import JOURNAL, Done, Journal, Manner, Order
from toolkit.errors import OutputError

MANNER = Manner(reading=files.AS_FOUND, cleaning=Cleaning())


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """Give a file to be repaired into a folder."""
    (tmp_path / "a.txt").write_text("One text.\n")
    return Order(files.Input(tmp_path / "a.txt", "a.txt"), tmp_path / "out" / "a.txt")


def repaired(order: Order) -> Done:
    (done,) = rewriting.rewrite([order], MANNER, 1)
    assert isinstance(done, Done)
    return done


def test_a_file_that_changed_after_it_was_read_is_not_held(order: Order, tmp_path: Path) -> None:
    done = repaired(order)
    journal = Journal(tmp_path / "out", MANNER)
    journal.add(done)
    assert Journal(tmp_path / "out", MANNER).holds(order)
    done = repaired(order)
    order.found.path.write_text("Another text, a later one.\n")
    journal.add(done)
    assert not Journal(tmp_path / "out", MANNER).holds(order)


def test_a_link_is_no_journal(order: Order, tmp_path: Path) -> None:
    done = repaired(order)
    journal = tmp_path / "out" / JOURNAL
    Journal(tmp_path / "out", MANNER).add(done)
    known = journal.read_bytes()
    journal.rename(tmp_path / "elsewhere")
    journal.symlink_to(tmp_path / "elsewhere")
    assert not Journal(tmp_path / "out", MANNER).holds(order)
    with pytest.raises(OutputError, match=r"\.xindaya-clean\.jsonl: cannot be written"):
        Journal(tmp_path / "out", MANNER).add(done)
    assert (tmp_path / "elsewhere").read_bytes() == known

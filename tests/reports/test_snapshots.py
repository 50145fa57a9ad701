"""Reports as they look, whole; run with UPDATE_SNAPSHOTS=1 to take what is written for right."""

import os
from pathlib import Path

import pytest

from tests.reports.sample import HOSTILE, analysis, bytes_of, empty, hostile
from toolkit.reports import REPORTS
from toolkit.results import Analysis

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


@pytest.mark.parametrize("name", ["report.csv.csv", "report.github.txt", "report.junit.xml", "report.markdown.md"])
def test_report_looks_as_it_did(name: str) -> None:
    written = bytes_of(name.split(".")[1], analysis())
    if "UPDATE_SNAPSHOTS" in os.environ:
        (SNAPSHOTS / name).write_bytes(written)
    assert written == (SNAPSHOTS / name).read_bytes()


@pytest.mark.parametrize("name", REPORTS.names())
@pytest.mark.parametrize("given", [empty(), *map(hostile, HOSTILE)], ids=range(1 + len(HOSTILE)))
def test_every_report_can_be_written_twice_the_same(name: str, given: Analysis) -> None:
    assert bytes_of(name, given) == bytes_of(name, given)

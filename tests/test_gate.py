"""The bar of --fail-under, at and on either side of it."""

import msgspec
import pytest

from tests.reports.sample import analysis
from toolkit.errors import UsageError
from toolkit.gate import bar


@pytest.mark.parametrize(
    ("wanted", "compliance", "penalty", "grade", "short"),
    [
        ([], 0.0, 900.0, "F", []),
        (["90"], 0.9, 900.0, "F", []),
        (["90"], 0.8999, 0.0, "A", ["compliance is 89.99%, less than 90%"]),
        (["B"], 0.1, 10.0, "B", []),
        (["b"], 0.1, 10.01, "C", ["grade is C, below B: penalty 10.01, more than 10"]),
        (["50", "90", "C", "A"], 0.6, 10.0, "B", ["compliance is 60.00%", "grade is B, below A"]),
        (["100", "A"], None, 0.0, "–", []),
    ],
)
def test_what_falls_short_is_told(
    wanted: list[str], compliance: float | None, penalty: float, grade: str, short: list[str]
) -> None:
    changes = {"compliance": compliance, "penalty": penalty, "grade": grade}
    totals = msgspec.structs.replace(analysis().results.totals, **changes)
    found = list(bar(wanted).shortfalls(totals))
    assert len(found) == len(short)
    assert all(one.startswith(other) for one, other in zip(found, short, strict=True))


@pytest.mark.parametrize("wanted", ["G", "101", "-1", "nan", "", "9٠", "1e2", "90%"])
def test_what_is_no_bar_is_an_error(wanted: str) -> None:
    with pytest.raises(UsageError, match="is no bar: say a compliance from 0 to 100, in percent, or a grade"):
        bar([wanted])


@pytest.mark.parametrize("wanted", ["F", "f"])
def test_a_bar_that_bars_nothing_is_an_error(wanted: str) -> None:
    with pytest.raises(UsageError, match="bars nothing, since no grade is below it: say a grade from A to E"):
        bar(["90", wanted])

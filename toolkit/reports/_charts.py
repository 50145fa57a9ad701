"""Bar charts of the HTML report: lengths in hundredths of the longest bar."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from toolkit.results import FindingResult


class Bar(NamedTuple):
    """A line of a chart: pieces are (class, count, start, width), in hundredths of the longest line."""

    label: str
    total: int
    pieces: tuple[tuple[str, int, float, float], ...]


def chart(findings: Iterable[FindingResult], field: str, labels: Iterable[str]) -> list[Bar]:
    """Return how many findings have each label in a field, verdicts and suggestions apart."""
    counts = Counter((getattr(finding, field), finding.verdict) for finding in findings)
    return bars(
        (label, [("verdict", counts[label, True]), ("suggestion", counts[label, False])]) for label in labels
    )


def bars(lines: Iterable[tuple[str, list[tuple[str, int]]]]) -> list[Bar]:
    """Return lines of pieces (class, count) as bars, the longest of which fills the chart."""
    lines = list(lines)
    longest = max((sum(count for _, count in pieces) for _, pieces in lines), default=0) or 1
    drawn = []
    for label, pieces in lines:
        total, placed = 0, []
        for kind, count in pieces:
            placed.append((kind, count, round(100 * total / longest, 2), round(100 * count / longest, 2)))
            total += count
        drawn.append(Bar(label, total, tuple(placed)))
    return drawn

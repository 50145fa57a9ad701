"""Charts of the HTML report: bars in hundredths of the longest one, and shares in percent with their intervals."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from toolkit.reports._matrix import Row
from toolkit.results import FindingResult, Results

ARTICLES = 25  # up to which a chart has a line for each
CONCEPTS = 10  # in a chart
BANDS = 10  # in which more articles are counted

Interval = tuple[float, float]


class Bar(NamedTuple):
    """A line of a chart: pieces are (class, count, start, width), in hundredths of the longest line."""

    label: str
    total: int
    pieces: tuple[tuple[str, int, float, float], ...]


class Gauge(NamedTuple):
    """A line of a chart of shares, 0 to 1; the interval is that of 95 %, None where there is none.

    `zh` is the Chinese term where it is of a concept, `parts` the counts that make the share where they are told.
    """

    label: str
    share: float
    interval: Interval | None = None
    zh: str = ""
    parts: tuple[int, int] | None = None


def chart(findings: Iterable[FindingResult], field: str, labels: Iterable[str]) -> list[Bar]:
    """Return how many findings have each label in a field, those that count and suggestions apart."""
    counts = Counter((getattr(finding, field), finding.counts) for finding in findings)
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


def by_article(results: Results, names: Mapping[str, str], measure: str) -> list[Gauge]:
    """Return a measure of all articles together and of each that has it, the lowest first.

    None where there is one article alone, or too many for a line each.
    """
    shares = [(getattr(each, measure), names[each.id]) for each in results.documents]
    known = sorted((share, name) for share, name in shares if share is not None)
    if not known or not 1 < len(shares) <= ARTICLES:
        return []
    together = Gauge("all", getattr(results.totals, measure), getattr(results.totals, f"{measure}_interval"))
    return [together, *(Gauge(name, share) for share, name in known)]


def by_band(results: Results, measure: str) -> list[Bar]:
    """Return how many articles have a measure in each tenth of its range, the best first; none of a few."""
    if len(results.documents) <= ARTICLES:
        return []
    shares = (getattr(document, measure) for document in results.documents)
    counts = Counter(min(int(BANDS * share), BANDS - 1) for share in shares if share is not None)
    return bars(
        (f"{100 * band // BANDS}–{100 * (band + 1) // BANDS}%", [("share", counts[band])])
        for band in reversed(range(min(counts, default=BANDS), BANDS))
    )


def varied(rows: Iterable[Row]) -> list[Gauge]:
    """Return the share of the dominant form of the concepts of which most renderings are others."""
    ranked = sorted((-_others(row), row.result.concept, row) for row in rows if row.result.forms > 1)[:CONCEPTS]
    return [
        Gauge(
            row.result.preferred,
            row.result.dominant_share,
            row.result.interval,
            row.result.zh,
            (row.uses - _others(row), row.uses),
        )
        for _, _, row in ranked
    ]


def _others(row: Row) -> int:
    return round(row.uses * (1 - row.result.dominant_share))

"""The sample analysis with two of its articles taken for sisters, and one with any number of them."""

import msgspec

from tests.reports.sample import MACHINE, SUMMARY, analysis, finding
from toolkit.results import Analysis, Passage, RelatedResult, SisterPair, SisterResult

TEXTS = (
    ("Industrial output rose by 3.8 percent.", "Industrial output Rose by 3.8 percent this year."),
    (
        "Exports of three new products grew by 61.6 percent.",
        "Exports of the New Three Kinds grew by 6.16 percent.",
    ),
    ("The recovery is not yet solid.", None),
    ("More must be done.", None),
    (None, "Reading volume: 1,024."),
)
STEP = 100  # characters from one passage to the next


def passage(text: str | None, number: int) -> Passage | None:
    """Return a passage at a place made from its number."""
    return (
        None if text is None else Passage(text=text, part=None, start=STEP * number, end=STEP * number + len(text))
    )


def side_by_side(texts: tuple[tuple[str | None, str | None], ...], one: str, other: str) -> SisterResult:
    """Return sisters with these sentences."""
    pairs = (
        SisterPair(one=passage(first, number), other=passage(second, number), confidence=0.9)
        for number, (first, second) in enumerate(texts)
    )
    return SisterResult(one=one, other=other, pairs=tuple(pairs))


def beside_sisters() -> Analysis:
    """Return the sample analysis with sisters, a figure that differs and a sentence that is missing."""
    base, replace = analysis(), msgspec.structs.replace

    def there(number: int, surface: str) -> tuple[RelatedResult, ...]:
        place = RelatedResult(
            role="sister", document=SUMMARY, part=None, start=number, end=number + len(surface), surface=surface
        )
        return (place,)

    figure = finding(
        9,
        "number-mismatch",
        "major",
        MACHINE,
        "6.16 percent",
        start=140,
        end=152,
        related=there(138, "61.6 percent"),
        related_total=1,
        message="“6.16 percent” here and “61.6 percent” in a sister article",
    )
    missing = finding(
        10,
        "sentence-missing",
        "major",
        MACHINE,
        TEXTS[1][1] or "",
        start=100,
        verdict=False,
        related=there(200, "The recovery is not yet solid. More must be done."),
        related_total=1,
        message="2 sentences of a sister article have no counterpart after this one",
    )
    results = replace(base.results, findings=(*base.results.findings, figure, missing))
    return replace(base, results=results, sisters=(side_by_side(TEXTS, SUMMARY, MACHINE),), sisters_total=1)

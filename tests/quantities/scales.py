"""A seeded script that gives the figures of an English text another scale."""

import re
from collections.abc import Iterator
from decimal import Decimal

FIGURE = re.compile(
    r"(?<![\w.,-])(\d+(?:,\d{3})*(?:\.\d+)?)( (?:thousand|million|billion|trillion))?(?![\d.,]*\d)", re.IGNORECASE
)
FACTORS = (Decimal(10), Decimal(100), Decimal("0.1"), Decimal("0.01"))
SWAPPED = {" million": " billion", " billion": " million"}
LEAST = 1000  # smaller figures without a scale are left alone: a year, a day, a count of firms


def other_scales(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the text with one figure times 10, 100, 1/10 or 1/100, or its million and billion swapped.

    With each comes the place of the figure. Years are left alone.
    """
    for match in FIGURE.finditer(text):
        figure, scale = Decimal(match[1].replace(",", "")), match[2] or ""
        if not scale and (figure < LEAST or re.fullmatch(r"(?:19|20)\d\d", match[1])):
            continue
        wrong = [f"{(figure * factor).normalize():,f}{scale}" for factor in FACTORS]
        if scale.lower() in SWAPPED:
            wrong.append(match[1] + SWAPPED[scale.lower()])
        for new in wrong:
            yield text[: match.start()] + new + text[match.end() :], match.start(), match.start() + len(new)

"""Numbers, units, dates and periods in a text: one file for each language, found by its BCP 47 name."""

from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Protocol, cast

import msgspec

from toolkit.offsets import Span


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number in a text, with its unit; exact.

    `low` and `high` differ only where the words are vague (数百, "dozens"). `unit` is a name of `units.MEASURES`,
    "ordinal", or empty where what is counted is no unit of measurement. `other` is a second reading of the same
    words: 增长1.5倍 is 1.5 or 2.5 times, 3兆 is 3 trillion or 3 million (and worth a warning by itself).
    `approximate` is set by words such as 约, 多 and "nearly". `explicit` is false for what languages add and drop
    freely: small numbers in words, "first", 数百.
    """

    span: Span
    low: Fraction
    high: Fraction
    unit: str = ""
    other: Fraction | None = None
    approximate: bool = False
    explicit: bool = True


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A date or a stretch of months in a text; what is not said there is None.

    `start` and `end` are months, 1 to 12, inclusive; `end` is None where a period runs until now (年初以来). Both
    are None where only a year or only a day is said.
    """

    span: Span
    year: int | None = None
    start: int | None = None
    end: int | None = None
    day: int | None = None


Mention = Quantity | Period


class Language(Protocol):
    """What the module of a language offers."""

    @staticmethod
    def read(text: str, span: Span | None = None) -> tuple[Mention, ...]:
        """Return the quantities and periods of a text, or of a span of it, in order and apart.

        Spans count in the whole text. Linear; numbers of more than 18 digits are left out.
        """


@cache
def language(code: str) -> Language:
    """Return the module of a language ("en", "zh", "zh-Hant"); it is imported at the first call."""
    return cast("Language", import_module(f"toolkit.quantities.{code.partition('-')[0]}"))

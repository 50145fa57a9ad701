"""Quantities and periods in English words, as a message says them: 19.3亿元 is "1.93 billion yuan"."""

from calendar import month_name
from decimal import Decimal
from fractions import Fraction

from toolkit.quantities import Mention, Period
from toolkit.quantities.units import ORDINAL, PERCENT, POINT

_SCALES = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"))
_UNITS = {"": "", ORDINAL: "", PERCENT: "%", POINT: " percentage points", "CNY": " yuan", "USD": " US dollars"}
_DIGITS = 6  # that a figure shows at most after the point


def wording(mention: Mention) -> str:
    """Return what a mention says, in English."""
    if isinstance(mention, Period):
        return _period(mention)
    figures = dict.fromkeys((_figure(mention.low), _figure(mention.high)))
    if mention.other is not None:
        return " or ".join((*figures, _figure(mention.other))) + _unit(mention.unit)
    return " to ".join(figures) + _unit(mention.unit)


def _unit(unit: str) -> str:
    return _UNITS.get(unit, f" {unit.replace('-', ' ')}")


def _figure(value: Fraction) -> str:
    scale, name = next(((scale, name) for scale, name in _SCALES if value >= scale), (1, ""))
    exact = round(value / scale, _DIGITS)
    return f"{Decimal(exact.numerator) / exact.denominator:,f}{name}"


def _period(period: Period) -> str:
    months = [month_name[month] for month in (period.start, period.end) if month]
    if period.start and not period.end:
        months = [f"since {month_name[period.start]}"]
    day = [str(period.day) if months else f"day {period.day}"] if period.day else []
    return " ".join([" to ".join(dict.fromkeys(months)), *day, str(period.year or "")]).strip()

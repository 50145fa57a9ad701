"""Quantities of a source and its target, or of two renderings of one text, set beside each other.

A `Difference` is a verdict where no faithful rendering shows it: the same digits at another power of ten, the same
figure in another unit, percent where the source has percentage points. All else is a suggestion with a confidence:
another figure or another period in the same role (mostly 0.5 and more), a figure left out or put in (less).
`PERIOD` is for a check of periods, every other reason for one of numbers.

Not reported at all: numbers that languages add and drop freely ("one", "first", 数百), 50.6 beside 50.6%, a figure
that is rounded where the words say "about", whatever 增长1.5倍 can mean, and a period that only one side names.
3.8 % for six months and for seven differ as periods, where both are said, and never as figures.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction

import msgspec

from toolkit.quantities import Mention, Period, Quantity
from toolkit.quantities.units import HOMONYMS, MEASURES, ORDINAL, PERCENT, POINT


class Reason(StrEnum):
    """How two mentions differ, or what a mention lacks."""

    SCALE = "scale"  # the same digits at another power of ten
    UNIT = "unit"  # the same figure in a unit that is another measure
    POINT = "percentage-point"  # percent against percentage points
    VALUE = "value"  # another figure in the same unit
    PERIOD = "period"  # another period or date
    OMITTED = "omitted"  # in the source only
    ADDED = "added"  # in the target only


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A mention without its equal on the other side; confidence is 0 to 1, `verdict` as the module says."""

    source: Mention | None
    target: Mention | None
    reason: Reason
    confidence: float
    verdict: bool = False


_CONFIDENCE = {
    Reason.SCALE: 0.95,
    Reason.UNIT: 0.9,
    Reason.POINT: 0.9,
    Reason.PERIOD: 0.7,
    Reason.VALUE: 0.6,
    Reason.OMITTED: 0.4,
    Reason.ADDED: 0.3,
}
_VERDICTS = frozenset((Reason.SCALE, Reason.UNIT, Reason.POINT))
_DOUBTED = 0.6  # share of a confidence that is left where a coincidence would look the same
_TELLING = 1000  # from here on two figures with the same digits are no coincidence
_CONVERTED = Fraction(2, 100)  # relative difference that rounding leaves between units
_ROUNDED = Fraction(5, 100)  # the same where a text says "about"
_MOST = 120  # mentions of a side that are compared; no sentence has more


def differences(source: Sequence[Mention], target: Sequence[Mention]) -> tuple[Difference, ...]:
    """Return how the mentions of a source and its target, or of two sisters, differ.

    Mentions that say the same are paired one to one. What is left on both sides is paired by the reason that is
    surest. What is left on one side is in order if the other side has its equal at all, else it may be another
    scale of something there, else it is omitted or added. Cost is quadratic in the mentions of a side, of which
    only the first 120 count.
    """
    source, target = source[:_MOST], target[:_MOST]
    omitted, added = _left(*_left(source, target, _equal), _nearly_equal)
    repeated = {mention.span for mention in omitted if any(_equal(mention, other) for other in target)}
    echoed = {mention.span for mention in added if any(_equal(other, mention) for other in source)}
    found: list[Difference] = []
    for one, other, difference in sorted(_pairs(omitted, added), key=lambda pair: -pair[2].confidence):
        fits = difference.reason is Reason.SCALE or not (one.span in repeated or other.span in echoed)
        if fits and one in omitted and other in added:
            found.append(difference)
            omitted.remove(one)
            added.remove(other)
    found += [
        _scaled(_pairs([mention], target)) or _lone(Reason.OMITTED, mention, None)
        for mention in omitted
        if mention.span not in repeated
    ]
    found += [
        _scaled(_pairs(source, [mention])) or _lone(Reason.ADDED, None, mention)
        for mention in added
        if mention.span not in echoed
    ]
    return tuple(difference for difference in found if difference.confidence)


def _left(
    source: Sequence[Mention], target: Sequence[Mention], alike: Callable[[Mention, Mention], bool]
) -> tuple[list[Mention], list[Mention]]:
    """Return what is left of each side once those that are alike have been paired one to one."""
    omitted, added = [], list(target)
    for mention in source:
        partner = next((other for other in added if alike(mention, other)), None)
        if partner is None:
            omitted.append(mention)
        else:
            added.remove(partner)
    return omitted, added


def _pairs(source: Iterable[Mention], target: Sequence[Mention]) -> Iterator[tuple[Mention, Mention, Difference]]:
    """Yield what could have become of mentions of the source among those of the target."""
    for one in source:
        for other in target:
            reason, doubted = _reason(one, other)
            if reason:
                confidence = _CONFIDENCE[reason] * (_DOUBTED if doubted else 1)
                verdict = reason in _VERDICTS and not doubted
                yield (
                    one,
                    other,
                    Difference(source=one, target=other, reason=reason, confidence=confidence, verdict=verdict),
                )


def _scaled(pairs: Iterable[tuple[Mention, Mention, Difference]]) -> Difference | None:
    """Return, as a suggestion, the other scale of something that has its equal already."""
    for _, _, difference in pairs:
        if difference.reason is Reason.SCALE and difference.verdict:
            confidence = difference.confidence * _DOUBTED
            return msgspec.structs.replace(difference, confidence=confidence, verdict=False)
    return None


def _lone(reason: Reason, source: Mention | None, target: Mention | None) -> Difference:
    mention = source or target
    told = isinstance(mention, Quantity) and mention.explicit
    return Difference(source=source, target=target, reason=reason, confidence=_CONFIDENCE[reason] if told else 0)


def _reason(one: Mention, other: Mention) -> tuple[Reason | None, bool]:
    """Return how two mentions differ, if one can stand for the other, and whether to doubt it."""
    if isinstance(one, Period) and isinstance(other, Period):
        stretches = one.start != one.end and other.start != other.end
        return (Reason.PERIOD if _shared(one, other) else None), not stretches
    figure, rival = _as_quantity(one), _as_quantity(other)
    if figure is None or rival is None:
        return None, False
    same_measure = _dimension(figure) == _dimension(rival)
    together = _go_together(figure, rival)
    telling = max(figure.low, rival.low) >= _TELLING
    if not together and _same_figure(figure, rival):
        points = {figure.unit, rival.unit} == {PERCENT, POINT}
        sure = points or same_measure or telling or (_is_money(figure) and _is_money(rival))
        return (Reason.POINT if points else Reason.UNIT), not sure
    if together or same_measure:
        scaled, rounded = _other_scale(figure, rival)
        if scaled:
            return Reason.SCALE, rounded or not (telling or (same_measure and _dimension(figure)))
        if all(quantity.explicit or quantity.low != quantity.high for quantity in (figure, rival)):
            return Reason.VALUE, not (figure.unit and rival.unit)
    return None, False


def _equal(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions say the same, as far as both say anything."""
    if isinstance(one, Period):
        return _same_period(one, other) if isinstance(other, Period) else _says(one, other)
    if isinstance(other, Period):
        return _says(other, one)
    if _go_together(one, other):
        return _same_figure(one, other)
    return _dimension(one) == _dimension(other) and any(
        _near(_converted(one, reading), _converted(other, rival), _CONVERTED)
        for reading in _readings(one)
        for rival in _readings(other)
    )


def _nearly_equal(one: Mention, other: Mention) -> bool:
    """Tell whether two figures are one that was rounded where the words say "about"."""
    if isinstance(one, Period) or isinstance(other, Period) or not (one.approximate or other.approximate):
        return False
    return _go_together(one, other) and _near(one.low, other.low, _ROUNDED)


def _same_period(one: Period, other: Period) -> bool:
    """Tell whether two periods agree in what both say, and both say something."""
    return _shared(one, other) and all(
        mine is None or theirs is None or mine == theirs
        for mine, theirs in (
            (one.year, other.year),
            (one.start, other.start),
            (one.end, other.end),
            (one.day, other.day),
        )
    )


def _shared(one: Period, other: Period) -> bool:
    """Tell whether two periods speak of the same thing: years, months or days."""
    return (
        (one.start is not None and other.start is not None)
        or (one.day is not None and other.day is not None)
        or (one.year is not None and other.year is not None)
    )


def _says(period: Period, quantity: Quantity) -> bool:
    """Tell whether a number says what a period says: the 26th, the year 1500, seven months of January to July."""
    if quantity.unit == "month":
        return period.start == 1 and quantity.low == period.end
    return quantity.unit in {"", ORDINAL, "day"} and quantity.low in {period.day, period.year}


def _as_quantity(mention: Mention) -> Quantity | None:
    """Return a number for a bare year, which may be any number of four digits; None for any other period."""
    if isinstance(mention, Quantity):
        return mention
    if mention.year is None or mention.start is not None:
        return None
    return Quantity(span=mention.span, low=Fraction(mention.year), high=Fraction(mention.year), explicit=False)


def _dimension(quantity: Quantity) -> str:
    return MEASURES[quantity.unit].dimension if quantity.unit in MEASURES else ""


def _is_money(quantity: Quantity) -> bool:
    return quantity.unit != "" and quantity.unit == _dimension(quantity)


def _readings(quantity: Quantity) -> tuple[Fraction, ...]:
    return (quantity.low,) if quantity.other is None else (quantity.low, quantity.other)


def _converted(quantity: Quantity, figure: Fraction) -> Fraction:
    return figure * MEASURES[quantity.unit].factor if quantity.unit in MEASURES else figure


def _go_together(one: Quantity, other: Quantity) -> bool:
    """Tell whether the units are one, or one side leaves the unit to the context."""
    units = {one.unit, other.unit}
    return len(units) == 1 or bool(units & {"", ORDINAL}) or any(units <= names for names in HOMONYMS)


def _same_figure(one: Quantity, other: Quantity) -> bool:
    """Tell whether some reading of one is a reading of the other, or their ranges meet."""
    if one.low != one.high or other.low != other.high:
        return one.low <= other.high and other.low <= one.high
    return any(reading in _readings(other) for reading in _readings(one))


def _near(one: Fraction, other: Fraction, tolerance: Fraction) -> bool:
    return abs(one - other) <= tolerance * max(one, other)


def _other_scale(one: Quantity, other: Quantity) -> tuple[bool, bool]:
    """Tell whether two figures have the same digits at another power of ten, and whether only after rounding."""
    exact = one.low == one.high > 0 and other.low == other.high > 0
    if not exact or not all(quantity.explicit or quantity.low >= _TELLING for quantity in (one, other)):
        return False, False
    same_measure = _dimension(one) == _dimension(other)
    pair = (_converted(one, one.low), _converted(other, other.low)) if same_measure else (one.low, other.low)
    ratio = max(pair) / min(pair)
    power = 1
    while 10 * power <= ratio * (1 + _ROUNDED):
        power *= 10
    if power == 1:
        return False, False
    if ratio == power or (one.unit != other.unit and same_measure and _near(ratio, Fraction(power), _CONVERTED)):
        return True, False
    about = one.approximate or other.approximate
    return about and _near(ratio, Fraction(power), _ROUNDED), True

"""Mentions in words, as the cases of this folder give them."""

from fractions import Fraction

from toolkit.quantities import Mention, Quantity


def describe(mention: Mention) -> str:
    """Say what a mention says: "2.5 year", "20..99 about implicit", "2023 m1-9 d26"."""
    if isinstance(mention, Quantity):
        low, high = figure(mention.low), figure(mention.high)
        pieces = [
            low if low == high else f"{low}..{high}",
            mention.unit,
            f"or {figure(mention.other)}" if mention.other is not None else "",
            "about" if mention.approximate else "",
            "" if mention.explicit else "implicit",
        ]
    else:
        until = "" if mention.end is None else mention.end
        pieces = [
            str(mention.year or ""),
            f"m{mention.start}-{until}" if mention.start else "",
            f"d{mention.day}" if mention.day else "",
        ]
    return " ".join(filter(None, pieces))


def figure(number: Fraction) -> str:
    """Write a number as a decimal where it is one, else as a fraction."""
    decimal = Fraction(f"{float(number):.6f}")
    return f"{float(number):.6f}".rstrip("0").rstrip(".") if decimal == number else str(number)

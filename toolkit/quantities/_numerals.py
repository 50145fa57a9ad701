"""Chinese numerals, alone or mixed with Arabic digits, to exact values: 75万7千, 二十三点五亿, 两千三, 七八十."""

import re
from fractions import Fraction

from toolkit.quantities._reading import Exact, in_digits

DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENTH = Fraction(1, 10)

_PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|.")
_SCALED = re.compile(r"([^万亿兆]+)([万亿兆]{1,3})")
_NEIGHBOURS = re.compile(r"(?=一二|[两二]三|三[四五]|四五|五六|六七|七八|八九)(..)([十百千万亿]*)")
_ABOUT = dict.fromkeys(map(ord, "多余几"))


def parts(body: str) -> tuple[Exact, Exact, Exact]:
    """Return the lowest and the highest value of a numeral before its last scale (万, 亿, 兆), and that scale."""
    if body.isascii():
        number = in_digits(body)
        return number, number, 1
    if body == "半":
        return Fraction(1, 2), Fraction(1, 2), 1
    if neighbours := _NEIGHBOURS.fullmatch(body):  # 七八个, 三五十
        place = value(neighbours[2]) if neighbours[2] else 1
        low, high = (DIGITS[digit] * place for digit in neighbours[1])
        return low, high, 1
    if body[0] in "几数":
        place = value(body.translate(_ABOUT).removeprefix("数"))
        return 2 * place, 10 * place - 1, 1
    body = "".join(body.translate(_ABOUT).split())
    if scaled := _SCALED.fullmatch(body):
        number = value(scaled[1])
        return number, number, value(scaled[2])
    number = value(body)
    return number, number, 1


def value(body: str) -> Exact:
    """Return the value of a numeral: digits, places (十百千) and scales (万亿兆), a scale alone counting once."""
    total: Exact = 0
    section: Exact = 0
    number: Exact | None = None
    largest = last = 1
    place: Exact = 1  # of the next digit behind 点
    for piece in _PIECE.findall(body):
        if piece in DIGITS:
            if place < 1:
                number, place = (number or 0) + DIGITS[piece] * place, place * TENTH
            else:
                number = (number or 0) * 10 + DIGITS[piece]
        elif piece == "点":
            number, section, place = section + (number or 0), 0, TENTH
        elif piece in PLACES:
            section += (1 if number is None else number) * PLACES[piece]
            number, last, place = None, PLACES[piece], 1
        elif piece in SCALES:
            scale = SCALES[piece]
            amount = section + (number or 0)
            if not amount or scale > largest > 1:  # 23万亿, 一万二千亿: the scale is that of all before
                total = (total + amount or 1) * scale
            else:
                total += amount * scale
            number, section, largest, last, place = None, 0, scale, scale, 1
        else:
            number = in_digits(piece)
    if number and body[-1] in DIGITS and body[-2:-1] in {"百", "千", "万", "亿"}:  # 两千三 is 2,300
        number *= last // 10
    return total + section + (number or 0)

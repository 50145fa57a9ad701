"""Quantities and periods in English text: digits, number words, and the figures that stand for both."""

import re
from collections.abc import Iterator
from fractions import Fraction

import regex

from toolkit.offsets import Span
from toolkit.quantities import Mention, Period
from toolkit.quantities._reading import (
    Draft,
    Exact,
    Match,
    alternatives,
    finished,
    implicit,
    in_digits,
    matches,
    period,
    touches_letters,
    vague,
)
from toolkit.quantities.units import CURRENCY_MARKS, ENGLISH, ORDINAL, PERCENT, TIMES

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NUMBERS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_PLACES = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50}
_PARTS = {word: n for word, n in _PLACES.items() if word not in {"first", "second"}} | {"quarter": 4}
_SCALES = {"ten": 10, "dozen": 12, "hundred": 100, "thousand": 10**3, "kilo": 10**3, "giga": 10**9}
_SCALES_BY_LETTER = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}  # of million, bn, trillion and the misspelt
_MULTIPLES = {"dou": 2, "twi": 2, "thr": 3, "tri": 3, "tre": 3, "qua": 4, "qui": 5}
_DROPPED = {0, 1}  # "no" and "a" stand for them
_TOLD = 13  # from here on a number in words is not dropped lightly
_WHOLE = 100  # percent
_LONGEST_CUE = 24  # characters before a number in which "grew by" and "more than" are sought

_SCALE = r"(?:hundred|dozen|thousand|(?:m|b|tr)ill?i?on|mn|mln|bn|bln|tn|trn)s?(?![a-z])"
_LARGE = r"(?:thousand|(?:m|b|tr)illion)(?![a-z])"
_COUNTED = "hundred|thousand|million|billion|trillion"
_BELOW_10 = alternatives(_SMALL[1:10])
_BELOW_100 = rf"(?:(?:{alternatives(_TENS)})(?:[- ](?:{_BELOW_10}))?|{alternatives(_SMALL)})(?![a-z])"
_BELOW_1000 = rf"(?:{_BELOW_100}|an?(?=\shundred))(?:[ -]hundred(?![a-z])(?:(?:\sand)?\s{_BELOW_100})?)?"
_WORDS = rf"(?:{_BELOW_1000}|an?(?=\s{_LARGE}))(?:[ -]{_LARGE}(?:\s(?:and\s)?{_BELOW_1000})?){{0,4}}"
_DIGITS = r"(?:\.\d{1,12}(?!\d)|(?:\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,5}|\d{1,18})(?!\d)(?:\.\d{1,12}(?!\d))?)"
_COUNT = rf"(?:1[0-2]|[1-9]|{alternatives(_SMALL[1:13])})"
_UNIT = rf"(?:{alternatives(ENGLISH)})(?![a-z\d])"
_CURRENCY = alternatives(mark.lower() for mark in CURRENCY_MARKS if not mark.isalpha() or mark.isascii())
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)"
)
_BEFORE_MONTH = (
    "in since until by of from to between early late mid during last this next before after through for"
)
_FOUR = r"(?:1[5-9]|20)\d\d"
_YEAR = rf"{_FOUR}(?!,?\d|\.\d)"
_OF_YEAR = rf"(?:,?\s(?:of\s|in\s)?(?:the\syear\s)?(?P<year>{_YEAR}))?"
_OF_THIS_YEAR = r"(?:\sof\s(?:the|this|last)\syear(?!\s\d))?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!,?\d|\.\d|:\d)(?:st|nd|rd|th)?(?![a-z%])"

_SKIPPED = rf"""
    \d{{19,}}+ (?:\.\d++)?
  | \d{{1,4}} (?:\.\d{{1,4}}){{2,6}}
  | (?m:^) \s{{0,4}} \(? \d{{1,2}} [.)] (?=\s)
  | \( \d{{1,2}} \) (?!\s?{_UNIT})
  | (?:\d\d)? \d0 ['’]? s (?![a-z])
  | (?:[01]?\d|2[0-4]) : [0-5]\d (?: :[0-5]\d)? (?!\d) (?: \s? [ap]\.?m(?![a-z])\.? )?
  | \d{{1,2}} \s? (?: [ap]\.?m(?![a-z])\.? | o['’]clock )
  | [2-6]g(?![a-z]) | \d{{1,2}}d(?![a-z])
  | one\sanother | no\sone"""
_PERIOD = rf"""
    (?P<year>(?:19|20)\d\d) [-/] (?P<month>0?[1-9]|1[0-2]) [-/] (?P<day>[12]\d|3[01]|0?[1-9]) (?!\d)
  | \d{{1,2}} / \d{{1,2}} / (?P<year>{_FOUR}) (?!\d)
  | (?: (?:from\s|between\s)? (?P<from_month>{_MONTH})
        (?: \s?[-–—]\s? | \s(?:to|through|until|till)\s | (?<=between\s[a-z]{{3,9}})\sand\s )
        (?P<to_month>{_MONTH}) (?!\s\d{{1,2}}(?!\d))
      | first\s (?P<months>{_COUNT}) [\s-] months?
      | first\s (?P<quarters>[23]|two|three) \s quarters
      | (?P<half>first|second|1st|2nd|latter) [\s-] half (?![a-z-]) {_OF_THIS_YEAR}
      | (?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th) [\s-] quarter (?![a-z]) {_OF_THIS_YEAR}
      | (?:q(?P<quarter>[1-4]) | (?P<quarter>[1-4])q | h(?P<half>[12]) | (?P<half>[12])h) (?![a-z\d])
      | {_DAY} \s (?:of\s)? (?P<month>{_MONTH})
      | (?P<month>{_MONTH}) (?: \s (?:the\s)? {_DAY} | (?= (?:\sof|,)? \s {_YEAR} ) )
      | (?P<month>(?!(?:may|march|mar)(?![a-z])){_MONTH})
      | (?<=(?:{_BEFORE_MONTH.replace(" ", "|")})[\s-]) (?P<month>may|march)(?![a-z]) ) {_OF_YEAR}
  | (?P<since> since\s(?:the\s(?:beginning|start)\sof\s)?(?:the|this)\syear
      | (?:so|thus)\sfar\sthis\syear | year[\s-]to[\s-]date )
  | (?<![$€£¥￥]) (?P<year> {_FOUR} [-–/] \d\d (?!\d|[.,-]\d|%|\s?percent)
      | {_YEAR} (?! [\s-]? (?: {_UNIT} | {_SCALE} ) | -?fold ) )"""
_IN_WORDS = rf"""
    (?P<share> (?:one[\s-])? half (?! \san?\s | [\s-](?:{_UNIT}|{_SCALE}) | [a-z-] )
      | (?P<shares> an? (?= \s[a-z]+ (?:\sof\b|[,.;)]|\s(?:and|more|less)\b) )
          | (?<=(?:by|than|to|nearly|about|almost)\s) an? | {_BELOW_10} )
        [\s-] (?P<part>{alternatives(_PARTS)}) s? (?![a-z])
      | (?P<shares>[1-9]) / (?P<of>[2-9]|1[0-2]) (?![\d/])
      | (?P<shares>{_COUNT}) \s (?:in|out\sof) \s (?:every\s)? (?P<of>one\shundred|twenty|{_COUNT})
          (?! [a-z\d%] | [.,]\d | \s(?:{_UNIT}|{_MONTH}|{_SCALE}) ) )
  | (?P<ordinal> (?:(?:{alternatives(_TENS)})[\s-])? (?:{alternatives(_PLACES)}) (?![a-z]) )
  | (?P<multiple> (?:doubl|tripl|trebl|quadrupl|quintupl)(?:ed|es|ing|e)(?![a-z-]) | (?:twice|thrice)(?![a-z])
      | (?P<fold>{alternatives(_SMALL[1:13])})fold(?![a-z]) )
  | (?P<vague> (?P<place>ten|dozen|{_COUNTED})s (?:\sof\s(?P<of_place>{_COUNTED})s)? (?![a-z])
      | (?P<decade>an?\sdecade|decade|decades)(?![a-z])
      | (?:several|a\sfew|a\scouple\sof) \s (?P<several>dozen|{_COUNTED}) (?![a-z]) )"""
_NUMBER = rf"""
    (?P<number_sign> no\.\s? (?=\d) )?
    (?: (?P<currency>{_CURRENCY}) \s? )?
    (?: (?<!24/) (?P<body>{_DIGITS}) | (?P<body>half\s)an?\s (?={_SCALE}|{_UNIT}) | (?P<body>an?\s) (?=dozen)
      | (?P<body>{_WORDS}) | (?P<body>half\s) (?=dozen|million|billion) )
    (?: (?P<suffix>st|nd|rd|th)(?![a-z])
      | (?P<and_half>[\s-]and[\s-]a[\s-]half(?![a-z]))? \+?
        (?P<scales> (?: [\s-]? {_SCALE} ){{1,2}} | k(?![a-z\d]) | [\s-](?!{_UNIT})(?:kilo|mega|giga)(?=[a-z])
          | (?(currency)[mb](?![a-z\d²³])|(?!)) )?
        (?P<more>\+|[-\s]plus(?![a-z])|-odd(?![a-z]))?
        (?: [\s-]{{0,2}} (?P<unit>{_UNIT}) (?P<and_half>[\s-]and[\s-]a[\s-]half(?![a-z]))? )? )"""
_GRAMMAR = regex.compile(
    rf"(?<![a-z\d_]) (?<!\d\.) (?: (?P<skipped>{_SKIPPED}) | (?P<period>{_PERIOD}) | {_IN_WORDS} | {_NUMBER} )",
    regex.VERBOSE,
)
_FIRST_WORDS = (
    "half between from latter no one several since so thus year dozens tens hundreds thousands millions billions"
    " trillions twice thrice doubl tripl trebl quadrupl quintupl decade"
).split()
_ANCHOR = re.compile(
    rf"(?<![a-z\d_])(?:\d|(?<![^\s(])\.\d|[$€£¥￥]|\(\d|[qh][1-4]|{_CURRENCY}"
    rf"|an?\s(?:dozen|decade|few|couple|{_COUNTED}|{alternatives(_PARTS)})"
    rf"|(?:{alternatives([*_SMALL, *_TENS, *_PLACES, *_MONTHS, *_FIRST_WORDS])}))"
)
_GROWTH = regex.compile(
    r"\b(?:gr[eo]w\w*|increas\w+|rose|ris\w+|up|jump\w*|soar\w*|surg\w*|expand\w*)"
    r"(?:\sby|\sof|\sabout|\snearly|\sover)*\s\Z"
)
_ABOUT = regex.compile(
    r"\b(?:about|around|some|nearly|almost|over|more\sthan|exceed\w*|approximately|roughly|up\sto|close\sto|at\sleast"
    r"|estimated|less\sthan|fewer\sthan|under|below|above|as\smany\sas|surpass\w*|nearing|approaching)\s\Z"
)
_BETWEEN = re.compile(r"\s?[-–—~]\s?|\sto\s|\sor\s|\sand\s")
_LETTERS = re.compile(r"[a-z]+")


def read(text: str, span: Span | None = None) -> tuple[Mention, ...]:
    """Return the quantities and periods of a text, or of a span of it, in order and apart.

    Spans count in the whole text. Linear; numbers of more than 18 digits are left out.
    """
    start, end = span or (0, len(text))
    lowered = text[start:end].replace("İ", "I").lower()
    return finished(lowered, _found(lowered, start), _BETWEEN, start)


def _found(text: str, start: int) -> Iterator[Draft | Period]:
    for match in matches(text, _ANCHOR, _GRAMMAR):
        span = Span(start + match.start(), start + match.end())
        if match["body"]:
            yield _number(match, span)
        elif match["period"]:
            yield period(match, span, _integer)
        elif not match["skipped"]:
            yield _in_words(match, span)


def _in_words(match: Match, span: Span) -> Draft:
    """Return a number that is said without one: "half", "the third", "doubled", "tens of thousands"."""
    if match["vague"]:
        return _vague(match, span)
    if match["ordinal"]:
        tens, _, last = match["ordinal"].replace("-", " ").rpartition(" ")
        return implicit(span, _NUMBERS.get(tens, 0) + _PLACES[last], ORDINAL)
    if match["multiple"]:
        times = _NUMBERS[match["fold"]] if match["fold"] else _MULTIPLES[match["multiple"][:3]]
        return implicit(span, times, TIMES, times - 1)
    shares = _integer(match["shares"]) if match["shares"] else 1
    whole = _integer(match["of"]) if match["of"] else _PARTS.get(match["part"], 2)
    return implicit(span, Fraction(_WHOLE * shares, whole), PERCENT)


def _vague(match: Match, span: Span) -> Draft:
    if match["decade"]:
        return (
            implicit(span, 10, "year") if match["decade"][-1] == "e" else vague(span, 20, 99)._replace(unit="year")
        )
    if match["several"]:
        place = _scale(match["several"])
        return vague(span, 2 * place, 10 * place - 1)
    place = _scale(match["place"])
    if match["of_place"]:
        place *= _scale(match["of_place"])
    # "Thousands" can be tens of thousands; "tens" and "tens of thousands" stay below the next place.
    reach = 10 if match["of_place"] or place < _SCALES["thousand"] else 100
    return vague(span, place, reach * place - 1)


def _number(match: Match, span: Span) -> Draft:
    body = match["body"].strip()
    figures = not body[0].isalpha()
    number = _value(body)
    scale = 1
    for word in _LETTERS.findall(match["scales"] or ""):
        scale *= _scale(word)
    if match["and_half"]:
        number += Fraction(1, 2)
    unit, multiple = _unit(match)
    cue = match.string[max(0, match.start() - _LONGEST_CUE) : match.start()]
    told = number * scale >= _TOLD or (figures and number * scale not in _DROPPED)
    return Draft(
        span=span,
        low=number,
        high=number,
        scale=scale,
        unit=unit,
        multiple=multiple,
        other=number * scale + 1 if unit == TIMES and _GROWTH.search(cue) else None,
        approximate=bool(match["more"] or _ABOUT.search(cue)),
        explicit=told and not (figures and touches_letters(match.string, match.start(), match.end())),
    )


def _unit(match: Match) -> tuple[str, Exact]:
    """Return the unit of a number, and how many of it the word for it is."""
    if match["unit"]:
        return ENGLISH[match["unit"]]
    if match["currency"]:
        return CURRENCY_MARKS[match["currency"].upper()], 1
    return ORDINAL if match["suffix"] or match["number_sign"] else "", 1


def _value(body: str) -> Exact:
    """Return the value of a number in digits or in words, "half" and "a" included."""
    if not body[0].isalpha():
        return in_digits(body)
    if body == "half":
        return Fraction(1, 2)
    total = section = 0
    for word in _LETTERS.findall(body):
        if word == "hundred":
            section *= 100
        elif word in _NUMBERS or word in {"a", "an"}:
            section += _NUMBERS.get(word, 1)
        elif word != "and":
            total, section = total + section * _scale(word), 0
    return total + section


def _scale(word: str) -> int:
    """Return what a scale stands for; of "million" and shorter ones only the first letter counts."""
    return _SCALES.get(word.removesuffix("s")) or _SCALES_BY_LETTER[word[0]]


def _integer(word: str) -> int:
    """Return a small whole number: a numeral, an ordinal, the number of a month, which half "latter" is."""
    if word.isdigit():
        return int(word)
    known = {"a": 1, "an": 1, "latter": 2, "one hundred": 100, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
    return known.get(word) or _NUMBERS.get(word) or _PLACES.get(word) or _MONTHS.index(word[:3]) + 1

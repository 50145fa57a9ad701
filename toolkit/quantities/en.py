"""Quantities and periods in English text."""

import re
from collections.abc import Iterator
from fractions import Fraction

import regex

from toolkit.offsets import Span
from toolkit.quantities import Mention, Period
from toolkit.quantities._drafts import Draft, Exact, alternatives, finished, in_digits, matches, touches_letters
from toolkit.quantities.units import CURRENCY_MARKS, ENGLISH, ORDINAL, PERCENT, TIMES

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_PLACES = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50}
_PARTS = {word: n for word, n in _PLACES.items() if word not in {"first", "second"}} | {"quarter": 4}
_SCALES = {
    "hundred": 100,
    "dozen": 12,
    "thousand": 10**3,
    "k": 10**3,
    "giga": 10**9,
    "m": 10**6,
    "b": 10**9,
    "t": 10**12,
}
_VAGUE = {
    "ten": 10,
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_MULTIPLES = {"dou": 2, "twi": 2, "thr": 3, "tri": 3, "tre": 3, "qua": 4, "qui": 5}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DROPPED = {0, 1}  # "no" and "a" stand for them
_EXPLICIT = 13  # from here on a number in words is not dropped lightly

_SCALE = r"(?:hundred|dozen|thousand|(?:m|b|tr)ill?i?on|mn|mln|bn|bln|tn|trn)s?(?![a-z])"
_BELOW_100 = (
    rf"(?:(?:{alternatives(_TENS)})(?:[- ](?:{alternatives(_SMALL[1:10])}))?|{alternatives(_SMALL)})(?![a-z])"
)
_BELOW_1000 = rf"(?:{_BELOW_100}|an?(?=\shundred))(?:[ -]hundred(?![a-z])(?:(?:\sand)?\s{_BELOW_100})?)?"
_WORDS = rf"(?:{_BELOW_1000}|an?(?=\s(?:thousand|(?:m|b|tr)illion)))(?:[ -](?:thousand|(?:m|b|tr)illion)(?![a-z])(?:\s(?:and\s)?{_BELOW_1000})?){{0,4}}"
_DIGITS = r"(?:\.\d{1,12}(?!\d)|(?:\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,5}|\d{1,18})(?!\d)(?:\.\d{1,12}(?!\d))?)"
_COUNT = rf"(?:1[0-2]|[1-9]|{alternatives(_SMALL[1:13])})"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)"
)
_YEAR = r"(?:1[5-9]|20)\d\d(?!,?\d|\.\d)"
_OF_YEAR = rf"(?:,?\s(?:of\s|in\s)?(?:the\syear\s)?(?P<year>{_YEAR}))?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!,?\d|\.\d|:\d)(?:st|nd|rd|th)?(?![a-z%])"
_CURRENCY = alternatives(mark.lower() for mark in CURRENCY_MARKS if not any("一" <= c <= "鿿" for c in mark))
_UNIT = rf"(?:{alternatives(ENGLISH)})(?![a-z\d])"

_PATTERN = regex.compile(
    rf"""
    (?<![a-z\d_]) (?<!\d\.)
    (?: (?P<skipped> \d{{19,}}+ (?:\.\d++)?
        | \d{{1,4}} (?:\.\d{{1,4}}){{2,6}}
        | (?m:^)\s{{0,4}} \(? \d{{1,2}} [.)] (?=\s)
        | \( \d{{1,2}} \) (?!\s?{_UNIT})
        | (?:\d\d)? \d0 ['’]? s (?![a-z])
        | (?:[01]?\d|2[0-4]) : [0-5]\d (?: :[0-5]\d)? (?!\d) (?: \s? [ap]\.?m(?![a-z])\.? )? | \d{{1,2}} \s? [ap]\.?m(?![a-z])\.? | \d{{1,2}} \s? o['’]clock
        | [2-6]g(?![a-z]) | \d{{1,2}}d(?![a-z]) | one\sanother | no\sone )
    | (?P<iso> (?P<year>(?:19|20)\d\d) [-/] (?P<month>0?[1-9]|1[0-2]) [-/] (?P<day>[12]\d|3[01]|0?[1-9]) (?!\d) )
    | (?P<period> (?: (?:from\s|between\s)? (?P<from_month>{_MONTH}) (?: \s?[-–—]\s? | \s(?:to|through|until|till)\s | (?<=between\s[a-z]+)\sand\s )
            (?P<to_month>{_MONTH}) (?!\s\d{{1,2}}(?!\d))
          | first\s (?P<months>{_COUNT}) (?:\s|-) months?
          | first\s (?P<quarters>[23]|two|three) \s quarters
          | (?P<half>first|second|1st|2nd|latter) [\s-] half (?![a-z-]) (?:\sof\s(?:the|this|last)\syear(?!\s\d))?
          | (?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th) [\s-] quarter (?![a-z]) (?:\sof\s(?:the|this|last)\syear(?!\s\d))?
          | q(?P<q>[1-4]) (?![a-z\d]) | (?P<q>[1-4])q (?![a-z\d]) | h(?P<h>[12]) (?![a-z\d]) | (?P<h>[12])h (?![a-z\d])
          | {_DAY} \s (?:of\s)? (?P<month>{_MONTH})
          | (?P<month>{_MONTH}) \s (?:the\s)? {_DAY}
          | (?P<month>{_MONTH}) (?= (?:\sof|,)? \s {_YEAR} )
          | (?P<month>(?!ma[ry](?:ch)?(?![a-z])){_MONTH})
          | (?<=(?:in|since|until|by|of|from|to|between|early|late|mid|during|last|this|next|before|after|through|for)[\s-]) (?P<month>may|march)(?![a-z])
        ) {_OF_YEAR} )
    | (?P<since> since\s(?:the\s(?:beginning|start)\sof\s)?(?:the|this)\syear | (?:so|thus)\sfar\sthis\syear | year[\s-]to[\s-]date )
    | (?P<year_alone> (?<![$€£¥￥]) (?:1[5-9]|20)\d\d [-–/] \d\d (?!\d|[.,-]\d|%|\s?percent)
      | (?<![$€£¥￥]) {_YEAR} (?! [\s-]? (?: {_UNIT} | {_SCALE} ) | -?fold ) )
    | (?P<share> (?:one[\s-])? half (?! \san?\s | [\s-](?:{_UNIT}|{_SCALE}) | [a-z-] )
        | (?P<shares>an?(?=\s[a-z]+(?:\sof\b|[,.;)]|\sand\b|\smore\b|\sless\b))|(?<=(?:by|than|to|nearly|about|almost)\s)an?|one|two|three|four|five|six|seven|eight|nine) [\s-] (?P<part>{alternatives(_PARTS)}) s? (?![a-z])
        | (?P<shares>{_COUNT}) \s (?:in|out\sof) \s (?:every\s)? (?P<of>one\shundred|twenty|{_COUNT}) (?![a-z\d%]|[.,]\d|\s(?:{_UNIT}|{_MONTH}|{_SCALE})) )
    | (?P<ordinal> (?:(?:{alternatives(_TENS)})[\s-])? (?:{alternatives(_PLACES)}) (?![a-z]) )
    | (?P<multiple> (?:doubl|tripl|trebl|quadrupl|quintupl)(?:ed|es|ing|e)(?![a-z-]) | (?:twice|thrice)(?![a-z]) | (?P<fold>{alternatives(_SMALL[1:13])})fold(?![a-z]) )
    | (?P<vague> (?P<first_place>tens|dozens|hundreds|thousands|millions|billions|trillions)(?:\sof\s(?P<second_place>thousands|millions|billions|trillions))?
      | (?P<decade>an?\sdecade|decade|decades)(?![a-z])
      | (?:several|a\sfew|a\scouple\sof) \s (?P<several>dozen|hundred|thousand|million|billion|trillion) (?![a-z]) )
    | (?P<number_sign> no\.\s? (?=\d) )?
      (?: (?P<currency>{_CURRENCY}) \s? )?
      (?: (?<!24/|\d-(?=\d{{4}}-\d{{4}})) (?P<body>{_DIGITS}) | (?P<body>half\s)an?\s (?={_SCALE}|{_UNIT}) | (?P<body>an?\s) (?=dozen) | (?P<body>{_WORDS}) )
      (?: (?P<suffix>st|nd|rd|th)(?![a-z])
        | (?P<and_half>\sand\sa\shalf(?![a-z]))? \+? (?P<scales> (?: [\s-]? {_SCALE} ){{1,2}} | k(?![a-z\d]) | [\s-](?!{_UNIT})(?:kilo|mega|giga)(?=[a-z]) | (?(currency)[mb](?![a-z\d²³])|(?!)) )?
          (?P<more>\+|[-\s]plus(?![a-z])|-odd(?![a-z]))?
          (?: [\s-]{{0,2}} (?P<unit>{_UNIT}) (?P<and_half>\sand\sa\shalf(?![a-z]))? )? )
    )
    """,
    regex.VERBOSE,
)
_FIRST_WORDS = (
    "half between from latter no one several since so thus year dozens tens hundreds"
    " thousands millions billions trillions twice thrice doubl tripl trebl quadrupl quintupl jan feb mar apr may jun jul"
    " aug sep oct nov dec decade"
).split()
_ANCHOR = re.compile(
    rf"(?<![a-z\d_])(?:\d|(?<![^\s(])\.\d|[$€£¥￥]|\(\d|[qh][1-4]|{_CURRENCY}"
    rf"|an?\s(?:hundred|thousand|million|billion|trillion|dozen|decade|few|couple|{alternatives(_PARTS)})"
    rf"|(?:{alternatives([*_SMALL, *_TENS, *_PLACES, *_FIRST_WORDS])}))"
)
_GROWTH = regex.compile(
    r"\b(?:gr[eo]w\w*|increas\w+|rose|ris\w+|up|jump\w*|soar\w*|surg\w*|expand\w*)(?:\sby|\sof|\sabout|\snearly|\sover)*\s\Z"
)
_ABOUT = regex.compile(
    r"\b(?:about|around|some|nearly|almost|over|more\sthan|exceed\w*|approximately|roughly|up\sto|close\sto|at\sleast"
    r"|estimated|less\sthan|fewer\sthan|under|below|above|as\smany\sas|surpass\w*|nearing|approaching)\s\Z"
)
_LETTERS = re.compile(r"[a-z]+")
_BETWEEN = re.compile(r"\s?[-–—~]\s?|\sto\s|\sor\s|\sand\s")
_LONGEST_CUE = 24  # characters before a number in which "grew by" and "more than" are sought


def read(text: str, span: Span | None = None) -> tuple[Mention, ...]:
    """Return the quantities and periods of a text, or of a span of it, in order and apart.

    Spans count in the whole text. Linear; numbers of more than 18 digits are left out.
    """
    start, end = span or (0, len(text))
    lowered = text[start:end].replace("İ", "I").lower()
    return finished(lowered, _found(lowered, start), _BETWEEN, start)


def _found(text: str, start: int) -> Iterator[Draft | Period]:
    for match in matches(text, _ANCHOR, _PATTERN):
        span = Span(start + match.start(), start + match.end())
        if match["skipped"]:
            continue
        if match["body"]:
            yield _number(match, span)
        elif match["share"]:
            value = _share(match)
            yield Draft(span, value, value, unit=PERCENT, explicit=match["of"] is not None)
        elif match["ordinal"]:
            tens, _, last = match["ordinal"].replace("-", " ").rpartition(" ")
            value = _NUMBERS.get(tens, 0) + _PLACES[last]
            yield Draft(span, value, value, unit=ORDINAL, explicit=False)
        elif match["multiple"]:
            value = _NUMBERS[match["fold"]] if match["fold"] else _MULTIPLES[match["multiple"][:3]]
            yield Draft(span, value, value, unit=TIMES, other=value - 1, explicit=False)
        elif match["vague"]:
            yield _vague(match, span)
        else:
            yield _period(match, span)


def _number(match: regex.Match[str], span: Span) -> Draft:
    body = match["body"].strip()
    figures = not body[0].isalpha()
    named = figures and touches_letters(match.string, match.start(), match.end())
    value = _value(body)
    scale: Exact = 1
    for word in _LETTERS.findall(match["scales"] or ""):
        scale *= _scale(word)
    if match["and_half"]:
        value += Fraction(1, 2)
    name = ""
    multiple: Exact = 1
    if match["unit"]:
        name, multiple = ENGLISH[match["unit"]]
    elif match["currency"]:
        name = CURRENCY_MARKS[match["currency"].upper()]
    elif match["suffix"] or match["number_sign"]:
        name = ORDINAL
    before = match.string[max(0, match.start() - _LONGEST_CUE) : match.start()]
    other = value * scale + 1 if name == TIMES and _GROWTH.search(before) else None
    return Draft(
        span=span,
        low=value,
        high=value,
        scale=scale,
        unit=name,
        multiple=multiple,
        other=other,
        approximate=bool(match["more"] or _ABOUT.search(before)),
        explicit=not named and (value * scale >= _EXPLICIT or (figures and value * scale not in _DROPPED)),
    )


def _value(body: str) -> Exact:
    """Return the value of a number in digits or in words, "half" and "a" included."""
    if not body[0].isalpha():
        return in_digits(body)
    if body in {"a", "an", "half"}:
        return Fraction(1, 2) if body == "half" else 1
    total = section = 0
    for word in _LETTERS.findall(body):
        if word in _NUMBERS or word in {"a", "an"}:
            section += _NUMBERS.get(word, 1)
        elif word == "hundred":
            section *= 100
        elif word != "and":
            total, section = total + (section or 1) * _scale(word), 0
    return total + section


def _scale(word: str) -> int:
    """Return what a scale stands for; of the short ones only the first letter counts."""
    singular = word.removesuffix("s")
    return _SCALES.get(singular) or _SCALES[singular[0]]


def _share(match: regex.Match[str]) -> Exact:
    """Return a share in percent: "two thirds", "one in ten"."""
    if not match["shares"]:
        return 50
    shares = 1 if match["shares"] in {"a", "an"} else _integer(match["shares"])
    whole = match["of"]
    if whole:
        return Fraction(100 * shares, 100 if whole.endswith("hundred") else _integer(whole))
    return Fraction(100 * shares, _PARTS[match["part"]])


def _vague(match: regex.Match[str], span: Span) -> Draft:
    """Return the range of "hundreds", "tens of thousands", "several million" and "decades"."""
    if match["decade"]:
        return Draft(span, 10, 90 if match["decade"].endswith("s") else 10, unit="year", explicit=False)
    if match["several"]:
        place = _VAGUE[match["several"]]
        return Draft(span, 2 * place, 10 * place - 1, approximate=True, explicit=False)
    place = _VAGUE[match["first_place"].removesuffix("s")]
    if match["second_place"]:
        place *= _VAGUE[match["second_place"].removesuffix("s")]
        return Draft(span, place, 10 * place - 1, approximate=True, explicit=False)
    reach = 10 if place < _SCALES["thousand"] else 100
    return Draft(span, place, reach * place - 1, approximate=True, explicit=False)


def _period(match: regex.Match[str], span: Span) -> Period:
    year, day = match["year"] or match["year_alone"], match["day"]
    first, last = _months(match)
    return Period(
        span=span, year=int(year[:4]) if year else None, start=first, end=last, day=int(day) if day else None
    )


def _months(match: regex.Match[str]) -> tuple[int | None, int | None]:
    """Return the first and the last month of a period."""
    if match["since"]:
        return 1, None
    if match["from_month"]:
        return _month(match["from_month"]), _month(match["to_month"])
    if match["months"]:
        return 1, _integer(match["months"])
    if match["quarters"]:
        return 1, 3 * _integer(match["quarters"])
    if match["half"] or match["h"]:
        return (1, 6) if (match["half"] or match["h"])[0] in "f1" else (7, 12)
    if match["quarter"] or match["q"]:
        quarter = match["quarter"] or match["q"]
        last = 3 * (int(quarter[0]) if quarter[0].isdigit() else _PLACES[quarter])
        return last - 2, last
    month = match["month"]
    return (_month(month), _month(month)) if month else (None, None)


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.index(word[:3]) + 1


def _integer(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS[number]

"""Quantities and periods in Chinese text, Simplified or Traditional.

Forms of numerals follow GB/T 15835-2011 (general rules for writing numerals). What looks like a numeral is one only
where the text says so: Arabic digits always, Chinese ones where they have places (二十八) or a unit, a
classifier or 第 beside them, so that 一般, 三农 and 千方百计 are words.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

import regex

from toolkit.offsets import Span
from toolkit.quantities import Mention, Period
from toolkit.quantities._drafts import Draft, Exact, alternatives, finished, in_digits, matches, touches_letters
from toolkit.quantities.units import CHINESE, CURRENCY_MARKS, ENGLISH, ORDINAL, PERCENT, TIMES

# One character for one, so that no position moves.
_FOLDED = str.maketrans(
    "０１２３４５６７８９％．～－–−—○萬億兩個點幾數餘約噸畝頃歲裡週鐘臺條項雙隻顆筆張間層輛艘場戶處類種級組隊門號達長實"
    "從時現來單題倍員績規劃",
    "0123456789%.~----〇万亿两个点几数余约吨亩顷岁里周钟台条项双只颗笔张间层辆艘场户处类种级组队门号达长实"
    "从时现来单题倍员绩规划",
)
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_TERA_TO_MEGA = Fraction(1, 10**6)  # 兆 is a trillion in Taiwan and Japan, a million as a prefix
_TENTH = Fraction(1, 10)
_DROPPED = {0, 1}  # "no" and "a" stand for them
_EXPLICIT = 10  # from here on a Chinese numeral with a unit is not dropped lightly
_ELECTRICITY = 10**4  # from this figure on 度 are kilowatt hours, else degrees

_CLASSIFIERS = (
    "个名位人家件项次条台套座辆艘架只头匹张本部篇章份届级期批类种组队户所处间幢栋层轮场门科集步环起例宗笔单"
    "袋箱瓶盒颗粒株棵片根支枚朵幅页对双副管员代任国省市县区乡镇村校院馆站段城厂店票席大款艺床趟餐"
)
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?!\d)(?:\.\d{1,12}(?!\d))?"
_PLACE = r"(?:[十百万亿]|兆(?![瓦赫焦帕字比欧伏])|千(?![瓦克米卡赫]))"
_MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9](?!\d)|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = r"(?:(?:1[5-9]|20)\d\d|[一二][〇零一二三四五六七八九]{3})"
_TO = r"\s?(?:至|到|-{1,2}|~)\s?"
_CURRENCIES = alternatives(CURRENCY_MARKS)
_LATIN = "[kcmnμ]?m[23²³]?|[km]?g|t|ha|[kMGT]?Wh?|k?Wh|lb|ft|pp|bps|ml"
_UNITS = alternatives({*CHINESE, "度"} - {"月"})

_PATTERN = regex.compile(
    rf"""
    (?P<skipped> \d{{19,}}+ (?:\.\d++)?
      | 第? \d{{1,4}} (?:\.\d{{1,4}}){{2,6}}
      | (?m:^)\s{{0,4}} (?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}) (?:、|[.)](?!\d)|）)
      | [(（] (?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}) [)）]
      | (?:\d{{1,2}}\s?世纪)? \s? (?:\d0|[二三四五六七八九]十)\s?年代 | \d0\s?后
      | (?:[01]?\d|2[0-4]) [:：] [0-5]\d (?:[:：][0-5]\d)? (?!\d)
      | (?:\d{{1,2}}|二?十[一二三四五六七八九]?|[一二两三四五六七八九]) (?:时(?!间|候|期(?!间)|代|速|段)|点(?=半|多|整|钟|许|左右|\d{{1,2}}分|[一二三四五]?十)) \s?
        (?:\d{{1,2}}分|半|整|钟)?
      | (?<=[上下中]午|晚上|凌晨|早上|清晨|傍晚|深夜) (?:\d{{1,2}}|十?[一二两三四五六七八九十]) 点 (?:\d{{1,2}}分|半)?
      | 一带一路 | 千万(?=不|别|要) | 万一(?![个名]) | 十分(?!之|钟) | 一一 )
    | (?P<plan> [“"]? 十 (?P<plan_number>[一二三四五六七]) 五 [”"]? (?=规划|时期|期间|[”"]|末|以来|开局|收官|、) )
    | (?P<iso> (?P<iso_year>(?:19|20)\d\d) [-/.] (?P<iso_month>0?[1-9]|1[0-2]) [-/.] (?P<iso_day>[12]\d|3[01]|0?[1-9]) (?!\d) )
    | (?P<period> (?:(?P<year>{_YEAR}) \s? 年 \s? (?:的\s?)? )?
        (?: (?P<half>[上下]) 半年
          | (?:前|头|首) (?P<months>1[0-2]|\d|十[一二]?|[两二三四五六七八九]) \s? 个? \s? 月 (?!\d)
          | (?:前|头|首) (?P<quarters>[两二三23]) \s? 个? 季度?
          | (?P<from_quarter>[一1]) {_TO} (?P<to_quarter>[二三四2-4]) \s? 季度
          | 第? (?P<quarter>[一二三四1-4首]) \s? (?:季度|季(?!节|军|度|后))
          | [QＱ] (?P<q>[1-4]) (?!\d) | H (?P<h>[12]) (?!\d)
          | (?P<from_month>{_MONTH}) \s? (?:月份?)? {_TO} (?P<to_month>{_MONTH}) \s? 月 (?!\s?{_DAY}\s?[日号])
          | (?P<month>{_MONTH}) (?= \s? [及和、与] \s? {_MONTH} \s? 月 )
          | (?P<month>{_MONTH}) \s? 月 (?!球|亮) (?:份|\s? (?P<day>{_DAY}) \s? [日号] (?![码线]))?
        ) )
    | (?P<since> (?:今年|年初|本年|年) (?:初)? 以来 )
    | (?P<year_alone>{_YEAR}) (?: \s? 年 (?!级|代) | (?={_TO}(?:19|20)\d\d\s?年)
        | (?:{_TO}|/) \d\d (?!\d|[.,]\d|\s?[日号%]) (?:\s?年)? )
    | (?<![\d.,]) (?P<day_alone>3[01]|[12]\d|0?[1-9]) \s? 日 (?!元|圆)
    | (?P<doubling> 翻 了? (?: (?P<doublings>[一两二三四五\d]?) 番 | 倍 ) )
    | (?P<vague> 成 (?P<vague_from>[百千万]) 上 (?P<vague_to>[百千万亿]) | 数以 (?P<counted>[十百千万亿]{{1,2}}) 计
      | 上 (?P<upward>[百千万亿]{{1,2}}) (?=[{_CLASSIFIERS}元吨亩公平的余多，。]) )
    | (?P<whole> 百分百 ) | (?P<share> 一半 | (?<=过|近|超) 半数? | 半数 )
    | (?: (?P<ordinal>第\s?) | (?P<currency>{_CURRENCIES}) \s? )?
      (?: (?P<denominator>百|千|万|[二三四五六七八九]?十?[二三四五六七八九十]|\d{{1,3}}) \s? 分之 \s? )?
      (?P<body> (?<!\d|\d[.]) {_ARABIC} (?: \s? [多余几]? {_PLACE}{{1,4}} (?:零?\d{{1,4}}(?:\.\d{{1,4}})?(?=[多余]?{_PLACE}))? ){{0,4}}
        | (?: (?<![人总户次指件例岁份多少系参函倍天位基]) [几数] (?=[十百千万亿]) )?
          (?: [〇零一二两三四五六七八九] | {_PLACE} ){{1,24}}
          (?: 点 [〇零一二三四五六七八九]{{1,8}} {_PLACE}{{0,3}} )? (?: [多余几] {_PLACE}{{1,3}} )?
        | 半 (?= 个? (?:月|年|小时|世纪|分钟|天) ) )
      (?P<more>[多余几来])? (?P<half_more>个半(?=月|小时|世纪|星期))?
      (?: \s? (?P<unit>{_UNITS} | (?<=个半)月 | (?:{_LATIN})(?![A-Za-z\d])) (?<!成(?=[为立功员果长本年都交分品熟就绩效]) | 折(?=[磨旧算射])
            | 度(?=过|假) | 里(?=程) | 尺(?=度) | 块(?=[头]))
          (?P<and_half>半(?!个))?
        | \s? (?P<classifier>[{_CLASSIFIERS}]) )?    """,
    regex.VERBOSE,
)
_ANCHOR = re.compile(
    rf"[\d〇零一二两三四五六七八九十百千万亿兆第翻几数成(（“]|[上下]半年|上[百千万亿]|[前头首][\d一二两三四五六七八九十季]|半[数个年天小]|[过近超]半"
    rf"|今年以来|本年以来|年初?以来|[QH](?=[1-4])|{_CURRENCIES}"
)
_GROWTH = regex.compile(
    r"(?:增长|增加|提高|提升|上升|上涨|扩大|增幅|涨幅|[增涨高多大快长]出?)(?:[了约近逾超]|超过){0,2}\Z"
)
_ABOUT_BEFORE = ("约", "近", "超", "逾", "超过", "接近", "至少", "不足", "不到", "突破", "达到约", "左右")
_ABOUT_AFTER = ("以上", "左右", "上下", "以下", "之多", "有余")
_TOKEN = regex.compile(r"\d[\d,]*(?:\.\d+)?|.")
_INNER = dict.fromkeys(map(ord, "多余几"))
_SCALED = regex.compile(r"(.*[^万亿兆])([万亿兆]{1,3})")
_NEIGHBOURS = regex.compile(r"(?=一二|[两二]三|三[四五]|四五|五六|六七|七八|八九)(..)([十百千万亿]*)")
_BETWEEN = re.compile(_TO)


def read(text: str, span: Span | None = None) -> tuple[Mention, ...]:
    """Return the quantities and periods of a text, or of a span of it, in order and apart.

    Spans count in the whole text. Linear; numbers of more than 18 digits are left out.
    """
    start, end = span or (0, len(text))
    folded = text[start:end].translate(_FOLDED)
    return finished(folded, _found(folded, start), _BETWEEN, start)


def _found(text: str, start: int) -> Iterator[Draft | Period]:
    for match in matches(text, _ANCHOR, _PATTERN):
        span = Span(start + match.start(), start + match.end())
        if match["skipped"]:
            continue
        if match["body"]:
            draft = _number(match, span)
            if draft is not None:
                yield draft
        elif match["plan"]:
            number = 10 + _integer(match["plan_number"])
            yield Draft(span, number, number, unit=ORDINAL, explicit=False)
        elif match["doubling"]:
            times = 2 ** _integer(match["doublings"] or "一")
            yield Draft(span, times, times, unit=TIMES, other=times - 1, explicit=False)
        elif match["vague"]:
            yield _vague(match, span)
        elif match["share"] or match["whole"]:
            value = 50 if match["share"] else 100
            yield Draft(span, value, value, unit=PERCENT, explicit=False)
        else:
            yield _period(match, span)


def _number(match: regex.Match[str], span: Span) -> Draft | None:
    """Return the number of a match; None where its characters are a word or part of one."""
    body, unit, ordinal = match["body"], match["unit"], match["ordinal"]
    arabic = body[0].isascii()
    if not arabic and body != "半" and not _is_number(match):
        return None
    low, high, scale = _value(body)
    approximate = low != high or any(mark in body for mark in "多余几") or _is_about(match)
    if match["more"] and body == "十":
        high = 19
    elif match["more"] == "几" and body.endswith("十"):
        low, high = low + 1, low + 9
    if match["half_more"] or match["and_half"]:
        low, high, scale = low * scale + Fraction(1, 2), high * scale + Fraction(1, 2), 1
    name, multiple = _unit(match, low * scale)
    if match["denominator"]:
        name, multiple = PERCENT, 100 / Fraction(_numeral(match["denominator"]))
    value = low * scale * multiple
    other: Exact | None = value * _TERA_TO_MEGA if "兆" in body else None
    if name == TIMES and _GROWTH.search(match.string, max(0, match.start() - 8), match.start()):
        other = value + 1
    elif unit == "折":
        other = 100 - value
        if value > 100:  # 七五折
            value, multiple = value * _TENTH, multiple * _TENTH
            other = 100 - value
    if arabic:
        named = touches_letters(match.string, match.start(), match.end())
        footnote = low * scale < _EXPLICIT and not (match["classifier"] or ordinal or "." in body)
        explicit = low * scale not in _DROPPED and bool(unit or not (named or footnote))
    else:
        explicit = low == high and not ordinal and _is_telling(match, name, low * scale)
    return Draft(
        span=span,
        low=low,
        high=high,
        scale=scale,
        unit=ORDINAL if ordinal and not name else name,
        multiple=multiple,
        other=other,
        approximate=approximate,
        explicit=explicit,
    )


def _unit(match: regex.Match[str], value: Exact) -> tuple[str, Exact]:
    unit, mark = match["unit"], match["currency"]
    if unit == "度":
        return ("kWh", 1) if value >= _ELECTRICITY else ("", 1)
    if unit:
        return CHINESE.get(unit) or ENGLISH[unit.lower()]
    return (CURRENCY_MARKS[mark], 1) if mark else ("", 1)


def _is_number(match: regex.Match[str]) -> bool:
    """Tell whether Chinese characters that could be a numeral are one here."""
    body = match["body"]
    places = sum(c in _PLACES or c in _SCALES for c in body)
    if match["ordinal"]:
        return places > 0 or len(body) == 1  # 第一二三产业 are three
    if match["unit"] or match["classifier"] or match["denominator"]:
        return True
    return 0 < places < len(body) or (len(body) > 1 and _is_about(match))


def _is_telling(match: regex.Match[str], unit: str, value: Exact) -> bool:
    """Tell whether a translation would hardly drop a number in Chinese characters: not 一个, 百家, 万户."""
    body = match["body"]
    if match["denominator"]:
        return True
    counted = match["unit"] or match["classifier"]
    bare_place = len(body) == 1 and (body in _PLACES or body in _SCALES) and body != "十"
    return bool(counted) and not bare_place and (value >= _EXPLICIT or "点" in body or unit == PERCENT)


def _is_about(match: regex.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    return (
        bool(match["more"])
        or text[max(0, start - 3) : start].endswith(_ABOUT_BEFORE)
        or text[end : end + 2] in _ABOUT_AFTER
    )


def _value(body: str) -> tuple[Exact, Exact, Exact]:
    """Return the lowest and the highest value of a numeral before its last scale (万, 亿, 兆), and that scale."""
    neighbours = _NEIGHBOURS.fullmatch(body)
    if neighbours:  # 七八个, 三五十
        place = _numeral(neighbours[2]) if neighbours[2] else 1
        low, high = (_DIGITS[digit] * place for digit in neighbours[1])
        return low, high, 1
    if body == "半":
        return Fraction(1, 2), Fraction(1, 2), 1
    if body[0] in "几数":
        place = _numeral(body[1:])
        return 2 * place, 10 * place - 1, 1
    if body.isascii():
        value = in_digits(body)
        return value, value, 1
    body = "".join(body.translate(_INNER).split())
    scaled = _SCALED.fullmatch(body)
    if scaled and not any(scale in scaled[1] for scale in _SCALES):
        value = _numeral(scaled[1])
        return value, value, _numeral(scaled[2])
    value = _numeral(body)
    return value, value, 1


def _numeral(body: str) -> Exact:
    """Return the value of a numeral of digits, Arabic or Chinese, places and scales: 75万7千, 二十三点五亿."""
    total: Exact = 0
    section: Exact = 0
    number: Exact | None = None
    largest = last = 1
    place: Exact = 1
    for token in _TOKEN.findall(body):
        if token in _DIGITS:
            if place < 1:
                number, place = (number or 0) + _DIGITS[token] * place, place * _TENTH
            else:
                number = (number or 0) * 10 + _DIGITS[token]
        elif token == "点":
            number, section, place = section + (number or 0), 0, _TENTH
        elif token in _PLACES:
            section += (1 if number is None else number) * _PLACES[token]
            number, last, place = None, _PLACES[token], 1
        elif token in _SCALES:
            scale = _SCALES[token]
            amount = section + (number or 0)
            if not amount or scale > largest > 1:
                total = (total + amount or 1) * scale
            else:
                total += amount * scale
            number, section, largest, last, place = None, 0, scale, scale, 1
        else:
            number = in_digits(token)
    # 两千三 is 2,300, 两千零三 is not.
    if number and number < 10 and last > 10 and place == 1 and body[-2] in "百千万亿":
        number *= last // 10
    return total + section + (number or 0)


def _vague(match: regex.Match[str], span: Span) -> Draft:
    """Return the range of 上万, 数以千计 and 成千上万: up to the next place."""
    low = _numeral(match["vague_from"] or match["counted"] or match["upward"])
    high = 10 * (_numeral(match["vague_to"]) if match["vague_to"] else low) - 1
    return Draft(span, low, high, approximate=True, explicit=False)


def _period(match: regex.Match[str], span: Span) -> Period:
    year = match["year"] or match["year_alone"] or match["iso_year"]
    first, last = _months(match)
    day = match["day"] or match["day_alone"] or match["iso_day"]
    return Period(
        span=span,
        year=_integer(year) if year else None,
        start=first,
        end=last,
        day=_integer(day) if day else None,
    )


def _months(match: regex.Match[str]) -> tuple[int | None, int | None]:
    """Return the first and the last month of a period."""
    if match["since"]:
        return 1, None
    if match["half"] or match["h"]:
        return (1, 6) if match["half"] == "上" or match["h"] == "1" else (7, 12)
    if match["months"]:
        return 1, _integer(match["months"])
    if match["quarters"]:
        return 1, 3 * _integer(match["quarters"])
    if match["to_quarter"]:
        return 1, 3 * _integer(match["to_quarter"])
    quarter = match["quarter"] or match["q"]
    if quarter:
        last = 3 * (1 if quarter == "首" else _integer(quarter))
        return last - 2, last
    if match["from_month"]:
        return _integer(match["from_month"]), _integer(match["to_month"])
    month = match["month"] or match["iso_month"]
    return (_integer(month), _integer(month)) if month else (None, None)


def _integer(numeral: str) -> int:
    return int(numeral) if numeral.isascii() else int(_numeral(numeral))

"""Quantities and periods in Chinese text, Simplified or Traditional.

Forms of numerals follow GB/T 15835-2011 (general rules for writing numerals). What looks like a numeral is one
only where the text says so: Arabic digits always, Chinese ones where they have places (二十八) or a unit, a
classifier or 第 beside them, so that 一般, 三农 and 千方百计 are words.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

import regex

from toolkit.offsets import Span
from toolkit.quantities import Mention, Period
from toolkit.quantities._numerals import PLACES, SCALES, TENTH, parts, value
from toolkit.quantities._reading import (
    Draft,
    Exact,
    Match,
    alternatives,
    finished,
    implicit,
    matches,
    period,
    touches_letters,
    vague,
)
from toolkit.quantities.units import CHINESE, CURRENCY_MARKS, ENGLISH, ORDINAL, PERCENT, TIMES

# One character for one, so that no position moves.
_FOLDED = str.maketrans(
    "０１２３４５６７８９％．～－–−—○萬億兩個點幾數餘約噸畝頃歲裡週鐘臺條項雙隻顆筆張間層輛艘場戶處類種級組隊門號達長實"
    "從時現來單題倍員績規劃",
    "0123456789%.~----〇万亿两个点几数余约吨亩顷岁里周钟台条项双只颗笔张间层辆艘场户处类种级组队门号达长实"
    "从时现来单题倍员绩规划",
)
_TERA_TO_MEGA = Fraction(1, 10**6)  # 兆 is a trillion in Taiwan and Japan, a million as a prefix
_HALF = Fraction(1, 2)
_WHOLE = 100  # percent
_DROPPED = {0, 1}  # 无 and 一 stand for them, "no" and "a"
_TOLD = 10  # from here on a Chinese numeral with a unit is not dropped lightly
_ELECTRICITY = 10**4  # from this figure on 度 are kilowatt hours, else degrees
_LONGEST_CUE = 8  # characters before a number in which 增长了近 is sought

_CLASSIFIERS = (
    "个名位人家件项次条台套座辆艘架只头匹张本部篇章份届级期批类种组队户所处间幢栋层轮场门科集环起例宗笔单"
    "袋箱瓶盒颗粒株棵片根支枚朵幅页对双副管员代任国省市县区乡镇村校院馆站段城厂店票席大款艺床趟餐"
)
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?!\d)(?:\.\d{1,12}(?!\d))?"
_PLACE = r"(?:[十百万亿]|兆(?![瓦赫焦帕字比欧伏])|千(?![瓦克米卡赫]))"
_MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9](?!\d)|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_HOUR = r"(?:\d{1,2}|二?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_YEAR = r"(?:(?:1[5-9]|20)\d\d|[一二][〇零一二三四五六七八九]{3})"
_TO = r"\s?(?:至|到|-{1,2}|~)\s?"
_CURRENCIES = alternatives(CURRENCY_MARKS)
_SYMBOLS = "[kcmnμ]?m[23²³]?|[km]?g|t|ha|[kMGT]?Wh?|lb|ft|pp|bps|ml"
_UNITS = alternatives({*CHINESE, "度"} - {"月"})

_SKIPPED = rf"""
    \d{{19,}}+ (?:\.\d++)?
  | 第? \d{{1,4}} (?:\.\d{{1,4}}){{2,6}}
  | (?m:^) \s{{0,4}} (?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}) (?:、|[.)](?!\d)|）)
  | [(（] (?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}) [)）]
  | (?:\d{{1,2}}\s?世纪)? \s? (?:\d0|[二三四五六七八九]十) \s?年代
  | \d[05] \s?后
  | (?:[01]?\d|2[0-4]) [:：] [0-5]\d (?:[:：][0-5]\d)? (?!\d)
  | {_HOUR} (?: 时(?!间|候|期(?!间)|代|速|段) | 点(?=半|多|整|钟|许|左右|\d{{1,2}}分|[一二三四五]?十) )
    \s? (?:\d{{1,2}}分|半|整|钟)?
  | (?<=[上下中]午|晚上|凌晨|早上|清晨|傍晚|深夜) {_HOUR} 点 (?:\d{{1,2}}分|半)?
  | 千万(?=不|别|要) | 万一(?![个名])"""
_PERIOD = rf"""
    (?P<year>(?:19|20)\d\d) [-/.] (?P<month>0?[1-9]|1[0-2]) [-/.] (?P<day>[12]\d|3[01]|0?[1-9]) (?!\d)
  | (?: (?P<year>{_YEAR}) \s? 年 \s? (?:的\s?)? )?
    (?: (?P<half>[上下]) 半年
      | (?:前|头|首) (?P<months>1[0-2]|\d|十[一二]?|[两二三四五六七八九]) \s? 个? \s? 月 (?!\d)
      | (?:前|头|首) (?P<quarters>[两二三23]) \s? 个? 季度?
      | [一1] {_TO} (?P<quarters>[二三四2-4]) \s? 季度
      | 第? (?P<quarter>[一二三四1-4首]) \s? (?:季度|季(?!节|军|度|后))
      | Q (?P<quarter>[1-4]) (?!\d)
      | H (?P<half>[12]) (?!\d)
      | (?P<from_month>{_MONTH}) \s? (?:月份?)? {_TO} (?P<to_month>{_MONTH}) \s? 月 (?!\s?{_DAY}\s?[日号])
      | (?P<month>{_MONTH}) (?= \s? [及和、与] \s? {_MONTH} \s? 月 )
      | (?P<month>{_MONTH}) \s? 月 (?!球|亮) (?: 份 | \s? (?P<day>{_DAY}) \s? [日号] (?![码线]) )? )
  | (?P<since> (?:今年|年初|本年|年) 初? 以来 )
  | (?P<year>{_YEAR}) (?: \s? 年 (?!级|代) | (?={_TO}(?:19|20)\d\d\s?年)
      | (?:{_TO}|/) \d\d (?!\d|[.,]\d|\s?[日号%]) (?:\s?年)? )
  | (?<![\d.,]) (?P<day>3[01]|[12]\d|0?[1-9]) \s? 日 (?!元|圆)"""
_IN_WORDS = rf"""
    [“"]? 十 (?P<plan>[一二三四五六七]) 五 [”"]? (?=规划|时期|期间|[”"]|末|以来|开局|收官|、)
  | (?P<doubling> 翻 了? (?: (?P<doublings>[一两二三四五\d]?) 番 | 倍 ) )
  | (?P<vague> 成 (?P<low>[百千万]) 上 (?P<high>[百千万亿]) | 数以 (?P<low>[十百千万亿]{{1,2}}) 计
      | 上 (?P<low>[百千万亿]{{1,2}}) (?=[{_CLASSIFIERS}元吨亩公平的余多，。]) )
  | (?P<whole> 百分百 )
  | (?P<shares>[1-9]) / (?P<of>[2-9]|1[0-2]) (?![\d/])
  | (?P<share> 一半 | (?<=过|近|超) 半数? | 半数 )"""
_NUMBER = rf"""
    (?: (?P<ordinal>第\s?) | (?P<currency>{_CURRENCIES}) \s? )?
    (?: (?P<denominator>百|千|万|[二三四五六七八九]?十?[二三四五六七八九十]|[1-9]\d{{0,2}}) \s? 分之 \s? )?
    (?P<body> (?<!\d|\d[.]) {_ARABIC}
        (?: \s? [多余几]? {_PLACE}{{1,4}} (?: 零?\d{{1,4}}(?:\.\d{{1,4}})? (?=[多余]?{_PLACE}) )? ){{0,4}}
      | (?: (?<![人总户次指件例岁份多少系参函倍天位基]) [几数] (?=[十百千万亿]) )?
        (?: [〇零一二两三四五六七八九] | {_PLACE} ){{1,24}}
        (?: 点 [〇零一二三四五六七八九]{{1,8}} {_PLACE}{{0,3}} )? (?: [多余几] {_PLACE}{{1,3}} )?
      | 半 (?= 个? (?:月|年|小时|世纪|分钟|天) ) )
    (?P<more>[多余几来])? (?P<and_half>个半(?=月|小时|世纪|星期))?
    (?: \s? (?P<unit> {_UNITS} | (?<=个半)月 | (?:{_SYMBOLS})(?![A-Za-z\d]) )
        (?<! 成(?=[为立功员果长本年都交分品熟就绩效]) | 折(?=[磨旧算射]) | 度(?=[过假])
          | 里(?=程) | 尺(?=度) | 块(?=头) )
        (?P<and_half>半(?!个))?
      | \s? (?P<classifier>[{_CLASSIFIERS}]) )?"""
_GRAMMAR = regex.compile(
    rf"(?P<skipped>{_SKIPPED}) | (?P<period>{_PERIOD}) | {_IN_WORDS} | {_NUMBER}", regex.VERBOSE
)
_ANCHOR = re.compile(
    r"[\d〇零一二两三四五六七八九十百千万亿兆第翻几数成(（“]|[上下]半年|上[百千万亿]|[前头首][\d一二两三四五六七八九十季]"
    rf"|半[数个年天小月分世]|[过近超]半|今年以来|本年以来|年初?以来|[QH](?=[1-4])|{_CURRENCIES}"
)
_GROWTH = regex.compile(
    r"(?:增长|增加|提高|提升|上升|上涨|扩大|增幅|涨幅|[增涨高多大快长]出?)(?:[了约近逾超]|超过){0,2}\Z"
)
_ABOUT_BEFORE = ("约", "近", "超", "逾", "超过", "接近", "至少", "不足", "不到", "突破")
_ABOUT_AFTER = ("以上", "左右", "上下", "以下", "之多", "有余")
_BETWEEN = re.compile(_TO)


def read(text: str, span: Span | None = None) -> tuple[Mention, ...]:
    """Return the quantities and periods of a text, or of a span of it, in order and apart.

    Spans count in the whole text. Linear; numbers of more than 18 digits are left out.
    """
    start, end = span or (0, len(text))
    folded = text[start:end].translate(_FOLDED)
    return finished(folded, _found(folded, start), _BETWEEN, start)


def _found(text: str, start: int) -> Iterator[Draft | Period]:
    for match in matches(text, _ANCHOR, _GRAMMAR):
        span = Span(start + match.start(), start + match.end())
        if match["body"]:
            if _is_number(match):
                yield _number(match, span)
        elif match["period"]:
            yield period(match, span, _integer)
        elif not match["skipped"]:
            yield _in_words(match, span)


def _in_words(match: Match, span: Span) -> Draft:
    """Return a number that is said without one: “十四五”, 翻两番, 成千上万, 一半."""
    if match["vague"]:
        low = int(value(match["low"]))
        return vague(span, low, 10 * (int(value(match["high"])) if match["high"] else low) - 1)
    if match["plan"]:
        return implicit(span, 10 + _integer(match["plan"]), ORDINAL)
    if match["doubling"]:
        times = 2 ** _integer(match["doublings"] or "一")
        return implicit(span, times, TIMES, times - 1)
    if match["of"]:
        return implicit(span, Fraction(_WHOLE * _integer(match["shares"]), _integer(match["of"])), PERCENT)
    return implicit(span, _WHOLE if match["whole"] else _WHOLE // 2, PERCENT)


def _number(match: Match, span: Span) -> Draft:
    body = match["body"]
    low, high, scale = parts(body)
    if match["more"] and body == "十":
        high = 19
    elif match["more"] == "几" and body.endswith("十"):
        low, high = low + 1, low + 9
    if match["and_half"]:
        low, high, scale = low * scale + _HALF, high * scale + _HALF, 1
    unit, multiple = _unit(match, low * scale)
    return Draft(
        span=span,
        low=low,
        high=high,
        scale=scale,
        unit=unit,
        multiple=multiple,
        other=_other(match, unit, low * scale * multiple),
        approximate=low != high or any(mark in body for mark in "多余几") or _is_about(match),
        explicit=low == high and _is_explicit(match, unit, low * scale),
    )


def _unit(match: Match, number: Exact) -> tuple[str, Exact]:
    """Return the unit of a number, and how many of it the word for it is."""
    word, mark = match["unit"], match["currency"]
    if match["denominator"]:
        return PERCENT, _WHOLE / Fraction(value(match["denominator"]))
    if word == "度":
        return ("kWh", 1) if number >= _ELECTRICITY else ("", 1)
    if word:
        unit, multiple = CHINESE.get(word) or ENGLISH[word.lower()]
        return unit, multiple * TENTH if word == "折" and number > _TOLD else multiple  # 七五折
    return CURRENCY_MARKS[mark] if mark else ORDINAL if match["ordinal"] else "", 1


def _other(match: Match, unit: str, number: Exact) -> Exact | None:
    """Return what else the words can mean."""
    if "兆" in match["body"]:
        return number * _TERA_TO_MEGA
    if match["unit"] == "折":
        return _WHOLE - number
    cue = max(0, match.start() - _LONGEST_CUE)
    return number + 1 if unit == TIMES and _GROWTH.search(match.string, cue, match.start()) else None


def _is_number(match: Match) -> bool:
    """Tell whether characters that could be a numeral are one here."""
    body = match["body"]
    if body[0].isascii() or body == "半":
        return True
    places = sum(c in PLACES or c in SCALES for c in body)
    if match["ordinal"]:
        return places > 0 or len(body) == 1  # 第一二三产业 are three
    if not places and len(body) > 1 and "点" not in body:  # 七八个 and 八八折, not 唯一一支
        low, high, _ = parts(body)
        return match["unit"] == "折" or (low != high and bool(match["unit"] or match["classifier"]))
    if match["unit"] or match["classifier"] or match["denominator"]:
        return True
    return 0 < places < len(body) or (len(body) > 1 and _is_about(match))


def _is_explicit(match: Match, unit: str, number: Exact) -> bool:
    """Tell whether a translation would hardly drop a number: not 一个, 百家, 第三, 5G, the 3 of a footnote."""
    body, counted = match["body"], match["unit"] or match["classifier"] or match["denominator"]
    if body[0].isascii():
        telling = number >= _TOLD or match["classifier"] or match["ordinal"] or "." in body
        named = touches_letters(match.string, match.start(), match.end())
        return number not in _DROPPED and bool(match["unit"] or match["denominator"] or (telling and not named))
    if match["denominator"]:
        return True
    bare_place = len(body) == 1 and body in {"百", "千", "万", "亿"}
    telling = number >= _TOLD or "点" in body or unit == PERCENT
    return bool(counted and telling) and not (bare_place or match["ordinal"] or match["classifier"] == "级")


def _is_about(match: Match) -> bool:
    text, start, end = match.string, match.start(), match.end()
    return (
        bool(match["more"])
        or text[max(0, start - 2) : start].endswith(_ABOUT_BEFORE)
        or text.startswith(_ABOUT_AFTER, end)
    )


def _integer(numeral: str) -> int:
    """Return a whole number, or which half or quarter of a year 上, 下 and 首 stand for."""
    return int(numeral) if numeral.isascii() else {"上": 1, "下": 2, "首": 1}.get(numeral) or int(value(numeral))

"""Units: their canonical names, how they convert, and the words for them in Chinese and in English.

Factors are exact and follow the SI Brochure (9th edition, tables 2 to 8); 亩 is a fifteenth of a hectare and 斤
half a kilogram (State Council order of 27 February 1984 on legal units of measurement). A month is a twelfth of a
year of 365.25 days. Currencies do not convert.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

PERCENT, POINT, TIMES, ORDINAL = "percent", "percentage-point", "times", "ordinal"


class Measure(NamedTuple):
    """What a unit measures, and how many of its dimension's least unit it is."""

    dimension: str
    factor: Fraction


# Dimension, name, factor; Chinese words; English words, of which those of more than three letters also take an s.
# A word with =F stands for F of the unit.
_TABLE = """
share percent 1 | % ％ 厘 ‰=1/10 成=10 折=10 | %,％,percent,per cent,per-cent,pct,‰=1/10
share times 100 | 倍 | times,time,fold,×
point percentage-point 1 | 个百分点 百分点 | percentage point,percentage-point,percent point,pct point,ppts,pp,p.p.
point basis-point 1/100 | 个基点 基点 个基本点 基本点 点子 | basis point,bps
mass t 1000000 | 吨 公吨 | tonne,ton,tons,metric ton,metric tonne,t
mass kg 1000 | 公斤 千克 | kilogram,kilo,kg,kgs
mass jin 500 | 斤 市斤 | jin,catty,catties
mass g 1 | 克 | gram,g
mass mg 1/1000 | 毫克 | milligram,mg
mass lb 453.59237 | 磅 | lb,lbs
length km 1000 | 公里 千米 | kilometer,kilometre,km,kms
length li 500 | 里 华里 | li
length m 1 | 米 | meter,metre,m
length cm 1/100 | 厘米 公分 | centimeter,centimetre,cm
length mm 1/1000 | 毫米 | millimeter,millimetre,mm
length um 1/1000000 | 微米 | micrometer,micrometre,micron,μm,µm
length nm 1/1000000000 | 纳米 | nanometer,nanometre,nm
length mile 1609.344 | 英里 | mile
length nautical-mile 1852 | 海里 | nautical mile
length foot .3048 | 英尺 尺 | feet,foot,ft
length inch .0254 | 英寸 寸 | inch,inches
area km2 1000000 | 平方公里 平方千米 | square kilometer,square kilometre,sq km,sq. km,km2,km²
area ha 10000 | 公顷 | hectare,ha
area mu 2000/3 | 亩 | mu,mus
area acre 4046.8564224 | 英亩 | acre
area m2 1 | 平方米 平米 ㎡ | square meter,square metre,sq-meter,sq m,sq. m,sqm,m2,m²
area square-foot .09290304 | 平方英尺 平方呎 | square feet,square foot,sq ft,sq. ft
volume m3 1000 | 立方米 立方 | cubic meter,cubic metre,m3,m³
volume l 1 | 升 | liter,litre
volume ml 1/1000 | 毫升 | milliliter,millilitre,ml
volume barrel 158.987294928 | 桶 | barrel
energy kWh 1 | 千瓦时 千瓦小时 | kilowatt-hour,kilowatt hour,kwh,kw.h
energy MWh 1000 | 兆瓦时 | megawatt-hour,megawatt hour,mwh
energy GWh 1000000 | 吉瓦时 | gigawatt-hour,gigawatt hour,gwh
energy TWh 1000000000 | 太瓦时 | terawatt-hour,terawatt hour,twh
power W 1/1000 | 瓦 瓦特 | watt,w
power kW 1 | 千瓦 | kilowatt,kw
power MW 1000 | 兆瓦 | megawatt,mw
power GW 1000000 | 吉瓦 | gigawatt,gw
duration year 365.25 | 年 周年 周岁 岁 | year,yr,yrs,decade=10
duration month 30.4375 | 个月 个多月 月 | month
duration week 7 | 周 星期 个星期 礼拜 | week
duration day 1 | 天 昼夜 | day,days
duration hour 1/24 | 小时 个小时 个钟头 钟头 | hour,hr,hrs
duration minute 1/1440 | 分钟 | minute,min,mins
duration second 1/86400 | 秒 秒钟 | second,secs
CNY CNY 1 | 元 元人民币 块 块钱 圆 | yuan,yuan rmb,rmb yuan,renminbi,rmb,cny,renminbi yuan,chinese yuan
USD USD 1 | 美元 美金 | dollar,us dollar,u.s. dollar,american dollar,usd
HKD HKD 1 | 港元 港币 | hong kong dollar,hk dollar,hkd
TWD TWD 1 | 新台币 台币 新台币元 | new taiwan dollar,nt dollar,twd
MOP MOP 1 | 澳门元 澳门币 | pataca,mop
EUR EUR 1 | 欧元 | euro,eur
GBP GBP 1 | 英镑 | pound,pounds sterling,gbp
JPY JPY 1 | 日元 日圆 | yen,japanese yen,jpy
KRW KRW 1 | 韩元 韩圆 | korean won,south korean won,krw
AUD AUD 1 | 澳元 澳大利亚元 | australian dollar,aud
CAD CAD 1 | 加元 加拿大元 | canadian dollar,cad
SGD SGD 1 | 新加坡元 新元 新币 | singapore dollar,sgd
CHF CHF 1 | 瑞士法郎 瑞郎 | swiss franc,chf
RUB RUB 1 | 卢布 | ruble,rouble
INR INR 1 | 卢比 | rupee
"""
_LONGEST_SYMBOL = 3  # letters

# Marks before a figure, in either language.
_MARKS = """
US$ USD U.S.$ USD USD USD $ USD 美元 USD HK$ HKD HKD HKD 港币 HKD NT$ TWD MOP$ MOP A$ AUD C$ CAD S$ SGD RMB CNY
CNY CNY 人民币 CNY ¥ CNY ￥ CNY € EUR EUR EUR £ GBP GBP GBP JPY JPY
""".split()
CURRENCY_MARKS: Mapping[str, str] = dict(zip(_MARKS[::2], _MARKS[1::2], strict=True))

# Currencies that go by one name where they are at home: 元, and the plain dollar.
HOMONYMS = ({"CNY", "HKD", "TWD", "MOP"}, {"USD", "HKD", "TWD", "AUD", "CAD", "SGD"})

Words = Mapping[str, tuple[str, Fraction]]  # a word, its unit, and how many of the unit it is


def _table() -> tuple[Mapping[str, Measure], Words, Words]:
    measures: dict[str, Measure] = {}
    chinese: dict[str, tuple[str, Fraction]] = {}
    english: dict[str, tuple[str, Fraction]] = {}
    for line in _TABLE.strip().splitlines():
        unit, in_chinese, in_english = line.split(" | ")
        dimension, name, factor = unit.split()
        measures[name] = Measure(dimension, Fraction(factor))
        for words, entries in ((chinese, in_chinese.split()), (english, in_english.split(","))):
            for entry in entries:
                word, _, multiple = entry.partition("=")
                words[word] = name, Fraction(multiple or 1)
    plurals = {
        f"{word}s": unit for word, unit in english.items() if len(word) > _LONGEST_SYMBOL and word[-1] != "s"
    }
    return measures, chinese, english | plurals


MEASURES, CHINESE, ENGLISH = _table()

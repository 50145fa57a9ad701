"""Units: their canonical names, how they convert, and the words for them in Chinese and in English.

Factors are exact and follow the SI Brochure (9th edition, tables 2 to 8); 亩 is a fifteenth of a hectare and 斤 half
a kilogram (State Council order of 27 February 1984 on legal units of measurement). A month is a twelfth of a year of
365.25 days. Currencies do not convert.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

PERCENT, POINT, TIMES, ORDINAL = "percent", "percentage-point", "times", "ordinal"


class Measure(NamedTuple):
    """What a unit measures, and how many of the dimension's first unit it is."""

    dimension: str
    factor: Fraction


# dimension | name | factor | Chinese words | English words; a word with =F stands for F of the unit.
_TABLE = """
share       | percent          | 1         | % ％ 厘 ‰=1/10 成=10 折=10 | %,％,percent,per cent,per-cent,pct,‰=1/10
share       | times            | 100       | 倍                   | times,time,fold,×
point       | percentage-point | 1         | 个百分点 百分点      | percentage points,percentage point,percentage-points,\
percentage-point,percent points,pct points,ppts,pp,p.p.
point       | basis-point      | 1/100     | 个基点 基点 个基本点 基本点 点子 | basis points,basis point,bps
mass        | t                | 1000000   | 吨 公吨              | tonnes,tonne,tons,ton,metric tons,metric tonnes,t
mass        | kg               | 1000      | 公斤 千克 | kilograms,kilogram,kilos,kilo,kg,kgs
mass        | jin              | 500       | 斤 市斤              | jin,catties,catty
mass        | g                | 1         | 克                   | grams,gram,g
mass        | mg               | 1/1000    | 毫克                 | milligrams,milligram,mg
mass        | lb               | 453.59237 | 磅                   | pounds weight,lb,lbs
length      | km               | 1000      | 公里 千米            | kilometers,kilometer,kilometres,kilometre,km,kms
length      | m                | 1         | 米                   | meters,meter,metres,metre,m
length      | li               | 500       | 里 华里              | li
length      | cm               | 1/100     | 厘米 公分            | centimeters,centimeter,centimetres,centimetre,cm
length      | mm               | 1/1000    | 毫米                 | millimeters,millimeter,millimetres,millimetre,mm
length      | um               | 1/1000000 | 微米                 | micrometers,micrometer,micrometres,microns,micron,μm,µm
length      | nm               | 1/1000000000 | 纳米              | nanometers,nanometer,nanometres,nm
length      | mile             | 1609.344  | 英里                 | miles,mile
length      | nautical-mile    | 1852      | 海里                 | nautical miles,nautical mile
length      | foot             | .3048     | 英尺 尺              | feet,foot,ft
length      | inch             | .0254     | 英寸 寸              | inches,inch
area        | km2              | 1000000   | 平方公里 平方千米    | square kilometers,square kilometer,square kilometres,\
square kilometre,sq km,sq. km,km2,km²
area        | ha               | 10000     | 公顷                 | hectares,hectare,ha
area        | mu               | 2000/3    | 亩                   | mu,mus
area        | acre             | 4046.8564224 | 英亩              | acres,acre
area        | m2               | 1         | 平方米 平米 ㎡       | square meters,square meter,square metres,square metre,sq m,sq. m,\
sqm,m2,m²
area        | square-foot      | .09290304 | 平方英尺 平方呎      | square feet,square foot,sq ft,sq. ft
volume      | m3               | 1000      | 立方米 立方       | cubic meters,cubic meter,cubic metres,cubic metre,m3,m³
volume      | l                | 1         | 升                   | liters,liter,litres,litre
volume      | ml               | 1/1000    | 毫升                 | milliliters,milliliter,millilitres,ml
volume      | barrel           | 158.987294928 | 桶               | barrels,barrel
energy      | kWh              | 1         | 千瓦时 千瓦小时      | kilowatt-hours,kilowatt hours,kilowatt-hour,kilowatt hour,kwh,kw.h
energy      | MWh              | 1000      | 兆瓦时               | megawatt-hours,megawatt hours,mwh
energy      | GWh              | 1000000   | 吉瓦时               | gigawatt-hours,gigawatt hours,gwh
energy      | TWh              | 1000000000 | 太瓦时              | terawatt-hours,terawatt hours,twh
power       | kW               | 1         | 千瓦                 | kilowatts,kilowatt,kw
power       | W                | 1/1000    | 瓦 瓦特              | watts,watt
power       | MW               | 1000      | 兆瓦                 | megawatts,megawatt,mw
power       | GW               | 1000000   | 吉瓦                 | gigawatts,gigawatt,gw
duration    | year             | 365.25    | 年 周年 周岁 岁 | years,year,yr,yrs,decades=10,decade=10
duration    | month            | 30.4375   | 个月 个多月 月          | months,month
duration    | week             | 7         | 周 星期 个星期 礼拜  | weeks,week
duration    | day              | 1         | 天 昼夜              | days,day
duration    | hour             | 1/24      | 小时 个小时 个钟头 钟头 | hours,hour,hrs,hr
duration    | minute           | 1/1440    | 分钟                 | minutes,minute,mins,min
duration    | second           | 1/86400   | 秒 秒钟              | seconds,second,secs
CNY         | CNY              | 1         | 元 元人民币 块 块钱 圆 | yuan,yuan rmb,rmb yuan,renminbi,rmb,cny,renminbi yuan,chinese yuan
USD         | USD              | 1         | 美元 美金            | us dollars,us dollar,u.s. dollars,u.s. dollar,american dollars,usd,\
dollars,dollar
HKD         | HKD              | 1         | 港元 港币            | hong kong dollars,hong kong dollar,hk dollars,hk dollar,hkd
TWD         | TWD              | 1         | 新台币 台币 新台币元 | new taiwan dollars,nt dollars,twd
MOP         | MOP              | 1         | 澳门元 澳门币        | patacas,pataca,mop
EUR         | EUR              | 1         | 欧元                 | euros,euro,eur
GBP         | GBP              | 1         | 英镑                 | pounds sterling,pounds,pound,gbp
JPY         | JPY              | 1         | 日元 日圆            | japanese yen,yen,jpy
KRW         | KRW              | 1         | 韩元 韩圆            | korean won,south korean won,krw
AUD         | AUD              | 1         | 澳元 澳大利亚元      | australian dollars,aud
CAD         | CAD              | 1         | 加元 加拿大元        | canadian dollars,cad
SGD         | SGD              | 1         | 新加坡元 新元 新币   | singapore dollars,sgd
CHF         | CHF              | 1         | 瑞士法郎 瑞郎        | swiss francs,chf
RUB         | RUB              | 1         | 卢布                 | rubles,roubles,ruble,rouble
INR         | INR              | 1         | 卢比                 | rupees,rupee
"""

# Marks before a figure, in either language.
CURRENCY_MARKS: Mapping[str, str] = {
    "US$": "USD", "U.S.$": "USD", "USD": "USD", "$": "USD", "美元": "USD", "HK$": "HKD", "HKD": "HKD", "港币": "HKD",
    "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "MOP$": "MOP", "RMB": "CNY", "CNY": "CNY", "人民币": "CNY",
    "¥": "CNY", "￥": "CNY", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "JPY": "JPY",
}  # fmt: skip

# Currencies that go by one name where they are at home: 元, and the plain dollar.
HOMONYMS = ({"CNY", "HKD", "TWD", "MOP"}, {"USD", "HKD", "TWD", "AUD", "CAD", "SGD"})


def _read() -> tuple[dict[str, Measure], dict[str, tuple[str, Fraction]], dict[str, tuple[str, Fraction]]]:
    measures: dict[str, Measure] = {}
    words: tuple[dict[str, tuple[str, Fraction]], ...] = ({}, {})
    for line in _TABLE.strip().splitlines():
        dimension, name, factor, *columns = (field.strip() for field in line.split("|"))
        measures[name] = Measure(dimension, Fraction(factor))
        for known, listed in zip(words, (columns[0].split(), columns[1].split(",")), strict=True):
            for entry in listed:
                word, _, multiple = entry.partition("=")
                known[word] = name, Fraction(multiple or 1)
    return measures, words[0], words[1]


MEASURES, CHINESE, ENGLISH = _read()

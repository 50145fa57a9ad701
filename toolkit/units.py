"""Chinese units, words and single characters of policy texts, and the English content words that render them.

They recognise renderings that no glossary lists: 落后产能 is 落后, "backward", and 产能, "capacity".
"""

import csv
from collections.abc import Mapping
from functools import cache

import msgspec

from toolkit import shipped


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A Chinese word or character and its renderings, good and bad, the most usual first.

    Renderings are lemmas in lower case, without hyphens, of one word or more. `generic` units, such as 发展 and
    工作, are so general that they alone prove nothing.
    """

    zh: str
    en: tuple[str, ...]
    generic: bool = False


@cache
def load() -> Mapping[str, Unit]:
    """Return the units that come along, by their Chinese, in the order of code points."""
    with shipped.find("units.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        return {zh: Unit(zh=zh, en=tuple(en.split("|")), generic=kind == "generic") for zh, en, kind in rows}

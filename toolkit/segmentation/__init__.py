"""Sentences and words: one file for each language, found by its BCP 47 name."""

from functools import cache
from importlib import import_module
from typing import Protocol, cast

import regex

from toolkit.offsets import Span

_HAN = regex.compile(r"\p{Han}+")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")


class Language(Protocol):
    """What the module of a language offers."""

    @staticmethod
    def sentences(text: str) -> tuple[Span, ...]:
        """Return the sentences of a text, without the white space around them; blank ones are left out."""


@cache
def language(code: str) -> Language:
    """Return the module of a language ("en", "zh", "zh-Hant"); it is imported at the first call."""
    return cast("Language", import_module(f"toolkit.segmentation.{code.partition('-')[0]}"))


def detect(text: str) -> str:
    """Return "zh" where at least a third of the letters are Chinese and no kana stands among them, else "en".

    Reads the first 20,000 characters.
    """
    sample = text[:20_000]
    han = 0 if sample.isascii() else len("".join(_HAN.findall(sample)))
    if not han or 10 * len(_KANA.findall(sample)) > han:
        return "en"
    return "zh" if 3 * han >= sum(map(str.isalpha, sample)) else "en"

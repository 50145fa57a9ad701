"""Sentences and words: one file for each language, found by its BCP 47 name."""

from functools import cache
from importlib import import_module
from typing import Protocol, cast

from toolkit.offsets import Span


class Language(Protocol):
    """What the module of a language offers."""

    @staticmethod
    def sentences(text: str) -> tuple[Span, ...]:
        """Return the sentences of a text, without the white space around them; blank ones are left out."""


@cache
def language(code: str) -> Language:
    """Return the module of a language ("en", "zh", "zh-Hant"); it is imported at the first call."""
    return cast("Language", import_module(f"toolkit.segmentation.{code.partition('-')[0]}"))

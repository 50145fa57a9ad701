"""Glossaries of DeepL: CSV or TSV, source and target, no header.

A term has at most 1,024 UTF-8 bytes, a glossary 10 MiB, and no source stands there twice
(https://developers.deepl.com/docs/api-reference/glossaries,
https://developers.deepl.com/docs/customize/managing-glossaries).
"""

from typing import ClassVar

from toolkit.termbases._pairs import Pairs


class Deepl(Pairs, frozen=True):
    """Pairs for DeepL."""

    service: ClassVar[str] = "DeepL"
    longest: ClassVar[int | None] = 1024

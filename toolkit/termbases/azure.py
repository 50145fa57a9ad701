"""Glossaries of Azure Translator's document translation: TSV or CSV, source and target, no header, at most 10 MB.

One source has one target (https://learn.microsoft.com/azure/ai-services/translator/document-translation/
how-to-guides/create-use-glossaries; limits in https://learn.microsoft.com/azure/ai-services/translator/service-limits).
"""

from typing import ClassVar

from toolkit.termbases._pairs import Pairs


class Azure(Pairs, frozen=True):
    """Pairs for Azure Translator."""

    service: ClassVar[str] = "Azure Translator"
    largest: ClassVar[int] = 10_000_000
    delimiter: str = "\t"

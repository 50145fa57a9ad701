"""Plain text: the file is one run of text."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.formats import Format
from toolkit.segmentation import detect
from toolkit.text import Text


class Plain(Format, frozen=True):
    """Plain text; nothing in it is markup."""

    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text", ".md")

    def texts(self, raw: str) -> Iterator[Text]:
        """Yield the whole file."""
        yield Text(text=raw, language=detect(raw))

    def escape(self, text: str) -> str:
        """Return the text itself."""
        return text

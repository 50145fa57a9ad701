"""Plain text: the file is its text."""

from typing import ClassVar

from toolkit.formats import Format
from toolkit.offsets import Edit


class Plain(Format, frozen=True):
    """Plain text; nothing in it is markup."""

    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text", ".md")

    def markup(self, raw: str) -> tuple[Edit, ...]:  # noqa: ARG002 - whatever it holds
        """Return nothing."""
        return ()

    def escape(self, text: str) -> str:
        """Return the text itself."""
        return text

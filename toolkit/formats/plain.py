"""Plain text: the file is its text."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.formats import Format, Run


class Plain(Format, frozen=True):
    """Plain text; nothing in it is markup."""

    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text", ".md")
    tears: ClassVar[bool] = True

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run]:  # noqa: ARG002 - whatever the file holds
        """Yield the whole file."""
        yield Run(0, len(raw))

    def escape(self, text: str) -> str:
        """Return the text itself."""
        return text

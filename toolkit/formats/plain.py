"""Plain text: the file is its text."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from toolkit.formats import Format, Run
from toolkit.offsets import Edit


class Plain(Format, frozen=True):
    """Plain text; nothing in it is markup."""

    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text", ".md")
    tears: ClassVar[bool] = True

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run]:  # noqa: ARG002 - whatever the file holds
        """Yield the whole file."""
        yield Run(0, len(raw))

    def raw_edits(self, run: Run, edits: Iterable[Edit]) -> Iterator[Edit]:  # noqa: ARG002 - there is one
        """Yield the edits themselves."""
        return iter(edits)

    def escape(self, text: str) -> str:
        """Return the text itself."""
        return text

"""Equivalent term sets of Google Cloud Translation: CSV whose columns are language codes, for every direction.

https://cloud.google.com/translate/docs/advanced/glossary; 10 million code points in all.
"""

from collections.abc import Iterable, Sequence
from typing import IO, ClassVar

from toolkit.termbase import Concept
from toolkit.termbases import _pairs

HEADER = ("zh-CN", "zh-TW", "en")


class GoogleTermSets(_pairs.Pairs, frozen=True):
    """Sets of one Simplified, one Traditional and one English term."""

    service: ClassVar[str] = "Google"
    largest: ClassVar[int] = 10_000_000

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write the main term of each script and the wording; return a note for each kind of thing left out.

        Raises OutputError where nothing is left to write.
        """
        concepts = list(concepts)
        pairs, notes = self._pairs(concepts)
        rows = []
        for concept in concepts:
            hans, hant = (_pairs.sources(concept, script) for script in ("zh-Hans", "zh-Hant"))
            main = _pairs.sources(concept, self.chinese)[:1]
            if main and main[0] in pairs:
                rows.append([*(terms[0] if terms else "" for terms in (hans, hant)), pairs[main[0]]])
        return notes + self._written([HEADER, *rows], stream)

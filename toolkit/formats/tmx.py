"""TMX, translation memories (LISA, version 1.4b, 2005; older ones are read too).

All English variants of a unit render its first Chinese one, whichever language the memory calls the source.
"""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.formats import Run
from toolkit.formats._units import Unit, language_of
from toolkit.formats._xml import Token, Xml, run_of


class Tmx(Xml, frozen=True):
    """Translation memories; notes and properties are no text."""

    suffixes: ClassVar[tuple[str, ...]] = (".tmx",)

    def units(self, tokens: Iterator[Token]) -> Iterator[Unit]:
        """Yield the variants of each translation unit, `tu`."""
        number = 0
        language = ""
        unit: list[Run] = []
        for token in tokens:
            if token.name == "tu" and not token.closing:
                number += 1
            elif token.name == "tu":
                yield tuple(unit)
                unit = []
            elif token.name == "tuv" and not token.closing:
                attributes = token.attributes  # lang, without a prefix, is TMX 1.1's
                language = language_of(attributes.get("xml:lang") or attributes.get("lang", ""))
            elif token.name == "seg" and not token.closing and not token.empty:
                unit.append(run_of(tokens, token)._replace(part=f"tu {number}", language=language))

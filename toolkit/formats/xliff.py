"""XLIFF 1.2 and 2.x (OASIS), with what Trados and memoQ make of it: a source and its target in each unit.

Proposed translations (`alt-trans`, matches) and what is not to be translated are no text.
"""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.formats import Run
from toolkit.formats._units import Unit, language_of
from toolkit.formats._xml import Token, Xml, run_of

_UNITS = frozenset(("trans-unit", "segment", "ignorable"))  # the first is 1.2's, the others are 2.x's
_SIDES = {"source": "source", "seg-source": "source", "target": "target"}
_LANGUAGES = {  # where each side's language is told, by the element and the attribute
    "file": {"source": "source-language", "target": "target-language"},
    "xliff": {"source": "srcLang", "target": "trgLang"},
}


class Xliff(Xml, frozen=True):
    """XLIFF documents."""

    suffixes: ClassVar[tuple[str, ...]] = (".xlf", ".xliff", ".sdlxliff", ".mqxliff")

    def units(self, tokens: Iterator[Token]) -> Iterator[Unit]:
        """Yield both sides of each unit; a source that is there again, cut into segments, is a copy."""
        number = 0
        languages: dict[str, str] = {}
        parents: list[tuple[str, bool]] = [("", True)]  # the open elements, and whether they are to be translated
        unit: list[Run] = []
        for token in tokens:
            parent, translate = parents[-1]
            if token.closing:
                parents.pop()
                if token.name in _UNITS:
                    yield tuple(unit)
                    unit = []
            elif not token.name or token.empty:
                continue
            elif token.name in _SIDES and parent in _UNITS:
                side = _SIDES[token.name]
                run = run_of(tokens, token)
                own = token.attributes.get("xml:lang")
                language = languages.get(side, "") if own is None else language_of(own)
                copy = token.name == "seg-source"
                if translate:
                    unit.append(run._replace(part=f"{parent} {number}/{side}", language=language, copy=copy))
            else:
                attributes = token.attributes
                number += token.name in _UNITS
                names = _LANGUAGES.get(token.name, {})
                if not attributes.keys().isdisjoint(names.values()):
                    languages = {side: language_of(attributes.get(name, "")) for side, name in names.items()}
                told = attributes.get("translate")
                parents.append((token.name, translate if told is None else told == "yes"))

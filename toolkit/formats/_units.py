"""Units of bilingual files: the language of each side, and which run renders which.

Whichever side is Chinese is the source, whatever the file calls it: terms are checked from Chinese to English.
"""

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Self

import msgspec

from toolkit.errors import FormatError
from toolkit.formats import Format, Run
from toolkit.segmentation import detect

Unit = tuple[Run, ...]

LANGUAGES = ("zh", "en")  # that the toolkit reads
SIDES = ("source", "target")  # what the columns and fields of pairs are called
_CODES = {"cmn": "zh", "zho": "zh", "chi": "zh", "eng": "en", "und": "", "mul": "", "x": "", "*all*": ""}
_SAMPLE = 200  # runs that tell the language of a column


def text_fields(said: tuple[str, ...], found: AbstractSet[str]) -> tuple[str, ...]:
    """Return which of the fields found hold text: those that the user said, else `text`, else a pair's."""
    if said or "text" in found or not found >= {*SIDES}:
        return said or ("text",)
    return SIDES


def language_of(tag: str) -> str:
    """Return the language of a tag (BCP 47; case and underscores do not matter), "" where it tells none."""
    code = re.split("[-_]", tag.strip(), maxsplit=1)[0].lower()
    return _CODES.get(code, code)


def majority(raw: str, runs: Iterable[Run]) -> str:
    """Return the language that most of the first runs are in."""
    return detect("\n".join(run.text(raw).text for run in islice(runs, _SAMPLE)))


def linked(raw: str, unit: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs of a unit in the order of the file, the English ones with the Chinese one that they render.

    A language that is not told is detected; what is in another than those two is left out.
    """
    told = (run if run.language else run._replace(language=run.text(raw).language) for run in unit)
    runs = [run for run in told if run.language in LANGUAGES]
    source = next((run.start for run in runs if run.language == "zh" and not run.copy), None)
    for run in sorted(runs, key=lambda run: run.start):
        yield run if run.language == "zh" else run._replace(source=source)


class InColumns(Format, frozen=True):
    """A format of units of a source and a target; `languages` are those of the sides, voted on where not told."""

    languages: tuple[str, ...] = ()

    @abstractmethod
    def units(self, raw: str, lines: int) -> Iterator[Unit | FormatError]:
        """Yield the units of a decoded file, of which so many lines came before."""

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run | FormatError]:
        """Yield the runs of each unit in the order of the file, and an error for what is no unit."""
        return in_columns(raw, list(self.units(raw, lines)), self.languages)

    def settled(self, raw: str) -> Self:
        """Return the format with the languages that the beginning of a file has."""
        return msgspec.structs.replace(self, languages=self.languages or _languages(raw, self.units(raw, 0)))


def in_columns(
    raw: str, units: Sequence[Unit | FormatError], languages: Sequence[str] = ()
) -> Iterator[Run | FormatError]:
    """Yield the runs of units of a source and a target; each side of a file is in one language.

    A unit of one run is a text of its own.
    """
    languages = languages or _languages(raw, units)
    for unit in units:
        if isinstance(unit, FormatError):
            yield unit
        elif len(unit) > 1:
            sides = zip(unit, languages, strict=True)
            yield from linked(raw, (run._replace(language=language) for run, language in sides))
        else:
            yield from unit


def _languages(raw: str, units: Iterable[Unit | FormatError]) -> tuple[str, ...]:
    pairs = [unit for unit in units if isinstance(unit, tuple) and len(unit) > 1]
    return tuple(majority(raw, column) for column in zip(*pairs, strict=True))

"""Every exception of the toolkit. Whose fault it is shows in its type; all can be pickled.

XindayaError
├── UsageError               the caller asked for something that cannot be done
│   └── ConfigurationError   wrong options or configuration keys, all of them in one error
├── InputError               a file could not be read; names the file, the place and the reason
│   ├── DecodingError        its bytes are text in no encoding that fits
│   ├── FormatError          its syntax is broken or dangerous
│   └── TermbaseError        a glossary has broken entries, all of them in one error
└── OutputError              a file could not be written; nothing was left half-written
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Self


class XindayaError(Exception):
    """Anything that the toolkit reports on purpose."""


class UsageError(XindayaError):
    """The caller asked for something that cannot be done."""


class ConfigurationError(UsageError, ValueError):
    """Wrong options or configuration keys; one message for each."""


class InputError(XindayaError):
    """An input could not be read.

    `path` is the name as the user gave it, `reason` a sentence without the name, `place` where in the
    input ("byte 812", "row 3, column status"), empty where the whole input is meant.
    """

    def __init__(self, path: str, reason: str, place: str = "") -> None:
        super().__init__(path, reason, place)
        self.path = path
        self.reason = reason
        self.place = place

    def __str__(self) -> str:
        return ": ".join(piece for piece in (self.path, self.place, self.reason) if piece)

    def because_of(self, path: str) -> Self:
        """Return the same error of the input called `path`."""
        return type(self)(path, self.reason, self.place)


class DecodingError(InputError):
    """The bytes of an input are text in no encoding that fits."""


class FormatError(InputError):
    """The syntax of an input is broken or dangerous."""


class TermbaseError(InputError):
    """A glossary has broken entries. `problems` holds an InputError for each."""

    def __init__(self, path: str, problems: tuple[InputError, ...]) -> None:
        super().__init__(path, f"{len(problems)} broken entries" if len(problems) > 1 else "a broken entry")
        self.args = (path, problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class OutputError(XindayaError):
    """An output could not be written; nothing was left half-written."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to say where no name is the one that was given: the nearest that there is, else all of them."""
    known = tuple(known)
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known) or 'none'}"

"""What checks report, in the words of MQM (themqm.org): error type, severity."""

from enum import IntEnum, StrEnum

import msgspec

from toolkit.text import Address


class Severity(IntEnum):
    """MQM severity levels; a higher one is worse."""

    NEUTRAL = 0
    MINOR = 1
    MAJOR = 2
    CRITICAL = 3

    @property
    def word(self) -> str:
        """The level's name in lower case."""
        return self.name.lower()


class Safety(StrEnum):
    """How far a suggested edit can be trusted: applied unseen, after a look, or only shown."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a check looks for: its name, MQM error type, severity, and whether its findings are verdicts.

    A verdict counts against an article; anything else is a suggestion.
    """

    id: str
    error_type: str
    severity: Severity
    summary: str
    verdict: bool = True


SISTER, OTHER_ARTICLE = "sister", "other article"
COMPARED = frozenset({SISTER, OTHER_ARTICLE})  # roles in which a finding sets articles side by side


class Related(msgspec.Struct, frozen=True):
    """Another place that a finding speaks of; `role` says what it is to the finding."""

    role: str
    address: Address
    surface: str


class Suggestion(msgspec.Struct, frozen=True):
    """What could be done; edits are (start, end, text) in the raw document."""

    message: str
    edits: tuple[tuple[int, int, str], ...] = ()
    safety: Safety = Safety.DISPLAY


def quoted(wording: str) -> str:
    """Return a wording in quotation marks, those inside it made single."""
    inner = wording.replace("“", "‘").replace("”", "’")
    for mark in ("‘", "’") * (inner.count('"') // 2):
        inner = inner.replace('"', mark, 1)
    return f"“{inner}”"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One place and what is wrong there. `surface` is the repaired wording; confidence is 0 to 1."""

    rule: Rule
    address: Address
    surface: str
    message: str
    concept: str | None = None
    zh: str | None = None
    confidence: float = 1.0
    source: Address | None = None
    related: tuple[Related, ...] = ()
    related_total: int = 0
    suggestion: Suggestion | None = None

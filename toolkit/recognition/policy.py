"""Whether a wording with the letters of a designation is one: case, context, the unit in which it stands."""

from enum import StrEnum
from typing import NamedTuple

import regex

from toolkit.offsets import Span
from toolkit.termbase import Designation

_ACRONYM = regex.compile(r"(?=.*\p{Lu}.*\p{Lu})[\p{Lu}\d&+.-]{2,8}")
_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*")
_OPENING, _CLOSING = frozenset('"“‘'), frozenset('"”’')
_MARKS = _OPENING | _CLOSING
_REACH = 300  # characters on each side that context is sought in, where a sentence has more
_UNIT_WORDS = 6  # a quoted unit of more words is a sentence, not a name
_TITLE_SHARE = 0.6  # from this share of capitals on, capitals in a line say nothing
_LONG_WORD = 4  # shorter words stay lower-case in titles


class Objection(StrEnum):
    """Why a wording with the letters of a designation is not taken for it."""

    SOURCE = "plain English, and a rendering only beside a source that has the term"
    NAME = "a part of a longer name or quotation"
    CONTEXT = "not in its context"


class Place(NamedTuple):
    """Where the letters of a designation stand: a stretch of a text, and the sentence around it."""

    text: str
    start: int
    end: int
    sentence: Span

    @property
    def near(self) -> Span:
        """What of the sentence is looked at."""
        return Span(max(self.sentence.start, self.start - _REACH), min(self.sentence.end, self.end + _REACH))

    def fits(self, designation: Designation) -> bool:
        """Return whether the unit in which the words stand lets them be the designation."""
        text, start, end, _ = self
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before in _OPENING) != (after in _CLOSING) and not _fills_quotes(text, Span(start, end), self.near):
            return False
        if after != " " or not text[end + 1 : end + 2].isupper():
            return True
        return _fills_name(designation, text, Span(start, end), self.near)

    def is_context_for(self, designation: Designation) -> bool:
        """Return whether the sentence, or quotation marks, give the context that a designation needs."""
        span, beginnings = Span(self.start, self.end), designation.policy.context
        return not beginnings or _quoted(self.text, span) or _has_context(self.text, span, self.near, beginnings)


def objection(place: Place, designation: Designation) -> Objection | None:
    """Return what speaks against a wording where no source is at hand."""
    policy = designation.policy
    if policy.source:
        return Objection.SOURCE
    if not place.fits(designation):
        return Objection.NAME
    if policy.context and not place.is_context_for(designation):
        return Objection.CONTEXT
    return None


def is_bare(text: str, start: int, end: int) -> bool:
    """Return whether no quotation mark is beside a wording and no capital behind it, so that it fits anything."""
    after = text[end : end + 1]
    if after in _MARKS or text[start - 1 : start] in _MARKS:
        return False
    return after != " " or not text[end + 1 : end + 2].isupper()


def case_counts(designation: Designation) -> bool:
    """Return whether a designation is matched in its own case alone: it says so, or is an acronym."""
    return designation.policy.case or _ACRONYM.fullmatch(designation.term) is not None


def same_case(surface: str, term: str) -> bool:
    """Return whether a wording has the letters and the case of a term, plural or not."""
    letters, wanted = _LETTERS.sub("", surface), _LETTERS.sub("", term)
    return letters in {wanted, wanted + "s", wanted + "es"}


def collide(one: Designation, other: Designation) -> bool:
    """Return whether two designations that share a form are one wording: where case counts, also in case."""
    if not (case_counts(one) or case_counts(other)):
        return True
    return same_case(one.term, other.term) or same_case(other.term, one.term)


def _quoted(text: str, span: Span) -> bool:
    before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
    return before in _OPENING and (after in _CLOSING or after in {",", "."})


def _has_context(text: str, span: Span, sentence: Span, beginnings: tuple[str, ...]) -> bool:
    around = f"{text[sentence.start : span.start]} {text[span.end : sentence.end]}".lower()
    return any(word.startswith(beginnings) for word in _WORD.findall(around))


def _fills_quotes(text: str, span: Span, sentence: Span) -> bool:
    """Tell whether a hit at one edge of a short quoted unit, and at no other, reaches its other edge."""
    if text[max(span.start - 1, 0) : span.start] in _OPENING:
        rest = text[span.end : sentence.end]
        end = min((at for mark in _CLOSING if (at := rest.find(mark)) >= 0), default=-1)
        unit = rest[:end] if end >= 0 else ""
    else:
        rest = text[sentence.start : span.start]
        unit = rest[max(rest.rfind(mark) for mark in _OPENING) + 1 :] if any(m in rest for m in _OPENING) else ""
    words = len(_WORD.findall(unit))
    return not 0 < words <= _UNIT_WORDS - len(_WORD.findall(text[span.start : span.end]))


def _fills_name(designation: Designation, text: str, span: Span, sentence: Span) -> bool:
    """Tell whether a capitalised hit is all of the name in which it stands.

    "Small and Medium Enterprises Promotion Law" is the name of a law; in a headline capitals say nothing.
    """
    if designation.term != designation.term.lower():
        return True
    words = [word for word in _WORD.findall(text[span.start : span.end]) if len(word) >= _LONG_WORD]
    if not words or not all(word[0].isupper() for word in words):
        return True
    following = regex.match(r" ([\p{L}][\p{L}'’-]*)", text, pos=span.end, endpos=sentence.end)
    if following is None or not following[1][0].isupper() or following[1].isupper():
        return True
    line = [word for word in _WORD.findall(text[sentence.start : sentence.end]) if len(word) >= _LONG_WORD]
    return bool(sum(word[0].isupper() for word in line) >= _TITLE_SHARE * len(line))

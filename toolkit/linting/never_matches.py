"""never-matches: a term that no text can hold."""

from collections.abc import Iterator
from itertools import islice
from math import prod
from typing import ClassVar

import regex

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule
from toolkit.offsets import Span
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.variants import GAP, MOST_ALTERNATIVES
from toolkit.termbase import Concept, Designation, Termbase

_HAN = regex.compile(r"\p{Han}")
_LETTER = regex.compile(r"[\p{L}\p{N}]")
_BEGINNING = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*")
_ALTERNATIVES = regex.compile(r"\[([^\[\]]*)\]")


class NeverMatches(LintRule, frozen=True):
    """Flags a term that is never found, or only in part.

    Chinese in an English rendering, punctuation alone, brackets or a gap without the policy pattern, a gap at an
    edge, more alternatives than are tried, a context of more than one word. What is left is tried out: a rendering
    that is not found in a sentence made of it and its context never will be.

    ## Why is this bad?
    The row looks like an answer and is none.

    ## Example
    zh,en,status
    新三样,new three,preferred
    新三样,"new [three|trio] items",admitted

    ## Use instead
    Plain English in citation form, or the policy pattern.

    ## References
    glossaries/README.md, columns and policy.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a term that no text can hold"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each term that can never be found, with the reason."""
        for use in inventory.terms("zh"):
            if not _LETTER.search(use.designation.term):
                yield self.flaw(use, "has neither letter nor digit", "write the Chinese term")
        for use in inventory.terms("en"):
            for obstacle in islice(_obstacles(use.designation), 1):
                yield self.flaw(use, *obstacle)


def _obstacles(designation: Designation) -> Iterator[tuple[str, str]]:
    """Yield what keeps a rendering from being found, and what to do."""
    term, policy = designation.term, designation.policy
    if _HAN.search(term):
        yield "has Chinese characters in English", "write the English alone; explain in the note"
    if not _LETTER.search(term):
        yield "has neither letter nor digit", "write words"
    if policy.pattern:
        yield from _of_pattern(term)
    elif GAP in term or _ALTERNATIVES.search(term):
        yield "has brackets or a gap, which count as letters here", "give it the policy pattern"
    wrong = [word for word in policy.context if not _BEGINNING.fullmatch(word) or word != word.lower()]
    if wrong:
        yield f"wants the context {', '.join(wrong)}, which is no lower-case word", "name beginnings of words"
    if not policy.source and not _is_found(designation):
        yield "is not found even in a sentence of its own", "write it as it stands in a text"


def _of_pattern(term: str) -> Iterator[tuple[str, str]]:
    pieces = _ALTERNATIVES.split(term)
    if any("[" in piece or "]" in piece for piece in pieces):
        yield "has a bracket without its other half, or brackets in brackets", "write [one|other]"
    if any(not _LETTER.search(piece) for piece in _ALTERNATIVES.sub("x", term).split(GAP)):
        yield "has a gap with nothing on one side of it", f"put words before and after {GAP}"
    count = prod(alternatives.count("|") + 1 for alternatives in pieces[1::2])
    if count > MOST_ALTERNATIVES:
        yield f"means {count:,} wordings, of which {MOST_ALTERNATIVES} are tried", "make it two patterns"


def _is_found(designation: Designation) -> bool:
    """Return whether the matcher finds a rendering in a sentence made of it and a word of its context."""
    listed = ListedRenderings(Termbase((Concept(id="it", designations=(designation,)),)))
    words = _ALTERNATIVES.sub(lambda match: match[1].partition("|")[0], designation.term)
    words = " ".join((words.replace(GAP, " and ") if designation.policy.pattern else words).split())
    text = f"{words}; {' '.join(designation.policy.context[:1])}"
    return any(True for _ in listed.find(text, (Span(0, len(text)),)))

"""inconsistent-spelling: American beside British spelling, or a compound now with a hyphen and now without."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.findings import Severity, quoted
from toolkit.linting import Flaw, Inventory, LintRule, Use
from toolkit.recognition.variants import british
from toolkit.segmentation import en
from toolkit.termbase import Status

_WORD = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_BEFORE_NOUN = regex.compile(
    r" (?!(?:of|for|in|on|to|above|with|from|by|at|and|or|that|which|under|between)\b)\p{L}"
)
_MORE_BRITISH = {
    "aeroplane": "airplane", "ageing": "aging", "analyse": "analyze", "artefact": "artifact",
    "catalogue": "catalog", "endeavour": "endeavor", "fulfil": "fulfill", "grey": "gray", "judgement": "judgment",
    "modelling": "modeling", "neighbour": "neighbor", "neighbouring": "neighboring", "sceptical": "skeptical",
    "sulphur": "sulfur", "theatre": "theater", "travelling": "traveling", "tyre": "tire", "vapour": "vapor",
}  # fmt: skip
_MORE_AMERICAN = {american: word for word, american in _MORE_BRITISH.items()}
_IZE = regex.compile(r"(?<=\w{3})iz(?=(?:e|es|ed|er|ers|ing|ation|ations)$)")
# What `british` does, the other way round.
_AMERICAN = (
    (regex.compile(r"(?<=\w{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "iz"),
    (regex.compile(r"(?<=^(?:lab|fav|harb|hon|behavi|col)o)u(?=r)"), ""),
    (regex.compile(r"(?<=^cent)re(?=s?$)"), "er"),
    (regex.compile(r"(?<=^program)me(?=s?$)"), ""),
    (regex.compile(r"(?<=^defen)ce$"), "se"),
)
_ONE_COMPOUND = {"hitech": "hightech"}


class InconsistentSpelling(LintRule, frozen=True):
    """Flags the rarer of American and British spelling in preferred renderings, or of a compound's spellings.

    A compound is seen before a noun (high-tech, hi-tech, high tech, hightech). Words with a capital are names,
    which keep their own spelling. Articles may spell as they like: that is the matcher's work.

    ## Why is this bad?
    What editors copy from the glossary makes their text inconsistent.

    ## Example
    zh,en,status
    劳动力市场,labor market,preferred
    劳动合同,labour contract,preferred

    ## Use instead
    One convention for all preferred renderings.

    ## References
    MQM, inconsistent with terminology resource; style guides of the field.
    """

    severity: ClassVar[Severity] = Severity.MINOR
    summary: ClassVar[str] = "American beside British spelling, or a compound in two spellings"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each preferred rendering that goes against the others."""
        preferred = [use for use in inventory.terms("en") if use.designation.status is Status.PREFERRED]
        yield from self._conventions(preferred)
        yield from self._compounds(preferred)

    def _conventions(self, preferred: list[Use]) -> Iterator[Flaw]:
        found: dict[str, list[tuple[Use, str, str]]] = {"American": [], "British": []}
        for use in preferred:
            for word in filter(str.islower, _WORD.findall(use.designation.term)):
                for piece in word.split("-"):
                    if other := _american(piece):
                        found["British"].append((use, piece, other))
                    elif other := _british(piece):
                        found["American"].append((use, piece, other))
        rarer, usual = sorted(found, key=lambda convention: len(found[convention]))
        if len(found["American"]) == len(found["British"]):
            rarer, usual = "British", "American"
        number = len(found[usual])
        for use, word, other in found[rarer] if number else ():
            words = "one word" if number == 1 else f"{number:,} words"
            message = f"spells {quoted(word)} the {rarer} way, where {words} of the glossary are {usual}"
            yield self.flaw(use, message, f"write {quoted(other)}")

    def _compounds(self, preferred: list[Use]) -> Iterator[Flaw]:
        found: dict[str, list[tuple[Use, str]]] = {}
        for use in preferred:
            for compound in _compounds(use.designation.term):
                letters = regex.sub("[- ]", "", compound)
                found.setdefault(_ONE_COMPOUND.get(letters, letters), []).append((use, compound))
        for uses in found.values():
            (usual, number), *_ = Counter(compound for _, compound in uses).most_common()
            times = "once" if number == 1 else f"{number:,} times"
            for use, compound in uses:
                if compound != usual:
                    message = f"has {quoted(compound)}, which is {quoted(usual)} {times}"
                    yield self.flaw(use, message, f"write {quoted(usual)}")


def _compounds(term: str) -> Iterator[str]:
    """Yield lower-case words, and two words with a blank between them, that stand before another word."""
    before = None
    for match in _WORD.finditer(term):
        if match.group().islower() and _BEFORE_NOUN.match(term, match.end()):
            yield match.group()
            if before is not None and term[before.end() : match.start()] == " " and before.group().islower():
                yield f"{before.group()} {match.group()}"
        before = match


def _american(word: str) -> str | None:
    """Return the American spelling of a British word, None of any other word."""
    other = word
    for pattern, replacement in _AMERICAN:
        other = pattern.sub(replacement, other)
    counts = en.word_counts()
    if _IZE.search(other) and counts.get(other, 0) <= counts.get(word, 0):  # enterprise, advertise
        return None
    return other if other != word and british(other) == word else _MORE_BRITISH.get(word)


def _british(word: str) -> str | None:
    """Return the British spelling of an American word, None of any other word."""
    other = british(word)
    return other if other != word and other in en.word_counts() else _MORE_AMERICAN.get(word)

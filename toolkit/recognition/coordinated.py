"""Terms in two pieces: what is joined to them shares one of their words.

The head: "foreign exchange and money markets" names two markets; or the beginning: "major industrial provinces and
cities".
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from toolkit.offsets import Span

_JOINTS = (" and ", " or ")
_MOST_WORDS = 5  # of a modifier, which has at least two, and between a joint and a head
_REACH = 80  # characters before a joint that a modifier is sought in
_PHRASE = re.compile(rf"[\w'&]+(?: [\w'&]+){{0,{_MOST_WORDS + 1}}}")  # and the word behind the head
_PARTING = frozenset(  # between words that do not make one phrase
    "of in on to for by with from at as into than up out not but also who whose which what when where while the a"
    " an this that these those its their his her our your it they he she we you is are was were be been has have"
    " had do does did will would can could may might must should".split()
)
_ENDING = _PARTING | {"", "and", "or"}


class Pieces(NamedTuple):
    """A form in two pieces, as places in a folded text; `own` is the number of the one that nothing shares."""

    form: str
    places: tuple[Span, Span]
    own: int


class SharedWords:
    """Forms that may part, as modifier and head. Finding is linear in the text; only joints are looked at."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._heads: dict[str, tuple[str, ...]] = {}
        for form in forms:
            modifier, _, head = form.rpartition(" ")
            self._heads[modifier] = (*self._heads.get(modifier, ()), head)
        # Most joints are passed over by the last two words before them.
        self._ends = {" ".join(modifier.rsplit(" ", 2)[-2:]) for modifier in self._heads}

    def find(self, folded: str) -> Iterator[Pieces]:
        """Yield the forms that stand in two pieces."""
        for joint in _JOINTS:
            following = 0
            for clause in folded.split(joint)[:-1]:
                at = following + len(clause)
                following = at + len(joint)
                last = clause.rfind(" ")
                before = clause.rfind(" ", 0, last)
                if clause[before + 1 :].removesuffix(",") in self._ends:
                    yield from self._with_head_of(folded, at, following)
                if clause.endswith("s") and clause[clause.rfind(" ", 0, before) + 1 : last] in self._ends:
                    yield from self._with_modifier_of(folded, at, following)

    def _with_head_of(self, folded: str, at: int, following: int) -> Iterator[Pieces]:
        """Yield the form that ends before a joint but for its head, which the phrase behind the joint has."""
        end = at - folded.endswith(",", 0, at)
        for modifier in _tails(folded, end):
            heads, head = self._heads.get(modifier, ()), following
            for word, behind in pairwise(_phrase(folded, following)) if heads else ():
                if word in _PARTING:
                    break
                # What a noun in the singular stands before is the head more often than not.
                if head > following and word in heads and (word.endswith("s") or behind in _ENDING):
                    yield Pieces(f"{modifier} {word}", (Span(end - len(modifier), end), _word(head, word)), 0)
                    return
                head += len(word) + 1

    def _with_modifier_of(self, folded: str, at: int, following: int) -> Iterator[Pieces]:
        """Yield the form of which only the head stands behind a joint; both heads are plural."""
        end = folded.rfind(" ", 0, at)
        for modifier in _tails(folded, end):
            head = _phrase(folded, following)[0]
            if head.endswith("s") and head in self._heads.get(modifier, ()):
                yield Pieces(f"{modifier} {head}", (Span(end - len(modifier), end), _word(following, head)), 1)
                return


def may_part(form: str) -> bool:
    """Tell whether a form is a head behind a modifier of several words, which chance does not yield."""
    *modifier, _ = form.split(" ")
    return 1 < len(modifier) <= _MOST_WORDS and "," not in form and _PARTING.isdisjoint(modifier)


def _word(start: int, word: str) -> Span:
    return Span(start, start + len(word))


def _phrase(folded: str, start: int) -> list[str]:
    """Return the words from a place to the next mark, as many as a head may stand behind, and one behind the last.

    At a mark it is the empty word.
    """
    match = _PHRASE.match(folded, start)
    words = match[0].split(" ") if match else []
    return words if len(words) == _MOST_WORDS + 2 else [*words, ""]


def _tails(folded: str, end: int) -> Iterator[str]:
    """Yield the last words before a place, as many as a modifier may have, then fewer."""
    start = max(0, end - _REACH)
    words = folded[start:end].split(" ")[1 if start else 0 :][-_MOST_WORDS:]
    for first in range(len(words) - 1):
        yield " ".join(words[first:])

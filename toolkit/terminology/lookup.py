"""Terms looked up as people type them: Chinese of either kind, English in any form, pinyin without tones."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property

import regex

from toolkit.recognition.folding import fold_term
from toolkit.recognition.variants import GAP, variants
from toolkit.segmentation import zh
from toolkit.termbase import Concept, Termbase

_HAN = regex.compile(r"\p{Han}")
_NOT_WORD = regex.compile(r"[^\p{L}\p{N}]+")


class Lookup:
    """A termbase to look terms up in. Each index is made when it is first asked, linear in the termbase."""

    def __init__(self, termbase: Termbase) -> None:
        self._termbase = termbase

    def find(self, query: str) -> tuple[Concept, ...]:
        """Return the concepts that a query means, in the order of the termbase.

        The first way that finds any counts: the concept's id or a term as it stands, in any form that the matcher
        knows, rejected ones too; its pinyin, all of it; the first letters of its syllables; a term that holds
        the query.
        """
        for way in (self._named, self._spoken, self._by_initials, self._holding):
            if found := dict.fromkeys(way(query)):
                return tuple(self._termbase[name] for name in self._termbase.by_id if name in found)
        return ()

    def nearest(self, query: str, most: int = 5) -> tuple[str, ...]:
        """Return the terms that look most like a query, the nearest first."""
        if _HAN.search(query):
            return tuple(get_close_matches(_chinese(query), self._chinese, n=most, cutoff=0.5))
        shown = {d.term.lower(): d.term for c in self._termbase.concepts for d in c.terms("en")}
        for spelled, names in self._spelled.items():
            shown.setdefault(spelled, self._termbase[names[0]].zh)
        close = get_close_matches(query.lower(), shown, n=most)
        return tuple(dict.fromkeys(shown[term] for term in close))

    def _named(self, query: str) -> Iterator[str]:
        if query in self._termbase.by_id:
            yield query
        if key := _chinese(query):
            yield from self._chinese.get(key, ())
        if not _HAN.search(query):
            form = fold_term(query)
            yield from self._english.get(form, ())
            yield from (name for gapped, names in self._gapped if _fills(form, gapped) for name in names)

    def _spoken(self, query: str) -> Iterable[str]:
        from toolkit.terminology import pinyin  # noqa: PLC0415 - heavy, and seldom needed

        return self._spelled.get(pinyin.typed(query), ())

    def _by_initials(self, query: str) -> Iterable[str]:
        return self._initials.get(query.lower(), ())

    def _holding(self, query: str) -> Iterator[str]:
        if key := _HAN.search(query) and _chinese(query):
            yield from (name for term, names in self._chinese.items() if key in term for name in names)
        elif form := fold_term(query):
            yield from (name for f, names in self._english.items() if f" {form} " in f" {f} " for name in names)

    @cached_property
    def _chinese(self) -> Mapping[str, list[str]]:
        """The concepts of each Chinese term in Simplified characters, without punctuation."""
        return _index((_chinese(d.term), c.id) for c in self._termbase.concepts for d in c.terms("zh"))

    @cached_property
    def _english(self) -> Mapping[str, list[str]]:
        """The concepts of each form of an English term."""
        concepts = self._termbase.concepts
        return _index((form, c.id) for c in concepts for d in c.terms("en") for form, _ in variants(d))

    @cached_property
    def _gapped(self) -> list[tuple[str, list[str]]]:
        return [(form, names) for form, names in self._english.items() if GAP in form]

    @cached_property
    def _spelled(self) -> Mapping[str, list[str]]:
        """The concepts of each Chinese term in pinyin without spaces."""
        return _index(("".join(spoken), name) for spoken, name in self._syllables)

    @cached_property
    def _initials(self) -> Mapping[str, list[str]]:
        """The concepts of the first letters of the syllables of each Chinese term of more than one."""
        return _index(("".join(s[0] for s in spoken), name) for spoken, name in self._syllables if len(spoken) > 1)

    @cached_property
    def _syllables(self) -> list[tuple[tuple[str, ...], str]]:
        from toolkit.terminology import pinyin  # noqa: PLC0415 - heavy, and seldom needed

        return [(pinyin.syllables(term), name) for term, names in self._chinese.items() for name in names]


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, name in pairs:
        found.setdefault(key, []).append(name)
    return found


def _chinese(term: str) -> str:
    return zh.simplified(_NOT_WORD.sub("", term)).lower()


def _fills(form: str, gapped: str) -> bool:
    """Tell whether a wording has all pieces of a pattern with gaps, in their order, the outer ones at its ends."""
    words = f" {form} "
    first, *middle, last = (f" {piece.strip()} " for piece in gapped.split(GAP))
    end = len(words) - len(last)
    if not (words.startswith(first) and words.endswith(last)):
        return False
    at = len(first) - 1
    for piece in middle:
        found = words.find(piece, at, end + 1)
        if found < 0:
            return False
        at = found + len(piece) - 1
    return at <= end

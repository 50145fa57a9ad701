"""A termbase compiled for recognition: all tiers of the cascade, and which of them has the say where."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from msgspec.structs import replace

from toolkit.offsets import Span
from toolkit.recognition import TermOccurrence
from toolkit.recognition.lexicon import Lexicon
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.paired import PairedRenderings
from toolkit.recognition.unlisted import UnlistedRenderings
from toolkit.recognition.variants import form_of
from toolkit.termbase import REJECTED, Designation, Termbase
from toolkit.units import Unit

FLOOR = 0.6  # the confidence from which an inferred rendering is told
SURE = 0.8  # and from which it stands against a listed one inside it,
MANY = 3  # unless it renders so many units


class CompiledTermbase:
    """What finds the renderings of a termbase's concepts; without units only the listed ones are found."""

    def __init__(self, termbase: Termbase, units: Mapping[str, Unit] | None = None) -> None:
        self._termbase = termbase
        self._units = units
        self.listed = ListedRenderings(termbase)

    @cached_property
    def unlisted(self) -> UnlistedRenderings | None:
        """What infers renderings, where there are units."""
        return UnlistedRenderings(self._termbase, Lexicon(self._units, self._termbase)) if self._units else None

    @cached_property
    def paired(self) -> PairedRenderings:
        """What finds renderings where the source is at hand."""
        return PairedRenderings(self._termbase, self.listed, self.unlisted)

    def find(self, text: str, sentences: Sequence[Span], index: int = 0) -> list[TermOccurrence]:
        """Return the renderings in an English text, in its order; none overlaps another of its tier."""
        listed = list(self.listed.find(text, sentences, index))
        if self.unlisted is None:
            return listed
        places = [occurrence.span for occurrence in listed]
        guessed = [o for o in self.unlisted.find(text, sentences, index, listed=places) if o.confidence >= FLOOR]
        return _combined(listed, [self._known(guess) for guess in guessed])

    @cached_property
    def _complying(self) -> Mapping[tuple[str, str], Designation]:
        """What the termbase allows, by concept and form."""
        found: dict[tuple[str, str], Designation] = {}
        for concept in self._termbase.concepts:
            for designation in concept.terms("en"):
                if designation.status.complies:
                    found.setdefault((concept.id, form_of(designation.term)), designation)
        return found

    def _known(self, guess: TermOccurrence) -> TermOccurrence:
        """Return what is inferred as a listed rendering where the termbase allows it, if in another context."""
        known = self._complying.get((guess.concept, form_of(guess.rendering)))
        if known is None:
            return guess
        return replace(guess, designation=known.term, rendering=known.term, status=known.status, type=known.type)


def _combined(listed: list[TermOccurrence], guessed: list[TermOccurrence]) -> list[TermOccurrence]:
    """Return listed renderings, and inferred ones that overlap none, or take in what is a part of them only.

    A rejected rendering stays where it is taken in: what is inferred takes no verdict back.
    """
    # What stands inside the gap of a rendering ends before it does.
    starts, ends = [o.span.start for o in listed], list(accumulate((o.span.end for o in listed), max))
    met = [slice(bisect_right(ends, g.spans[0].start), bisect_left(starts, g.spans[-1].end)) for g in guessed]
    kept = [
        (guess, place)
        for guess, place in zip(guessed, met, strict=True)
        if all(_stands(guess, other) for other in listed[place])
    ]
    taken_in = {at for _, place in kept for at in range(place.start, place.stop)}
    whole = [o for at, o in enumerate(listed) if o.status in REJECTED or at not in taken_in]
    return sorted([*whole, *(guess for guess, _ in kept)], key=lambda o: (o.spans[0].start, o.spans[-1].end))


def _stands(guess: TermOccurrence, listed: TermOccurrence) -> bool:
    inside = guess.span.start <= listed.span.start and listed.span.end <= guess.span.end
    sure = guess.confidence >= SURE or len(guess.evidence) >= MANY
    return inside and guess.span != listed.span and guess.concept != listed.concept and sure

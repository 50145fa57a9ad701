"""What was weighed as a rendering and not taken, and why: for whoever wonders at a finding, or at none."""

from collections.abc import Iterator, Sequence

import msgspec

from toolkit.offsets import Span
from toolkit.recognition import TermOccurrence
from toolkit.recognition._likelihood import likelihood
from toolkit.recognition.compiled import FLOOR, CompiledTermbase
from toolkit.recognition.policy import Objection

WORTH_TELLING = 0.2  # the confidence from which a candidate is told


class Considered(msgspec.Struct, frozen=True, kw_only=True):
    """A wording that is no rendering of a concept after all; the span counts in the repaired text."""

    span: Span
    concept: str
    confidence: float
    reason: str


def considered(
    renderings: CompiledTermbase, text: str, sentence: Span, taken: Sequence[TermOccurrence]
) -> Iterator[Considered]:
    """Yield what of a sentence without a source was weighed, but for what was `taken`; every term is looked at."""
    here = {(o.concept, o.span) for o in taken}
    seen = set(here)
    for span, concept, designation, objection in renderings.listed.weighed(text, [sentence]):
        if (concept, span) not in seen:
            seen.add((concept, span))
            reason = _said(objection, designation.policy.context) if objection else _over(span, taken, text)
            yield Considered(span=span, concept=concept, confidence=1.0, reason=reason)
    best: dict[tuple[str, Span], float] = {}
    for concept, span, likeness in renderings.unlisted.candidates(text, sentence) if renderings.unlisted else ():
        best[concept, span] = max(best.get((concept, span), 0.0), likelihood(likeness))
    for (concept, span), confidence in best.items():
        if confidence >= WORTH_TELLING and (concept, span) not in seen:
            unsure = f"too unsure: told from {FLOOR:.0%} on"
            reason = unsure if confidence < FLOOR else _over(span, taken, text)
            yield Considered(span=span, concept=concept, confidence=confidence, reason=reason)


def _said(objection: Objection, beginnings: Sequence[str]) -> str:
    if objection is not Objection.CONTEXT:
        return objection.value
    wanted = ", ".join(f"{beginning}…" for beginning in beginnings)
    return f"{objection.value}: it stands in quotation marks, or in a sentence with one of {wanted}"


def _over(span: Span, taken: Sequence[TermOccurrence], text: str) -> str:
    """Return which rendering stands in place of one that nothing else speaks against."""
    for other in taken:
        if span.start < other.span.end and other.span.start < span.end:
            return f"“{text[other.span.start : other.span.end]}” stands there for another term"
    return "a longer or surer wording stands there"

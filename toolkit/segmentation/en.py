"""English: sentences (sentencex) and the frequencies of words and word pairs (symspellpy's dictionaries)."""

import sentencex

from toolkit.offsets import Span


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, without the white space around them; blank ones are left out."""
    return trimmed(text, "en")


def trimmed(text: str, code: str) -> tuple[Span, ...]:
    """Return sentencex's boundaries in a language, white space cut off."""
    spans = []
    for boundary in sentencex.get_sentence_boundaries(code, text):
        piece = boundary["text"]
        start = boundary["start_index"] + len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            spans.append(Span(start, end))
    return tuple(spans)

"""Sentence boundaries, the same way for every language (sentencex's door)."""

import regex
import sentencex

from toolkit.offsets import Span

_WRAPPED = 120  # a text without longer lines is taken for hard-wrapped: only a blank line ends a paragraph
_BLANK = regex.compile(r"\n\s{0,200}\n")
_BREAK = regex.compile(r"\n")


def sentences(text: str, code: str) -> tuple[Span, ...]:
    """Return the sentences of a text, without the white space around them; blank ones are left out.

    No sentence goes beyond its paragraph. In a text with long lines every line is one.
    """
    wrapped = max(map(len, text.split("\n")), default=0) <= _WRAPPED
    breaks = [match.span() for match in (_BLANK if wrapped else _BREAK).finditer(text)]
    spans = []
    start = 0
    for end, following in [*breaks, (len(text), len(text))]:
        for boundary in sentencex.get_sentence_boundaries(code, text[start:end]):
            piece = boundary["text"]
            first = start + boundary["start_index"] + len(piece) - len(piece.lstrip())
            last = first + len(piece.strip())
            if first < last:
                spans.append(Span(first, last))
        start = following
    return tuple(spans)

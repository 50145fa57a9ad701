"""Sentence boundaries, the same way for every language (sentencex's door)."""

from collections.abc import Iterator

import regex
import sentencex

from toolkit.offsets import Span

_WRAPPED = 120  # a text without longer lines is taken for hard-wrapped: only a blank line ends a paragraph
_BLANK = regex.compile(r"\n\s{0,200}\n")
_BREAK = regex.compile(r"\n")
_LONGEST = 300  # characters; longer ones mostly are many sentences between quotation marks that do not match
_NO_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»「」『』', " "))
_FIGURE = regex.compile(r"(?<=[。！？][”’」』）]?)\d")  # sentencex takes the stop before it for a decimal point
_WIDE = regex.compile(
    r"[^\S\x00-\x7f](?=\.)"
)  # sentencex breaks down at a wide blank between an initial and its stop
_OPENING = regex.compile(r"(?:[“„«「『]|(?<=\s)\")\s*$")


def sentences(text: str, code: str) -> tuple[Span, ...]:
    """Return the sentences of a text, without the white space around them; blank ones are left out.

    No sentence goes beyond its paragraph. In a text with long lines every line is one. A quotation stays in the
    sentence that it begins in, unless that would be longer than `_LONGEST`.
    """
    wrapped = max(map(len, text.split("\n")), default=0) <= _WRAPPED
    breaks = [match.span() for match in (_BLANK if wrapped else _BREAK).finditer(text)]
    spans = []
    start = 0
    for end, following in [*breaks, (len(text), len(text))]:
        for piece in _split(text[start:end], code):
            words = text[start + piece.start : start + piece.end]
            first = start + piece.start + len(words) - len(words.lstrip())
            last = first + len(words.strip())
            if first < last:
                spans.append(Span(first, last))
        start = following
    return tuple(spans)


def _split(paragraph: str, code: str) -> Iterator[Span]:
    """Yield the sentences of a paragraph with the white space behind them."""
    for boundary in sentencex.get_sentence_boundaries(code, _WIDE.sub(" ", _FIGURE.sub("一", paragraph))):
        start, words = boundary["start_index"], boundary["text"]
        if len(words) > _LONGEST:
            begin = 0
            for inner in sentencex.get_sentence_boundaries(code, words.translate(_NO_QUOTES))[1:]:
                opening = _OPENING.search(words, begin, inner["start_index"])
                end = opening.start() if opening else inner["start_index"]
                yield Span(start + begin, start + end)
                begin = end
            yield Span(start + begin, start + len(words))
        else:
            yield Span(start, start + len(words))

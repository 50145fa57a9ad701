"""Cases as data: texts in which «…» stands around what is to be found."""

from typing import NamedTuple


class Marked(NamedTuple):
    """A text without its marks, and the spans that they enclosed."""

    text: str
    spans: tuple[tuple[int, int], ...]


def unmark(marked: str) -> Marked:
    """Take «…» out of a text; marks do not nest."""
    pieces, spans, length = [], [], 0
    for number, piece in enumerate(marked.replace("«", "\0").replace("»", "\0").split("\0")):
        if number % 2:
            spans.append((length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return Marked("".join(pieces), tuple(spans))

"""The words of a sentence that its translation may hold too, or hold a rendering of.

Figures are spelled by their value, so that 3.5亿 and 350 million are one word; months are figures. Latin words are
cut to their stems, Chinese ones cut out by their frequencies; marks that both languages use are words as well.
"""

from collections.abc import Iterator

import regex

from toolkit.offsets import Span
from toolkit.recognition.variants import singular
from toolkit.segmentation import zh

STEM = 6  # letters of an English word that count: what is behind them is mostly inflection
_POWERS = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
    "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12,
}  # fmt: skip
_MONTHS = {
    month: f"#{number}"
    for number, month in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_STOP_WORDS = frozenset(
    """the a an of to and in for on by with as is are was were be been that this it its at from or which has have
    had will would their they""".split()
)
_FIGURE = regex.compile(
    r"(\d{1,15}(?:[,，]\d{3}){0,6}(?:\.\d{1,9})?)\s?(hundred|thousand|million|billion|trillion|[百千万亿兆]{0,3})"
)
_LATIN = regex.compile(r"[a-z][a-z&+-]*")
_MARKS = str.maketrans("？！：；（）“”「」％", '?!:;()""""%')
_MARK = regex.compile(r'[?!:;("%#*•]|(?<!\S)[·–—-](?!\S)')


def english(text: str) -> Iterator[str]:
    """Yield the words of an English sentence, figures and marks, as they are compared."""
    text = text.lower()
    yield from figures(text)
    for word in _LATIN.findall(text):
        if word in _MONTHS:
            yield _MONTHS[word]
        elif word not in _STOP_WORDS:
            yield singular(word)[:STEM]
    yield from _MARK.findall(text.translate(_MARKS))


def chinese(text: str) -> Iterator[str]:
    """Yield the words of a Chinese sentence, figures, Latin words and marks, as they are compared."""
    text = zh.simplified(text).lower()
    yield from figures(text)
    yield from (singular(word)[:STEM] for word in _LATIN.findall(text))
    yield from (text[start:end] for start, end in zh.words(text, Span(0, len(text))))
    yield from _MARK.findall(text.translate(_MARKS))


def figures(text: str) -> Iterator[str]:
    """Yield the figures in a text in lower case by their values, "#" before them."""
    for figure, scale in _FIGURE.findall(text):
        powers = [_POWERS[scale]] if scale in _POWERS else [_POWERS[power] for power in scale]
        yield f"#{float(figure.replace(',', '').replace('，', '')) * 10 ** sum(powers):.6g}"

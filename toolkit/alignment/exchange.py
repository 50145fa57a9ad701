"""Alignments as files: TSV, TMX 1.4b and JSON, line by line."""

from collections.abc import Iterator, Sequence
from html import escape

import msgspec
import regex

from toolkit import __version__
from toolkit.alignment import Alignment, Sentences, language_of
from toolkit.offsets import Span
from toolkit.text import Segment

_NO_XML = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")  # XML 1.0, production 2


class _Pair(msgspec.Struct, frozen=True):
    source: list[Span]
    target: list[Span]
    confidence: float


def tsv(alignment: Alignment) -> Iterator[str]:
    """Yield a line for each pair: source, tab, target; white space in a text is one space."""
    for pair in alignment.pairs:
        yield f"{_wording(alignment.source, pair.source)}\t{_wording(alignment.target, pair.target)}\n"


def tmx(alignment: Alignment) -> Iterator[str]:
    """Yield a TMX 1.4b document; a sentence with no counterpart is no translation unit."""
    language = language_of(alignment.source)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield f'<header creationtool="xindaya" creationtoolversion="{__version__}" segtype="sentence" o-tmf="xindaya"'
    yield f' adminlang="en" srclang="{language}" datatype="plaintext"/>\n<body>\n'
    for pair in alignment.pairs:
        if pair.source and pair.target:
            yield f'<tu><prop type="x-confidence">{pair.confidence:.4f}</prop>'
            for side, segments in ((alignment.source, pair.source), (alignment.target, pair.target)):
                words = escape(_NO_XML.sub("", _wording(side, segments)), quote=False)
                yield f'<tuv xml:lang="{language_of(side)}"><seg>{words}</seg></tuv>'
            yield "</tu>\n"
    yield "</body>\n</tmx>\n"


def json(alignment: Alignment) -> Iterator[str]:
    """Yield a JSON document; places are half-open ranges of code points of each raw document."""
    encode = msgspec.json.Encoder().encode
    between = '{"version": 1, "pairs": [\n'
    for pair in alignment.pairs:
        source, target = _places(alignment.source, pair.source), _places(alignment.target, pair.target)
        yield between + encode(_Pair(source, target, round(pair.confidence, 4))).decode()
        between = ",\n"
    yield "\n]}\n" if alignment.pairs else between + "]}\n"


def _wording(side: Sentences, segments: Sequence[Segment]) -> str:
    between = "" if language_of(side) == "zh" else " "
    texts = (side.texts[segment.text].text[slice(*segment.span)] for segment in segments)
    wording = between.join(" ".join(text.split()) for text in texts)
    return wording.encode(errors="replace").decode()  # UTF-8 has no half surrogate pairs


def _places(side: Sentences, segments: Sequence[Segment]) -> list[Span]:
    return [side.texts[segment.text].to_raw(segment.span) for segment in segments]

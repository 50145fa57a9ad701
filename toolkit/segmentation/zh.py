"""Chinese: sentences (sentencex), words and their frequencies (jieba)."""

from toolkit.offsets import Span
from toolkit.segmentation.en import trimmed


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, without the white space around them; blank ones are left out."""
    return trimmed(text, "zh")

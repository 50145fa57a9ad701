"""English: sentences (sentencex) and the frequencies of words and word pairs (symspellpy's dictionaries)."""

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from toolkit.errors import ConfigurationError
from toolkit.offsets import Span
from toolkit.segmentation import _boundaries

# Google Books n-grams cut to the SCOWL word list (symspellpy, MIT): 82,834 words and 242,342 pairs, lower case.
WORDS = "frequency_dictionary_en_82_765.txt"
PAIRS = "frequency_bigramdictionary_en_243_342.txt"


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, without the white space around them; blank ones are left out."""
    return _boundaries.sentences(text, "en")


@cache
def word_counts() -> Mapping[str, int]:
    """Return how often each English word, in lower case, was counted; loading takes about 0.03 s, once."""
    fields = _read(WORDS).split()
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=True))


@cache
def pair_counts() -> Mapping[str, str]:
    """Return the counts, in digits, of word pairs such as "of the"; loading takes about 0.1 s, once."""
    return dict(line.rsplit(" ", 1) for line in _read(PAIRS).splitlines())


def _read(name: str) -> str:
    spec = find_spec("symspellpy")  # found, not imported: only its data are wanted
    if spec is None or not spec.submodule_search_locations:
        message = "symspellpy, whose dictionaries are needed for English, is not installed"
        raise ConfigurationError(message)
    return Path(spec.submodule_search_locations[0], name).read_text(encoding="utf-8-sig")

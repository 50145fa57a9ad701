"""Chinese: sentences (sentencex), words and their frequencies (jieba), how plausible a text is as Chinese.

jieba's dictionary is read as a file: importing jieba warns on newer Pythons and trusts a cache file in the
shared temporary directory.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from math import log10
from pathlib import Path

import opencc

from toolkit.errors import ConfigurationError
from toolkit.offsets import Span
from toolkit.segmentation import _boundaries

WORD_LINE = re.compile(r"^(\S+) (\d+) ", re.MULTILINE)
TAGGED_WORD_LINE = re.compile(r"^(\S+) \d+ (\S+)", re.MULTILINE)
COMMON_WORD_LINE = re.compile(r"^([^ -~]+) (\d{2,}) ", re.MULTILINE)  # rarer ones add time, and no evidence
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
PAIR_SHARE = 0.6  # weight of the pair against the character alone
UNSEEN = 1e-8  # probability of a character that no common word holds
UNKNOWN_WORD = -8.0  # logarithm of the probability of a character that is no word
LONGEST_WORD = 8  # characters of a word that is cut out; jieba's longer ones are set phrases
UNSEEN_ALONE = log10((1 - PAIR_SHARE) * UNSEEN)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, without the white space around them; blank ones are left out."""
    return _boundaries.sentences(text, "zh")


def simplified(text: str) -> str:
    """Return a text in Simplified characters, as many as it has; linear."""
    converted: str = _converter("t2s").convert(text)
    return converted if len(converted) == len(text) else "".join(map(_converter("t2s").convert, text))


def words(text: str, within: Span) -> Iterator[Span]:
    """Yield the words of the Han runs of a stretch of a text, cut as is most probable by jieba's frequencies.

    Every character that no word holds is one by itself. Linear: about 1 MB/s.
    """
    for run in HAN.finditer(text, *within):
        start = run.start()
        for length in _lengths(run.group()):
            yield Span(start, start + length)
            start += length


def _lengths(run: str) -> list[int]:
    """Return the lengths of the words of a run in its most probable cut."""
    weight = _weights().get
    size = len(run)
    best = [0.0] * (size + 1)  # from each place to the end: the weight of the best cut
    ends = [0] * size  # and where its first word ends
    for start in range(size - 1, -1, -1):
        top, to = (weight(run[start]) or UNKNOWN_WORD) + best[start + 1], start + 1
        for end in range(start + 2, min(size, start + LONGEST_WORD) + 1):
            found = weight(run[start:end], 0.0)
            if found is None:
                continue
            if not found:
                break
            if found + best[end] > top:
                top, to = found + best[end], end
        best[start], ends[start] = top, to
    lengths = []
    start = 0
    while start < size:
        lengths.append(ends[start] - start)
        start = ends[start]
    return lengths


@cache
def _weights() -> Mapping[str, float | None]:
    """Return the logarithms of the probabilities of words, and None for what only begins a word."""
    counts = frequencies()
    total = log10(sum(counts.values()))
    weights: dict[str, float | None] = {word[:end]: None for word in counts for end in range(2, len(word))}
    return weights | {word: log10(count or 1) - total for word, count in counts.items()}


@cache
def parts_of_speech() -> Mapping[str, str]:
    """Return the tag (n, v, a, ...; the ICTCLAS set) of each of jieba's words; takes 0.4 s once."""
    return dict(TAGGED_WORD_LINE.findall(_dictionary()))


@cache
def frequencies() -> Mapping[str, int]:
    """Return how often each of jieba's 349,000 words occurs in 60 million words; takes 0.4 s once."""
    return {word: int(count) for word, count in WORD_LINE.findall(_dictionary())}


def converted(text: str, standard: str) -> str:
    """Return a text as OpenCC's conversion makes it: s2t to Traditional, tw2sp from Taiwan's words (軟體) too."""
    made: str = _converter(standard).convert(text)
    return made


def plausibility(text: str) -> float:
    """Return how plausible a text is as Chinese: the mean decimal logarithm of its characters' probabilities.

    About -2.5 for prose, -3.3 for terms, under -5 for characters at random. Only Han characters count, and
    Traditional ones count as Simplified. A text without any gives the worst value, -8.
    """
    runs = HAN.findall(text)
    if not runs:
        return log10(UNSEEN)
    return log_probability(runs) / sum(map(len, runs))


def log_probability(runs: list[str]) -> float:
    """Return the decimal logarithm of the probability of runs of Han characters, the first of each alone."""
    alone, paired = _logarithms()
    total = 0.0
    before = ""
    for character in _converter("t2s").convert("\n".join(runs)):
        if character != "\n":
            total += paired.get(before + character) or alone.get(character, UNSEEN_ALONE)
        before = character
    return total


@cache
def _logarithms() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return the logarithms of the probabilities of characters alone, and after the character before."""
    characters: dict[str, float] = {}
    pairs: dict[str, float] = {}
    for word, digits in COMMON_WORD_LINE.findall(_dictionary()):
        count = int(digits)
        before = ""
        for character in word:
            characters[character] = characters.get(character, 0) + count
            if before:
                pairs[before + character] = pairs.get(before + character, 0) + count
            before = character
    total = sum(characters.values())
    shares = {character: (1 - PAIR_SHARE) * count / total for character, count in characters.items()}
    return (
        {character: log10(share) for character, share in shares.items()},
        {pair: log10(PAIR_SHARE * count / characters[pair[0]] + shares[pair[1]]) for pair, count in pairs.items()},
    )


def _dictionary() -> str:
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        message = "jieba, whose dictionary is needed for Chinese, is not installed"
        raise ConfigurationError(message)
    return Path(spec.submodule_search_locations[0], "dict.txt").read_text(encoding="utf-8")


@cache
def _converter(standard: str) -> opencc.OpenCC:
    return opencc.OpenCC(standard)

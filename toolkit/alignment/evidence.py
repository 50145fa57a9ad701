"""What words say about two sentences: how much likelier those of one are once those of the other are known.

Of a target word the ratio of its probability given the source sentence, as in IBM model 1 (Brown et al. 1993,
Computational Linguistics 19:2), to its probability in the document; and the same the other way round.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from toolkit.alignment.beads import WIDEST, Array, Band, Bead

Ids: TypeAlias = npt.NDArray[np.int64]

MOST = 6.0  # what one word can say, at most: e to that power
LEARNED = 0.4  # how sure it is that a translation holds a word that was learned to render another
FEWEST = 2  # beads that hold a pair of words that is learned
LEAST_DICE = 0.8  # of such a pair: twice the beads that hold both, by the beads that hold either
UNSURE = 0.7  # beads less probable than this teach nothing
AT_ONCE = 32  # sentences that are looked at together
UNSEEN = 0.5  # taken off each count of beads, since a pair may meet by chance


class Words(NamedTuple):
    """The distinct words of sentences, as numbers: those of sentence i stand from ends[i] to ends[i + 1]."""

    ids: Ids
    ends: Ids

    def of(self, start: int, stop: int) -> Ids:
        """Return the words of the sentences from `start` to `stop`, end exclusive; once for each sentence."""
        return self.ids[self.ends[start] : self.ends[stop]]


class Renderings(NamedTuple):
    """Pairs of words that may render each other, with their probability either way.

    `trust` is how sure it is that a translation holds a rendering of a word that has one.
    """

    source: Ids
    target: Ids
    forth: Array
    back: Array
    trust: Array


def numbered(sentences: Iterable[Iterable[str]], vocabulary: dict[str, int]) -> Words:
    """Return the words of sentences by their numbers in a vocabulary, which takes in new ones."""
    found = [
        sorted(vocabulary.setdefault(w, len(vocabulary)) for w in dict.fromkeys(words)) for words in sentences
    ]
    ends = np.cumsum([0, *map(len, found)])
    return Words(np.fromiter(chain.from_iterable(found), dtype=np.int64), ends)


def renderings(pairs: Iterable[tuple[int, int]], trust: float) -> Renderings:
    """Return pairs of words of which all renderings of a word are as likely."""
    source, target = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2).T
    return Renderings(
        source,
        target,
        1 / np.bincount(source)[source] if len(source) else np.zeros(0),
        1 / np.bincount(target)[target] if len(target) else np.zeros(0),
        np.full(len(source), trust),
    )


def joined(*parts: Renderings) -> Renderings:
    """Return all pairs of several."""
    return Renderings(*map(np.concatenate, zip(*parts, strict=True)))


def learned(source: Words, target: Words, beads: Iterable[Bead], known: Renderings) -> Renderings:
    """Return pairs of words that keep meeting in probable beads; words that have a rendering are in none."""
    size = 1 + max(source.ids.max(initial=0), target.ids.max(initial=0))
    new = np.ones(size, dtype=bool)
    new[known.source] = new[known.target] = False
    nothing: Ids = np.zeros(0, dtype=np.int64)
    sources, targets, meetings = [nothing], [nothing], [nothing]
    for bead in beads:
        if bead.source and bead.target and bead.confidence >= UNSURE:
            one, other = (
                np.unique(words[new[words]])
                for words in (
                    source.of(bead.source.start, bead.source.stop),
                    target.of(bead.target.start, bead.target.stop),
                )
            )
            sources.append(one)
            targets.append(other)
            meetings.append((one[:, None] * size + other).ravel())
    met, times = np.unique(np.concatenate(meetings), return_counts=True)
    one, other = met // size, met % size
    of_one = np.bincount(np.concatenate(sources), minlength=size)[one]
    of_other = np.bincount(np.concatenate(targets), minlength=size)[other]
    kept = (times >= FEWEST) & (2 * times >= LEAST_DICE * (of_one + of_other))
    return Renderings(
        one[kept],
        other[kept],
        ((times - UNSEEN) / of_one)[kept],
        ((times - UNSEEN) / of_other)[kept],
        np.full(int(kept.sum()), LEARNED),
    )


def evidence(source: Words, target: Words, pairs: Renderings, band: Band) -> tuple[list[Array], list[Array]]:
    """Return what the words of target sentences say given source sentences, and the other way round.

    Of the first, [i][a - 1] holds over the columns of row i the logarithmic ratio for target sentence j given `a`
    source sentences from i on; of the second, [i][b - 1] that for source sentence i given `b` target sentences
    from j on.
    """
    size = 1 + max(source.ids.max(initial=0), target.ids.max(initial=0))
    firsts, lasts = np.array(band.first), np.array(band.last)
    ends = np.concatenate(([0], np.cumsum(lasts - firsts)))
    across, down = np.zeros((WIDEST, ends[-1])), np.zeros((WIDEST, ends[-1]))
    rows, columns = np.arange(len(source.ends) - 1), np.arange(len(target.ends) - 1)
    spans = zip(firsts[rows], np.minimum(lasts[rows], len(columns)), strict=True)
    forth = _Table.of(pairs.source, pairs.target, pairs.forth, pairs.trust, size)
    for row, ratios in enumerate(forth.ratios(source, target, spans)):
        across[:, ends[row] : ends[row] + ratios.shape[1]] = ratios
    crossing = list(
        zip(
            np.searchsorted(lasts[rows], columns, "right"),
            np.searchsorted(firsts[rows], columns, "right"),
            strict=True,
        )
    )
    back = _Table.of(pairs.target, pairs.source, pairs.back, pairs.trust, size)
    for column, ratios in enumerate(back.ratios(target, source, crossing)):
        above = slice(*crossing[column])
        down[:, ends[:-1][above] + column - firsts[above]] = ratios
    return np.split(across, ends[1:-1], axis=1), np.split(down, ends[1:-1], axis=1)


class _Table(NamedTuple):
    """Renderings by the word that they render: those of word w stand from starts[w] to starts[w + 1]."""

    starts: Ids
    renderings: Ids
    chances: Array
    trust: Array  # by word: the most of all pairs that render something by it

    @classmethod
    def of(cls, given: Ids, other: Ids, chances: Array, trust: Array, size: int) -> "_Table":
        order = np.argsort(given, kind="stable")
        most = np.zeros(size)
        np.maximum.at(most, other, trust)
        return cls(np.searchsorted(given[order], np.arange(size + 1)), other[order], chances[order], most)

    def ratios(self, given: Words, other: Words, spans: Iterable[tuple[int, int]]) -> Iterator[Array]:
        """Yield for each given sentence what it and those behind it say about a span of other sentences.

        [a - 1, k] is the sum over the words of the k-th of these, given `a` sentences.
        """
        size = len(self.trust)
        share = np.bincount(other.ids, minlength=size) / max(len(other.ids), 1)
        telling = self.trust[other.ids] > 0
        other = Words(other.ids[telling], np.concatenate(([0], np.cumsum(telling)))[other.ends])
        unexpected = np.log(1 - self.trust)
        lengths = np.diff(given.ends)
        expected: deque[Array] = deque()  # from `begin` on
        begin = 0
        for (_, (first, last)), same in groupby(enumerate(spans), lambda span: (span[0] // AT_ONCE, span[1])):
            rows = len(list(same))
            end = min(begin + rows + WIDEST - 1, len(lengths))
            expected += (self._expected(given.of(at, at + 1)) for at in range(begin + len(expected), end))
            words, ends = other.of(first, last), other.ends[first : last + 1] - other.ends[first]
            reach = np.array([vector[words] for vector in expected])
            chance, length = np.zeros((rows, len(words))), np.zeros(rows)
            ratio, sums = np.tile(unexpected[words], (rows, 1)), np.zeros((rows, len(words) + 1))
            ratios = np.zeros((rows, WIDEST, last - first))
            for more in range(WIDEST):
                there = max(min(rows, len(reach) - more), 0)  # behind the last sentence are none
                chance[:there] += reach[more : more + there]
                length[:there] += lengths[begin + more : begin + more + there]
                row, column = np.nonzero(chance[:there])
                word = words[column]
                trust, usual = self.trust[word], np.maximum(length[row], 1) * share[word]
                told = np.log(1 - trust + trust * chance[row, column] / usual)
                ratio[row, column] = np.minimum(told, MOST)
                ratio.cumsum(axis=1, out=sums[:, 1:])
                ratios[:there, more] = np.diff(sums[:there, ends], axis=1)
            for each in ratios:
                expected.popleft()
                yield each
            begin += rows

    def _expected(self, words: Ids) -> Array:
        """Return by word how often a sentence of these words lets expect it."""
        starts, counts = self.starts[words], self.starts[words + 1] - self.starts[words]
        places = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        sums = np.bincount(self.renderings[places], self.chances[places], len(self.trust))
        return sums.astype(np.float64)

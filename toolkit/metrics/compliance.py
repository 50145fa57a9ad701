"""Compliance: which part of the terms of the source is rendered as the glossary wants."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import regex

from toolkit.metrics import EvaluationSet, Segments
from toolkit.metrics._documents import DocumentMetric, Figure, gathered, mean, paired_results
from toolkit.recognition.paired import PairResult
from toolkit.segmentation import en

STRETCH = 200  # Chinese characters beside the terms that are enough to judge a stretch of text by
FEWEST = 0.1  # words a character of them that no rendering of the glossary has; people write .27 to .46
MOST = 1.5  # words that a character of the source becomes at most; people write .58 to .78
_SPARE = 10  # words more, for what is too short to have a mean

_HAN = regex.compile(r"\p{Han}")
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")


class Compliance(DocumentMetric[Sequence[float]], frozen=True):
    """The mean share, 0 to 1, of the mentions of a term in a document that are rendered as the glossary wants.

    Compliance = mean over documents d and terms t in d of rendered(t, d) / named(t, d), where rendered counts the
    mentions for which the segment that renders them has a preferred or admitted rendering: longest match, at word
    boundaries, inflected too, in another order too; each rendering counts for one mention. So it is built like
    the success rate of WMT25 (wmt25-success), but for matching, and needs no reference. Each term counts once a
    document, since a term that is named again may be taken up by a pronoun.

    Renderings count only in what may be a translation: over each stretch of segments with 200 Chinese characters
    beside the terms, the target must have a word for every ten of these characters that is in no rendering of the
    glossary, and no more than 1.5 words (and ten) for each character of the source. People write about three
    times as many (.27 to .46 in 55 documents of the WMT25 terminology task); a list of glossary words has none.

    Without a source: the share of listed renderings that are preferred or admitted.
    """

    needs = ("termbase",)

    def observe(self, hypotheses: Segments, given: EvaluationSet) -> Sequence[Sequence[float]]:
        """Return for each document the share of each of its terms; without a source 1 or 0 for each rendering."""
        if given.sources is None:
            return _alone(hypotheses, given)
        results = paired_results(self, hypotheses, given, given.listed)
        words = {
            word.lower() for terms in given.terms.values() for term in terms for word in _WORD.findall(term)
        }  # fmt: skip
        plausible: dict[int, bool] = {}
        for document in given.by_document(len(hypotheses)):
            for stretch in _stretches(document, given.sources, results):
                may_be = _may_be_translation(stretch, given.sources, hypotheses, results, words)
                plausible |= dict.fromkeys(stretch, may_be)
        return [_shares(document, results, plausible) for document in given.by_document(len(hypotheses))]

    def total(self, statistics: Sequence[Sequence[float]]) -> Mapping[str, Figure]:
        """Return the mean over all terms of all documents."""
        return {"average:macro": mean([share for shares in statistics for share in shares])}


def _alone(hypotheses: Segments, given: EvaluationSet) -> list[list[float]]:
    found = [given.listed.find(text, en.sentences(text)) for text in hypotheses]
    return gathered([[float(o.status.complies) for o in occurrences] for occurrences in found], given)


def _shares(document: Sequence[int], results: Sequence[PairResult], plausible: Mapping[int, bool]) -> list[float]:
    named: Counter[tuple[str, ...]] = Counter()
    rendered: Counter[tuple[str, ...]] = Counter()
    for number in document:
        left = Counter(o.concept for o in results[number].occurrences if o.status.complies and plausible[number])
        for term in results[number].terms:
            named[term.concepts] += 1
            concept = next((concept for concept in term.concepts if left[concept]), None)
            if concept is not None:
                left[concept] -= 1
                rendered[term.concepts] += 1
    return [rendered[term] / count for term, count in named.items()]


def _beside(source: str, result: PairResult) -> int:
    return len(_HAN.findall(source)) - sum(len(_HAN.findall(source, *term.span)) for term in result.terms)


def _stretches(
    document: Sequence[int], sources: Segments, results: Sequence[PairResult]
) -> Iterator[Sequence[int]]:
    """Yield the segments of a document, so many at a time that each stretch is long enough, or is all there is."""
    stretches: list[list[int]] = [[]]
    seen = 0
    for number in document:
        if seen >= STRETCH:
            stretches.append([])
            seen = 0
        stretches[-1].append(number)
        seen += _beside(sources[number], results[number])
    if seen < STRETCH and len(stretches) > 1:
        last = stretches.pop()
        stretches[-1] += last
    yield from stretches


def _may_be_translation(
    stretch: Sequence[int],
    sources: Segments,
    hypotheses: Segments,
    results: Sequence[PairResult],
    of_glossary: set[str],
) -> bool:
    words = [word.lower() for number in stretch for word in _WORD.findall(hypotheses[number])]
    beside = sum(_beside(sources[number], results[number]) for number in stretch)
    characters = sum(len(_HAN.findall(sources[number])) for number in stretch)
    own = sum(word not in of_glossary for word in words)
    return own >= FEWEST * beside and len(words) <= MOST * characters + _SPARE

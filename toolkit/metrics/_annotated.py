"""References with their terms marked, as the WMT21 terminology task has them.

Alam et al. 2021, On the Evaluation of Machine Translation for Terminology Consistency, arXiv:2106.11891; Alam et
al. 2021, Findings of the WMT Shared Task on Machine Translation Using Terminologies,
https://aclanthology.org/2021.wmt-1.69.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a
from sacrebleu.tokenizers.tokenizer_zh import TokenizerZh

from toolkit.metrics import EvaluationSet, Segments

Tokens = Sequence[str]
_TOKENIZERS: dict[str, Any] = {"zh": TokenizerZh, "en": Tokenizer13a}


class Term(NamedTuple):
    """A term of a reference: where its tokens stand there, and all wordings that are right, each as tokens."""

    place: range
    wordings: tuple[tuple[str, ...], ...]


class Annotated(NamedTuple):
    """A translation, its reference, and the terms of the reference, in the order of the glossary."""

    hypothesis: Tokens
    reference: Tokens
    terms: tuple[Term, ...]


def annotated(hypotheses: Segments, given: EvaluationSet) -> list[Annotated]:
    """Return each segment with the terms that stand in its source and, as tokens, in the first reference.

    A term is marked as often as it stands in the source, if the reference has it as often.
    """
    tokenize: Callable[[str], str] = _TOKENIZERS[given.language]()
    glossary = {
        term: tuple(tuple(tokenize(target).split()) for target in targets) for term, targets in given.terms.items()
    }
    made = []
    for hypothesis, source, reference in zip(hypotheses, given.sources or (), given.references[0], strict=True):
        tokens = tokenize(reference).split()
        terms = tuple(_terms(source, tokens, glossary))
        made.append(Annotated(tokenize(hypothesis).split(), tokens, terms))
    return made


def places(wording: Tokens, tokens: Tokens) -> Iterator[range]:
    """Yield where a wording stands in tokens."""
    size = len(wording)
    for start in range(len(tokens) - size + 1 if size else 0):
        if tokens[start] == wording[0] and tuple(tokens[start : start + size]) == tuple(wording):
            yield range(start, start + size)


def _terms(source: str, reference: Tokens, glossary: Mapping[str, tuple[tuple[str, ...], ...]]) -> Iterator[Term]:
    for term, wordings in glossary.items():
        count = source.count(term)
        if count:
            found = sorted((place for wording in wordings for place in places(wording, reference)), key=min)
            yield from (Term(place, wordings) for place in found[:count])

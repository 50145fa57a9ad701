"""Symbols spliced into a text so that copies of it are spoiled: "comple£©÷πx"."""

from collections.abc import Iterator

from toolkit.offsets import Edit
from toolkit.repair import Repair, RepairContext
from toolkit.repair._noise_decision import Decider
from toolkit.repair._noise_symbols import learn


class InjectedNoise(Repair, frozen=True):
    """Takes out symbols that were spliced into the words and between them.

    The document's noise is learned from the document: its symbols from joins that make words, the distances
    between its runs from those that leave no doubt. Each run then becomes nothing or a blank, or stays, by the
    frequencies of the words that result. Cost: linear; clean text costs one search for a symbol.
    """

    after = ("cjk-mojibake", "encoding", "escapes", "invisibles")

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:
        """Yield an edit for each run of noise; doubtful ones have a confidence under the floor."""
        alphabet = learn(text)
        if alphabet is not None:
            yield from Decider(text, alphabet).edits()

"""Symbols spliced into a text so that copies of it are spoiled: "comple£©÷πx"."""

from collections.abc import Iterator
from itertools import chain

from toolkit.offsets import Edit
from toolkit.repair import Repair, RepairContext, _noise_han, _noise_letters, _noise_lone, _noise_symbols
from toolkit.repair._noise_decision import Decider
from toolkit.repair._unusual import unusual


class InjectedNoise(Repair, frozen=True):
    """Takes out symbols that were spliced into the words and between them.

    The document's noise is learned from the document: its symbols from joins that make words, the distances
    between its runs from those that leave no doubt. Each run then becomes nothing or a blank, or stays, by the
    frequencies of the words that result. Cost: linear; clean text costs one search for a symbol.
    """

    after = ("cjk-mojibake", "encoding", "escapes", "invisibles", "width")

    def edits(self, text: str, context: RepairContext) -> Iterator[Edit]:
        """Return an edit for each run of noise; doubtful ones, and letters, have a confidence under the floor."""
        if context.language.startswith("zh") or _noise_han.is_chinese(text):
            if not _noise_han.STRANGE.search(unusual(text)):
                return iter(())
            alphabet = _noise_han.learn(text)
            if alphabet is not None:
                return _noise_han.HanDecider(text, alphabet).edits()
        alphabet = _noise_symbols.learn(text)
        if alphabet is not None:
            return iter(Decider(text, alphabet).edits())
        return chain(_noise_letters.flags(text), _noise_lone.edits(text))

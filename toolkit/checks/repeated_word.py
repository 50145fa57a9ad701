"""repeated-word: a word that stands twice in a row."""

from collections.abc import Iterator
from operator import eq
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Safety, Severity, Suggestion
from toolkit.offsets import Span
from toolkit.recognition.lexicon import STOP_WORDS

_REPEATED = regex.compile(r"(?<![\w'’-])(\p{L}[\p{L}'’-]{1,40}+)(,?[^\S\n]{1,4})(?i:\1)(?![\w'’-])")
_RUN = regex.compile(r"[\w'’-]+")
_ITEM = regex.compile(r" ?(?:[,;.:!?]|(?:and|or)\b)")
# Words that English doubles by right, and names and sounds that come in twos.
_RIGHT = frozenset("that had is very long many much more far so no ha bye blah duran york".split())


class RepeatedWord(Check, frozen=True):
    """Flags a word that stands twice in a row, with or without a comma between.

    ## Why is this bad?
    It is a slip, or a machine rendered two Chinese characters by one word.

    ## Example
    Support for «specialized, specialized» and new enterprises.

    ## Use instead
    The word once, or the word that the second one should have been.

    ## References
    MQM, "duplication".
    """

    rule: ClassVar[Rule] = Rule(
        id="repeated-word",
        error_type="linguistic-conventions/duplication",
        severity=Severity.MINOR,
        summary="a word that stands twice in a row",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each doubled word inside a sentence."""
        for segment in article.segments:
            text = article.texts[segment.text].text
            runs = [run.casefold() for run in _RUN.findall(text, *segment.span)]
            if not any(map(eq, runs, runs[1:])):  # the expression takes five times as long
                continue
            for match in _REPEATED.finditer(text, *segment.span):
                word, between = match[1], match[2]
                names = (
                    word[0].isupper() and match.group()[-len(word)].isupper() and word.lower() not in STOP_WORDS
                )
                # Behind a comma, the word may open something longer: of all loans, loans for use abroad.
                opens = "," in between and not _ITEM.match(text, match.end())
                if word.lower() in _RIGHT or names or opens:
                    continue
                address = article.address(segment.text, Span(match.start(), match.end()))
                surface = article.surface(segment.text, Span(match.start(), match.end()))
                yield Finding(
                    rule=self.rule,
                    address=address,
                    surface=surface,
                    message=f"“{word}” stands twice in a row",
                    suggestion=Suggestion(
                        f"write “{word}” once", article.replacing(address, surface, word), Safety.UNSAFE
                    ),
                )

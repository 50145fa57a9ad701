"""Checks: one file for each error that the toolkit can see; articles in, findings out.

The docstring of a check is its page in the manual, under fixed headings: what it does, why it is bad, an
example with the flagged words in «», what to use instead, and references.
"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.context import Context
from toolkit.findings import Finding, Rule
from toolkit.parts import Family, Part


class Check(Part, frozen=True):
    """One kind of error and how it is found."""

    rule: ClassVar[Rule]

    @abstractmethod
    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:
        """Yield what is wrong with an article."""


CHECKS: Family[Check] = Family("toolkit.checks", Check)

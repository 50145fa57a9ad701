"""hyphen-inconsistent: one term with and without a hyphen."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import ClassVar

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Related, Rule, Severity, quoted
from toolkit.recognition import TermOccurrence

_DIFFERENT_BY_RIGHT = {"adverb", "phrase", "adjective", "verb"}  # a year-on-year rise, but it rose year on year
MOST_RELATED = 20


class HyphenInconsistent(Check, frozen=True):
    """Flags a term that an article writes with and without a hyphen, or as one word and as two.

    The less frequent writing is flagged once. What is joined before a noun and apart elsewhere, as adverbs and
    adjectives are, is left alone.

    ## Why is this bad?
    It looks like two terms, and searches find one of them only.

    ## Example
    Non-ferrous metals rose, «nonferrous metals» fell, and non-ferrous metals rose again.

    ## Use instead
    One writing throughout.

    ## References
    MQM, "spelling"; Chicago Manual of Style, 7.81 to 7.89.
    """

    rule: ClassVar[Rule] = Rule(
        id="hyphen-inconsistent",
        error_type="linguistic-conventions/spelling",
        severity=Severity.MINOR,
        summary="one term with and without a hyphen",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:
        """Yield at most one finding for each term."""
        by_letters: dict[tuple[str, str], list[TermOccurrence]] = defaultdict(list)
        for occurrence in article.occurrences:
            if occurrence.designation and not _joined_before_a_noun(article, occurrence):
                surface = _writing(article, occurrence)
                letters = "".join(filter(str.isalnum, surface)).removesuffix("s")
                by_letters[occurrence.concept, letters].append(occurrence)
        for (name, _), occurrences in by_letters.items():
            writings = Counter(_writing(article, o).removesuffix("s") for o in occurrences)
            if len(writings) > 1:
                term = occurrences[0].designation
                pos = {d.pos for d in context.termbase[name].terms("en") if d.term == term}
                if not pos & _DIFFERENT_BY_RIGHT:
                    yield self._finding(article, occurrences, writings.most_common(1)[0][0])

    def _finding(self, article: Article, occurrences: list[TermOccurrence], usual: str) -> Finding:
        odd = next(o for o in occurrences if _writing(article, o).removesuffix("s") != usual)
        others = [o for o in occurrences if _writing(article, o).removesuffix("s") == usual]
        surface, other = (article.surface(o.text, o.span) for o in (odd, others[0]))
        return Finding(
            rule=self.rule,
            address=article.address(odd.text, odd.span),
            surface=surface,
            message=f"{quoted(surface)} here and {quoted(other)} elsewhere in this article",
            concept=odd.concept,
            related=tuple(
                Related("other writing", article.address(o.text, o.span), article.surface(o.text, o.span))
                for o in others[:MOST_RELATED]
            ),
            related_total=len(others),
        )


def _joined_before_a_noun(article: Article, occurrence: TermOccurrence) -> bool:
    """Tell whether a hyphen joins the last word of a term that stands before another word, as it should."""
    text, (start, end) = article.texts[occurrence.text].text, occurrence.span
    return (
        "-" in text[start:end].split(" ")[-1] and text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha()
    )


def _writing(article: Article, occurrence: TermOccurrence) -> str:
    return article.surface(occurrence.text, occurrence.span).lower().strip("\"'“”‘’")

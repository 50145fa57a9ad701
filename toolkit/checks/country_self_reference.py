"""country-self-reference: "my country" for 我国."""

from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.article import Article
from toolkit.checks import Check
from toolkit.context import Context
from toolkit.findings import Finding, Rule, Safety, Severity, Suggestion, quoted
from toolkit.offsets import Span

_MINE = regex.compile(r"\b(?:my|our) country(?:['’]s)?\b", regex.IGNORECASE)


class CountrySelfReference(Check, frozen=True):
    """Flags "my country", and "our country" outside quotation marks, in an article on China.

    A title that has the words is left alone. What a speaker says of his own country in quotation marks may be
    "our country"; "my country" is 我国 word for word.

    ## Why is this bad?
    我国 in a Chinese text is China; an English article is no speech of its writer.

    ## Example
    Exports of «my country» grew by 3 percent.

    ## Use instead
    China, or the country.

    ## References
    MQM, "mistranslation"; style guides of China Daily and Xinhua.
    """

    rule: ClassVar[Rule] = Rule(
        id="country-self-reference",
        error_type="accuracy/mistranslation",
        severity=Severity.MINOR,
        summary="“my country” for China",
    )

    def inspect(self, article: Article, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - needs no context
        """Yield a finding for each self-reference."""
        for segment in article.segments:
            text = article.texts[segment.text].text
            for match in _MINE.finditer(text, *segment.span):
                title = "Country" in match.group()
                if title or (match.group()[0] in "oO" and _in_speech(text, match.start())):
                    continue
                span = Span(*match.span())
                address, surface = article.address(segment.text, span), match.group()
                china = "China’s" if "’" in surface else "China's" if "'" in surface else "China"
                yield Finding(
                    rule=self.rule,
                    address=address,
                    surface=surface,
                    message=f"{quoted(surface)} is 我国 word for word",
                    zh="我国",
                    suggestion=Suggestion(
                        f"write {quoted(china)}", article.replacing(address, surface, china), Safety.UNSAFE
                    ),
                )


def _in_speech(text: str, at: int) -> bool:
    """Tell whether a place stands inside quotation marks that were opened in its paragraph."""
    paragraph = text[text.rfind("\n", 0, at) + 1 : at]
    return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1

"""hant-hans-disagreement: a Traditional term that is not the Simplified one in other characters."""

from collections.abc import Iterator
from typing import ClassVar

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule
from toolkit.segmentation import zh

_STANDARDS = ("t2s", "tw2sp", "hk2s")
_TRADITIONAL = ("s2t", "s2tw", "s2hk")


class HantHansDisagreement(LintRule, frozen=True):
    """Flags a Traditional term whose Simplified form the concept does not have, and characters of the wrong kind.

    Words of Taiwan and Hong Kong (軟體 for 软件) agree with those of the mainland.

    ## Why is this bad?
    A slip of the keyboard or of a converter makes another term of it, and texts in Traditional characters are
    not understood.

    ## Example
    zh,zh_hant,en,status
    制造业,製造葉,manufacturing,preferred

    ## Use instead
    The same term in Traditional characters; a term that only one side has stands in a row of its own.

    ## References
    Unicode Standard Annex 38, kSimplifiedVariant; OpenCC.
    """

    severity: ClassVar[Severity] = Severity.MAJOR
    summary: ClassVar[str] = "a Traditional term that is not the Simplified one in other characters"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield Simplified terms with Traditional characters, and Traditional ones that agree with none."""
        for use in inventory.terms("zh-Hans"):
            term = use.designation.term
            if zh.simplified(term) != term:
                yield self.flaw(
                    use, "is called Simplified and has Traditional characters", f"write {zh.simplified(term)}"
                )
        for use in inventory.terms("zh-Hant"):
            term = use.designation.term
            simplified = [d.term for d in use.concept.terms("zh-Hans")]
            made = {zh.converted(term, standard) for standard in _STANDARDS}
            if simplified and not made & set(simplified):
                closest = zh.converted(simplified[0], "s2t")
                yield self.flaw(
                    use, f"is none of {'、'.join(simplified)} in Traditional characters", f"perhaps {closest}"
                )
            elif all(zh.converted(term, standard) != term for standard in _TRADITIONAL):
                yield self.flaw(
                    use,
                    "is called Traditional and has Simplified characters",
                    f"write {zh.converted(term, 's2t')}",
                )

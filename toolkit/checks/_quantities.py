"""What number-mismatch and period-mismatch share: the mentions of each pair of segments, set beside each other."""

from collections.abc import Collection, Iterator

from toolkit.checks import Comparison
from toolkit.findings import Finding, Rule, quoted
from toolkit.quantities import Mention
from toolkit.quantities.comparison import Reason
from toolkit.quantities.wording import wording
from toolkit.text import Segment

SHOWN = 0.5  # the confidence from which a difference is told, and that of a pair of segments that is looked at
SURE = 0.8  # that of a pair in which one can be a verdict


def mismatches(comparison: Comparison, rule: Rule, reasons: Collection[Reason]) -> Iterator[Finding]:
    """Yield a finding for each difference of a kind that stands on both sides."""
    for pair, source, target, _, differences in comparison.figures:
        for found in differences if pair.confidence >= SHOWN else ():
            if found.source and found.target and found.reason in reasons and found.confidence >= SHOWN:
                there, here = Segment(source.text, found.source.span), Segment(target.text, found.target.span)
                theirs = comparison.source.surface(there.text, there.span)
                ours = quoted(comparison.target.surface(here.text, here.span))
                yield comparison.finding(
                    rule,
                    f"{ours} here and {quoted(theirs)} in a sister article"
                    if comparison.sisters
                    else f"{_said(theirs, found.source)}, here {ours}",
                    here,
                    there,
                    confidence=found.confidence * pair.confidence,
                    verdict=found.verdict and pair.confidence >= SURE,
                )


def _said(theirs: str, mention: Mention) -> str:
    said = wording(mention)
    return f"the source says {said}" if theirs == said else f"{theirs} is {said}"

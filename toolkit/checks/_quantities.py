"""What number-mismatch and period-mismatch share: the mentions of each pair of segments, set beside each other."""

from collections.abc import Collection, Iterator

from toolkit import quantities
from toolkit.article import Article
from toolkit.checks import Comparison, hull
from toolkit.findings import Finding, Rule, quoted
from toolkit.quantities import Mention
from toolkit.quantities.comparison import Reason, differences
from toolkit.quantities.wording import wording
from toolkit.text import Segment

SHOWN = 0.5  # the confidence from which a difference is told, and that of a pair of segments that is looked at
SURE = 0.8  # that of a pair in which one can be a verdict


def mismatches(comparison: Comparison, rule: Rule, reasons: Collection[Reason]) -> Iterator[Finding]:
    """Yield a finding for each difference of a kind that stands on both sides."""
    for pair in comparison.pairs:
        if not pair.source or not pair.target or pair.confidence < SHOWN:
            continue
        source, target = hull(pair.source), hull(pair.target)
        for found in differences(read(comparison.source, source), read(comparison.target, target)):
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


def read(article: Article, segment: Segment) -> tuple[Mention, ...]:
    """Return what quantities and periods a segment mentions."""
    text = article.texts[segment.text]
    return quantities.language(text.language).read(text.text, segment.span)

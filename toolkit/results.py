"""What an analysis gives, field for field the JSON that other programs read.

Positions are code points of the decoded file, end exclusive, or count inside the cell that `part` names.
Shares and confidences are 0 to 1; what cannot be measured is None.
"""

from collections.abc import Mapping, Sequence

import msgspec

from toolkit import __version__
from toolkit.findings import COMPARED
from toolkit.termbase import Concept, Source


class Tool(msgspec.Struct, frozen=True):
    """The program that made a result."""

    name: str
    version: str


TOOL = Tool("xindaya", __version__)


class Failure(msgspec.Struct, frozen=True):
    """An input that could not be read, and why."""

    path: str
    reason: str


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Measures over all documents. `penalty` is weighted verdicts per 1,000 words.

    Intervals are those of 95 % by resampling the documents, None where there are no two.
    """

    words: int
    compliance: float | None
    consistency: float | None
    penalty: float
    grade: str
    weights: Mapping[str, float]
    suppressed: int = 0
    compliance_interval: tuple[float, float] | None = None
    consistency_interval: tuple[float, float] | None = None


class DocumentResult(msgspec.Struct, frozen=True, kw_only=True):
    """Measures of one document."""

    id: str
    words: int
    compliance: float | None
    consistency: float | None
    penalty: float
    grade: str


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a document."""

    document: str
    part: str | None
    start: int
    end: int


class EvidenceResult(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of a Chinese term and the English words that stand for it."""

    zh: str
    en: str
    start: int
    end: int


class OccurrenceResult(msgspec.Struct, frozen=True, kw_only=True):
    """One rendering of a concept in a document. `candidates` are further concepts that it may stand for."""

    document: str
    part: str | None
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    surface: str
    concept: str
    zh: str
    status: str
    rendering: str
    basis: str
    confidence: float
    candidates: tuple[str, ...] = ()
    evidence: tuple[EvidenceResult, ...] = ()
    source: Place | None = None


class RelatedResult(msgspec.Struct, frozen=True, kw_only=True):
    """Another place that a finding speaks of."""

    role: str
    document: str
    part: str | None
    start: int
    end: int
    surface: str


class SuggestionResult(msgspec.Struct, frozen=True, kw_only=True):
    """What could be done about a finding; edits are (start, end, text) in the raw document."""

    message: str
    edits: tuple[tuple[int, int, str], ...]
    safety: str


class FindingResult(msgspec.Struct, frozen=True, kw_only=True):
    """One finding, located. The fingerprint stays when lines move."""

    rule: str
    error_type: str
    severity: str
    verdict: bool
    document: str
    part: str | None
    start: int
    end: int
    line: int
    column: int
    surface: str
    message: str
    concept: str | None
    zh: str | None
    confidence: float
    source: Place | None
    related: tuple[RelatedResult, ...]
    related_total: int
    suggestion: SuggestionResult | None
    fingerprint: str

    @property
    def compares(self) -> bool:
        """Whether it sets articles side by side, as the roles of its related places tell."""
        return any(related.role in COMPARED for related in self.related)

    @property
    def counts(self) -> bool:
        """Whether it counts against its article: it is a verdict, and on that article alone."""
        return self.verdict and not self.compares


class RenderingResult(msgspec.Struct, frozen=True, kw_only=True):
    """One form of a concept and how often each document has it."""

    rendering: str
    status: str
    count: int
    documents: Mapping[str, int]


class ConsistencyResult(msgspec.Struct, frozen=True, kw_only=True):
    """How alike the renderings of one concept are. `entropy` is normalised, 0 (one form) to 1 (all equal).

    `interval` is that of `dominant_share`, 95 % by resampling the documents, None where only one has the concept.
    """

    concept: str
    zh: str
    preferred: str
    dominant: str
    dominant_share: float
    first_use_share: float
    forms: int
    entropy: float
    renderings: tuple[RenderingResult, ...]
    interval: tuple[float, float] | None = None


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All results of a run, the document that `check --format json` prints."""

    version: int = 1
    tool: Tool
    settings: Mapping[str, object]
    glossaries: tuple[Source, ...]
    failures: tuple[Failure, ...]
    totals: Totals
    documents: tuple[DocumentResult, ...]
    occurrences: Sequence[OccurrenceResult]
    findings: Sequence[FindingResult]
    consistency: tuple[ConsistencyResult, ...]


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """The words around a finding, up to some 60 characters each side, as repaired and as in the file.

    `source` is the wording of its place in the source, empty where it has none.
    """

    before: str
    surface: str
    after: str
    raw_before: str
    raw: str
    raw_after: str
    source: str = ""


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Neighbouring sentences, as repaired, and where they stand in their document."""

    text: str
    part: str | None
    start: int
    end: int


class SisterPair(msgspec.Struct, frozen=True, kw_only=True):
    """Passages of two sisters that render the same, None where one of them has none; how probable that is."""

    one: Passage | None
    other: Passage | None
    confidence: float


class SisterResult(msgspec.Struct, frozen=True, kw_only=True):
    """Two renderings of one text, by the ids of their documents, side by side in order."""

    one: str
    other: str
    pairs: tuple[SisterPair, ...]


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """Results with what a person wants beside them.

    `snippets` are by fingerprint of the finding, `concepts` are those that occur or are found fault with,
    `suppressed` are findings that a project lives with: they count nowhere. `paths` are the files of documents
    whose id is no path, such as the members of a folder. `sisters` are the first of those that were compared,
    `sisters_total` is how many were.
    """

    results: Results
    snippets: Mapping[str, Snippet]
    concepts: tuple[Concept, ...]
    suppressed: Sequence[FindingResult] = ()
    paths: Mapping[str, str] = {}
    sisters: tuple[SisterResult, ...] = ()
    sisters_total: int = 0

"""An analysis as a run over five articles would give it, in the project's own words."""

from io import BytesIO

import msgspec

from toolkit.reports import REPORTS
from toolkit.results import (
    Analysis,
    ConsistencyResult,
    DocumentResult,
    Failure,
    FindingResult,
    OccurrenceResult,
    Place,
    RelatedResult,
    RenderingResult,
    Results,
    Snippet,
    SuggestionResult,
    Tool,
    Totals,
)
from toolkit.termbase import Concept, Designation, Relation, Source, Status

DOCUMENTS = {
    "corpora/en/briefing.txt": (812, 0.958, 0.90, 1.2, "A"),
    "corpora/en/half-year-summary.txt": (1204, 0.81, 0.75, 9.1, "C"),
    "corpora/en/press-conference.html": (2650, 0.88, 0.83, 4.9, "B"),
    "corpora/en-web/machine-translation.txt": (940, 0.42, 0.61, 38.3, "F"),
    "corpora/en-web/quarter-notes.txt": (118, None, None, 0.0, "A"),
}
BRIEFING, SUMMARY, PRESS, MACHINE, NOTES = DOCUMENTS
STATES = {
    "+": Status.PREFERRED,
    "o": Status.ADMITTED,
    "x": Status.DEPRECATED,
    "s": Status.SUPERSEDED,
    "?": Status.UNLISTED,
}
RULES = ("encoding-damage", "repeated-word", "term-deprecated", "term-inconsistent", "term-unlisted")
HOUSE = "specialized, refined, distinctive and innovative (SRDI)"

# id, Chinese, traditional Chinese, definition, designations as (mark, term, reason or source)
CONCEPTS = (
    (
        "new-three",
        "新三样",
        "新三樣",
        "Electric vehicles, lithium-ion batteries and photovoltaic products as exports.",
        (
            ("+", "new three", "https://example.org/glossary/new-three"),
            ("o", "new trio", "news agency style"),
            ("x", "three new products", "Says that three products are new, not which class is meant."),
            ("x", "New Three Kinds", "Word for word."),
        ),
    ),
    (
        "srdi",
        "专精特新",
        "專精特新",
        "Of small firms: focused on a niche, fine in work, distinct in product, innovative.",
        (
            ("+", HOUSE, "https://example.org/style?term=srdi&edition=2"),
            ("o", "SRDI", ""),
            ("x", "specialized, specialized and new", "专 and 特 fall together, 精 is lost."),
            ("s", "specialized and new", "Older wording."),
        ),
    ),
    (
        "little-giants",
        "小巨人",
        "",
        "",
        (("+", "little giants", ""), ("x", "small giants", "Word for word.")),
    ),
    (
        "designated-size",
        "规模以上工业企业",
        "規模以上工業企業",
        "Industrial firms with annual revenue of at least 20 million yuan.",
        (
            ("+", "industrial enterprises above designated size", ""),
            ("o", "major industrial enterprises", ""),
        ),
    ),
    ("new-forces", "新质生产力", "新質生產力", "", (("+", "new quality productive forces", ""),)),
    ("backward-capacity", "落后产能", "落後產能", "", (("+", "outdated production capacity", ""),)),
)

# concept: rendering -> mark, counts by document
RENDERINGS = {
    "new-three": {
        "new three": ("+", {BRIEFING: 4, PRESS: 6}),
        "new trio": ("o", {PRESS: 1}),
        "three new products": ("x", {SUMMARY: 2}),
        "New Three Kinds": ("x", {MACHINE: 3}),
    },
    "srdi": {
        HOUSE: ("+", {BRIEFING: 1, PRESS: 2}),
        "SRDI": ("o", {BRIEFING: 5, PRESS: 3}),
        "specialized, specialized and new": ("x", {MACHINE: 4}),
        "specialized and new": ("s", {SUMMARY: 1}),
    },
    "little-giants": {"little giants": ("+", {BRIEFING: 3, PRESS: 4, MACHINE: 1})},
    "designated-size": {
        "industrial enterprises above designated size": ("+", {SUMMARY: 5, PRESS: 2}),
        "major industrial enterprises": ("o", {BRIEFING: 2, SUMMARY: 1}),
    },
    "new-forces": {"new quality productive forces": ("+", {BRIEFING: 2, SUMMARY: 1, PRESS: 3})},
    "backward-capacity": {"backward production capacity": ("?", {MACHINE: 2})},
}


def _concept(
    concept: str, zh: str, hant: str, definition: str, terms: tuple[tuple[str, str, str], ...]
) -> Concept:
    chinese = [Designation(term=zh, language="zh-Hans", status=Status.PREFERRED)]
    if hant:
        chinese.append(Designation(term=hant, language="zh-Hant", status=Status.PREFERRED))
    renderings = [
        Designation(
            term=term,
            language="en",
            status=STATES[mark],
            authority="policy glossary" if mark == "+" else "",
            since="2023" if mark == "o" else "",
            reason=remark if mark in "xs" else "",
            source=remark if mark in "+o" else "",
        )
        for mark, term, remark in terms
    ]
    return Concept(
        id=concept,
        designations=(*chinese, *renderings),
        subject="industry",
        definition=definition,
        first_mention="in full, then SRDI" if concept == "srdi" else "",
        relations=(Relation("broader", "srdi"), Relation("related", "champions"))
        if concept == "little-giants"
        else (),
    )


def _consistency(concept: Concept) -> ConsistencyResult:
    forms = RENDERINGS[concept.id]
    counts = {form: sum(documents.values()) for form, (_, documents) in forms.items()}
    dominant = max(counts, key=lambda form: (counts[form], form))
    return ConsistencyResult(
        concept=concept.id,
        zh=concept.zh,
        preferred=concept.preferred,
        dominant=dominant,
        dominant_share=counts[dominant] / sum(counts.values()),
        first_use_share=0.5,
        forms=len(forms),
        entropy=0.4,
        renderings=tuple(
            RenderingResult(rendering=form, status=STATES[mark].value, count=counts[form], documents=documents)
            for form, (mark, documents) in forms.items()
        ),
    )


def _occurrences(concept: Concept) -> list[OccurrenceResult]:
    return [
        OccurrenceResult(
            document=document,
            part=None,
            start=100 + 90 * index,
            end=100 + 90 * index + len(form),
            spans=((100 + 90 * index, 100 + 90 * index + len(form)),),
            surface=form,
            concept=concept.id,
            zh=concept.zh,
            status=STATES[mark].value,
            rendering=form,
            basis="units" if mark == "?" else "exact",
            confidence=0.8 if mark == "?" else 1.0,
        )
        for form, (mark, documents) in RENDERINGS[concept.id].items()
        for document, count in documents.items()
        for index in range(count)
    ]


def finding(number: int, rule: str, severity: str, document: str, surface: str, **more: object) -> FindingResult:
    """Return a finding at a place made from its number."""
    fields: dict[str, object] = {
        "rule": rule,
        "error_type": "terminology",
        "severity": severity,
        "verdict": True,
        "document": document,
        "part": None,
        "start": 100 * number,
        "end": 100 * number + len(surface),
        "line": number,
        "column": 7,
        "surface": surface,
        "message": f"“{surface}” is flagged by {rule}",
        "concept": None,
        "zh": None,
        "confidence": 1.0,
        "source": None,
        "related": (),
        "related_total": 0,
        "suggestion": None,
        "fingerprint": f"{number:04x}",
    }
    return FindingResult(**(fields | more))  # type: ignore[arg-type]


def _findings() -> list[FindingResult]:
    three = {"concept": "new-three", "zh": "新三样"}
    srdi = {"concept": "srdi", "zh": "专精特新"}
    advice = SuggestionResult(message="Write “new three”.", edits=((100, 118, "new three"),), safety="safe")
    unsure = SuggestionResult(message="Write “SRDI”.", edits=((300, 332, "SRDI"),), safety="unsafe")
    places = (
        RelatedResult(role="first use", document=BRIEFING, part=None, start=412, end=421, surface="new three"),
        RelatedResult(role="other use", document=PRESS, part=None, start=90, end=99, surface="new three"),
        RelatedResult(role="other use", document=PRESS, part=None, start=990, end=999, surface="new three"),
        RelatedResult(
            role="other use", document=MACHINE, part=None, start=200, end=215, surface="New Three Kinds"
        ),
    )
    rejected = "“{}” is a deprecated rendering of {}: {}"
    return [
        finding(
            1,
            "term-deprecated",
            "major",
            SUMMARY,
            "three new products",
            suggestion=advice,
            **three,
            message=rejected.format("three new products", "新三样", "it says that three products are new"),
        ),
        finding(
            2,
            "term-deprecated",
            "major",
            MACHINE,
            "New Three Kinds",
            suggestion=advice,
            **three,
            message=rejected.format("New Three Kinds", "新三样", "word for word"),
        ),
        finding(
            3,
            "term-deprecated",
            "major",
            MACHINE,
            "specialized, specialized and new",
            suggestion=unsure,
            **srdi,
            message=rejected.format("specialized, specialized and new", "专精特新", "精 is lost"),
        ),
        finding(
            4,
            "term-deprecated",
            "minor",
            SUMMARY,
            "specialized and new",
            suggestion=unsure,
            **srdi,
            message="“specialized and new” is a superseded rendering of 专精特新",
        ),
        finding(
            5,
            "term-inconsistent",
            "neutral",
            SUMMARY,
            "three new products",
            related=places,
            related_total=14,
            **three,
            message="新三样 is “three new products” here and “new three” in 2 of 4 articles",
        ),
        finding(
            6,
            "repeated-word",
            "minor",
            MACHINE,
            "specialized, specialized",
            message="“specialized” is said twice",
        ),
        finding(
            7,
            "encoding-damage",
            "critical",
            MACHINE,
            "锟斤拷",
            part="record 17",
            message="These characters are what is left of damaged text; what stood here cannot be known",
        ),
        finding(
            8,
            "term-unlisted",
            "minor",
            MACHINE,
            "backward production capacity",
            verdict=False,
            confidence=0.82,
            concept="backward-capacity",
            zh="落后产能",
            source=Place(document="corpora/zh/notes.txt", part=None, start=40, end=44),
            message="“backward production capacity” seems to render 落后产能 (落后=backward, 产能=capacity)",
        ),
    ]


def _snippets() -> dict[str, Snippet]:
    plain = {
        "0001": (
            "Exports of the country’s ",
            "three new products",
            " rose by almost a third in the first half…",
        ),
        "0004": ("support for small firms that are ", "specialized and new", ", officials said on Tuesday"),
        "0005": (
            "Exports of the country’s ",
            "three new products",
            " rose by almost a third in the first half…",
        ),
        "0006": ("foster enterprises that are ", "specialized, specialized", " and new in every county"),
        "0007": ("according to the ", "锟斤拷", " of the ministry"),
    }
    snippets = {
        key: Snippet(before=b, surface=s, after=a, raw_before=b, raw=s, raw_after=a)
        for key, (b, s, a) in plain.items()
    }
    snippets["0002"] = Snippet(
        before="…a growing share of the ",
        surface="New Three Kinds",
        after=" goes to new markets overseas, the report says…",
        raw_before="…a grow¤§ing share of the ",
        raw="New Thr※◎ee Kinds",
        raw_after=" goes to ne\u200bw markets ov☆erseas, the\nreport says",
    )
    snippets["0003"] = Snippet(
        before="the province has 3,000 firms that are ",
        surface="specialized, specialized and new",
        after=" and leads its neighbours",
        raw_before="the prov∮∞ince has 3,000 firms that are ",
        raw="specialized, specia§lized and new",
        raw_after=" and leads its neighbours",
    )
    snippets["0008"] = Snippet(
        before="steel makers shut more ",
        surface="backward production capacity",
        after=" than they had planned",
        raw_before="steel makers shut more ",
        raw="backward produc&amp;◆tion capacity",
        raw_after=" than they had planned",
    )
    return snippets


def analysis() -> Analysis:
    """Return the whole analysis."""
    concepts = tuple(_concept(*fields) for fields in CONCEPTS)
    results = Results(
        tool=Tool("xindaya", "0.1.0"),
        settings={"house": "default", "min_confidence": 0.5, "select": RULES},
        glossaries=(
            Source("glossaries/policy.tbx", "3fa9c2d5e8b14760" * 4, 152),
            Source("house/own-terms.csv", "90be11aa22cc7f03" * 4, 12),
        ),
        failures=(
            Failure("corpora/en/scan.bin", "holds no text: 212 of the first 512 bytes are control characters"),
        ),
        totals=Totals(
            words=sum(fields[0] for fields in DOCUMENTS.values()),
            compliance=0.812,
            consistency=0.774,
            penalty=8.6,
            grade="C",
            weights={"neutral": 0, "minor": 1, "major": 5, "critical": 25},
            suppressed=2,
        ),
        documents=tuple(
            DocumentResult(id=i, words=w, compliance=com, consistency=con, penalty=p, grade=g)
            for i, (w, com, con, p, g) in DOCUMENTS.items()
        ),
        occurrences=tuple(occurrence for concept in concepts for occurrence in _occurrences(concept)),
        findings=tuple(_findings()),
        consistency=tuple(_consistency(concept) for concept in concepts),
    )
    return Analysis(results=results, snippets=_snippets(), concepts=concepts)


def empty() -> Analysis:
    """Return what no input gives."""
    return Analysis(
        results=Results(
            tool=Tool("xindaya", "0.1.0"),
            settings={},
            glossaries=(),
            failures=(),
            totals=Totals(
                words=0,
                compliance=None,
                consistency=None,
                penalty=0.0,
                grade="A",
                weights={"neutral": 0, "minor": 1, "major": 5, "critical": 25},
            ),
            documents=(),
            occurrences=(),
            findings=(),
            consistency=(),
        ),
        snippets={},
        concepts=(),
    )


def hostile(text: str) -> Analysis:
    """Return an analysis of one article in which every text that comes from outside is the same."""
    base = analysis()
    place = {"document": text, "part": text, "surface": text}
    flagged = finding(
        1,
        "term-deprecated",
        "major",
        text,
        text,
        part=text,
        message=text,
        concept=text,
        zh=text,
        related=(RelatedResult(role=text, start=0, end=1, **place),),  # type: ignore[arg-type]
        related_total=1,
        suggestion=SuggestionResult(message=text, edits=((0, 1, text),), safety="safe"),
    )
    designation = Designation(
        term=text, language="en", reason=text, authority=text, source=f"https://e.org/{text}"
    )
    replace = msgspec.structs.replace
    return Analysis(
        results=replace(
            base.results,
            failures=(Failure(text, text),),
            documents=(replace(base.results.documents[0], id=text),),
            occurrences=(),
            findings=(flagged,),
            consistency=(
                replace(
                    base.results.consistency[0],
                    concept=text,
                    zh=text,
                    preferred=text,
                    renderings=(
                        RenderingResult(rendering=text, status="deprecated", count=1, documents={text: 1}),
                    ),
                ),
            ),
        ),
        snippets={
            flagged.fingerprint: Snippet(
                before=text, surface=text, after=text, raw_before=text, raw=text, raw_after=text
            )
        },
        concepts=(Concept(id=text, designations=(designation,)),),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    "</summary></details><img src=x onerror=alert(1)>",
    "one\ntwo\r\n::error::three",
    "::warning file=a,line=1::b%0A",
    "| a | b |\n|---|---|",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "@octocat #1",
    "＝1+1",
    "](https://evil.example) ![x](http://evil.example/x.png) www.evil.example",
    "**a** `b` [c]: d ~~e~~ $f$ :tada: &lt;",
    "]]>&#0;\x00\u202egnp.txt",
    "\ud800",
    "internal:'findings'!A1",
    "x" * 40_000,
)


def bytes_of(name: str, given: Analysis) -> bytes:
    """Return a report as a file."""
    stream = BytesIO()
    REPORTS.build(name).write(given, stream)
    return stream.getvalue()

"""The HTML report, read back with a parser."""

from hashlib import sha256

import msgspec
import pytest

from tests.reports.page import Page, written
from tests.reports.sample import MACHINE, analysis, empty, finding
from toolkit.results import Analysis, Failure, Snippet, Tool
from toolkit.termbase import Concept, Designation, Relation, Source, Status

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(2)</script>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; ' \" &",
    "javascript:alert(3)",
    "\u202egnp.txt\x00\ud800",
)


@pytest.fixture(scope="module")
def given() -> Analysis:
    return analysis()


@pytest.fixture(scope="module")
def page(given: Analysis) -> Page:
    return Page(written(given))


def test_same_analysis_gives_same_bytes(given: Analysis) -> None:
    assert written(given) == written(analysis())


def test_every_finding_is_there(given: Analysis, page: Page) -> None:
    shown = page.texts("li", "finding")
    assert len(shown) == len(given.results.findings)
    for wanted in given.results.findings:
        name = wanted.document.removeprefix("corpora/")
        (text,) = [t for t in shown if f"{name}:{wanted.line}:{wanted.column}" in t]
        assert wanted.message in text
        assert wanted.rule in text
        assert wanted.severity in text
        assert given.snippets[wanted.fingerprint].surface in text


def test_every_document_has_its_row(given: Analysis, page: Page) -> None:
    rows = page.texts("tr")
    for document in given.results.documents:
        name = document.id.removeprefix("corpora/")
        (row,) = [row for row in rows if row.startswith(f"{name} {document.words:,} ")]
        assert f" {document.penalty:.1f} {document.grade} " in row


def test_matrix_lists_each_rendering_with_its_status_and_count(given: Analysis, page: Page) -> None:
    cells = page.texts("p", "r")
    for concept in given.results.consistency:
        assert any(concept.zh in text for _, text in page.find("th"))
        for rendering in concept.renderings:
            for count in rendering.documents.values():
                assert f"{rendering.status}: {rendering.rendering} ×{count}" in cells


def test_rows_with_rejected_renderings_come_first(page: Page) -> None:
    rows = [attributes.get("class", "") for attributes, text in page.find("tr") if "×" in text]
    assert rows == ["differs"] * 3 + [""] * 3


def test_glossary_entries_say_why_a_rendering_is_rejected(given: Analysis, page: Page) -> None:
    entries = page.texts("details", "entry")
    assert len(entries) == len(given.concepts)
    for concept in given.concepts:
        (entry,) = [text for text in entries if text.startswith(f"{concept.zh} {concept.preferred}")]
        assert concept.definition in entry
        for designation in concept.designations:
            assert designation.term in entry
            assert designation.reason in entry
    (giants,) = [text for text in entries if text.startswith("小巨人")]
    assert "Broader: 专精特新 specialized, refined, distinctive and innovative (SRDI)" in giants
    assert "Related: champions" in giants


def test_inputs_that_could_not_be_read_are_named(given: Analysis, page: Page) -> None:
    (text,) = page.texts("section", "failures")
    assert given.results.failures[0].path in text
    assert given.results.failures[0].reason in text


def test_glossaries_and_tool_are_named(page: Page) -> None:
    (text,) = page.texts("dl", "made")
    assert "xindaya 0.1.0" in text
    assert "glossaries/policy.tbx, 152 concepts, SHA-256 3fa9c2d5e8b1" in text


def test_measures_are_explained_with_their_weights(page: Page) -> None:
    (text,) = page.texts("dl", "measures")
    assert "8.6 grade C" in text
    assert "1,000 × (1 critical × 25 + 3 major × 5 + 2 minor × 1) / 5,724" in text
    assert "A up to 5, B up to 10, C up to 20, D up to 40, E up to 80, else F" in text
    assert "(preferred + admitted) ÷ all listed" in text


def test_words_as_in_the_file_show_what_repair_takes_out(page: Page) -> None:
    raw = page.texts("p", "raw")
    assert "…a grow¤§ing share of the New Thr※◎ee Kinds goes to ne[U+200B]w markets ov☆erseas" in raw[0]
    assert {"¤§", "※◎", "[U+200B]", "☆", "&amp;◆"} <= set(page.texts("del"))
    assert len(raw) == 3  # only where the file differs


def test_suggestions_are_set_apart_from_verdicts(page: Page) -> None:
    (text,) = page.texts("li", "suggestion")
    assert "suggestion, minor" in text
    assert "confidence 82%" in text


def test_related_places_lead_to_findings_there(page: Page) -> None:
    (text,) = page.texts("details", "related")
    assert "14 related places" in text
    assert "other use: new three in en/press-conference.html character 91, character 991" in text
    assert "and 10 more" in text
    targets = {attributes["id"] for _, attributes, _ in page.elements if "id" in attributes}
    links = [attributes["href"] for attributes, _ in page.find("a") if attributes["href"].startswith("#")]
    assert {link.removeprefix("#") for link in links} <= targets


def test_nothing_is_asked_of_a_network(page: Page) -> None:
    for tag, attributes, _ in page.elements:
        assert not {"src", "srcset", "data", "action", "background", "poster"} & attributes.keys(), tag
        assert tag not in {"link", "iframe", "object", "embed", "img"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            if "//" in value and name not in {"content", "title"}:
                assert (tag, name, attributes["rel"]) == ("a", "href", "noopener noreferrer")
    (style,) = page.texts("style")
    assert "url(" not in style
    assert "@import" not in style


def test_policy_knows_style_and_script_by_their_digests(given: Analysis) -> None:
    text = written(given)
    for tag in ("style", "script"):
        _, _, rest = text.partition(f"<{tag}>")
        content, _, _ = rest.partition(f"</{tag}>")
        digest = sha256(content.encode()).digest()
        encoded = msgspec.json.encode(digest).decode().strip('"')
        assert f"{tag}-src 'sha256-{encoded}'" in text


def test_web_addresses_in_sources_are_links(page: Page) -> None:
    links = {attributes["href"] for attributes, _ in page.find("a") if "rel" in attributes}
    assert links == {"https://example.org/glossary/new-three", "https://example.org/style?term=srdi&edition=2"}


def test_page_can_be_used_without_eyes(page: Page) -> None:
    names = {tag for tag, _, _ in page.elements}
    assert {"header", "nav", "main", "footer", "caption"} <= names
    assert all("scope" in attributes for attributes, _ in page.find("th"))
    assert all("aria-label" in attributes for attributes, _ in page.find("svg"))
    assert len(page.texts("caption")) == len(page.texts("table"))
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {
        attributes["aria-labelledby"] for _, attributes, _ in page.elements if "aria-labelledby" in attributes
    }
    assert labelled <= set(ids)
    fields = list(page.find("select")) + list(page.find("input"))
    assert len(fields) == 7
    assert len(page.texts("label")) == len(fields)


def test_chinese_is_said_to_be_chinese(page: Page) -> None:
    languages = {(attributes["lang"], text) for attributes, text in page.find("span") if "lang" in attributes}
    assert ("zh-Hans", "新三样") in languages
    assert ("zh-Hant", "新三樣") in languages


def test_empty_analysis_renders() -> None:
    page = Page(written(empty()))
    (lede,) = page.texts("p", "lede")
    assert lede == "0 articles, 0 words. No concept of the glossary occurs. Nothing was found fault with."
    assert not page.texts("form")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str) -> None:
    concept = Concept(
        id=hostile,
        designations=tuple(
            Designation(
                term=hostile,
                language=language,
                status=Status.PREFERRED,
                type=hostile,
                authority=hostile,
                since=hostile,
                register=hostile,
                reason=hostile,
                source=f"https://example.org/{hostile}",
                note=hostile,
            )
            for language in ("zh-Hans", "zh-Hant", "en")
        ),
        subject=hostile,
        definition=hostile,
        first_mention=hostile,
        relations=(Relation(hostile, hostile),),
    )
    base = analysis()
    renamed = {document.id: f"{document.id}/{hostile}" for document in base.results.documents}
    snippet = Snippet(
        before=hostile, surface=hostile, after=hostile, raw_before="x" + hostile, raw=hostile, raw_after=hostile
    )
    flagged = finding(
        1,
        hostile,
        "major",
        renamed[MACHINE],
        hostile,
        message=hostile,
        concept=hostile,
        zh=hostile,
        part=hostile,
        related=tuple(
            msgspec.structs.replace(related, role=hostile, document=hostile, surface=hostile, part=hostile)
            for result in base.results.findings
            for related in result.related
        ),
    )
    results = msgspec.structs.replace(
        base.results,
        settings={hostile: hostile},
        tool=Tool(hostile, hostile),
        glossaries=(Source(hostile, hostile, 1),),
        failures=(Failure(hostile, hostile),),
        documents=tuple(
            msgspec.structs.replace(document, id=renamed[document.id], grade=hostile)
            for document in base.results.documents
        ),
        occurrences=(),
        findings=(flagged,),
        consistency=tuple(
            msgspec.structs.replace(
                result,
                concept=hostile,
                zh=hostile,
                preferred=hostile,
                renderings=tuple(
                    msgspec.structs.replace(
                        rendering,
                        rendering=hostile,
                        documents={renamed[document]: count for document, count in rendering.documents.items()},
                    )
                    for rendering in result.renderings
                ),
            )
            for result in base.results.consistency
        ),
    )
    page = Page(written(Analysis(results=results, snippets={flagged.fingerprint: snippet}, concepts=(concept,))))
    names = [tag for tag, _, _ in page.elements]
    assert names.count("script") == 1
    assert "img" not in names
    assert "b" not in [tag for tag, _, text in page.elements if "lt;" in text]
    for tag, attributes, text in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href", "#").startswith(("#", "https://example.org/"))
        assert tag in {"script", "style", "html", "body", "head"} or "\u202e" not in "".join(text)
    if "\ud800" not in hostile:
        assert hostile in page.texts("p", "message")
    else:
        assert "[U+202E]gnp.txt[U+0000][U+D800]" in page.texts("p", "message")


def test_many_findings_start_folded() -> None:
    base = analysis()
    many = tuple(
        finding(number, f"rule-{number // 50}", "minor", MACHINE, "word", fingerprint=f"many{number}")
        for number in range(400)
    )
    page = Page(
        written(msgspec.structs.replace(base, results=msgspec.structs.replace(base.results, findings=many)))
    )
    folded = ["open" not in attributes for attributes, _ in page.find("details", "group")]
    assert folded == [False] * 2 + [True] * 6


def test_page_of_a_thousand_articles_stays_small() -> None:
    base, replace = analysis(), msgspec.structs.replace
    documents = tuple(replace(base.results.documents[0], id=f"articles/{each}.txt") for each in range(1000))
    rules = ("rule-0", "rule-1", "rule-2", "rule-3")
    findings = tuple(
        finding(
            number,
            rule,
            "minor",
            document.id,
            "word",
            message=f"message {number if rule == 'rule-3' else number % 9} of {rule}",
            fingerprint=f"many{number}{rule}{copy}",
        )
        for number, document in enumerate(documents)
        for rule in rules
        for copy in range(1 + 5 * (rule == "rule-3"))
    )
    words = Snippet(before="w " * 30, surface="w", after=" w" * 30, raw_before="w", raw="w", raw_after="w")
    results = replace(base.results, documents=documents, findings=findings, consistency=(), occurrences=())
    snippets = {each.fingerprint: words for each in findings}
    text = written(replace(base, results=results, snippets=snippets))
    assert len(text) < 5_000_000
    page = Page(text)
    assert len(page.texts("li", "finding")) == 3 * 9 + 1000
    assert "9,000 verdicts" in page.texts("p", "lede")[0]
    places = " ".join(page.texts("details", "related"))
    assert all(f"{number}.txt {number}:7" in places for number in range(9, 1000))
    numbers = [attributes["data-a"].split() for attributes, _ in page.find("li", "finding")]
    assert {int(number) for each in numbers for number in each} == set(range(1, 1001))


def test_what_is_too_much_for_a_page_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.reports._findings.FULL", 4)
    monkeypatch.setattr("toolkit.reports._findings.ENTRIES", 6)
    given = analysis()
    page = Page(written(given))
    shown = len(page.texts("li", "finding"))
    left = sum(int(each.split()[1]) for each in page.texts("p", "note") if "more finding" in each)
    assert (shown, left) == (6, len(given.results.findings) - 6)

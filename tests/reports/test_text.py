"""The report on a terminal: columns, colors, and nothing that a text could do to it."""

from io import BytesIO

import msgspec
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.reports.sample import HOSTILE, analysis, bytes_of, hostile
from toolkit.files import SOUGHT
from toolkit.reports import REPORTS, tallied
from toolkit.results import Analysis, Failure, RelatedResult, Snippet
from toolkit.text import visible

SISTER = RelatedResult(role="sister", document="b.txt", part=None, start=0, end=1, surface="x")
SEQUENCE = regex.compile(r"\x1b\[[\d;]*m")


def text(of: Analysis, **options: object) -> str:
    stream = BytesIO()
    REPORTS.build("text", options).write(of, stream)
    return stream.getvalue().decode()


@settings(max_examples=60, deadline=None)
@given(st.text("ab的，。 “”é-/", min_size=1, max_size=300), st.integers(20, 100))
def test_no_line_is_wider_than_it_may_be_and_no_letter_is_lost(words: str, width: int) -> None:
    found = msgspec.structs.replace(analysis().results.findings[0], message=words)
    results = msgspec.structs.replace(analysis().results, findings=(found,), documents=())
    lines = text(msgspec.structs.replace(analysis(), results=results), width=width).splitlines()
    assert all(cell_len(line) <= width for line in lines)
    assert visible(words).replace(" ", "") in "".join(lines).replace(" ", "")


def test_words_stay_whole_where_a_line_has_room_for_them() -> None:
    words = {
        word for line in text(analysis(), width=60).split("\n\n")[0].splitlines()[1:] for word in line.split()
    }
    assert {"“three", "deprecated", "新三样:", "Exports", "country’s"} < words


def test_colors_change_nothing_else() -> None:
    colored, plain = text(analysis(), color=True), text(analysis())
    assert SEQUENCE.search(colored)
    assert SEQUENCE.search(plain) is None
    assert [line.rstrip() for line in SEQUENCE.sub("", colored).splitlines()] == plain.splitlines()


@pytest.mark.parametrize("words", [*HOSTILE, "\x1b[2J", "a\rb", "\u202eabc"])
def test_a_text_cannot_take_the_terminal_over(words: str) -> None:
    assert all(line.isprintable() for line in text(hostile(words)).split("\n"))


def test_the_penalty_shows_how_it_comes_about() -> None:
    sentence = " ".join(text(analysis(), brief=True).split())
    assert (
        "8.6 per 1,000 words = 1,000 × (1 critical × 25 + 3 major × 5 + 2 minor × 1) / 5,724, grade C" in sentence
    )
    results = msgspec.structs.replace(analysis().results, findings=())
    assert "=" not in text(msgspec.structs.replace(analysis(), results=results), brief=True)


def test_every_report_counts_the_same_findings_as_the_same() -> None:
    counted = "1 critical, 3 major, 2 minor, 1 suggestion"
    base = analysis()
    given = msgspec.structs.replace(
        base,
        results=msgspec.structs.replace(
            base.results, findings=tuple(f for f in base.results.findings if f.severity != "neutral")
        ),
    )
    assert tallied(given.results.findings) == counted
    assert f"7 findings ({counted})" in " ".join(text(given).split())
    assert f"\n{counted}; 2 suppressed." in bytes_of("markdown", given).decode()
    assert "6 verdicts and 1 suggestion." in bytes_of("html", given).decode()
    for told in (text(given), bytes_of("markdown", given).decode(), bytes_of("junit", given).decode()):
        assert "suggestion, minor" in told
    compared = [msgspec.structs.replace(f, related=(SISTER,)) for f in given.results.findings]
    assert tallied(compared) == "7 suggestions"


@pytest.mark.parametrize("name", ["text", "markdown", "github", "junit"])
@pytest.mark.parametrize("space", ["\xa0", "\u3000", "\u202f", "\t", "\u2028"])
def test_white_space_is_shown_as_a_plain_space(name: str, space: str) -> None:
    words = f"enterprises{space}will"
    found = msgspec.structs.replace(analysis().results.findings[0], message=words)
    snippet = Snippet(before=words, surface=words, after=words, raw_before="", raw=words, raw_after="")
    given = msgspec.structs.replace(
        analysis(),
        results=msgspec.structs.replace(analysis().results, findings=(found,)),
        snippets={found.fingerprint: snippet},
    )
    page = bytes_of(name, given).decode()
    assert "enterprises will" in page
    assert words not in page
    assert visible(words) not in page


def test_an_article_without_its_source_was_read() -> None:
    base = analysis()
    documents = [document.id for document in base.results.documents]
    failures = (
        Failure("gone.bin", "holds no text"),
        *(Failure(name, f"no document called x in zh, {SOUGHT}") for name in documents[:3]),
        Failure(documents[3], "line 2: no JSON object"),
    )
    given = msgspec.structs.replace(base, results=msgspec.structs.replace(base.results, failures=failures))
    clauses = [
        "1 input could not be read",
        "1 article could not be read or checked in full",
        "no source was found for 3 articles",
    ]
    assert text(given).splitlines()[-3:] == clauses
    page, markdown = bytes_of("html", given).decode(), bytes_of("markdown", given).decode()
    for clause in clauses:
        said = clause[:1].upper() + clause[1:]
        assert f">{said}</h2>" in page
        assert f"\n\n{said}:\n\n- " in markdown
    assert page.count("says nothing about") == 1
    alone = msgspec.structs.replace(base, results=msgspec.structs.replace(base.results, failures=failures[1:4]))
    assert "could not be read" not in text(alone) + bytes_of("html", alone).decode()

"""What `import toolkit` gives, and the page of the manual that shows it."""

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import regex

import toolkit
from tests.reports.sample import HOSTILE
from toolkit.api import SHOWN, Record, Shown
from toolkit.errors import InputError, UsageError
from toolkit.offsets import Edit, replayed

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "notebook.md").read_text("utf-8")
BAD = "Exports of the three new samples rose."
PLAIN = {str, int, float, bool, type(None)}


def test_the_page_of_the_manual_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    known: dict[str, object] = {}
    for block in regex.findall(r"```python\n(.*?)```", PAGE, regex.DOTALL):
        exec(block, known)  # noqa: S102 - our own page
        for line in block.splitlines():
            shown, _, value = line.partition("  # '")
            if value:
                start = value.rstrip("'").partition("…")[0].rstrip()
                assert str(eval(shown, known)).startswith(start)  # noqa: S307 - the same


def test_importing_it_imports_nothing_heavy_and_it_tells_what_it_has() -> None:
    code = "import sys, toolkit; print(dir(toolkit)); sys.exit(bool({'msgspec', 'toolkit.api'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert all(repr(name) in done.stdout for name in toolkit.__all__)
    assert all(getattr(toolkit, name) for name in toolkit.__all__)
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        getattr(toolkit, "chek")  # noqa: B009 - mypy knows that it is not there


def plain(rows: list[Record]) -> bool:
    keys = [list(row) for row in rows]
    return bool(rows) and keys == keys[:1] * len(rows) and {type(v) for row in rows for v in row.values()} <= PLAIN


def test_records_are_rows_that_a_dataframe_takes() -> None:
    found = toolkit.check(ROOT / "corpora" / "en-web", BAD)
    for kind in ("documents", "occurrences", "findings", "consistency", "renderings"):
        rows = found.records(kind)
        assert plain(rows)
        assert len(pd.DataFrame(rows)) == len(rows)
    assert {row["document"] for row in found.records("occurrences")} == {
        row["document"] for row in found.records("renderings")
    }
    assert plain(toolkit.clean("a com\u200bplete plan").records())
    scores = toolkit.score({"a": ["a b c d e"], "b": ["a b c d"]}, ["a b c d e"], metrics=["chrf"], paired="ar")
    assert plain(scores.records())
    assert plain(scores.records("paired"))
    assert [row["system"] for row in scores.records()] == ["a", "b"]


def test_texts_are_articles_of_one_corpus_and_leave_no_file_behind() -> None:
    found = toolkit.check(
        BAD, "The new three rose.", ROOT / "corpora" / "en-web" / "2023-07-half-year-summary.txt"
    )
    names = [document.id for document in found.results.documents]
    assert names[:2] == ["text/1.txt", "text/2.txt"]
    assert found.results.failures == ()
    assert not any("text/" in path for path in found.analysis.paths)
    page = toolkit.check("<p>" + BAD + "</p>", input_format="html")
    assert page.records("occurrences")[0]["start"] == 3 + BAD.index("three")


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(UsageError, match=r"say Path\('.*README.md'\)"):
        toolkit.check(str(ROOT / "README.md"))
    with pytest.raises(InputError, match="text 1: character 2: it holds half a surrogate pair"):
        toolkit.check("ab\ud800")
    with pytest.raises(UsageError, match="lists of segments"):
        toolkit.score("one text", ["one text"])
    with pytest.raises(InputError, match="empty"):
        toolkit.clean("")
    with pytest.raises(InputError):
        toolkit.clean(Path("nowhere.txt"))
    with pytest.raises(UsageError, match="house"):
        toolkit.load_termbase(style="nobody")
    with pytest.raises(InputError, match=r"1.txt: the file is empty"):
        toolkit.check("")
    with pytest.raises(InputError, match=r"nope.txt: there is no such file or folder; nor could 1 more be read"):
        toolkit.check(Path("nope.txt"), Path("nor-this.txt"))
    for act in (toolkit.check, toolkit.clean, toolkit.score):
        with pytest.raises(UsageError):
            act(3)  # type: ignore[arg-type]
    for settings, termbase in (({}, None), (toolkit.Settings(), "policy")):
        with pytest.raises(UsageError, match=r"is of the type \w+; "):
            toolkit.check(BAD, settings=settings, termbase=termbase)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="a glossary is a name or a Path"):
        toolkit.load_termbase(3)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="is one name, and rules are several"):
        toolkit.Settings(ignore="term-unlisted")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="nothing to check"):
        toolkit.check()
    with pytest.raises(UsageError, match="no rule is called 'term-unlsted'; did you mean 'term-unlisted'"):
        toolkit.check(BAD, settings=toolkit.Settings(ignore=("term-unlsted",)))
    with pytest.raises(UsageError, match="fail_on is 'x'"):
        toolkit.Settings(fail_on="x")


def test_what_failed_stands_beside_what_was_read() -> None:
    found = toolkit.check(BAD, Path("nope.txt"))
    assert found.records("failures") == [{"path": "nope.txt", "reason": "there is no such file or folder"}]
    assert "could not be read: 1; " in found._repr_html_()


@pytest.mark.parametrize(
    ("shown", "kind", "hint"),
    [
        (toolkit.clean(BAD), "edit", "did you mean 'edits'"),
        (toolkit.check(BAD), "finding", "did you mean 'findings'"),
        (toolkit.score(["a b"], ["a b"]), "x", "there are scores, paired"),
    ],
)
def test_records_that_are_not_there_are_told(shown: Shown, kind: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"no records are called {kind!r}; {hint}"):
        shown.records(kind)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "text", ["a\0b\0c\0d\0", "\ufeffa com\u200bplete plan", "\ufeff\ufeffplan", "a\r\nb\u2028c"]
)
def test_a_text_is_taken_as_it_is(text: str) -> None:
    cleaned = toolkit.clean(text)
    assert cleaned.document.sha256 == sha256(text.encode()).hexdigest()
    edits = [Edit(each.start, each.end, each.replacement) for each in cleaned.document.edits]
    assert all(text[each.start : each.end] == each.source for each in cleaned.document.edits)
    assert replayed(text, edits) == cleaned.text
    start = toolkit.check(f"{text} {BAD}").records()[0]["start"]
    assert start == len(text) + 1 + BAD.index("three")


def test_a_text_has_no_encoding(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a text has no encoding, and 'gbk' is said"):
        toolkit.clean("中文", encoding="gbk")
    (tmp_path / "a.txt").write_bytes("中文".encode("gbk"))
    assert toolkit.clean(tmp_path / "a.txt", encoding="gbk").text == "中文"


class Reader(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable() and len(text) < 1000])
@pytest.mark.parametrize("act", [toolkit.check, toolkit.clean], ids=["check", "clean"])
def test_a_notebook_shows_any_text_as_text(text: str, act: Callable[..., toolkit.Checked]) -> None:
    read = Reader(act(f"{BAD}\n\n{text} the the com\u200bplete {text}\n")._repr_html_())
    assert read.tags <= {"p", "table", "thead", "tbody", "tr", "th", "td"}
    assert read.attributes == []  # no colors either, so that light and dark are the notebook's own
    assert "1" in read.words


def test_a_notebook_shows_the_first_rows_and_counts_the_rest() -> None:
    found = toolkit.check(ROOT / "corpora" / "en-web")
    page = found._repr_html_()
    assert page.count("<tr>") == SHOWN + 1
    assert f"and {len(found.records()) - SHOWN:,} more" in page
    assert "compliance" in page

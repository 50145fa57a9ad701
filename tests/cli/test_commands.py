"""The command line as a user meets it: output, exit codes, messages, and the contract's JSON."""

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import regex
from typer.testing import CliRunner

from toolkit.checks import CHECKS
from toolkit.cli import app
from toolkit.linting import LINT_RULES
from toolkit.settings import Settings, load

ROOT = Path(__file__).parents[2]
GLOSSARY = str(ROOT / "tests" / "checks" / "glossary.csv")
GLOSSARY_COMMANDS = ("convert", "diff", "lint", "list", "merge", "show")
FINDING_KEYS = set(
    "rule error_type severity verdict document part start end line column surface message concept zh confidence "
    "source related related_total suggestion fingerprint".split()
)
OCCURRENCE_KEYS = set(
    "document part start end spans surface concept zh status rendering basis confidence candidates evidence "
    "source".split()
)


def run(*arguments: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own, as a user does."""
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", *arguments]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, cwd=cwd, env=environment, timeout=60
    )


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Exports of the three new samples rose.\nThe new three sell.\n", "utf-8")
    (folder / "b.html").write_text("<p>The <b>new trio</b> sells &amp; sells.</p>\n", "utf-8")
    (folder / "c.txt").write_text("The new three sell well.\n", "utf-8")
    return folder


def test_check_prints_findings_and_a_summary(articles: Path) -> None:
    done = run("check", str(articles), "--glossary", GLOSSARY)
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "articles/a.txt"
    assert " ".join(lines[1:3]).startswith(
        "  1:16 major term-deprecated “three new samples” is a deprecated rendering of   新三样"
    )
    assert "3 articles, 21 words: 2 findings (1 major, 1 suggestion)" in lines
    assert b"\x1b[" not in done.stdout
    assert done.stderr == b""


def test_check_json_follows_the_contract(articles: Path) -> None:
    done = run("check", str(articles), "--glossary", GLOSSARY, "--format", "json")
    results = json.loads(done.stdout)
    assert list(results) == [
        "version", "tool", "settings", "glossaries", "failures", "totals", "documents", "occurrences", "findings",
        "consistency",
    ]  # fmt: skip
    assert results["tool"]["name"] == "xindaya"
    assert [d["id"] for d in results["documents"]] == ["articles/a.txt", "articles/b.html", "articles/c.txt"]
    assert all(set(finding) == FINDING_KEYS for finding in results["findings"])
    assert all(set(occurrence) == OCCURRENCE_KEYS for occurrence in results["occurrences"])
    raw = {f"articles/{path.name}": path.read_text("utf-8") for path in articles.iterdir()}
    places = [(o["surface"], raw[o["document"]][o["start"] : o["end"]]) for o in results["occurrences"]]
    assert places == [(surface, surface) for surface, _ in places]
    finding = results["findings"][0]
    assert (finding["line"], finding["column"]) == (1, 16)
    assert finding["suggestion"]["edits"] == [[15, 32, "new three"]]
    assert results["totals"]["compliance"] == 3 / 4
    (row,) = results["consistency"]
    assert (row["dominant"], row["dominant_share"], row["forms"]) == ("new three", 0.5, 3)
    assert row["first_use_share"] == 0.25


def test_check_jsonl_has_a_type_on_every_line_and_failures_last(articles: Path) -> None:
    done = run("check", str(articles), "nowhere.txt", "--glossary", GLOSSARY, "--format", "jsonl")
    kinds = [json.loads(line)["type"] for line in done.stdout.splitlines()]
    assert kinds[0] == "run"
    assert kinds[-1] == "failure"
    assert set(kinds) == {"run", "document", "occurrence", "finding", "consistency", "failure"}
    assert done.returncode == 2


def test_findings_are_the_same_in_the_same_order_whatever_the_order_of_the_paths(articles: Path) -> None:
    names = [str(path) for path in sorted(articles.iterdir())]
    one, other = (
        json.loads(run("check", *order, "--glossary", GLOSSARY, "--format", "json").stdout)
        for order in (names, names[::-1])
    )
    assert sorted(map(str, one["findings"])) == sorted(map(str, other["findings"]))
    assert one["totals"] == other["totals"]


def test_a_bad_input_is_told_and_the_rest_goes_on(articles: Path) -> None:
    (articles / "empty.txt").write_bytes(b"")
    (articles / "noise.txt").write_bytes(b"The plan \xff\xfe\xfa\x81 grew\n" * 3)
    done = run("check", str(articles), "nowhere.txt", "--glossary", GLOSSARY, "--format", "json")
    results = json.loads(done.stdout)
    assert done.returncode == 2
    assert [failure["path"] for failure in results["failures"]] == [
        "articles/empty.txt",
        "articles/noise.txt",
        "nowhere.txt",
    ]
    assert len(done.stderr.decode().splitlines()) == 3
    assert len(results["documents"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "never"], 0),
        (["--fail-on", "critical"], 0),
        (["--fail-on", "major"], 1),
        (["--ignore", "term-deprecated"], 0),
        (["--select", "repeated-word"], 0),
        (["--select", "no-such-rule"], 2),
        (["--fail-on", "sometimes"], 2),
        (["--glossary", "nowhere.tbx"], 2),
    ],
)
def test_exit_codes(articles: Path, arguments: list[str], code: int) -> None:
    glossary = [] if "--glossary" in arguments else ["--glossary", GLOSSARY]
    assert run("check", str(articles), *glossary, *arguments).returncode == code


def test_a_broken_glossary_stops_with_every_problem(articles: Path, tmp_path: Path) -> None:
    glossary = tmp_path / "g.csv"
    glossary.write_text("zh,en,status\n新三样,new three,prefered\n,,\n,,admitted\n", "utf-8")
    done = run("check", str(articles), "--glossary", str(glossary))
    assert done.returncode == 2
    assert done.stdout == b""
    assert [line.split(": ")[2] for line in done.stderr.decode().splitlines()] == [
        "row 2, column status",
        "row 4, column zh",
    ]


def test_standard_input_is_an_article(articles: Path) -> None:
    text = (articles / "a.txt").read_bytes()
    done = run("check", "-", "--glossary", GLOSSARY, "--format", "json", stdin=text)
    results = json.loads(done.stdout)
    assert [document["id"] for document in results["documents"]] == ["-"]
    assert results["findings"][0]["surface"] == "three new samples"


def test_a_chinese_text_is_no_translation(tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("新三样出口快速增长。\n" * 5, "utf-8")
    done = run("check", str(tmp_path / "zh.txt"), "--glossary", GLOSSARY, "--format", "json")
    assert b"passed over, since it is Chinese" in done.stderr
    assert json.loads(done.stdout)["documents"] == []


def test_the_settings_come_from_the_configuration_and_wrong_keys_are_told_at_once(articles: Path) -> None:
    configuration = articles / "xindaya.toml"
    configuration.write_text(f'fail-on = "never"\nignore = ["term-inconsistent"]\nglossary = ["{GLOSSARY}"]\n')
    done = run("check", "a.txt", cwd=articles)
    assert (done.returncode, b"term-inconsistent" in done.stdout) == (0, False)
    configuration.write_text('fail-om = "never"\nselekt = []\nmin-confidence = 7\n')
    done = run("check", "a.txt", cwd=articles)
    assert done.returncode == 2
    message = done.stderr.decode()
    assert "no setting is called 'fail-om'; did you mean 'fail-on'?" in message
    assert "no setting is called 'selekt'; did you mean 'select'?" in message
    assert "min-confidence" in message


def test_report_writes_a_page_and_ends_with_its_path(articles: Path, tmp_path: Path) -> None:
    page = tmp_path / "deep" / "report.html"
    done = run("report", str(articles), "--glossary", GLOSSARY, "--output", str(page))
    assert done.returncode == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert done.stdout.decode().splitlines()[-1] == f"report: {page} (its folder is new)"
    assert "3 articles, 21 words" in done.stdout.decode()


def test_report_gates_on_compliance_and_grade(articles: Path, tmp_path: Path) -> None:
    arguments = ["report", str(articles), "--glossary", GLOSSARY, "--output", str(tmp_path / "r.json")]
    assert run(*arguments, "--fail-under", "75").returncode == 0
    done = run(*arguments, "--fail-under", "76", "--fail-under", "E")
    assert (done.returncode, done.stderr.count(b"xindaya: ")) == (1, 2)
    assert all(run(*arguments, "--fail-under", wrong).returncode == 2 for wrong in ("much", "F"))
    assert run(*arguments[:-1], str(tmp_path / "r.pdf")).returncode == 2


def test_reports_are_the_same_byte_for_byte(articles: Path, tmp_path: Path) -> None:
    pages = [tmp_path / f"{n}.html" for n in (1, 2)]
    for page in pages:
        run("report", str(articles), "--glossary", GLOSSARY, "--output", str(page), "--quiet")
    assert pages[0].read_bytes() == pages[1].read_bytes()


NOISY = "The comp\u200blete plan \xe2\u20ac\u0153works\xe2\u20ac\x9d.\n"
REPAIRED = "The complete plan “works”.\n"


@pytest.fixture
def scraped(tmp_path: Path) -> Path:
    folder = tmp_path / "scraped"
    folder.mkdir()
    (folder / "a.txt").write_text(NOISY, "utf-8")
    (folder / "b.html").write_text("<p>The <b>comp\u200blete</b> &amp; whole plan.</p>\n", "utf-8")
    (folder / "clean.txt").write_text("“Nothing” — to do: 9.4%, R&D, €5.\r\n", "utf-8", newline="")
    return folder


def test_clean_prints_the_file_in_its_own_format(scraped: Path) -> None:
    assert run("clean", str(scraped / "a.txt")).stdout.decode() == REPAIRED
    page = run("clean", str(scraped / "b.html")).stdout.decode()
    assert page == "<p>The <b>complete</b> &amp; whole plan.</p>\n"
    text = run("clean", str(scraped / "b.html"), "--text").stdout.decode()
    assert text.strip() == "The complete & whole plan."
    clean = (scraped / "clean.txt").read_bytes()
    assert run("clean", "-", stdin=clean).stdout == clean


def test_clean_json_can_be_replayed(scraped: Path) -> None:
    results = json.loads(run("clean", str(scraped), "--format", "json").stdout)
    assert list(results) == ["version", "tool", "failures", "documents"]
    for document in results["documents"]:
        raw = (scraped.parent / document["id"]).read_bytes().decode("utf-8")
        replayed = raw
        for edit in reversed(document["edits"]):
            assert list(edit) == ["part", "start", "end", "source", "replacement", "repair", "confidence"]
            assert raw[edit["start"] : edit["end"]] == edit["source"]
            replayed = replayed[: edit["start"]] + edit["replacement"] + replayed[edit["end"] :]
        assert replayed == document["text"]
    assert results["documents"][2]["edits"] == []


def test_clean_in_place_keeps_the_original_beside(scraped: Path) -> None:
    assert run("clean", str(scraped), "--in-place").returncode == 0
    assert (scraped / "a.txt").read_text("utf-8") == REPAIRED
    assert (scraped / "a.txt.orig").read_text("utf-8") == NOISY
    assert not (scraped / "clean.txt.orig").exists()
    assert run("clean", str(scraped), "--diff").returncode == 0


def test_clean_diff_shows_what_would_change_and_exits_with_one(scraped: Path) -> None:
    done = run("clean", str(scraped / "a.txt"), "--diff")
    assert done.returncode == 1
    assert "comp[-\\u200b-]lete plan" in done.stdout.decode()
    assert (scraped / "a.txt").read_text("utf-8") == NOISY


def test_clean_output_mirrors_the_names(scraped: Path, tmp_path: Path) -> None:
    assert run("clean", str(scraped), "--output", str(tmp_path / "out")).returncode == 0
    made = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")}
    assert made == {"scraped/a.txt", "scraped/b.html", "scraped/clean.txt"}
    assert run("clean", str(scraped / "a.txt"), "--output", str(tmp_path / "one.txt")).returncode == 0
    assert (tmp_path / "one.txt").read_text("utf-8") == REPAIRED


def test_clean_keeps_the_encoding_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "zh.txt"
    words = "今年以来，工业经济持续\u200b恢复向好，新三样出口快速增长。\n"
    path.write_bytes(words.encode("gb18030"))
    repaired = words.replace("\u200b", "")
    assert run("clean", str(path)).stdout == repaired.encode("utf-8")
    assert run("clean", str(path), "--keep-encoding").stdout == repaired.encode("gb18030")


@pytest.mark.parametrize(
    "arguments", [["--in-place", "--diff"], ["--in-place", "--output", "x"], ["--in-place", "--format", "json"]]
)
def test_clean_options_that_exclude_one_another(scraped: Path, arguments: list[str]) -> None:
    done = run("clean", str(scraped), *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(b"xindaya: --in-place")


def test_score_is_that_of_sacrebleu(tmp_path: Path) -> None:
    import sacrebleu  # noqa: PLC0415 - it takes time to import

    references = ["Exports of the new three rose by a third.", "Industry recovered."]
    hypotheses = ["Exports of the three new samples rose by a third.", "The industry recovered."]
    for name, lines in (("r.txt", references), ("h.txt", hypotheses)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    arguments = ["score", str(tmp_path / "h.txt"), "--reference", str(tmp_path / "r.txt")]
    (system,) = json.loads(run(*arguments, "--format", "json").stdout)["systems"]
    values = {score["metric"]: score["value"] for score in system["scores"]}
    assert values["bleu"] == sacrebleu.corpus_bleu(hypotheses, [references]).score
    assert values["chrf"] == sacrebleu.corpus_chrf(hypotheses, [references]).score
    assert b"nrefs:1|case:mixed" in run(*arguments).stdout
    (tmp_path / "h.txt").write_text("one line\n")
    assert b"h.txt has 1 segments, " in run(*arguments).stderr


def test_rules_and_explain() -> None:
    articles, _, glossaries = run("rules").stdout.decode().partition("\n\n")
    assert [line.split()[0] for line in articles.splitlines()] == list(CHECKS.names())
    assert [line.split()[0] for line in glossaries.splitlines()[1:]] == list(LINT_RULES.names())
    assert b"## Use instead" in run("explain", "term-deprecated").stdout
    assert b"## Use instead" in run("explain", "never-matches").stdout
    for wrong in (["explain", "term-depracated"], ["check", "x.txt", "--select", "term-depracated"]):
        told = b"xindaya: no rule is called 'term-depracated'; did you mean 'term-deprecated'?\n"
        assert (run(*wrong).returncode, run(*wrong).stderr) == (2, told)
    assert b", term-deprecated, " in run("explain", "x").stderr


@pytest.mark.parametrize("command", ["check", "clean", "score", "align"])
def test_a_wrong_encoding_is_one_error_before_anything_is_read(command: str) -> None:
    done = run(command, "nowhere.txt", "nor-here.txt", "--encoding", "utf9")
    told = b"xindaya: no encoding is called 'utf9'; did you mean 'utf-8'?\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", told)


def test_a_wrong_format_is_one_error_and_what_failed_is_not_summed_up() -> None:
    done = run("check", "nowhere.txt", "nor-here.txt", "--input-format", "htm")
    told = b"xindaya: no format is called 'htm'; did you mean 'html'?\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", told)
    assert run("check", "nowhere.txt", "nor-here.txt").stdout == b"2 inputs could not be read\n"


def test_explain_tells_what_was_considered_on_a_line(articles: Path) -> None:
    (articles / "a.txt").write_text(
        "All is well.\n\nThe three new samples and steady growth: New Three Kinds.\n", "utf-8"
    )
    at = f"{articles / 'a.txt'}:3"
    told = " ".join(run("explain", "--at", at, "--ignore", "term-deprecated").stdout.decode().split())
    assert "column 5 “three new samples” 新三样: deprecated (exact)" in told
    assert "term-deprecated (major): “three new samples” is a deprecated rendering" in told
    assert "not told: its rule is not selected" in told
    assert "column 42 “New Three” not 新三样: a part of a longer name" in told
    assert b"there is no line 9; the last one is 3" in run("explain", "--at", f"{articles / 'a.txt'}:9").stderr
    (articles / "a.txt").write_text("One line\f with\u2028 more than one break.\n", "utf-8")
    assert b"there is no line 2; the last one is 1" in run("explain", "--at", f"{articles / 'a.txt'}:2").stderr
    assert run("explain", "--at", "nowhere.txt:1").returncode == 2
    assert run("explain").returncode == 2


def test_every_command_has_a_help_text_with_an_example_where_it_takes_paths() -> None:
    runner = CliRunner()
    for command in ("check", "report", "clean", "score", *(f"glossary {name}" for name in GLOSSARY_COMMANDS)):
        text = runner.invoke(app, [*command.split(), "--help"]).output
        assert f"xindaya {command}" in text, command


def test_version() -> None:
    assert run("--version").stdout == b"xindaya 0.1.0\n"


def test_help_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from toolkit.cli import app;"
        "CliRunner().invoke(app, ['--help']);"
        "print([m for m in ('ftfy', 'jieba', 'sacrebleu', 'lxml', 'daachorse', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def on_terminal(*arguments: str, **variables: str) -> bytes:
    """Run the command with its standard output on a pseudo-terminal and return what it printed there."""
    parent, child = pty.openpty()
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", *arguments]
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(command, stdout=child, stderr=subprocess.DEVNULL, env=environment | variables):
        os.close(child)
        pieces = []
        with suppress(OSError):  # the terminal is gone when the command has ended
            while piece := os.read(parent, 4096):
                pieces.append(piece)
    os.close(parent)
    return b"".join(pieces)


def test_color_is_only_for_a_terminal_that_wants_it(articles: Path) -> None:
    arguments = ("check", str(articles), "--glossary", GLOSSARY)
    assert b"\x1b[31m" in on_terminal(*arguments)
    assert b"\x1b[" not in on_terminal(*arguments, NO_COLOR="1")
    assert b"\x1b[" not in on_terminal(*arguments, TERM="dumb")
    assert b"\x1b[" not in run(*arguments).stdout


def test_clean_json_lines_keep_their_format(tmp_path: Path) -> None:
    records = b'{"id": 1, "text": "comp\\u200blete \\"plan\\"", "n": 1.50}\nnot json\n{"text": "fine"}\n'
    repaired = b'{"id": 1, "text": "complete \\"plan\\"", "n": 1.50}\nnot json\n{"text": "fine"}\n'
    (tmp_path / "a.jsonl").write_bytes(records)
    done = run("clean", str(tmp_path / "a.jsonl"), "--output", str(tmp_path / "out.jsonl"))
    assert done.returncode == 2
    assert b"a.jsonl: line 2: no JSON object" in done.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == repaired
    (document, _) = json.loads(run("clean", str(tmp_path / "a.jsonl"), "--format", "json").stdout)["documents"] * 2
    assert [(edit["part"], edit["source"]) for edit in document["edits"]] == [("record 1", "\\u200b")]
    assert run("clean", str(tmp_path / "a.jsonl"), "--text").stdout == b'complete "plan"\nfine\n'


def test_clean_takes_the_text_from_the_field_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\u200bb", "body": "c\u200bd"}\n', "utf-8")
    assert run("clean", str(path), "--field", "body").stdout.decode() == '{"text": "a\u200bb", "body": "cd"}\n'


def test_a_long_line_and_a_large_file_go_through_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"word " * 10_000_000)
    code = (
        "import re, sys; from pathlib import Path; from toolkit.cli import main\n"
        "sys.argv = ['xindaya', 'clean', sys.argv[1], '-o', sys.argv[2]]\n"
        "try: main()\n"
        # Not ru_maxrss: it remembers the process that this one was forked from.
        "finally: print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path / "out.txt")]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, timeout=120)
    assert (tmp_path / "out.txt").read_bytes() == path.read_bytes()
    assert int(done.stdout) < 300 * 1024


def test_furniture_is_told_of_and_removed_on_request(tmp_path: Path) -> None:
    words = "Industry recovered steadily in the first half of the year, the ministry said on Thursday.\n"
    path = tmp_path / "page.txt"
    path.write_text("Clear records\nhistory record\n" + words * 3 + "Return to list\n", "utf-8")
    assert run("clean", str(path)).stdout.decode() == path.read_text("utf-8")
    (document,) = json.loads(run("clean", str(path), "--format", "json").stdout)["documents"]
    assert [path.read_text("utf-8")[f["start"] : f["end"]].split() for f in document["furniture"]] == [
        ["Clear", "records", "history", "record"],
        ["Return", "to", "list"],
    ]
    assert run("clean", str(path), "--furniture", "remove").stdout.decode().strip() == (words * 3).strip()


def test_lines_that_repeat_across_files_are_furniture_wherever_they_stand(tmp_path: Path) -> None:
    for number in range(4):
        words = f"Sentence number {number} stands in one file alone.\n"
        text = words + "Follow us on the platform\n" + words.upper()
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    run("clean", str(tmp_path), "--furniture", "remove", "--in-place", "--no-backup")
    assert (tmp_path / "2.txt").read_text("utf-8").splitlines() == [
        "Sentence number 2 stands in one file alone.",
        "SENTENCE NUMBER 2 STANDS IN ONE FILE ALONE.",
    ]


def test_what_is_lost_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lost.txt"
    path.write_text("The plan of \ufffd\ufffd\ufffd covers steel.\n", "utf-8")
    done = run("clean", str(path))
    assert done.stdout.decode() == path.read_text("utf-8")
    assert b"1 places look damaged and were left alone" in done.stderr
    done = run("clean", str(path), "--diff")
    assert (done.returncode, "1:13 left alone: \ufffd\ufffd\ufffd" in done.stdout.decode()) == (0, True)


def test_no_output_goes_over_an_input(articles: Path) -> None:
    path = articles / "a.txt"
    before = path.read_bytes()
    for arguments in (["check", str(path)], ["clean", str(path)], ["clean", str(articles)]):
        done = run(*arguments, "--output", str(path))
        assert (done.returncode, path.read_bytes()) == (2, before)
        assert b"is an input; write somewhere else" in done.stderr
    glossary = articles / "g.csv"
    glossary.write_bytes(Path(GLOSSARY).read_bytes())
    assert run("glossary", "convert", str(glossary), str(glossary)).returncode == 2


def test_in_place_leaves_a_sound_file_alone_whatever_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "zh.txt"
    path.write_bytes("今年以来，工业经济持续恢复向好，新三样出口快速增长。\n".encode("gb18030"))
    before = path.read_bytes()
    assert run("clean", str(path), "--in-place").returncode == 0
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (before, 1)


def test_nothing_read_is_not_graded() -> None:
    results = json.loads(run("check", "nowhere.txt", "--format", "json").stdout)
    assert results["totals"]["grade"] == "–"


def test_init_writes_settings_that_are_the_defaults(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).returncode == 0
    assert load(tmp_path) == Settings()
    path = tmp_path / "xindaya.toml"
    path.write_text(regex.sub(r"(?m)^# (?=[a-z-]+ = )", "", path.read_text("utf-8")), "utf-8")
    assert load(tmp_path) == Settings(glossary=(str(tmp_path / "terms.tbx"),))
    assert run("init", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
def test_half_a_surrogate_pair_stops_no_report(tmp_path: Path, output_format: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "The three new samples \\ud83d grew."}\n')
    done = run("check", str(path), "--glossary", GLOSSARY, "--format", output_format)
    assert (done.returncode, done.stderr) == (1, b"")
    assert run("report", str(path), "--output", str(tmp_path / "r.html")).returncode == 0


def test_two_inputs_never_go_to_one_place(tmp_path: Path) -> None:
    for name in ("one/s/a.txt", "two/s/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("Words.\n")
    done = run("clean", str(tmp_path / "one/s"), str(tmp_path / "two/s"), "--output", str(tmp_path / "out"))
    assert done.returncode == 2
    assert b"two inputs would be written to" in done.stderr
    assert not (tmp_path / "out").exists()
    done = run("clean", "a.txt", "--output", ".", cwd=tmp_path / "one/s")
    assert b"is an input; write somewhere else" in done.stderr


@pytest.mark.parametrize(
    ("paths", "folder", "refused"),
    [
        ("scraped", "scraped", True),
        ("scraped", "scraped/sub", True),
        ("scraped", "scraped-too", False),
        ("scraped/*", "scraped/sub", True),
        ("scr*", "scraped/sub/more", True),
        ("**/*.txt", "sub", True),
        ("scraped/*.txt", "sub", False),
        ("scraped/*.txt", "scraped/sub", False),
        ("scraped/a.txt scraped/b.html", "scraped/sub", False),
    ],
)
def test_clean_never_writes_where_it_reads(
    scraped: Path, monkeypatch: pytest.MonkeyPatch, paths: str, folder: str, *, refused: bool
) -> None:
    monkeypatch.chdir(scraped.parent)
    for _ in range(2):
        done = CliRunner().invoke(app, ["clean", *paths.split(), "--output", folder])
        told = f"{folder} is in {paths}, and the next run would read what is written; name one outside"
        assert (str(done.exception) == told) is refused
        assert refused or done.exit_code == 0
    assert sorted(path.name for path in scraped.rglob("a.txt")) == ["a.txt"] * (
        1 + ("/sub" in folder and not refused)
    )


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [("clean", 100_000), ("check --quiet --jobs 2 --format csv --select repeated-word", 2_000)],
)
def test_a_pipe_that_ends_early_is_no_verdict(articles: Path, tmp_path: Path, arguments: str, lines: int) -> None:
    (articles / "a.txt").write_text("Words of of a long text.\n\n" * lines)
    program = "from toolkit.cli import main; main()"
    command = [sys.executable, "-c", program, *arguments.split(), str(articles / "a.txt")]
    (tmp_path / "kept").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "kept")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(timeout=60) == -signal.SIGPIPE
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert not list((tmp_path / "kept").iterdir())


def test_records_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "The three new samples sell."}\n' * 12)
    results = json.loads(run("check", str(path), "--glossary", GLOSSARY, "--format", "json").stdout)
    assert [finding["line"] for finding in results["findings"]] == list(range(1, 13))
    assert results["findings"][9]["part"] == "record 10"


def test_a_large_page_and_many_records_go_through_whole(tmp_path: Path) -> None:
    script = "<script>\n" + 'var words = "comp\u200blete";\n' * 60_000 + "</script>\n"
    page, records = tmp_path / "page.html", tmp_path / "a.jsonl"
    page.write_text(f"<p>comp\u200blete</p>\n{script}", "utf-8")
    assert run("clean", str(page)).stdout.decode() == f"<p>complete</p>\n{script}"
    records.write_text('{"text": "Sentence of a record."}\n' * 60_000)
    assert run("clean", str(records), "--text").stdout == b"Sentence of a record.\n" * 60_000


def test_lines_that_repeat_across_documents_are_not_checked(tmp_path: Path) -> None:
    texts = [f"Output of plant {number} grew.\nSee the three new samples hall\nIt hired." for number in range(4)]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    for paths in (
        [str(tmp_path / "1.txt")],
        [str(tmp_path / f"{number}.txt") for number in range(4)],
        [str(path)],
    ):
        done = run("check", *paths, "--glossary", GLOSSARY, "--format", "json")
        assert len(json.loads(done.stdout)["findings"]) == (1 if len(paths) == 1 and "1.txt" in paths[0] else 0)
    removed = run("clean", str(path), "--furniture", "remove").stdout.splitlines()
    assert [json.loads(line)["text"] for line in removed] == [
        text.replace("See the three new samples hall\n", "") for text in texts
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [["clean"], ["clean", "--format", "json"], ["clean", "--diff"], ["check"]])
def test_a_full_disk_behind_standard_output_is_told(scraped: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", *arguments, str(scraped / "a.txt")]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [b"xindaya: standard output: cannot be written (No space left on device)"]


def test_a_pipe_is_read_once_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for arguments in (["--in-place"], ["--in-place", "--no-backup"]):
        for path in (str(pipe), "/dev/null", "-"):
            done = run("clean", path, *arguments, "--input-format", "plain")
            assert done.returncode == 2
            assert done.stderr.decode() == (
                f"xindaya: {path}: it is no regular file, so it cannot be replaced; say --output\n"
            )
    for command in (["clean", "--furniture", "remove"], ["check", "--glossary", GLOSSARY]):
        with subprocess.Popen(["/bin/sh", "-c", f"echo Words. > '{pipe}'"]) as writer:
            assert run(*command, str(pipe)).returncode == 0
            assert writer.wait() == 0


def test_lines_in_another_encoding_become_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mixed.txt"
    sound = "第一行很好。\n" * 30
    path.write_bytes(sound.encode() + "工厂订单有所增加。\n".encode("gb18030") + sound.encode())
    for arguments in ([], ["--keep-encoding"], ["--in-place"]):
        done = run("clean", str(path), *arguments)
        assert b"1 lines are not UTF-8 as the others are, and become it" in done.stderr
        written = path.read_bytes() if arguments == ["--in-place"] else done.stdout
        assert written.decode() == f"{sound}工厂订单有所增加。\n{sound}"
    assert (tmp_path / "mixed.txt.orig").exists()


def test_progress_of_one_large_file_shows_on_a_terminal_alone(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("Output grew in the first half of the year.\n" * 60_000)
    parent, child = pty.openpty()
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", "clean", str(path), "--output"]
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, str(tmp_path / "out.txt")], stderr=child, env=environment) as process:
        os.close(child)
        shown = b""
        with suppress(OSError):  # the terminal is gone when the command has ended
            while piece := os.read(parent, 4096):
                shown += piece
        assert process.wait(timeout=60) == 0
    os.close(parent)
    assert b"reading" in shown
    assert b"100%" in shown
    assert run("clean", str(path), "--output", str(tmp_path / "out.txt")).stderr == b""


def test_no_output_takes_the_place_of_a_glossary_or_a_source(tmp_path: Path) -> None:
    glossary, source, article = tmp_path / "own.csv", tmp_path / "zh.txt", tmp_path / "en.txt"
    glossary.write_text("zh,en,status\n新三样,new three,preferred\n", "utf-8")
    source.write_text("新三样出口增长。\n", "utf-8")
    article.write_text("Exports of the new three grew.\n", "utf-8")
    before = glossary.read_bytes(), source.read_bytes()
    for arguments in (
        ["check", article, "-g", glossary, "-f", "csv", "-o", glossary],
        ["check", article, "--source", source, "-f", "csv", "-o", source],
        ["glossary", "list", "-g", glossary, "-f", "csv", "-o", glossary],
        ["glossary", "suggest", article, "-g", glossary, "-o", glossary],
        ["align", source, article, "-g", glossary, "-o", glossary],
    ):
        done = CliRunner().invoke(app, list(map(str, arguments)))
        assert done.exit_code, arguments
    assert (glossary.read_bytes(), source.read_bytes()) == before


def test_of_two_glossaries_a_term_in_both_is_one_concept(tmp_path: Path) -> None:
    article, own = tmp_path / "en.txt", tmp_path / "own.csv"
    article.write_text("Exports of the three new samples grew.\n", "utf-8")
    own.write_text("zh,en,status\n新三样,new trio,preferred\n新三样,three new samples,deprecated\n", "utf-8")
    done = CliRunner().invoke(app, ["check", str(article), "-g", "policy", "-g", str(own), "-f", "json", "-q"])
    (finding,) = (f for f in json.loads(done.stdout)["findings"] if f["rule"] == "term-deprecated")
    assert finding["verdict"]
    assert "new trio" in finding["message"]


def test_annotations_name_files_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "en.txt").write_text("Exports of the «new three samples» grew.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["check", "a/b", "-f", "github", "-q"])
    assert "file=a/b/en.txt" in done.stdout

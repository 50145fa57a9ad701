"""xindaya glossary as a user meets it: lint, list, show, diff, merge."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from toolkit import termbases
from toolkit.cli import app
from toolkit.glossary_review import review
from toolkit.linting import LINT_RULES
from toolkit.termbases.json import Json

FLAWED = """id,zh,en,status,definition,source
measures,措施,measures,preferred,What is done,https:/x
moves,举措,measure,preferred,What is done,
three,新三样,"new ""[three|trio]"" items",preferred,Three exports,
"""
FIRST = """id,zh,en,status,definition
a,新三样,new three,preferred,Three exports
b,措施,measures,preferred,
"""
SECOND = """id,zh,en,status,definition
x,新三样,new trio,preferred,
x,新三样,new three,admitted,
c,举措,moves,preferred,
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, ["glossary", *map(str, arguments)])


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    path = tmp_path / "flawed.csv"
    path.write_text(FLAWED, "utf-8")
    return path


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "first.csv", tmp_path / "second.csv"
    for path, content in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(content, "utf-8")
    return paths


def test_lint_names_file_line_concept_and_advice(flawed: Path) -> None:
    done = run("lint", flawed)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == str(flawed)
    assert lines[1:6] == [
        "  2 minor dead-source 措施 “measures” has the source https:/x, which is no web",
        "  address; correct it",
        "  3 major designation-of-two-concepts 举措 “measure” is preferred here and, as",
        "  “measures”, preferred for 措施 measures; if both are right, relate measures",
        "  and moves, or give one a context",
    ]
    assert lines[-1] == "3 concepts: 3 flaws (2 major, 1 minor)"
    assert [line.split()[0] for line in lines if "major" in line][:2] == ["3", "4"]


def test_lint_as_json(flawed: Path) -> None:
    done = json.loads(run("lint", flawed, "--format", "json", "--select", "never-matches").stdout)
    assert set(done) == {"version", "tool", "glossaries", "failures", "notes", "flaws"}
    (flaw,) = done["flaws"]
    assert (flaw["file"], flaw["line"], flaw["concept"], flaw["zh"]) == (str(flawed), 4, "three", "新三样")
    assert flaw["term"] == 'new "[three|trio]" items'
    assert set(flaw) == set("rule severity file line concept zh term message advice".split())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--fail-on", "critical"], 0),
        (["--select", "dead-source"], 0),
        (["--select", "dead-source", "--fail-on", "minor"], 1),
        (["--ignore", "designation-of-two-concepts", "--ignore", "never-matches"], 0),
        (["nowhere.csv"], 2),
    ],
)
def test_lint_exit_codes(flawed: Path, arguments: list[str], code: int) -> None:
    assert run("lint", flawed, *arguments).exit_code == code


def test_lint_online_says_how_many_are_dead(flawed: Path) -> None:
    done = run("lint", flawed, "--select", "dead-source", "--online")  # its one address is none, so none is asked
    assert done.stderr == "xindaya: every web address was asked; wrong or dead: 1\n"


def test_lint_refuses_unknown_rules(flawed: Path) -> None:
    for option in ("--select", "--ignore"):
        assert "rule is called 'x'" in str(run("lint", flawed, option, "x").exception)


def test_lint_tells_what_cannot_be_read_and_looks_at_the_rest(flawed: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("zh,en,status\n新三样,new three,prefered\n,,\n,,admitted\n措施,steps,admitted\n", "utf-8")
    done = run("lint", broken, flawed, tmp_path / "nowhere.csv", "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 2
    assert [failure["path"] for failure in found["failures"]] == [str(broken)] * 2 + [
        str(tmp_path / "nowhere.csv")
    ]
    assert len(done.stderr.splitlines()) == 4
    assert f"{broken}: concepts lost, in whole or in part: 1" in done.stderr
    assert {flaw["file"] for flaw in found["flaws"]} == {str(broken), str(flawed)}


@pytest.mark.parametrize("suffix", ["tbx", "json", "tsv", "xlsx"])
def test_lint_finds_the_place_in_every_format(flawed: Path, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"flawed.{suffix}"
    assert run("convert", flawed, path).exit_code == 0
    (flaw,) = review([path], [LINT_RULES.build("never-matches")]).flaws
    assert flaw.file == str(path)
    if suffix == "xlsx":
        assert flaw.line is None
        return
    line = path.read_text("utf-8").split("\n")[(flaw.line or 0) - 1]
    assert "[three|trio]" in line


def test_glossaries_are_linted_as_one(two: tuple[Path, Path]) -> None:
    flaws = review(two, [LINT_RULES.build("designation-of-two-concepts")]).flaws
    assert [(flaw.file, flaw.zh) for flaw in flaws] == [(str(two[1]), "新三样")]


def test_lint_finds_the_place_of_a_row_with_a_running_number(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("序号,术语,译文,状态\n1,电池,battery,首选\n2,新三样,new three,禁用\n", "utf-8")
    (flaw,) = review([path], [LINT_RULES.build("reason-missing")]).flaws
    assert (flaw.concept, flaw.line) == ("新三样", 3)


def test_lint_says_that_nothing_was_linted(tmp_path: Path) -> None:
    done = run("lint", tmp_path / "nowhere.csv")
    assert (done.exit_code, done.stdout) == (2, "nothing was linted: no concept could be read\n")


def test_lint_tells_the_columns_that_it_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("术语,译文,负责人\n新三样,new three,x\n", "utf-8")
    assert run("lint", path).stderr == f"xindaya: {path}: columns passed over: 负责人\n"


def test_glossaries_that_come_along_are_known_by_name_everywhere(
    two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("lint", "policy").exit_code == 0
    assert run("convert", "health", "health.csv").exit_code == 0
    assert run("diff", "health", "health.csv").exit_code == 0
    assert run("merge", "health", two[0], "both.csv").exit_code == 0
    assert run("lint", "polcy").exit_code == 2
    (tmp_path / "health").write_text(FIRST, "utf-8")
    assert run("convert", "health", "mine.csv", "--from", "csv").stderr == "xindaya: mine.csv: 2 concepts\n"


@pytest.mark.parametrize("command", ["convert", "merge"])
def test_help_says_that_the_file_is_replaced(command: str) -> None:
    assert "replaced if it is there" in " ".join(run(command, "--help").stdout.replace("│", " ").split())


def test_list_aligns_chinese_by_its_width(two: tuple[Path, Path]) -> None:
    assert run("list", "--glossary", two[0]).stdout.splitlines() == [
        "term    rendering  status     subject",
        "新三样  new three  preferred",
        "措施    measures   preferred",
    ]


def test_list_filters_by_status_subject_and_house() -> None:
    rows = run(
        "list", "--subject", "trade", "--status", "superseded", "--status", "deprecated"
    ).stdout.splitlines()[1:]
    assert {row.split()[-1] for row in rows} == {"trade"}
    assert {row.split()[-2] for row in rows} == {"deprecated", "superseded"}
    assert [row for row in rows if "new three samples" in row]
    (row,) = [row for row in run("list", "--house", "scio").stdout.splitlines() if row.startswith("新三样")]
    assert "new trio" in row
    assert "did you mean 'trade'" in str(run("list", "--subject", "trad").exception)


def test_list_as_json_and_csv_are_glossaries(two: tuple[Path, Path]) -> None:
    concepts = termbases.load(two[1]).concepts
    written = run("list", "--glossary", two[1], "--format", "json").stdout
    assert Json().read(written.encode(), "-") == concepts
    assert json.loads(written)[0]["preferred"] == "new trio"
    path = two[0].with_name("listed.csv")
    run("list", "--glossary", two[1], "--format", "csv", "--output", path)
    assert termbases.load(path).concepts == concepts


def test_show_has_what_is_known_in_eighty_columns() -> None:
    done = run("show", "zhuanjingtexin")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("专精特新 / 專精特新  smes · srdi")
    assert [line.split()[0] for line in lines if line[:1].isalpha()][-4:] == [
        "related",
        "source",
        "note",
        "note",
    ]
    assert "preferred      specialized, refined, distinctive and innovative · SCIO" in lines
    assert max(map(cell_len, lines)) <= 80
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("words", [["专精特新"], ["SRDI"], ["zjtx"], ["specialized,", "special", "and", "new"]])
def test_show_finds_a_term_however_it_is_typed(words: list[str]) -> None:
    found = json.loads(run("show", *words, "--format", "json").stdout)
    assert [concept["id"] for concept in found] == ["srdi"]


def test_show_lists_many_and_says_what_is_near() -> None:
    done = run("show", "企业")
    assert done.exit_code == 0
    assert " more:" in done.stdout
    done = run("show", "littel", "giants")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "did you mean “little giants”" in done.stderr
    assert json.loads(run("show", "littel", "giants", "--format", "json").stdout) == []


def test_diff(two: tuple[Path, Path]) -> None:
    done = run("diff", *two)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "- b 措施 measures",
        "~ x 新三样 new trio",
        "    id: a → x",
        "    definition: Three exports → (none)",
        "  + en new trio (preferred)",
        "  ~ en new three (admitted)",
        "      status: preferred → admitted",
        "+ c 举措 moves",
        "concepts: 1 added, 1 removed, 1 changed",
    ]
    same = run("diff", two[0], two[0])
    assert (same.exit_code, same.stdout) == (0, "")
    found = json.loads(run("diff", *two, "--format", "json").stdout)
    assert [concept["kind"] for concept in found["concepts"]] == ["removed", "changed", "added"]
    assert found["concepts"][1]["changes"][0] == {"field": "id", "before": "a", "after": "x"}


def test_diff_finds_no_difference_between_formats() -> None:
    shipped = termbases.shipped()
    assert run("diff", shipped.parent / "policy", shipped).exit_code == 0


def test_merge_refuses_to_choose_and_obeys(two: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "both.tbx"
    done = run("merge", *two, target)
    assert done.exit_code == 1
    assert not target.exists()
    assert f"a 新三样: preferred is new three in {two[0]}, new trio in {two[1]}" in " ".join(
        done.stderr.split("\n")
    )
    done = run("merge", *two, target, "--prefer", "second")
    assert done.exit_code == 0
    made = termbases.load(target)
    assert [(concept.id, concept.preferred) for concept in made.concepts] == [
        ("a", "new trio"),
        ("b", "measures"),
        ("c", "moves"),
    ]
    assert made["a"].definition == "Three exports"


def test_merge_of_equals_is_the_same(two: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "both.csv"
    copy = tmp_path / "copy.csv"
    copy.write_bytes(two[0].read_bytes())
    assert run("merge", two[0], copy, target).exit_code == 0
    assert termbases.load(target).concepts == termbases.load(two[0]).concepts


def test_merge_never_writes_over_an_input(two: tuple[Path, Path]) -> None:
    assert "is an input" in str(run("merge", *two, two[1]).exception)
    assert two[1].read_text("utf-8") == SECOND


def test_what_turns_lines_round_never_reaches_a_terminal(two: tuple[Path, Path]) -> None:
    path = two[0].with_name("turned.csv")
    path.write_text(FIRST.replace("new three", "new\u202ethree").replace("Three", "\u202eThree"), "utf-8")
    for arguments in (["list", "-g", path], ["show", "-g", path, "b"], ["lint", path], ["diff", path, two[0]]):
        assert "\u202e" not in run(*arguments).output, arguments
    assert "new\\u202ethree" in run("list", "-g", path).output

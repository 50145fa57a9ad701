"""Every report format from the command line."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from toolkit.cli import app

GLOSSARY = str(Path(__file__).parents[1] / "checks" / "glossary.csv")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--glossary", GLOSSARY, "--quiet"])


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b.txt").write_text("Sales grew.\nExports of the three new samples rose.\n", "utf-8")
    return "a b.txt"


def test_check_prints_sarif(article: str) -> None:
    done = run("check", article, "--format", "sarif")
    assert done.exit_code == 1
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.txt"
    assert place["region"]["snippet"]["text"] == "three new samples"
    region = [place["region"][name] for name in ("startLine", "startColumn", "endLine", "endColumn")]
    assert region == [2, 16, 2, 33]


@pytest.mark.parametrize(
    ("fail_on", "failures", "code"), [("major", "1", 1), ("critical", "0", 0), ("never", "0", 0)]
)
def test_check_prints_junit_that_fails_as_the_run_does(
    article: str, fail_on: str, failures: str, code: int
) -> None:
    done = run("check", article, "--format", "junit", "--select", "term-deprecated", "--fail-on", fail_on)
    assert done.exit_code == code
    root = ET.fromstring(done.stdout_bytes)  # noqa: S314 - our own
    assert (root.get("tests"), root.get("failures")) == ("1", failures)


def test_check_prints_annotations(article: str) -> None:
    (line,) = run("check", article, "--format", "github").stdout.splitlines()
    assert line.startswith(
        "::error file=a b.txt,line=2,col=16,endColumn=33,title=term-deprecated::“three new samples”"
    )


def test_check_prints_csv(article: str) -> None:
    (row,) = csv.DictReader(StringIO(run("check", article, "--format", "csv").stdout))
    assert (row["document"], row["line"], row["surface"]) == ("a b.txt", "2", "three new samples")


@pytest.mark.parametrize("suffix", ["html", "xlsx", "md", "json", "csv", "sarif"])
def test_report_goes_by_suffix(article: str, suffix: str) -> None:
    assert run("report", article, "--output", f"report.{suffix}").exit_code == 0
    written = Path(f"report.{suffix}").read_bytes()
    if suffix == "xlsx":
        sheet = CalamineWorkbook.from_filelike(BytesIO(written)).get_sheet_by_name("findings")
        assert sheet.to_python()[1][6] == "three new samples"
    else:
        assert "three new samples" in written.decode()

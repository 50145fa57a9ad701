"""xindaya glossary convert, as a user meets it."""

import json
import subprocess
import sys
from pathlib import Path

GOOD = "zh,en,status\n新三样,new three,preferred\n新三样,new trio,admitted\n"
BROKEN = GOOD + "电池,battery,good\n汽车,car,,,\n"


def convert(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", "glossary", "convert"]
    return subprocess.run(
        [*command, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=60,
        cwd=Path(__file__).parents[2],
    )


def test_there_and_back_through_every_format_by_suffix(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text(GOOD, "utf-8")
    for suffix in ("xlsx", "json", "tsv", "tbx", "json"):
        done = convert(path, path := tmp_path / f"g.{suffix}")
        assert (done.returncode, done.stderr) == (0, f"xindaya: {path}: 1 concept\n")
    (concept,) = json.loads(path.read_text("utf-8"))
    assert (concept["zh"], concept["preferred"], len(concept["designations"])) == ("新三样", "new three", 3)


def test_every_problem_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text(BROKEN, "utf-8")
    done = convert(tmp_path / "g.csv", tmp_path / "g.tbx")
    assert done.returncode == 2
    assert "g.csv: row 4, column status: 'good' is none of" in done.stderr
    assert "g.csv: row 5: 5 cells under 3 columns" not in done.stderr  # the cells beyond are empty
    assert not (tmp_path / "g.tbx").exists()


def test_the_rest_is_written_with_keep_going_and_the_exit_code_is_still_2(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text(BROKEN, "utf-8")
    done = convert(tmp_path / "g.csv", tmp_path / "g.json", "--keep-going")
    assert done.returncode == 2
    assert "row 4, column status" in done.stderr
    assert "g.csv: concepts lost, in whole or in part: 1\n" in done.stderr
    assert done.stderr.endswith("g.json: 2 concepts, 1 problem left out\n")
    assert [c["zh"] for c in json.loads((tmp_path / "g.json").read_text("utf-8"))] == ["新三样", "汽车"]


def test_nothing_is_written_where_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text("zh,en,status\n电池,battery,good\n", "utf-8")
    done = convert(tmp_path / "g.csv", tmp_path / "g.json", "--keep-going")
    assert (done.returncode, (tmp_path / "g.json").exists()) == (2, False)
    assert "no entry could be read; nothing is written" in done.stderr


def test_pipes_need_a_format_and_carry_glossaries() -> None:
    done = convert("-", "-", "--from", "csv", "--to", "deepl", stdin=GOOD)
    assert (done.returncode, done.stdout) == (0, "新三样,new three\n")
    done = convert("-", "-", stdin=GOOD)
    assert (done.returncode, done.stdout) == (2, "")
    assert "say --from" in done.stderr


def test_for_a_service_what_is_written_is_counted_and_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text("zh,zh_hant,en\n电池,電池,battery\n汽车,,car\n", "utf-8")
    done = convert(tmp_path / "g.csv", tmp_path / "out.tsv", "--to", "azure", "--script", "zh-Hant")
    assert (done.returncode, (tmp_path / "out.tsv").read_text("utf-8")) == (0, "電池\tbattery\n")
    assert done.stderr.endswith("out.tsv: 1 concept, 1 concept left out\n")
    (tmp_path / "g.csv").write_text("zh,en\n电池,battery\n", "utf-8")
    done = convert(tmp_path / "g.csv", tmp_path / "none.tsv", "--to", "azure", "--script", "zh-Hant")
    assert (done.returncode, (tmp_path / "none.tsv").exists()) == (2, False)
    assert (
        "nothing is left to write for Azure Translator: concepts left out, with no term in zh-Hant" in done.stderr
    )


def test_an_unknown_encoding_is_told_without_an_option_that_convert_has_not(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_bytes(b"abc \xff\xfe\xfa\x80")
    assert "save it as UTF-8, or" in convert(tmp_path / "g.csv", tmp_path / "g.tbx").stderr


def test_an_unknown_format_is_told_with_the_nearest_or_with_all(tmp_path: Path) -> None:
    done = convert("glossaries/policy.tbx", tmp_path / "g.csv", "--to", "depl")
    assert done.returncode == 2
    assert "did you mean 'deepl'?" in done.stderr
    told = convert("glossaries/policy.tbx", tmp_path / "g.csv", "--to", "word").stderr
    assert "azure, csv, deepl, google, google-term-sets, json, tbx, tbx-basic, tsv, xlsx" in told

"""xindaya align as a user meets it."""

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.test_commands import run

CHINESE = "工业增加值增长3.8%。出口额为2702亿元。\n\n三年来，5G基站增加了231万个。\n"
ENGLISH = (
    "Value added rose 3.8 percent. Exports came to 270.2 billion yuan.\n\n"
    "2.31 million 5G base\nstations were added.\n"
)
OTHER = (
    "Industrial value added was up 3.8 percent. Exports: 270.2 billion yuan. Some 2.31 million 5G stations came.\n"
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    for name, text in (
        ("zh", CHINESE),
        ("en", ENGLISH),
        ("other", OTHER),
        ("noisy", ENGLISH.replace("rose", "ro\u200bse")),
    ):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "noise.txt").write_bytes(b"The plan \xff\xfe\xfa\x81 grew\n" * 3)
    return tmp_path


def test_tsv_has_a_pair_a_line(texts: Path) -> None:
    done = run("align", "zh.txt", "en.txt", cwd=texts)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [line.split("\t") for line in done.stdout.decode().splitlines()] == [
        ["工业增加值增长3.8%。", "Value added rose 3.8 percent."],
        ["出口额为2702亿元。", "Exports came to 270.2 billion yuan."],
        ["三年来，5G基站增加了231万个。", "2.31 million 5G base stations were added."],
    ]


def test_json_leads_into_the_files_as_they_are(texts: Path) -> None:
    made = json.loads(run("align", "noisy.txt", "zh.txt", "--format", "json", cwd=texts).stdout)
    assert made["version"] == 1
    raw = (texts / "noisy.txt").read_text("utf-8"), CHINESE
    first = made["pairs"][0]
    assert set(first) == {"source", "target", "confidence"}
    assert [raw[0][slice(*place)] for place in first["source"]] == ["Value added ro\u200bse 3.8 percent."]
    assert [raw[1][slice(*place)] for place in first["target"]] == ["工业增加值增长3.8%。"]
    assert len(made["pairs"]) == 3


def test_tmx_is_well_formed_and_holds_the_pairs(texts: Path) -> None:
    (texts / "en.txt").write_text(ENGLISH.replace("Exports", "R&D <exports>"), "utf-8")
    done = run("align", "zh.txt", "en.txt", "--format", "tmx", "--output", "memory.tmx", cwd=texts)
    assert (done.returncode, done.stdout) == (0, b"")
    root = etree.fromstring((texts / "memory.tmx").read_bytes())
    assert (root.tag, root.get("version"), root.find("header").get("srclang")) == ("tmx", "1.4", "zh")
    units = [[(tuv.values()[0], tuv.findtext("seg")) for tuv in tu.iter("tuv")] for tu in root.iter("tu")]
    assert units[1] == [("zh", "出口额为2702亿元。"), ("en", "R&D <exports> came to 270.2 billion yuan.")]
    assert len(units) == 3


def test_half_surrogate_pairs_and_controls_do_not_break_the_output(texts: Path) -> None:
    (texts / "odd.jsonl").write_text(r'{"text": "Value added \ud800 rose \u0001 3.8 percent."}' + "\n", "utf-8")
    for form in ("tsv", "tmx", "json"):
        done = run("align", "zh.txt", "odd.jsonl", "--format", form, cwd=texts)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "added" in done.stdout.decode() or form == "json"
        if form == "tmx":
            assert etree.fromstring(done.stdout).tag == "tmx"


def test_two_renderings_in_one_language(texts: Path) -> None:
    done = run("align", "en.txt", "-", cwd=texts, stdin=OTHER.encode())
    assert done.returncode == 0
    assert [line.partition("\t")[2][:10] for line in done.stdout.decode().splitlines()] == [
        "Industrial",
        "Exports: 2",
        "Some 2.31 ",
    ]


def test_what_cannot_be_read_is_told(texts: Path) -> None:
    done = run("align", "nowhere.txt", "noise.txt", cwd=texts)
    assert (done.returncode, done.stdout) == (2, b"")
    errors = done.stderr.decode().splitlines()
    assert errors[0] == "xindaya: nowhere.txt: No such file or directory"
    assert errors[1].startswith("xindaya: noise.txt: ")
    assert len(errors) == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("-", "-"), "standard input"), (("zh.txt", "en.txt", "--output", "en.txt"), "is an input")],
)
def test_wrong_use(arguments: tuple[str, ...], reason: str, texts: Path) -> None:
    done = run("align", *arguments, cwd=texts)
    assert done.returncode == 2
    assert reason in done.stderr.decode()

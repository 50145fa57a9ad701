"""The whole of clean on anything: no crash, the same the second time, and every edit can be replayed."""

import json
import os
import resource
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import files
from toolkit.cleaning import Cleaned, Cleaning
from toolkit.decoding import Decoded
from toolkit.engines import local
from toolkit.errors import InputError
from toolkit.formats import Format
from toolkit.formats.html import Html
from toolkit.formats.jsonl import Jsonl
from toolkit.formats.plain import Plain
from toolkit.streams import Window, windows

ROOT = Path(__file__).parents[1]
PIECES = [
    *(
        "The industry recovered ",
        "comp♦£lete ",
        "deve÷φ×lopment",
        "“new three”",
        "R&D",
        "9.4%",
        "$5 ",
        "\n",
        "\r\n\n",
    ),
    *(
        "\u200b",
        "\ufeff",
        "\x07",
        "\x1b[31m",
        "\ufffd",
        "????",
        '""',
        "\ud83d",
        "\U0001f600",
        "㐀",
        "&amp;",
        "&nbsp;",
    ),
    *("â€œ", "â€\x9d", "ÖÐ¹ú¾­¼Ã", "%E4%B8%AD", "\\u4e2d", "ｇｒｏｗ", "аnd ", "i n d u s t r y", "<b>", "</b>"),
    *("新三样", "专精特新", "Clear records\n"),
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


def clean(text: str, form: Format) -> Cleaned:
    return Cleaning(form=form).clean(Window(Decoded(text, "utf-8"), 0, 0, first=True, last=True))


def replay(text: str, cleaned: Cleaned) -> str:
    for edit in sorted(cleaned.edits, key=lambda edit: edit.start, reverse=True):
        assert text[edit.start : edit.end] == edit.source
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


@pytest.mark.parametrize("form", [Plain(), Html(), Jsonl()], ids=["plain", "html", "jsonl"])
@settings(max_examples=150)
@given(text=TEXTS)
def test_any_text(form: Format, text: str) -> None:
    if isinstance(form, Jsonl):
        text = "".join(json.dumps({"text": line}, ensure_ascii=False) + "\n" for line in text.split("\n"))
    cleaned = clean(text, form)
    assert replay(text, cleaned) == cleaned.text
    assert clean(cleaned.text, form).text == cleaned.text
    assert all(0 <= flag.start <= flag.end <= len(text) for flag in cleaned.flagged)


@given(st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: text.encode("gb18030", "ignore"))))
def test_any_bytes(data: bytes) -> None:
    try:
        made = list(windows(BytesIO(data), "a.txt", size=64))
    except InputError as error:
        assert error.path == "a.txt"  # noqa: PT017 - both ways are right
        return
    for window in made:
        Cleaning().clean(window)


def test_furniture_of_a_page_goes_and_its_tags_stay() -> None:
    page = (
        "<nav><a>Econ\u200bomy</a> <a>Trade</a></nav><p>Output gr\u200bew.</p><footer>Our <b>site</b></footer>\n"
    )
    window = Window(Decoded(page, "utf-8"), 0, 0, first=True, last=True)
    cleaned = Cleaning(form=Html(), remove_furniture=True).clean(window)
    assert cleaned.text == "<nav><a></a><a></a></nav><p>Output grew.</p><footer><b></b></footer>\n"
    assert replay(page, cleaned) == cleaned.text
    assert Cleaning(form=Html(), remove_furniture=True, text_only=True).clean(window).text == "Output grew.\n"


def test_a_file_that_changes_while_it_is_read_is_told_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The comp\u200blete plan.\n" * 10, "utf-8")
    found = files.Input(path, "a.txt")

    def disturbed() -> None:
        with local.clean(found, files.AS_FOUND, Cleaning()) as file, files.written(path) as target:
            for _, cleaned in file.windows():
                target.write(cleaned.text.encode())
                with path.open("a") as stream:
                    stream.write("More.\n")

    with pytest.raises(InputError, match="changed while it was read"):
        disturbed()
    assert path.read_text("utf-8").endswith("More.\n")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_disk_that_is_full_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    before = "The comp\u200blete plan.\n" * 50_000
    path.write_text(before, "utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    command = [sys.executable, "-c", "from toolkit.cli import main; main()", "clean", str(path), "--in-place"]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        preexec_fn=limit,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 2
    assert b"cannot be written (File too large)" in done.stderr
    assert path.read_text("utf-8") == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("head", "written"),
    [
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "charset=utf-8"),
        ("<META CHARSET='GBK'/>", "CHARSET='utf-8'"),
        ('<?xml version="1.0" encoding="gb18030"?>', 'encoding="utf-8"'),
        ('<meta name="charset" content="x">', '<meta name="charset" content="x">'),
    ],
)
def test_a_page_names_the_encoding_in_which_it_is_written(head: str, written: str) -> None:
    page = f"{head}<p>Output\u200b grew.</p>\n"
    window = Window(Decoded(page, "gb18030"), 0, 0, first=True, last=True)
    cleaned = Cleaning(form=Html(), in_utf8=True).clean(window)
    assert written in cleaned.text
    assert replay(page, cleaned) == cleaned.text
    assert cleaned.changes == 1
    assert head in Cleaning(form=Html()).clean(window).text
    sound = Window(Decoded(page, "utf-8"), 0, 0, first=True, last=True)
    assert head in Cleaning(form=Html(), in_utf8=True).clean(sound).text


PAGES = ["<nav>", "</nav>", "<div class=pager>", "</div>", "<p>", "Home > News", "Return to list\n", "1 2 3 >\n"]


@pytest.mark.parametrize("form", [Plain(), Html()], ids=["plain", "html"])
@given(pieces=st.lists(st.sampled_from(PIECES + PAGES), max_size=25))
def test_any_text_without_its_furniture_can_be_replayed(form: Format, pieces: list[str]) -> None:
    text = "".join(pieces)
    window = Window(Decoded(text, "utf-8"), 0, 0, first=True, last=True)
    cleaned = Cleaning(form=form, remove_furniture=True).clean(window)
    assert replay(text, cleaned) == cleaned.text
    assert all(0 <= place.start < place.end <= len(text) for place in cleaned.furniture)

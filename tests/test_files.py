"""Files: which ones a path stands for, what cannot be read, and that nothing is half-written."""

import os
from pathlib import Path

import pytest

from toolkit import files
from toolkit.errors import InputError, OutputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "articles"
    for name in ("b.txt", "a.txt", "deep/c.html", "deep/d.doc", "skipped/e.txt", ".hidden/f.txt", "g.tmp.txt"):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.", "utf-8")
    (top / ".gitignore").write_text("skipped/\n*.tmp.txt\n")
    return top


def names(*paths: str) -> list[str]:
    return [str(found) if isinstance(found, InputError) else found.id for found in files.walk(paths)]


def test_a_folder_is_walked_in_order_and_gitignore_respected(folder: Path) -> None:
    assert names(str(folder)) == ["articles/a.txt", "articles/b.txt", "articles/deep/c.html"]


def test_a_named_file_keeps_the_name_as_given(folder: Path) -> None:
    path = f"{folder}/skipped/e.txt"
    assert names(path) == [path]


def test_a_glob_takes_what_matches(folder: Path) -> None:
    assert names(f"{folder}/*.txt") == [f"{folder}/{name}" for name in ("a.txt", "b.txt", "g.tmp.txt")]
    assert names(f"{folder}/*.pdf") == [f"{folder}/*.pdf: nothing matches"]


def test_a_file_comes_once(folder: Path) -> None:
    assert len(names(str(folder), f"{folder}/a.txt", f"{folder}/deep/*.html")) == 3


def test_what_is_not_there_is_told_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    found = names("nowhere.txt", str(empty), str(folder / "a.txt"))
    assert found[0] == "nowhere.txt: there is no such file or folder"
    assert found[1].startswith(f"{empty}: the folder holds no file that can be read (")
    assert found[2] == str(folder / "a.txt")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b" \n\t\n", "the file is empty"),
        ("page.pdf", b"%PDF-1.7 x", "no format reads .pdf"),
        ("binary.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00", "a program"),
        ("zeros.txt", b"ab\x00\x00\x00cd", "binary|zero"),
        ("broken.txt", b"The plan \xff\xfe\xfa\x81 grew\n" * 3, "byte 9"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=reason) as caught:
        files.read(files.Input(path, name))
    assert caught.value.path == name


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Words.")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        files.read(files.Input(path, "secret.txt"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_are_told_by_evidence(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "zh.txt"
    words = "今年以来，工业经济持续恢复向好，新三样出口快速增长。\r\n规模以上工业企业利润降幅收窄。\r\n"
    path.write_bytes(words.encode(encoding))
    document = files.read(files.Input(path, "zh.txt"))
    assert document.raw == words
    assert document.texts[0].language == "zh"
    assert len(document.sha256) == 64


def test_a_write_replaces_the_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out" / "a.txt"
    files.write(path, b"one")
    path.chmod(0o640)
    files.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"a\.txt: cannot be written \(No space left on device\)"):
        files.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_replaced_file_is_kept_beside_and_no_backup_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    for data in (b"one", b"two", b"three"):
        with files.written(path, backup=True) as stream:
            stream.write(data)
    kept = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    assert kept == {"a.txt": b"three", "a.txt.orig": b"one", "a.txt.orig.2": b"two"}


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_bytes(b"one")
    link.symlink_to(target)
    files.write(link, b"two")
    assert link.is_symlink()
    assert target.read_bytes() == b"two"

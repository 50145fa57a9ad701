"""Files: which ones a path stands for, what cannot be read, and that nothing is half-written."""

import os
import sys
from pathlib import Path
from threading import Thread

import pytest

from toolkit import files, streams
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
        real = Path.open

        def refuse(opened: Path, *args: str, **options: str | None) -> object:
            if opened == path:
                raise PermissionError(13, "Permission denied")
            return real(opened, *args, **options)  # type: ignore[call-overload]

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


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        got: list[bytes] = []
        reader = Thread(target=lambda got=got: got.append(pipe.read_bytes()), daemon=True)
        reader.start()
        files.write(path, b"words")
        reader.join(10)
        assert got == [b"words"]
        assert pipe.is_fifo()
    with pytest.raises(OutputError, match="no regular file"), files.written(pipe, backup=True):
        pass
    files.write(Path(os.devnull), b"words")
    assert Path(os.devnull).is_char_device()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["link", "pipe"]


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        files.write(tmp_path, b"words")


def test_a_file_whose_name_is_as_long_as_can_be_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".txt")
    for data in (b"one", b"two"):
        files.write(path, data)
    assert path.read_bytes() == b"two"
    with pytest.raises(OutputError, match="cannot be written"):
        files.write(tmp_path / ("n" * 300), b"one")


def test_a_name_too_long_for_the_system_is_an_error_and_the_rest_goes_on(folder: Path) -> None:
    long, strange = "n" * 5000, "n" * 300 + "*"
    found = names(long, strange, f"{folder}/a.txt")
    assert found[0].startswith(f"{long}: ")
    assert found[1:] == [f"{strange}: nothing matches", f"{folder}/a.txt"]


def test_lines_of_gitignore_that_are_no_patterns_are_passed_over(folder: Path) -> None:
    (folder / ".gitignore").write_text("!\na\\\n[z-a]\n\\\nskipped/\n*.tmp.txt\n")
    assert names(str(folder)) == ["articles/a.txt", "articles/b.txt", "articles/deep/c.html"]


def test_a_gitignore_that_cannot_be_read_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_text

    def refuse(path: Path, *args: str, **options: str | None) -> str:
        if path.name == ".gitignore":
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **options)

    monkeypatch.setattr(Path, "read_text", refuse)
    assert "articles/skipped/e.txt" in names(str(folder))


def test_a_glob_walks_the_folders_that_it_matches(folder: Path) -> None:
    assert names(f"{folder}/d*") == ["deep/c.html"]
    assert names(f"{folder}/[ad]*") == [f"{folder}/a.txt", "deep/c.html"]
    assert names(f"{folder}/deep/**") == [f"{folder}/deep/c.html", f"{folder}/deep/d.doc"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system refuses such names")
def test_a_name_that_is_no_utf8_is_told_in_print(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("Words.")
    (tmp_path / "other.txt").write_text("Words.")
    reason = "the name is no UTF-8: rename it"
    top = tmp_path.name
    assert names(str(tmp_path)) == [f"{top}/caf\\xe9.txt: {reason}", f"{top}/other.txt"]
    assert names(f"{tmp_path}/{name}") == [f"{tmp_path}/caf\\xe9.txt: {reason}"]
    assert names(f"no{name}") == ["nocaf\\xe9.txt: there is no such file or folder"]


def test_a_file_too_large_to_be_read_whole_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"word " * 20)
    monkeypatch.setattr(streams, "LARGEST", 100)
    assert files.read(files.Input(path, "a.txt")).raw == "word " * 20
    monkeypatch.setattr(streams, "LARGEST", 99)
    with pytest.raises(InputError, match="it holds more than"):
        files.read(files.Input(path, "a.txt"))

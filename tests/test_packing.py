"""Packed files: read whatever they are made of, written as they were read, told where they are broken."""

import gzip
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import files
from toolkit.errors import InputError
from toolkit.packing import NAMES, PACKED, packed, unpacked

ROOT = Path(__file__).parents[1]
DAMAGED, REPAIRED = "The comp\u200blete plan.\n".encode(), b"The complete plan.\n"

each_packing = pytest.mark.parametrize("suffix", PACKED)


class Raw(BytesIO):
    """Bytes that are a file."""

    def fileno(self) -> int:
        return 0


def pack(data: bytes, suffix: str) -> bytes:
    stream = BytesIO()
    with packed(stream, suffix) as file:
        file.write(data)
    return stream.getvalue()


def unpack(data: bytes, suffix: str) -> bytes:
    return unpacked(BytesIO(data), suffix).read()


def source(data: bytes, name: str) -> files.Source:
    return files.Source(files.Input(Path(name), name), Raw(data))


def clean(*arguments: object, memory: int = 0) -> subprocess.CompletedProcess[bytes]:
    """Run xindaya clean, with so many MiB of address space where that is said."""
    code = (
        "import resource, sys; from toolkit.cli import main\n"
        "limit = int(sys.argv.pop(1)) << 20\n"
        "if limit: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
        "sys.argv.insert(1, 'clean'); main()"
    )
    command = [sys.executable, "-c", code, str(memory), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, cwd=ROOT, timeout=120)


@each_packing
@given(texts=st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_frames_that_follow_one_another_are_one_text(suffix: str, texts: list[bytes]) -> None:
    assert unpack(b"".join(pack(text, suffix) for text in texts), suffix) == b"".join(texts)


@each_packing
@given(data=st.binary(max_size=200), end=st.integers(0, 200), other=st.binary(max_size=4))
def test_any_broken_file(suffix: str, data: bytes, end: int, other: bytes) -> None:
    whole = pack(data, suffix)
    broken = source(whole[:end] + other, f"a.txt{suffix}")
    try:
        assert broken.read() == data or not end
    except InputError as error:
        assert error.reason.startswith(f"broken {NAMES[suffix]} (")  # noqa: PT017 - both ways are right


@each_packing
@pytest.mark.parametrize("bytes_lost", [1, 4, 30])
def test_a_truncated_file_is_told(suffix: str, bytes_lost: int) -> None:
    truncated = source(pack(DAMAGED * 5_000, suffix)[:-bytes_lost], f"a.txt{suffix}")
    with pytest.raises(InputError, match=f"broken {NAMES[suffix]}"):
        truncated.read()


def test_the_digest_is_of_the_packed_bytes() -> None:
    data = pack(DAMAGED, ".zst")
    assert source(data, "a.txt.zst").sha256() == source(data, "a.txt").sha256()


@each_packing
def test_clean_writes_back_what_it_reads(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(pack(DAMAGED, suffix))
    (tmp_path / "b.txt").write_bytes(DAMAGED)
    assert clean(path).stdout == REPAIRED
    assert clean(path, tmp_path / "b.txt", "--output", tmp_path / "out").returncode == 0
    assert unpack((tmp_path / "out" / path.relative_to("/")).read_bytes(), suffix) == REPAIRED
    assert clean(path, "--in-place").returncode == 0
    assert unpack(path.read_bytes(), suffix) == REPAIRED
    assert (tmp_path / f"{path.name}.orig").read_bytes() == pack(DAMAGED, suffix)
    other = next(each for each in PACKED if each != suffix)
    assert clean(path, "--output", tmp_path / f"c.txt{other}").returncode == 0
    assert unpack((tmp_path / f"c.txt{other}").read_bytes(), other) == REPAIRED


@each_packing
def test_a_truncated_file_leaves_nothing_behind(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(pack(DAMAGED * 5_000, suffix)[:-4])
    done = clean(path, "--output", tmp_path / "out.txt")
    assert done.returncode == 2
    assert f"{path}: broken {NAMES[suffix]} (".encode() in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


@each_packing
def test_a_bomb_is_no_danger(tmp_path: Path, suffix: str) -> None:
    bomb = tmp_path / f"bomb.txt{suffix}"
    with bomb.open("wb") as raw, packed(raw, suffix) as stream:
        for _ in range(300):
            stream.write(b" \n" * (1 << 19))
    done = clean(bomb, "--output", tmp_path / "out.txt", memory=700)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out.txt").stat().st_size == 300 << 20


def test_gzip_of_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.TXT.GZ"
    path.write_bytes(gzip.compress(DAMAGED, compresslevel=1))
    assert clean(path).stdout == REPAIRED

"""Memory that a process has, however large the input is."""

import gzip
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "tests" / "checks" / "glossary.csv"
MEMORY = 400 << 20  # bytes of data that a process may have
LARGE = 450 << 20


@pytest.mark.parametrize("command", ["check", "clean"])
def test_memory_does_not_grow_with_the_input(command: str, tmp_path: Path) -> None:
    blank = b'{"text": "The new trio grew.", "more": "%s"}\n' % (b"x" * (1 << 20))
    with gzip.open(tmp_path / "large.jsonl.gz", "wb", compresslevel=1) as stream:
        for _ in range(LARGE // len(blank)):
            stream.write(blank)
    options = ["--glossary", str(GLOSSARY), "--format", "jsonl", "--jobs", "1"] if command == "check" else []
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from toolkit.cli import main; main()",
            command,
            "large.jsonl.gz",
            *options,
            "-o",
            "out/",
        ],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
    )
    assert done.returncode == int(command == "check"), done.stderr.decode()[-2000:]

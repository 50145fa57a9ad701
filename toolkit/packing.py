"""Packed files: gzip (RFC 1952) and Zstandard (RFC 8878), known by the last suffix of their names.

What is packed goes through as a stream in both directions, so that a small file that unpacks to a large one takes
no memory: gzip looks back 32 KiB, Zstandard at most 128 MiB (2**27 bytes, the most that its library grants).
"""

import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import BinaryIO, cast

from toolkit.streams import Readable

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError, ZstdFile
else:
    from backports.zstd import ZstdError, ZstdFile

PACKED = (".gz", ".zst")
BROKEN = (EOFError, zlib.error, BadGzipFile, ZstdError)  # what reading a broken file raises
NAMES = {".gz": "gzip", ".zst": "Zstandard"}


def packing(path: Path) -> str:
    """Return the suffix that says how a file is packed, "" where it is not."""
    suffix = path.suffix.lower()
    return suffix if suffix in PACKED else ""


def bare(path: Path) -> Path:
    """Return the name of a file without the suffix of its packing."""
    return path.with_suffix("") if packing(path) else path


def unpacked(stream: Readable, packing: str) -> Readable:
    """Return a stream of what one holds; frames that follow one another are one text. Reading raises BROKEN."""
    if packing == ".gz":
        return GzipFile(fileobj=cast("BinaryIO", stream), mode="rb")
    return ZstdFile(cast("BinaryIO", stream)) if packing == ".zst" else stream


@contextmanager
def packed(stream: BinaryIO, packing: str) -> Iterator[BinaryIO]:
    """Pack what is written into a stream; the same text gives the same bytes at any time and place."""
    if packing == ".gz":
        with GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as file:
            yield cast("BinaryIO", file)
    elif packing == ".zst":
        with ZstdFile(stream, mode="w") as file:
            yield cast("BinaryIO", file)
    else:
        yield stream

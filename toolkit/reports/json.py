"""JSON: the results field for field, as other programs read them."""

from collections.abc import Sequence
from typing import IO, ClassVar

import msgspec
from msgspec.structs import fields

from toolkit.reports import Report, json_of
from toolkit.results import Analysis


class Json(Report, frozen=True):
    """One JSON document, indented by two spaces."""

    streams: ClassVar[bool] = True

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write all results."""
        before = b"{"
        for field in fields(analysis.results):
            stream.write(before + b'\n  "%b": ' % field.encode_name.encode())
            value = getattr(analysis.results, field.name)
            if isinstance(value, Sequence):
                _write_all(value, stream)
            else:
                stream.write(_indented(value, 1))
            before = b","
        stream.write(b"\n}\n")


def _write_all(records: Sequence[object], stream: IO[bytes]) -> None:
    """Write records as an array, one at a time."""
    before = b"["
    for record in records:
        stream.write(before + b"\n    " + _indented(record, 2))
        before = b","
    stream.write(b"[]" if before == b"[" else b"\n  ]")


def _indented(value: object, level: int) -> bytes:
    return msgspec.json.format(json_of(value), indent=2).replace(b"\n", b"\n" + level * b"  ")

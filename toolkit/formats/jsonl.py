"""JSON lines: one record a line, its text in one or more top-level fields; all else stays byte for byte."""

import json
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.errors import FormatError
from toolkit.formats import CHARACTER, Format, Run
from toolkit.offsets import Edit

_DECODER = json.JSONDecoder()
_SPACE = regex.compile(r"[ \t\r]*+")
_ESCAPE = regex.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_SURROGATE = regex.compile("[\ud800-\udfff]")


class Jsonl(Format, frozen=True):
    """JSON lines; `fields` are the names of the fields that hold text."""

    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")
    fields: tuple[str, ...] = ("text",)

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run | FormatError]:
        """Yield the text of each record in the order of the file, and an error for a line that is no object."""
        start = 0
        number = lines
        while start < len(raw):
            end = raw.find("\n", start)
            end = len(raw) if end < 0 else end
            number += 1
            if raw[start:end].strip():
                try:
                    found = list(self._strings(raw[start:end]))
                except (ValueError, RecursionError) as error:
                    reason = f"no JSON object ({str(error).partition(':')[0]})"
                    yield FormatError("", reason, f"line {number}")
                else:
                    for name, first, last in found:
                        part = f"record {number}" + (f"/{name}" if len(self.fields) > 1 else "")
                        inside = raw[start + first : start + last]
                        yield Run(start + first, start + last, _escapes(inside), part)
            start = end + 1

    def escape(self, text: str) -> str:
        """Return text as it stands inside a JSON string."""
        quoted = json.dumps(text, ensure_ascii=False)[1:-1]
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)

    def _strings(self, raw: str) -> Iterator[tuple[str, int, int]]:
        """Yield (field, start, end) of the insides of the strings of a line that hold text; raises ValueError."""
        at = _skip(raw, 0)
        _expect(raw, at, "{")
        at = _skip(raw, at + 1)
        while raw[at : at + 1] != "}":
            _expect(raw, at, '"')
            name, at = _DECODER.raw_decode(raw, at)
            at = _skip(raw, at)
            _expect(raw, at, ":")
            first = _skip(raw, at + 1)
            value, at = _DECODER.raw_decode(raw, first)
            if name in self.fields and isinstance(value, str):
                yield name, first + 1, at - 1
            at = _skip(raw, at)
            if raw[at : at + 1] == ",":
                at = _skip(raw, at + 1)
                _expect(raw, at, '"')
        if _skip(raw, at + 1) != len(raw):
            message = "Something follows the object"
            raise ValueError(message)


def _skip(raw: str, at: int) -> int:
    match = _SPACE.match(raw, at)
    return at if match is None else match.end()


def _expect(raw: str, at: int, mark: str) -> None:
    if raw[at : at + 1] != mark:
        message = f"Expecting {mark!r}"
        raise ValueError(message)


def _escapes(inside: str) -> tuple[Edit, ...]:
    """Return the edits that decode the escapes inside one string."""
    return tuple(
        Edit(match.start(), match.end(), json.loads(f'"{match[0]}"'), CHARACTER)
        for match in _ESCAPE.finditer(inside)
    )

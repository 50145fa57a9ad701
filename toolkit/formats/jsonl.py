"""JSON lines: one record a line, its text in one or more top-level fields; all else stays byte for byte.

A record without a text that has a source and a target is a unit of a translation.
"""

import json
from collections.abc import Iterator
from typing import ClassVar

import regex

from toolkit.errors import FormatError
from toolkit.formats import CHARACTER, Run
from toolkit.formats._units import SIDES, InColumns, Unit, text_fields
from toolkit.offsets import Edit

_DECODER = json.JSONDecoder()
_SPACE = regex.compile(r"[ \t\r]*+")
_ESCAPE = regex.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_SURROGATE = regex.compile("[\ud800-\udfff]")


class Jsonl(InColumns, frozen=True):
    """JSON lines; `fields` are the names of the fields that hold text.

    Without any it is `text`, or else `source` and `target` together.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")
    lined: ClassVar[bool] = True
    fields: tuple[str, ...] = ()

    def units(self, raw: str, lines: int) -> Iterator[Unit | FormatError]:
        """Yield the texts of each record, and an error for a line that is no object."""
        start = 0
        number = lines
        while start < len(raw):
            end = raw.find("\n", start)
            end = len(raw) if end < 0 else end
            number += 1
            if raw[start:end].strip():
                try:
                    found = list(_strings(raw[start:end]))
                except (ValueError, RecursionError) as error:
                    reason = f"no JSON object ({str(error).partition(':')[0]})"
                    yield FormatError("", reason, f"line {number}")
                else:
                    names = text_fields(self.fields, {name for name, _, _ in found})
                    runs: list[tuple[str, Run]] = []
                    for name, first, last in found:
                        if name in names:
                            part = f"record {number}" + (f"/{name}" if len(names) > 1 else "")
                            inside = raw[start + first : start + last]
                            runs.append((name, Run(start + first, start + last, _escapes(inside), part)))
                    if names == SIDES:
                        sides = dict(runs)
                        yield tuple(sides[side]._replace(furniture=None) for side in names)
                    else:
                        yield from ((run,) for _, run in runs)
            start = end + 1

    def escape(self, text: str) -> str:
        """Return text as it stands inside a JSON string."""
        quoted = json.dumps(text, ensure_ascii=False)[1:-1]
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _strings(raw: str) -> Iterator[tuple[str, int, int]]:
    """Yield (field, start, end) of the insides of the top-level strings of a line; raises ValueError."""
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
        if isinstance(value, str):
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

"""PO, message catalogues of GNU gettext (manual, section "The Format of PO Files"), and their templates, POT.

The header tells the languages: Language that of the translations, X-Source-Language that of the messages. What it
does not tell is detected. Contexts, comments and obsolete entries are no text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from toolkit.errors import FormatError
from toolkit.formats import CHARACTER, Format, Run
from toolkit.formats._units import Unit, language_of, linked, majority
from toolkit.offsets import Edit

_KEYWORD = re.compile(r"[ \t]*+((?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,3}\])?)(?=[ \t\"]))?[ \t]*+")
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"[ \t\r]*+')
_ESCAPE = re.compile(r"\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
_MEANINGS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_WRITTEN = str.maketrans(
    {meaning: f"\\{letter}" for letter, meaning in (_MEANINGS | {'"': '"', "\\": "\\"}).items()}
)
_TOLD = {
    "msgid": re.compile(r"^X-Source-Language: *(\S{1,40})", re.MULTILINE),
    "msgstr": re.compile(r"^Language: *(\S{1,40})", re.MULTILINE),
}


class Po(Format, frozen=True):
    """Message catalogues; each string of an entry is a text, however many lines it takes."""

    suffixes: ClassVar[tuple[str, ...]] = (".po", ".pot")
    comment: ClassVar[tuple[str, str]] = (r"(?m:^)#", r"(?m:$)")
    whole: ClassVar[bool] = True  # the header tells the languages

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run | FormatError]:  # noqa: ARG002 - a file is read whole
        """Yield the messages and translations of each entry, and an error for each that is broken."""
        entries = list(_entries(raw))
        units = [entry for entry in entries if not isinstance(entry, FormatError)]
        languages = {side: _language(raw, units, side) for side in _TOLD}
        number = 0
        for entry in entries:
            if isinstance(entry, FormatError):
                yield entry
            elif not _is_header(entry):
                number += 1
                texts = (
                    run._replace(part=f"entry {number}/{run.part}", language=languages[side])
                    for side in _TOLD
                    for run in _side(entry, side)
                    if run.start < run.end
                )
                yield from linked(raw, texts)

    def escape(self, text: str) -> str:
        """Return text as it stands in a string."""
        return text.translate(_WRITTEN)


def _entries(raw: str) -> Iterator[Unit | FormatError]:
    """Yield the strings of each entry, keywords as their parts; of a broken entry the error alone."""
    entry: dict[str, list[re.Match[str]]] = {}  # the lines of each string
    keyword, broken = "", False
    for number, start, end in _lines(raw):
        begun, at = _keyword(raw, start)
        if begun == "msgctxt" or (begun == "msgid" and (broken or begun in entry)):
            yield from _entry(entry)
            entry, broken = {}, False
        keyword = begun or keyword
        string = _STRING.fullmatch(raw, at, end)
        if broken:
            continue
        if string is None or not (begun or entry) or (begun and begun in entry):
            entry, broken = {}, True
            yield FormatError("", _reason(raw[at:end], begun), f"line {number}")
        else:
            entry.setdefault(keyword, []).append(string)
    yield from _entry(entry)


def _entry(strings: dict[str, list[re.Match[str]]]) -> Iterator[Unit]:
    if strings:
        yield tuple(_run(keyword, lines) for keyword, lines in strings.items())


def _run(keyword: str, lines: list[re.Match[str]]) -> Run:
    """Return a string as a run: what stands between its lines is markup."""
    start = end = lines[0].start(1)
    markup: list[Edit] = []
    for line in lines:
        if end < line.start(1):
            markup.append(Edit(end - start, line.start(1) - start, ""))
        end = line.end(1)
        markup += (
            Edit(match.start() - start, match.end() - start, _meaning(match[0][1:]), CHARACTER)
            for match in _ESCAPE.finditer(line.string, *line.span(1))
        )
    return Run(start, end, tuple(markup), keyword, furniture=None)


def _lines(raw: str) -> Iterator[tuple[int, int, int]]:
    """Yield (number, start, end) of the lines that are neither blank nor comments."""
    start, number = 0, 0
    while start < len(raw):
        end = raw.find("\n", start)
        end = len(raw) if end < 0 else end
        number += 1
        if raw[start:end].lstrip()[:1] not in {"", "#"}:
            yield number, start, end
        start = end + 1


def _keyword(raw: str, start: int) -> tuple[str, int]:
    """Return the keyword that a line begins with, "" for none, and where its string is to begin."""
    match = _KEYWORD.match(raw, start)
    return (match[1] or "", match.end()) if match else ("", start)


def _meaning(escape: str) -> str:
    if escape[0] in "01234567":
        return chr(int(escape, 8))
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _MEANINGS.get(escape, escape)


def _reason(string: str, keyword: str) -> str:
    if not string.startswith('"'):
        return "neither a comment nor a string of msgctxt, msgid, msgid_plural or msgstr"
    if _STRING.fullmatch(string):
        return f"a second {keyword} in one entry" if keyword else "a string without msgid or msgstr"
    return 'its string is broken; a string begins and ends with a quotation mark, one inside it is written \\"'


def _side(entry: Unit, side: str) -> Iterator[Run]:
    """Yield the strings of an entry that are messages (msgid) or translations (msgstr)."""
    return (run for run in entry if run.part and run.part.startswith(side))


def _is_header(entry: Unit) -> bool:
    return entry[0].part == "msgid" and entry[0].start == entry[0].end


def _language(raw: str, units: Sequence[Unit], side: str) -> str:
    header = next((run for unit in units if _is_header(unit) for run in _side(unit, "msgstr")), None)
    told = _TOLD[side].search(header.text(raw).text) if header else None
    return (told and language_of(told[1])) or majority(raw, (run for unit in units for run in _side(unit, side)))

"""Bilingual XML: elements that hold text; inline elements, references and sections are edits of the offset map.

Expat says first whether a document is well-formed, so that a regular expression is enough to find its tokens, with
their places in code points. A DOCTYPE that defines anything is refused: no such file needs one, and entities are
how XML attacks a reader. Nothing is fetched. Specification: XML 1.0, fifth edition.
"""

import re
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import ClassVar, NamedTuple
from xml.parsers import expat

from toolkit.errors import FormatError
from toolkit.formats import CHARACTER, Format, Run
from toolkit.formats._units import Unit, linked
from toolkit.offsets import Edit, Span

CDATA = "cdata"  # the kind of the edit that opens such a section
_TOKEN = re.compile(
    r"<(?:!--.*?--|!(?P<section>\[CDATA\[).*?\]\]|\?.*?\?"
    r"""|(?P<sign>[/!]?)(?P<name>[^\s/>]++)(?P<attributes>(?:[^>"']++|"[^"]*+"|'[^']*+')*+))>|&[^;<&]{1,40};""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DECLARED = re.compile(r"""<\?xml\s[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")
# Elements of TMX 1.4b and XLIFF 1.2 that hold code of the native format, not text.
_CODES = frozenset("bpt ept it ph ut".split())
_DELETED = "x-sdl-deleted"  # what Trados calls text that a tracked change took out
_BREAKS = {"lb", "xlf:lb"}  # how a placeholder says that it stands for a line break


class Token(NamedTuple):
    """A stretch that is no plain text: a tag, or what a reference or a section stands for."""

    start: int
    end: int
    name: str = ""  # without its prefix
    written: str = ""  # the attributes as they stand there
    closing: bool = False
    meaning: str = ""
    kind: str = ""

    @property
    def empty(self) -> bool:
        """Whether it is an element without content (<x/>)."""
        return self.written.endswith("/")

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by their names with prefixes."""
        return {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(self.written)}


class Xml(Format, frozen=True):
    """A bilingual XML format: `units` finds what its files hold.

    Texts in other languages than Chinese and English are passed over and stay as they are.
    """

    comment: ClassVar[tuple[str, str]] = ("<!--", "-->")
    whole: ClassVar[bool] = True

    @abstractmethod
    def units(self, tokens: Iterator[Token]) -> Iterator[Unit]:
        """Yield the runs of each unit of a well-formed document, with their languages where they are told."""

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run | FormatError]:  # noqa: ARG002 - a file is read whole
        """Yield the texts of a document, or the one error that makes it unreadable."""
        if problem := _problem(raw):
            yield problem
            return
        others: set[str] = set()
        found = False
        for unit in self.units(_tokens(raw)):
            others.update(run.language for run in unit if run.language)
            for run in linked(raw, unit):
                found = True
                yield run
        if others and not found:
            reason = f"it holds neither Chinese nor English; its languages are {', '.join(sorted(others))}"
            yield FormatError("", reason)

    def escape(self, text: str) -> str:
        """Return text with &, < and > as entities."""
        return escape(text, quote=False)

    def declared_encoding(self, raw: str) -> Span | None:
        """Return where the XML declaration names an encoding."""
        match = _DECLARED.match(raw)
        return Span(*match.span(1)) if match else None

    def raw_edits(self, run: Run, edits: Iterable[Edit]) -> Iterator[Edit]:
        """Yield edits of a run's text as edits of the file; a CDATA section wants no entities."""
        ends = [run.start + edit.end for edit in run.markup]
        for edit in super().raw_edits(run, edits):
            before = bisect_right(ends, edit.start) - 1
            if before >= 0 and run.markup[before].kind == CDATA:
                literal = unescape(edit.replacement).replace("]]>", "]]]]><![CDATA[>")
                yield edit._replace(replacement=literal)
            else:
                yield edit


def run_of(tokens: Iterator[Token], opening: Token) -> Run:
    """Return the content of an element as a run; takes the tokens up to its end tag."""
    markup: list[Edit] = []
    base, depth = opening.end, 0
    hidden: tuple[int, int] | None = None  # the depth of an element that is no text, and where it begins
    for token in tokens:
        if token.closing and depth == 0:
            return Run(base, token.start, tuple(markup), furniture=None)
        if token.name and not token.empty:
            depth += -1 if token.closing else 1
            if hidden is None and not token.closing and _is_code(token):
                hidden = depth, token.start
        if hidden is None:
            breaks = token.empty and "lb" in token.written and not _BREAKS.isdisjoint(token.attributes.values())
            meaning = "\n" if breaks else token.meaning
            markup.append(Edit(token.start - base, token.end - base, meaning, token.kind))
        elif token.closing and depth < hidden[0]:
            markup.append(Edit(hidden[1] - base, token.end - base, ""))
            hidden = None
    message = "a well-formed document closes its elements"
    raise AssertionError(message)


def _is_code(token: Token) -> bool:
    return token.name in _CODES or (_DELETED in token.written and token.attributes.get("mtype") == _DELETED)


def _tokens(raw: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(raw):
        start, end = match.span()
        if match["section"]:
            yield Token(start, match.end("section"), kind=CDATA)
            yield Token(end - len("]]>"), end)
        elif match["name"] and match["sign"] != "!":
            name = match["name"].rpartition(":")[2]
            yield Token(start, end, name, match["attributes"], closing=match["sign"] == "/")
        elif raw[start] == "&":
            yield Token(start, end, meaning=unescape(match[0]), kind=CHARACTER)
        else:
            yield Token(start, end)


def _problem(raw: str) -> FormatError | None:
    """Return what makes a document unreadable. Linear."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_definitions
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - that this is all has no name
    except expat.ExpatError as error:
        place = f"line {error.lineno}, column {error.offset + 1}"
        return FormatError("", f"no well-formed XML ({expat.ErrorString(error.code)})", place)
    except FormatError as error:
        return FormatError("", error.reason, f"line {parser.CurrentLineNumber}")
    return None


def _refuse_definitions(_name: str, _system: str | None, _public: str | None, defines: int) -> None:
    if defines:
        reason = "its DOCTYPE defines entities or elements, which is not safe to read; take it out"
        raise FormatError("", reason)  # noqa: EM101 - the first argument is the path

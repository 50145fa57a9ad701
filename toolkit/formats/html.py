"""HTML: tags and entities are edits of the offset map, hidden nodes are no text.

A tokenizer of our own gives the positions, in time linear for any input. What is hidden, and what belongs to the
page and not to the article, is told by tags, attributes and the page's own style sheets.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from html.entities import html5
from typing import ClassVar, NamedTuple

from toolkit.formats import CHARACTER, Format, Run
from toolkit.formats._elements import RAW, SILENT, Elements, kind_of
from toolkit.formats._style import INLINE, Look, look, sheet_of
from toolkit.offsets import Edit, Span

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_HEAD = 4096  # characters among which a page names its encoding
_DECLARED = re.compile(
    r"""<(?:meta\b[^>]{0,400}?\bcharset\s{0,9}=\s{0,9}["']?|\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["'])"""
    r"([\w.:-]{1,40})",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 400  # characters of text in a row
_MARK = re.compile(r"[<&]")
_TAG = re.compile(r"<(/?)([A-Za-z][^\t\n\f\r />]{0,99}+)(?=[\t\n\f\r />])")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*+(?:(?P<end>>)|(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]{0,199}+)(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    r"""(?P<value>"[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r >]{0,2000}+(?=[\t\n\f\r >]))"""
    r"|(?![\t\n\f\r ]*+=)(?=[\t\n\f\r />])))"
)
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(
    r"&(?:#(?:[0-9]{1,20}+(?![0-9])|[xX][0-9A-Fa-f]{1,20}+(?![0-9A-Fa-f]))|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in RAW}
_LONGEST_TAG = 20_000


class Html(Format, frozen=True):
    """Web pages; scripts, styles, titles and what is not shown are no text."""

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")
    comment: ClassVar[tuple[str, str]] = ("<!--", "-->")
    tears: ClassVar[bool] = False
    whole: ClassVar[bool] = True  # what a tag means depends on those before it

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run]:  # noqa: ARG002 - a page is one run
        """Yield what is shown, blocks apart by line breaks."""
        yield _Markup(raw).run()

    def declared_encoding(self, raw: str) -> Span | None:
        """Return where a page names its encoding, in an XML declaration or a meta element near its beginning."""
        match = _DECLARED.search(raw, 0, _HEAD)
        return Span(*match.span(1)) if match else None

    def escape(self, text: str) -> str:
        """Return text with &, < and > as entities."""
        return escape(text, quote=False)


class _Token(NamedTuple):
    """A stretch that is no plain text: a tag, a reference and what it means, or (without either) a comment."""

    start: int
    end: int
    tag: str = ""
    closing: bool = False
    empty: bool = False  # <br/>
    meaning: str | None = None


class _Tokenizer:
    """Finds tags, comments and references; what lies between them is text.

    Each failure is remembered, so that no stretch is searched again and again.
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._ends: dict[int, int] = {}  # where a tag ends whose next attribute would start here; 0: nowhere
        self._comments_end = True  # whether a comment may still find its end
        self._bracket = -1  # the next > as far as it has been sought

    def tokens(self) -> Iterator[_Token]:
        """Yield the tokens in their order."""
        at = 0
        while mark := _MARK.search(self._raw, at):
            start = mark.start()
            token = self._reference(start) if mark[0] == "&" else self._tag(start) or self._declaration(start)
            if token is None:
                at = start + 1
                continue
            yield token
            at = token.end
            if token.tag in RAW and not token.closing and not token.empty:
                end = _RAW_ENDS[token.tag].search(self._raw, at)
                at = end.start() if end else len(self._raw)

    def attributes(self, token: _Token) -> dict[str, str]:
        """Return the attributes of a tag, the first of each name, values shortened."""
        found: dict[str, str] = {}
        at = token.start + 1 + len(token.tag)
        while (match := _ATTRIBUTE.match(self._raw, at)) and match["name"]:
            value = match["value"] or ""
            if value[:1] in {'"', "'"}:
                value = value[1:-1]
            found.setdefault(match["name"].lower(), unescape(value[:2000]))
            at = match.end()
        return found

    def _tag(self, start: int) -> _Token | None:
        match = _TAG.match(self._raw, start)
        if match is None:
            return None
        passed: list[int] = []
        at = match.end()
        while (end := self._ends.get(at)) is None:
            passed.append(at)
            attribute = _ATTRIBUTE.match(self._raw, at)
            if attribute is None or attribute["end"]:
                end = attribute.end() if attribute else 0
                break
            at = attribute.end()
        if not end or (end - start > _LONGEST_TAG and not self._holds_data(start, end)):
            self._ends.update(dict.fromkeys(passed, end))
            return None
        # The / of <a href=x/> belongs to the value, and the last piece is the bare >.
        empty = self._raw[end - 2] == "/" and at < end - 1
        return _Token(start, end, match[2].lower(), closing=bool(match[1]), empty=empty)

    def _holds_data(self, start: int, end: int) -> bool:
        """Return whether a tag is long for the sake of a picture inside it."""
        return self._raw.find("<", start + 1, end) < 0 and self._raw.find("data:", start, end) >= 0

    def _declaration(self, start: int) -> _Token | None:
        """Return a comment, a doctype, a processing instruction or an end tag without a name."""
        following = self._raw[start + 1 : start + 2]
        if self._raw.startswith("<!--", start):
            return self._comment(start)
        if following not in {"!", "?", "/"} or (following == "/" and self._raw[start + 2 : start + 3].isalpha()):
            return None
        if self._bracket < start:
            self._bracket = self._raw.find(">", start)
            if self._bracket < 0:
                self._bracket = len(self._raw) + _LONGEST_TAG
        if self._bracket - start >= _LONGEST_TAG or self._bracket >= len(self._raw):
            return None
        return _Token(start, self._bracket + 1)

    def _comment(self, start: int) -> _Token | None:
        """Return a comment; one that never ends is text, for the rest of the page is not to be lost."""
        for short in (">", "->"):
            if self._raw.startswith(short, start + 4):
                return _Token(start, start + 4 + len(short))
        end = _COMMENT_END.search(self._raw, start + 4) if self._comments_end else None
        self._comments_end = end is not None
        return _Token(start, end.end()) if end else None

    def _reference(self, start: int) -> _Token | None:
        match = _REFERENCE.match(self._raw, start)
        if match is None:
            return None
        name = match[0][1:]
        if name.startswith("#"):
            return _Token(start, match.end(), meaning=unescape(match[0]))
        # Without a semicolon, letters behind the entity belong to the text ("&ltp").
        for length in range(len(name), 1, -1):
            if (meaning := html5.get(name[:length])) is not None:
                return _Token(start, start + 1 + length, meaning=meaning)
        return None


class _Markup:
    """Collects the edits that turn a page into its visible text."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._edits: list[Edit] = []
        self._tokenizer = _Tokenizer(raw)
        self._elements = Elements()
        self._sheet = sheet_of(raw)
        self._at = 0  # up to where the raw page is accounted for
        self._shown = False
        self._breaks = False

    def run(self) -> Run:
        """Return the page as a run of text."""
        at = 0
        for token in self._tokenizer.tokens():
            self._text(at, token.start)
            at = token.end
            if token.meaning is not None:
                self._text(token.start, token.end, token.meaning)
            elif token.tag:
                self._tag(token)
        self._text(at, len(self._raw))
        self._skip_to(len(self._raw), "\n")
        self._elements.at = len(self._raw)
        self._elements.end_all()
        return Run(0, len(self._raw), tuple(self._edits), furniture=tuple(self._elements.furniture))

    def _tag(self, token: _Token) -> None:
        """Open or close elements, and break the line at the edges of blocks."""
        self._elements.at = token.start
        shown = not self._elements.hidden
        if token.closing:
            self._elements.end(token.tag)
        else:
            self._elements.make_way(token.tag)
            shown = shown or not self._elements.hidden
            if token.tag not in _VOID and not token.empty:
                attributes = self._tokenizer.attributes(token)
                seen = (
                    Look(gone=True, inherited={})
                    if token.tag in SILENT
                    else look(token.tag, attributes, self._sheet)
                )
                self._elements.start(token.tag, seen, kind_of(token.tag, attributes))
        if token.tag not in INLINE and (shown or not self._elements.hidden):
            self._breaks = True

    def _text(self, start: int, end: int, meaning: str | None = None) -> None:
        """Keep text that is shown, or what a reference stands for."""
        if start == end:
            return
        if self._elements.innermost == "head" and not self._raw[start:end].isspace():
            self._elements.end("head")  # words cannot stand there
        if self._elements.hidden:
            return
        if end - start > _LONGEST_FURNITURE:
            self._elements.hold_article()
        self._skip_to(start, "\n" if self._breaks and self._shown else "")
        self._breaks = False
        self._shown = True
        self._at = end
        if meaning is not None:
            self._edits.append(Edit(start, end, meaning, CHARACTER))

    def _skip_to(self, end: int, replacement: str) -> None:
        if self._at < end:
            self._edits.append(Edit(self._at, end, replacement))
        self._at = end

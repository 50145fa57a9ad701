"""HTML: tags and entities are edits of the offset map, hidden nodes are no text.

A tokenizer of our own gives the positions, in time linear for any input. What is hidden is decided from the
`hidden` attribute, inline styles and the page's own style sheets, as far as they name a class or an id.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from html.entities import html5
from typing import ClassVar, NamedTuple

from toolkit.formats import CHARACTER, Format, Run
from toolkit.offsets import Edit

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup "
    "time tt u var wbr".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW = frozenset("iframe noscript script style textarea title".split())  # hold no tags, only their end tag
_SILENT = _RAW | frozenset("head template svg math select object".split())
_HEAD = _RAW - {"iframe", "textarea"} | frozenset("base html link meta template".split())  # may stand in a head
_CLOSES_P = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr li dd dt main menu nav ol p pre search section summary ul".split()
)
_CELLS = ("td", "th")
_ROWS = ("tr", "tbody", "thead", "tfoot", "caption", "colgroup")
# A start tag ends the open elements of these names, whose end tags may be left out.
_CLOSES = {
    "li": ("li",),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(_CELLS, (*_CELLS, "caption")),
    "tr": ("tr", "caption", "colgroup"),
    **dict.fromkeys(("tbody", "thead", "tfoot"), _ROWS),
    "option": ("option",),
}
# No tag closes an element through one of these: not a list item from an inner list, nothing from a table cell.
_SCOPE = ("table", "td", "th", "caption", "template", "object")
_SCOPES = {
    **dict.fromkeys((*_CELLS, *_ROWS), ("table", "template")),
    **dict.fromkeys(("html", "body", "head", "table", "template", "object"), ()),
    "li": (*_SCOPE, "ul", "ol", "menu", "dir"),
    **dict.fromkeys(("dt", "dd"), (*_SCOPE, "dl")),
    "option": (*_SCOPE, "select", "datalist"),
    "p": (*_SCOPE, "button"),
}

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
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in _RAW}
_LONGEST_TAG = 20_000
_HIDING = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|font-size\s{0,9}:\s{0,9}0(?![.\d]*[1-9])"
    r"|opacity\s{0,9}:\s{0,9}0(?![.\d])",
    re.IGNORECASE,
)
_STYLE = re.compile(r"<style(?:[\t\n\f\r /][^<>]{0,500}+)?+>", re.IGNORECASE)
_BRACE = re.compile(r"([{}])")
_SELECTOR = re.compile(r"(?:[a-z]+)?([.#][\w-]+)")


class Html(Format, frozen=True):
    """Web pages; scripts, styles, titles and what is not shown are no text."""

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")
    tears: ClassVar[bool] = False
    whole: ClassVar[bool] = True  # what a tag means depends on those before it

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run]:  # noqa: ARG002 - a page is one run
        """Yield what is shown, blocks apart by line breaks."""
        yield Run(0, len(raw), tuple(_Markup(raw).edits()))

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
            if token.tag in _RAW and not token.closing and not token.empty:
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


class _Elements:
    """The open elements, from the outermost on, and whether one of them is hidden."""

    def __init__(self) -> None:
        self._open: list[str] = []  # "" for one that ended inside another
        self._hiding: set[int] = set()  # which of them are hidden
        self._places: dict[str, list[int]] = {}  # where the elements of each name stand
        self._blocks: list[int] = []  # where those stand that are not inline

    @property
    def hidden(self) -> bool:
        """Whether what comes next is not shown."""
        return bool(self._hiding)

    @property
    def innermost(self) -> str:
        """The name of the innermost open element."""
        return self._open[-1] if self._open else ""

    def make_way(self, tag: str) -> None:
        """End the elements that cannot hold a new one, though their end tags are left out."""
        if tag not in _HEAD and self._place("head") > self._place("template"):
            self.end("head")
        if tag in _CLOSES_P:
            self.end("p")
        for name in _CLOSES.get(tag, ()):
            self.end(name)

    def start(self, tag: str, *, hidden: bool) -> None:
        """Open an element."""
        place = len(self._open)
        self._open.append(tag)
        self._places.setdefault(tag, []).append(place)
        if tag not in _INLINE:
            self._blocks.append(place)
        if hidden:
            self._hiding.add(place)

    def end(self, tag: str) -> None:
        """Close an element and what is open inside it; where none is open, do nothing."""
        place = self._place(tag)
        if place < 0 or any(self._place(name) > place for name in _SCOPES.get(tag, _SCOPE) if name != tag):
            return
        if tag in _INLINE and self._blocks and self._blocks[-1] > place:  # <b><p hidden></b>: the block goes on
            self._open[place] = ""
            self._places[tag].pop()
            self._hiding.discard(place)
            return
        while len(self._open) > place:
            self._pop()

    def _pop(self) -> None:
        name = self._open.pop()
        place = len(self._open)
        if name:
            self._places[name].pop()
        if self._blocks and self._blocks[-1] == place:
            self._blocks.pop()
        self._hiding.discard(place)

    def _place(self, tag: str) -> int:
        places = self._places.get(tag)
        return places[-1] if places else -1


class _Markup:
    """Collects the edits that turn a page into its visible text."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._edits: list[Edit] = []
        self._tokenizer = _Tokenizer(raw)
        self._elements = _Elements()
        self._hiding_selectors = set(_hiding_selectors(raw))
        self._at = 0  # up to where the raw page is accounted for
        self._shown = False
        self._breaks = False

    def edits(self) -> list[Edit]:
        """Return the edits over the raw page."""
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
        return self._edits

    def _tag(self, token: _Token) -> None:
        """Open or close elements, and break the line at the edges of blocks."""
        shown = not self._elements.hidden
        if token.closing:
            self._elements.end(token.tag)
        else:
            self._elements.make_way(token.tag)
            shown = shown or not self._elements.hidden
            if token.tag not in _VOID and not token.empty:
                self._elements.start(token.tag, hidden=self._hides(token))
        if token.tag not in _INLINE and (shown or not self._elements.hidden):
            self._breaks = True

    def _hides(self, token: _Token) -> bool:
        if token.tag in _SILENT:
            return True
        attributes = self._tokenizer.attributes(token)
        selectors = {f".{name}" for name in attributes.get("class", "").split()}
        selectors.add(f"#{attributes.get('id')}")
        return (
            "hidden" in attributes
            or bool(_HIDING.search(attributes.get("style", "")))
            or not selectors.isdisjoint(self._hiding_selectors)
        )

    def _text(self, start: int, end: int, meaning: str | None = None) -> None:
        """Keep text that is shown, or what a reference stands for."""
        if start == end:
            return
        if self._elements.innermost == "head" and not self._raw[start:end].isspace():
            self._elements.end("head")  # words cannot stand there
        if self._elements.hidden:
            return
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


def _hiding_selectors(raw: str) -> Iterator[str]:
    """Yield the classes and ids that the style sheets of a page hide."""
    at = 0
    while (style := _STYLE.search(raw, at)) and (end := _RAW_ENDS["style"].search(raw, style.end())):
        at = end.end()
        pieces = _BRACE.split(raw[style.end() : end.start()])
        for selectors, opening, body, closing in zip(pieces, pieces[1:], pieces[2:], pieces[3:], strict=False):
            if (opening, closing) == ("{", "}") and _HIDING.search(body):
                matches = (_SELECTOR.fullmatch(selector.strip()) for selector in selectors.split(","))
                yield from (match[1] for match in matches if match)

"""HTML: tags and entities are edits of the offset map, hidden nodes are no text.

Positions come from the tokenizer of the standard library. What is hidden is decided from the `hidden`
attribute, inline styles and the page's own style sheets, as far as they name a class or an id.
"""

from collections.abc import Iterator
from html import escape, unescape
from html.parser import HTMLParser
from itertools import takewhile
from typing import ClassVar

import regex

from toolkit.formats import CHARACTER, Format, Run
from toolkit.offsets import Edit

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup "
    "time tt u var wbr".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SILENT = frozenset("head script style template noscript svg math select textarea title iframe object".split())
_SELF_CLOSING = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option"})  # ended by the next of their kind
_HIDING = regex.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|font-size\s{0,9}:\s{0,9}0(?![.\d]*[1-9])"
    r"|opacity\s{0,9}:\s{0,9}0(?![.\d])",
    regex.IGNORECASE,
)
_RULE = regex.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_SELECTOR = regex.compile(r"(?:[a-z]+)?([.#][\w-]+)")


class Html(Format, frozen=True):
    """Web pages; scripts, styles, titles and what is not shown are no text."""

    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")

    def runs(self, raw: str, lines: int = 0) -> Iterator[Run]:  # noqa: ARG002 - a page is one run
        """Yield what is shown, blocks apart by line breaks."""
        yield Run(0, len(raw), tuple(_Markup(raw).edits()))

    def escape(self, text: str) -> str:
        """Return text with &, < and > as entities."""
        return escape(text, quote=False)


class _Markup(HTMLParser):
    """Collects the edits that turn a page into its visible text."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self._raw = raw
        self._edits: list[Edit] = []
        self._lines = [0]
        for line in raw.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._hiding_selectors: set[str] = set()
        self._hidden: list[str] = []  # the open elements from the outermost hidden one on
        self._at = 0  # up to where the raw page is accounted for
        self._shown = False
        self._breaks = False
        for style in regex.findall(r"(?is)<style[^>]{0,500}>(.{0,200000}?)</style", raw):
            for selectors, body in _RULE.findall(style):
                if _HIDING.search(body):
                    self._hiding_selectors |= {
                        match[1] for s in selectors.split(",") if (match := _SELECTOR.fullmatch(s.strip()))
                    }

    def edits(self) -> list[Edit]:
        """Return the edits over the raw page."""
        self.feed(self._raw + " ")  # the tokenizer loses the & of an entity that ends the page
        self.close()
        self._skip_to(len(self._raw), "\n")
        return self._edits

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hide the element, break the line or leave the tag out."""
        self._tag(tag)
        if tag in _VOID:
            return
        if tag in _SELF_CLOSING and self._hidden == [tag]:
            self._hidden.clear()
        if self._hidden or self._hides(tag, dict(attrs)):
            self._hidden.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Leave out an element without content."""
        self._tag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what the tag closes; a tag that closes nothing is passed by."""
        self._tag(tag)
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        if not self._hidden:
            start = self._position()
            self._keep(start, min(len(data), len(self._raw) - start), None)

    def handle_entityref(self, name: str) -> None:
        """Keep what a named entity stands for."""
        self._reference(name)

    def handle_charref(self, name: str) -> None:
        """Keep what a numeric entity stands for."""
        self._reference("#" + name)

    def _reference(self, name: str) -> None:
        start = self._position()
        length = len(name) + 1
        if self._raw[start + length : start + length + 1] == ";":
            length += 1
        if self._hidden:
            return
        # Without a semicolon, letters behind the entity belong to the text ("&ltp").
        source = self._raw[start : start + length]
        meaning = unescape(source)
        rest = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(source[::-1], meaning[::-1], strict=False))
        )
        if rest < len(meaning):
            self._keep(start, length - rest, meaning[: len(meaning) - rest])
        self._keep(start + length - rest, rest, None)

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _tag(self, tag: str) -> None:
        if tag not in _INLINE and not self._hidden:
            self._breaks = True

    def _hides(self, tag: str, attributes: dict[str, str | None]) -> bool:
        selectors = {f".{name}" for name in (attributes.get("class") or "").split()}
        selectors.add(f"#{attributes.get('id')}")
        return (
            tag in _SILENT
            or "hidden" in attributes
            or bool(_HIDING.search((attributes.get("style") or "")[:2000]))
            or bool(selectors & self._hiding_selectors)
        )

    def _keep(self, start: int, length: int, replacement: str | None) -> None:
        self._skip_to(start, "\n" if self._breaks and self._shown else "")
        self._breaks = False
        self._shown = True
        self._at = start + length
        if replacement is not None:
            self._edits.append(Edit(start, self._at, replacement, CHARACTER))

    def _skip_to(self, end: int, replacement: str) -> None:
        if self._at < end:
            self._edits.append(Edit(self._at, end, replacement))
        self._at = max(self._at, end)

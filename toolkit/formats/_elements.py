"""The open elements of a web page: which one is hidden, and which ones belong to the page and not to the article.

Furniture are the elements that HTML has for it (nav, footer, aside), those with such a role (WAI-ARIA 1.2, section
5.3.4, landmarks), a header that holds navigation, and blocks whose class or id says so. A header, and what only a
class tells, is none if the title, an article or a long paragraph stands in it.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

from toolkit.formats._style import INLINE, Look
from toolkit.offsets import Span

RAW = frozenset("iframe noscript script style textarea title".split())  # hold no tags, only their end tag
SILENT = RAW | frozenset("head template svg math select object".split())
_HEAD = RAW - {"iframe", "textarea"} | frozenset("base html link meta template".split())  # may stand in a head
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

_ARTICLE = frozenset(("h1", "main", "article"))
_NEVER = _ARTICLE | {"html", "body"}
_ROLES = frozenset("navigation contentinfo complementary search menu menubar toolbar".split())
_HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
_AROUND = (
    r"site|page|main|top|bottom|global|list|article|post|sub|left|right|header?|footer|foot|web|ui|box|my|g|m"
)
_BEHIND = r"wrap(?:per)?|box|container|con|list|links?|bar|inner|area|block|section|nav|menu|tools?|info|\d{1,3}"
_CLASS = re.compile(
    rf"(?:(?:{_AROUND})[-_]){{0,3}}"
    r"(?:bread-?crumbs?|crumbs?|pager|paginat(?:ion|or)|paging|nav(?:bar|igation)?|footer|foot|side-?bar|copyright"
    r"|shar(?:e|ing)|social|tool-?bar|top-?bar|friend-?links?|skip-?links?|cookies?|related)"
    rf"(?:[-_](?:{_BEHIND})){{0,3}}"
)


class Kind(IntEnum):
    """What speaks for an element being furniture."""

    NOTHING = 0
    HEADER = 1  # is furniture if it holds navigation
    CLASS = 2
    ELEMENT = 3


def kind_of(tag: str, attributes: Mapping[str, str]) -> Kind:
    """Return what speaks for an element being furniture."""
    if tag in _NEVER:
        return Kind.NOTHING
    role = attributes.get("role", "").strip().lower()
    if tag in {"nav", "footer", "aside"} or role in _ROLES:
        return Kind.ELEMENT
    if tag in INLINE:
        return Kind.NOTHING
    if role == "banner" or attributes.get("aria-hidden") == "true":
        return Kind.CLASS
    if _says_so(attributes.get("class", "")) or _says_so(attributes.get("id", "")):
        return Kind.CLASS
    return Kind.HEADER if tag == "header" else Kind.NOTHING


@lru_cache(maxsize=1 << 10)
def _says_so(names: str) -> bool:
    return any(_CLASS.fullmatch(_HUMP.sub("-", name).lower()) for name in names.split())


class Elements:
    """The open elements, from the outermost on.

    `at` is where the page is now; `furniture` are the stretches that have ended so far, some inside of others.
    """

    def __init__(self) -> None:
        self.at = 0
        self.furniture: list[Span] = []
        self._open: list[str] = []  # "" for one that ended inside another
        self._gone: set[int] = set()  # which of them are hidden
        self._inherited: dict[str, dict[int, bool]] = {}  # by property: which of them set it, and whether to hide
        self._page: dict[Kind, dict[int, int]] = {
            kind: {} for kind in Kind
        }  # which are furniture, and their start
        self._places: dict[str, list[int]] = {}  # where the elements of each name stand
        self._blocks: list[int] = []  # where those stand that are not inline

    @property
    def hidden(self) -> bool:
        """Whether what comes next is not shown."""
        return bool(self._gone) or any(next(reversed(s.values()), False) for s in self._inherited.values())

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

    def start(self, tag: str, look: Look, kind: Kind) -> None:
        """Open an element."""
        place = len(self._open)
        self._open.append(tag)
        self._places.setdefault(tag, []).append(place)
        if tag not in INLINE:
            self._blocks.append(place)
        if look.gone:
            self._gone.add(place)
        for name, hides in look.inherited.items():
            self._inherited.setdefault(name, {})[place] = hides
        if tag in _ARTICLE:
            self.hold_article()
        if kind is Kind.ELEMENT:
            self._page[Kind.CLASS] |= self._page[Kind.HEADER]
            self._page[Kind.HEADER].clear()
        self._page[kind][place] = self.at

    def hold_article(self) -> None:
        """Take note that the article is here, so that what holds it is no furniture by its class alone."""
        self._page[Kind.HEADER].clear()
        self._page[Kind.CLASS].clear()

    def end(self, tag: str) -> None:
        """Close an element and what is open inside it; where none is open, do nothing."""
        place = self._place(tag)
        if place < 0 or any(self._place(name) > place for name in _SCOPES.get(tag, _SCOPE) if name != tag):
            return
        if tag in INLINE and self._blocks and self._blocks[-1] > place:  # <b><p hidden></b>: the block goes on
            self._open[place] = ""
            self._places[tag].pop()
            self._forget(place)
            return
        while len(self._open) > place:
            self._pop()

    def end_all(self) -> None:
        """Close whatever is open at the end of the page."""
        while self._open:
            self._pop()

    def _pop(self) -> None:
        name = self._open.pop()
        place = len(self._open)
        if name:
            self._places[name].pop()
        if self._blocks and self._blocks[-1] == place:
            self._blocks.pop()
        self._forget(place)

    def _forget(self, place: int) -> None:
        """Let what an element said about itself end with it."""
        self._gone.discard(place)
        for settings in self._inherited.values():
            settings.pop(place, None)
        for kind, starts in self._page.items():
            start = starts.pop(place, None)
            if start is not None and kind > Kind.HEADER:
                self.furniture.append(Span(start, self.at))

    def _place(self, tag: str) -> int:
        places = self._places.get(tag)
        return places[-1] if places else -1

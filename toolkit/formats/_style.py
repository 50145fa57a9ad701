"""What a web page does not show: told by attributes, inline styles and the page's own style sheets.

Of a style sheet only plain rules for one class or id count, those for a medium do not. Where a rule may show a
class again, nothing of that class is taken for hidden: words lost are worse than words too many.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup "
    "time tt u var wbr".split()
)
_B = r"\s{0,9}"
_GONE = re.compile(
    rf"(?<![\w-])(?:display{_B}:{_B}none|opacity{_B}:{_B}0(?![.\d])|text-indent{_B}:{_B}-\d{{3}}"
    rf"|(?:left|top){_B}:{_B}-\d{{4}}"
    rf"|clip{_B}:{_B}rect\({_B}(?:[01](?:px)?[\s,]{{1,3}}){{3}}[01](?:px)?{_B}\))",
    re.IGNORECASE,
)
_THERE = re.compile(rf"(?<![\w-])(?:display{_B}:{_B}(?!none)\w|opacity{_B}:{_B}0?\.?0*[1-9])", re.IGNORECASE)
# What comes down to elements inside, which can set it anew: how it hides, and how it shows.
_INHERITED = {
    "visibility": (
        re.compile(rf"(?<![\w-])visibility{_B}:{_B}(?:hidden|collapse)", re.IGNORECASE),
        re.compile(rf"(?<![\w-])visibility{_B}:{_B}visible", re.IGNORECASE),
    ),
    "font-size": (
        re.compile(rf"(?<![\w-])(?:font-size{_B}:{_B}0(?![.\d]*[1-9])|font{_B}:{_B}0(?=[\s/]))", re.IGNORECASE),
        re.compile(rf"(?<![\w-])font-size{_B}:{_B}(?!0(?![.\d]*[1-9]))[\w.]", re.IGNORECASE),
    ),
}
_SHEET = re.compile(r"<style(?:[\t\n\f\r /][^<>]{0,500}+)?+>", re.IGNORECASE)
_SHEET_END = re.compile(r"</style(?=[\t\n\f\r />])", re.IGNORECASE)
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?")
_BRACE = re.compile(r"([{}])")
_SIMPLE = re.compile(r"[a-z]{0,20}([.#][\w-]+)")
_NAME = re.compile(r"[.#]?[\w-]+")
# Classes that are known to hide what page styles elsewhere say nothing of.
_HIDDEN = frozenset(
    "jammer hidden invisible d-none sr-only visually-hidden visuallyhidden screen-reader-text".split()
)
_SHOWN_AT_TIMES = re.compile(r".*(?:-|:)(?:block|flex|inline|grid|table|visible|focusable)\b")


class Sheet(NamedTuple):
    """The classes (".x") and ids ("#x") that style sheets hide, and what they and tags do to what is inherited.

    `inherited` tells for a property and a name whether that hides.
    """

    gone: frozenset[str]
    inherited: Mapping[str, Mapping[str, bool]]


class Look(NamedTuple):
    """Whether an element is hidden with all that is in it, and which inherited properties it sets, and to hide."""

    gone: bool
    inherited: Mapping[str, bool]


def sheet_of(raw: str) -> Sheet:
    """Return what the style sheets inside a page say; linear."""
    gone: set[str] = set()
    inherited: dict[str, dict[str, bool]] = {name: {} for name in _INHERITED}
    for style in _sheets(raw):
        for selectors, body in _rules(_COMMENT.sub(" ", style)):
            each = [selector.strip() for selector in selectors.split(",")]
            simple = {match[1] for match in map(_SIMPLE.fullmatch, each) if match}
            if _GONE.search(body):
                gone |= simple
            elif _THERE.search(body):
                gone.difference_update(_NAME.findall(selectors))
            last = [name for one in each for name in _NAME.findall(one.rpartition(" ")[2])]
            for name, hides in _said(body).items():
                inherited[name] |= dict.fromkeys(simple if hides else last, hides)
    return Sheet(frozenset(gone), inherited)


def look(tag: str, attributes: Mapping[str, str], sheet: Sheet) -> Look:
    """Return how an element looks."""
    classes = attributes.get("class", "").split()
    names = [f"#{attributes.get('id')}", *(f".{name}" for name in classes)]
    style = attributes.get("style", "")
    gone = "hidden" in attributes or not sheet.gone.isdisjoint(names) or bool(style and _GONE.search(style))
    gone = gone or (tag in INLINE and attributes.get("aria-hidden") == "true")
    if not _HIDDEN.isdisjoint(classes) and not any(map(_SHOWN_AT_TIMES.match, classes)):
        gone = True
    inherited = {}
    for name, rules in sheet.inherited.items():
        if not rules:
            continue
        said = [rules[each] for each in names if each in rules] or [
            rules[each] for each in (tag,) if each in rules
        ]
        if said:
            inherited[name] = all(said)
    return Look(gone, inherited | _said(style) if style else inherited)


def _said(style: str) -> dict[str, bool]:
    """Return which inherited properties a style sets, and whether to hide."""
    found = {}
    for name, (hides, shows) in _INHERITED.items():
        if hides.search(style):
            found[name] = True
        elif shows.search(style):
            found[name] = False
    return found


def _sheets(raw: str) -> Iterator[str]:
    at = 0
    while (style := _SHEET.search(raw, at)) and (end := _SHEET_END.search(raw, style.end())):
        yield raw[style.end() : end.start()]
        at = end.end()


def _rules(style: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the body of each rule that stands for itself, not inside of another."""
    depth = 0
    selectors = ""
    pieces = _BRACE.split(style)
    for text, brace in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if brace == "{":
            depth += 1
            if depth == 1:
                selectors = text.rpartition(";")[2]
        elif brace == "}":
            if depth == 1 and not selectors.lstrip().startswith("@"):
                yield selectors, text
            depth = max(depth - 1, 0)

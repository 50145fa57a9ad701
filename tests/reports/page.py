"""A page read back with a parser."""

from collections.abc import Iterator
from html.parser import HTMLParser

from tests.reports.sample import bytes_of
from toolkit.results import Analysis

VOID = {"meta", "input", "wbr", "rect", "br", "hr", "img", "link"}


class Page(HTMLParser):
    """Elements with their attributes and text, after a check that every one is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        element = (tag, {name: value or "" for name, value in attrs}, [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        for _, _, text in self.open:
            text.append(data)

    def find(self, tag: str, css_class: str = "") -> Iterator[tuple[dict[str, str], str]]:
        for name, attributes, text in self.elements:
            if name == tag and (not css_class or css_class in attributes.get("class", "").split()):
                yield attributes, " ".join("".join(text).split())

    def texts(self, tag: str, css_class: str = "") -> list[str]:
        return [text for _, text in self.find(tag, css_class)]


def written(given: Analysis) -> str:
    """Return the HTML report on an analysis."""
    return bytes_of("html", given).decode()

"""Hostile text made fit for a page: escaped, its invisible characters written out, its Chinese marked."""

from difflib import SequenceMatcher

import regex
from markupsafe import Markup, escape

_HIDDEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}--[\t\n\r]]", regex.V1)
_HAN = regex.compile(r"\p{Han}(?:[\u3001-\u303f\uff01-\uff60“”‘’·]*\p{Han})*")
_ADDRESS = regex.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_BREAK = regex.compile(r"(?<=[/_])(?=[^/_])|(?<=\w-)(?=\w)")


def struck(raw: str, repaired: str) -> Markup:
    """Escape a text as it is in the file and mark what repair takes out or replaces."""
    pieces = []
    for kind, start, end, _, _ in SequenceMatcher(None, raw, repaired, autojunk=False).get_opcodes():
        piece = marked(raw[start:end].replace("\r\n", "\n").replace("\n", "↵"))
        if piece:
            pieces.append(piece if kind == "equal" else Markup("<del>{}</del>").format(piece))
    return Markup().join(pieces)


def visible(text: str) -> str:
    """Give characters that cannot be seen, or that reorder a line, a written form: [U+202E]."""
    return _HIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def shown_plainly(value: object) -> object:
    """Make visible what the template is about to escape."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def marked(text: str, language: str = "zh-Hans") -> Markup:
    """Escape a text and say of its Chinese in which language it is."""
    return Markup(  # noqa: S704 (escaped before)
        _HAN.sub(lambda match: f'<span lang="{language}">{match[0]}</span>', str(escape(visible(text))))
    )


def linked(text: str) -> Markup:
    """Escape a text and make links of the web addresses in it."""
    pieces, end = [], 0
    for match in _ADDRESS.finditer(text):
        link = Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(visible(match[0]))
        pieces += [marked(text[end : match.start()]), link]
        end = match.end()
    return Markup().join([*pieces, marked(text[end:])])


def broken(path: str) -> Markup:
    """Escape a path and allow line breaks between its words."""
    return Markup("<wbr>").join(visible(piece) for piece in _BREAK.split(path))

"""Text and terms brought to one form, in which case, hyphens, quotes and white space do not count."""

import regex

from toolkit.offsets import Edit, OffsetMap, replace

# One character for one, so that no position moves.
_SAME = str.maketrans(dict.fromkeys("-‐‑‒–—", " ") | {"’": "'", "İ": "I"})
# Quotation marks go, or keep two words apart; an apostrophe inside a word stays, a hyphen that hangs goes ("micro-
# and small-sized"). White space becomes one space, or a line break where a paragraph ends.
_MOVED = regex.compile(r"""["“”„‟«»‘]|(?<!\w)['’]|['’](?!\w)|(?<=\w)-(?=\s)|\s{2,}|[^\S ]""")


def fold(text: str) -> tuple[str, OffsetMap]:
    """Return the folded text, in lower case, and the map that leads back; linear."""
    edits = []
    for match in _MOVED.finditer(text):
        found = match.group()
        if found.isspace():
            new = "\n" if found.count("\n") > 1 else " "
            if new != found:
                edits.append(Edit(match.start(), match.end(), new))
        else:
            start, end = match.span()
            between = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
            edits.append(Edit(start, end, " " if between else ""))
    folded, back = replace(text, edits) if edits else (text, OffsetMap())
    return folded.translate(_SAME).lower(), back


def fold_term(term: str) -> str:
    """Return a term as `fold` leaves it inside a text, without spaces around it or a leading article."""
    words = fold(term)[0].split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)

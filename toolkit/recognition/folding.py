"""Text and terms brought to one form, in which case, hyphens, quotes and white space do not count."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

import regex

from toolkit.offsets import Edit, OffsetMap, replace

# One character for one, so that no position moves. Each is replaced by itself: many times as fast as a table.
_SAME = dict.fromkeys("-‐‑‒–—", " ") | {"’": "'", "İ": "I"}
_MOVED_BLANKS = "\t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BLANKS = frozenset(" " + _MOVED_BLANKS)
# Quotation marks go, or keep two words apart; an apostrophe inside a word stays, a hyphen that hangs goes ("micro-
# and small-sized"). White space becomes one space, or a line break where a paragraph ends. Each expression begins
# with one character, which is sought at the speed of memory: a set of them takes three times as long.
_MARKS = {mark: re.compile(mark) for mark in f"“”„‟«»‘'’\"{_MOVED_BLANKS}"}
_SPACES = re.compile(rf" [ {_MOVED_BLANKS}]+")
_HYPHENS = re.compile(rf"-(?=[ {_MOVED_BLANKS}\x1f])")
_IN_WORDS = frozenset("'’-")
_KEPT = regex.compile(r"(?<=\w)['’](?=\w)|(?<!\w)-")
BETWEEN = "\x1f"  # information separator one


def fold(text: str) -> tuple[str, OffsetMap]:
    """Return the folded text, in lower case, and the map that leads back; linear."""
    edits = list(_edits(text))
    folded, back = replace(text, edits) if edits else (text, OffsetMap())
    for character, same in _SAME.items():
        folded = folded.replace(character, same)
    return folded.lower(), back


def _edits(text: str) -> Iterator[Edit]:
    """Yield what moves or removes characters, in the order of the text."""
    there = [mark for mark in _MARKS if mark in text]
    sought = [_HYPHENS, *map(_MARKS.__getitem__, there)]
    if "  " in text or not _BLANKS.isdisjoint(there):
        sought.append(_SPACES)
    places = [match.span() for expression in sought for match in expression.finditer(text)]
    done = 0
    for start, behind in sorted(places):
        if start < done:
            continue
        end, mark = behind, text[start]
        if mark in _BLANKS:
            while text[end : end + 1] in _BLANKS:
                end += 1
            yield Edit(start, end, "\n" if text.count("\n", start, end) > 1 else " ")
        elif mark not in _IN_WORDS or not _KEPT.match(text, start):
            between = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
            yield Edit(start, end, " " if between else "")
        done = end


def joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Return texts as one, to be searched in one go, where each begins, and where one more would.

    `BETWEEN`, which no term holds, stands between two; in a text that holds it, it is another character.
    """
    text = BETWEEN.join(texts)
    if text.count(BETWEEN) >= len(texts):
        text = BETWEEN.join([each.replace(BETWEEN, "\0") for each in texts])
    return text, [0, *accumulate([len(each) + 1 for each in texts])]


@lru_cache(maxsize=1 << 10)
def fold_term(term: str) -> str:
    """Return a term as `fold` leaves it inside a text, without spaces around it or a leading article."""
    words = fold(term)[0].split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)

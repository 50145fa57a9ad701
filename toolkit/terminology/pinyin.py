"""Chinese in tone-less pinyin (pypinyin's door), and what people type for it, in one spelling."""

from functools import cache
from unicodedata import combining, normalize

import pypinyin
import regex

_NOT_PINYIN = regex.compile(r"[^a-z0-9]")
_TONE = regex.compile(r"(?<=[a-z])[0-5](?![0-9])")


@cache
def syllables(term: str) -> tuple[str, ...]:
    """Return the syllables of a Chinese term in lower case without tones, ü as v; other letters stay as they are.

    Of a character with several readings the one of its phrase counts. The first call takes 0.1 s.
    """
    spoken = pypinyin.lazy_pinyin(term, neutral_tone_with_five=False, v_to_u=False)
    return tuple(filter(None, (_NOT_PINYIN.sub("", syllable.lower()) for syllable in spoken)))


def typed(query: str) -> str:
    """Return pinyin as somebody types it, with or without tones, spaces and apostrophes, as bare letters."""
    spelled = normalize("NFD", query.lower().replace("u:", "v")).replace("u\u0308", "v")
    bare = "".join(character for character in spelled if not combining(character))
    return _NOT_PINYIN.sub("", _TONE.sub("", bare))

"""Whether an English word can stand in a noun phrase, told by the company that it keeps.

No tagger is asked. How often the dictionary of word pairs has a word after a determiner ("the plan"), after
"to" or an auxiliary ("to promote"), before a determiner ("promoting the") and before "of" or "is" tells nouns,
verbs and adjectives apart; where it is silent, endings do.
"""

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from toolkit.recognition.variants import singular
from toolkit.segmentation import en

DETERMINERS = frozenset(
    "a an the this that these those its their his her our your my every each any some no another".split()
)
AUXILIARIES = frozenset(
    "to will would can could may might must shall should we they i you he she it who not be is are was were been "
    "being has have had having do does did".split()
)
_ARTICLES = "the a an".split()
_NOUN_BEFORE = "the a an of this these their its his".split()
_VERB_BEFORE = "to will would can may not they we i who must should could".split()
_VERB_AFTER = "the a an their its his this these".split()
_DEGREE_BEFORE = "very too quite extremely".split()
_HEAD_AFTER = "of is are was were has in".split()
# Closed classes, and words that say how, when, or how much: none of them is part of a term.
STOP = (
    DETERMINERS
    | AUXILIARIES
    | frozenset(
        """
        and or but nor so yet as if than then when where while because although though since until unless
        whether of in on at by for with from into onto over under above below between among through during
        before after about against across along around behind beside besides beyond despite except inside
        outside toward towards upon via within without per amid up down off out away back him them us me himself
        herself itself themselves ourselves what which whose whom how why there here all both either neither
        most much many more less few fewer several such other others same own certain various only also very too
        just further even still already again ever never always often once twice now today yesterday tomorrow
        recently soon later earlier ago however moreover meanwhile therefore thus hence furthermore indeed
        instead rather quite almost nearly approximately roughly including included according due based regarding
        concerning following compared related relevant concerned respectively namely like unlike well better best
        lot lots part way ways first second third fourth fifth faster slower nationwide thing things one ones
        time times everyone everything something nothing anything etc said says say rose risen fell fallen grew
        mr ms mrs dr please yes
        """.split()
    )
)
# What may stand inside a term but tells nothing at its beginning.
GENERIC = frozenset(
    """
    significant important main big bigger great greater good large larger huge smaller higher lower last next
    past previous recent current present possible different similar total overall major strong stronger full
    active positive rapid continuous continued long early late additional particular entire whole respective
    increased improved considerable stable insufficient china chinese
    """.split()
)
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve hundred thousand million billion".split()
)
# Measures: a figure before them is no slogan.
UNITS = frozenset(
    """
    percent percentage year years month months week weeks day days hour hours minute minutes quarter quarters
    half decade decades point points yuan dollar dollars euro euros ton tons tonne tonnes kilometer kilometers
    km meter meters unit units people person persons million billion trillion times copy copies digit digits
    member january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept oct nov dec
    """.split()
)
# Endings of words that are not in the dictionary of pairs.
_ADJECTIVE = ("al", "ive", "ous", "ful", "less", "able", "ible", "ary", "ic", "ient", "ed")
_VERB = tuple("ize ise ify ate izes ises ifies ates ized ised ified ated izing ising ifying ating".split())
_NO_ADVERBS = frozenset(
    "daily weekly monthly quarterly yearly early elderly friendly supply family assembly reply monopoly".split()
)
_NO_NOUN = ("'s", "’s", "‘s", "'t", "’t", "'re", "’re", "'ve", "’ve", "'ll", "’ll")
POSSESSIVE = ("'s", "’s", "‘s")
_LONGEST_WORD = 40  # letters; what is longer is no word
_SURE = 0.8  # from this share on, the company is that of a verb
_DOUBTFUL = 0.35  # from this share on, it may be
_HEAD_SHARE = 0.05  # what follows is "of", "is" or the like, for each time that a determiner comes before
_TELLING = 100_000_000  # from this count on, pairs that are missing are rare, and not only below the cut


class WordClass(Enum):
    """What a word can be in a noun phrase."""

    BREAK = "none of its words"
    MODIFIER = "any but the last"
    HEAD = "any"
    DOUBTFUL = "any, or a verb"


@lru_cache(maxsize=1 << 16)
def word_class(word: str) -> WordClass:  # noqa: PLR0911 - a list of decisions
    """Return the class of a word in lower case."""
    if word in STOP or word in _NUMBERS or word.endswith(_NO_NOUN):
        return WordClass.BREAK
    if not word[:1].isalpha() or "." in word or len(word) > _LONGEST_WORD:
        return WordClass.BREAK
    if "-" in word:
        return WordClass.HEAD if singular(word) != word else WordClass.MODIFIER
    noun = _count("{} " + word, _NOUN_BEFORE)
    verb = _count("{} " + word, _VERB_BEFORE) + _count(word + " {}", _VERB_AFTER)
    head = _count(word + " {}", _HEAD_AFTER)
    if not noun + verb + head:
        return _by_ending(word)
    if verb >= _SURE * (noun + verb) or _is_adverb(word):
        return WordClass.BREAK
    if verb >= _DOUBTFUL * (noun + verb):
        return WordClass.DOUBTFUL
    if word.endswith("ed") or _count("{} " + word, _DEGREE_BEFORE) > head / 2:
        return WordClass.MODIFIER
    if head >= _HEAD_SHARE * noun or singular(word) != word:
        return WordClass.HEAD
    return WordClass.MODIFIER if noun > _TELLING else _by_ending(word)


@lru_cache(maxsize=1 << 16)
def takes_article(word: str) -> bool:
    """Tell whether a word in lower case stands behind an article, as names of persons and places do not.

    Of a hyphened word each piece has to, in the singular or the plural.
    """
    word = word[: -len("'s")] if word.endswith(POSSESSIVE) else word
    return all(
        _count("{} " + piece, _ARTICLES) or _count("{} " + singular(piece), _ARTICLES) for piece in word.split("-")
    )


def _by_ending(word: str) -> WordClass:
    if word.endswith(_VERB) or _is_adverb(word):
        return WordClass.BREAK
    if word.endswith("ing"):
        return WordClass.DOUBTFUL
    if singular(word) != word and word_class(singular(word)) is WordClass.BREAK:
        return WordClass.BREAK
    return WordClass.MODIFIER if word.endswith(_ADJECTIVE) else WordClass.HEAD


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > len("ally") and word not in _NO_ADVERBS


def _count(pattern: str, words: Iterable[str]) -> int:
    """Return how often a pair of words was counted, for any of the words in the gap."""
    pairs = en.pair_counts()
    return sum(int(pairs.get(pattern.format(word), 0)) for word in words)

"""Injected noise: which characters can be noise at all, and which are this document's.

The first question is put to every text, so it is one pass of a character class. The second is answered from
joins: a run of strange characters inside a word whose pieces are no words while the whole is one; and, for noise
that stands only at the ends of words, from runs glued to words such as "the" and "of", after which no mark has
any business.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from math import log
from unicodedata import category, name, normalize

import msgspec

from toolkit.repair._noise_words import CLITICS, WORD_TOTAL
from toolkit.repair._unusual import beyond_ascii, not_of_prose
from toolkit.segmentation import en

# What clean English is made of beside ASCII: Latin letters, dashes, curly quotes, the ellipsis, the hard space;
# and what other scripts are made of where they do not touch English: Han, kana, hangul, full-width letters.
USUAL_BEYOND_ASCII = (
    "\xa0",
    "\xaa",
    "\xb2",
    "\xb3",
    "\xb7",
    "\xb9",
    "\xba",
    "\xc0-\xd6",
    "\xd8-\xf6",
    "\xf8-\u0191",
    "\u0193-\u02af",
    "\u1e00-\u1eff",
    *"\u2010\u2011\u2012\u2013\u2014\u2015\u2016\u2017\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f",
    "\u2026",
    "\u2032",
    "\u2033",
    "\u3040-\u3096",
    "\u30a1-\u30fa",
    "\u30fc",
    "\u3105-\u312f",
    "\u31f0-\u31ff",
    "\u3400-\u4dbf",
    "\u4e00-\u9fff",
    "\uac00-\ud7a3",
    "\uf900-\ufaff",
    "\uff10-\uff19",
    "\uff21-\uff3a",
    "\uff41-\uff5a",
    "\uff66-\uff9f",
    "\U00020000-\U000323af",
)
USUAL = "\\x00-\\x7f" + "".join(USUAL_BEYOND_ASCII)
STRANGE = re.compile(f"[^{USUAL}]")
STRANGE_RUNS = re.compile(f"([^{USUAL}][^{USUAL}]*+)")  # faster than + is, as it begins with one character
# ASCII and typographic signs that can be learned, from their standing beside symbols inside a word
MEMBERS = (
    "\"#$%&'()*+/<=>@[\\]^_`{|}~!?;:\xaa\xb2\xb3\xb7\xb9\xba\u2016\u2017\u2018\u201a\u201b\u201c\u201d\u201e\u201f"
    "\u2026\u2032\u2033"
)

ODD_ASCII = frozenset("'\"#$&*+<=>@\\^_`|~")  # what noise can hold without its having been learned
UNQUOTED = ODD_ASCII - {"'", '"'}
PLAIN_ASCII = "".join(sorted(UNQUOTED))

FUNCTION_WORDS = frozenset(
    "the of and to in for on with by at from as is are was were be been this that these those its their our we it "
    "has have had which will would can or an a more than into not but also other such".split()
)

OPEN = 12.0  # evidence, in nats, from which a text counts as noisy
JOIN_CAP = 5.0  # the most that one join can say
MIXED_CAP = 7.0  # the same for a run of several different symbols, which nothing else explains
SEVERAL = 3  # different symbols that noise has: one or two, each alone, may be a custom (syl‧la‧ble)
FEW = 6  # different symbols that noise has where no join shows it, or where it is all ASCII
AFTER_FUNCTION_WORD = 2.9  # log(.35/.02): share of function words at random word ends, and under real marks
AFTER_OTHER_WORD = -0.4  # log(.65/.98)
MIXED_AT_END = 0.8  # what a run of different symbols glued to a word adds, once for each such run
UNKNOWN = log(1e-9)  # probability of a piece that is no word
NO_JOIN = 2.0  # evidence against, for a splice whose pieces are words and whose whole is none
REMAINING = 20  # symbols that share the probability of those not learned
REMAINING_ASCII = 6
ENOUGH_SYMBOLS = 60  # sightings after which noise without ASCII is believed to have none
LONGEST = 40  # letters of a word; longer strings are no words
ENOUGH = 4000  # texts and runs, by turns, from which an alphabet is learned
STRETCH = 200
MANY = 20_000  # bytes beyond ASCII that hold so many texts and runs
STRETCHES = 40
_ASCII = bytes(range(128))
ASCII_SPLICES = 5  # splices from which an ASCII text is looked at more closely
ASCII_SPARSE = 4000  # bytes of text to a splice at most
SHORTEST = 2  # letters of a word that shows noise
ASCII_SHORTEST = 5  # letters of a word that shows ASCII noise: AT&T and R&D are none
EMOJI = "\U0001f000"  # from here on symbols come in pairs of their own accord
SYMBOLIC = frozenset("\xb5\u0192")  # the micro and the florin sign: letters by name
BRACKETS = frozenset({"Ps", "Pe", "Pi", "Pf"})

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPES = bytes(  # letters, symbols that can be spliced in, and the rest
    97 if chr(code) in _LETTERS else 35 if chr(code) in '#$&*+<=>@\\^_`{|}~"' else 32 for code in range(256)
)
# All but those symbols; the quotation mark, which prose has, does not count alone.
_NO_SYMBOLS = bytes(code for code in range(256) if _SHAPES[code] != _SHAPES[ord("#")] or code == ord('"'))
_SPLICES = (b"a#a", b"a##a", b"a###a", b"a####a")
_NO_ASCII_RUN = r"A-Za-z0-9\s.,\x80-\U0010ffff-"
_ASCII_RUNS = re.compile(f"([^{_NO_ASCII_RUN}][^{_NO_ASCII_RUN}]*+)")


class Alphabet(msgspec.Struct, frozen=True):
    """A document's noise: each symbol's share of all noise, that of any not learned, and shares of run lengths.

    `inside` are the symbols that were seen inside words, where these show that there is noise.
    """

    shares: Mapping[str, float]
    inside: frozenset[str]
    novel: float
    novel_ascii: float
    run_lengths: Mapping[int, float]


class Evidence(msgspec.Struct):
    """What the splices of a text say; symbols count once for each run that holds them."""

    joins: float = 0.0
    ends: float = 0.0
    mixed: bool = False  # whether a run inside a word has different symbols
    inside: list[str] = msgspec.field(default_factory=list)
    against: list[str] = msgspec.field(default_factory=list)
    outside: list[str] = msgspec.field(default_factory=list)
    members: list[str] = msgspec.field(default_factory=list)
    run_lengths: list[int] = msgspec.field(default_factory=list)
    letters: list[str] = msgspec.field(default_factory=list)  # at ends of words, alone
    mixed_ends: set[str] = msgspec.field(default_factory=set)


@lru_cache(maxsize=1)
def learn(text: str) -> Alphabet | None:
    """Return the noise alphabet of an English text, or None where the evidence is too weak."""
    raw = text.encode(errors="surrogatepass")
    if not text.isascii() and STRANGE.search(beyond_ascii(text)):
        alphabet = _learn(_cut(text, len(raw.translate(None, _ASCII))), ascii_only=False)
        if alphabet is not None:
            return alphabet
    least = max(ASCII_SPLICES, len(raw) // ASCII_SPARSE)
    if len(not_of_prose(text).translate(None, _NO_SYMBOLS)) < least:
        return None
    shapes = raw.translate(_SHAPES)
    if sum(map(shapes.count, _SPLICES)) < least:
        return None
    return _learn(_ASCII_RUNS.split(_flat(text)), ascii_only=True)


def foreign_letters(strange: set[str], alphabet: Alphabet) -> set[str]:
    """Return those strange characters that are letters of a script of which the noise has none."""
    scripts = {_script(symbol) for symbol in alphabet.shares if symbol.isalpha()}
    letters = {symbol for symbol in strange if symbol.isalpha() and symbol not in SYMBOLIC}
    return {letter for letter in letters if _script(letter) not in scripts}


def _script(letter: str) -> str:
    return name(letter, "").partition(" ")[0]


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ")


def _cut(text: str, strange: int) -> list[str]:
    """Cut a text at its runs; of one with many `strange` bytes, stretches from all over will do."""
    stretch = len(text) * MANY // STRETCHES // max(strange, 1)
    step = len(text) // STRETCHES
    if 2 * stretch < step:
        # A blank keeps the words at the edges apart.
        text = " ".join([text[start : start + stretch] for start in range(0, len(text), step)])
    return STRANGE_RUNS.split(_flat(text))


def _learn(pieces: list[str], *, ascii_only: bool) -> Alphabet | None:
    """Return the alphabet of a text cut at its possible runs; ASCII needs more evidence."""
    evidence = _observed(pieces, ASCII_SHORTEST if ascii_only else SHORTEST)
    sightings, against, outside = map(Counter, (evidence.inside, evidence.against, evidence.outside))
    inside = {c: n for c, n in sightings.items() if n > 2 * against[c]}
    joins = evidence.joins - NO_JOIN * sum(against[c] for c in inside)
    if ascii_only:
        if len(inside) < FEW or joins < 2 * OPEN:
            return None
    elif joins < OPEN or (len(inside) < SEVERAL and not evidence.mixed):
        ends = evidence.ends + MIXED_AT_END * sum(len(set(run)) - 1 for run in evidence.mixed_ends)
        if max(0.0, joins) + ends < OPEN or len(outside) < FEW:
            return None
    shares = Counter(inside)
    if any(map(str.isalpha, inside)):
        outside.update(evidence.letters)
    for symbol, count in outside.items():
        if 2 * against[symbol] <= sightings[symbol] + count:
            shares[symbol] += count
    shares.update(evidence.members)
    total = sum(shares.values())
    lengths = Counter(evidence.run_lengths)
    known = sum(lengths.values())
    return Alphabet(
        {c: n / total for c, n in shares.items()},
        frozenset(inside if joins >= OPEN else ()),
        (0.3 + sum(n == 1 for n in shares.values())) / (total + 1) / REMAINING,
        _novel_ascii([n for c, n in shares.items() if c in ODD_ASCII], total),
        {length: (lengths[length] + 0.5) / (known + 4) for length in range(1, 1 + max(lengths, default=4))},
    )


def _novel_ascii(counts: list[int], total: int) -> float:
    """Return the share of each ASCII symbol not learned, by how many were and how many of them only once."""
    unseen = 0.3 if counts or total < ENOUGH_SYMBOLS else 0.02
    return (unseen + sum(count == 1 for count in counts)) / (total + 1) / REMAINING_ASCII


def _observed(pieces: list[str], shortest: int) -> Evidence:
    """Return what the splices say; those that a text repeats say nothing new."""
    evidence = Evidence()
    if len(pieces) > ENOUGH:  # stretches from all over a long text will do
        step = len(pieces) // (ENOUGH // STRETCH) // 2 * 2
        starts = range(0, len(pieces) - STRETCH, step)
        pieces = [*(piece for start in starts for piece in pieces[start : start + STRETCH]), ""]
    seen = set()
    for fragments, runs in _tokens(pieces):
        splice = (*fragments, *runs)
        if splice not in seen:
            seen.add(splice)
            _observe(fragments, runs, evidence, shortest)
    return evidence


def _tokens(pieces: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (fragments, runs) of each token between blanks that holds a run; pieces alternate text and run."""
    fragments: list[str] = []
    runs: list[str] = []
    for index in range(1, len(pieces), 2):
        if not fragments:
            fragments.append(pieces[index - 1].rpartition(" ")[2])
        runs.append(pieces[index])
        head, blank, _ = pieces[index + 1].partition(" ")
        fragments.append(head)
        if blank:
            yield fragments, runs
            fragments, runs = [], []
    if runs:
        yield fragments, runs


def _observe(fragments: list[str], runs: list[str], evidence: Evidence, shortest: int) -> None:
    """Count one token: a join inside a word, or a run at the end or the start of one."""
    if not fragments[0] or not fragments[-1]:
        _observe_end(fragments, runs, evidence)
        first = 0 if fragments[0] else 1
        last = len(fragments) - (0 if fragments[-1] else 1)
        fragments, runs = fragments[first:last], runs[first : last - 1]
        if not runs:
            return
    cores = [fragment.strip(MEMBERS) for fragment in fragments]
    whole = "".join(cores)
    if not (shortest <= len(whole) <= LONGEST and whole.isalpha() and whole.isascii()):
        return
    if not (whole[1:].islower() or whole.isupper()):
        return
    if len(runs) == 1 == len(runs[0]) and cores[-1].lower() in CLITICS:
        return  # it´s
    words = en.word_counts()
    count = words.get(whole.lower())
    unknown = sum(core.lower() not in words for core in cores if core)
    symbols = set("".join(runs))
    if "Mn" in map(category, [run[0] for run in runs]):
        composed = {run for core, run in zip(cores, runs, strict=False) if _composes(core, run)}
        evidence.against.extend(composed)
        symbols.difference_update(*composed)
    if count is None:
        # Look-alike letters stand in the place of others: without them the rest is no word.
        evidence.against.extend([c for c in runs if len(c) == 1 and c.isalpha()] if unknown else symbols)
        return
    evidence.inside.extend(symbols)
    _observe_members(fragments, runs, evidence)
    mixed = any(len(set(run)) > 1 for run in runs)
    evidence.mixed |= mixed
    if unknown:
        gain = log(count / WORD_TOTAL) - unknown * UNKNOWN
        evidence.joins += max(0.0, min(gain, MIXED_CAP if mixed else JOIN_CAP))


def _observe_members(fragments: list[str], runs: list[str], evidence: Evidence) -> None:
    """Count the ASCII that stands beside the runs inside a word, and the lengths of the runs."""
    for run, (left, right) in zip(runs, pairwise(fragments), strict=True):
        before, after = left.rstrip(MEMBERS), right.lstrip(MEMBERS)
        members = left[len(before) :] + right[: len(right) - len(after)]
        if members and ((before and after) or UNQUOTED.issuperset(members)):
            evidence.members.extend(set(members))
        evidence.run_lengths.append(len(run) + len(members))


def _observe_end(fragments: list[str], runs: list[str], evidence: Evidence) -> None:
    """Count a run at the end or the start of a token."""
    if fragments[0]:
        word, run = fragments[-2], runs[-1]
    elif fragments[-1]:
        word, run = fragments[1], runs[0]
    else:
        return
    if run.isalpha():
        evidence.letters.extend(set(run))
        return
    if any(category(symbol) in BRACKETS for symbol in run):
        return
    evidence.outside.extend(set(run))
    bare = word.strip(PLAIN_ASCII)
    if bare and bare != word:
        evidence.members.extend(set(word) & UNQUOTED)
        word = bare
    if word.isalpha() and word.isascii():
        evidence.ends += AFTER_FUNCTION_WORD if word in FUNCTION_WORDS else AFTER_OTHER_WORD
        if len(set(run)) > 1 and not any(symbol > EMOJI for symbol in run):
            evidence.mixed_ends.add(run)


def _composes(core: str, run: str) -> bool:
    """Say whether a run begins with a mark that makes a letter with the one before it, as in decomposed text."""
    return category(run[0]) == "Mn" and len(normalize("NFC", core[-1:] + run)) == 1

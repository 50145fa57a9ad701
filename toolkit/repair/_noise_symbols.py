"""Injected noise: which characters can be noise at all, and which are this document's.

The first question is put to every text, so it is one pass of a character class. The second is answered from
joins: a run of strange characters inside a word whose pieces are no words while the whole is one; and, for noise
that stands only at the ends of words, from runs glued to words such as "the" and "of", after which no mark has
any business.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log
from unicodedata import category, normalize

import msgspec

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
    "\xf8-\u02af",
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
STRANGE_RUNS = re.compile(f"([^{USUAL}]+)")
# ASCII and typographic signs that can be learned, from their standing beside symbols inside a word
MEMBERS = "\"#$%&'()*+/<=>@[\\]^_`{|}~!?;:\xaa\xb2\xb3\xb7\xb9\xba\u2016\u2017\u201a\u201b\u201c\u201d\u201e\u201f\u2018\u2026\u2032\u2033"

FUNCTION_WORDS = frozenset(
    "the of and to in for on with by at from as is are was were be been this that these those its their our we it "
    "has have had which will would can or an a more than into not but also other such".split()
)

OPEN = 12.0  # evidence, in nats, from which a text counts as noisy
JOIN_CAP = 5.0  # the most that one join can say
MIXED_CAP = 7.0  # the same for a run of several different symbols, which nothing else explains
LONE_SYMBOL = 40.0  # a single symbol may be a custom (syl‧la‧ble); it must say more
FEW = 4  # different symbols that noise at the ends of words must have
AFTER_FUNCTION_WORD = 2.9  # log(.35/.02): share of function words at random word ends, and under real marks
AFTER_OTHER_WORD = -0.4  # log(.65/.98)
UNKNOWN = log(1e-9)  # probability of a piece that is no word
NO_JOIN = 2.0  # evidence against, for a splice whose pieces are words and whose whole is none
LONGEST = 40  # letters of a word; longer strings are no words


class Alphabet(msgspec.Struct, frozen=True):
    """A document's noise: each symbol, ASCII members among them, with its share of all noise."""

    shares: Mapping[str, float]
    run_lengths: Mapping[int, float]


class Evidence(msgspec.Struct):
    """What the splices of a text say; symbols count once for each run that holds them."""

    joins: float = 0.0
    ends: float = 0.0
    inside: Counter[str] = msgspec.field(default_factory=Counter)
    against: Counter[str] = msgspec.field(default_factory=Counter)
    outside: Counter[str] = msgspec.field(default_factory=Counter)
    members: Counter[str] = msgspec.field(default_factory=Counter)
    run_lengths: Counter[int] = msgspec.field(default_factory=Counter)


def learn(text: str) -> Alphabet | None:
    """Return the noise alphabet of an English text, or None where the evidence is too weak."""
    if text.isascii() or not STRANGE.search(text):
        return None
    pieces = STRANGE_RUNS.split(text.replace("\n", " ").replace("\t", " "))
    evidence = Evidence()
    for fragments, runs in _tokens(pieces):
        _observe(fragments, runs, evidence)
    inside = {c: n for c, n in evidence.inside.items() if n > 2 * evidence.against[c]}
    joins = evidence.joins - NO_JOIN * sum(evidence.against[c] for c in inside)
    if inside and joins >= (OPEN if len(inside) > 1 else LONE_SYMBOL):
        shares = Counter(inside)
    elif evidence.ends >= OPEN and len(evidence.outside) >= FEW:
        shares = Counter()
    else:
        return None
    shares.update({c: n for c, n in evidence.outside.items() if evidence.against[c] <= evidence.inside[c]})
    shares.update({c: n for c, n in evidence.members.items()})
    total = sum(shares.values())
    lengths = evidence.run_lengths
    known = sum(lengths.values())
    return Alphabet(
        {c: n / total for c, n in shares.items()},
        {length: (lengths[length] + 0.5) / (known + 4) for length in range(1, 1 + max(lengths, default=1))},
    )


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


def _observe(fragments: list[str], runs: list[str], evidence: Evidence) -> None:
    """Count one token: a join inside a word, or a run at the end or the start of one."""
    words = en.word_counts()
    first, last = fragments[0], fragments[-1]
    if not first or not last:
        _observe_end(fragments, runs, evidence)
        if len(fragments) == 2:
            return
        if not first:
            fragments, runs = fragments[1:], runs[1:]
        if not fragments[-1]:
            fragments, runs = fragments[:-1], runs[:-1]
        if len(fragments) < 2:
            return
    cores = [fragment.strip(MEMBERS) for fragment in fragments]
    cores[0] = fragments[0].lstrip("\"'(").rstrip(MEMBERS)
    cores[-1] = fragments[-1].rstrip("\"'),.;:!?").lstrip(MEMBERS)
    whole = "".join(cores)
    if not (whole.isalpha() and whole.isascii() and len(whole) <= LONGEST):
        return
    if not (whole[1:].islower() or whole.isupper()):
        return
    symbols = set("".join(runs))
    for core, run in zip(cores, runs, strict=False):
        if category(run[0]) == "Mn" and len(normalize("NFC", core[-1:] + run[0])) == 1:
            evidence.against.update(symbols)
            return
    lower = [core.lower() for core in cores if core]
    count = words.get(whole.lower())
    unknown = sum(piece not in words for piece in lower)
    if count is None:
        if unknown < len(lower):
            evidence.against.update(symbols)
        return
    evidence.inside.update(symbols)
    for run in runs:
        evidence.run_lengths[len(run)] += 1
    for index, run in enumerate(runs):
        left, right = fragments[index], fragments[index + 1]
        members = left[len(left.rstrip(MEMBERS)) :] + right[: len(right) - len(right.lstrip(MEMBERS))]
        if members:
            evidence.members.update(set(members))
            evidence.run_lengths[len(run)] -= 1
            evidence.run_lengths[len(run) + len(members)] += 1
    if unknown:
        mixed = any(len(set(run)) > 1 for run in runs)
        gain = log(count / 5.4e11) - unknown * UNKNOWN
        evidence.joins += max(0.0, min(gain, MIXED_CAP if mixed else JOIN_CAP))


def _observe_end(fragments: list[str], runs: list[str], evidence: Evidence) -> None:
    """Count runs at the two ends of a token."""
    if fragments[0] and not fragments[-1]:
        word, run = fragments[-2], runs[-1]
    elif fragments[-1] and not fragments[0]:
        word, run = fragments[1], runs[0]
    else:
        return
    if any(category(symbol) in {"Ps", "Pe", "Pi", "Pf"} for symbol in run):
        return
    evidence.outside.update(set(run))
    if word.isalpha() and word.isascii():
        evidence.ends += AFTER_FUNCTION_WORD if word in FUNCTION_WORDS else AFTER_OTHER_WORD

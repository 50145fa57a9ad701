"""Chinese candidates: sequences of dictionary words that make a term, new words, quoted units, titles, slogans."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log10
from typing import NamedTuple

import regex

from toolkit.extraction import Kind, Mention
from toolkit.offsets import Span
from toolkit.recognition.chinese import fold
from toolkit.segmentation import zh

LONGEST = 6  # words of a phrase
_LINKS = frozenset("和与及")  # join two phrases to one where that recurs: 工业和信息化部
_BEHIND = 3  # words of a phrase that belongs to the quoted unit before it: “小巨人”企业
_LONGEST_TERM = 16  # characters
_TITLE = regex.compile(r"《([^《》\n]{2,60})》")
_QUOTED = regex.compile(r"[“「‘]([\p{Han}\p{L}\p{N}·、—-]{2,14})[”」’]")
# 三去一降一补, 两个毫不动摇, 一业一策: figures that take turns with words.
_TURNS = regex.compile(r"(?:[一二两三四五六七八九十](?![一二三四五六七八九十百千万亿])\p{Han}){2,6}")
_FIGURES = frozenset("一二两三四五六七八九十")
# Characters that are no part of a new word, and words that say what is done to a term, or how, when, how much.
_FUNCTION = frozenset(
    "的了和与在对把将从为等及或也都而且但以于之其这那是有不就要会能可我你他她它们到被让使由向更最再还又各该此每"
    "多个约年月日时来去着过给跟并比较均已仍需应须得很太只才请问答说称指看前后上中下内外间起至占呈按据经未正"
    "万亿千百十元家户条件项名次批台辆吨倍成分点一二三四五六七八九两零几某同如若则即因故乃所本另何么吗呢吧啊"
)
_STOP = frozenset(
    """
    推动 促进 加快 支持 推进 加强 提升 实施 开展 坚持 实现 保持 提高 扩大 巩固 深化 完善 落实 强化 优化 增强 加大
    培育 壮大 建设 发挥 引导 鼓励 聚焦 围绕 着力 持续 继续 进一步 不断 逐步 全面 深入 积极 切实 有力 显示
    表示 指出 介绍 强调 认为 提出 达到 超过 增加 下降 回升 占 看到 需要 面临 出台 制定 发布 印发 召开 同比 环比
    分别 合计 累计 左右 以下 以来 方面 问题 情况 有关 相关 主要 重要 重大 明显 较快 良好 我们 我国 今年 去年
    全年 目前 当前 近期 未来 今年以来 近年来 上半年 下半年 一季度 二季度 三季度 四季度 记者 月份 年底 月底 日前
    近日 同时 其中 此外 下一步 如何 怎样 哪些 任何 必须 没有 不得 包括 通过 根据 随着 面对 谢谢 日电 答记者问
    收官 用好 比较突出 绝不会 会同 面向 投向 力争 研究 深入开展 带动 形成 稳定 稳住 利用 参与 帮助 解决 防止 退出
    打造 构建 建立 健全 提供 存在 依然 仍然 尚未 总体 整体
    """.split()
)
# One character alone joins a word to a term only as one of these.
_PREFIXES = frozenset("新大小高低非超双微零稳促扩降保补强去老数绿")
_SUFFIXES = frozenset("化性率业量额力度链网端区板侧型制法案署局部会院所办费税债券值数群园厂商体权金款券仓港站舱")
_VERBS = ("v", "vd", "vg")
_ALONE = frozenset(["", "n", "nz", "nt", "vn", "j", "l"])
_INSIDE = ("n", "v", "a", "b", "j", "l", "g", "z", "x", "s", "f")
_LAST = ("n", "vn", "j", "l", "i", "ng", "an", "v", "g")
_WORDS_COUNTED = 6e7


class _Word(NamedTuple):
    text: str
    span: Span
    tag: str  # empty where the word cannot be part of a term


def mentions(text: str, sentences: Sequence[Span]) -> Iterator[Mention]:
    """Yield every wording of a text that may be a term, nested ones too; linear in the text."""
    text = zh.simplified(text)  # as many characters as before
    for sentence in sentences:
        phrases = list(_phrases(text, sentence))
        yield from _marked(text, sentence, {phrase[0].span.start: phrase for phrase in phrases})
        for phrase in phrases:
            for start in range(len(phrase)):
                for end in range(start + 1, min(len(phrase), start + LONGEST) + 1):
                    if _is_term(words := phrase[start:end]):
                        yield _phrase(text, words, loose=_is_loose(words))
        for one, other in pairwise(phrases):
            if text[one[-1].span.end : other[0].span.start] in _LINKS and _is_term(words := [*one, *other]):
                yield _phrase(text, words, loose=True)


def nested(words: Sequence[str]) -> Iterator[str]:
    """Yield the forms of all that stands inside a wording of these words, the wording itself among them."""
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield "".join(words[start:end])


def termhood(words: Sequence[str]) -> float:
    """Return how little the words are those of Chinese at large, 0 to 1; what no dictionary has counts most."""
    if len(words) == 1:
        return max(2 * _rarity(words[0]) - 1, 0.0)
    return sum(map(_rarity, words)) / len(words) if words else 0.0


def _rarity(word: str) -> float:
    count = 0 if len(word) == 1 else zh.frequencies().get(word, 0)
    return min(max((log10(_WORDS_COUNTED / count) - 3) / 3, 0.0), 1.0) if count else 1.0


def _marked(text: str, sentence: Span, phrases: Mapping[int, Sequence[_Word]]) -> Iterator[Mention]:
    """Yield titles, quoted units, alone and with the phrase behind them, and figures between words."""
    for pattern, kind in ((_TITLE, Kind.TITLE), (_QUOTED, Kind.QUOTED)):
        for match in pattern.finditer(text, *sentence):
            numbered = kind is Kind.QUOTED and not _FIGURES.isdisjoint(match[1])
            yield _mention(text, Span(*match.span(1)), Kind.NUMBERED if numbered else kind)
            behind = phrases.get(match.end(), ())
            if kind is Kind.QUOTED and 0 < len(behind) <= _BEHIND:
                yield _mention(text, Span(match.start(), behind[-1].span.end), Kind.NOUN_PHRASE)
    for match in _TURNS.finditer(text, *sentence):
        yield _mention(text, Span(*match.span()), Kind.NUMBERED)


def _phrases(text: str, sentence: Span) -> Iterator[list[_Word]]:
    """Yield the longest runs of words that may make a term."""
    phrase: list[_Word] = []
    for span in zh.words(text, sentence):
        word = text[span.start : span.end]
        if phrase and (not _is_inside(word) or phrase[-1].span.end != span.start):
            yield phrase
            phrase = []
        if _is_inside(word):
            phrase.append(_Word(word, span, zh.parts_of_speech().get(word, "")))
    if phrase:
        yield phrase


def _is_inside(word: str) -> bool:
    if len(word) == 1:
        return word not in _FUNCTION
    return word not in _STOP and zh.parts_of_speech().get(word, "n").startswith(_INSIDE)


def _is_term(words: Sequence[_Word]) -> bool:
    """Tell whether words make a term: it ends in a noun, does not begin with a verb, and is no bare character."""
    if len(words) == 1:
        return len(words[0].text) > 1 and words[0].tag in _ALONE
    if words[-1].span.end - words[0].span.start > _LONGEST_TERM:
        return False
    first, second, *_ = words
    *_, before, last = words
    begins = len(first.text) > 1 or len(second.text) == 1 or first.text in _PREFIXES
    ends = last.tag.startswith(_LAST) if len(last.text) > 1 else len(before.text) == 1 or last.text in _SUFFIXES
    return begins and ends


def _is_loose(words: Sequence[_Word]) -> bool:
    """Tell whether words may be a clause as well: a verb is among them, or a character that joins no word."""
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        if len(word.text) > 1:
            if word.tag in _VERBS:
                return True
        elif not (
            (after and (len(after.text) == 1 or word.text in _PREFIXES))
            or (before and (len(before.text) == 1 or word.text in _SUFFIXES))
        ):
            return True
    return False


def _phrase(text: str, words: Sequence[_Word], *, loose: bool) -> Mention:
    span = Span(words[0].span.start, words[-1].span.end)
    term = text[span.start : span.end]
    return Mention(term, tuple(word.text for word in words), span, Kind.NOUN_PHRASE, term, loose)


def _mention(text: str, span: Span, kind: Kind) -> Mention:
    term = "".join(text[span.start : span.end].split())
    form = fold(term)[0]
    words = tuple(form[word.start : word.end] for word in zh.words(form, Span(0, len(form))))
    return Mention(form, words, span, kind, term)

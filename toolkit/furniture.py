"""Page furniture: what a web page sets around an article, left in text that was copied from it.

It shows in three ways: by its wording, in blocks of lines at the head and at the tail of a text, since in the
middle the same words are prose; by the markup, which the format tells in `Text.furniture`; and by lines that
repeat across the documents of a run, which `mark` adds to it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import msgspec

from toolkit.offsets import Span
from toolkit.repetition import Repetition
from toolkit.text import Text

LONGEST = 400  # characters of a line that can be furniture
REACH = 40  # lines from either end among which furniture is sought
LONGEST_TITLE = 160  # characters; a title may stand in the middle of furniture at the head
MOST_TITLES = 2
MOST_HEADLINES = 12
FEWEST = 3  # documents that have a line of furniture in common
AT_AN_END, BETWEEN = 0.1, 0.5  # shares of the documents that must have it
SHORTEST_PHRASE = 4  # words; two Chinese characters count as one
HAN = re.compile("[\u4e00-\u9fff]")
CELLS = re.compile(r"\t|\||\S {3,9}\S")  # of a table

# What furniture says anywhere in a line, and prose does not.
SIGNS = re.compile(
    r"(?:京|津|沪|渝|冀|豫|云|辽|黑|湘|皖|鲁|新|苏|浙|赣|鄂|桂|甘|晋|蒙|陕|吉|闽|贵|粤|青|藏|川|宁|琼)"
    r"(?:ICP|公网安)[备備证証]"
    r"|\bICP (?:licen[cs]e|filing|bei|record|No\b)|\bICP ?备案|\ball rights reserved\b"
    r"|(?:network|public) security (?:record|filing|bei)\b|\bsite identification code\b|网站标识码"
    r"|internet news information (?:service )?licen[cs]e|互联网新闻信息服务许可"
    r"|(?:copyright|©|\(c\)) {0,2}(?:©|\(c\))? {0,2}(?:19|20)\d\d"
    r"|\billegal and (?:bad|harmful|unhealthy) information\b|增值电信业务|\bno reproduction without permission\b"
    r"|版权所有|违法和不良信息举报|未经(?:书面)?授权(?:禁止|不得)|\breproduced without permission\b"
    r"|\binfringe your (?:legitimate )?rights\b|\bsubmission mailbox\b",
    re.IGNORECASE,
)
# Each of them is in what SIGNS finds, and plain words are searched for far faster.
NEAR_SIGNS = (
    *("icp", "公网安", "rights", "security", "identification", "标识码", "licen", "许可", "copyright", "©", "(c)"),
    *("information", "增值电信", "permission", "版权", "举报", "授权", "mailbox"),
)
BLANK = r"[ \xa0\u3000\t|]"
PAGE = r"(?:(?:first|prev(?:ious)?|next|last)(?: page)?|[<>‹›«»]|[首末尾]页|[上下]一页)"
NUMBER = r"(?:\d{1,4}|[.…]{1,3})"
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
DATE = (
    rf"(?:\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?|{MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {MONTH} \d{{4}})"
    r"(?:[ T]{1,3}\d{1,2}:\d\d(?::\d\d)?)?"
)
MEDIA = (
    "(?:wechat|weibo|qq|qzone|douyin|tiktok|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|rss"
    "|微信|微博)"
)
ROLE = "(?:author|reporter|correspondent|photographer|translator|proofreader|reviewer|producer)"
MADE = "(?:written|reported|edited|translated|compiled|proofread|reviewed|produced)"
HOST = (
    "(?:technical support|sponsor(?:ed by)?|organi[sz]e(?:d by|r)|host(?:ed by| unit)?|published by|undertaken by)"
)
BUTTON = "(?:print|close|share|large|medium|small|correct|email|font)"
# What makes up a whole line.
WHOLE = (
    rf"{PAGE}(?:{BLANK}{{1,8}}{NUMBER}|{BLANK}{{0,8}}{PAGE}){{1,200}}",
    rf"\d{{1,4}}(?:{BLANK}{{1,8}}{NUMBER}){{0,200}}(?:{BLANK}{{0,8}}{PAGE}){{1,4}}",
    r"page ?\d{1,4} ?(?:of|/) ?\d{1,4}|\d{1,3} ?/ ?\d{1,3}|total:? \d{1,6} (?:pages?|items|records).{0,40}",
    r"showing [\d,]{1,9} ?[-–] ?[\d,]{1,9} of .{1,40}|(?:recent|popular) searches|\d{1,3} min(?:ute)?s? read",
    r"listen to this article|follow|read next[:：].{1,120}|attachments?[:：].{1,120}|click here to [^.!?]{1,60}",
    r"第 ?\d{1,4} ?页(?: ?[/，,]? ?共 ?\d{1,4} ?页)?|共 ?\d{1,4} ?页(?: ?[/，,]? ?第 ?\d{1,4} ?页)?",
    r"(?:clear|delete|empty|no)(?: (?:all|the|your))?(?: (?:search|browsing|records?|history)){1,3}",
    r"clear(?: all)?|cancel|confirm|ok",
    r"(?:search )?histor(?:y|ical) records?|close(?: (?:this )?(?:window|page))?",
    r"(?:return|back|go|go back) to (?:the )?(?:list|home|news|index|article|search|results|previous)(?: ?page)?",
    r"(?:go to )?page \d{1,4}|back|return",
    r"(?:(?:(?:go|return|back) )?to (?:the )?)?top(?: ?[↑⇧^▲])?",
    r"(?:recommended|related|further) (?:reading|articles?|news|stories|links?|topics|for you)(?: change it)?",
    r"change it|(?:friendly )?links|most (?:read|viewed|popular)|trending",
    r"hot (?:topics|words|news|articles|searches|list)",
    r"(?:top|latest) (?:stories|news|picks|articles)|you (?:may|might) (?:also )?(?:like|be interested in)",
    r"editor[’']s (?:picks?|choice)",
    r"home ?page|home(?: {0,2}[>»›|/] {0,2}[^>»›|/.!?]{1,40}){0,8}",
    r"(?:[A-Z][^>»›|.!?]{0,40}[>»›|] {0,2}){2,12}[^>»›|.!?]{0,40}",
    r"(?:(?:your|current) (?:location|position)|(?:where )?you are(?: here)?|location) ?[:：] ?.{1,120}",
    r"site ?map|contact(?: us)?|about(?: us)?|feedback|help|(?:advanced )?search|menu",
    r"(?:log|sign) ?(?:in|up|out)(?: ?/? ?(?:(?:log|sign) ?(?:in|up|out)|register)){0,2}|register",
    r"subscribe(?: to our [^.!?]{1,40})?",
    r"english|中文|简体(?:中文)?|繁[體体](?:中文)?|无障碍(?:浏览|阅读)?|privacy policy|terms of (?:use|service)",
    r"disclaimer|download(?: the)? app|mobile (?:site|version)|print(?: this page)?|e-?mail this page",
    r"accept(?: all)? cookies?|cookie (?:policy|settings|preferences)",
    r"share(?: (?:to|on|this)[^.!?]{0,60})? ?[:：]?|follow us(?: on [^.!?]{1,40})?",
    rf"{MEDIA}(?:{BLANK}{{1,3}}{MEDIA}){{0,9}}",
    r"add to favou?rites|set as home ?page",
    r"skip to (?:main )?content|(?:(?:read|view|load|show) )?more(?: news| stories| articles)?(?: ?[>»›]{1,3})?",
    r"(?:view|show|expand) all|expand|(?:leave|write|post) a comment|log in to comment",
    r"scan (?:to |with |it |the |qr |code)[^.!?]{0,60}",
    r"(?:font|text)(?: size)? ?[:：].{0,40}|(?:font|text) size.{0,20}",
    r"(?:large|medium|small)(?: (?:large|medium|small)){1,2}",
    r"likes?(?: \(?\d+\)?)?|comments?(?: \(?\d+\)?)?|\d+ comments?",
    r"(?:executive |responsible |chief |web |copy )?edit(?:ors?)?(?:ed by| in charge)? ?[:：/] ?[^.!?]{1,60}",
    rf"(?:sources?|from|by|{ROLE}s?) ?[:：] ?[^.!?]{{1,60}}|{ROLE} (?-i:[A-Z][a-z]{{1,20}} [A-Z][a-z]{{1,20}})",
    rf"(?:{MADE}|photos?|pictures?) by(?: ?[:：] ?| (?-i:[A-Z]))[^.!?]{{1,60}}",
    r"(?:photos?|images?) ?[:：].{1,60}",
    r"by (?-i:[A-Z][\w’'-]{1,20}(?: [A-Z][\w’'.-]{0,20}){1,3})(?:(?:,| and|/| \|) ?[^.!?]{1,60})?",
    rf"{HOST} ?[:：] ?.{{1,80}}",
    r"copyright(?: ?©| notice)?(?: by| of| belongs to|[:：]).{1,100}",
    r"(?:tel|phone|fax|e-?mail|mail|mailbox|address|postal code|post code|zip)(?:ephone)? ?[:：].{1,120}",
    r"(?:special )?statement ?[:：].{1,380}|disclaimer ?[:：].{1,380}",
    r"(?:tags?|keywords?) ?[:：].{1,120}",
    r"(?:views|reads|clicks|page views|visits|hits|reading volume|read count) ?[:：] ?[\d,.]{1,12}",
    rf"(?:release|publish(?:ed|ing)?|updated?|posted|issued?)?(?: ?(?:date|time|on|at))? ?[:：] ?{DATE}.{{0,60}}",
    rf"(?:released|published|updated|posted)(?: on| at)? {DATE}",
    rf"{DATE}{BLANK}{{1,8}}(?:source|from|来源|作者|编辑) ?[:：].{{1,60}}",
    r"(?:previous|next)(?: (?:article|page|post|one))?(?: ?[:：].{0,120})?",
    rf"(?:[\[【] ?{BUTTON}(?: [a-z]{{1,8}})? ?[\]】][ |]{{0,3}}){{1,6}}|(?:{BUTTON}[ |]{{1,3}}){{1,5}}{BUTTON}",
    r"首页(?: ?[>»›].{1,60})?|返回(?:列表|首页|顶部|上一?[页级])|[上下]一(?:篇|页).{0,80}",
    r"打印(?:本页)?|关闭(?:窗口|本页)?",
    r"(?:[\[【](?:打印|关闭|收藏|分享|纠错|大|中|小)(?:本页|窗口)?[\]】] ?){1,6}",
    r"分享(?:到|至).{0,40}|(?:文章|信息|稿件)?来源[:：][^。！？]{1,60}",
    r"(?:稿源|作者|编辑|责任编辑|责编|审核|校对|记者|浏览次数|阅读量|字号)(?:[:：]| ?[|/] ?)[^。！？]{1,40}",
    r"(?:发布时间|发布日期|主办(?:单位)?|承办(?:单位)?|技术支持)[:：][^。！？]{1,60}",
    r"(?:【|\[)? ?(?:字体|字号)[:：]?.{0,20}|相关(?:阅读|链接|新闻|文章)",
    r"(?:当前|[您你]的|[您你]当前的)?(?:所在)?位置[:：].{1,80}",
    r"(?:(?:责任)?编辑|记者|作者)[ \u3000][\u4e00-\u9fff]{2,4}|扫码.{1,20}|点击(?:查看|下载|阅读).{0,20}|相关推荐",
    r"附件[:：].{1,80}|(?:联系)?(?:电话|地址|邮箱|传真|邮编)[:：].{1,80}",
    r"推荐阅读|友情链接|网站地图|联系我们|关于我们|清除(?:历史)?记录|历史记录|取消|搜索历史|热门搜索|扫一扫.{0,40}",
)
LINE = re.compile("|".join(WHOLE), re.IGNORECASE)
SEPARATOR = re.compile(r" {0,4}[|·•] {0,4}")
# What a list of headlines follows.
HEADING = re.compile(
    r"(?:recommended|related|further|most|hot|more|editor[’']s|links|friendly).{0,40}"
    r"|(?:相关|推荐|友情|热门).{1,10}",
    re.IGNORECASE,
)
PROSE = re.compile(r"[a-z\d)%][.!?][\"”’)]{0,2}$|[。！？][”’）]?$")


def furniture(text: Text, *, head: bool = True, tail: bool = True) -> tuple[Span, ...]:
    """Return the furniture of a text, in order, without white space around; none in a text that can have none.

    `head` and `tail` tell whether the text begins and ends where its document does. At the head titles may stand
    between lines of furniture, at the tail headlines may follow "Related news" and the like. Only `REACH` lines
    from either end are looked at, not counting those that are marked as furniture.
    """
    if text.furniture is None:
        return ()
    words = text.text
    known = _known(text)
    behind = _tail(_unknown(words, _backwards(words), known)[::-1], words) if tail else None
    ahead = _unknown(words, _forwards(words), known) if head else []
    blocks = _head([line for line in ahead if not behind or line.end <= behind.start], words)
    return _joined(_trimmed(words, block) for block in (*blocks, *known, *([behind] if behind else ())))


def mark(text: Text, repetition: Repetition, *, head: bool = True, tail: bool = True) -> Text:
    """Return a text with those lines marked as furniture that repeat across the documents of a run.

    At least `FEWEST` documents must have such a line: a share of them of `AT_AN_END`, where it stands before the
    first or behind the last line of prose; a share of `BETWEEN`, where it stands between them, since headings,
    labels and rows of tables repeat by right, and only what is worded like furniture or a phrase of its own can be
    told from those. A text is a copy of another, and nothing in it is marked, if half its prose repeats.
    """
    if text.furniture is None or repetition.documents < FEWEST:
        return text
    lines = [line for line in _forwards(text.text) if text.text[line.start : line.end].strip()]
    if len(lines) < 2:  # noqa: PLR2004 - beside prose of its own
        return text
    words = [text.text[line.start : line.end].strip() for line in lines]
    counts = repetition.counts(words)
    few, many = (max(FEWEST, repetition.documents * share) for share in (AT_AN_END, BETWEEN))
    prose = [at for at, line in enumerate(words) if PROSE.search(line)]
    own = [at for at in prose if counts[at] < few]
    if len(own) * 2 <= len(prose):
        return text
    repeated = [
        text.map.to_source(_trimmed(text.text, line))
        for at, line in enumerate(lines)
        if counts[at] >= few
        and ((head and at < own[0]) or (tail and at > own[-1]) or (counts[at] >= many and _is_phrase(words[at])))
    ]
    return msgspec.structs.replace(text, furniture=(*text.furniture, *repeated))


def _head(lines: list[Span], text: str) -> list[Span]:
    blocks: list[Span] = []
    titles = 0
    joined = False
    for line in lines:
        words = text[line.start : line.end].strip()
        if not words:
            continue
        if _is_furniture(words):
            if joined:
                blocks[-1] = Span(blocks[-1].start, line.end)
            else:
                blocks.append(line)
            joined = True
            continue
        titles += 1
        joined = False
        if titles > MOST_TITLES or not _is_title(words):
            break
    return blocks


def _tail(lines: list[Span], text: str) -> Span | None:
    start = end = -1
    headlines = 0
    for line in reversed(lines):
        words = text[line.start : line.end].strip()
        if not words:
            continue
        end = max(end, line.end)
        if _is_furniture(words):
            if not headlines or HEADING.fullmatch(words):
                start, headlines = line.start, 0
        elif headlines < MOST_HEADLINES and _is_title(words):
            headlines += 1
        else:
            break
    return Span(start, end) if start >= 0 else None


@lru_cache(maxsize=1 << 10)  # the lines of a short text are asked about from both ends
def _is_furniture(words: str) -> bool:
    if len(words) > LONGEST:
        return False
    lower = words.lower()
    if LINE.fullmatch(words) or (any(sign in lower for sign in NEAR_SIGNS) and SIGNS.search(words)):
        return True
    inside = words.strip("[]【】()（） ")
    pieces = SEPARATOR.split(inside)
    return (len(pieces) > 1 or inside != words) and all(map(LINE.fullmatch, pieces))


def _is_title(words: str) -> bool:
    return len(words) <= LONGEST_TITLE and not PROSE.search(words)


def _is_phrase(words: str) -> bool:
    """Tell whether a line is worded like furniture or a phrase, not a heading, a label or a row of a table."""
    if words.endswith((":", "：")) or CELLS.search(words):
        return False
    length = len(words.split()) + len(HAN.findall(words)) // 2
    return length >= SHORTEST_PHRASE or _is_furniture(words)


def _known(text: Text) -> tuple[Span, ...]:
    """Return what is marked as furniture, in the text and not in the document."""
    if not text.furniture:
        return ()
    inverse = text.map.inverse()
    return _joined(_trimmed(text.text, inverse.to_source(span)) for span in text.furniture)


def _unknown(text: str, lines: Iterable[Span], known: Sequence[Span]) -> list[Span]:
    """Return the first lines that are not marked."""
    return list(islice((line for line in lines if not _within(_trimmed(text, line), known)), REACH))


def _within(span: Span, spans: Sequence[Span]) -> bool:
    at = bisect_right(spans, span.start, key=_start) - 1
    return at >= 0 and span.start < span.end <= spans[at].end


def _start(span: Span) -> int:
    return span.start


def _forwards(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield Span(start, end)
        start = end


def _backwards(text: str) -> Iterator[Span]:
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end - 1) + 1
        yield Span(start, end)
        end = start


def _trimmed(text: str, block: Span) -> Span:
    words = text[block.start : block.end]
    return Span(block.start + len(words) - len(words.lstrip()), block.start + len(words.rstrip()))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap or touch as one, without empty ones."""
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)

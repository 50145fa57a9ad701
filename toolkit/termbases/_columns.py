"""The columns of glossaries as tables, and the statuses in them: what they are called in English and Chinese."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import msgspec
import regex

COLUMNS = (
    "id",
    "zh",
    "zh_hant",
    "en",
    "status",
    "subject",
    "definition",
    "pos",
    "type",
    "authority",
    "since",
    "until",
    "register",
    "policy",
    "reason",
    "source",
    "note",
    "first_mention",
    "relations",
)
PAIR = ("zh", "en")
# What Chinese spreadsheets call the columns.
CHINESE = {
    "id": "编号 編號",
    "zh": "中文 中文术语 中文名称 中文名 术语 原文 源语 简体 简体中文",
    "zh_hant": "繁体 繁體 繁体中文 繁體中文 術語",
    "en": "英文 英文术语 英文名称 英文名 英文译文 英译 英语 译文 译名 译法 译语 翻译 譯文",
    "status": "状态 狀態",
    "subject": "领域 領域 学科 分类 类别",
    "definition": "定义 定義 释义 解释",
    "pos": "词性 詞性",
    "type": "类型 類型",
    "authority": "机构 权威机构",
    "since": "开始日期 启用日期",
    "until": "结束日期 停用日期",
    "register": "语域",
    "reason": "原因 理由",
    "source": "来源 來源 出处 出處",
    "note": "备注 備註 注释 说明 說明",
    "relations": "关系 关联",
}
# And others: Google's term sets have language codes.
ENGLISH = {
    "zh": "zh_cn zh_hans chinese chinese_term",
    "zh_hant": "zh_tw",
    "en": "en_us en_gb english english_term",
    "definition": "description",
}
ALIASES = {
    alias: column for names in (CHINESE, ENGLISH) for column, text in names.items() for alias in text.split()
}
LOOSE = {"term": "zh", "translation": "en"}  # which may mean another column, where there is a better one
# The words of GB/T 10112 and of common use for the statuses of a designation.
CHINESE_STATUSES = {
    "preferred": "首选 推荐 优先 首選 推薦 優先",
    "admitted": "许用 允许 可用 备选 許用 允許 備選",
    "deprecated": "拒用 禁用 弃用 废弃 不推荐 错误 禁止 棄用 廢棄 不推薦 錯誤",
    "superseded": "被取代 过时 旧称 停用 過時 舊稱",
}
STATUSES = {
    alias: status
    for status, aliases in CHINESE_STATUSES.items()
    for word in aliases.split()
    for alias in (word, f"{word}术语", f"{word}術語")
}

_HAN = regex.compile(r"\p{Han}")
_LATIN = regex.compile(r"\p{Latin}")
_TYPO = 0.75  # likeness from which an unknown name is taken for a known one with a slip


class Header(msgspec.Struct, frozen=True):
    """The columns of a table: "" for one without a name, None for one that is passed over.

    `passed` holds the names of those; `data`: the first row is data already.
    """

    columns: tuple[str | None, ...]
    reasons: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    data: bool = False

    @property
    def readable(self) -> bool:
        """Whether it says where the terms of both languages stand."""
        return "en" in self.columns and ("zh" in self.columns or "zh_hant" in self.columns)


def header_of(cells: Sequence[str]) -> Header:
    """Return the columns that a table's first row names, in English or Chinese, and what is wrong with them.

    An unknown column is passed over, but is wrong where its name is nearly that of a column that is not there.
    A first row of one Chinese and one other wording, as in the files of DeepL, is the first of pairs without a
    header; its third and fourth column, the languages, are passed over.
    """
    written = [cell.strip() for cell in cells]
    while written and not written[-1]:
        written.pop()
    keys = [name.lower().replace("-", "_").replace(" ", "_") for name in written]
    names = [ALIASES.get(name, name) for name in keys]
    if names == ["source", "target"]:
        return Header(PAIR)
    names = [LOOSE[name] if name in LOOSE and LOOSE[name] not in names else name for name in names]
    if len(names) in {2, 4, 5} and not {*names[:2]} & {*COLUMNS}:
        chinese = [bool(_HAN.search(name)) for name in names[:2]]
        if sum(chinese) == 1 and _LATIN.search(names[not chinese[1]]):
            return Header((*(PAIR if chinese[0] else PAIR[::-1]), *(None for _ in names[2:])), data=True)
    unknown = [(name, told) for name, told in zip(names, written, strict=True) if name and name not in COLUMNS]
    meant = {told: column for name, told in unknown if (column := _meant(name, names))}
    wrong = [f"no column is called {told!r}; did you mean {column!r}?" for told, column in meant.items()]
    there = {"zh" if name == "zh_hant" else name for name in names}
    wrong += [f"the column {name!r} is missing" for name in PAIR if name not in there]
    if wrong:
        wrong.append(f"the columns are {in_chinese(COLUMNS, CHINESE)}")
    for name in COLUMNS:
        if names.count(name) > 1:
            twice = ", ".join(told for told, of in zip(written, names, strict=True) if of == name)
            wrong.append(f"the column {name!r} is there twice: {twice}")
    columns = tuple(name if not name or name in COLUMNS else None for name in names)
    return Header(columns, tuple(wrong), tuple(told for _, told in unknown if told not in meant))


def _meant(name: str, there: Sequence[str]) -> str:
    """Return the known name that an unknown one nearly is, "" where there is none or its column is there."""
    close = get_close_matches(name, [*COLUMNS, *ALIASES], n=1, cutoff=_TYPO)
    return next((known for known in close if ALIASES.get(known, known) not in there), "")


def in_chinese(names: Iterable[str], chinese: Mapping[str, str]) -> str:
    """Return names as a list, each with the Chinese words for it."""
    return ", ".join(f"{name} ({chinese[name]})" if name in chinese else name for name in names)

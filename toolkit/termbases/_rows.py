"""Glossaries as tables: one row is a designation, rows with the same id are one concept.

A row with an English wording describes that wording; its Chinese terms only say to which concept it belongs.
A row without one describes its Chinese terms.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import zip_longest

import msgspec
import regex

from toolkit.errors import InputError
from toolkit.termbase import Concept, Designation, Status
from toolkit.termbases import Reading
from toolkit.termbases._fields import (
    DETAILS,
    read_policy,
    read_relations,
    reasons,
    settled,
    write_policy,
    write_relations,
)

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
# What others call the columns: Chinese spreadsheets, and Google's term sets, whose columns are language codes.
ALIASES = {
    alias: column
    for column, aliases in {
        "id": "编号 編號 序号 序號",
        "zh": "zh_cn zh_hans 中文 中文术语 中文名称 术语 原文 源语 简体 简体中文",
        "zh_hant": "zh_tw 繁体 繁體 繁体中文 繁體中文 術語",
        "en": "en_us en_gb 英文 英文术语 英文名称 英文译文 英译 英语 译文 译名 译法 译语 翻译 譯文",
        "status": "状态 狀態",
        "subject": "领域 領域 学科 分类 类别",
        "definition": "description 定义 定義 释义 解释",
        "pos": "词性 詞性",
        "type": "类型 類型",
        "authority": "机构 权威机构",
        "since": "开始日期 启用日期",
        "until": "结束日期 停用日期",
        "register": "语域",
        "reason": "原因 理由",
        "source": "来源 來源 出处 出處",
        "note": "备注 備註 注释 说明",
        "relations": "关系 关联",
    }.items()
    for alias in aliases.split()
}
# The words of GB/T 10112 and of common use for the statuses of a designation.
STATUSES = {
    alias: status
    for status, aliases in {
        "preferred": "首选 推荐 优先",
        "admitted": "许用 允许 可用 备选",
        "deprecated": "拒用 禁用 弃用 不推荐",
        "superseded": "被取代 过时 旧称",
    }.items()
    for alias in (word + end for word in aliases.split() for end in ("", "术语"))
}

Row = dict[str, str]
_HAN = regex.compile(r"\p{Han}")
_LATIN = regex.compile(r"\p{Latin}")


class Header(msgspec.Struct, frozen=True):
    """The columns of a table, empty for one without a name; `data`: the first row is data already."""

    columns: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    data: bool = False


def header_of(cells: Sequence[str]) -> Header:
    """Return the columns that a table's first row names, in English or Chinese, and what is wrong with them.

    A first row of one Chinese and one other wording, as in the files of DeepL, is the first of pairs without a
    header; its third and fourth column, the languages, are passed over.
    """
    names = [name.strip().lower().replace("-", "_").replace(" ", "_") for name in cells]
    names = [ALIASES.get(name, name) for name in names]
    while names and not names[-1]:
        names.pop()
    if names == ["source", "target"]:
        return Header(PAIR)
    if len(names) in {2, 4, 5} and not {*names[:2]} & {*COLUMNS}:
        chinese = [bool(_HAN.search(name)) for name in names[:2]]
        if sum(chinese) == 1 and _LATIN.search(names[not chinese[1]]):
            return Header((*(PAIR if chinese[0] else PAIR[::-1]), *("" for _ in names[2:])), data=True)
    wrong = []
    unknown = [name for name in names if name and name not in COLUMNS]
    for name in unknown:
        close = get_close_matches(name, COLUMNS, n=1)
        wrong.append(f"no column is called {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    if unknown:
        wrong.append(f"the columns are {', '.join(COLUMNS)}")
    wrong += [f"the column {name!r} is there twice" for name in COLUMNS if names.count(name) > 1]
    there = {"zh" if name == "zh_hant" else name for name in names}
    wrong += [f"the column {name!r} is missing" for name in PAIR if name not in there]
    return Header(tuple(names), tuple(wrong))


def concepts_of(
    header: Header, rows: Iterable[tuple[str, Sequence[str]]], path: str, problems: list[InputError]
) -> Reading:
    """Join rows, each with its place ("row 3"), to concepts; `problems` has those of reading the rows."""
    groups: dict[str, list[Row]] = {}
    width = len(header.columns)
    for place, cells in rows:
        row = {name: text for name, cell in zip(header.columns, cells, strict=False) if (text := cell.strip())}
        if len(cells) > width and any(map(str.strip, cells[width:])):
            reason = f"{len(cells)} cells under {width} columns; quote a cell that holds the mark between columns"
            problems.append(InputError(path, reason, place))
            continue
        if row.pop("", "") and not header.data:
            problems.append(InputError(path, "a cell stands in a column without a name", place))
            continue
        if not row:
            continue
        if "status" in row:
            row["status"] = STATUSES.get(row["status"], row["status"].lower())
        if wrong := list(_problems(row)):
            problems += [InputError(path, reason, f"{place}, column {column}") for column, reason in wrong]
            continue
        name = row.get("id") or row.get("zh") or row.get("zh_hant") or row["en"]
        groups.setdefault(name, []).append(row)
    if not groups and not problems:
        problems.append(InputError(path, "the glossary has no entry"))
    return Reading(tuple(_concept(name, group) for name, group in groups.items()), tuple(problems))


def rows_of(concept: Concept) -> Iterator[Row]:
    """Yield the rows of a concept, so that `concepts_of` gives it back."""
    english = list(concept.terms("en"))
    chinese = {"zh": list(concept.terms("zh-Hans")), "zh_hant": list(concept.terms("zh-Hant"))}
    main = {column: terms[0].term for column, terms in chinese.items() if terms}
    rows = [main | {"en": d.term} | _described(d) for d in english]
    columns = [
        [({column: d.term}, _described(d)) for d in terms] if not english or not _is_plain(terms) else []
        for column, terms in chinese.items()
    ]
    for hans, hant in zip_longest(*columns):
        if hans and hant and hans[1] == hant[1]:
            rows.append(hans[0] | hant[0] | hans[1])
        else:
            rows += [term | description for term, description in filter(None, (hans, hant))]
    rows[0] |= {
        "subject": concept.subject,
        "definition": concept.definition,
        "first_mention": concept.first_mention,
        "relations": write_relations(concept.relations),
    }
    return ({"id": concept.id} | row for row in rows)


def _described(designation: Designation) -> Row:
    details = {name: getattr(designation, name) for name in DETAILS}
    return {"status": designation.status.value, "policy": write_policy(designation.policy)} | details


def _is_plain(terms: Sequence[Designation]) -> bool:
    """Tell whether the rows of the English wordings say all that is known of the Chinese terms."""
    plain = [Designation(term=d.term, language=d.language, status=Status.PREFERRED) for d in terms[:1]]
    return list(terms) == plain


def _problems(row: Row) -> Iterator[tuple[str, str]]:
    """Yield (column, reason) for everything that is wrong with a row."""
    if not (row.get("zh") or row.get("zh_hant") or row.get("en")):
        yield "zh", "the row has no term: fill in zh, en or both"
    yield from reasons(row)
    for column, read in (("policy", read_policy), ("relations", read_relations)):
        try:
            read(row.get(column, ""))
        except ValueError as error:
            yield column, str(error)


def _concept(name: str, rows: list[Row]) -> Concept:
    designations: list[Designation] = []
    for language, column in (("zh-Hans", "zh"), ("zh-Hant", "zh_hant")):
        described: dict[str, list[Row]] = {}
        for row in rows:
            if term := row.get(column):
                described.setdefault(term, []).extend([] if row.get("en") else [row])
        for term, descriptions in described.items():
            designations += [_designation(term, language, row) for row in descriptions or [{}]]
    designations += [_designation(row["en"], "en", row) for row in rows if row.get("en")]
    return Concept(
        id=name,
        designations=settled(designations),
        subject=_first(rows, "subject"),
        definition=_first(rows, "definition"),
        first_mention=_first(rows, "first_mention"),
        relations=read_relations(_first(rows, "relations")),
    )


def _designation(term: str, language: str, row: Row) -> Designation:
    status = Status(row.get("status", Status.UNLISTED))
    details = {name: row[name] for name in DETAILS if name in row}
    return Designation(
        term=term, language=language, status=status, policy=read_policy(row.get("policy", "")), **details
    )


def _first(rows: Iterable[Row], column: str) -> str:
    """Return the first cell of a column that is not empty."""
    return next((row[column] for row in rows if column in row), "")

"""What newcomers call the columns and statuses of a spreadsheet, and what is done with those that nobody knows."""

from pathlib import Path

import pytest

from toolkit import termbases
from toolkit.errors import InputError, TermbaseError
from toolkit.termbase import Status
from toolkit.termbases._columns import ALIASES, CHINESE, CHINESE_STATUSES, header_of
from toolkit.termbases.csv import Csv

README = Path(__file__).parents[2] / "glossaries" / "README.md"


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


@pytest.mark.parametrize(
    "header",
    [
        "Chinese,English",
        "中文,English",
        "中文,英文",
        "Term,Translation",
        "Chinese,Translation",
        "Term,English",
        "术语,译名",
    ],
)
def test_headers_of_pairs(header: str) -> None:
    (concept,) = Csv().read(table(header, "新三样,new three"), "g.csv")
    assert (concept.zh, concept.preferred) == ("新三样", "new three")


def test_a_term_column_beside_a_better_one_is_passed_over() -> None:
    assert header_of(["中文", "Term", "英文"]).passed == ("Term",)


def test_a_running_number_makes_no_concepts() -> None:
    data = table("序号,术语,译文,状态", "1,新三样,new three,首选", "2,新三样,new trio,允许")
    (concept,) = Csv().read(data, "g.csv")
    assert (concept.id, len(list(concept.terms("en")))) == ("新三样", 2)


@pytest.mark.parametrize("name", ["负责人", "缩写", "拼音", "例句", "colour", "No.", "英文缩写", "更新日期"])
def test_an_unknown_column_is_passed_over_with_a_note(name: str, tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text(f"术语,译文,{name}\n新三样,new three,x\n", "utf-8")
    told: list[str] = []
    assert len(termbases.load(path, note=told.append).concepts) == 1
    assert told == [f"{path}: columns passed over: {name}"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("stauts", "status"), ("Reasons", "reason"), ("译文名", "译文"), ("defintion", "definition")],
)
def test_a_slip_in_a_name_is_no_unknown_column(name: str, meant: str) -> None:
    first, *_ = header_of(["zh", name, *(["en"] if meant != "译文" else [])]).reasons
    assert first == f"no column is called {name!r}; did you mean {meant!r}?"


def test_what_resembles_a_column_that_is_there_is_no_slip() -> None:
    assert header_of(["zh", "en", "source", "source 2"]).passed == ("source 2",)


def test_a_column_that_is_there_twice_is_told_by_its_names() -> None:
    assert header_of(["术语", "译文", "备注", "说明"]).reasons == ("the column 'note' is there twice: 备注, 说明",)


def test_problems_of_the_header_and_of_all_rows_are_told_in_one_run(tmp_path: Path) -> None:
    data = table("zh,en,stauts,since", "新三样,new three,x,soon", ",,,2018")
    with pytest.raises(TermbaseError) as caught:
        Csv().read(data, "g.csv")
    assert [problem.place for problem in caught.value.problems] == [
        "row 1",
        "row 1",
        "row 2, column since",
        "row 3, column zh",
    ]
    path = tmp_path / "g.csv"
    path.write_bytes(data)
    problems: list[InputError] = []
    assert termbases.load(path, broken=problems.append).concepts == ()  # no wording without its status
    assert len(problems) == 4


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.PREFERRED, "首选 推荐 首選 推薦 首选术语 首選術語"),
        (Status.ADMITTED, "允许 許用 允許"),
        (Status.DEPRECATED, "废弃 错误 禁止 禁用 不推荐 不推薦 廢棄"),
        (Status.SUPERSEDED, "停用 旧称 舊稱"),
    ],
)
def test_statuses_in_both_scripts(status: Status, words: str) -> None:
    data = table("术语,译文,状态,说明", *(f"词{word},word,{word},为何" for word in words.split()))
    concepts = Csv().read(data, "g.csv")
    assert {(d.status, d.note) for concept in concepts for d in concept.terms("en")} == {(status, "为何")}


def test_the_manual_names_every_chinese_header_and_status() -> None:
    text = README.read_text("utf-8")
    for column, names in (*CHINESE.items(), *CHINESE_STATUSES.items()):
        assert f"| `{column}` | {names} |" in text
    assert "序号" not in ALIASES

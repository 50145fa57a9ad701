"""Glossary files: what is written is read again, and what is wrong is told with its place."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import termbases
from toolkit.errors import FormatError, InputError, TermbaseError, UsageError
from toolkit.termbase import LANGUAGES, RELATIONS, TYPES, Concept, Designation, Policy, Relation, Status
from toolkit.termbases import TermbaseFormat
from toolkit.termbases.csv import Csv
from toolkit.termbases.json import Json
from toolkit.termbases.tbx import Tbx
from toolkit.termbases.tsv import Tsv
from toolkit.termbases.xlsx import Xlsx

# No control characters (XML has none), no white space at the ends (a cell has none).
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
TEXTS = st.one_of(
    WORDS,
    st.lists(st.one_of(WORDS, st.sampled_from(";,|\\=\"'=")), min_size=1, max_size=4).flatmap(
        lambda words: st.sampled_from([" ", "\n", "\n\n", "; ", ", ", "\t"]).map(lambda mark: mark.join(words))
    ),
)
DETAILS = st.one_of(st.just(""), TEXTS)
DATES = st.sampled_from(["", "1978", "2018-03", "2024-02-29"])
CONTEXT = st.lists(st.text("abcdef;|= \\", min_size=1, max_size=4).map(str.strip).filter(bool), max_size=2).map(
    tuple
)
POLICIES = st.builds(
    Policy, case=st.booleans(), exact=st.booleans(), pattern=st.booleans(), source=st.booleans(), context=CONTEXT
)
STATUSES = st.sampled_from([status for status in Status if status is not Status.UNLISTED])
RELATED = st.builds(Relation, st.sampled_from(RELATIONS), TEXTS)


def designations(language: str, least: int) -> st.SearchStrategy[list[Designation]]:
    made = st.builds(
        Designation,
        term=TEXTS,
        language=st.just(language),
        status=STATUSES,
        type=st.sampled_from(TYPES),
        pos=DETAILS,
        authority=DETAILS,
        since=DATES,
        until=DATES,
        register=DETAILS,
        policy=POLICIES,
        reason=DETAILS,
        source=DETAILS,
        note=DETAILS,
    )
    plain = st.builds(Designation, term=TEXTS, language=st.just(language), status=STATUSES)
    return st.lists(st.one_of(made, plain), min_size=least, max_size=2, unique_by=lambda d: d.term)


@st.composite
def concepts(draw: st.DrawFn) -> list[Concept]:
    made = []
    for name in draw(st.lists(WORDS, min_size=1, max_size=2, unique=True)):
        known = draw(st.sampled_from(LANGUAGES))  # each language may be missing, not all of them
        made.append(
            Concept(
                id=name,
                designations=tuple(d for lang in LANGUAGES for d in draw(designations(lang, int(lang == known)))),
                subject=draw(DETAILS),
                definition=draw(DETAILS),
                first_mention=draw(DETAILS),
                relations=tuple(draw(st.lists(RELATED, max_size=2))),
            )
        )
    return made


@pytest.mark.parametrize("form", [Csv(), Tsv(), Tbx(), Json(), Xlsx()], ids=["csv", "tsv", "tbx", "json", "xlsx"])
@given(made=concepts())
def test_write_then_read_is_identity_for_every_field(form: TermbaseFormat, made: list[Concept]) -> None:
    stream = BytesIO()
    assert not form.write(made, stream)
    assert list(form.read(stream.getvalue(), "g")) == made


def problems_of(form: TermbaseFormat, data: bytes) -> list[str]:
    with pytest.raises(TermbaseError) as caught:
        form.read(data, "g.csv")
    return [str(problem) for problem in caught.value.problems]


def test_every_broken_row_is_told_with_row_column_and_reason() -> None:
    data = "zh,en,status,policy\n新三样,new three,prefered,\n,,,\n新三样,new trio,admitted,loose\n,,admitted,\n"
    status, *others = problems_of(Csv(), data.encode())
    assert status.startswith("g.csv: row 2, column status: 'prefered' is none of preferred (首选 推荐 优先")
    assert others == [
        "g.csv: row 4, column policy: 'loose' is none of case, exact, pattern, source, context=word|word",
        "g.csv: row 5, column zh: the row has no term: fill in zh, en or both",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("zh,englsh\n新三样,new three\n", "no column is called 'englsh'; did you mean 'english'?"),
        ("中文词,英文词\n新三样,new three\n", "the columns are id (编号 編號), zh (中文 "),
        ("zh;en;status\n新三样;new three;\n", "its columns are apart by ';'; save it with commas"),
        ("en,status\nnew three,\n", "the column 'zh' is missing"),
        ("zh,en,status\n", "the glossary has no entry"),
        ("zh,en,status\n新三样,a,,b\n", "row 2: 4 cells under 3 columns"),
        ('zh,en,status\n新三样,"new three\n', "row 2: its quoting is broken"),
        ("zh,en,stauts\n", "no column is called 'stauts'; did you mean 'status'?"),
        ("", "the column 'zh' is missing"),
    ],
)
def test_a_broken_table_is_refused(data: str, message: str) -> None:
    assert any(message in problem for problem in problems_of(Csv(), data.encode()))


def test_rows_without_ids_join_by_chinese_term() -> None:
    data = "zh,en,status\n新三样,new three,preferred\n新三样,new trio,admitted\n电池,battery,\n"
    first, second = Csv().read(data.encode(), "g.csv")
    assert (first.id, first.preferred, len(list(first.terms("en")))) == ("新三样", "new three", 2)
    assert (second.id, second.preferred) == ("电池", "battery")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    rows = [
        f"{zh},{en},"
        for zh, en in [
            ("新三样", "new three"),
            ("规模以上工业企业", "industrial enterprises"),
            ("中小企业发展", "growth of small and medium-sized enterprises"),
        ]
    ]
    data = ("zh,en,status\n" + "\n".join(rows) + "\n").encode(encoding)
    assert [concept.zh for concept in Csv().read(data, "g.csv")] == ["新三样", "规模以上工业企业", "中小企业发展"]


TBX_2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="c1"><descrip type="subjectField">trade</descrip>
<langSet xml:lang="zh-CN"><tig><term>新三样</term></tig></langSet>
<langSet xml:lang="en-US"><ntig><termGrp><term>new three</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
<tig><term>three new samples</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
<langSet xml:lang="fr"><tig><term>trois nouveaux</term></tig></langSet></termEntry>
</body></text></martif>"""
TBX_3_DCT = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c1"><min:subjectField>trade</min:subjectField>
<langSec xml:lang="zh-Hant"><termSec><term>新三樣</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>new three</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec></langSec></conceptEntry>
</body></text></tbx>"""


def test_tbx_version_2_is_read() -> None:
    (concept,) = Tbx().read(TBX_2.encode(), "g.tbx")
    assert [(d.term, d.language, d.status.value) for d in concept.designations] == [
        ("新三样", "zh-Hans", "preferred"),
        ("new three", "en", "preferred"),
        ("three new samples", "en", "deprecated"),
    ]
    assert concept.subject == "trade"


def test_tbx_version_3_with_categories_as_tags_is_read() -> None:
    (concept,) = Tbx().read(TBX_3_DCT.encode(), "g.tbx")
    assert concept.preferred == "new three"
    assert concept.zh == "新三樣"
    assert concept.subject == "trade"


BILLION_LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<tbx><text><body><conceptEntry id="x"><langSec xml:lang="en"><termSec><term>&b;</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE tbx [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<tbx><text><body><conceptEntry id="x"><langSec xml:lang="en"><termSec><term>&secret;</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize("data", [BILLION_LAUGHS, OUTSIDE], ids=["billion laughs", "file from outside"])
def test_a_doctype_that_defines_entities_is_refused(data: str) -> None:
    with pytest.raises(FormatError, match="DOCTYPE defines entities or elements, which is refused"):
        Tbx().read(data.encode(), "g.tbx")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<tbx><text><body><conceptEntry>", "no well-formed XML"),
        ("", "no well-formed XML"),
        ("just words", "no well-formed XML"),
    ],
)
def test_what_is_no_xml_is_refused_with_its_line(data: str, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        Tbx().read(data.encode(), "g.tbx")
    assert caught.value.place.startswith("line ")


def test_every_broken_entry_is_told_with_its_line() -> None:
    entry = (
        '<conceptEntry id="{}"><langSec xml:lang="en"><termSec><term>{}</term></termSec></langSec></conceptEntry>'
    )
    data = "<tbx><text><body>\n" + "\n".join(
        [entry.format("a", "x"), entry.format("a", "y"), entry.format("b", "")]
    )
    with pytest.raises(TermbaseError) as caught:
        Tbx().read((data + "</body></text></tbx>").encode(), "g.tbx")
    assert [str(problem) for problem in caught.value.problems] == [
        "g.tbx: line 3: the id 'a' is used twice",
        "g.tbx: line 4: a term in en is empty",
    ]


def test_files_are_known_by_suffix_and_missing_ones_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no glossary format has the suffix"):
        termbases.format_for(Path("terms.docx"))
    with pytest.raises(InputError, match="No such file"):
        termbases.load(tmp_path / "none.csv")
    with pytest.raises(InputError, match="holds no glossary"):
        termbases.load(tmp_path)


def test_of_concepts_with_one_id_the_last_file_counts(tmp_path: Path) -> None:
    for name, english in (("a.csv", "new three"), ("b.csv", "new trio")):
        (tmp_path / name).write_text(f"ID,zh,en,status\nn,新三样,{english},\n", "utf-8")
    termbase = termbases.load(tmp_path / "a.csv", tmp_path / "b.csv")
    assert termbase["n"].preferred == "new trio"
    assert [source.concepts for source in termbase.sources] == [1, 1]

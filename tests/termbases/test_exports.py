"""Glossaries for translation services and other tools: one wording a term, limits named, what is left out told."""

from io import BytesIO
from pathlib import Path

import pytest

from toolkit import termbases
from toolkit.errors import OutputError
from toolkit.termbase import Concept, Designation, Policy, Status
from toolkit.termbases import TERMBASE_FORMATS, TermbaseFormat
from toolkit.termbases.csv import Csv
from toolkit.termbases.deepl import Deepl
from toolkit.termbases.google_term_sets import GoogleTermSets
from toolkit.termbases.tbx_basic import TbxBasic

GLOSSARY = """id,zh,zh_hant,en,status,type,policy,reason
new-three,新三样,新三樣,new three,preferred,,,
new-three,新三样,新三樣,new trio,admitted,,,
new-three,新三样,新三樣,new three samples,deprecated,,,no sample
new-three,“新三样”,“新三樣”,,admitted,,,
srdi,专精特新,專精特新,SMEs that use special technologies,preferred,clause,,
srdi,专精特新,專精特新,specialized and [new|novel],admitted,,pattern,
srdi,专精特新,專精特新,specialized and sophisticated,admitted,,,
bad,坏,壞,worse,deprecated,,,bad
battery,电池,電池,battery,preferred,,,
cell,电芯,電芯,"cell, round",preferred,,,
cell,电池,電池,,admitted,,,
"""
CONCEPTS = Csv().read(GLOSSARY.encode(), "g.csv")


def written(form: TermbaseFormat, concepts: tuple[Concept, ...] = CONCEPTS) -> tuple[list[str], list[str]]:
    stream = BytesIO()
    notes = form.write(concepts, stream)
    return stream.getvalue().decode().splitlines(), list(notes)


def test_a_service_gets_one_wording_for_each_chinese_term_and_no_clause_pattern_or_deprecated_one() -> None:
    lines, notes = written(Deepl())
    assert lines == [
        "新三样,new three",
        "“新三样”,new three",
        "专精特新,specialized and sophisticated",
        "电池,battery",
        '电芯,"cell, round"',
    ]
    assert notes == [
        "concepts left out, with no wording but clauses, patterns or deprecated ones: 1 (bad)",
        "concepts with another wording, for the preferred one is a clause or a pattern: 1 (srdi)",
        "terms of several concepts, of which one counts: 1 (电池 (battery, not cell, round))",
    ]


def test_the_suffix_tells_what_keeps_columns_apart_and_the_script_is_chosen() -> None:
    form = termbases.format_for(Path("out.tsv"), "deepl", {"chinese": "zh-Hant"})
    assert written(form)[0][0] == "新三樣\tnew three"
    assert written(termbases.format_for(Path("out"), "azure"))[0][0] == "新三样\tnew three"
    assert written(termbases.format_for(Path("out.csv"), "google"))[0][0] == "新三样,new three"


def test_the_name_of_a_format_counts_more_than_a_suffix() -> None:
    (concept,) = termbases.format_for(Path("g.csv"), "tsv").read(
        "zh\ten\n新三样\tnew three\n".encode("utf-16"), "g"
    )
    assert concept.preferred == "new three"


def test_google_gets_sets_of_terms_under_language_codes() -> None:
    lines, _ = written(GoogleTermSets())
    assert lines[:2] == ["zh-CN,zh-TW,en", "新三样,新三樣,new three"]
    assert Csv().read("\n".join(lines).encode(), "g.csv")[0].preferred == "new three"


def test_terms_and_files_beyond_the_limits_of_a_service_are_told() -> None:
    long = tuple(
        Concept(
            id=str(n),
            designations=(
                Designation(term=f"词{n}", language="zh-Hans", status=Status.PREFERRED),
                Designation(term="x" * size, language="en", status=Status.PREFERRED),
            ),
        )
        for n, size in enumerate([1_025, *[1_000] * 11_000])
    )
    lines, notes = written(Deepl(), long)
    assert len(lines) == 11_000
    assert notes[0] == "terms left out, longer than the 1024 bytes that DeepL takes: 1 (词0)"
    assert notes[1].endswith("and DeepL takes 10,485,760: divide it")


@pytest.mark.parametrize("name", ["deepl", "google", "google-term-sets", "azure"])
def test_nothing_left_to_write_is_an_error_that_says_why(name: str) -> None:
    for glossary, why in (
        ("zh,en\n电池,battery\n", r"no term in zh-Hant: 1 \(电池\)"),
        ("zh_hant,en,status\n壞,worse,deprecated\n", "deprecated ones: 1"),
    ):
        with pytest.raises(OutputError, match=f"nothing is left to write for .*{why}"):
            written(TERMBASE_FORMATS.build(name, {"chinese": "zh-Hant"}), Csv().read(glossary.encode(), "g"))


def test_the_concepts_of_which_anything_is_written_are_told() -> None:
    assert [concept.id for concept in Deepl().fitting(CONCEPTS)] == ["new-three", "srdi", "battery", "cell"]


def test_google_gets_sets_by_their_traditional_terms_too() -> None:
    (concept,) = Csv().read("zh_hant,en\n電池,battery\n".encode(), "g")
    assert written(GoogleTermSets(chinese="zh-Hant"), (concept,))[0] == ["zh-CN,zh-TW,en", ",電池,battery"]


@pytest.mark.parametrize("name", ["deepl", "google", "google-term-sets", "azure"])
def test_what_a_service_takes_is_read_again(name: str) -> None:
    stream = BytesIO()
    form = TERMBASE_FORMATS.build(name)
    form.write(CONCEPTS[:2], stream)
    read = {concept.zh: concept.preferred for concept in form.read(stream.getvalue(), "g")}
    assert read["新三样"] == "new three"
    assert read["专精特新"] == "specialized and sophisticated"


@pytest.mark.parametrize(
    ("data", "pairs"),
    [
        ("新三样,new three\n电池,battery\n", [("新三样", "new three"), ("电池", "battery")]),
        ("new three,新三样\nbattery,电池\n", [("新三样", "new three"), ("电池", "battery")]),
        ("新三样,new three,zh,en\n", [("新三样", "new three")]),
        ("source,target\n新三样,new three\n", [("新三样", "new three")]),
        ("zh,en\n新三样,new three\n", [("新三样", "new three")]),
        ("中文,英文\n新三样,new three\n", [("新三样", "new three")]),
        ("術語,譯文,狀態\n新三樣,new three,首选术语\n", [("新三樣", "new three")]),
    ],
)
def test_pairs_are_read_with_and_without_a_header(data: str, pairs: list[tuple[str, str]]) -> None:
    assert [(concept.zh, concept.preferred) for concept in Csv().read(data.encode(), "g.csv")] == pairs


def test_tbx_basic_keeps_to_its_picklists_and_tells_what_it_has_no_room_for() -> None:
    concept = Concept(
        id="srdi",
        subject="smes",
        designations=(
            Designation(term="专精特新", language="zh-Hans", status=Status.PREFERRED),
            Designation(
                term="SRDI", language="en", status=Status.ADMITTED, type="abbreviation", pos="phrase", since="2018"
            ),
            Designation(term="special [new|novel]", language="en", policy=Policy(pattern=True)),
            Designation(term="special new", language="en", status=Status.DEPRECATED, reason="a calque"),
        ),
    )
    lines, notes = written(TbxBasic(), (concept,))
    assert notes == ["TBX-Basic has no room for since (1), patterns (1)"]
    assert '<termNote type="partOfSpeech">other</termNote>' in "".join(lines)
    assert '<termNote type="termType">abbreviation</termNote>' in "".join(lines)
    (again,) = TbxBasic().read("\n".join(lines).encode(), "g.tbx")
    assert [(d.term, d.status, d.type, d.note) for d in again.terms("en")] == [
        ("SRDI", Status.ADMITTED, "abbreviation", ""),
        ("special new", Status.DEPRECATED, "", "a calque"),
    ]

"""TBX in the shapes that other tools write."""

from toolkit.termbase import Concept, Relation
from toolkit.termbases.tbx import Tbx

V3 = """<tbx type="TBX-Basic" style="{}" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"{}>
<text><body>{}</body></text></tbx>"""
SPACES = ' xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"'


def read(data: str) -> tuple[tuple[Concept, ...], tuple[str, ...]]:
    reading = Tbx().examine(data.encode(), "g.tbx")
    assert not reading.problems
    return reading.concepts, reading.notes


def terms(concept: Concept) -> list[tuple[str, str, str]]:
    return [(d.term, d.language, d.status.value) for d in concept.designations]


def test_a_term_collection_like_that_of_microsoft() -> None:
    # Martif with a definition for each language, ntig and termGrp, ids of terms, parts of speech in capitals.
    data = """<?xml version="1.0" encoding="utf-8"?>
<martif type="TBX-Basic" xml:lang="en-US"><martifHeader><fileDesc><sourceDesc><p>Terms</p></sourceDesc></fileDesc>
</martifHeader><text><body>
<termEntry id="7_1234"><langSet xml:lang="en-US"><descripGrp><descrip type="definition">A store of power.</descrip>
</descripGrp><ntig><termGrp><term id="7_1">battery</term>
<termNote type="partOfSpeech">Noun</termNote></termGrp></ntig>
</langSet><langSet xml:lang="zh-cn">
<ntig><termGrp><term id="7_2">电池</term></termGrp></ntig></langSet></termEntry>
</body></text></martif>"""
    (concept,), notes = read(data)
    assert terms(concept) == [("电池", "zh-Hans", "preferred"), ("battery", "en", "preferred")]
    assert (concept.id, concept.definition) == ("7_1234", "A store of power.")
    assert [d.pos for d in concept.terms("en")] == ["Noun"]
    assert not notes


def test_an_export_like_that_of_multiterm() -> None:
    # Dates and authors of changes at all levels, a definition at the term, languages as EN and ZH-TW.
    changed = (
        '<transacGrp><transac type="transactionType">origination</transac><date>2024-01-02</date>'
        '<transacNote type="responsibility">super</transacNote></transacGrp>'
    )
    data = f"""<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="EN"><text><body><termEntry id="c12">{changed}
<descrip type="subjectField">trade</descrip>
<langSet xml:lang="ZH-TW">{changed}<tig><term>新三樣</term>{changed}</tig></langSet>
<langSet xml:lang="EN"><tig><term>new <hi type="bold">three</hi></term>
<termNote type="termType">shortForm</termNote>
<descripGrp><descrip type="definition">Three exports</descrip></descripGrp>{changed}</tig></langSet>
</termEntry></body></text></martif>"""
    (concept,), notes = read(data)
    assert terms(concept) == [("新三樣", "zh-Hant", "preferred"), ("new three", "en", "preferred")]
    assert (concept.subject, concept.definition) == ("trade", "Three exports")
    assert [d.type for d in concept.terms("en")] == ["short form"]
    assert not notes


def test_an_export_like_that_of_iate_with_other_languages_and_reliability_codes() -> None:
    entries = "".join(
        f'<conceptEntry id="iate_{number}"><descrip type="subjectField">trade</descrip>'
        + "".join(
            f'<langSec xml:lang="{language}"><termSec><term>{term}</term>'
            '<termNote type="termType">fullForm</termNote>'
            '<descrip type="reliabilityCode">3</descrip></termSec></langSec>'
            for language, term in languages
        )
        + "</conceptEntry>"
        for number, languages in enumerate(
            [
                [("de", "Batterie"), ("en", "battery"), ("zh", "电池")],
                [("de", "Wagen"), ("mul", "car"), ("sr-Latn", "kola")],
            ]
        )
    )
    (concept,), notes = read(V3.format("dca", "", entries))
    assert terms(concept) == [("电池", "zh-Hans", "preferred"), ("battery", "en", "preferred")]
    assert {d.type for d in concept.designations} == {"full form"}
    assert notes == (
        "terms in other languages (de, mul, sr-Latn) are passed over: 4",
        "entries without a term in Chinese or English are passed over: 1",
        "data categories that the toolkit has no field for are passed over: reliabilityCode (2)",
    )


def test_categories_as_tags_as_in_tbx_basic_dct() -> None:
    body = """<conceptEntry id="c1"><min:subjectField>trade</min:subjectField>
<basic:crossReference target="c2">old three</basic:crossReference>
<langSec xml:lang="en"><basic:definition>Three exports</basic:definition><termSec><term>new trio</term>
<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus><min:partOfSpeech>noun</min:partOfSpeech>
<basic:termType>phrase</basic:termType><basic:note>in reports</basic:note></termSec></langSec></conceptEntry>"""
    (concept,), notes = read(V3.format("dct", SPACES, body))
    (term,) = concept.designations
    assert (term.status.value, term.pos, term.type, term.note) == ("admitted", "noun", "clause", "in reports")
    assert (concept.subject, concept.definition) == ("trade", "Three exports")
    assert concept.relations == (Relation("related", "c2"),)
    assert not notes


def test_a_glossary_of_weblate_with_forbidden_and_untranslatable_terms() -> None:
    data = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "TBXcdv04.dtd">
<martif type="TBX" xml:lang="zh"><text><body>
<termEntry><descrip>Three exports</descrip><descrip type="Usage note">in quotes</descrip>
<langSet xml:lang="zh_Hans"><tig><term>新三样</term></tig></langSet>
<langSet xml:lang="en"><tig><term>new three</term>
<note from="translator">of Xinhua</note></tig></langSet></termEntry>
<termEntry><langSet xml:lang="zh_Hans"><tig><term>新三样</term></tig></langSet><langSet xml:lang="en"><tig>
<term>three new samples</term><termNote type="administrativeStatus">forbidden</termNote></tig>
<tig><term>old name</term><termNote type="administrativeStatus">obsolete</termNote></tig></langSet></termEntry>
<termEntry><langSet xml:lang="zh_Hans"><tig><term>华为</term></tig><descrip type="Translation needed">No</descrip>
</langSet><langSet xml:lang="en"><tig><term>HUAWEI</term></tig></langSet></termEntry>
</body></text></martif>"""
    (first, second, third), _ = read(data)
    assert (first.id, first.definition) == ("concept-1", "Three exports")
    assert [d.note for d in first.designations] == ["in quotes", "of Xinhua"]
    assert [d.status.value for d in second.terms("en")] == ["deprecated", "superseded"]
    assert third.designations[0].note == "not to be translated"


def test_kinds_of_relations_statuses_and_varieties_of_chinese() -> None:
    body = """<conceptEntry id="c1"><descripGrp><descrip type="superordinateConceptGeneric" target="c2">x</descrip>
</descripGrp><ref type="subordinateConceptPartitive" target="c3"/><descrip type="coordinateConcept">c4</descrip>
<langSec xml:lang="en-GB"><termSec><term>a</term>
<termNote type="normativeAuthorization">standardizedTerm</termNote>
</termSec><termSec><term>b</term><termNote type="administrativeStatus">Deprecated</termNote></termSec></langSec>
<langSec xml:lang="zh-HK"><termSec><term>甲</term></termSec></langSec>
<langSec xml:lang="cmn-Hans-CN"><termSec><term>乙</term></termSec><termSec><term>丙</term></termSec></langSec>
</conceptEntry>"""
    (concept,), _ = read(V3.format("dca", "", body))
    assert [(r.kind, r.concept) for r in concept.relations] == [
        ("broader", "c2"),
        ("narrower", "c3"),
        ("related", "c4"),
    ]
    assert terms(concept) == [
        ("乙", "zh-Hans", "preferred"),
        ("丙", "zh-Hans", "admitted"),
        ("甲", "zh-Hant", "preferred"),
        ("a", "en", "preferred"),
        ("b", "en", "deprecated"),
    ]

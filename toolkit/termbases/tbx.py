"""TBX, the XML of termbases (ISO 30042): versions 2 and 3, data categories as attributes (DCA) or tags (DCT).

A DOCTYPE that defines anything is refused: no glossary needs one, and entities are how XML attacks a reader.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import IO, ClassVar

from lxml import etree

from toolkit.errors import FormatError, InputError, TermbaseError
from toolkit.termbase import Concept, Designation, Relation, Status
from toolkit.termbases import TermbaseFormat
from toolkit.termbases._rows import read_policy, write_policy

_HEAD = b"""<?xml version="1.0" encoding="utf-8"?>
<tbx type="TBX-xindaya" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>xindaya termbase</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
_TAIL = b"</body></text>\n</tbx>\n"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENTRIES = {"conceptEntry", "termEntry"}
SECTIONS = {"langSec", "langSet"}
TERMS = {"termSec", "tig", "ntig"}
# How a data category of a term is called, in TBX-Basic where it has one.
CATEGORIES = {
    "termType": "type",
    "partOfSpeech": "pos",
    "register": "register",
    "authority": "authority",
    "since": "since",
    "until": "until",
    "reason": "reason",
    "source": "source",
    "note": "note",
    "policy": "policy",
}
RELATIONS = {"superordinateConcept": "broader", "subordinateConcept": "narrower", "crossReference": "related"}
STATUSES = {
    f"{word}-admn-sts": status
    for word, status in (
        ("preferredTerm", Status.PREFERRED),
        ("admittedTerm", Status.ADMITTED),
        ("deprecatedTerm", Status.DEPRECATED),
        ("supersededTerm", Status.SUPERSEDED),
    )
}


class Tbx(TermbaseFormat, frozen=True):
    """Termbases in TBX."""

    suffixes: ClassVar[tuple[str, ...]] = (".tbx",)

    def read(self, data: bytes, path: str) -> tuple[Concept, ...]:
        """Return the concepts of a file.

        Raises FormatError where it is no well-formed XML or defines entities, TermbaseError with every
        entry that is broken.
        """
        concepts: list[Concept] = []
        problems: list[InputError] = []
        seen: set[str] = set()
        try:
            for entry in _entries(data, path):
                name = entry.get("id") or f"concept-{len(concepts) + 1}"
                wrong = [] if name not in seen else [f"the id {name!r} is used twice"]
                seen.add(name)
                try:
                    concepts.append(_concept(entry, name))
                except ValueError as error:
                    wrong.append(str(error))
                problems += [InputError(path, reason, f"line {entry.sourceline}") for reason in wrong]
        except etree.XMLSyntaxError as error:
            raise FormatError(path, f"no well-formed XML ({error.msg})", f"line {error.lineno}") from error
        if not concepts and not problems:
            problems.append(InputError(path, "the file has no concept entry"))
        if problems:
            raise TermbaseError(path, tuple(problems))
        return tuple(concepts)

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> None:
        """Write concepts in TBX version 3, categories as attributes, one entry after another."""
        stream.write(_HEAD)
        for concept in concepts:
            entry = _entry(concept)
            etree.indent(entry)
            stream.write(etree.tostring(entry, encoding="utf-8") + b"\n")
        stream.write(_TAIL)


def _entries(data: bytes, path: str) -> Iterator[etree._Element]:
    """Yield the elements of concept entries, each thrown away after its turn."""
    parser = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    first = True
    for event, element in parser:
        if first:
            first = False
            _refuse_definitions(element.getroottree(), path)
        if event == "end" and _tag(element) in ENTRIES:
            yield element
            element.clear()
            while (before := element.getprevious()) is not None:
                element.getparent().remove(before)
    if first:
        raise FormatError(path, "the file is empty")


def _refuse_definitions(tree: "etree._ElementTree", path: str) -> None:
    definitions = tree.docinfo.internalDTD
    if definitions is not None and (definitions.entities() or definitions.elements()):  # type: ignore[attr-defined]
        reason = "its DOCTYPE defines entities or elements, which is refused; remove the part in [ ]"
        raise FormatError(path, reason, "line 1")


def _concept(entry: "etree._Element", name: str) -> Concept:
    """Read one entry. Raises ValueError where something in it is wrong."""
    fields: dict[str, str] = {}
    relations: list[Relation] = []
    designations: list[Designation] = []
    for element in _leaves(entry, stop=SECTIONS):
        category, text = _category(element), _text(element)
        if category in RELATIONS:
            relations.append(Relation(RELATIONS[category], element.get("target") or text))
        elif category in {"subjectField", "definition", "firstMention"}:
            fields[category] = text
    for section in entry.iter():
        if _tag(section) in SECTIONS:
            language = _language(section.get(LANG, ""))
            found = [_designation(e, language) for e in section.iter() if _tag(e) in TERMS]
            designations += [d for d in found if d is not None]
            for element in _leaves(section, stop=TERMS):
                if _category(element) == "definition" and language == "en":
                    fields.setdefault("definition", _text(element))
    if not designations:
        message = f"the concept {name!r} has no term in Chinese or English"
        raise ValueError(message)
    return Concept(
        id=name,
        designations=tuple(designations),
        subject=fields.get("subjectField", ""),
        definition=fields.get("definition", ""),
        first_mention=fields.get("firstMention", ""),
        relations=tuple(relations),
    )


def _designation(element: "etree._Element", language: str) -> Designation | None:
    term, status, details = "", Status.ADMITTED, dict[str, str]()
    for leaf in _leaves(element, stop=set()):
        category, text = _category(leaf), _text(leaf)
        if _tag(leaf) == "term":
            term = text
        elif category == "administrativeStatus":
            if text not in STATUSES:
                message = f"the administrative status {text!r} is none of {', '.join(STATUSES)}"
                raise ValueError(message)
            status = STATUSES[text]
        elif category in CATEGORIES:
            details[CATEGORIES[category]] = text
    if not term:
        message = f"a term in {language or 'no language'} is empty"
        raise ValueError(message)
    if not language:
        return None
    policy = read_policy(details.pop("policy", ""))
    return Designation(term=term, language=language, status=status, policy=policy, **details)


def _leaves(element: "etree._Element", stop: set[str]) -> Iterator["etree._Element"]:
    """Yield what is below an element, without what is in elements called as in `stop`."""
    for child in element:
        if _tag(child) not in stop:
            yield child
            yield from _leaves(child, stop)


def _text(element: "etree._Element") -> str:
    """Return all text inside an element, that of markup inside it included."""
    return "".join(str(piece) for piece in element.itertext()).strip()


def _tag(element: "etree._Element") -> str:
    return element.tag.rpartition("}")[2]


def _category(element: "etree._Element") -> str:
    """Return the data category: the attribute in DCA style, the tag in DCT style."""
    return element.get("type") or _tag(element)


def _language(code: str) -> str:
    """Return zh-Hans, zh-Hant or en for a BCP 47 code, empty for other languages."""
    first, _, rest = code.lower().replace("_", "-").partition("-")
    if first == "zh":
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(rest.split("-")) else "zh-Hans"
    return "en" if first == "en" else ""


def _entry(concept: Concept) -> "etree._Element":
    entry = etree.Element("conceptEntry", id=concept.id)
    _add(entry, "descrip", "subjectField", concept.subject)
    _add(entry, "descrip", "definition", concept.definition)
    _add(entry, "descrip", "firstMention", concept.first_mention)
    kinds = {kind: category for category, kind in RELATIONS.items()}
    for relation in concept.relations:
        etree.SubElement(entry, "ref", type=kinds[relation.kind], target=relation.concept)
    words: Mapping[Status, str] = {status: word for word, status in STATUSES.items()}
    section: etree._Element | None = None
    for designation in concept.designations:
        if section is None or section.get(LANG) != designation.language:
            section = etree.SubElement(entry, "langSec", {LANG: designation.language})
        term = etree.SubElement(section, "termSec")
        etree.SubElement(term, "term").text = designation.term
        _add(term, "termNote", "administrativeStatus", words[designation.status])
        for category, field in CATEGORIES.items():
            value = write_policy(designation.policy) if field == "policy" else getattr(designation, field)
            _add(term, "termNote" if category != "source" else "admin", category, value)
    return entry


def _add(parent: "etree._Element", tag: str, category: str, text: str) -> None:
    if text:
        etree.SubElement(parent, tag, type=category).text = text

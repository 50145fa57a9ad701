"""TBX, the XML of termbases (ISO 30042): versions 2 and 3, data categories as attributes (DCA) or tags (DCT).

Read are the private dialect that is written here and the shapes of TBX-Basic (https://www.tbxinfo.net), IATE,
MultiTerm, Microsoft's term collection and Weblate, whose forbidden and untranslatable terms are told as its manual
says (https://docs.weblate.org/en/latest/formats/tbx.html). Other languages than Chinese and English, and data
categories that the toolkit has no field for, are passed over and counted.

A DOCTYPE that defines anything is refused: no glossary needs one, and entities are how XML attacks a reader.
libxml2 bounds the rest: 10 MB for a text, 256 for the depth of elements.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from typing import IO, ClassVar

import msgspec
import regex
from lxml import etree

from toolkit.errors import FormatError, InputError
from toolkit.termbase import LANGUAGES, RELATIONS, Concept, Designation, Policy, Relation, Status
from toolkit.termbases import Reading, TermbaseFormat
from toolkit.termbases._fields import read_policy, reasons, settled, write_policy

_HEAD = b"""<?xml version="1.0" encoding="utf-8"?>
<tbx type="TBX-xindaya" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>xindaya termbase</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
_TAIL = b"</body></text>\n</tbx>\n"
_PROLOG = 4096  # bytes at a time
_LAST_LINE = 65_535  # beyond which libxml2 does not count
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SECTIONS = frozenset(("langSec", "langSet"))
TERMS = frozenset(("termSec", "tig", "ntig"))
# How the fields of a designation are called, in TBX-Basic where it has a data category for them.
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
_ELEMENTS = {"source": "admin", "note": "note"}  # that are no termNote
_RELATIONS = {"broader": "superordinateConcept", "narrower": "subordinateConcept", "related": "crossReference"}
STATUSES = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
    Status.SUPERSEDED: "supersededTerm-admn-sts",
}
# The picklists of ISO 12620 with and without their ends, and the words of Weblate.
_STATUSES = {
    form: status
    for status, words in (
        (Status.PREFERRED, "preferred standardized legal regulated"),
        (Status.ADMITTED, "admitted"),
        (Status.DEPRECATED, "deprecated forbidden"),
        (Status.SUPERSEDED, "superseded obsolete"),
    )
    for word in words.split()
    for form in (word, f"{word}Term", f"{word}Term-admn-sts")
}
TYPES = {"full form": "fullForm", "abbreviation": "abbreviation", "short form": "shortForm", "clause": "phrase"}
# A type that is none of the toolkit's, such as symbol, says nothing that it needs.
_TYPES = (
    {word: kind for kind, word in TYPES.items()}
    | {kind: kind for kind in TYPES}
    | {
        "acronym": "abbreviation",
        "initialism": "abbreviation",
        "clippedTerm": "short form",
        "phraseologicalUnit": "clause",
    }
)
# What each data category is read as, of a term and above terms. Those of Weblate are the notes on usage and on
# whether a translation is needed, and a descrip without a type.
_ANYWHERE = {
    "definition": "definition",
    "note": "note",
    "Usage note": "note",
    "usageNote": "note",
    "Translation needed": "translated",
    "translationNote": "translated",
}
_OF_TERM = (
    CATEGORIES
    | _ANYWHERE
    | {"term": "term"}
    | dict.fromkeys(("administrativeStatus", "normativeAuthorization", "termStatus"), "status")
)
_OF_CONCEPT = ("subject", "definition", "first_mention")
_ABOVE = (
    _ANYWHERE
    | {"descrip": "definition", "subjectField": "subject", "firstMention": "first_mention"}
    | {f"superordinateConcept{kind}": "broader" for kind in ("", "Generic", "Partitive")}
    | {f"subordinateConcept{kind}": "narrower" for kind in ("", "Generic", "Partitive")}
    | dict.fromkeys(("crossReference", "relatedConcept", "coordinateConcept", "associatedConcept"), "related")
)
_CHECKED = frozenset(("type", "policy", "since", "until", "translated", "definition"))  # need a second look
_GROUPS = frozenset("termGrp termNoteGrp descripGrp adminGrp".split())
_IGNORED = frozenset("transacGrp termCompList".split())  # who changed what and when; the parts of a term
_PLAIN = Policy()
_PLACES = {language: place for place, language in enumerate(LANGUAGES)}
_TAG = regex.compile(  # RFC 5646, section 2.1, with the underscore that some tools write
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|[ix](?:-[a-z\d]{1,8})+)",
    regex.IGNORECASE,
)
_HANT = frozenset(("hant", "tw", "hk", "mo", "cht"))


class Tbx(TermbaseFormat, frozen=True):
    """Termbases in TBX."""

    suffixes: ClassVar[tuple[str, ...]] = (".tbx",)

    def examine(self, data: bytes, path: str) -> Reading:
        """Return what a file holds. Raises FormatError where it is no XML or defines entities."""
        concepts: dict[str, Concept] = {}
        problems: list[InputError] = []
        reader, lost = _Reader(), 0
        try:
            for entry in _entries(data, path):
                name = entry.get("id") or f"concept-{reader.entries + 1}"
                concept = reader.concept(entry, name)
                if name in concepts:
                    reader.wrong.append(f"the id {name!r} is used twice")
                if reader.wrong:
                    line = entry.sourceline
                    told = isinstance(line, int) and line < _LAST_LINE
                    place = f"line {line}" if told else f"concept entry {reader.entries}"
                    problems += [InputError(path, wrong, place) for wrong in reader.wrong]
                    reader.wrong.clear()
                    lost += 1
                elif concept:
                    concepts[name] = concept
        except etree.XMLSyntaxError as error:
            long = "text node" in error.msg.lower()
            reason = "a text is longer than 10 MB" if long else f"no well-formed XML ({error.msg})"
            broken = FormatError(path, reason, f"line {error.lineno}")
            if not concepts and not problems:
                raise broken from error
            problems.append(broken)
        if not concepts and not problems:
            problems.append(InputError(path, "the file has no concept entry with a term in Chinese or English"))
        return Reading(tuple(concepts.values()), tuple(problems), tuple(reader.notes()), lost)

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write concepts in TBX version 3, categories as attributes, one entry after another."""
        stream.write(_HEAD)
        for concept in concepts:
            entry = _entry(concept)
            etree.indent(entry)
            stream.write(etree.tostring(entry, encoding="utf-8") + b"\n")
        stream.write(_TAIL)
        return ()


class _Tags(dict[str, str]):
    """The names of elements by their tags, which are names with a namespace."""

    def __missing__(self, tag: str) -> str:
        name = self[tag] = tag.rpartition("}")[2]
        return name


class _Reader:
    """Makes concepts of entries, and counts what it passes over; `wrong` takes the problems of an entry."""

    def __init__(self) -> None:
        self.entries = 0
        self.wrong: list[str] = []
        self._foreign: Counter[str] = Counter()  # terms by language
        self._unknown: Counter[str] = Counter()  # elements by data category
        self._elsewhere = 0  # entries all in other languages
        self._languages: dict[str, str] = {}
        self._relations: list[Relation] = []
        self._tags = _Tags()

    def concept(self, entry: "etree._Element", name: str) -> Concept | None:
        """Return the concept of an entry, None where all its terms are in other languages."""
        self.entries += 1
        about: dict[str, str] = {}
        designations: list[Designation] = []
        self._relations.clear()
        foreign = False
        for child in entry:
            category = child.get("type") or self._tags[child.tag]
            if category not in SECTIONS:
                self._take(child, category, _ABOVE, about)
                continue
            code = child.get(LANG, "")
            language = self._language(code)
            if language:
                designations += self._section(child, language, about)
            elif language is not None:
                foreign = True
                self._foreign[code] += sum(self._tags[section.tag] in TERMS for section in child)
        if not designations:
            self._elsewhere += foreign
            if not foreign and not self.wrong:
                self.wrong.append(f"the concept {name!r} has no term")
            return None
        designations.sort(key=_place)
        return Concept(
            id=name,
            designations=settled(_noted(designations, about)),
            subject=about.get("subject", ""),
            definition=about.get("definition", ""),
            first_mention=about.get("first_mention", ""),
            relations=tuple(self._relations),
        )

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each kind of thing that was passed over."""
        if self._foreign:
            languages = ", ".join(sorted(self._foreign))
            yield f"terms in other languages ({languages}) are passed over: {self._foreign.total():,}"
        if self._elsewhere:
            yield f"entries without a term in Chinese or English are passed over: {self._elsewhere:,}"
        if self._unknown:
            counts = ", ".join(f"{category} ({count:,})" for category, count in self._unknown.most_common(8))
            yield f"data categories that the toolkit has no field for are passed over: {counts}"

    def _section(self, section: "etree._Element", language: str, about: dict[str, str]) -> list[Designation]:
        own: dict[str, str] = {}
        found = []
        for child in section:
            category = child.get("type") or self._tags[child.tag]
            if category in TERMS:
                found.append(self._designation(child, language, own))
            else:
                self._take(child, category, _ABOVE, own)
        if own:
            found = _noted(found, own)
            about.update({field: own[field] for field in _OF_CONCEPT if field in own and field not in about})
        return found

    def _designation(self, element: "etree._Element", language: str, about: dict[str, str]) -> Designation:
        values: dict[str, str] = {}
        for leaf in element:
            category = leaf.get("type") or self._tags[leaf.tag]
            field, text = _OF_TERM.get(category), leaf.text
            if field is None or text is None or field in values or len(leaf):
                self._take(leaf, category, _OF_TERM, values)
            else:  # nearly all, and therefore here
                values[field] = text.strip()
        term = values.pop("term", "")
        if not term:
            self.wrong.append(f"a term in {language} is empty")
        policy, status = _PLAIN, Status.UNLISTED
        if given := values.pop("status", ""):
            status = _STATUSES.get(given) or self._status(given)
        if not values.keys().isdisjoint(_CHECKED):
            policy = self._checked(values, about)
        return Designation(term=term, language=language, status=status, policy=policy, **values)

    def _status(self, given: str) -> Status:
        status = {word.lower(): status for word, status in _STATUSES.items()}.get(given.lower())
        if status is None:
            self.wrong.append(f"the administrative status {given!r} is none of {', '.join(STATUSES.values())}")
        return status or Status.UNLISTED

    def _checked(self, values: dict[str, str], about: dict[str, str]) -> Policy:
        """Return the policy of a term, and make of its other values what a designation has."""
        if "type" in values:
            values["type"] = _TYPES.get(values["type"], "")
        if "definition" in values:
            about.setdefault("definition", values.pop("definition"))
        if note := _note(values):
            values["note"] = note
        self.wrong += [f"{field}: {reason}" for field, reason in reasons(values)]
        try:
            return read_policy(values.pop("policy", ""))
        except ValueError as error:
            self.wrong.append(f"policy: {error}")
            return _PLAIN

    def _take(
        self, element: "etree._Element", category: str, known: Mapping[str, str], values: dict[str, str]
    ) -> None:
        """Read an element that describes something, or the elements of a group, into the fields that are known."""
        field = known.get(category)
        if category in _GROUPS:
            for child in element:
                self._take(child, child.get("type") or self._tags[child.tag], known, values)
        elif field is None:
            if category not in _IGNORED:
                self._unknown[category] += 1
        else:
            text = "".join(map(str, element.itertext())) if len(element) else element.text or ""
            text = text.strip()
            if field in RELATIONS:
                self._relations.append(Relation(field, element.get("target") or text))
            elif text:
                values[field] = f"{values[field]}; {text}" if field in values else text

    def _language(self, code: str) -> str | None:
        """Return zh-Hans, zh-Hant or en for a BCP 47 code, "" for other languages, None for what is no code."""
        language = self._languages.get(code)
        if language is None:
            if not _TAG.fullmatch(code.replace("_", "-")):
                self.wrong.append(f"xml:lang {code!r} is no language tag (BCP 47); write zh-Hans, zh-Hant or en")
                return None
            first, *rest = code.lower().replace("_", "-").split("-")
            chinese = "zh-Hant" if _HANT & {*rest} else "zh-Hans"
            language = {"zh": chinese, "cmn": chinese, "en": "en"}.get(first, "")
            self._languages[code] = language
        return language


def _entries(data: bytes, path: str) -> Iterator["etree._Element"]:
    """Yield the elements of concept entries, each thrown away after its turn."""
    _refuse_definitions(data, path)
    parser = etree.iterparse(
        BytesIO(data),
        tag=("{*}conceptEntry", "{*}termEntry"),
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in parser:
        yield element
        element.clear()
        parent = element.getparent()
        while element.getprevious() is not None:
            del parent[0]


def _refuse_definitions(data: bytes, path: str) -> None:
    """Raise FormatError where what stands before the first element defines anything."""
    parser = etree.XMLPullParser(events=("start",), no_network=True, load_dtd=False)
    for at in range(0, len(data), _PROLOG):
        with suppress(etree.XMLSyntaxError):  # of which the reader tells
            parser.feed(data[at : at + _PROLOG])
        for _, root in parser.read_events():
            definitions = root.getroottree().docinfo.internalDTD  # type: ignore[union-attr]
            if definitions is not None and (definitions.entities() or definitions.elements()):  # type: ignore[union-attr]
                reason = "its DOCTYPE defines entities or elements, which is refused; remove the part in [ ]"
                raise FormatError(path, reason, "line 1")
            return


def _place(designation: Designation) -> int:
    return _PLACES[designation.language]


def _note(values: dict[str, str]) -> str:
    """Return the note among values, with that of Weblate that a term stays as it is."""
    kept = "not to be translated" if values.pop("translated", "").lower() == "no" else ""
    return "; ".join(filter(None, (values.get("note", ""), kept)))


def _noted(designations: list[Designation], about: dict[str, str]) -> list[Designation]:
    """Return designations, the first with the note on them all."""
    note = _note(about) if about else ""
    if not note or not designations:
        return designations
    first, *others = designations
    return [msgspec.structs.replace(first, note="; ".join(filter(None, (first.note, note)))), *others]


def _entry(concept: Concept) -> "etree._Element":
    entry = etree.Element("conceptEntry", id=concept.id)
    add(entry, "descrip", "subjectField", concept.subject)
    add(entry, "descrip", "definition", concept.definition)
    add(entry, "descrip", "firstMention", concept.first_mention)
    for relation in concept.relations:
        etree.SubElement(entry, "ref", type=_RELATIONS[relation.kind], target=relation.concept)
    sections: dict[str, etree._Element] = {}
    for designation in concept.designations:
        language = designation.language
        section = sections.get(language)
        if section is None:
            section = sections[language] = etree.SubElement(entry, "langSec", {LANG: language})
        term = etree.SubElement(section, "termSec")
        etree.SubElement(term, "term").text = designation.term
        add(term, "termNote", "administrativeStatus", STATUSES[designation.status])
        for category, field in CATEGORIES.items():
            value = write_policy(designation.policy) if field == "policy" else getattr(designation, field)
            add(term, _ELEMENTS.get(field, "termNote"), category, TYPES.get(value, value))
    return entry


def add(parent: "etree._Element", tag: str, category: str, text: str) -> None:
    """Add an element of a data category, where there is a text for it."""
    if text:
        etree.SubElement(parent, tag, {} if tag == category else {"type": category}).text = text

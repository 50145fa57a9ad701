"""TBX-Basic, version 2 (martif, categories as attributes): the TBX that translation tools take in.

https://www.tbxinfo.net/tbx-dialects: what TBX-Basic has no data category for is left out and counted; the reason
for a status and the register go into the note. Read like any TBX.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO, ClassVar

from lxml import etree

from toolkit.termbase import Concept, Designation, Policy
from toolkit.termbases import tbx

_HEAD = b"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
<martifHeader><fileDesc><sourceDesc><p>xindaya termbase</p></sourceDesc></fileDesc>
<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>
<text><body>
"""
_TAIL = b"</body></text>\n</martif>\n"
_PARTS_OF_SPEECH = frozenset(("noun", "verb", "adjective", "adverb", "properNoun"))


class TbxBasic(tbx.Tbx, frozen=True):
    """Termbases in TBX-Basic, for other tools."""

    suffixes: ClassVar[tuple[str, ...]] = ()

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write what TBX-Basic has room for; return a note on the rest."""
        lost: Counter[str] = Counter()
        stream.write(_HEAD)
        for concept in concepts:
            entry = _entry(concept, lost)
            etree.indent(entry)
            stream.write(etree.tostring(entry, encoding="utf-8") + b"\n")
        stream.write(_TAIL)
        counts = ", ".join(f"{field} ({count:,})" for field, count in lost.most_common() if count)
        return [f"TBX-Basic has no room for {counts}"] if counts else []


def _entry(concept: Concept, lost: Counter[str]) -> "etree._Element":
    entry = etree.Element("termEntry", id=concept.id)
    tbx.add(entry, "descrip", "subjectField", concept.subject)
    tbx.add(entry, "descrip", "definition", concept.definition)
    lost["first_mention"] += bool(concept.first_mention)
    for relation in concept.relations:  # of which Basic has one kind
        etree.SubElement(entry, "ref", type="crossReference", target=relation.concept)
    sections: dict[str, etree._Element] = {}
    for designation in concept.designations:
        if designation.policy.pattern:
            lost["patterns"] += 1
            continue
        language = designation.language
        if language not in sections:
            sections[language] = etree.SubElement(entry, "langSet", {tbx.LANG: language})
        _term(sections[language], designation, lost)
    return entry


def _term(section: "etree._Element", designation: Designation, lost: Counter[str]) -> None:
    term = etree.SubElement(section, "tig")
    etree.SubElement(term, "term").text = designation.term
    tbx.add(term, "termNote", "administrativeStatus", tbx.STATUSES[designation.status])
    tbx.add(term, "termNote", "termType", tbx.TYPES.get(designation.type, ""))
    known = designation.pos in _PARTS_OF_SPEECH
    tbx.add(term, "termNote", "partOfSpeech", designation.pos if known else "other" if designation.pos else "")
    tbx.add(term, "admin", "source", designation.source)
    notes = (designation.note, designation.reason, designation.register and f"register: {designation.register}")
    tbx.add(term, "note", "note", "; ".join(filter(None, notes)))
    for field in ("authority", "since", "until"):
        lost[field] += bool(getattr(designation, field))
    lost["policy"] += designation.policy != Policy()

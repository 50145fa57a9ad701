"""JSON glossaries: an array of concepts, each with its designations; what `glossary list --format json` prints.

    [{"id", "zh", "preferred", "subject", "definition", "first_mention",
      "designations": [{"term", "language", "status", "type", "pos", "authority", "since", "until", "register",
                        "policy": {"case", "exact", "pattern", "source", "context": [...]},
                        "reason", "source", "note"}],
      "relations": [{"kind", "concept"}]}]

`zh` and `preferred` repeat what the designations say and are not read. Whatever is empty may be left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, ClassVar

import msgspec

from toolkit.decoding import decode
from toolkit.errors import FormatError, InputError
from toolkit.termbase import LANGUAGES, RELATIONS, Concept, Designation, Relation
from toolkit.termbases import Reading, TermbaseFormat
from toolkit.termbases._fields import reasons, texts


class Entry(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A concept as JSON has it."""

    id: str
    zh: str = ""
    preferred: str = ""
    subject: str = ""
    definition: str = ""
    first_mention: str = ""
    designations: tuple[Designation, ...]
    relations: tuple[Relation, ...] = ()


class Json(TermbaseFormat, frozen=True):
    """Termbases in JSON."""

    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def examine(self, data: bytes, path: str) -> Reading:
        """Return what a file holds. Raises FormatError where it is no JSON array."""
        try:
            entries = msgspec.json.decode(decode(data, path).text, type=list[msgspec.Raw])
        except msgspec.DecodeError as error:
            raise FormatError(path, f"no JSON array of concepts ({error})") from error
        concepts: dict[str, Concept] = {}
        problems: list[InputError] = []
        decoder = msgspec.json.Decoder(Entry)
        for number, raw in enumerate(entries, start=1):
            try:
                entry = decoder.decode(raw)
            except msgspec.DecodeError as error:
                problems.append(InputError(path, str(error), f"concept {number}"))
                continue
            wrong = [*_problems(entry), *([("id", f"{entry.id!r} is used twice")] if entry.id in concepts else [])]
            problems += [InputError(path, reason, f"concept {number}, {field}") for field, reason in wrong]
            if not wrong:
                concepts[entry.id] = _concept(entry)
        if not entries:
            problems.append(InputError(path, "the glossary has no entry"))
        return Reading(tuple(concepts.values()), tuple(problems), lost=len(entries) - len(concepts))

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write an array, one concept a line, every field there."""
        encoder = msgspec.json.Encoder()
        mark = b"[\n"
        for concept in concepts:
            stream.write(mark + encoder.encode(_entry(concept)))
            mark = b",\n"
        stream.write(b"[]\n" if mark == b"[\n" else b"\n]\n")
        return ()


def _problems(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield (field, reason) for everything that is wrong with an entry whose types are right."""
    yield from reasons(texts(entry))
    if not entry.id:
        yield "id", "it is empty"
    if not entry.designations:
        yield "designations", "the concept has no term"
    for number, designation in enumerate(entry.designations, start=1):
        place = f"designation {number}, "
        if not designation.term.strip():
            yield place + "term", "it is empty"
        if designation.language not in LANGUAGES:
            yield place + "language", f"{designation.language!r} is none of {', '.join(LANGUAGES)}"
        for field, reason in reasons(texts(designation)):
            yield place + field, reason
    for relation in entry.relations:
        if relation.kind not in RELATIONS or not relation.concept:
            yield "relations", f"{relation.kind!r} is none of {', '.join(RELATIONS)}"


def _concept(entry: Entry) -> Concept:
    return Concept(
        id=entry.id,
        designations=entry.designations,
        subject=entry.subject,
        definition=entry.definition,
        first_mention=entry.first_mention,
        relations=entry.relations,
    )


def _entry(concept: Concept) -> Entry:
    return Entry(
        id=concept.id,
        zh=concept.zh,
        preferred=concept.preferred,
        subject=concept.subject,
        definition=concept.definition,
        first_mention=concept.first_mention,
        designations=concept.designations,
        relations=concept.relations,
    )

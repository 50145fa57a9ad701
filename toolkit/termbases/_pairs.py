"""Two-column glossaries of translation services: one English wording for each Chinese term."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import IO, ClassVar

from toolkit.errors import OutputError
from toolkit.termbase import Concept, Status
from toolkit.termbases import csv as table

TOLD = 5  # names in a note


class Pairs(table.Csv, frozen=True):
    """Pairs without a header, UTF-8; `chinese` is the script of the first column, zh-Hans or zh-Hant.

    Deprecated and superseded wordings are left out, and so are clauses and patterns, which no service can use;
    then the first admitted wording takes the place of a preferred one.
    """

    suffixes: ClassVar[tuple[str, ...]] = ()
    service: ClassVar[str] = ""
    longest: ClassVar[int | None] = None  # UTF-8 bytes in a term
    largest: ClassVar[int] = 10 << 20  # bytes in a file
    chinese: str = "zh-Hans"

    def write(self, concepts: Iterable[Concept], stream: IO[bytes]) -> Sequence[str]:
        """Write the pairs and return a note for each kind of thing that was left out.

        Raises OutputError where nothing is left to write.
        """
        pairs, notes = self._pairs(list(concepts))
        return notes + self._written([[source, target] for source, target in pairs.items()], stream)

    def fitting(self, concepts: Sequence[Concept]) -> Sequence[Concept]:
        """Return the concepts of which a pair is written."""
        pairs, _ = self._pairs(concepts)
        return [c for c in concepts if any(pairs.get(term) == _target(c) for term in sources(c, self.chinese))]

    def _written(self, rows: Iterable[Sequence[str]], stream: IO[bytes]) -> list[str]:
        text = StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        data = text.getvalue().encode()
        stream.write(data)
        if len(data) > self.largest:
            return [f"it has {len(data):,} bytes, and {self.service} takes {self.largest:,}: divide it"]
        return []

    def _pairs(self, concepts: Sequence[Concept]) -> tuple[Mapping[str, str], list[str]]:
        """Return the target of each source term, in the order of the glossary, and the notes."""
        targets = {concept.id: _target(concept) for concept in concepts}
        without = [name for name, target in targets.items() if not target]
        termless = [c.id for c in concepts if not sources(c, self.chinese)]
        other = [c.id for c in concepts if c.preferred and targets[c.id] not in {"", _line(c.preferred)}]
        pairs: dict[str, str] = {}
        twice, long = [], []
        for source, target in self._candidates(concepts, targets):
            if self.longest and max(len(source.encode()), len(target.encode())) > self.longest:
                long.append(source)
            elif pairs.setdefault(source, target) != target:
                twice.append(f"{source} ({pairs[source]}, not {target})")
        order = {source: None for c in concepts for source in sources(c, self.chinese) if source in pairs}
        kinds = (
            (f"concepts left out, with no term in {self.chinese}", termless),
            ("concepts left out, with no wording but clauses, patterns or deprecated ones", without),
            ("concepts with another wording, for the preferred one is a clause or a pattern", other),
            ("terms of several concepts, of which one counts", twice),
            (f"terms left out, longer than the {self.longest} bytes that {self.service} takes", long),
        )
        notes = [f"{kind}: {len(names):,} ({_told(names)})" for kind, names in kinds if names]
        if not pairs:
            message = f"nothing is left to write for {self.service}: {'; '.join(notes) or 'no concept'}"
            raise OutputError(message)
        return {source: pairs[source] for source in order}, notes

    def _candidates(self, concepts: Iterable[Concept], targets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield pairs of main terms, and then of synonyms, so that these never take the place of those."""
        known = [
            (sources(concept, self.chinese), targets[concept.id]) for concept in concepts if targets[concept.id]
        ]
        yield from ((terms[0], target) for terms, target in known if terms)
        yield from ((synonym, target) for terms, target in known for synonym in terms[1:])


def sources(concept: Concept, chinese: str) -> list[str]:
    """Return the Chinese terms of a concept in one script that a text may have, the main one first."""
    return [_line(d.term) for d in concept.terms(chinese) if d.status.complies and not d.policy.pattern]


def _target(concept: Concept) -> str:
    """Return the wording to use, empty where there is none."""
    usable = [d for d in concept.terms("en") if d.status.complies and d.type != "clause" and not d.policy.pattern]
    best = min(usable, key=lambda d: d.status is not Status.PREFERRED, default=None)
    return _line(best.term) if best else ""


def _line(term: str) -> str:
    return " ".join(term.split())


def _told(names: Sequence[str]) -> str:
    return ", ".join(names[:TOLD]) + (", …" if len(names) > TOLD else "")

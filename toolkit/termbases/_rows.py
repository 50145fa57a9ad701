"""Glossaries as tables: one row is a designation, rows with the same id are one concept.

A row with an English wording describes that wording; its Chinese terms only say to which concept it belongs.
A row without one describes its Chinese terms.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from toolkit.errors import InputError
from toolkit.termbase import Concept, Designation, Status
from toolkit.termbases import Reading
from toolkit.termbases._columns import CHINESE_STATUSES, STATUSES, Header, in_chinese
from toolkit.termbases._fields import (
    DETAILS,
    read_policy,
    read_relations,
    reasons,
    settled,
    write_policy,
    write_relations,
)

Row = dict[str, str]
_STATUSES_TOLD = in_chinese(CHINESE_STATUSES, CHINESE_STATUSES)


def concepts_of(
    header: Header,
    first: tuple[str, Sequence[str]],
    rows: Iterable[tuple[str, Sequence[str]]],
    path: str,
    problems: list[InputError],
) -> Reading:
    """Join rows, each with its place ("row 3"), to concepts; `first` is the one that gave the header.

    `problems` has those of reading the rows. Of a table whose header is wrong there is no concept, but what is
    wrong with its rows is told.
    """
    problems += [InputError(path, reason, first[0]) for reason in header.reasons]
    groups: dict[str, list[Row]] = {}
    broken: set[str] = set()
    if not header.readable:
        rows = ()
    for place, cells in chain([first], rows) if header.data else rows:
        row = {name: text for name, cell in _named(header, cells) if (text := cell.strip())}
        name = next((row[column] for column in ("id", "zh", "zh_hant", "en") if column in row), "")
        if wrong := list(_problems(row, header, cells)):
            problems += [
                InputError(path, reason, ", column ".join(filter(None, (place, column))))
                for column, reason in wrong
            ]
            broken.add(name)
        elif row:
            groups.setdefault(name, []).append(row)
    if not groups and not problems:
        problems.append(InputError(path, "the glossary has no entry"))
    concepts = () if header.reasons else tuple(_concept(name, group) for name, group in groups.items())
    notes = [f"columns passed over: {', '.join(header.passed)}"] if header.passed and header.readable else []
    return Reading(concepts, tuple(problems), tuple(notes), len(broken - {""}))


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


def _named(header: Header, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (column, cell) for the cells of a row that are not passed over."""
    return ((name, cell) for name, cell in zip(header.columns, cells, strict=False) if name is not None)


def _problems(row: Row, header: Header, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (column, reason) for everything that is wrong with a row, whose status is put into English."""
    width = len(header.columns)
    if any(map(str.strip, cells[width:])):
        yield "", f"{len(cells)} cells under {width} columns; quote a cell that holds the mark between columns"
        return
    if row.pop("", ""):
        yield "", "a cell stands in a column without a name"
        return
    if not row:
        return
    if "status" in row:
        row["status"] = STATUSES.get(row["status"], row["status"].lower())
    if not (row.get("zh") or row.get("zh_hant") or row.get("en")):
        yield "zh", "the row has no term: fill in zh, en or both"
    yield from reasons(row, statuses=_STATUSES_TOLD)
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

"""Glossaries as tables: one row is a designation, rows with the same id are one concept."""

from collections.abc import Iterable, Iterator, Mapping

from toolkit.errors import InputError, TermbaseError
from toolkit.termbase import Concept, Designation, Policy, Relation, Status

COLUMNS = (
    "id",
    "zh",
    "zh_hant",
    "en",
    "status",
    "subject",
    "definition",
    "pos",
    "type",
    "authority",
    "since",
    "until",
    "register",
    "policy",
    "reason",
    "source",
    "note",
    "first_mention",
    "relations",
)
DETAILS = ("type", "pos", "authority", "since", "until", "register", "reason", "source", "note")
FLAGS = ("case", "exact", "pattern", "source")  # matching policies that are on or off
KINDS = ("broader", "narrower", "related")

Row = Mapping[str, str]


def concepts_of(rows: Iterable[tuple[str, Row]], path: str) -> tuple[Concept, ...]:
    """Join rows, each with its place ("row 3"), to concepts. Raises TermbaseError with every problem."""
    problems: list[InputError] = []
    groups: dict[str, list[Row]] = {}
    for place, row in rows:
        wrong = list(_problems(row))
        problems += [InputError(path, reason, f"{place}, column {column}") for column, reason in wrong]
        if not wrong:
            groups.setdefault(row.get("id") or row.get("zh") or row["en"], []).append(row)
    if not groups and not problems:
        problems.append(InputError(path, "the glossary has no entry"))
    if problems:
        raise TermbaseError(path, tuple(problems))
    return tuple(_concept(name, group) for name, group in groups.items())


def rows_of(concept: Concept) -> Iterator[Row]:
    """Yield the rows of a concept, so that `concepts_of` gives it back."""
    hant = [d.term for d in concept.terms("zh-Hant")]
    hans = [d.term for d in concept.terms("zh-Hans")]
    english = list(concept.terms("en"))
    for at in range(max(len(hans), len(hant), len(english))):
        row = {"id": concept.id, "zh": hans[min(at, len(hans) - 1)] if hans else ""}
        row["zh_hant"] = hant[at] if at < len(hant) else ""
        if at == 0:
            row |= {"subject": concept.subject, "definition": concept.definition}
            row["first_mention"] = concept.first_mention
            row["relations"] = "; ".join(f"{r.kind}={r.concept}" for r in concept.relations)
        if at < len(english):
            designation = english[at]
            row |= {"en": designation.term, "status": designation.status.value}
            row |= {name: getattr(designation, name) for name in DETAILS}
            row["policy"] = write_policy(designation.policy)
        yield row


def read_policy(text: str) -> Policy:
    """Read a matching policy ("case; context=export|vehicle"). Raises ValueError where a word is unknown."""
    options: dict[str, bool | tuple[str, ...]] = {}
    for item in filter(None, (piece.strip() for piece in text.split(";"))):
        name, equals, words = item.partition("=")
        if name in FLAGS and not equals:
            options[name] = True
        elif name == "context" and words:
            options[name] = tuple(word.strip().lower() for word in words.split("|") if word.strip())
        else:
            message = f"{item!r} is none of {', '.join(FLAGS)}, context=word|word"
            raise ValueError(message)
    return Policy(**options)  # type: ignore[arg-type]


def write_policy(policy: Policy) -> str:
    """Write a matching policy as `read_policy` reads it."""
    items = [name for name in FLAGS if getattr(policy, name)]
    return "; ".join([*items, *(["context=" + "|".join(policy.context)] if policy.context else [])])


def read_relations(text: str) -> tuple[Relation, ...]:
    """Read relations ("broader=srdi; related=sme"). Raises ValueError where a kind is unknown."""
    relations = []
    for item in filter(None, (piece.strip() for piece in text.split(";"))):
        kind, _, concept = item.partition("=")
        if kind not in KINDS or not concept:
            message = f"{item!r} is none of {', '.join(f'{known}=ID' for known in KINDS)}"
            raise ValueError(message)
        relations.append(Relation(kind, concept))
    return tuple(relations)


def _problems(row: Row) -> Iterator[tuple[str, str]]:
    """Yield (column, reason) for everything that is wrong with a row."""
    if not row.get("zh") and not row.get("en"):
        yield "zh", "the row has no term: fill in zh, en or both"
    status = row.get("status", "")
    if row.get("en") and status not in {"", *(s.value for s in Status if s is not Status.UNLISTED)}:
        yield "status", f"{status!r} is none of preferred, admitted, deprecated, superseded"
    for column, read in (("policy", read_policy), ("relations", read_relations)):
        try:
            read(row.get(column, ""))
        except ValueError as error:
            yield column, str(error)


def _status(row: Row, before: Iterable[Designation]) -> Status:
    """Return the status of a row; without one the first rendering is preferred, any other admitted."""
    if given := row.get("status"):
        return Status(given)
    return Status.ADMITTED if any(d.language == "en" for d in before) else Status.PREFERRED


def _concept(name: str, rows: list[Row]) -> Concept:
    designations: dict[tuple[str, str], Designation] = {}
    for language, column in (("zh-Hans", "zh"), ("zh-Hant", "zh_hant")):
        for row in rows:
            if term := row.get(column):
                first = not any(known == language for known, _ in designations)
                status = Status.PREFERRED if first else Status.ADMITTED
                designations.setdefault((language, term), Designation(term=term, language=language, status=status))
    for row in rows:
        if term := row.get("en"):
            details = {column: row.get(column, "") for column in DETAILS}
            designations.setdefault(
                ("en", term),
                Designation(
                    term=term,
                    language="en",
                    status=_status(row, designations.values()),
                    policy=read_policy(row.get("policy", "")),
                    **details,
                ),
            )
    first_of = {column: next((r[column] for r in rows if r.get(column)), "") for column in COLUMNS}
    return Concept(
        id=name,
        designations=tuple(designations.values()),
        subject=first_of["subject"],
        definition=first_of["definition"],
        first_mention=first_of["first_mention"],
        relations=read_relations(first_of["relations"]),
    )

"""Candidates written out: a glossary to fill in, JSON, lines to read."""

import csv
from collections.abc import Callable, Mapping
from io import TextIOWrapper
from typing import IO

import msgspec

from toolkit.extraction import Candidate, Context
from toolkit.reports import json_of
from toolkit.results import Failure, Tool
from toolkit.termbase import Source

# Columns of a CSV glossary: what a terminologist fills in, and what helps with it.
COLUMNS = ("zh", "en", "status", "subject", "definition", "source", "note")


class Suggestions(msgspec.Struct, frozen=True, kw_only=True):
    """The candidates of a run, the best first, as JSON has them."""

    version: int = 1
    tool: Tool
    glossaries: tuple[Source, ...]
    failures: tuple[Failure, ...]
    candidates: tuple[Candidate, ...]


def write_csv(suggestions: Suggestions, stream: IO[bytes]) -> None:
    """Write candidates as a CSV glossary, UTF-8, counts and contexts in its notes; it is valid as it is."""
    text = TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for candidate in suggestions.candidates:
        writer.writerow({candidate.language: candidate.term, "note": _note(candidate)})
    text.detach()


def write_json(suggestions: Suggestions, stream: IO[bytes]) -> None:
    """Write candidates with all that is known of them as JSON."""
    stream.write(msgspec.json.format(json_of(suggestions), indent=2) + b"\n")


def write_text(suggestions: Suggestions, stream: IO[bytes]) -> None:
    """Write a line for each candidate, and one for its first context."""
    for candidate in suggestions.candidates:
        lines = f"{candidate.term}  ({_figures(candidate)})\n    {_quotation(candidate.contexts[0])}\n"
        stream.write(lines.encode("utf-8", "backslashreplace"))


WRITERS: Mapping[str, Callable[[Suggestions, IO[bytes]], None]] = {
    "csv": write_csv,
    "json": write_json,
    "text": write_text,
}


def _note(candidate: Candidate) -> str:
    return " | ".join([_figures(candidate), *map(_quotation, candidate.contexts)])


def _figures(candidate: Candidate) -> str:
    count = f"{candidate.count:,} time{'s' if candidate.count > 1 else ''}"
    documents = f"{candidate.documents:,} article{'s' if candidate.documents > 1 else ''}"
    near = f"; listed: {', '.join(candidate.near)}" if candidate.near else ""
    return f"{candidate.kind.value}, {count} in {documents}{near}"


def _quotation(context: Context) -> str:
    place = ", ".join(filter(None, (context.document, context.part)))
    quotation = f"{context.before}[{context.surface}]{context.after}"
    return f"{place}:{context.line}:{context.column} {' '.join(quotation.split())}"

"""Documents with their damage undone, window by window, and every edit told by its place in the file."""

from collections.abc import Iterator

import msgspec
import regex

from toolkit.errors import FormatError
from toolkit.formats import Format, Run
from toolkit.formats.plain import Plain
from toolkit.furniture import furniture, mark
from toolkit.offsets import Edit, Span, replayed
from toolkit.repair import mend
from toolkit.repetition import Repetition
from toolkit.results import Failure, Tool
from toolkit.streams import Window
from toolkit.text import Text

_BLANK_LINES = regex.compile(r"[ \t\r]{0,200}\n\s*\n[ \t]{0,200}")  # what is left where markup was
_LINE_END = regex.compile(r"[ \t\r]{0,200}\n")


class EditResult(msgspec.Struct, frozen=True, kw_only=True):
    """One edit of a file; positions are code points of the decoded file, end exclusive."""

    part: str | None
    start: int
    end: int
    source: str
    replacement: str
    repair: str
    confidence: float


class FlagResult(msgspec.Struct, frozen=True, kw_only=True):
    """One place that looks damaged and was left alone."""

    part: str | None
    start: int
    end: int
    source: str
    rule: str
    message: str
    confidence: float


class FurnitureResult(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of page furniture."""

    part: str | None
    start: int
    end: int


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A window of a file after repair: all of it in its own format, or its text alone where asked for.

    Positions count from the beginning of the file; `changes` is how many edits there are, also where they are
    not told. `problems` are runs that could not be read and stay as they are.
    """

    text: str
    changes: int
    edits: tuple[EditResult, ...]
    flagged: tuple[FlagResult, ...]
    furniture: tuple[FurnitureResult, ...]
    problems: tuple[FormatError, ...]


class CleanedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file after repair, as `clean --format json` prints it."""

    id: str
    text: str
    sha256: str
    edits: tuple[EditResult, ...]
    flagged: tuple[FlagResult, ...]
    furniture: tuple[FurnitureResult, ...]


class CleanResults(msgspec.Struct, frozen=True, kw_only=True):
    """What `clean --format json` prints."""

    version: int = 1
    tool: Tool
    failures: tuple[Failure, ...]
    documents: tuple[CleanedDocument, ...]


class Cleaning(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is cleaned: furniture goes where that is asked for, markup where only the text is wanted.

    `in_utf8` lets a page that names another encoding name UTF-8, since it will be written in it; this alone is no
    change. `in_detail` tells each edit and all furniture, which costs more than the edits do, and of files whose
    bytes hold no text the text alone. `repetition` says which lines repeat across the documents of the run.
    """

    form: Format = Plain()
    remove_furniture: bool = False
    text_only: bool = False
    in_utf8: bool = False
    in_detail: bool = True
    repetition: Repetition | None = None

    def clean(self, window: Window) -> Cleaned:
        """Repair a window of a file."""
        raw, base = window.decoded.text, window.start
        text_only = self.text_only or (self.in_detail and self.form.celled) or isinstance(self.form, Plain)
        made: list[Edit] = []
        edits: list[EditResult] = []
        flags: list[FlagResult] = []
        places: list[FurnitureResult] = []
        texts: list[str] = []
        problems: list[FormatError] = []
        for run in self.form.runs(raw, window.lines):
            if isinstance(run, FormatError):
                problems.append(run)
                continue
            text = run.text(raw)
            head, tail = window.first or run.part is not None, window.last or run.part is not None
            if self.repetition:
                text = mark(text, self.repetition, head=head, tail=tail)
            mended = mend(text)
            wanted = self.remove_furniture or self.in_detail
            found = furniture(mended.text, head=head, tail=tail) if wanted else ()
            spans = [mended.map.to_source(span) for span in found]
            chosen = tuple(_without(text.text, mended.edits, spans)) if self.remove_furniture else mended.edits
            raw_edits = list(self.form.raw_edits(run, chosen))
            made += raw_edits
            if text_only:
                repaired = replayed(text.text, chosen) if self.remove_furniture else mended.text.text
                holes = run.markup and not run.part
                if holes or run.part:
                    repaired = _BLANK_LINES.sub("\n\n", repaired).strip() + "\n"
                texts.append(repaired)
            origin = -run.start if self.form.celled else base
            if self.in_detail:
                edits += [_edit(raw, origin, run, edit) for edit in raw_edits]
            flags += [_flag(raw, origin, text, flag) for flag in mended.flags]
            places += [_furniture(origin, text, span) for span in spans]
        changes = len(made)
        declared = (
            self.form.declared_encoding(raw) if window.first and window.decoded.encoding != "utf-8" else None
        )
        if self.in_utf8 and declared:
            edit = Edit(*declared, "utf-8", "declared encoding")
            made.append(edit)
            edits.insert(0, _edit(raw, base, Run(0, len(raw)), edit))
        return Cleaned(
            text="".join(texts) if text_only else replayed(raw, made),
            changes=changes,
            edits=tuple(edits),
            flagged=tuple(flags),
            furniture=tuple(places),
            problems=tuple(problems),
        )


def _without(text: str, edits: tuple[Edit, ...], spans: list[Span]) -> Iterator[Edit]:
    """Yield edits that delete spans, whole lines with their end, and the given ones that lie elsewhere."""
    whole: list[Span] = []
    for start, end in spans:
        line_end = _LINE_END.match(text, end) if text[start - 1 : start] in {"", "\n"} else None
        whole.append(Span(max(start, whole[-1].end if whole else 0), line_end.end() if line_end else end))
        yield Edit(*whole[-1], "", "furniture")
    for edit in edits:
        if not any(start < edit.end and edit.start < end for start, end in whole):
            yield edit


def _edit(raw: str, base: int, run: Run, edit: Edit) -> EditResult:
    return EditResult(
        part=run.part,
        start=base + edit.start,
        end=base + edit.end,
        source=raw[edit.start : edit.end],
        replacement=edit.replacement,
        repair=edit.kind,
        confidence=edit.confidence,
    )


def _furniture(base: int, text: Text, span: Span) -> FurnitureResult:
    start, end = text.to_raw(span)
    return FurnitureResult(part=text.part, start=base + start, end=base + end)


def _flag(raw: str, base: int, text: Text, flag: Edit) -> FlagResult:
    start, end = text.to_raw(Span(flag.start, flag.end))
    rule, _, kind = flag.kind.partition("/")
    what = kind or rule.replace("-", " ")
    lost = flag.replacement == text.text[flag.start : flag.end]
    if lost:
        message = f"{what}: the text is lost and cannot be restored"
    else:
        message = f"{what}: perhaps {flag.replacement!r}, not sure enough to edit"
    return FlagResult(
        part=text.part,
        start=base + start,
        end=base + end,
        source=raw[start:end],
        rule="encoding-damage" if lost else rule,
        message=message,
        confidence=flag.confidence,
    )

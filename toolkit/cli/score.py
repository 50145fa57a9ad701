"""xindaya score."""

import shlex
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from toolkit.cli import app
from toolkit.cli._options import (
    Encoding,
    Glossary,
    Output,
    emit,
    never_over_inputs,
    progress,
    say,
    settings_of,
    termbase_of,
)
from toolkit.errors import UsageError
from toolkit.termbase import Termbase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.scoring import Evaluation

DEFAULT = ("bleu", "chrf")


class ScoreFormat(StrEnum):
    """How scores are printed."""

    TEXT = "text"
    JSON = "json"


class Paired(StrEnum):
    """The test by which systems are compared with the first."""

    BOOTSTRAP = "bootstrap"
    AR = "ar"


@app.command()
def score(  # noqa: PLR0913 - options of a command line
    hypothesis: Annotated[
        list[Path],
        typer.Argument(metavar="HYPOTHESIS...", help="Translations, one segment a line, or JSON lines with text."),
    ],
    *,
    reference: Annotated[
        list[Path] | None, typer.Option("--reference", "-r", help="A reference, line by line; may be repeated.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--source", "-s", help="The source, line by line: for metrics of terms.")
    ] = None,
    glossary: Glossary = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            "-m",
            help="bleu, chrf, chrf++, ter; compliance, consistency, wmt21-exact, wmt21-window, wmt21-term, "
            "wmt23-success, wmt25-success, wmt25-consistency-first, -frequent, -predefined; may be repeated. "
            "Default: bleu and chrf.",
        ),
    ] = None,
    scorer: Annotated[
        str | None,
        typer.Option(
            "--scorer",
            metavar="COMMAND",
            help="Score by a command of your own, such as COMET: it reads JSON lines with mt, src and ref, and "
            "prints JSON lines with score.",
        ),
    ] = None,
    align: Annotated[
        bool,
        typer.Option("--align", help="The files are documents that do not go line by line: align them first."),
    ] = False,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Tell 95 % intervals, by bootstrap resampling.")
    ] = False,
    resamples: Annotated[int, typer.Option(min=2, help="How many bootstrap resamples the intervals take.")] = 1000,
    paired: Annotated[
        Paired | None, typer.Option("--paired", help="Compare each system with the first, by this test.")
    ] = None,
    tokenize: Annotated[
        str | None,
        typer.Option("--tokenize", help="BLEU's tokenizer: 13a, char, intl, none or zh. Default: by language."),
    ] = None,
    output_format: Annotated[ScoreFormat, typer.Option("--format", "-f", help="How to print.")] = ScoreFormat.TEXT,
    output: Output = None,
    encoding: Encoding = None,
) -> None:
    """Score translations against references as sacreBLEU does, and their terms against a source and a glossary.

    Where repair would change a translation, scores of the repaired text stand beside those of the text as it is.

    [bold]Examples[/]

      xindaya score a.txt b.txt --reference reference.txt --paired bootstrap

      xindaya score a.txt --reference r1.txt --reference r2.txt --metric chrf++

      xindaya score a.txt --source zh.txt --glossary terms.csv --metric compliance

      xindaya score article.txt --reference other.txt --align

    Exit code 0: scored; 2: wrong use, or an input that could not be read.
    """
    from toolkit import files, scoring, units  # noqa: PLC0415 - heavy, and not needed for help
    from toolkit.alignment.bilingual import Terms  # noqa: PLC0415
    from toolkit.metrics import METRICS  # noqa: PLC0415
    from toolkit.recognition.listed import ListedRenderings  # noqa: PLC0415

    paths = [*hypothesis, *(reference or ()), *([source] if source else ())]
    if sum(str(path) == files.STDIN for path in paths) > 1:
        message = "standard input can be read once; name files for the others"
        raise UsageError(message)
    inputs = [files.Input(path, str(path)) for path in paths]
    never_over_inputs(output, inputs)
    reading = files.Reading(encoding=encoding)
    systems, references = inputs[: len(hypothesis)], inputs[len(hypothesis) :][: len(reference or ())]
    origin = inputs[-1] if source else None
    if paired and 1 == len({found.path.resolve() for found in systems}) < len(systems):
        message = (
            f"{' and '.join(found.id for found in systems)} are one and the same file; compare it with another"
        )
        raise UsageError(message)
    names = dict.fromkeys(metric or (() if scorer else DEFAULT))
    metrics = [
        METRICS.build(name, {"tokenize": tokenize} if name == "bleu" and tokenize else {}) for name in names
    ]
    if scorer:
        metrics.append(METRICS.build("external", {"command": shlex.split(scorer)}))
    termbase = Termbase()
    if glossary or source or any(each.reads_terms for each in metrics):
        termbase = termbase_of(glossary, settings_of(), output)
    if align:
        terms = Terms(termbase, ListedRenderings(termbase))
        material = scoring.by_document(systems, references, origin, terms, reading)
    else:
        material = scoring.by_line(systems, references, origin, reading.encoding)
    given = msgspec.structs.replace(material.given, termbase=termbase, units=units.load())
    evaluation = scoring.evaluate(
        msgspec.structs.replace(material, given=given),
        metrics,
        resamples=resamples if confidence else 0,
        paired=paired.value if paired else None,
        aligned=align,
        progress=partial(progress, label="scoring"),
    )
    if output_format is ScoreFormat.JSON:
        emit(msgspec.json.format(msgspec.json.encode(evaluation), indent=2) + b"\n", output)
        return
    for note in evaluation.notes:
        say(note)
    emit("".join(f"{line}\n" for line in _text(evaluation)).encode(), output)


def _text(evaluation: "Evaluation") -> "Iterator[str]":
    """Yield a block for each metric: its name and signature, and a line for each system."""
    if evaluation.aligned:
        yield "documents aligned by sentence"
    by_metric: dict[tuple[str, str], list[str]] = {}
    for system in evaluation.systems:
        for made in system.scores:
            interval = "" if made.low is None else f"[{made.low:.4f}, {made.high:.4f}]"
            row = f"{made.value:12.4f}  {interval:20} n={made.n:<7,} {system.name}"
            by_metric.setdefault((made.metric, made.signature), []).append(row)
    for (metric, signature), rows in by_metric.items():
        yield f"{metric}\n  {signature}"
        yield from rows
    for compared in evaluation.paired:
        p = "baseline" if compared.p_value is None else f"p = {compared.p_value:.4f}"
        if compared.p_value is None:
            yield f"{compared.metric}, paired {compared.test}\n  {compared.signature}"
        yield f"{compared.value:12.4f}  {p:20} {compared.system}"

"""How well renderings are found: F1 on labelled articles, for three glossaries.

Labels and articles are found by XINDAYA_SHARED. Spans count whose concept the glossary has; nested spans are
neutral; a match is the same concept and an overlap of at least half (intersection over union).
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from toolkit import files, preparation, termbases, units
from toolkit.offsets import Span
from toolkit.recognition import TermOccurrence
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.recognition.folding import fold, fold_term
from toolkit.recognition.variants import form_of, variants
from toolkit.termbase import Concept, Designation, Status, Termbase

UNITS = units.load()
SHARED = Path(os.environ.get("XINDAYA_SHARED", "../shared"))
TUNING = ("002", "004")  # the articles that are there for tuning
ENOUGH = 0.5  # overlap of a match


class Label(NamedTuple):
    span: Span
    zh: str
    nested: bool
    surface: str


class Found(NamedTuple):
    span: Span
    zh: frozenset[str]
    surface: str


class Outcome(NamedTuple):
    hits: list[Label]
    missed: list[Label]
    wrong: list[Found]

    @property
    def figures(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        right = len(self.hits)
        precision, recall = right / max(right + len(self.wrong), 1), right / max(right + len(self.missed), 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def show(line: str) -> None:
    sys.stdout.write(line + "\n")


def article_paths() -> Iterator[Path]:
    return iter(sorted((SHARED / "articles").glob("*.txt")))


def labels(article: str) -> list[Label]:
    rows = map(msgspec.json.decode, (SHARED / "gold" / "annotations_dev.jsonl").read_text("utf-8").splitlines())
    return [
        Label(Span(row["start"], row["end"]), bare(row["zh"]), row["nested"], row["surface"])
        for row in rows
        if row["article"] == article
    ]


def bare(zh: str) -> str:
    return "".join(c for c in zh if c not in "“”‘’《》\"' ")


def names(concept: Concept) -> frozenset[str]:
    return frozenset(bare(d.term) for d in concept.terms("zh"))


def overlap(one: Span, other: Span) -> float:
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(both, 0) / (max(one.end, other.end) - min(one.start, other.start))


def score(found: Iterable[Found], wanted: Iterable[Label], known: frozenset[str]) -> Outcome:
    wanted = [label for label in wanted if label.zh in known]
    outer = [label for label in wanted if not label.nested]
    hits: list[Label] = []
    wrong: list[Found] = []
    for each in found:
        same = [label for label in wanted if label.zh in each.zh and overlap(label.span, each.span) >= ENOUGH]
        new = [label for label in same if not label.nested and label not in hits]
        hits += new[:1]
        if not same:
            wrong.append(each)
    return Outcome(hits, [label for label in outer if label not in hits], wrong)


def official() -> Termbase:
    """Return the term list alone, variants admitted, known-bad renderings deprecated."""
    concepts = []
    for at, line in enumerate((SHARED / "terms" / "terms.jsonl").read_text("utf-8").splitlines()):
        term = msgspec.json.decode(line)
        designations = [Designation(term=term["zh"], language="zh-Hans", status=Status.PREFERRED)]
        english = [(term["en"], Status.PREFERRED, "")]
        english += [(variant, Status.ADMITTED, "") for variant in term["variants"]]
        english += [(bad["term"], Status.DEPRECATED, bad["reason"]) for bad in term["deprecated"]]
        for wording, status, reason in english:
            plain = wording.partition(" (")[0] or wording
            designations.append(Designation(term=plain, language="en", status=status, reason=reason))
        concepts.append(Concept(id=f"t{at}", designations=tuple(designations)))
    return Termbase(tuple(concepts))


def without_own(termbase: Termbase, article: Path) -> Termbase:
    """Return a termbase without the renderings that, of all articles and the term list, only one shows."""
    texts = {path: f" {fold(path.read_text('utf-8'))[0]} " for path in article_paths()}
    listed = {fold_term(d.term) for c in official().concepts for d in c.terms("en")}

    def stays(designation: Designation) -> bool:
        forms = [form for form, _ in variants(designation)]
        shown = {path for path, text in texts.items() if any(form in text for form in forms)}
        return designation.language != "en" or shown != {article} or bool(listed.intersection(forms))

    concepts = (
        msgspec.structs.replace(c, designations=tuple(d for d in c.designations if stays(d)))
        for c in termbase.concepts
    )
    return Termbase(tuple(concepts))


def occurrences(
    path: Path, termbase: Termbase, lexicon: Mapping[str, units.Unit] | None = UNITS
) -> Iterator[tuple[TermOccurrence, Span]]:
    """Yield what is found in an article, with its place in the file; without a lexicon, what is listed."""
    document = files.read(next(iter(files.walk([str(path)]))))  # type: ignore[arg-type]
    article = preparation.prepare(document, CompiledTermbase(termbase, lexicon))
    for occurrence in article.occurrences:
        place = article.address(occurrence.text, occurrence.span)
        yield occurrence, Span(place.start, place.end)


def found_in(path: Path, termbase: Termbase, lexicon: Mapping[str, units.Unit] | None = UNITS) -> list[Found]:
    return [
        Found(
            span,
            frozenset[str]().union(*(names(termbase[name]) for name in (o.concept, *o.candidates))),
            f"{o.rendering} ({o.confidence:.2f})",
        )
        for o, span in occurrences(path, termbase, lexicon)
    ]


def evaluate(termbase_for: Callable[[Path], Termbase], articles: Iterable[str], *, verbose: bool) -> Outcome:
    total = Outcome([], [], [])
    for path in article_paths():
        name = path.name[:3]
        if name in articles:
            termbase = termbase_for(path)
            known = frozenset().union(*map(names, termbase.concepts))
            outcome = score(found_in(path, termbase), labels(name), known)
            total = Outcome(total.hits + outcome.hits, total.missed + outcome.missed, total.wrong + outcome.wrong)
    if verbose:
        show_errors(total)
    return total


def show_errors(outcome: Outcome) -> None:
    for label in outcome.missed:
        show(f"  missed {label.zh} | {label.surface}")
    for each in outcome.wrong:
        show(f"  wrong  {'/'.join(sorted(each.zh))} | {each.surface}")


def listed(termbase_for: Callable[[Path], Termbase], articles: Iterable[str], *, verbose: bool) -> Outcome:
    """Score listed renderings alone, on the labels whose wording the glossary lists for their concept.

    Nested ones are neutral: a hit inside a label, or around one, where the one Chinese term holds the other, and
    a label inside such a hit.
    """
    total = Outcome([], [], [])
    for path in (path for path in article_paths() if path.name[:3] in articles):
        termbase, all_labels = termbase_for(path), labels(path.name[:3])
        known = frozenset[str]().union(*map(names, termbase.concepts))
        found = found_in(path, termbase, None)
        outcome = score(found, all_labels, known)
        forms = {
            (form, zh)
            for concept in termbase.concepts
            for designation in concept.terms("en")
            for form, _ in variants(designation)
            for zh in names(concept)
        }
        missed = [
            label
            for label in outcome.missed
            if (fold_term(label.surface), label.zh) in forms and not any(around(hit, label) for hit in found)
        ]
        wrong = [
            hit
            for hit in outcome.wrong
            if not any(inside(hit, label) or around(hit, label) for label in all_labels)
        ]
        total = Outcome(total.hits + outcome.hits, total.missed + missed, total.wrong + wrong)
    if verbose:
        show_errors(total)
    return total


def inside(hit: Found, label: Label) -> bool:
    """Tell whether a hit is a part of a label, its Chinese term, too."""
    held = label.span.start <= hit.span.start and hit.span.end <= label.span.end
    return held and any(zh in label.zh for zh in hit.zh)


def around(hit: Found, label: Label) -> bool:
    """Tell whether a label is a part of a hit, its Chinese term, too."""
    held = hit.span.start <= label.span.start and label.span.end <= hit.span.end
    return held and any(label.zh in zh for zh in hit.zh)


class Dropped(NamedTuple):
    """Labels whose listed form was dropped: found all the same, and all; unlisted hits that no label has."""

    found: int
    all: int
    wrong: int


def dropped(termbase: Termbase, articles: Iterable[str]) -> Dropped:
    """Drop each listed form of the articles in turn and look whether it is found as an unlisted one."""
    found = total = wrong = 0
    known = frozenset[str]().union(*map(names, termbase.concepts))
    for path in (path for path in article_paths() if path.name[:3] in articles):
        outer = [label for label in labels(path.name[:3]) if label.zh in known and not label.nested]
        by_form: dict[tuple[str, str], list[Label]] = {}
        for occurrence, span in occurrences(path, termbase):
            zh = names(termbase[occurrence.concept])
            if occurrence.status is Status.UNLISTED:
                same = [label for label in labels(path.name[:3]) if overlap(label.span, span) >= ENOUGH]
                wrong += not any(label.zh in zh for label in same)
                continue
            key = occurrence.concept, form_of(occurrence.designation)
            by_form.setdefault(key, []).extend(
                label for label in outer if label.zh in zh and overlap(label.span, span) >= ENOUGH
            )
        for (name, form), wanted in by_form.items():
            without = Termbase(tuple(_without(concept, name, form) for concept in termbase.concepts))
            outcome = score(found_in(path, without), wanted, known)
            found, total = found + len(outcome.hits), total + len(wanted)
    return Dropped(found, total, wrong)


def _without(concept: Concept, name: str, form: str) -> Concept:
    if concept.id != name:
        return concept
    kept = tuple(d for d in concept.designations if d.language != "en" or form_of(d.term) != form)
    return msgspec.structs.replace(concept, designations=kept)


def main() -> None:
    shipped = termbases.load(termbases.shipped())
    glossaries: dict[str, Callable[[Path], Termbase]] = {
        "term list": lambda _: official(),
        "shipped": lambda _: shipped,
        "shipped, own renderings dropped": lambda path: without_own(shipped, path),
    }
    for name, termbase_for in glossaries.items():
        outcome = evaluate(termbase_for, TUNING, verbose="-v" in sys.argv)
        precision, recall, f1 = outcome.figures
        show(f"{name:34} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
        precision, recall, _ = listed(termbase_for, TUNING, verbose="-v" in sys.argv).figures
        show(f"{'  listed renderings alone':34} precision {precision:.3f}  recall {recall:.3f}")
    drop = dropped(shipped, TUNING)
    right = drop.found / max(drop.found + drop.wrong, 1)
    show(f"listed forms dropped in turn: found {drop.found / drop.all:.3f} of {drop.all}, precision {right:.3f}")


if __name__ == "__main__":
    main()

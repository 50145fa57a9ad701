"""Term checks on human translations with a real termbase: alarms, and true hits lost against exact matching.

    XINDAYA_SHARED=... python -m tests.benchmarks.bench_pairs [--show]

The WMT25 terminology pairs (English to Chinese) turned round, each year with its own terms. A check is a term of
the source; an alarm one of which the target shows no trace. Exact matching looks for the wordings of the term in
the lower-cased target, and so does "lost": a check that exact matching passes in whole words, and we do not.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import regex

from toolkit import units
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.termbase import Concept, Designation, Status, Termbase

DATA = Path(os.environ.get("XINDAYA_SHARED", "../shared")) / "data"
write = sys.stdout.write


def rows(name: str) -> list[dict[str, Any]]:
    lines = (DATA / f"wmt25_terminology_enzh_{name}.jsonl").read_text("utf-8").splitlines()
    return [msgspec.json.decode(line) for line in lines]


def turned(proper: dict[str, list[str]]) -> Termbase:
    """Return a termbase of the Chinese terms, the first English wording of each preferred."""
    wordings: dict[str, list[Designation]] = {}
    for english, chinese in proper.items():
        for term in chinese:
            known = wordings.setdefault(term, [])
            known.append(
                Designation(term=english, language="en", status=Status.ADMITTED if known else Status.PREFERRED)
            )
    return Termbase(
        tuple(
            Concept(id=f"c{at}", designations=(Designation(term=term, language="zh-Hant"), *english))
            for at, (term, english) in enumerate(wordings.items())
        )
    )


def pairs(documents: list[dict[str, Any]], year: int) -> Iterator[tuple[str, str]]:
    for document in documents:
        chinese, english = document["zh"].split("\n"), document["en"].split("\n")
        if document["year"] == year and len(chinese) == len(english):
            yield from ((z, e) for z, e in zip(chinese, english, strict=True) if z.strip() and e.strip())


def stands(wording: str, text: str) -> bool:
    """Tell whether a wording stands in whole words."""
    return regex.search(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(wording)}(?![\p{{L}}\p{{N}}])", text) is not None


def main() -> None:
    """Print alarms beside those of exact matching, and what is lost."""
    if not DATA.is_dir():
        write("the WMT25 pairs are not there: XINDAYA_SHARED says where they are\n")
        return
    documents, count = rows("docs"), Counter[str]()
    for glossary in rows("glossaries"):
        termbase, texts = turned(glossary["proper"]), list(pairs(documents, glossary["year"]))
        results = CompiledTermbase(termbase, units.load()).paired.find(texts)
        for (source, target), result in zip(texts, results, strict=True):
            lower = target.lower()
            checks = {concept for term in result.terms for concept in term.concepts}
            found = {name for o in result.occurrences for name in (o.concept, *o.candidates)}
            count["checks"] += len(checks)
            count["alarms"] += len({term.concepts for term in result.omitted})
            for concept in (c for c in termbase.concepts if c.zh in source):
                wordings = [d.term.lower() for d in concept.terms("en")]
                count["exact checks"] += 1
                count["exact alarms"] += not any(wording in lower for wording in wordings)
                if concept.id in checks - found and any(stands(wording, lower) for wording in wordings):
                    count["lost"] += 1
                    if "--show" in sys.argv:
                        write(f"lost {concept.zh} {wordings}\n  {source}\n  {target}\n")
    for name in ("exact ", ""):
        alarms, checks = count[f"{name}alarms"], count[f"{name}checks"]
        write(f"{name or 'xindaya '}alarms {alarms} of {checks}: {alarms / checks:.1%}\n")
    write(f"whole-word hits of exact matching lost: {count['lost']}\n")


if __name__ == "__main__":
    main()

"""Speed and false alarms beside the peers, in one run: Weblate, Translate Toolkit's pofilter and sacreBLEU.

    PEERS_PYTHON=build/peers/bin/python python -m tests.benchmarks.bench_peers

Weblate and Translate Toolkit are under the GPL and imported nowhere by us: an interpreter of another environment
that has them (`make peers`) runs the script below on a PO file and a glossary. Weblate's check looks for terms by
its own automaton and class; its database is a dictionary here, in its favour. pofilter runs all its tests. Time is
processor time once a glossary is compiled; of pofilter and of our check on a file, reading and writing included.

Pairs are the WMT25 terminology pairs where XINDAYA_SHARED has them (as in bench_pairs: human translations, so that
an alarm is a false one), else sentences of the sample articles with the policy glossary.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import msgspec
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from tests.benchmarks import bench_pairs
from toolkit import files, preparation, scoring, termbases, units
from toolkit.alignment.bilingual import Terms
from toolkit.engines import local
from toolkit.metrics import METRICS
from toolkit.recognition.compiled import CompiledTermbase
from toolkit.settings import Settings
from toolkit.termbase import Status, Termbase

CORPORA = Path(__file__).parents[2] / "corpora"
PEERS = r"""
import copy, json, sys, tempfile, time
from types import SimpleNamespace as Record
from unittest.mock import MagicMock

po, glossary = sys.argv[1:]
for name in ("cairo", "gi", "gi.repository"):  # they draw, and need headers of the system
    sys.modules[name] = MagicMock()

import django
from django.conf import settings
from weblate import settings_example

given = {name: getattr(settings_example, name) for name in dir(settings_example) if name.isupper()}
given |= {
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "DATA_DIR": tempfile.mkdtemp(), "SECRET_KEY": "-", "SITE_DOMAIN": "localhost", "LOGGING_CONFIG": None,
}
settings.configure(**given)
django.setup()

from translate.filters import pofilter
from translate.storage.po import pofile
from weblate.checks.glossary import GlossaryCheck
from weblate.glossary import models
from weblate.trans.models import component


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def same(self, *conditions, **more):
        return self

    select_related = exclude = prefetch_related = prefetch = same

    def filter(self, condition):
        ((_, terms),) = condition.children
        names = [term.get_source_expressions()[0].value for term in terms]
        return [row for name in names for row in self.rows.get(name, ())]


rows = {}
for at, line in enumerate(open(glossary, encoding="utf-8")):
    source, target = line.rstrip("\n").split("\t")
    row = Record(pk=at, source=source, target=target, all_flags=(), glossary_sort_key=(at,), variant_id=None)
    rows.setdefault(source.lower(), []).append(row)
models.get_glossary_units = lambda *of: Rows(rows)
component.prefetch_glossary_terms = lambda *of: None
project = Record(slug="p", glossaries=[Record(glossary_sources=list(rows))])
project.glossary_automaton = models.get_glossary_automaton(project)
languages = [Record(uses_whitespace=lambda: False), Record(uses_whitespace=lambda: True)]
translation = Record(
    id=1, language=languages[1],
    component=Record(hide_glossary_matches=False, project=project, source_language=languages[0]),
)
told = [
    Record(pk=None, source=unit.source, target=unit.target, translation=translation, glossary_terms=None)
    for unit in pofile.parsefile(po).units if not unit.isheader()
]
check, start = GlossaryCheck(), time.process_time()
models.fetch_glossary_terms(told, include_variants=False)
alarms = sum(len(check.check_single(unit.source, unit.target, unit)) for unit in told)
weblate = time.process_time() - start
checks = sum(len({term.source for term in unit.glossary_terms}) for unit in told)

sys.argv[1:] = ["--progress=none", po, po + ".out"]
start = time.process_time()
pofilter.main()
pofilter = time.process_time() - start
print(json.dumps({"weblate": weblate, "alarms": alarms, "checks": checks, "pofilter": pofilter}))
"""

write = sys.stdout.write


def material() -> tuple[list[tuple[str, str]], Termbase]:
    """Return pairs of a Chinese and an English sentence, and a glossary."""
    if bench_pairs.DATA.is_dir():
        documents, glossaries = bench_pairs.rows("docs"), bench_pairs.rows("glossaries")
        pairs = [pair for each in glossaries for pair in bench_pairs.pairs(documents, each["year"])]
        return pairs, bench_pairs.turned({en: zh for each in glossaries for en, zh in each["proper"].items()})
    termbase = termbases.load(termbases.shipped())
    renderings = CompiledTermbase(termbase, units.load())
    terms = Terms(termbase, renderings.listed)
    pairs = []
    for path in sorted((CORPORA / "en").glob("*.txt")):
        source, target = (files.read(files.Input(each, each.name)) for each in (CORPORA / "zh" / path.name, path))
        article = preparation.prepare_pair(target, source, renderings, terms)
        pairs += [
            tuple(
                " ".join(side.texts[segment.text].text[slice(*segment.span)] for segment in segments)
                for side, segments in ((article.origin, pair.source), (article, pair.target))
            )
            for pair in article.pairs
            if pair.source and pair.target
        ]
    return pairs * 20, termbase


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time of the better of two runs, and what it gives."""
    best, made = float("inf"), None
    for _ in range(2):
        start = process_time()
        made = work()
        best = min(best, process_time() - start)
    return best, made


def po(pairs: list[tuple[str, str]]) -> str:
    """Return pairs as a PO file."""
    units = (
        f"#: {at}\nmsgctxt {quoted(str(at))}\nmsgid {quoted(zh)}\nmsgstr {quoted(en)}\n"
        for at, (zh, en) in enumerate(pairs)
    )
    return "\n".join(['msgid ""\nmsgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"\n', *units])


def quoted(text: str) -> str:
    """Return text as PO quotes it."""
    return msgspec.json.encode(text).decode()


def row(name: str, pairs: float, theirs: float, note: str = "") -> None:
    """Print pairs a second, and how many times those of a peer ours are."""
    write(f"{name:52}{pairs:11,.0f}{pairs / theirs:9.1f}  {note}\n")


def check(pairs: list[tuple[str, str]], termbase: Termbase, interpreter: str) -> None:
    """Print the speed of term checks, and of all checks on a file."""
    renderings, count = CompiledTermbase(termbase, units.load()).paired, len(pairs)
    list(renderings.find(pairs[:100]))
    seconds, results = timed(lambda: list(renderings.find(pairs)))
    checks = sum(len({concept for term in result.terms for concept in term.concepts}) for result in results)
    alarms = sum(len({term.concepts for term in result.omitted}) for result in results)
    with TemporaryDirectory() as folder:
        file, glossary = Path(folder) / "pairs.po", Path(folder) / "glossary.tsv"
        file.write_text(po(pairs), "utf-8")
        lines = [
            f"{c.zh}\t{d.term}\n"
            for c in termbase.concepts
            for d in c.terms("en")
            if d.status is not Status.DEPRECATED
        ]
        glossary.write_text("".join(lines), "utf-8")
        whole, _ = timed(lambda: local.check([str(file)], termbase, Settings()))
        if interpreter:
            command = [interpreter, "-c", PEERS, str(file), str(glossary)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            peer = msgspec.json.decode(done.stdout.splitlines()[-1])
            rate = count / peer["weblate"]
            row("terms of pairs: Weblate", rate, rate, f"alarms {peer['alarms']:,} of {peer['checks']:,}")
            row("terms of pairs: xindaya", count / seconds, rate, f"alarms {alarms:,} of {checks:,}")
            rate = count / peer["pofilter"]
            row("a PO file: pofilter, all its tests", rate, rate)
            row("a PO file: xindaya, all its checks", count / whole, rate)
        else:
            row("terms of pairs: xindaya", count / seconds, count / seconds, f"alarms {alarms:,} of {checks:,}")
            row("a PO file: xindaya, all its checks", count / whole, count / whole)


def score(pairs: list[tuple[str, str]]) -> None:
    """Print the speed of BLEU and chrF of texts whose every tenth word is gone."""
    references = [english for _, english in pairs]
    system = [" ".join(word for at, word in enumerate(line.split()) if at % 10) for line in references]
    count = len(pairs)
    theirs, _ = timed(lambda: [metric.corpus_score(system, [references]) for metric in (BLEU(), CHRF())])
    metrics = [METRICS.build("bleu"), METRICS.build("chrf")]
    ours, _ = timed(lambda: scoring.evaluate(scoring.of_segments({"a": system}, [references]), metrics))
    row("BLEU and chrF: sacreBLEU", count / theirs, count / theirs)
    row("BLEU and chrF: xindaya, repair included", count / ours, count / theirs)


def main() -> None:
    """Print a table."""
    pairs, termbase = material()
    write(f"{f'{len(pairs):,} pairs, {len(termbase.concepts):,} concepts':52}{'pairs/s':>11}{'ratio':>9}\n")
    check(pairs, termbase, os.environ.get("PEERS_PYTHON", ""))
    score(pairs)


if __name__ == "__main__":
    main()

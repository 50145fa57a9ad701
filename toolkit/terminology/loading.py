"""Glossaries read from files and made one."""

from collections.abc import Sequence
from pathlib import Path

from toolkit import shipped, termbases
from toolkit.house import House
from toolkit.termbase import Termbase
from toolkit.terminology.comparison import Side
from toolkit.terminology.merging import merge

_USUAL = House()


def load(paths: Sequence[Path] = (), style: House = _USUAL) -> Termbase:
    """Return the termbase in some files, or of names that come along; in none the one for policy.

    Concepts with one id or Chinese term are one, and the word of the later file counts. The preferred renderings
    are those of the house style. Raises InputError, TermbaseError with all broken entries.
    """
    termbase, *others = map(termbases.load, map(shipped.glossary, paths or (Path("policy"),)))
    for other in others:
        concepts = merge(termbase, other, prefer=Side.SECOND).concepts
        termbase = Termbase(concepts, termbase.sources + other.sources)
    return style.apply(termbase)

"""What checks and metrics need from outside: one immutable record, built once in each process."""

import msgspec

from toolkit.census import Census
from toolkit.termbase import Termbase


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """The glossary and the census of all articles of the run."""

    termbase: Termbase
    census: Census = Census()

"""Parts and their families: one module for each part, found by its file name.

A part is a frozen record of its options with one method and no state. A family is a package in which each
public module holds one part: `toolkit/checks/repeated_word.py` holds the check `repeated-word`. Other
distributions add parts through entry points. Nothing is imported before it is asked for.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from typing import ClassVar, Generic, TypeVar

import msgspec

from toolkit.errors import ConfigurationError, UsageError, nearest


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen record of options. Subclasses add the one method of their family."""

    after: ClassVar[tuple[str, ...]] = ()  # names of the parts of its family that come before it


PartType = TypeVar("PartType", bound=Part)


class Family(Generic[PartType]):
    """The parts of one kind: the public modules of `package` and the entry points of the same name.

    Names are those of the files, with hyphens, and + for plus: chrf_plus_plus.py is chrf++. A part's class is the
    one subclass of `base` that its module defines.
    """

    def __init__(self, package: str, base: type[PartType]) -> None:
        self.package = package
        self.base = base

    @cached_property
    def _places(self) -> Mapping[str, str | EntryPoint]:
        places: dict[str, str | EntryPoint] = {
            _named(module.name): f"{self.package}.{module.name}"
            for module in iter_modules(import_module(self.package).__path__)
            if not module.name.startswith("_")
        }
        for entry in entry_points(group=self.package.replace("toolkit", "xindaya", 1)):
            places.setdefault(entry.name, entry)
        return dict(sorted(places.items()))

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, sorted; imports none of them."""
        return tuple(self._places)

    def load(self, name: str) -> type[PartType]:
        """Import one part's class. Raises UsageError where there is none of that name."""
        place = self._places.get(name)
        if place is None:
            kind = re.sub(r"(?<!^)(?=[A-Z])", " ", self.base.__name__).lower()
            message = f"no {kind} is called {name!r}; {nearest(name, self.names())}"
            raise UsageError(message)
        if isinstance(place, EntryPoint):
            loaded: type[PartType] = place.load()
            return loaded
        module = import_module(place)
        own = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, self.base) and value.__module__ == place
        ]
        if len(own) != 1:
            message = f"{place} must define one {self.base.__name__}, it defines {len(own)}"
            raise UsageError(message)
        return own[0]

    def build(self, name: str, options: Mapping[str, object] | None = None) -> PartType:
        """Make a part from options. Raises ConfigurationError where they do not fit it."""
        try:
            return msgspec.convert(options or {}, self.load(name))
        except msgspec.ValidationError as error:
            message = f"{name}: {error}"
            raise ConfigurationError(message) from error

    def in_order(self) -> Iterator[type[PartType]]:
        """Yield every part's class, each after those that its `after` names, else by name.

        Raises ConfigurationError where the order has a cycle or names a part that is not there.
        """
        classes = {name: self.load(name) for name in self.names()}
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for name, part in classes.items():
            unknown = set(part.after) - set(classes)
            if unknown:
                message = f"{name} wants to come after {', '.join(sorted(unknown))}, which is not there"
                raise ConfigurationError(message)
            sorter.add(name, *part.after)
        try:
            sorter.prepare()
        except CycleError as error:
            message = f"the order of {self.package} has a cycle: {' after '.join(error.args[1])}"
            raise ConfigurationError(message) from error
        while sorter.is_active():
            ready = sorted(sorter.get_ready())
            for name in ready:
                yield classes[name]
            sorter.done(*ready)


def name_of(part: Part | type[Part]) -> str:
    """Return the name by which a family knows a part: that of its file, with hyphens, and + for plus."""
    module = part.__module__ if isinstance(part, type) else type(part).__module__
    return _named(module.rpartition(".")[2])


def _named(module: str) -> str:
    return module.replace("_plus", "+").replace("_", "-")

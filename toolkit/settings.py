"""Settings of a run, from xindaya.toml or the table [tool.xindaya] of pyproject.toml."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from toolkit import shipped
from toolkit.errors import ConfigurationError, nearest
from toolkit.house import House

WEIGHTS: dict[str, float] = {"neutral": 0.0, "minor": 1.0, "major": 5.0, "critical": 25.0}
SEVERITIES = tuple(WEIGHTS)


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user can choose.

    `select` and `ignore` name rules; an empty `select` means all. `weights` are penalty points by severity.
    `exempt` names concepts, by id or Chinese term, with the rules whose findings on them are lived with; no rules
    mean all. `house` names the house style, one of `houses` or one that comes along; empty is the glossary's own
    choice.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: float = 0.0
    weights: Mapping[str, float] = msgspec.field(default_factory=WEIGHTS.copy)
    fail_on: str = "major"
    exempt: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    glossary: tuple[str, ...] = ()
    house: str = ""
    houses: Mapping[str, House] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        for rules in (self.select, self.ignore):
            if isinstance(rules, str):
                message = f"{rules!r} is one name, and rules are several: ({rules!r},)"
                raise ConfigurationError(message)
        if self.fail_on not in {"never", *SEVERITIES[1:]}:
            message = f"fail_on is {self.fail_on!r}; it is one of never, {', '.join(SEVERITIES[1:])}"
            raise ConfigurationError(message)
        if not 0 <= self.min_confidence <= 1:
            message = f"min_confidence is {self.min_confidence}; it goes from 0 to 1"
            raise ConfigurationError(message)
        if wrong := sorted(set(self.weights) ^ set(SEVERITIES)):
            message = f"weights wants a number for each of {', '.join(SEVERITIES)}; look at {', '.join(wrong)}"
            raise ConfigurationError(message)


def load(folder: Path) -> Settings:
    """Return the settings for a folder: of the nearest configuration file in it or above, else the defaults.

    Raises ConfigurationError with every wrong key and the nearest right one.
    """
    for place in (folder.resolve(), *folder.resolve().parents):
        own, shared = place / "xindaya.toml", place / "pyproject.toml"
        if own.is_file():
            return read(own, _table(own))
        if shared.is_file() and "xindaya" in (tool := _table(shared).get("tool", {})):
            return read(shared, tool["xindaya"])
    return Settings()


def read(path: Path, table: Mapping[str, object]) -> Settings:
    """Return the settings in a table of a configuration file."""
    if not isinstance(table, Mapping):
        message = f"{path}: tool.xindaya is no table"
        raise ConfigurationError(message)
    known = {field.replace("_", "-"): field for field in Settings.__struct_fields__}
    given = {key.replace("_", "-"): value for key, value in table.items()}
    unknown = given.keys() - known.keys()
    problems = [f"{path}: no setting is called {key!r}; {nearest(key, known)}" for key in unknown]
    settings = Settings()
    for key in known.keys() & given.keys():
        try:
            settings = msgspec.convert(msgspec.to_builtins(settings) | {known[key]: given[key]}, Settings)
        except msgspec.ValidationError as error:
            problems.append(f"{path}: {key}: {error}")
    if problems:
        raise ConfigurationError("\n".join(sorted(problems)))
    # A glossary's path counts from the folder of the file that names it; one that comes along has a bare name.
    glossary = tuple(
        name if name in shipped.glossaries() and not (path.parent / name).exists() else str(path.parent / name)
        for name in settings.glossary
    )
    return msgspec.structs.replace(settings, glossary=glossary)


def _table(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path}: {error}"
        raise ConfigurationError(message) from error

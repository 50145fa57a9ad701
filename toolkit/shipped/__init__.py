"""Data that comes along: what `make glossary` builds from glossaries/ and the wheel carries in this folder."""

from pathlib import Path

from toolkit.errors import InputError


def find(name: str) -> Path:
    """Return the place of a file that comes along, in an installation or a source tree."""
    installed = Path(__file__).parent / name
    return installed if installed.exists() else Path(__file__).parents[2] / "glossaries" / name


def glossaries() -> tuple[str, ...]:
    """Return the names of the glossaries that come along."""
    return tuple(sorted(path.stem for path in find("policy.tbx").parent.glob("*.tbx")))


def glossary(path: Path) -> Path:
    """Return the path of a glossary; a bare name that no file has is that of one that comes along.

    Raises InputError where a bare name is neither; - is standard input.
    """
    if len(path.parts) > 1 or path.suffix or path.exists() or path.name == "-":
        return path
    if path.name not in glossaries():
        raise InputError(str(path), f"it is no file, and no glossary that comes along: {', '.join(glossaries())}")
    return find(f"{path.name}.tbx")

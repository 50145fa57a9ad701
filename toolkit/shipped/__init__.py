"""Data that comes along: what `make glossary` builds from glossaries/ and the wheel carries in this folder."""

from pathlib import Path


def find(name: str) -> Path:
    """Return the place of a file that comes along, in an installation or a source tree."""
    installed = Path(__file__).parent / name
    return installed if installed.exists() else Path(__file__).parents[2] / "glossaries" / name

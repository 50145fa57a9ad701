"""What comes along is found by its name, from the command line and from a configuration."""

from pathlib import Path

import pytest

from toolkit import settings, shipped
from toolkit.errors import InputError


def test_two_glossaries_come_along() -> None:
    assert shipped.glossaries() == ("health", "policy")


@pytest.mark.parametrize("name", ["health", "policy"])
def test_a_bare_name_is_a_glossary_that_comes_along(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shipped.glossary(Path(name)) == shipped.find(f"{name}.tbx")
    Path(name).mkdir()
    assert shipped.glossary(Path(name)) == Path(name)  # the user's own comes first


@pytest.mark.parametrize("path", ["health.tbx", "own/health", "-"])
def test_a_path_stays_what_it_is(path: str) -> None:
    assert shipped.glossary(Path(path)) == Path(path)


def test_a_name_that_nothing_has_is_told_with_those_that_there_are() -> None:
    with pytest.raises(
        InputError, match=r"^healt: it is no file, and no glossary that comes along: health, policy$"
    ):
        shipped.glossary(Path("healt"))


def test_a_configuration_names_glossaries_of_its_folder_and_those_that_come_along(tmp_path: Path) -> None:
    (tmp_path / "xindaya.toml").write_text('glossary = ["health", "policy", "own.csv"]', "utf-8")
    (tmp_path / "policy").mkdir()
    own = (str(tmp_path / "policy"), str(tmp_path / "own.csv"))
    assert settings.load(tmp_path).glossary == ("health", *own)

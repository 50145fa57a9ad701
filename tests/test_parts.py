"""A part is found by its file name, in its declared order, and only when it is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.checks import CHECKS
from toolkit.errors import ConfigurationError, UsageError
from toolkit.formats import FORMATS
from toolkit.metrics import METRICS
from toolkit.parts import Family, Part, name_of
from toolkit.repair import REPAIRS
from toolkit.reports import REPORTS
from toolkit.termbases import TERMBASE_FORMATS

FAMILIES = (CHECKS, FORMATS, METRICS, REPAIRS, REPORTS, TERMBASE_FORMATS)
NEW_PART = """
from toolkit.parts import Part

class {name}(Part, frozen=True):
    after = {after!r}
    depth: int = 1
"""


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Family[Part]:
    package = tmp_path / "sample_parts"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith("sample_parts")]:
        monkeypatch.delitem(sys.modules, name)
    family = Family("sample_parts", Part)
    family_add(family, tmp_path, "first_step")
    return family


def family_add(family: Family[Part], folder: Path, module: str, after: tuple[str, ...] = ()) -> None:
    name = module.title().replace("_", "")
    code = NEW_PART.format(name=name, after=after)
    (folder / family.package / f"{module}.py").write_text(code)


def test_a_new_file_is_found_without_another_edit(family: Family[Part], tmp_path: Path) -> None:
    family_add(family, tmp_path, "second_step")
    assert family.names() == ("first-step", "second-step")
    assert name_of(family.load("second-step")) == "second-step"


def test_a_part_says_itself_what_it_comes_after(family: Family[Part], tmp_path: Path) -> None:
    family_add(family, tmp_path, "a_last_step", after=("first-step",))
    assert [name_of(part) for part in family.in_order()] == ["first-step", "a-last-step"]


def test_a_cycle_is_an_error(family: Family[Part], tmp_path: Path) -> None:
    family_add(family, tmp_path, "one", after=("two",))
    family_add(family, tmp_path, "two", after=("one",))
    with pytest.raises(ConfigurationError, match="cycle"):
        list(family.in_order())


def test_a_place_after_nothing_is_an_error(family: Family[Part], tmp_path: Path) -> None:
    family_add(family, tmp_path, "one", after=("nowhere",))
    with pytest.raises(ConfigurationError, match="one wants to come after nowhere"):
        list(family.in_order())


def test_an_unknown_name_is_answered_with_the_nearest_or_all(family: Family[Part]) -> None:
    with pytest.raises(UsageError, match="no part is called 'frist-step'; did you mean 'first-step'"):
        family.load("frist-step")
    with pytest.raises(UsageError, match="there are first-step"):
        family.load("q")


def test_unknown_options_are_refused(family: Family[Part]) -> None:
    assert getattr(family.build("first-step", {"depth": 2}), "depth") == 2  # noqa: B009 - made at run time
    with pytest.raises(ConfigurationError, match="unknown field `depht`"):
        family.build("first-step", {"depht": 2})
    with pytest.raises(ConfigurationError, match=r"\$.depth"):
        family.build("first-step", {"depth": "deep"})


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.package)
def test_every_family_has_an_order_and_a_docstring_for_each_part(family: Family[Part]) -> None:
    parts = list(family.in_order())
    assert sorted(map(name_of, parts)) == list(family.names())
    assert all(part.__doc__ for part in parts)
    assert all(part() == part() for part in parts)


def test_names_are_known_without_importing_a_part() -> None:
    code = (
        "import sys; from toolkit.metrics import METRICS; names = METRICS.names();"
        "print(names[:3], 'sacrebleu' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "('bleu', 'chrf', 'chrf++') False"

"""The wheel, installed into an empty environment, checks an article without any --glossary."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (made,) = folder.glob("xindaya-*.whl")
    return made


def test_the_wheel_holds_the_package_and_what_comes_along_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {name for name in names if name.startswith("toolkit/shipped/")}
    assert shipped == {
        f"toolkit/shipped/{name}" for name in ("__init__.py", "health.tbx", "policy.tbx", "units.csv")
    }
    assert {name.partition("/")[0] for name in names} == {"toolkit", f"{wheel.name.split('-py3')[0]}.dist-info"}


def test_installed_it_checks_an_article_with_the_termbase_that_comes_along(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    binaries = tmp_path / "env" / "bin"
    subprocess.run([str(binaries / "pip"), "install", "--quiet", str(wheel)], check=True, capture_output=True)
    article = tmp_path / "article.txt"
    article.write_text("Exports of the three new samples rose.\n", "utf-8")
    command = [str(binaries / "xindaya"), "check", "article.txt"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "“three new samples” is a deprecated rendering of 新三样" in " ".join(done.stdout.split())
    command = [str(binaries / "xindaya"), "check", "article.txt", "--glossary", "health"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    command = [str(binaries / "python"), "-c", "from toolkit import units; print(units.load()['产能'].en)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "capacity" in done.stdout
    command = [str(binaries / "xindaya"), "report", "article.txt", "--output", "report.html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "新三样" in (tmp_path / "report.html").read_text("utf-8")

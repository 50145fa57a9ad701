"""The README tells the truth: its excerpt is real output, its commands run, its example files can be read."""

import shlex
from pathlib import Path

import pytest
import regex

from tests.cli.test_commands import run
from toolkit import termbases
from toolkit.settings import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
EXCERPT = regex.search(r"<!-- excerpt: xindaya (.*?) -->\n```text\n(.*?)```", README, regex.DOTALL)


def blocks(language: str) -> list[str]:
    return regex.findall(rf"```{language}\n(.*?)```", README, regex.DOTALL)


def test_the_excerpt_is_real_output() -> None:
    assert EXCERPT is not None
    shown, rest = EXCERPT[2].split("…\n", 1)
    printed = run(*shlex.split(EXCERPT[1]), cwd=ROOT).stdout.decode()
    assert printed.startswith(shown)
    assert printed.endswith(rest)
    assert len(shown) > 500


COMMANDS = [
    line.partition("#")[0].partition(">")[0].strip()
    for block in blocks("sh")
    for line in block.splitlines()
    if line.startswith("xindaya ")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, tmp_path: Path) -> None:
    words = "Exports of the new three rose by 61.6 percent.\n"
    names = "articles/a article scraped scraped/b system reference source translation"
    for name in names.split():
        path = tmp_path / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, "utf-8")
    (tmp_path / "zh.txt").write_text("新三样出口增长61.6%。\n", "utf-8")
    (tmp_path / "page.html").write_text(f"<p>{words}</p>", "utf-8")
    memory = f'<tmx><body><tu><tuv xml:lang="en"><seg>{words}</seg></tuv></tu></body></tmx>'
    (tmp_path / "memory.tmx").write_text(memory, "utf-8")
    (tmp_path / "terms.tbx").write_bytes(termbases.shipped().read_bytes())
    done = run(*shlex.split(command)[1:], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


def test_its_glossary_can_be_read(tmp_path: Path) -> None:
    (block,) = blocks("csv")
    (tmp_path / "g.csv").write_text(block, "utf-8")
    assert termbases.load(tmp_path / "g.csv")["新三样"].preferred == "new three"


def test_its_settings_can_be_read(tmp_path: Path) -> None:
    (block,) = blocks("toml")
    (tmp_path / "xindaya.toml").write_text(block, "utf-8")
    assert load(tmp_path).ignore == ("term-inconsistent",)


def test_every_command_is_in_the_readme() -> None:
    listed = regex.findall(r"^│ (\w+) ", run("--help").stdout.decode(), regex.MULTILINE)
    assert listed
    assert [name for name in listed if f"xindaya {name}" not in README and name not in {"rules", "glossary"}] == []


@pytest.mark.parametrize("target", regex.findall(r"\]\((?!http)([^)]+)\)", README))
def test_its_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()

"""The second glossary that comes along: nothing in the toolkit is tied to policy terms."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from toolkit import termbases
from toolkit.cli import app
from toolkit.termbase import Termbase

SOURCE = Path(__file__).parents[2] / "glossaries" / "health"
TEXT = """Two new crown pneumonia patients and their close contactors were sent to a fixed-point hospital.
Confirmed cases fell for the third week, and herd immunity is near. Asymptomatic infectors were not counted as
cases. A booster shot keeps the case fatality rate low among people with underlying conditions.
"""
QUIET = """The town opened a path for bicycles along the river. Schools, shops and the library stay open until
nine, and the band plays new songs on the square. Negative growth and a positive mood go together at times. The
host thanked her guests, and the council discharged its duty.
"""


@pytest.fixture(scope="module")
def termbase() -> Termbase:
    return termbases.load(SOURCE)


def checked(text: str, folder: Path) -> list[tuple[str, str, str]]:
    article = folder / "article.txt"
    article.write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["check", str(article), "--glossary", "health", "--format", "json"])
    return [(o["surface"], o["status"], o["zh"]) for o in json.loads(done.stdout)["occurrences"]]


def test_it_is_small(termbase: Termbase) -> None:
    assert 100 <= len(termbase.concepts) <= 300


def test_the_readme_counts_what_is_there(termbase: Termbase) -> None:
    english = [d for concept in termbase.concepts for d in concept.terms("en")]
    good = sum(d.status.complies for d in english)
    unconfirmed = sum(any("not confirmed" in d.note.lower() for d in c.designations) for c in termbase.concepts)
    readme = (SOURCE.parent / "README.md").read_text("utf-8")
    assert (
        f"{len(termbase.concepts)} concepts, {good} preferred and admitted and {len(english) - good} rejected"
        in readme
    )
    assert f"{unconfirmed} of its concepts are not confirmed" in readme


def test_a_health_text_is_checked_with_it(tmp_path: Path) -> None:
    assert checked(TEXT, tmp_path) == [
        ("new crown pneumonia", "deprecated", "新冠肺炎"),
        ("close contactors", "deprecated", "密切接触者"),
        ("fixed-point hospital", "deprecated", "定点医院"),
        ("Confirmed cases", "preferred", "确诊病例"),
        ("herd immunity", "preferred", "群体免疫"),
        ("Asymptomatic infectors", "deprecated", "无症状感染者"),
        ("booster shot", "admitted", "加强针"),
        ("case fatality rate", "preferred", "病死率"),
        ("underlying conditions", "preferred", "基础疾病"),
    ]


def test_a_text_about_something_else_is_left_alone(tmp_path: Path) -> None:
    assert checked(QUIET, tmp_path) == []

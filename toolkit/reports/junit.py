"""JUnit XML, which CI systems show as tests: a suite for each article, a test for each rule that looked at it.

There is no standard; this is what GitLab, Jenkins and Azure read alike. GitLab passes over tests of the same class
and name, so that one test has all findings of a rule in an article.
https://docs.gitlab.com/ci/testing/unit_test_reports
"""

from collections.abc import Iterable, Mapping
from typing import IO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import msgspec

from toolkit.checks import selected
from toolkit.measures import failing
from toolkit.reports import Report, gravest_first, label_of, on_one_line
from toolkit.results import Analysis, FindingResult, Snippet
from toolkit.settings import Settings
from toolkit.text import visible


class Junit(Report, frozen=True):
    """A test fails by verdicts at or above the run's `fail_on`; what is less grave is its output."""

    def write(self, analysis: Analysis, stream: IO[bytes]) -> None:
        """Write the suites of all articles, then one of the inputs that could not be read."""
        results = analysis.results
        settings = msgspec.convert(results.settings, Settings)
        by_test: dict[tuple[str, str], list[FindingResult]] = {}
        for finding in gravest_first(results.findings):
            by_test.setdefault((finding.document, finding.rule), []).append(finding)
        root = Element("testsuites", name=results.tool.name)
        for document in results.documents:
            suite = SubElement(root, "testsuite", name=visible(document.id))
            for rule in selected(settings):
                case = _case(suite, document.id, rule)
                _fill(case, by_test.get((document.id, rule), ()), settings.fail_on, analysis.snippets)
        if results.failures:
            suite = SubElement(root, "testsuite", name="inputs")
            for failure in results.failures:
                SubElement(_case(suite, failure.path, "input"), "error", message=visible(failure.reason))
        for suite in (*root, root):
            suite.attrib |= {
                "tests": str(sum(1 for _ in suite.iter("testcase"))),
                "failures": str(sum(1 for _ in suite.iter("failure"))),
                "errors": str(sum(1 for _ in suite.iter("error"))),
            }
        indent(root)
        ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)
        stream.write(b"\n")


def _case(suite: Element, document: str, name: str) -> Element:
    return SubElement(suite, "testcase", classname=visible(document), name=name, file=visible(document))


def _fill(case: Element, findings: Iterable[FindingResult], fail_on: str, snippets: Mapping[str, Snippet]) -> None:
    bad = list(failing(findings, fail_on))
    rest = [finding for finding in findings if finding not in bad]
    if bad:
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        case.set("line", str(bad[0].line))
        failure = SubElement(case, "failure", message=on_one_line(bad[0].message) + more, type=bad[0].severity)
        failure.text = _listed(bad, snippets)
    if rest:
        SubElement(case, "system-out").text = _listed(rest, snippets)


def _listed(findings: Iterable[FindingResult], snippets: Mapping[str, Snippet]) -> str:
    lines = []
    for finding in findings:
        snippet = snippets[finding.fingerprint]
        part = f"{finding.part} " if finding.part else ""
        lines.append(f"{finding.line}:{finding.column} {part}{label_of(finding)}: {on_one_line(finding.message)}")
        lines.append(f"    {on_one_line(f'{snippet.before}«{snippet.surface}»{snippet.after}')}")
    return "".join(f"\n{visible(line)}" for line in lines) + "\n"

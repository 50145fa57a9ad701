"""The HTML report in Debian's Chromium, opened from disk."""

from pathlib import Path

import pytest
from playwright import sync_api

from tests.browser.look import CONTRAST, shown
from tests.reports.sample import analysis
from toolkit.reports import REPORTS


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    with path.open("wb") as stream:
        REPORTS.build("html").write(analysis(), stream)
    return path


def test_findings_can_be_filtered(page: sync_api.Page) -> None:
    output = page.locator("#finding-controls output")
    assert output.inner_text() == "8 of 8 findings shown"
    page.select_option("#finding-controls [name=s]", "major")
    assert output.inner_text() == "3 of 8 findings shown"
    assert shown(page, ".finding") == 3
    assert shown(page, ".group") == 2
    page.fill("#finding-controls [name=text]", "KINDS")
    assert output.inner_text() == "1 of 8 findings shown"
    page.click("#finding-controls [type=reset]")
    sync_api.expect(output).to_have_text("8 of 8 findings shown")
    page.select_option("#finding-controls [name=v]", "suggestion")
    assert shown(page, ".finding") == 1


def test_article_leads_to_its_findings_and_a_link_brings_hidden_ones_back(page: sync_api.Page) -> None:
    page.click("a[data-article='2']")
    assert page.locator("#finding-controls output").inner_text() == "3 of 8 findings shown"
    page.locator(".related summary").click()
    page.locator(".related a").first.click()
    assert page.locator(".finding:target").is_visible()


def test_findings_can_be_folded(page: sync_api.Page) -> None:
    page.click("[data-fold=close]")
    assert shown(page, ".finding") == 0
    page.evaluate("location.hash = '#f2'")
    page.locator("#f2").wait_for(state="visible")


def test_matrix_can_be_filtered(page: sync_api.Page) -> None:
    output = page.locator("#matrix-controls output")
    page.check("[name=differing]")
    assert output.inner_text() == "3 of 6 concepts shown"
    page.fill("#matrix-controls [name=text]", "新三样")
    assert output.inner_text() == "1 of 6 concepts shown"
    assert shown(page, "#renderings tbody tr") == 1


def test_tables_can_be_sorted_from_the_keyboard(page: sync_api.Page) -> None:
    heading = page.locator("#articles-table th", has_text="Compliance")
    heading.locator("button").focus()
    for direction, order in (
        ("descending", ["95.8%", "88.0%", "81.0%", "42.0%", "n/a"]),
        ("ascending", ["42.0%", "81.0%", "88.0%", "95.8%", "n/a"]),
    ):
        page.keyboard.press("Enter")
        assert heading.get_attribute("aria-sort") == direction
        assert page.locator("#articles-table td[data-label=Compliance]").all_inner_texts() == order
        assert page.locator("#status").text_content() == f"Sorted by Compliance, {direction}."


def test_page_is_never_wider_than_the_screen(page: sync_api.Page) -> None:
    for width in (320, 390, 768, 1280, 1800):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(page: sync_api.Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    low = page.evaluate(CONTRAST)
    assert low == []


def test_paper_has_no_folds_and_no_controls(page: sync_api.Page) -> None:
    page.click("[data-fold=close]")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page, ".finding") == 8
    assert shown(page, ".controls") == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page, ".group[open]") == 0

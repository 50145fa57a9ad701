"""Sisters, agreement and charts of the HTML report in Debian's Chromium, opened from disk."""

from pathlib import Path

import msgspec
import pytest
from playwright import sync_api

from tests.browser.look import CONTRAST, shown
from tests.reports.sample import BRIEFING, PRESS
from tests.reports.sisters import beside_sisters, side_by_side
from toolkit.reports import REPORTS

KEPT = "#sister-controls output"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = beside_sisters()
    second = side_by_side((("One sentence.", "One sentence."), ("Another one.", "Another.")), BRIEFING, PRESS)
    totals = msgspec.structs.replace(
        base.results.totals, compliance_interval=(0.7, 0.9), consistency_interval=(0.5, 1.0)
    )
    analysis = msgspec.structs.replace(
        base,
        sisters=(*base.sisters, second),
        sisters_total=2,
        results=msgspec.structs.replace(base.results, totals=totals),
    )
    path: Path = tmp_path_factory.mktemp("sisters") / "report.html"
    with path.open("wb") as stream:
        REPORTS.build("html").write(analysis, stream)
    return path


def test_lines_can_be_filtered(page: sync_api.Page) -> None:
    output = page.locator(KEPT)
    assert output.inner_text() == "6 of 6 lines shown"
    page.check("#sister-controls [name=differing]")
    assert output.inner_text() == "3 of 6 lines shown"
    assert shown(page, ".sisters") == 1
    page.uncheck("#sister-controls [name=differing]")
    page.fill("#sister-controls [name=text]", "another")
    assert output.inner_text() == "1 of 6 lines shown"
    assert shown(page, "#s2 .beside tbody") == 1  # a folded pair of articles is opened
    assert shown(page, ".sisters") == 1


def test_sisters_can_be_unfolded_from_the_keyboard(page: sync_api.Page) -> None:
    assert shown(page, ".beside") == 1
    page.locator("#s2 > summary").focus()
    page.keyboard.press("Enter")
    assert shown(page, ".beside") == 2


def test_sisters_lead_to_their_sentences_and_these_to_findings(page: sync_api.Page) -> None:
    page.locator("#sisters-table a").nth(1).click()
    page.locator("#s2 .beside").wait_for(state="visible")
    page.click("[data-fold=close]")
    page.locator(".told a", has_text="number-mismatch").click()
    assert page.locator(".finding:target").is_visible()


@pytest.mark.parametrize("table", ["#sisters-table", ".agreement"])
def test_tables_can_be_sorted_from_the_keyboard(page: sync_api.Page, table: str) -> None:
    heading = page.locator(f"{table} thead th").nth(1)
    heading.locator("button").focus()
    for direction in ("descending", "ascending"):
        page.keyboard.press("Enter")
        assert heading.get_attribute("aria-sort") == direction
        cells = page.locator(f"{table} tbody td:nth-child(2)")
        shares = [
            float(cell.get_attribute("data-v") or cell.inner_text()) for cell in cells.all() if cell.inner_text()
        ]
        assert shares == sorted(shares, reverse=direction == "descending")
        assert len(shares) > 1


def test_what_has_the_focus_can_be_seen(page: sync_api.Page) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "none" not in outline
        assert " 0px" not in outline
    assert page.evaluate("document.activeElement.tagName") != "BODY"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(page: sync_api.Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert page.evaluate(CONTRAST) == []


def test_page_is_never_wider_than_the_screen(page: sync_api.Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    for width in (320, 390, 768, 1280, 1800):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_all_sisters_with_heads_that_repeat(page: sync_api.Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(page, ".beside tbody") == 6
    assert shown(page, ".controls") == 0
    heads = page.eval_on_selector_all(
        ".beside thead", "items => items.map((item) => getComputedStyle(item).display)"
    )
    assert heads == ["table-header-group"] * 2
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page, ".sisters[open]") == 1

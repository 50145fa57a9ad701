"""The HTML report in Debian's Chromium, opened from disk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright import sync_api

from tests.reports.sample import analysis
from toolkit.reports import REPORTS

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("there is no chromium on this machine (apt-get install chromium)", allow_module_level=True)

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    with path.open("wb") as stream:
        REPORTS.build("html").write(analysis(), stream)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: sync_api.Browser, report: Path) -> Iterator[sync_api.Page]:
    """Open the report; the test fails if the page complains or asks for anything else."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    yield page
    page.close()
    assert said == []
    assert [url.partition("#")[0] for url in asked] == [report.as_uri()]


def shown(page: sync_api.Page, selector: str) -> int:
    count: int = page.eval_on_selector_all(
        selector, "items => items.filter((item) => item.checkVisibility()).length"
    )
    return count


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


# Every element with text of its own whose color is too near its background (WCAG 2.2, 1.4.3, level AA).
CONTRAST = """() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const linear = (v) => v <= 10.3 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
    const [x, y, z] = [r, g, b].map(linear);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const behind = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const color = rgba(getComputedStyle(n).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const [one, other] = [light(rgba(style.color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (one + .05) / (other + .05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) low.push(`${node.tagName} ${node.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(low)];
}"""

"""What a page says to some readers: folded, open to all, and told to no one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser


def test_opening_what_fits_asks_nobody_and_is_shut_on_leaving(
    served: Served, browser: Browser
) -> None:
    """No request, no new address; and whoever comes back by Back finds all of it shut."""
    page = browser.new_page()
    page.goto(f"{served.url}/after")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    fold = page.locator("details.fold").first
    fold.locator("summary").press("Enter")
    assert fold.evaluate("node => node.open")
    assert fold.locator("li").first.is_visible()
    assert asked == []
    assert page.url == f"{served.url}/after"
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.locator("details[open]").count() == 0
    page.close()


def test_without_scripts_and_without_css_everything_can_be_opened_and_read(
    served: Served, browser: Browser
) -> None:
    """Each fold has its label in its summary, and opens by itself."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*", lambda route: route.continue_())
    page.goto(f"{served.url}/es/talk")
    folds = page.locator("details.fold")
    assert folds.count() >= 9
    for number in range(folds.count()):
        summary = folds.nth(number).locator("summary")
        assert re.search(r"\w{4}", summary.inner_text())
        summary.click()
        assert folds.nth(number).locator("li").first.is_visible()
    context.close()


def test_what_was_opened_is_printed_and_nothing_else_of_it(
    served: Served, browser: Browser
) -> None:
    """Paper shows the one that was opened; with none open, not even the heading."""
    page = browser.new_page()
    page.goto(f"{served.url}/heal")
    section = page.locator("section.section-heal-readers")
    page.emulate_media(media="print")
    assert not section.is_visible()
    page.emulate_media(media="screen")
    section.locator("summary").nth(1).click()
    page.emulate_media(media="print")
    assert section.is_visible()
    assert section.locator("details.fold:visible").count() == 1
    page.close()

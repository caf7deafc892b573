"""The page of services in a real browser: on a small phone, without scripts, and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.channels.conftest import AXE, AXE_RUN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser


def test_without_scripts_a_list_is_two_taps_away(served: Served, phone_page: Page) -> None:
    """Ticks, a ZIP code, one button; and nothing of it in the address."""
    page = phone_page
    page.goto(f"{served.url}/services")
    page.get_by_label("Someone to talk with").check()
    page.get_by_label("ZIP code").fill("94110")
    page.get_by_role("button", name="Show who can help").click()
    assert page.url == f"{served.url}/services"
    assert page.locator("h1").inner_text() == "Who may fit"
    assert page.locator("ol.calls > li").count() == 6
    assert page.locator("main").evaluate("each => each.scrollWidth <= each.clientWidth")
    page.get_by_role("link", name="Ask for something else").click()
    assert page.get_by_label("ZIP code").input_value() == ""


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("root", ["", "/es"])
def test_axe_finds_nothing_on_the_form_the_error_or_the_list(
    served: Served, browser: Browser, width: int, scheme: str, root: str
) -> None:
    """0 violations, all rules, in both languages."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type] # one of the two it knows
        bypass_csp=True,
    )
    page = context.new_page()
    found: list[str] = []

    def look(where: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.add_script_tag(path=AXE)
        for rule in page.evaluate(AXE_RUN)["violations"]:
            found.append(f"{where}: {rule['id']}: {rule['nodes'][0]['html']}")  # noqa: PERF401 - as it goes

    page.goto(f"{served.url}{root}/services")
    look("form")
    page.locator("input[name=zip]").fill("1")
    page.locator("form button").click()
    look("error")
    page.locator("input[name=zip]").fill("94110")
    page.locator("input[name=open]").check()
    page.locator("form button").click()
    look("list")
    context.close()
    assert found == []

"""The page that describes the API, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.channels.conftest import AXE, AXE_RUN

from hearthlight.channels.api.problems import DOCS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_page_of_the_api_is_accessible_and_needs_nothing_else(
    served: Served, browser: Browser, width: int, scheme: str
) -> None:
    """No axe violation, no sideways scrolling, one request, and a policy that lets no more in."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # for axe, which is a script
    )
    page = context.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(f"{served.url}{DOCS}")
    assert [url for url in asked if not url.endswith("/favicon.ico")] == [f"{served.url}{DOCS}"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(AXE_RUN)["violations"]
    assert [violation["id"] for violation in found] == []
    context.close()

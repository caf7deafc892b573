"""A copy on the phone: made when asked, of public pages only, and gone when asked."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.channels.web.test_journey import OUTCOMES, say

from hearthlight.channels.web.site import Site
from hearthlight.checkin.responses import Responses
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.channels.web.conftest import Ending

    from hearthlight.compiled.edition import Edition

KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map((one) => one.url)))).flat()"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


def keep(page: Page, url: str) -> None:
    """Ask for a copy, and wait until it is there."""
    page.goto(f"{url}/keep")
    page.get_by_role("button", name="Keep a copy on this phone").click()
    page.get_by_role("button", name="Remove saved copy").wait_for()


def wait_for(page: Page, asked: str, answer: object) -> None:
    """Ask the page until it gives this answer; fail after ten seconds."""
    until = time.monotonic() + 10
    while (given := page.evaluate(asked)) != answer:
        assert time.monotonic() < until, given
        page.wait_for_timeout(100)


@pytest.mark.browser
def test_with_a_copy_every_page_opens_after_the_server_is_gone(
    ending: Ending, browser: Browser, edition: Edition
) -> None:
    """After one visit: all pages, and the check-in to its outcome. No answer joins the copy."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{ending.url}/keep")
    assert page.evaluate(KEPT) == []
    assert page.evaluate(WORKERS) == 0
    keep(page, ending.url)
    kept = page.evaluate(KEPT)
    ending.process.terminate()
    ending.process.wait(timeout=20)
    paths = [one.path for one in edition.pages.values() if one.path and one.path != "/clear"]
    assert {urlsplit(url).path for url in kept} >= set(paths)
    for path in paths:
        page.goto(ending.url + path)
        assert page.title().endswith("Hearthlight"), path
        assert page.locator("h1").count() == 1, path
    page.goto(f"{ending.url}/check")
    page.wait_for_selector(".stepwise")
    say(page, "danger-missing", ".step:visible")
    page.get_by_role("button", name="Show me what to do now").click()
    assert page.locator(".page-outcome h1").inner_text() == "Get help now"
    assert page.evaluate(KEPT) == kept
    assert not any("clear" in url or "?" in url for url in kept)
    context.close()


@pytest.mark.browser
def test_removing_the_copy_leaves_nothing_and_ends_on_the_page_that_clears(
    ending: Ending, browser: Browser
) -> None:
    """By its button; and by the page that clears, for someone who opens that one first."""
    page = browser.new_page()
    keep(page, ending.url)
    page.get_by_role("button", name="Remove saved copy").click()
    page.wait_for_url(re.compile("/clear/?$"))
    assert page.evaluate(KEPT) == []
    assert page.evaluate(WORKERS) == 0
    keep(page, ending.url)
    page.goto(f"{ending.url}/clear")
    wait_for(page, KEPT, [])
    wait_for(page, WORKERS, 0)
    page.goto(f"{ending.url}/keep")
    page.get_by_text("There is no copy on this phone").wait_for()
    page.close()


@pytest.mark.browser
def test_without_scripts_the_page_says_that_a_copy_needs_them(
    ending: Ending, phone_page: Page
) -> None:
    """And shows no button that does nothing."""
    phone_page.goto(f"{ending.url}/keep")
    assert phone_page.get_by_text("A copy needs scripts").is_visible()
    assert not phone_page.get_by_role("button").first.is_visible()


def test_no_outcome_offers_a_copy(edition: Edition, site: Site) -> None:
    """Someone in the home may be part of it: a copy would be found. So no outcome leads there."""
    everything = (frozenset(edition.asked), *map(frozenset, OUTCOMES.values()))
    for pages in site.pages.values():
        for said in everything:
            facts = frozenset(fact for fact in said if fact in edition.asked)
            page = pages.outcome(Responses(facts | {"home-involved"})).decode()
            assert f'href="{pages.addresses.path("page-keep")}"' not in page
        table = json.dumps(json.loads(site.replies[pages.table_path()][b""].body))
        assert pages.addresses.path("page-keep") not in re.findall(r'"(/[^"#]*)', table)


def test_a_worker_keeps_public_pages_and_what_they_name_and_nothing_else(site: Site) -> None:
    """Every address in it is one that the site serves; the page that clears is in none."""
    for pages in site.pages.values():
        reply = site.replies[pages.addresses.worker][b""]
        assert (b"cache-control", b"no-store") in reply.headers
        listed = re.search(r"KEPT = (\[.*?\]);", reply.body.decode())
        assert listed
        kept = json.loads(listed[1])
        assert set(kept) <= set(site.replies)
        assert pages.addresses.path("page-clear") not in kept
        assert pages.table_path() in kept
        others = {other.table_path() for other in site.pages.values()} - {pages.table_path()}
        assert not others & set(kept)


def test_a_changed_page_makes_another_worker(edition: Edition, site: Site) -> None:
    """So that a browser with a copy fetches the new numbers when it next has a network."""
    other = Site(edition, Settings(operator="Another agency"))
    for pages in site.pages.values():
        path = pages.addresses.worker
        assert site.replies[path][b""].body != other.replies[path][b""].body

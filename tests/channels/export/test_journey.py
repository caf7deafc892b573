"""
The exported site behind a plain file server, in a real browser.

What holds for the served site is held here by the very same tests: `served` is the file server.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.channels.conftest import AXE, AXE_RUN
from tests.channels.web.conftest import open_part
from tests.channels.web.test_journey import (
    OUTCOMES,
    step_through,
    test_a_zip_code_chooses_the_place_on_the_device_and_says_so_when_it_cannot,
    test_home_shows_911_and_four_choices_without_scrolling,
    test_the_page_can_be_walked_by_keyboard,
)
from tests.channels.web.test_keeping import (
    KEPT,
    keep,
    test_removing_the_copy_leaves_nothing_and_ends_on_the_page_that_clears,
    test_with_a_copy_every_page_opens_after_the_server_is_gone,
    wait_for,
)
from tests.channels.web.test_privacy import (
    test_no_page_asks_another_host,
    test_no_page_sets_a_cookie_or_storage,
)
from tests.channels.web.test_twenty_checks import (
    context,
    page,
    test_a_link_and_back_without_that_memory_empties_every_box,
    test_back_walks_the_steps_and_an_outcome_without_answers_begins_again,
    test_danger_shows_whom_to_call_before_the_next_step,
    test_leave_fast_opens_the_weather_and_back_never_shows_the_outcome,
    test_someone_in_the_home_is_answered_with_care,
    test_the_check_in_finishes_offline_and_sends_nothing,
    test_without_scripts_leave_fast_is_a_plain_link,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.channels.web.conftest import Ending, Served

    from hearthlight.compiled.edition import Edition

pytestmark = pytest.mark.browser

HELD_BY_THE_SAME_TESTS = (
    context,
    page,
    test_a_link_and_back_without_that_memory_empties_every_box,
    test_a_zip_code_chooses_the_place_on_the_device_and_says_so_when_it_cannot,
    test_back_walks_the_steps_and_an_outcome_without_answers_begins_again,
    test_danger_shows_whom_to_call_before_the_next_step,
    test_home_shows_911_and_four_choices_without_scrolling,
    test_leave_fast_opens_the_weather_and_back_never_shows_the_outcome,
    test_no_page_asks_another_host,
    test_no_page_sets_a_cookie_or_storage,
    test_removing_the_copy_leaves_nothing_and_ends_on_the_page_that_clears,
    test_someone_in_the_home_is_answered_with_care,
    test_the_check_in_finishes_offline_and_sends_nothing,
    test_the_page_can_be_walked_by_keyboard,
    test_with_a_copy_every_page_opens_after_the_server_is_gone,
    test_without_scripts_leave_fast_is_a_plain_link,
)
"""Fixtures and tests of the served site, run here against files."""


CHANGED = ("/check", "/report", "/find")
"""Pages with a form, which are not as they are served."""


@pytest.mark.parametrize("heading", OUTCOMES)
def test_the_whole_journey_works_from_files(served: Served, browser: Browser, heading: str) -> None:
    """From the first step to each outcome, with whom to call, in a browser with scripts."""
    page = browser.new_page(viewport={"width": 360, "height": 640})
    step_through(page, served.url, OUTCOMES[heading])
    assert page.locator("h1:visible").inner_text() == heading
    assert page.locator(".page-outcome a.number").count() > 0
    assert page.locator("#alone").count() == 0
    page.close()


def test_ones_own_words_are_read_from_files(served: Served, browser: Browser) -> None:
    """Shown where a script can read them; hidden again where what reads them does not arrive."""
    page = browser.new_page(viewport={"width": 360, "height": 640})
    for path, words in (("/check", "she hides a second phone"), ("/talk", "Why did you go?")):
        page.goto(served.url + path)
        open_part(page)
        page.locator(".own textarea").fill(words)
        page.locator(".own form button").click()
        page.locator(".answers h2").first.wait_for()
        assert page.locator(".asked, .findings").count() == 1
    page.route("**/p.*.json", lambda route: route.abort())
    page.goto(f"{served.url}/talk")
    page.locator(".own > summary").click()
    page.locator(".own").wait_for(state="hidden")
    page.close()


def test_without_scripts_the_check_in_says_whom_to_call(served: Served, phone_page: Page) -> None:
    """And asks nothing: a form that posts nowhere would take what is said, and answer nothing."""
    for path in CHANGED:
        phone_page.goto(served.url + path)
        assert not phone_page.locator("form").first.is_visible()
        assert phone_page.get_by_role("heading", name=re.compile("Whom to call")).is_visible()
        assert phone_page.locator("a[href='tel:+18883737888']").first.is_visible()
        assert phone_page.locator("a[href='tel:911']").first.is_visible()
        assert phone_page.locator("button").count() == 0 or not (
            phone_page.locator("button").first.is_visible()
        )


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_on_any_exported_page(
    served: Served, browser: Browser, edition: Edition, language: str
) -> None:
    """
    0 violations on every page as it stands before, or without, its script.

    In English those that differ from what is served, where test_journey looks at the others.
    """
    context = browser.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    first = language == edition.languages[0].tag
    root = "" if first else f"/{language}"
    paths = [one.path for one in edition.pages.values() if one.path]
    found: list[str] = []
    for path in ("/404.html", *(CHANGED if first else paths)):
        page.goto(served.url + root + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.add_script_tag(path=AXE)
        violations = page.evaluate(AXE_RUN)["violations"]
        found += [f"{path}: {rule['id']}: {rule['nodes'][0]['html']}" for rule in violations]
    assert found == []
    context.close()


def test_a_copy_that_cannot_be_whole_is_not_kept(
    ending: Ending, browser: Browser, tmp_path: Path
) -> None:
    """A page is missing on the host: it is said, and no part of a copy stays."""
    shutil.rmtree(tmp_path / "site" / "talk")
    page = browser.new_page()
    page.goto(f"{ending.url}/keep")
    page.get_by_role("button", name="Keep a copy on this phone").click()
    page.get_by_text("Nothing was kept").wait_for()
    assert page.evaluate(KEPT) == []
    page.close()


def test_a_copy_is_fetched_anew_when_the_pages_have_changed(
    ending: Ending, browser: Browser, tmp_path: Path
) -> None:
    """Numbers change: opening any page is enough, and of the copy before nothing stays."""
    page = browser.new_page()
    keep(page, ending.url)
    names = page.evaluate("caches.keys()")
    assert len(names) == 1
    now, worker = (tmp_path / "site" / name for name in ("now/index.html", "w.js"))
    now.write_text(now.read_text().replace("<h1 ", '<h1 data-new="1" '))
    worker.write_text(worker.read_text().replace(names[0], "k-en-another"))
    page.goto(f"{ending.url}/about")
    wait_for(page, "caches.keys()", ["k-en-another"])
    ending.process.terminate()
    ending.process.wait(timeout=20)
    page.goto(f"{ending.url}/now")
    assert page.locator("h1[data-new]").count() == 1
    page.close()

"""
The twenty checks that an outsider can run in a browser (docs/decisions/0012 and PRIVACY.md).

Held elsewhere: 1 and 16 in test_journey, 2 in test_pages, 3, 4, 6, 7, 8 and 13 in test_privacy, the
reading rules of 18 in tests/test_words, its axe in test_journey, 20's weight in test_budgets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser

TARGET = "https://www.weather.gov/"
PAGES = (
    *("/", "/check", "/now", "/about", "/private", "/clear", "/learn", "/talk", "/heal", "/you"),
    *("/services", "/first-day", "/home-again", "/after"),
)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with scripts; the place that Leave fast goes to is played by us."""
    opened = browser.new_context(viewport={"width": 360, "height": 640})
    opened.route(f"{TARGET}**", _weather)
    yield opened
    opened.close()


def _weather(route: Route) -> None:
    route.fulfill(body="<title>Weather</title>Sunny", content_type="text/html")


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Page:
    """The check-in, begun."""
    opened = context.new_page()
    opened.goto(f"{served.url}/check")
    opened.wait_for_selector(".stepwise")
    return opened


def finish(page: Page) -> None:
    """Ask what to do now."""
    page.get_by_role("button", name="Show me what to do now").click()
    page.wait_for_selector(".page-outcome")


def next_step(page: Page) -> None:
    """Go on by one screen."""
    page.get_by_role("button", name="Continue").click()


def test_the_check_in_finishes_offline_and_sends_nothing(
    page: Page, context: BrowserContext, served: Served
) -> None:
    """Check 5: once loaded, no network is needed, and no request carries an answer."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - needs a signature
    context.set_offline(offline=True)
    next_step(page)
    page.get_by_label("The child, or someone who saw it").check()
    next_step(page)
    finish(page)
    assert page.locator("h1:visible").inner_text() == "Make a report today"
    assert requests == []
    assert page.url == f"{served.url}/check"
    assert page.evaluate("JSON.stringify(history.state)") == '{"step":"end"}'


def test_leave_fast_opens_the_weather_and_back_never_shows_the_outcome(
    page: Page, context: BrowserContext, served: Served
) -> None:
    """Check 9: a new tab with the target, the old tab too, and Back shows no tick."""
    page.get_by_label("I am not sure if there is danger").check()
    finish(page)
    with context.expect_page() as opening:
        page.locator("header .leave").click()
    assert opening.value.url == TARGET
    page.wait_for_url(TARGET)
    page.go_back()
    page.wait_for_load_state()
    assert page.locator("input:checked:not([value=''])").count() == 0
    assert "What led here" not in page.inner_text("body")
    assert page.url in (f"{served.url}/check", TARGET, "about:blank")


def test_shift_three_times_leaves_and_typing_does_not(page: Page) -> None:
    """Check 10: alone, three times; with a letter, held down or repeated it is no press."""
    for _ in range(3):
        page.keyboard.press("Shift+A")
    page.keyboard.down("Shift")
    page.keyboard.down("Shift")  # a held key repeats
    page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    assert page.locator("[role=status]").inner_text() == "Press Shift 2 more times to leave"
    page.keyboard.press("a")  # a capital by sticky keys: the count begins again
    assert page.locator("[role=status]").inner_text() == ""
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.locator("[role=status]").inner_text() == "Press Shift once more to leave"
    page.keyboard.press("Shift")
    page.wait_for_url(TARGET)


def test_presses_far_apart_do_not_add_up(context: BrowserContext, served: Served) -> None:
    """Check 10: five seconds are allowed after each press."""
    page = context.new_page()
    page.clock.install()
    page.goto(f"{served.url}/now")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.run_for(5_100)
    page.keyboard.press("Shift")
    assert page.locator("[role=status]").inner_text() == "Press Shift 2 more times to leave"
    assert page.url == f"{served.url}/now"


def test_offline_leave_fast_empties_the_screen_at_once(page: Page, context: BrowserContext) -> None:
    """Check 11: without network our content is gone, and stays gone."""
    context.unroute(f"{TARGET}**")
    page.get_by_label("I am not sure if there is danger").check()
    finish(page)
    context.set_offline(offline=True)
    page.locator("header .leave").click()
    page.wait_for_timeout(500)
    assert "call" not in page.inner_text("body").lower()
    assert page.locator("main").count() == 0


def test_ticks_are_gone_after_a_link_and_back_and_in_a_reopened_tab(
    page: Page, context: BrowserContext, served: Served
) -> None:
    """Check 12: by Back, by reload, and in a new tab, every box is empty."""
    page.get_by_label("I am not sure if there is danger").check()
    page.goto(f"{served.url}/about")
    page.go_back()
    page.wait_for_selector(".stepwise")
    ticked = "#check input:checked:not([value=''])"
    assert page.locator(ticked).count() == 0
    next_step(page)
    page.get_by_label("Strips for money").check()
    page.reload()
    page.wait_for_selector(".stepwise")
    assert page.locator(ticked).count() == 0
    assert "Step 1 of 10" in page.locator(".progress:visible").inner_text()
    page.close()
    again = context.new_page()
    again.goto(f"{served.url}/check")
    assert again.locator(ticked).count() == 0


def test_back_walks_the_steps_and_an_outcome_without_answers_begins_again(page: Page) -> None:
    """Back always works, and history holds step numbers only."""
    next_step(page)
    next_step(page)
    assert "Step 3 of 10" in page.locator(".progress:visible").inner_text()
    page.go_back()
    assert "Step 2 of 10" in page.locator(".progress:visible").inner_text()
    assert page.evaluate("JSON.stringify(history.state)") == '{"step":1}'


def test_not_sure_everywhere_still_names_the_hotline(page: Page) -> None:
    """Check 14: an outcome with a hotline, and nothing that says all is well."""
    for box in page.locator("#check input[value*=not-sure], #check input[value^=unsure]").all():
        box.evaluate("(field) => { field.checked = true }")
    finish(page)
    text = page.inner_text("main")
    assert "(888) 373-7888" in text
    assert "You were not sure about these" in text
    for soothing in ("low risk", "no risk", "all is well", "nothing to worry", "safe to assume"):
        assert soothing not in text.lower()


@pytest.mark.parametrize(
    ("ticks", "reports"),
    [
        (("sign-dress-changes", "sign-mood-changes", "sign-hides-screen"), False),
        (("known-told",), True),
        (("known-pictures",), True),
        (("form-prostitution",), True),
        (("form-images",), True),
        (("form-online",), True),
        (("form-stripping",), True),
        (("form-venues",), True),
        (("form-sex-tourism",), True),
        (("form-mail-order",), True),
    ],
)
def test_weak_signs_never_report_and_direct_evidence_always_does(
    page: Page, ticks: tuple[str, ...], reports: bool
) -> None:
    """Check 15: clothes, mood and phone-hiding do not; any item of step 2 does."""
    for tick in ticks:
        page.evaluate(f"document.querySelector('input[value={tick}]').checked = true")
    finish(page)
    heading = page.locator("h1:visible").inner_text()
    assert (heading == "Make a report today") == reports


def test_watching_a_child_is_named_only_to_say_do_not(
    context: BrowserContext, served: Served
) -> None:
    """Check 17: on no page but /private, and elsewhere only in sentences that say not to."""
    watching = re.compile(
        r"\b(track\w*|spy\w*|passwords?|GPS|search (the|their) phone)\b", re.IGNORECASE
    )
    page = context.new_page()
    for path in PAGES:
        if path == "/private":
            continue
        page.goto(served.url + path)
        text = page.locator("body").evaluate("(body) => body.textContent")
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if watching.search(sentence):
                assert re.search(r"\b(not|no|never)\b", sentence, re.IGNORECASE), (path, sentence)


def test_print_in_gray_is_whole(page: Page) -> None:
    """Check 19: numbers whole, no Leave fast, no buttons."""
    page.get_by_label("I am not sure if there is danger").check()
    finish(page)
    page.emulate_media(media="print")
    assert page.get_by_text("(888) 373-7888").first.is_visible()
    assert not page.locator("header").is_visible()
    assert not page.get_by_role("button").first.is_visible()


def test_every_page_reads_without_sideways_scroll_in_the_dark_at_400_percent(
    browser: Browser, served: Served
) -> None:
    """Check 20: 320 pixels wide, which is 1280 at 400 %."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, color_scheme="dark")
    page = context.new_page()
    for path in PAGES:
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()


def test_without_scripts_leave_fast_is_a_plain_link(browser: Browser, served: Served) -> None:
    """Section 4: it works in the same tab."""
    context = browser.new_context(java_script_enabled=False)
    context.route(f"{TARGET}**", _weather)
    page = context.new_page()
    page.goto(served.url)
    page.locator("header .leave").click()
    page.wait_for_url(TARGET)
    context.close()


def test_someone_in_the_home_is_answered_with_care(page: Page) -> None:
    """Ruling 10: another phone, tell nobody at home, no notes offered."""
    page.evaluate("document.querySelector('input[value=home-involved]').checked = true")
    page.evaluate("document.querySelector('input[value=known-told]').checked = true")
    finish(page)
    text = page.inner_text("main")
    assert "Tell nobody at home" in text
    assert "another phone" in text
    assert "Write down who you spoke to" not in text


def test_danger_shows_whom_to_call_before_the_next_step(page: Page) -> None:
    """Section 2: any danger answer shows the numbers at once, and the way on."""
    page.get_by_label("The child is missing").check()
    next_step(page)
    assert page.locator("a.number:visible").first.get_attribute("href") == "tel:911"
    page.get_by_role("button", name="Go on if you can").click()
    assert "Step 2 of 10" in page.locator(".progress:visible").inner_text()
    assert page.locator(".section-check-danger a[href='tel:911']").is_visible()

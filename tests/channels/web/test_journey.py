"""From the start page to the right outcome, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.channels.conftest import AXE, AXE_RUN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser

OUTCOMES = {
    "Get help now": ("danger-missing", "danger-suicide-now", "role-foster"),
    "Make a report today": ("known-told", "home-involved", "us-ca-san-francisco", "role-foster"),
    "Talk it over with someone trained": ("sign-hotels", "danger-suicide", "us-ca", "unsure-body"),
    "Stay close and keep noticing": ("sign-mood-changes", "vulnerable-trauma", "role-parent"),
    "Learn, and keep the door open": (),
}


def check_in(page: Page, url: str, ticks: tuple[str, ...]) -> None:
    """Without scripts: fill in the one form and send it."""
    page.goto(f"{url}/check")
    for tick in ticks:
        say(page, tick)
    page.locator("#check > button").click()


def say(page: Page, answer: str, within: str = "") -> None:
    """Tick a box, or choose a place, where it is to be seen."""
    box = page.locator(f"{within} input[value={answer}]")
    place = page.locator(f"{within} select:has(option[value={answer}])")
    if box.count():
        box.check()
    elif place.count():
        place.select_option(answer)


def step_through(
    page: Page, url: str, ticks: tuple[str, ...], look: Callable[[str], None] = lambda _: None
) -> None:
    """With scripts: tick what fits on each screen, look at it, continue; then ask what to do."""
    page.goto(f"{url}/check")
    page.wait_for_selector(".stepwise")
    steps = page.locator(".step").count()
    for number in range(steps):
        for tick in ticks:
            say(page, tick, ".step:visible")
        look(f"step {number + 1}")
        if number < steps - 1:
            page.get_by_role("button", name="Continue").click()
            if page.locator(".page-outcome").count():  # danger: whom to call comes first
                look("danger")
                page.get_by_role("button", name="Go on if you can").click()
    page.get_by_role("button", name="Show me what to do now").click()
    page.wait_for_selector(".page-outcome")


def test_home_shows_911_and_four_choices_without_scrolling(
    served: Served, phone_page: Page
) -> None:
    """On a 360 by 640 screen."""
    phone_page.goto(served.url)
    shown = [phone_page.get_by_role("link", name=re.compile("^Call 911")).first]
    choices = phone_page.locator(".choices a")
    shown += [choices.nth(index) for index in range(4)]
    for link in shown:
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 640
        assert box["height"] >= 44


def test_a_caregiver_goes_from_home_to_the_right_outcome(served: Served, phone_page: Page) -> None:
    """One tap, a few ticks, one button; the first button on the page calls the county's line."""
    phone_page.goto(served.url)
    phone_page.get_by_role("link", name="I noticed things that worry me").click()
    for label in (
        "Someone else decides",
        "Has costly things",
        "A foster or resource",
    ):
        phone_page.get_by_label(label).check()
    phone_page.get_by_label("ZIP code").fill("94110")
    phone_page.locator("#check > button").click()
    assert phone_page.locator("h1").inner_text() == "Make a report today"
    first = phone_page.locator("a.number").first
    assert first.get_attribute("href") == "tel:+18008565553"
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 640
    steps = phone_page.locator(".steps > li")
    assert "You must report" in steps.nth(1).inner_text()


def test_a_zip_code_chooses_the_place_on_the_device_and_says_so_when_it_cannot(
    served: Served, browser: Browser
) -> None:
    """One place: chosen; several or unknown: a word at the field, and the list to choose from."""
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{served.url}/check")
    page.wait_for_selector(".stepwise")
    while not page.get_by_label("ZIP code").is_visible():
        page.get_by_role("button", name="Continue").click()
    field, chosen = page.get_by_label("ZIP code"), page.locator("#place")
    told = page.locator("#zip-d")
    field.press_sequentially("94110")
    field.blur()
    assert chosen.input_value() == "us-ca-san-francisco"
    assert told.inner_text() == ""
    field.fill("00000")
    field.blur()
    assert told.inner_text().startswith("We do not know that ZIP code")
    field.fill("42223")  # a base in two states
    field.blur()
    assert told.inner_text().startswith("That ZIP code lies in more than one place")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_any_page_or_outcome(
    served: Served, browser: Browser, width: int, scheme: str
) -> None:
    """0 violations, all rules, every page and state."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type] # one of the two it knows
        bypass_csp=True,
    )
    page = context.new_page()

    def violations(where: str) -> list[str]:
        page.add_script_tag(path=AXE)
        found = page.evaluate(AXE_RUN)["violations"]
        return [f"{where}: {rule['id']}: {rule['nodes'][0]['html']}" for rule in found]

    found: list[str] = []

    def look(where: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found.extend(violations(where))

    guidance = ("/learn", "/talk", "/heal", "/you", "/services", "/first-day", "/home-again")
    for path in (
        "/",
        "/now",
        "/about",
        "/private",
        "/clear",
        "/keep",
        "/after",
        *guidance,
        "/not-there",
    ):
        page.goto(served.url + path)
        look(path)
    for heading, ticks in OUTCOMES.items():
        step_through(page, served.url, ticks, look if heading == "Get help now" else lambda _: None)
        assert page.locator("h1:visible").inner_text() == heading
        look(heading)
    page.goto(served.url + "/check")
    page.evaluate(
        """() => { const form = document.querySelector("#check").cloneNode(true);
        form.innerHTML = "<input type=hidden name=question-money value=nothing>";
        document.body.append(form); form.submit() }"""
    )
    page.wait_for_selector("[role=alert]")
    look("error")
    assert found == []
    context.close()


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways(served: Served, browser: Browser, width: int) -> None:
    """At 320 px, which is also a desktop at 400 %, and at 360 px with text at 200 %."""
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    for path in ("/", "/check", "/now", "/about"):
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    step_through(page, served.url, OUTCOMES["Make a report today"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_page_can_be_walked_by_keyboard(served: Served, browser: Browser) -> None:
    """Skip link first, Leave fast second, and every focused thing shows its focus."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{served.url}/check")
    names: list[str] = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText.trim()"))
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid"
    assert names == ["Skip to the page", "Leave fast", "Hearthlight", "Leave fast"]
    context.close()


def test_print_keeps_the_numbers_and_drops_the_buttons(served: Served, browser: Browser) -> None:
    """On paper: no header, no Leave fast, no forms, every number whole."""
    context = browser.new_context()
    page = context.new_page()
    step_through(page, served.url, OUTCOMES["Make a report today"])
    page.emulate_media(media="print")
    assert not page.locator("header").is_visible()
    assert not page.get_by_role("button", name="Change my answers").is_visible()
    assert page.get_by_text("(800) 856-5553").is_visible()
    context.close()

"""
The twenty checks that an outsider can run in a browser (docs/decisions/0012 and PRIVACY.md).

Held elsewhere:

- 1: test_journey.test_home_shows_911_and_four_choices_without_scrolling
- 2: test_pages.test_the_hotline_is_two_taps_from_home
- 3: test_privacy.test_no_page_asks_another_host
- 4: test_privacy.test_no_page_sets_a_cookie_or_storage
- 6: test_privacy.test_what_is_said_is_in_no_header_url_or_log
- 7: test_privacy.test_a_query_is_dropped_with_303
- 8: test_privacy.test_headers_equal_the_table_to_the_character
- 13: test_privacy.test_titles_and_addresses_are_neutral
- 16, with two signs: test_journey.test_a_caregiver_goes_from_home_to_the_right_outcome
- 18: its axe and keyboard in test_journey, the reading rules of the packs in tests/test_words
- 20: its weight in test_budgets
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.channels.conftest import CHROMIUM_FLAGS, find_chromium
from tests.channels.web.test_journey import OUTCOMES, check_in, step_through

from hearthlight.checkin.minimal_sets import minimal_sets
from hearthlight.compiled.edition import read_condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route
    from tests.channels.web.conftest import Served

    from hearthlight.compiled.edition import Edition

pytestmark = pytest.mark.browser

TARGET = "https://www.weather.gov/"
PAGES = (
    *("/", "/check", "/now", "/about", "/private", "/clear", "/learn", "/talk", "/heal", "/you"),
    *("/services", "/first-day", "/home-again", "/after", "/find", "/keep"),
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


def say_unseen(page: Page, answer: str) -> None:
    """Tick or choose, on whichever step it is asked."""
    page.evaluate(
        """answer => {
            const field = document.querySelector(`#check [value="${answer}"]`);
            if (field.tagName === 'OPTION') field.selected = true; else field.checked = true;
        }""",
        answer,
    )


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
    assert page.url.rstrip("/") == f"{served.url}/check"  # a file server adds a slash
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
    assert page.url.rstrip("/") in (f"{served.url}/check", TARGET.rstrip("/"), "about:blank")


def test_shift_three_times_leaves_and_typing_does_not(page: Page) -> None:
    """Check 10: alone, three times; with a letter, held down or repeated it is no press."""
    for _ in range(3):
        page.keyboard.press("Shift+A")
    page.keyboard.down("Shift")
    page.keyboard.down("Shift")  # a held key repeats
    page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    assert page.locator(".presses").inner_text() == "Press Shift 2 more times to leave"
    page.keyboard.press("a")  # a capital by sticky keys: the count begins again
    assert page.locator(".presses").inner_text() == ""
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.locator(".presses").inner_text() == "Press Shift once more to leave"
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
    assert page.locator(".presses").inner_text() == "Press Shift 2 more times to leave"
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
        say_unseen(page, tick)
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


# ---- 5: what a step leaves in the history


def test_history_holds_the_name_of_a_step_and_nothing_else(
    context: BrowserContext, served: Served
) -> None:
    """Check 5: with every box ticked, an entry is a step's number, `calls` or `end`, at /check."""
    page = context.new_page()
    page.add_init_script(
        """window.pushed = [];
        for (const name of ["pushState", "replaceState"]) {
          const real = history[name].bind(history);
          history[name] = (...all) => { window.pushed.push(all); real(...all); };
        }"""
    )
    page.goto(f"{served.url}/check")
    page.wait_for_selector(".stepwise")
    steps = page.locator(".step").count()
    for number in range(steps):
        for box in page.locator(".step:visible input[type=checkbox]").all():
            box.check()
        assert page.url == f"{served.url}/check"
        if number < steps - 1:
            next_step(page)
            if number == 0:
                page.get_by_role("button", name="Go on if you can").click()
    finish(page)
    pushed = page.evaluate("JSON.stringify(window.pushed)")
    names = [0, "calls", *range(1, steps), "end"]
    assert json.loads(pushed) == [[{"step": name}, ""] for name in names]
    entries = context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert {entry["url"] for entry in entries[1:]} == {f"{served.url}/check"}
    assert len({entry["title"] for entry in entries[1:]}) <= 2


# ---- 9, 10, 11: leaving


def test_leave_fast_does_not_wait_for_the_place_it_goes_to(
    page: Page, context: BrowserContext
) -> None:
    """Check 11: the screen is empty in the same instant, while the target never answers."""
    context.unroute(f"{TARGET}**")
    context.route(f"{TARGET}**", lambda _: None)
    page.get_by_label("I am not sure if there is danger").check()
    finish(page)
    left = page.evaluate(
        """() => { document.querySelector("header .leave").click();
        return [document.body.innerText, document.body.childElementCount, document.title] }"""
    )
    assert left == ["", 0, "Loading"]


def test_leave_fast_stays_empty_where_the_target_is_refused(
    page: Page, context: BrowserContext
) -> None:
    """Checks 9 and 11: the browser's own error page, then Back: no outcome and no tick."""
    context.unroute(f"{TARGET}**")
    context.route(f"{TARGET}**", lambda route: route.abort())
    page.get_by_label("I am not sure if there is danger").check()
    finish(page)
    page.locator("header .leave").click()
    page.wait_for_timeout(500)
    assert page.locator("main.page-check, .page-outcome").count() == 0
    page.go_back()
    page.wait_for_selector(".stepwise")
    assert page.locator("input:checked:not([value=''])").count() == 0
    assert page.locator(".page-outcome").count() == 0


@pytest.mark.parametrize("held", ["Control", "Alt"])
def test_shift_while_another_key_is_held_is_no_press(page: Page, served: Served, held: str) -> None:
    """Check 10: Alt or Control with Shift changes the keyboard's language, and must not leave."""
    page.keyboard.down(held)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.keyboard.up(held)
    page.wait_for_timeout(300)
    assert page.url == f"{served.url}/check"


def test_shift_with_a_click_is_no_press(page: Page, served: Served) -> None:
    """Check 10: who marks text with Shift and the mouse stays."""
    for _ in range(3):
        page.locator("h1:visible").click(modifiers=["Shift"])
    page.wait_for_timeout(300)
    assert page.url == f"{served.url}/check"


def test_the_status_is_on_the_page_before_it_speaks(page: Page) -> None:
    """Check 10: a screen reader announces changes of a region it knew, not a new region."""
    assert page.get_by_role("status").count() == 1
    assert page.get_by_role("status").inner_text() == ""


# ---- 12: coming back


@pytest.fixture
def remembering(browser: Browser, served: Served) -> Iterator[Page]:
    """A check-in in a browser that keeps whole pages in memory for Back."""
    opened = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=[
            *CHROMIUM_FLAGS,
            "--enable-features=BackForwardCache,CacheControlNoStoreEnterBackForwardCache",
        ],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = opened.new_page()
    page.add_init_script(
        "addEventListener('pageshow', (event) => { window.kept = event.persisted })"
    )
    page.goto(f"{served.url}/check")
    page.wait_for_selector(".stepwise")
    yield page
    opened.close()


def away_and_back(page: Page) -> None:
    """Follow a link of ours, press Back, and get the very page that was left."""
    page.locator("footer a[href='/about']").click()
    page.wait_for_url("**/about")
    page.go_back(wait_until="commit")
    page.wait_for_function("window.kept === true")


def test_a_page_that_the_browser_kept_in_memory_comes_back_without_answers(
    remembering: Page,
) -> None:
    """Check 12: no tick on a step, and nothing of an outcome."""
    remembering.get_by_label("I am not sure if there is danger").check()
    away_and_back(remembering)
    assert remembering.locator("#check input:checked:not([value=''])").count() == 0
    remembering.get_by_label("I am not sure if there is danger").check()
    finish(remembering)
    away_and_back(remembering)
    assert remembering.locator("#check input:checked:not([value=''])").count() == 0
    text = remembering.locator("main").evaluate("(main) => main.textContent")
    assert "What led here" not in text


def test_back_to_an_outcome_kept_in_memory_shows_a_way_on(remembering: Page) -> None:
    """Back always works: with the answers gone the check-in begins again; no empty page."""
    remembering.get_by_label("I am not sure if there is danger").check()
    finish(remembering)
    away_and_back(remembering)
    assert remembering.locator("h1:visible").count() == 1


def test_a_link_and_back_without_that_memory_empties_every_box(page: Page) -> None:
    """Check 12: by a real link, and by Back."""
    page.get_by_label("I am not sure if there is danger").check()
    page.locator("footer a[href='/about']").click()
    page.wait_for_url(re.compile("/about/?$"))
    page.go_back()
    page.wait_for_selector(".stepwise")
    assert page.locator("#check input:checked:not([value=''])").count() == 0


def test_a_reload_at_step_five_begins_at_step_one(page: Page) -> None:
    """Section 4: with the answers gone, the state of the history is ignored."""
    for _ in range(4):
        next_step(page)
    assert "Step 5 of 10" in page.locator(".progress:visible").inner_text()
    page.reload()
    page.wait_for_selector(".stepwise")
    assert "Step 1 of 10" in page.locator(".progress:visible").inner_text()
    assert page.evaluate("JSON.stringify(history.state)") == '{"step":0}'


# ---- 14 to 18: what is said


SOOTHING = ("low risk", "no risk", "all is well", "nothing to worry", "no danger")


def test_not_sure_without_scripts_names_the_hotline_for_each_question(
    served: Served, phone_page: Page, edition: Edition
) -> None:
    """Check 14: alone or all together, and nothing soothes."""
    unsure = [fact for fact in edition.asked if "unsure" in fact or "not-sure" in fact]
    assert len(unsure) == 9
    for ticks in ((), tuple(unsure), *((fact,) for fact in unsure)):
        check_in(phone_page, served.url, ticks)
        text = phone_page.inner_text("main")
        assert "(888) 373-7888" in text, ticks
        assert [words for words in SOOTHING if words in text.lower()] == [], ticks


@pytest.mark.parametrize("place", ["us-ca", "us-ca-san-francisco"])
def test_a_foster_caregiver_with_one_strong_sign_reads_the_duty_in_the_first_two_steps(
    served: Served, phone_page: Page, edition: Edition, place: str
) -> None:
    """Check 16: for every strong sign alone, with the line of the place and the words to say."""
    rule = edition.rules_by_id["rule-one-strong"]
    for facts in minimal_sets(read_condition(rule.when)):
        (sign,) = edition.table.names(facts)
        check_in(phone_page, served.url, (sign, "role-foster", place))
        steps = phone_page.locator(".steps > li")
        first_two = steps.nth(0).inner_text() + steps.nth(1).inner_text()
        assert re.search(r"must report", first_two), (sign, first_two)
        prominent = phone_page.locator(".calls").first.inner_text()
        line = (
            "(800) 856-5553" if place == "us-ca-san-francisco" else "your county's child abuse line"
        )
        assert line in prominent, (sign, prominent)
        assert phone_page.locator(".say blockquote").first.is_visible()


def visible_lines(page: Page) -> list[str]:
    """What is to be read, a line each; folded parts opened, but for titles of others' works."""
    page.evaluate(
        """document.querySelectorAll("details:not(.sources)").forEach((each) => {
        each.open = true })"""
    )
    return [line.strip() for line in page.inner_text("body").splitlines() if line.strip()]


def test_outcomes_name_watching_a_child_only_to_say_do_not(
    context: BrowserContext, served: Served, edition: Edition
) -> None:
    """Check 17: on every outcome, and on the one for every box at once."""
    watching = re.compile(
        r"\b(track\w*|spy\w*|passwords?|GPS|search (the|their) phone)\b", re.IGNORECASE
    )
    page = context.new_page()
    every = tuple(f for f in edition.asked if not f.startswith("role-"))
    for ticks in (*OUTCOMES.values(), (*every, "role-foster", "us-ca-san-francisco")):
        page.goto(f"{served.url}/check")
        page.wait_for_selector(".stepwise")
        for tick in ticks:
            say_unseen(page, tick)
        finish(page)
        for line in visible_lines(page):
            for sentence in re.split(r"(?<=[.!?])\s+", line):
                if watching.search(sentence):
                    assert re.search(r"\b(not|no|never)\b", sentence, re.IGNORECASE), sentence


def test_no_line_that_is_shown_has_a_sentence_over_twenty_words(
    served: Served, context: BrowserContext
) -> None:
    """Check 18: as composed on the page, with cards and notices, not only as written in a pack."""
    page = context.new_page()
    long: list[str] = []

    def look(where: str) -> None:
        for line in visible_lines(page):
            sentences = re.split(r"(?<=[.!?:])[\u201d\")]*\s+", line)
            long.extend(
                f"{where}: {sentence}"
                for sentence in sentences
                if len(re.findall(r"[\w'\u2019]+", sentence)) > 20
            )

    for path in PAGES:
        page.goto(served.url + path)
        look(path)
    for heading, ticks in OUTCOMES.items():
        step_through(page, served.url, ticks)
        look(heading)
    assert long == []


READ = """() => { const main = document.querySelector("main");
  main.querySelectorAll("details").forEach((each) => { each.open = true });
  const seen = (what) => [...main.querySelectorAll(what)].filter((each) => each.checkVisibility());
  return [main.innerText.split(/\\s+/).filter(Boolean).join(" "),
    seen("a").map((each) => [each.getAttribute("href"), each.rel, each.target]),
    seen("h1, h2, h3").map((each) => each.tagName + each.textContent)] }"""


def test_pages_and_outcomes_read_the_same_with_scripts_and_without(
    served: Served, context: BrowserContext, phone_page: Page
) -> None:
    """
    Words, headings and links.

    The check-in's own steps differ on purpose, and so does the page of a kept copy: only a script
    can keep one, and without it the page says so.
    """
    page = context.new_page()
    for path in PAGES:
        if path not in ("/check", "/keep"):
            page.goto(served.url + path)
            phone_page.goto(served.url + path)
            assert page.evaluate(READ) == phone_page.evaluate(READ), path
    for heading, ticks in OUTCOMES.items():
        step_through(page, served.url, ticks)
        check_in(phone_page, served.url, ticks)
        here, there = page.evaluate(READ), phone_page.evaluate(READ)
        assert here == there, heading
        assert page.title() == phone_page.title()


# ---- 19 and 20: on paper, and on a bad line


CONTRAST = """() => [...document.querySelectorAll("main *")].filter((each) =>
    each.checkVisibility() && [...each.childNodes].some((node) =>
      node.nodeType === 3 && node.textContent.trim())).map((each) => {
  const [red, green, blue] = getComputedStyle(each).color.match(/[\\d.]+/g).slice(0, 3)
    .map((part) => part / 255).map((part) =>
      part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const gray = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [1.05 / (gray + 0.05), each.textContent.trim().slice(0, 60)];
}).filter(([contrast]) => contrast < 4.5)"""


def test_in_gray_on_white_paper_every_word_is_dark_enough(
    served: Served, page: Page, edition: Edition
) -> None:
    """Check 19: browsers print without backgrounds, so no text may need one."""
    for box in page.locator("#check input[type=checkbox]").all():
        box.evaluate("(field) => { field.checked = true }")
    assert edition.asked
    finish(page)
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(CONTRAST) == []
    for path in ("/now", "/about"):
        page.goto(served.url + path)
        page.emulate_media(media="print", color_scheme="light")
        assert page.evaluate(CONTRAST) == [], path


def test_now_is_readable_when_only_the_first_response_arrives(
    served: Served, context: BrowserContext
) -> None:
    """Check 20: all but the page itself is lost; it is styled and the numbers can be tapped."""
    context.route("**/*.*", lambda route: route.abort())
    page = context.new_page()
    lost: list[str] = []
    page.on("requestfailed", lambda request: lost.append(request.resource_type))
    page.route(f"{served.url}/now", lambda route: route.continue_())
    page.goto(f"{served.url}/now")
    assert set(lost) <= {"script", "image", "other"}
    assert page.locator("a.number[href='tel:911']").first.is_visible()
    height = page.locator("a.number").first.evaluate("(link) => link.offsetHeight")
    assert height >= 44


WIDEST = """() => [...document.querySelectorAll("main *")].filter((each) =>
  each.checkVisibility() && each.getBoundingClientRect().right > 320).map((each) =>
  each.className + "|" + each.textContent.slice(0, 60)).slice(-1)"""


def test_every_outcome_reads_without_sideways_scroll_in_the_dark_at_400_percent(
    browser: Browser, served: Served
) -> None:
    """Check 20: outcomes and the form with its steps, 320 pixels wide, dark."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, color_scheme="dark")
    page = context.new_page()
    wide: list[str] = []

    def look(where: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(f"{where}: {page.evaluate(WIDEST)}")

    for heading, ticks in OUTCOMES.items():
        step_through(page, served.url, ticks, look)
        look(heading)
    assert wide == []
    context.close()

"""One's own words on the device: opened on demand, asked, ticked, said aloud, wiped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.channels.conftest import AXE
from tests.channels.web.conftest import open_part

from hearthlight.channels.web.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Request
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser

CANARY = "zq7canary9xw"
PHONE_WIDTH = 360
PHONE = "she hides a second phone"
DANGER = "she is missing right now and nobody knows where she is"
PROMISE = "Why did you go? I promise I won't tell anyone."


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with scripts; where Leave fast goes is played by us."""
    opened = browser.new_context(viewport={"width": 360, "height": 640}, bypass_csp=True)
    opened.route("https://www.weather.gov/**", lambda route: route.fulfill(body="Sunny"))
    yield opened
    opened.close()


def opened(context: BrowserContext, url: str) -> Page:
    """A page with its part open and ready."""
    page = context.new_page()
    page.goto(url)
    if "/check" in url:
        page.wait_for_selector(".stepwise")
    open_part(page)
    return page


def ask(page: Page, words: str) -> None:
    """Type, press the button, and wait until the answer has been said."""
    page.locator(".own textarea").fill(words)
    page.locator(".own form button").first.click()
    page.wait_for_function("document.querySelector('.own [role=status]').textContent")


def test_nothing_is_fetched_before_the_part_is_opened(
    served: Served, context: BrowserContext
) -> None:
    """A page without it costs nothing more; then scripts, table and words come, once each."""
    asked: list[Request] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - a bound list method has no signature to inspect
    for path in ("/check", "/talk"):
        asked.clear()
        page.goto(served.url + path, wait_until="networkidle")
        before = {request.url for request in asked}
        data = open_part(page)
        wanted = {served.url + data[name] for name in ("reads", "model", "table")}
        wanted.update(
            served.url + walk.path for walk in (Theme().cues_script, Theme().network_script)
        )
        assert not wanted & before
        assert sorted(request.url for request in asked if request.url not in before) == sorted(
            wanted
        )


def test_a_tick_there_is_a_tick_in_the_form_and_back(
    served: Served, context: BrowserContext
) -> None:
    """Nothing is ticked before the caregiver does it; then the outcome knows it."""
    page = opened(context, f"{served.url}/check")
    ask(page, PHONE)
    ours = page.locator(".own input[value=sign-extra-phone]")
    own = page.locator("#check input[value=sign-extra-phone]")
    assert "From your words:" in page.locator(".answers").inner_text()
    assert "“second”" in page.locator(".answers").inner_text()
    assert page.locator("input:checked:not([value=''])").count() == 0
    ours.check()
    assert own.is_checked()
    ours.uncheck()
    assert not own.is_checked()
    ours.check()
    ask(page, "older men pick her up; she hides a second phone")
    assert ours.is_checked()
    page.get_by_role("button", name="Show me what to do now").click()
    page.wait_for_selector(".page-outcome")
    assert "Has a second or hidden phone" in page.locator(".ticks").first.inner_text()


def test_the_full_list_is_one_step_away(served: Served, context: BrowserContext) -> None:
    """The link opens the step of the form at which signs begin; Back comes back."""
    page = opened(context, f"{served.url}/check")
    ask(page, "we baked a cake")
    answer = page.locator(".answers")
    assert "That is no answer about the child." in answer.inner_text()
    # Whom to call stands right under what was not understood.
    assert answer.locator("a.number").first.get_attribute("href") == "tel:911"
    assert answer.locator(":scope > *").nth(2).inner_text() == "Whom to call"
    page.get_by_role("link", name="Go on to the full list").click()
    assert page.locator(".step:visible input[value^=sign-]").count() > 2
    assert page.url == f"{served.url}/check"
    page.go_back()
    assert page.locator(".own textarea").input_value() == "we baked a cake"


def test_danger_brings_whom_to_call_at_once(served: Served, context: BrowserContext) -> None:
    """First of all that is said; 911 where a child is missing, 988 for suicide."""
    page = opened(context, f"{served.url}/check")
    ask(page, DANGER)
    answer = page.locator(".answers")
    first = answer.locator("a.number").first
    assert first.get_attribute("href") == "tel:911"
    assert answer.locator(":scope > *").first.get_attribute("class") == "urgent"
    assert answer.locator(".section-now-missing").count() == 1
    ask(page, "he says he wants to kill himself")
    assert answer.locator("a.number").first.get_attribute("href") == "tel:988"
    assert answer.locator(".call.first").count() == 1


def test_a_sentence_is_pointed_at_and_a_limit_has_contacts_only(
    served: Served, context: BrowserContext
) -> None:
    """The caregiver's own words, why, a better form; none where no wording helps; whom to call."""
    page = opened(context, f"{served.url}/talk")
    answer = page.locator(".answers")
    ask(page, "Whyyy did you go there?")
    assert "In your words: “Whyyy did you" in answer.inner_text()
    assert answer.locator("blockquote").count() >= 1
    assert "Whom to call" in answer.inner_text()
    assert answer.locator("a.number").first.is_visible()
    ask(page, PROMISE)
    assert answer.locator("blockquote").count() == 0
    assert answer.locator("a.number").first.is_visible()
    ask(page, "I love you and I am here.")
    assert "This is good about it" in answer.inner_text()
    assert answer.locator(".finding").count() == 0
    assert answer.locator("a.number").first.is_visible()


def test_an_answer_is_said_aloud_each_time(served: Served, context: BrowserContext) -> None:
    """In a live region that was there before it, also when it is the same again."""
    page = opened(context, f"{served.url}/es/check")
    status = page.locator(".own [role=status]")
    assert status.count() == 1
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => {
        const { textContent } = document.querySelector('.own [role=status]');
        if (textContent) window.said.push(textContent);
        }).observe(document.querySelector('.own [role=status]'), { childList: true }); }"""
    )
    for _ in range(2):
        ask(page, PHONE)
        page.wait_for_timeout(200)
    said = page.evaluate("window.said")
    assert len(said) == 2
    assert said[0] == said[1]
    assert "¿Puede ser algo de esto?" in said[0]
    assert "teléfono" in said[0]
    assert PHONE not in said[0]


def test_all_of_it_works_by_keyboard(served: Served, context: BrowserContext) -> None:
    """Open, type, ask and tick, with the focus to be seen at every stop."""
    page = context.new_page()
    page.goto(f"{served.url}/check")
    page.wait_for_selector(".stepwise")

    def tab_to(selector: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                break
        focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector)
        assert focused == "solid"

    tab_to(".own > summary")
    page.keyboard.press("Enter")
    tab_to(".own textarea")
    page.keyboard.type(PHONE)
    tab_to(".own form button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".asked input")
    tab_to(".asked input")
    page.keyboard.press("Space")
    assert page.locator("#check input[value^=sign-]:checked").count() == 1


@pytest.mark.parametrize(
    ("root", "width", "scheme"), [("", PHONE_WIDTH, "light"), ("/es", 1280, "dark")]
)
def test_axe_finds_nothing_in_any_state(
    served: Served, browser: Browser, root: str, width: int, scheme: str
) -> None:
    """Asked, none, danger, error; and each answer of the coach."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type] # one of the two it knows
        bypass_csp=True,
    )
    found: list[str] = []

    def look(page: Page, where: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.add_script_tag(path=AXE)
        violations = page.evaluate("axe.run('main', { resultTypes: ['violations'] })")["violations"]
        found.extend(f"{where}: {rule['id']}: {rule['nodes'][0]['html']}" for rule in violations)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    for path, each in (
        ("/check", ("we baked a cake", f"{PHONE}. {DANGER}", PHONE)),
        ("/talk", ("Why did you go?", PROMISE, "I love you and I am here.")),
    ):
        page = opened(context, served.url + root + path)
        for words in each if width == PHONE_WIDTH else each[1:2]:
            ask(page, words)
            look(page, f"{path} {words}")
    plain = browser.new_context(java_script_enabled=False)
    for path, words in (("/check", f"{PHONE}. {DANGER}"), ("/talk", PROMISE), ("/talk", " ")):
        page = plain.new_page()
        page.goto(served.url + root + path)
        page.locator(".own > summary").click()
        page.locator(".own textarea").fill(words)
        page.locator(".own form button").click()
        html = page.content()
        shown = context.new_page()
        shown.goto(f"{served.url}/about")
        shown.set_content(html)
        look(shown, f"{path} without scripts: {words}")
    assert found == []
    plain.close()
    context.close()


def test_what_reads_works_offline_and_sends_nothing(
    served: Served, context: BrowserContext
) -> None:
    """Once it is open, no answer needs the network."""
    sent: list[str] = []

    def note(request: Request) -> None:
        sent.append(request.url)

    for path, words in (("/check", PHONE), ("/talk", PROMISE)):
        page = opened(context, served.url + path)
        page.on("request", note)
        context.set_offline(offline=True)
        ask(page, words)
        assert page.locator(".answers").inner_text()
        assert sent == []
        context.set_offline(offline=False)


def test_where_the_reader_does_not_arrive_the_form_is_sent_and_says_so(
    served: Served, context: BrowserContext
) -> None:
    """It waits, then says that words are sent, and sends them only when it is asked again."""
    page = context.new_page()
    page.route("**/m.*.json", lambda route: route.abort())
    page.goto(f"{served.url}/check")
    page.wait_for_selector(".stepwise")
    page.locator(".own > summary").click()
    page.wait_for_function("document.querySelector('#told').textContent.includes('our server')")
    page.locator(".own textarea").fill(f"{PHONE} {CANARY}")
    page.locator(".own form button").click()
    page.wait_for_selector("h1:has-text('In your own words')")
    assert page.locator("input[value=sign-extra-phone]").count() == 1
    assert CANARY not in page.content()


@pytest.mark.parametrize("path", ["/check", "/talk"])
def test_words_and_answers_are_wiped_as_the_page_is_left(
    served: Served, context: BrowserContext, path: str
) -> None:
    """By a link and Back, and by Leave fast: no field and no answer has them."""
    page = opened(context, served.url + path)
    ask(page, f"{PHONE}. {PROMISE} {CANARY}")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.locator(".own textarea").input_value() == ""
    assert page.locator(".answers").inner_html() == ""
    assert page.locator(".own [role=status]").inner_text() == ""
    page.evaluate("document.querySelector('.own').open = true")
    ask(page, f"{PHONE}. {PROMISE} {CANARY}")
    page.goto(f"{served.url}/about")
    page.go_back()
    page.wait_for_selector(".own")
    assert CANARY not in page.content()
    assert page.locator(".own textarea").input_value() == ""
    page.goto(served.url + path)
    page.locator(".leave").click()
    page.wait_for_url("https://www.weather.gov/**")

"""The duty to report from files: the device tells what the server would, and sends nothing."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from tests.channels.export.test_files import read_page

from hearthlight.channels.export.duty_table import read_steps
from hearthlight.channels.web.duty import join_duty
from hearthlight.channels.web.rendering import Pages
from hearthlight.channels.web.theme import Theme
from hearthlight.duty.answer import Asked
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from tests.channels.web.conftest import Served

    from hearthlight.compiled.edition import Edition

ASK = """(cases) => cases.map(([place, role, child]) => {
  const form = document.querySelector('main form');
  form.elements.place.value = place;
  form.querySelector(`[name=role][value="${role}"]`).checked = true;
  form.querySelector(`[name=child][value="${child}"]`).checked = true;
  form.requestSubmit();
  return form.previousElementSibling.textContent;
})"""


class Text(HTMLParser):
    """All text of a run of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        """Add it."""
        self.text += data


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_device_tells_the_duty_that_the_server_tells(
    served: Served, browser: Browser, edition: Edition, language: str
) -> None:
    """For a foster caregiver in every place; in three places for every role and child."""
    number = [one.tag for one in edition.languages].index(language)
    pages = Pages(edition, Settings(), Theme(), edition.languages[number])
    roles = ["", *(fact for fact, kind in edition.kinds.items() if kind == "role")]
    cases = [[place, "role-foster", "placed"] for place in ("", *edition.places)]
    cases += [
        [place, role, child]
        for place in ("us-ca", "us-ma", "us-tx")
        for role in roles
        for child in ("placed", "own", "unsaid")
    ]
    page = browser.new_page(viewport={"width": 360, "height": 640})
    asked: list[str] = []
    page.goto(f"{served.url}{pages.addresses.path('page-report')}")
    page.wait_for_selector("main form", state="visible")
    page.on("request", lambda request: asked.append(request.url))
    for case, told in zip(cases, page.evaluate(ASK, cases), strict=True):
        text = Text()
        place, role, child = case
        pieces = join_duty(pages, Asked(place=place, role=role, child=child))  # type: ignore[arg-type] # one of the three
        text.feed(b"".join(pieces).decode())
        assert told == text.text, case
    assert asked == []
    assert page.locator(".top .answer").inner_text().count("·") == 1
    page.close()


@pytest.mark.browser
def test_an_answer_in_a_draft_language_says_that_it_is_a_draft(
    served: Served, browser: Browser
) -> None:
    """What the device shows in place of the page keeps the notice of the page."""
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{served.url}/es/report")
    page.wait_for_selector("main form", state="visible")
    page.locator("main form button").click()
    assert page.locator(".top .answer").is_visible()
    assert page.locator("main > .draft").is_visible()
    page.close()


@pytest.mark.browser
def test_an_answer_is_shown_in_place_of_the_page_and_wiped_when_it_is_left(
    served: Served, browser: Browser
) -> None:
    """What was asked stands under the heading; leaving takes all of it away."""
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{served.url}/report")
    page.wait_for_selector("main form", state="visible")
    assert page.locator("#alone").count() == 0
    page.get_by_label("Where does the child live").select_option("us-ma")
    page.get_by_label("A foster or resource caregiver").check()
    page.get_by_role("button", name="Show").last.click()
    assert page.locator(".top .answer").inner_text().startswith("Massachusetts · A foster")
    assert "you must report" in page.inner_text("main")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.locator(".top .answer").count() == 0
    assert page.locator("select").input_value() == ""
    page.close()


def test_every_link_of_an_answer_leads_to_a_file(exported: Path) -> None:
    """And every place of the form has answers for every role and child."""
    tables = list(exported.glob("d.*.json"))
    assert len(tables) == 2
    for path in tables:
        table = json.loads(path.read_bytes())
        places = {key.split(",")[0] for key in table["answers"]}
        form = (exported / "report" / "index.html").read_text()
        assert all(f'value="{place}"' in form for place in places)
        assert len(table["answers"]) == len(places) * 6 * 3
        for steps in table["fragments"]:
            for step in steps:
                href = step[1].get("href", "") if isinstance(step, list) else ""
                if href.startswith("/"):
                    target, _, part = href.partition("#")
                    file = exported / target.strip("/") / "index.html"
                    assert file.is_file(), href
                    assert not part or part in read_page(file).ids, href


def test_a_run_of_html_becomes_steps() -> None:
    """Open, text, close; and what can hold nothing is never closed."""
    assert read_steps('<ul class="calls"><li>A &amp; B<br>C</li>') == [
        *(["ul", {"class": "calls"}], ["li", {}], "A & B", ["br", {}, 1], "C", 0)
    ]

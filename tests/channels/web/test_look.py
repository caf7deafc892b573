"""What the eye meets on a small phone: nothing hangs out, breaks badly or goes missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from tests.channels.web.test_twenty_checks import say_unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.channels.web.conftest import Served

    from hearthlight.compiled.edition import Edition

pytestmark = pytest.mark.browser

ROOTS = ("", "/es")
WIDTHS = (360, 320)
MARGIN = 16
"""Pixels that a page keeps free on either side of a phone."""

# The lines of a node's text, as they stand on the screen.
LINES = """(node) => {
  const range = document.createRange(), lines = new Map(), unseen = node.querySelector('.vh');
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (let at = 0; at < walk.currentNode.length; at += 1) {
    range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + 1);
    const box = range.getClientRects()[0], letter = walk.currentNode.data[at];
    if (!box || !box.width || unseen?.contains(walk.currentNode)) continue;
    const middle = Math.round((box.top + box.bottom) / 8);
    lines.set(middle, (lines.get(middle) || '') + letter);
  }
  return [...lines.values()];
}"""

# Of all cards: names with numbers in letters, and addresses with all that stands beside them.
CARDS = f"""() => {{
  const lines = {LINES}, left = (node) => node.getBoundingClientRect().left;
  const seen = (what) => [...document.querySelectorAll(what)].filter((each) =>
    each.checkVisibility());
  return [seen('.call .whole').map(lines), seen('.call .web').map((line) => {{
    const link = line.querySelector('a');
    return [lines(line), lines(link), left(link) - left(line)];
  }})];
}}"""


@pytest.fixture(params=WIDTHS)
def small(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a small phone, and of a smaller one."""
    page = browser.new_page(viewport={"width": request.param, "height": 640})
    yield page
    page.close()


def begin(page: Page, url: str) -> None:
    """The check-in, a step a screen."""
    page.goto(f"{url}/check")
    page.wait_for_selector(".stepwise")


def test_a_draft_says_so_on_every_step_and_outcome_that_the_device_makes(
    served: Served, small: Page, edition: Edition
) -> None:
    """As the form without scripts does; on whom to call in danger and on the sheet, too."""
    begin(small, f"{served.url}/es")
    notice, buttons = small.locator("main > .draft"), small.locator(".bar button")
    assert "borrador" in notice.inner_text()
    for _ in edition.steps[1:]:
        assert notice.is_visible()
        buttons.first.click()
    assert notice.is_visible()
    say_unseen(small, "sign-hotels")
    buttons.nth(1).click()
    small.wait_for_selector(".page-outcome")
    assert notice.is_visible()
    small.locator('.page-outcome a[href="/es/notes"]').first.click()
    small.wait_for_selector(".page-notes")
    assert notice.is_visible()
    begin(small, f"{served.url}/es")
    say_unseen(small, "danger-hurt")
    buttons.first.click()
    small.wait_for_selector(".page-outcome")
    assert notice.is_visible()


def test_the_first_language_is_no_draft_and_says_nothing_of_one(
    served: Served, small: Page
) -> None:
    """English has no notice to keep."""
    begin(small, served.url)
    assert small.locator(".draft").count() == 0


@pytest.mark.parametrize("root", ROOTS)
def test_nothing_of_the_header_hangs_into_the_edge(
    served: Served, small: Page, edition: Edition, root: str
) -> None:
    """On every page Leave fast is whole, one line high, and as far from the edge as the text."""
    for path in (one.path for one in edition.pages.values() if one.path):
        small.goto(f"{served.url}{root}{path}")
        leave, brand = small.locator("header .leave"), small.locator("header .brand span")
        box, name = leave.bounding_box(), brand.bounding_box()
        assert box, path
        assert name, path
        width = small.evaluate("document.documentElement.clientWidth")
        assert box["x"] + box["width"] <= width - MARGIN + 0.5, path
        assert box["height"] >= 44, path
        assert len(leave.evaluate(LINES)) == 1, path
        assert name["x"] + name["width"] < box["x"], path
        assert name["y"] + name["height"] < box["y"] + box["height"], path


def test_with_the_largest_text_leave_fast_stays_on_the_screen(served: Served, small: Page) -> None:
    """At twice the size the name gives way; the way out does not."""
    for root in ROOTS:
        small.goto(f"{served.url}{root}/now")
        small.evaluate("document.documentElement.style.fontSize = '200%'")
        box = small.locator("header .leave").bounding_box()
        assert box
        assert box["x"] + box["width"] <= small.evaluate("innerWidth")


@pytest.mark.parametrize("root", ROOTS)
def test_an_address_goes_on_at_a_dot_or_slash_and_a_number_in_letters_never(
    served: Served, small: Page, edition: Edition, root: str
) -> None:
    """In every card of every page; and what an address is stands in the line before it."""
    seen: set[str] = set()
    for path in (one.path for one in edition.pages.values() if one.path):
        small.goto(f"{served.url}{root}{path}")
        names, sites = small.evaluate(CARDS)
        seen |= {"".join(lines) for lines in names}
        assert all(len(lines) == 1 for lines in names), (path, names)
        for told, shown, left in sites:
            assert not any("." in line for line in told[: -len(shown)]), (path, told)
            assert told[-len(shown) :] == shown, (path, told)  # the address shares no line
            assert all(line.startswith((".", "/")) for line in shown[1:]), (path, shown)
            assert left == 0, path
            seen.add("".join(shown))
    assert {"(1-800-THE-LOST)", "humantraffickinghotline.org/chat"} <= seen


def test_a_button_stands_clear_of_the_field_above_it(served: Served, small: Page) -> None:
    """Or it is taken for a part of the field."""
    for root in ROOTS:
        small.goto(f"{served.url}{root}/find")
        field, button = (
            small.locator(f"#find {tag}").bounding_box() for tag in ("textarea", "button")
        )
        assert field
        assert button
        assert button["y"] - field["y"] - field["height"] >= 8


def test_every_step_has_one_main_button_and_the_last_shows_what_to_do(
    served: Served, small: Page, edition: Edition
) -> None:
    """What leads on is filled; what leads back, or ends early, is only outlined."""
    filled = "(node) => getComputedStyle(node).backgroundColor === 'rgb(21, 94, 82)'"
    begin(small, served.url)
    for number in range(len(edition.steps)):
        shown = small.locator(".bar button:visible").all()
        main = [one.inner_text() for one in shown if one.evaluate(filled)]
        last = number == len(edition.steps) - 1
        assert main == ["Show me what to do now" if last else "Continue"], number
        if not last:
            shown[0].click()


def test_no_line_of_the_footer_begins_or_ends_with_a_mark(served: Served, small: Page) -> None:
    """Links stand apart by room alone."""
    for root in ROOTS:
        small.goto(f"{served.url}{root}/")
        lines = [line.strip() for line in small.locator("footer").evaluate(LINES)]
        assert len(lines) > 3
        assert all(line[0].isalnum() and line[-1].isalnum() for line in lines), lines


def test_the_heading_of_an_outcome_has_no_box_around_it(served: Served, small: Page) -> None:
    """Made by the device or the server: brick is for danger, and for one thing on a screen."""
    boxed = "(node) => [getComputedStyle(node).borderTopWidth, getComputedStyle(node).paddingLeft]"
    begin(small, served.url)
    say_unseen(small, "sign-hotels")
    small.locator(".bar button").nth(1).click()
    assert small.locator(".page-outcome .top").evaluate(boxed) == ["0px", "0px"]


@pytest.mark.parametrize("size", ["Letter", "A4"])
def test_the_sheet_for_a_call_prints_on_four_sides_with_a_number_to_call(
    served: Served, browser: Browser, size: str
) -> None:
    """Two sheets of paper; what is only there to be tapped is left out."""
    page = browser.new_page()
    for root in ROOTS:
        page.goto(f"{served.url}{root}/notes")
        with pypdfium2.PdfDocument(page.pdf(format=size)) as pdf:
            told = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
            assert len(pdf) == 4, root
        assert "373-7888" in told
        assert page.locator(".section-notes-danger a[href='tel:911']").is_visible()
    page.close()

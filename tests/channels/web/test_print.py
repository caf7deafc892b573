"""Every page on paper, in every language: black on white, readable, whole, and nothing to press."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from tests.channels.web.test_twenty_checks import say_unseen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.channels.web.conftest import Served

    from hearthlight.compiled.edition import Edition

pytestmark = pytest.mark.browser

WRONG_ON_PAPER = """() => {
  const wrong = [], shown = (node) => node.checkVisibility({ visibilityProperty: true });
  const look = (names, what, isWrong) => {
    for (const node of document.querySelectorAll(names))
      if (shown(node) && isWrong(node)) wrong.push(`${what}: ${node.outerHTML.slice(0, 90)}`);
  };
  const says = (node) => !node.closest('svg, .vh') &&
    [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const style = getComputedStyle, white = /, 0\\)$|^rgb\\(255, 255, 255\\)$/;
  const small = 'section[class$=-danger]';
  look('header, footer, button, .skips, .choices a', 'to be pressed',
    (node) => !node.closest('.page-home .choices'));
  look('body, body *', 'ink behind', (node) => !node.closest('svg') &&
    !(white.test(style(node).backgroundColor) && style(node).backgroundImage === 'none'));
  look('body *', 'small', (node) => says(node) && parseFloat(style(node).fontSize) < 16);
  look('body *', 'pale', (node) => says(node) && style(node).color !== 'rgb(0, 0, 0)');
  look('a[href^="tel:"], a[href^="sms:"]', 'a broken number',
    (node) => (node.querySelector('b') || node).getClientRects().length !== 1);
  look('.call:has(.sources)', 'no day',
    (node) => !node.closest(small) && !shown(node.querySelector('.sources summary')));
  look('.steps > li, .call, .say, .field', 'may tear',
    (node) => style(node).breakInside !== 'avoid');
  look('section:has(h2)', 'a heading over nothing', (node) => ![...node.children].slice(1).some(
    (one) => one.innerText.trim() || one.querySelector('svg, input, textarea')));
  return wrong; }"""
NAMED = re.compile(r"\b(sex|abuse|abuso|exploit|explot|traffick|trata|csec)", re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_prints_black_on_white_with_whole_numbers_and_their_day(
    served: Served, browser: Browser, edition: Edition, language: str
) -> None:
    """
    At 12 points or more, from a dark screen too, with a title that names no subject.

    A browser prints the title above, and offers it as the name of the file.
    """
    context = browser.new_context(
        viewport={"width": 700, "height": 900}, java_script_enabled=True, color_scheme="dark"
    )
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    root = "" if language == edition.languages[0].tag else f"/{language}"
    wrong: list[str] = []
    for path in [one.path for one in edition.pages.values() if one.path] + ["/not-there"]:
        page.goto(served.url + root + path)
        wrong += [f"{path}: {what}" for what in page.evaluate(WRONG_ON_PAPER)]
        assert not NAMED.search(page.title())
    assert wrong == []
    context.close()


def finish(page: Page, url: str) -> None:
    """The longest common outcome: a report by a foster caregiver, with the duty."""
    page.goto(f"{url}/check")
    page.wait_for_selector(".stepwise")
    for answer in ("known-told", "sign-hotels", "sign-gifts", "role-foster", "us-ca"):
        say_unseen(page, answer)
    page.locator(".bar button").nth(1).click()
    page.wait_for_selector(".page-outcome")


def bare(text: str) -> str:
    """Letters and digits: a PDF breaks lines where it likes, and joins letters into one shape."""
    return re.sub(r"[^A-Za-z0-9]+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(("root", "size"), [("", "Letter"), ("/es", "A4")])
def test_no_step_of_an_outcome_is_torn_across_two_sheets(
    served: Served, browser: Browser, root: str, size: str
) -> None:
    """In the very PDF: each step, and each line to call, begins and ends on one sheet."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    finish(page, served.url + root)
    page.emulate_media(media="print")
    assert page.evaluate(WRONG_ON_PAPER) == []
    parts = page.locator(".steps > li:visible, .call:visible").all_inner_texts()
    with pypdfium2.PdfDocument(page.pdf(format=size, print_background=True)) as pdf:
        sheets = [bare(sheet.get_textpage().get_text_range()) for sheet in pdf]
    assert len(parts) > 6
    for part in parts:
        # A line that begins with a comma names the number for those who hear the page.
        lines = [bare(line) for line in part.splitlines() if not line.startswith(",")]
        assert any(all(line in sheet for line in lines) for sheet in sheets), part
    page.close()

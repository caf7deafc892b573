"""The first day fits a glance: one screen of a phone to begin with, and one sheet of paper."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pypdfium2
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser

PHONE = 800
"""The height of a phone's screen."""
MARGIN = "0.4in"
"""What browsers leave around a sheet."""


@pytest.mark.parametrize("root", ["", "/es"])
def test_danger_and_every_step_of_the_first_day_stand_on_one_screen(
    served: Served, browser: Browser, root: str
) -> None:
    """At 360 px: 911 and seven titles without scrolling; each opens, and the lines follow."""
    page = browser.new_page(viewport={"width": 360, "height": PHONE})
    page.goto(f"{served.url}{root}/first-day")
    steps = page.locator(".steps summary")
    assert steps.count() == 7
    assert page.locator("main a[href='tel:911']").is_visible()
    last = steps.last.bounding_box()
    assert last
    assert last["y"] + last["height"] <= PHONE
    folded = page.locator(".steps p")
    assert not folded.first.is_visible()
    steps.first.click()
    assert folded.first.is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 4.75 * PHONE
    page.close()


@pytest.mark.parametrize(("root", "ends"), [("", "may be part of it"), ("/es", "pueda ser parte")])
def test_the_first_day_prints_on_one_sheet_with_what_the_folds_hold(
    served: Served, browser: Browser, root: str, ends: str
) -> None:
    """Letter or A4: steps with their words, three numbers, each with its day, what not to do."""
    page = browser.new_page()
    page.goto(f"{served.url}{root}/first-day")
    told = page.locator(".steps p").all_text_contents()
    for size in ("Letter", "A4"):
        made = page.pdf(
            format=size, margin={"top": MARGIN, "bottom": MARGIN, "left": MARGIN, "right": MARGIN}
        )
        with pypdfium2.PdfDocument(made) as pdf:
            assert len(pdf) == 1, size
            sheet = bare(pdf[0].get_textpage().get_text_range())
        assert len(told) == 7
        assert all(bare(text) in sheet for text in told)
        assert all(number in sheet for number in ("8883737888", "8008435678", "8004224453"))
        assert sheet.count("2026") == 3
        assert bare(ends) in sheet
    page.close()


def bare(text: str) -> str:
    """Letters and digits: a PDF breaks lines where it likes, and joins letters into one shape."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())

"""A real browser, for every channel that a browser shows."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
AXE_RUN = "axe.run({ resultTypes: ['violations'] })"
"""Every rule on all there is. What passes is not described node by node: nobody would read it."""
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str:
    """The whole browser: the system's, named by CHROMIUM or found on the path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(
        (path for name in names if (path := shutil.which(name))), ""
    )
    if not found:
        pytest.fail("No Chromium: run `sudo apt-get install -y --no-install-recommends chromium`.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """
    Headless Chromium. Where its shell without windows stands beside it, that one.

    It is the same engine of the same version, and costs half: nothing paints tabs and menus that
    nobody sees. What the shell has not, as a profile on disk and whole pages kept in memory for
    Back, is tested in the whole browser: `find_chromium`.
    """
    found = find_chromium()
    shell = Path(found).with_name("chromium-headless-shell")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shell if shell.exists() else found, args=list(CHROMIUM_FLAGS)
        )
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone, scripts off."""
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=False, locale="en-US"
    )
    yield context
    context.close()


@pytest.fixture
def phone_page(phone: BrowserContext) -> Page:
    """A page on the small phone."""
    return phone.new_page()

"""Takes the pictures of the README from a served Hearthlight. Run by `make images`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).resolve().parent.parent / "docs" / "images"
TICKS = ("sign-gifts", "sign-controlled", "role-foster", "us-ca-san-francisco")
PICTURED = 5
"""The step that is shown: money and things."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def main() -> None:
    """Serve, walk through the check-in, and save what is seen."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "hearthlight", "serve", "--port", str(port)]
    server = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
            for scheme, size, names in (
                ("light", (360, 720), ("check-in", "outcome")),
                ("dark", (1280, 800), ("", "outcome-dark")),
            ):
                context = browser.new_context(
                    viewport={"width": size[0], "height": size[1]},
                    color_scheme=scheme,  # type: ignore[arg-type] # one of the two it knows
                )
                _walk(context.new_page(), url, *names)
                context.close()
            browser.close()
    finally:
        server.terminate()
        server.wait()


def _walk(page: Page, url: str, check_in: str, outcome: str) -> None:
    page.goto(f"{url}/check")
    page.wait_for_selector(".stepwise")
    for number in range(page.locator(".step").count()):
        for value in TICKS:
            box = page.locator(f".step:visible input[value={value}]")
            if box.count():
                box.check()
            place = page.locator(f".step:visible select:has(option[value={value}])")
            if place.count():
                place.select_option(value)
        if check_in and number == PICTURED:
            page.evaluate("window.scrollTo(0, 0)")
            page.screenshot(path=OUT / f"{check_in}.png")
        following = page.get_by_role("button", name="Continue")
        if following.is_visible():
            following.click()
    page.get_by_role("button", name="Show me what to do now").click()
    page.wait_for_selector(".page-outcome")
    page.screenshot(path=OUT / f"{outcome}.png")


if __name__ == "__main__":
    main()

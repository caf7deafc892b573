"""
Canaries: strings that exist nowhere else go through every page, form and error.

Afterwards they are in no file, log line, header, address, cookie, storage, cache or referrer. What
is posted is known by its pairs (`question-money=sign-gifts`), since the ids alone stand in every
copy of the form.
"""

from __future__ import annotations

import http.client
import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from tests.channels.web.conftest import CHROMIUM_FLAGS
from tests.channels.web.test_serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Response, Route

pytestmark = pytest.mark.browser

CANARY = "zq7canary9xw"
TARGET = "https://www.weather.gov/"
PATHS = ("/", "/check", "/now", "/about", "/private", "/clear", "/talk", "/you", "/learn")


def files_with(folder: Path, *wanted: bytes) -> list[str]:
    """Files below a folder that hold any of these bytes."""
    return [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(each in path.read_bytes() for each in wanted)
    ]


def throw_at(port: int) -> list[tuple[list[tuple[str, str]], str]]:
    """The canary in every place of a request that a client can fill; headers and bodies back."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    strange = {
        "User-Agent": CANARY,
        "Referer": f"http://{CANARY}/",
        "Cookie": f"{CANARY}={CANARY}",
        "Accept-Language": CANARY,
        "X-Forwarded-For": CANARY,
    }
    requests: list[tuple[str, str, bytes, dict[str, str]]] = []
    for path in PATHS:
        requests += [
            ("GET", path, b"", strange),
            ("GET", f"{path}?{CANARY}={CANARY}", b"", strange),
            ("GET", f"{path}/{CANARY}", b"", strange),
            ("POST", path, urlencode({CANARY: CANARY}).encode(), form | strange),
        ]
    requests += [
        ("POST", "/check", f"question-money={CANARY}".encode(), form),
        ("POST", "/check", CANARY.encode() * 2000, form),
        ("POST", "/check", CANARY.encode(), {"Content-Type": CANARY}),
        ("POST", "/check", b"\xff" + CANARY.encode(), form),
        (CANARY.upper(), "/check", b"", {}),
        ("GET", "/" + quote(f"\u00e9{CANARY}"), b"", {"Accept-Encoding": CANARY}),
    ]
    replies = []
    for method, path, body, headers in requests:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            replies.append((reply.getheaders(), reply.read().decode("utf-8", "replace")))
    return replies


def test_a_canary_thrown_at_the_server_is_nowhere_afterwards(tmp_path: Path) -> None:
    """Not in a reply, and in nothing that the server writes."""
    with serving(tmp_path) as (port, _, log):
        for headers, body in throw_at(port):
            assert CANARY not in body
            assert all(CANARY not in name + value for name, value in headers)
        assert log.read_text().count("\n") == 1
    assert files_with(tmp_path, CANARY.encode()) == []


def pairs(page: Page) -> list[str]:
    """Every answer as a form would post it."""
    found = page.locator("#check input").evaluate_all(
        "(fields) => fields.map((field) => [field.name, field.value])"
    )
    return [f"{name}={value}" for name, value in found if value]


def tick_everything(page: Page) -> None:
    """Every box, and the last choice of each single question."""
    page.evaluate("document.querySelectorAll('#check input').forEach((each) => each.click())")


def visit(context: BrowserContext, url: str) -> tuple[list[str], list[str]]:
    """Through the whole check-in with every tick, and away; addresses asked for, and pairs."""
    asked: list[str] = []
    page = context.new_page()

    def note(response: Response) -> None:
        asked.append(f"{response.url} {response.request.headers} {response.headers}")

    page.on("response", note)
    page.goto(f"{url}/check")
    page.wait_for_selector(".stepwise")
    said = pairs(page)
    tick_everything(page)
    page.get_by_role("button", name="Show me what to do now").click()
    page.wait_for_selector(".page-outcome")
    page.locator(".ticks button").first.click()
    history = context.new_cdp_session(page).send("Page.getNavigationHistory")
    asked += [entry["url"] for entry in history["entries"]]
    assert context.cookies() == []
    kept = page.evaluate(
        """async () => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage),
        await indexedDB.databases(), await caches.keys(), document.cookie, document.referrer])"""
    )
    assert kept == '[[],[],[],[],"",""]'
    page.locator("header .leave").click()
    page.wait_for_url(TARGET)
    return asked, said


def test_every_tick_leaves_no_trace_in_the_browser_or_the_server(
    tmp_path: Path, browser: Browser
) -> None:
    """With scripts, then without: no address, header, storage, history or file has an answer."""
    profile = tmp_path / "profile"
    named = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium-browser"
    with serving(tmp_path) as (port, _, log):
        url = f"http://127.0.0.1:{port}"
        referrers: list[str] = []
        context = browser.browser_type.launch_persistent_context(
            profile, executable_path=named, args=list(CHROMIUM_FLAGS)
        )

        def weather(route: Route) -> None:
            referrers.append(route.request.headers.get("referer", ""))
            route.fulfill(body="Sunny", content_type="text/html")

        context.route(f"{TARGET}**", weather)
        asked, said = visit(context, url)
        context.close()
        assert len(said) > 50
        assert set(referrers) == {""}
        assert files_with(profile, *(pair.encode() for pair in said)) == []

        plain = browser.browser_type.launch_persistent_context(
            profile, executable_path=named, args=list(CHROMIUM_FLAGS), java_script_enabled=False
        )
        page = plain.new_page()
        page.on("response", lambda reply: asked.append(f"{reply.url} {reply.headers}"))
        page.goto(f"{url}/check")
        for box in page.locator("#check input[type=checkbox]").all():
            box.check()
        page.locator("#check > button").click()
        assert page.locator("h1").inner_text() == "Get help now"
        asked.append(page.url)
        plain.close()
        written = log.read_text()
    # "us" is half of many words of a header; every other answer is a word of its own.
    answers = [pair.split("=")[1] for pair in said if "-" in pair.split("=")[1]]
    assert [each for each in asked for answer in answers if answer in each] == []
    assert [answer for answer in answers if answer in written] == []
    # Without scripts the browser itself keeps the posted form in its session files, to be able to
    # send it again: /private says so. It is in those files and in no other.
    found = files_with(profile, *(pair.encode() for pair in said))
    assert [path for path in found if "/Sessions/" not in path] == []
    assert files_with(tmp_path / "store", *(pair.encode() for pair in said)) == []

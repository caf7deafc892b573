"""The promises of PRIVACY.md, on a running server."""

from __future__ import annotations

import http.client
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from hearthlight.channels.web.headers import style_hash
from hearthlight.channels.web.theme import Theme

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request
    from tests.channels.web.conftest import Served

pytestmark = pytest.mark.browser

PAGES = ("/", "/check", "/find", "/now", "/about", "/private", "/keep", "/not-there")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CANARY = "canary7f3a9"


def ask(
    served: Served, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[int, list[tuple[str, str]], str]:
    """One request: status, headers as sent, body."""
    address = urlsplit(served.url)
    with closing(
        http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    ) as connection:
        connection.request(method, path, body.encode(), headers or {})
        reply = connection.getresponse()
        return reply.status, reply.getheaders(), reply.read().decode()


def test_headers_equal_the_table_to_the_character(served: Served) -> None:
    """Every page carries exactly these headers, and POST replies one more."""
    theme = Theme()
    style = f"{style_hash(theme.style)} {style_hash(theme.outcome_style)}"
    table = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "strict-transport-security": "max-age=63072000; includeSubDomains",
        "content-security-policy": (
            f"default-src 'none'; script-src 'self'; style-src 'self' {style}; img-src 'self'; "
            "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'; trusted-types hl; "
            "require-trusted-types-for 'script'"
        ),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "permissions-policy": (
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), "
            "accelerometer=(), gyroscope=(), magnetometer=(), display-capture=(), "
            "idle-detection=()"
        ),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "vary": "accept-encoding",
    }
    transport = {"content-length", "date", "server"}
    for path in PAGES:
        _, headers, _ = ask(served, "GET", path)
        assert {
            name.lower(): value for name, value in headers if name.lower() not in transport
        } == table
    _, headers, _ = ask(served, "POST", "/check", "question-money=sign-gifts", FORM)
    sent = {name.lower(): value for name, value in headers if name.lower() not in transport}
    assert sent == table | {"x-robots-tag": "noindex, noarchive, nosnippet"}


def test_no_version_of_the_server_is_told(served: Served) -> None:
    """What runs here is nobody's business."""
    _, headers, _ = ask(served, "GET", "/")
    assert not any(
        char.isdigit() for name, value in headers if name.lower() == "server" for char in value
    )


@pytest.mark.parametrize("path", ["/", "/check", "/now", "/about", "/not-there"])
def test_a_query_is_dropped_with_303(served: Served, path: str) -> None:
    """What stands in an address stays in the history: it is dropped at once."""
    status, headers, body = ask(served, "GET", f"{path}?sign={CANARY}")
    assert status == 303
    assert ("location", path) in [(name.lower(), value) for name, value in headers]
    assert CANARY not in body


def test_error_pages_repeat_nothing_that_was_sent(served: Served) -> None:
    """Not the address, not the fields, not a header."""
    headers = {
        **FORM,
        "User-Agent": CANARY,
        "Referer": f"http://{CANARY}/",
        "Cookie": f"a={CANARY}",
    }
    replies = [
        ask(served, "GET", f"/{CANARY}", headers=headers),
        ask(served, "POST", "/check", urlencode({CANARY: CANARY}), headers),
        ask(served, "POST", "/check", CANARY * 2000, headers),
        ask(served, "POST", "/check", CANARY, headers | {"Content-Type": CANARY}),
        ask(served, "DELETE", f"/check/{CANARY}", headers=headers),
    ]
    for _, sent, body in replies:
        assert CANARY not in body
        assert all(CANARY not in value for _, value in sent)


def test_what_is_said_is_in_no_header_url_or_log(served: Served, browser: Browser) -> None:
    """Every tick goes through the form; afterwards no address, header, file or log line has one."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - a bound list method has no signature to inspect
    page.goto(f"{served.url}/check")
    boxes = page.locator("form input[type=checkbox]")
    values = [boxes.nth(index).get_attribute("value") or "" for index in range(boxes.count())]
    for index in range(boxes.count()):
        boxes.nth(index).check()
    page.locator("#check > button").click()
    assert page.locator("h1").inner_text() == "Get help now"
    assert page.url == f"{served.url}/check"
    page.get_by_role("button", name="Change my answers").click()
    assert page.url == f"{served.url}/check"
    assert context.cookies() == []
    assert len(values) > 50
    for request in requests:
        assert urlsplit(request.url).query == ""
        said = [value for value in values if value in str(request.headers) + request.url]
        assert said == []
    context.close()
    written = served.log.read_text() + "".join(
        path.name for path in served.folder.rglob("*") if path != served.log
    )
    assert [value for value in values if value in written] == []


def test_the_server_writes_no_access_log(served: Served) -> None:
    """After many requests the log holds the line of the start and nothing else."""
    for path in PAGES:
        ask(served, "GET", path)
    ask(served, "POST", "/check", "question-money=sign-gifts", FORM)
    lines = served.log.read_text().splitlines()
    assert len(lines) == 1
    assert "Hearthlight is on" in lines[0]


def _visit_all(page: Page, url: str) -> None:
    for path in PAGES:
        page.goto(url + path)
    page.goto(f"{url}/check")
    page.wait_for_selector(".stepwise")
    page.get_by_role("button", name="Show me what to do now").click()
    page.wait_for_selector(".page-outcome")


def test_no_page_asks_another_host(served: Served, browser: Browser) -> None:
    """No font, map, counter or picture comes from elsewhere."""
    context = browser.new_context()
    page = context.new_page()
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - a bound list method has no signature to inspect
    _visit_all(page, served.url)
    hosts = {urlsplit(request.url).netloc for request in requests}
    assert hosts == {urlsplit(served.url).netloc}
    context.close()


def test_no_page_sets_a_cookie_or_storage(served: Served, browser: Browser) -> None:
    """After a whole visit there is no cookie, storage, cache, database or service worker."""
    context = browser.new_context()
    page = context.new_page()
    _visit_all(page, served.url)
    assert context.cookies() == []
    kept = page.evaluate(
        """async () => ({
            local: localStorage.length, session: sessionStorage.length,
            databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
            workers: (await navigator.serviceWorker.getRegistrations()).length })"""
    )
    assert set(kept.values()) == {0}
    context.close()


def test_titles_and_addresses_are_neutral(served: Served, browser: Browser) -> None:
    """The history list never names the subject."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    named = ("sex", "abuse", "exploit", "traffick", "csec", "report")
    for path in PAGES:
        page.goto(served.url + path)
        assert not any(word in f"{page.title()} {page.url}".lower() for word in named)
    page.goto(f"{served.url}/check")
    page.check("input[value=known-told]")
    page.locator("#check > button").click()
    assert not any(word in f"{page.title()} {page.url}".lower() for word in named)
    context.close()

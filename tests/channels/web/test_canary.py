"""
Canaries: strings that exist nowhere else go through every page, form and error.

Afterwards they are in no file, log line, header, address, cookie, storage, cache or referrer. What
is posted is known by its pairs (`question-money=sign-gifts`), since the ids alone stand in every
copy of the form.
"""

from __future__ import annotations

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from tests.channels.conftest import CHROMIUM_FLAGS, find_chromium
from tests.channels.web.conftest import free_port, wait_until_served
from tests.channels.web.test_serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Response, Route

pytestmark = pytest.mark.browser

CANARY = "zq7canary9xw"
TARGET = "https://www.weather.gov/"
PATHS = ("/", "/check", "/find", "/now", "/about", "/private", "/clear", "/talk", "/you", "/learn")


def files_with(folder: Path, *wanted: bytes) -> list[str]:
    """Files below a folder that hold any of these bytes."""
    return [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(each in path.read_bytes() for each in wanted)
    ]


def _programs() -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """The same thrown at the API: as a fact, a field, a text, an address and a query."""
    json = {"Content-Type": "application/json"}
    for path in ("check", "contacts", "duty", "notice", "coach", "find", CANARY):
        for said in (f'{{"text":"{CANARY} screams"}}', f'{{"{CANARY}":1}}', CANARY):
            yield "POST", f"/api/v1/{path}", said.encode(), json
            yield "POST", f"/api/v1/{path}?{CANARY}", said.encode(), json
        yield "POST", f"/api/v1/{path}", f'{{"facts":["{CANARY}"]}}'.encode(), json
        yield "GET", f"/api/v1/{path}?{CANARY}={CANARY}", b"", {}
        yield "GET", f"/api/v1/pages/{CANARY}", b"", {"Origin": f"https://{CANARY}"}


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
        ("POST", "/find", f"words={CANARY}+screams".encode(), form),
        ("POST", "/find", f"words={CANARY}".encode() * 600, form),
        ("POST", "/check", f"words={CANARY}+hides+a+second+phone".encode(), form),
        ("POST", "/check", f"words={CANARY}&{CANARY}={CANARY}".encode(), form),
        ("POST", "/check", f"words={CANARY}".encode() * 200, form),
        ("POST", "/talk", f"words=why+did+you+{CANARY}+go".encode(), form),
        ("POST", "/talk", f"words={CANARY}".encode() * 200, form),
        ("POST", "/check", CANARY.encode() * 2000, form),
        ("POST", "/check", CANARY.encode(), {"Content-Type": CANARY}),
        ("POST", "/check", b"\xff" + CANARY.encode(), form),
        (CANARY.upper(), "/check", b"", {}),
        *_programs(),
        ("GET", "/" + quote(f"\u00e9{CANARY}"), b"", {"Accept-Encoding": CANARY}),
    ]
    replies = []
    for method, path, body, headers in requests:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            replies.append((reply.getheaders(), reply.read().decode("utf-8", "replace")))
    return replies


def test_a_canary_thrown_at_the_server_is_nowhere_afterwards(stored: Path) -> None:
    """Not in a reply, and in nothing that the server writes."""
    with serving(stored) as (port, _, log):
        for headers, body in throw_at(port):
            assert CANARY not in body
            assert all(CANARY not in name + value for name, value in headers)
        assert log.read_text().count("\n") == 1
    assert files_with(stored, CANARY.encode()) == []


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
    stored: Path, browser: Browser
) -> None:
    """With scripts, then without: no address, header, storage, history or file has an answer."""
    profile = stored / "profile"
    with serving(stored) as (port, _, log):
        url = f"http://127.0.0.1:{port}"
        referrers: list[str] = []
        context = browser.browser_type.launch_persistent_context(
            profile, executable_path=find_chromium(), args=list(CHROMIUM_FLAGS)
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
            profile,
            executable_path=find_chromium(),
            args=list(CHROMIUM_FLAGS),
            java_script_enabled=False,
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
    assert files_with(stored / "store", *(pair.encode() for pair in said)) == []


def test_the_sheet_for_a_call_goes_nowhere(stored: Path, browser: Browser) -> None:
    """
    From the outcome, with what was ticked, and alone: no request, storage, history or file.

    Going back to the outcome keeps what was typed; Clear and leaving wipe it.
    """
    profile = stored / "profile"
    asked: list[str] = []
    with serving(stored) as (port, _, log):
        context = browser.browser_type.launch_persistent_context(
            profile, executable_path=find_chromium(), args=list(CHROMIUM_FLAGS)
        )
        context.route(f"{TARGET}**", lambda route: route.fulfill(body="Sunny"))
        page = context.new_page()
        page.on("request", lambda each: asked.append(f"{each.url} {each.headers} {each.post_data}"))
        page.goto(f"http://127.0.0.1:{port}/check")
        page.wait_for_selector(".stepwise")
        page.evaluate("document.querySelector('input[value=sign-hotels]').click()")
        page.get_by_role("button", name="Show me what to do now").click()
        before = len(asked)
        page.locator('.page-outcome a[href="/notes"]').first.click()
        fields = page.locator(".page-notes textarea")
        assert "hotel" in fields.locator("visible=true").nth(4).input_value().casefold()
        for field in fields.all():
            field.fill(f"{CANARY}\n" * 30)
        page.go_back()
        page.wait_for_selector(".page-outcome")
        page.go_forward()
        page.wait_for_selector(".page-notes")
        assert CANARY in fields.first.input_value()
        page.get_by_role("button", name="Clear").click()
        assert {field.input_value() for field in fields.all()} == {""}
        fields.first.fill(CANARY)
        page.goto(f"http://127.0.0.1:{port}/notes")
        assert fields.count() > 10
        for field in fields.all():
            field.fill(CANARY)
        page.locator("header .leave").click()
        page.wait_for_url(TARGET)
        assert asked[before:]
        assert [each for each in asked[before:] if CANARY in each] == []
        page.go_back()
        page.wait_for_timeout(3_000)  # Chromium writes its files of open tabs after 2.5 seconds
        context.close()
        assert CANARY not in log.read_text()
    assert files_with(stored, CANARY.encode(), CANARY.encode("utf-16-le")) == []


TYPED = (
    ("/check", f"she hides a second phone from {CANARY}. she is missing, nobody knows where"),
    ("/talk", f"Why did you go with {CANARY}? I promise I won't tell anyone."),
)


def type_and_ask(page: Page, url: str, path: str, words: str) -> None:
    """Into the part that takes one's own words."""
    page.goto(url + path)
    page.locator(".own > summary").click()
    page.locator(".own textarea").fill(words)
    page.locator(".own form button").click()
    page.locator(".answers > *, .own[open]:not([data-model])").first.wait_for()


def test_ones_own_words_leave_no_trace(stored: Path, browser: Browser) -> None:
    """
    With scripts they never leave the page; without, they are in the body of one form.

    No request, address, header, storage, history, log or file has them. Without scripts, the
    browser's own files of open tabs do, as for every form.
    """
    asked: list[str] = []
    bodies: list[str] = []
    with serving(stored) as (port, _, log):
        url = f"http://127.0.0.1:{port}"
        for scripts in (True, False):
            profile = stored / f"profile-{scripts}"
            context = browser.browser_type.launch_persistent_context(
                profile,
                executable_path=find_chromium(),
                args=list(CHROMIUM_FLAGS),
                java_script_enabled=scripts,
            )
            context.route(f"{TARGET}**", lambda route: route.fulfill(body="Sunny"))
            page = context.new_page()
            page.on("request", lambda each: bodies.append(each.post_data or ""))
            page.on("response", lambda each: asked.append(f"{each.url} {each.request.headers}"))
            page.on("response", lambda each: asked.append(str(each.headers)))
            for path, words in TYPED:
                type_and_ask(page, url, path, words)
                if scripts:
                    assert CANARY in page.locator(".own textarea").input_value()
                    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
                else:
                    assert CANARY not in page.content()
                page.wait_for_timeout(2_600)  # Chromium then writes its files of open tabs
            assert any(CANARY in body for body in bodies) != scripts
            history = context.new_cdp_session(page).send("Page.getNavigationHistory")
            asked.extend(str(entry) for entry in history["entries"])
            assert context.cookies() == []
            if scripts:
                page.locator("header .leave").click()
                page.wait_for_url(TARGET)
            context.close()
        assert CANARY not in log.read_text()
    assert [each for each in asked if CANARY in each] == []
    kept = files_with(stored, CANARY.encode(), CANARY.encode("utf-16-le"))
    assert [path for path in kept if "/profile-False/Default/Sessions/" not in path] == []


@contextmanager
def caged(folder: Path) -> Iterator[tuple[int, Path]]:
    """A server whose home, cache, temporary and working folders are all ours: its port, its log."""
    port, log = free_port(), folder / "server.log"
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("HEARTHLIGHT_STORE", None)
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR", "XDG_STATE_HOME"):
        (folder / name).mkdir()
        env[name] = str(folder / name)
    (folder / "cwd").mkdir()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "hearthlight", "serve", "--port", str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=folder / "cwd",
        )
    try:
        wait_until_served(f"http://127.0.0.1:{port}", process, log)
        yield port, log
    finally:
        process.terminate()
        process.wait(timeout=30)


RAW = (
    b"%s garbage\r\n\r\n",
    b"GET http://%s/ HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
    b"CONNECT %s:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\n%s\xff : x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: " + b"%s" * 5000 + b"\r\n\r\n",
    (
        b"POST /check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n20\r\n%s\r\nzz\r\n"
    ),
    b"GET /%%0d%%0aX-%s:%%20a?%s=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
)
"""Requests that no browser sends; `%s` is the canary."""


def throw_raw(port: int, data: bytes) -> bytes:
    """These bytes, and all that comes back."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as sending:
        sending.sendall(data)
        sending.shutdown(socket.SHUT_WR)
        try:
            while more := sending.recv(65536):
                found += more
        except ConnectionResetError:
            pass
    return found


def test_a_broken_request_leaves_nothing_either(tmp_path: Path) -> None:
    """Bytes that are no HTTP: no log line, no file outside the store, no header made of them."""
    with caged(tmp_path) as (port, log):
        for raw in RAW:
            reply = throw_raw(port, raw.replace(b"%s", CANARY.encode()).replace(b"%%", b"%"))
            head, _, body = reply.partition(b"\r\n\r\n")
            assert CANARY.encode() not in body
            lines = head.split(b"\r\n")
            # The address without its query is where a 303 leads; it makes no header of its own.
            assert all(
                line.startswith(b"location: /%0d%0a") and b"?" not in line
                for line in lines
                if CANARY.encode() in line
            )
        throw_at(port)
        assert log.read_text().count("\n") == 1
    assert files_with(tmp_path, CANARY.encode()) == []
    written = {path.parent.name for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {tmp_path.name, "hearthlight"}


class Elsewhere(BaseHTTPRequestHandler):
    """Another site, which writes down all it is told."""

    told: list[str] = []  # noqa: RUF012 - shared on purpose: one site, many requests

    def do_GET(self) -> None:
        """Answer any address."""
        if self.path == "/":  # its own icon is asked for with its own address as Referer
            self.told.append(str(self.headers))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Elsewhere</title>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the base
        """Print nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of another site, on another origin."""
    Elsewhere.told.clear()
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    running.join()
    server.server_close()


@pytest.mark.parametrize("scripts", [True, False])
def test_another_site_is_not_told_where_a_caregiver_came_from(
    tmp_path: Path, browser: Browser, elsewhere: str, *, scripts: bool
) -> None:
    """From a page and from the outcome, by Leave fast and by a source's link: no Referer."""
    with caged(tmp_path) as (port, _):
        url = f"http://127.0.0.1:{port}"
        context = browser.new_context(java_script_enabled=scripts)
        for link in ("header .leave", ".page-outcome a[target=_blank]", "footer a"):
            page = context.new_page()
            page.goto(f"{url}/check")
            if scripts:
                page.wait_for_selector(".stepwise")
                page.get_by_role("button", name="Show me what to do now").click()
            else:
                page.locator("#check > button").click()
            page.wait_for_selector(".page-outcome")
            first = page.locator(link).first
            before = len(Elsewhere.told)
            page.evaluate(
                "document.querySelectorAll('details').forEach(each => { each.open = true })"
            )
            first.evaluate("(link, url) => { link.href = url }", elsewhere)
            first.click()
            page.wait_for_timeout(500)
            assert len(Elsewhere.told) > before, link
        for page in context.pages:
            if page.url == elsewhere:
                assert page.evaluate("document.referrer") == ""
        context.close()
        told = "\n".join(Elsewhere.told).lower()
        assert "referer" not in told
        assert str(port) not in told


def test_the_profile_on_disk_holds_bare_addresses_and_no_ticks(
    tmp_path: Path, browser: Browser
) -> None:
    """
    The browser is closed on the outcome, without Leave fast: its files know the visit, no answer.

    Files of open tabs hold the state of fields as UTF-16; the cache holds pages compressed, so it
    is known by its keys. A tab that is restored at the next start has no tick.
    """
    profile = tmp_path / "profile"
    (tmp_path / "server").mkdir()
    with caged(tmp_path / "server") as (port, _):
        url = f"http://127.0.0.1:{port}"
        context = browser.browser_type.launch_persistent_context(
            profile, executable_path=find_chromium(), args=list(CHROMIUM_FLAGS)
        )
        page = context.new_page()
        page.goto(url)
        page.goto(f"{url}/check")
        page.wait_for_selector(".stepwise")
        said = pairs(page)
        tick_everything(page)
        page.get_by_role("button", name="Show me what to do now").click()
        page.wait_for_selector(".page-outcome")
        page.wait_for_timeout(3_000)  # Chromium writes its files of open tabs after 2.5 seconds
        context.close()

        with closing(sqlite3.connect(profile / "Default/History")) as history:
            visited = {row[0] for row in history.execute("SELECT url FROM urls")}
        assert visited <= {f"{url}/", f"{url}/check", "about:blank"}
        assert files_with(profile, *(pair.encode() for pair in said)) == []
        ids = [pair.split("=")[1] for pair in said if "-" in pair.split("=")[1]]
        assert files_with(profile, *(each.encode("utf-16-le") for each in ids)) == []
        cached = files_with(profile / "Default/Cache", f":{port}/check".encode())
        assert cached == []

        again = browser.browser_type.launch_persistent_context(
            profile,
            executable_path=find_chromium(),
            args=[*CHROMIUM_FLAGS, "--restore-last-session"],
        )
        page = again.new_page()
        page.wait_for_timeout(1_000)
        for restored in again.pages:
            assert restored.locator("#check input:checked:not([value=''])").count() == 0
            assert "What led here" not in restored.inner_text("body")
        again.close()

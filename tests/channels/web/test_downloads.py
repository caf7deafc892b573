"""`/print`: every sheet can be had as a PDF, under a name that says little."""

from __future__ import annotations

import asyncio
import re
import threading
from typing import TYPE_CHECKING

import msgspec
import pytest
from starlette.testclient import TestClient

from hearthlight.channels.export.files import place_site, write_files
from hearthlight.channels.web.app import App
from hearthlight.channels.web.site import Site
from hearthlight.settings import Settings, SettingsError, read_settings, write_settings

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.transport.asgi import Message

TOLD = re.compile(r"traffick|sex|exploit|abuse", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(edition: Edition) -> Site:
    """The shipped site, with an address."""
    return Site(edition, Settings(address="https://help.example.org"))


@pytest.fixture(scope="module")
def client(site: Site) -> TestClient:
    """A browser of it."""
    return TestClient(App(site))


def test_the_page_offers_every_sheet_in_both_sizes_and_inks(
    client: TestClient, edition: Edition
) -> None:
    """Each link leads to a PDF, and nothing in its address tells what it is about."""
    page = client.get("/print").text
    links = re.findall(r'href="(/sheets/[^"]+)"', page)
    assert len(links) == len(set(links)) == 4 * len(edition.sheets)
    assert not TOLD.search(" ".join(links))
    reply = client.get("/sheets/guide-letter.pdf")
    assert "/sheets/guide-letter.pdf" in links
    assert reply.status_code == 200
    assert reply.content.startswith(b"%PDF-")
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in reply.headers


def test_nothing_is_set_before_it_is_asked_for_and_nothing_twice(site: Site) -> None:
    """The start does not wait for the typesetter."""
    fresh = Site(site.edition, Settings())
    assert not fresh.downloads._made
    once = fresh.download("/sheets/card-a4-black.pdf")
    assert fresh.download("/sheets/card-a4-black.pdf").body is once.body
    assert list(fresh.downloads._made) == ["/sheets/card-a4-black.pdf"]


def test_a_draft_is_not_offered_unless_it_is_allowed(client: TestClient, edition: Edition) -> None:
    """The page says so, and leads to the sheets of the reviewed language."""
    page = client.get("/es/print").text
    assert "/es/sheets/" not in page
    assert '<a href="/print" hreflang="en"><span lang="en">' in page
    assert client.get("/es/sheets/card-letter.pdf").status_code == 404
    allowed = TestClient(App(Site(edition, Settings(print_drafts=("es",)))))
    assert "/es/sheets/card-letter.pdf" in allowed.get("/es/print").text
    assert allowed.get("/es/sheets/card-letter.pdf").content.startswith(b"%PDF-")


def test_a_sheet_takes_nothing_and_a_query_is_dropped(client: TestClient) -> None:
    """What is in an address stays in the history."""
    assert client.post("/sheets/guide-letter.pdf").status_code == 405
    reply = client.get("/sheets/guide-letter.pdf?name=x", follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"] == "/sheets/guide-letter.pdf"
    head = client.head("/sheets/card-letter.pdf")
    assert head.status_code == 200
    assert head.content == b""
    assert client.get("/sheets/nothing.pdf").status_code == 404


def test_the_export_writes_the_sheets_as_they_are_served(site: Site) -> None:
    """The same bytes, uncompressed: a PDF is that already."""
    first = msgspec.structs.replace(site.edition, languages=site.edition.languages[:1])
    small = Site(
        msgspec.structs.replace(first, sheets={"sheet-card": site.edition.sheets["sheet-card"]}),
        Settings(),
    )
    files = write_files(place_site(small))
    assert files["sheets/card-letter.pdf"] == small.download("/sheets/card-letter.pdf").body
    assert "sheets/card-letter.pdf.br" not in files
    assert b"/sheets/*\n" in files["_headers"]


def test_an_address_is_whole_or_refused() -> None:
    """It is printed, and cannot be mended on paper."""
    told = {"HEARTHLIGHT_ADDRESS": "https://help.example.org/", "HEARTHLIGHT_PRINT_DRAFTS": "es"}
    settings = read_settings(told)
    assert settings.address == "https://help.example.org"
    assert settings.print_drafts == ("es",)
    assert read_settings(write_settings(settings)) == settings
    with pytest.raises(SettingsError, match="HEARTHLIGHT_ADDRESS"):
        read_settings({"HEARTHLIGHT_ADDRESS": "help.example.org"})


@pytest.fixture
def full(edition: Edition) -> Edition:
    """An agency whose name leaves no room on its cards."""
    return msgspec.structs.replace(edition, agency="Our agency. " * 60)


def test_a_sheet_that_cannot_hold_its_words_is_not_offered(
    full: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are, whoever asks for it all the same is told of no such page, and the log why."""
    client = TestClient(App(Site(full, Settings())))
    page = client.get("/print").text
    assert "/sheets/card" not in page
    assert "/sheets/first-day-letter.pdf" in page
    assert "/sheets/card-letter.pdf is not offered. There is too much" in capsys.readouterr().err
    for _ in range(2):
        assert client.get("/sheets/card-letter.pdf").status_code == 404
    assert client.get("/sheets/first-day-letter.pdf").status_code == 200


@pytest.mark.parametrize("ink", ["colour", "black"])
def test_a_sheet_with_a_logo_that_cannot_be_set_is_not_offered_and_not_found(
    edition: Edition, ink: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No link of ours is dead, and whoever asks all the same is told of no such page."""
    nothing = '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'
    logo = {"colour": nothing.encode(), "black": b"\x89PNG\r\n\x1a\n" + bytes(16)}[ink]
    languages = edition.languages[:1]
    theirs = msgspec.structs.replace(edition, agency="Ours", logo=logo, languages=languages)
    client = TestClient(App(Site(theirs, Settings())))
    assert "/sheets/poster" not in client.get("/print").text
    assert "/sheets/poster-a4-black.pdf is not offered" in capsys.readouterr().err
    assert client.get("/sheets/poster-a4.pdf").status_code == 404
    assert client.get("/sheets/poster-a4-black.pdf").status_code == 404


def test_what_is_shipped_is_offered_untried_and_what_cannot_be_tried_is_offered(
    edition: Edition, full: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own tests have set those; and a host that starts no process offers its sheets."""

    def fail(_sheets: object) -> list[str]:
        raise OSError

    monkeypatch.setattr("hearthlight.channels.paper.trying.try_apart", fail)
    for one in (edition, full):
        client = TestClient(App(Site(one, Settings())))
        assert "/sheets/card-letter.pdf" in client.get("/print").text
    assert client.get("/sheets/card-letter.pdf").status_code == 404


def test_nobody_waits_while_sheets_are_tried(
    full: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that offers them is made beside the requests; another page answers meanwhile."""
    answered = threading.Event()
    waited: list[bool] = []

    def wait(sheets: list[object]) -> list[str]:
        waited.append(answered.wait(20))
        return ["" for _ in sheets]

    monkeypatch.setattr("hearthlight.channels.paper.trying.try_apart", wait)
    app = App(Site(full, Settings()))

    async def ask(path: str) -> int:
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        await app(scope, receive, send)
        return int(told[0]["status"])

    async def run() -> None:
        slow = asyncio.create_task(ask("/print"))
        await asyncio.sleep(0.1)
        assert await ask("/") == 200
        answered.set()
        assert await slow == 200

    asyncio.run(run())
    assert waited == [True]

"""One server, several doors: each request reaches the one whose name its address begins with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.channels.web.conftest import wait_for

from hearthlight.channels.web import site as site_module
from hearthlight.channels.web.app import App
from hearthlight.channels.web.duty import show_duty
from hearthlight.channels.web.site import ENCODINGS, Site
from hearthlight.serving import doors as doors_module
from hearthlight.serving.doors import PAGES, Doors, make_all, make_doors
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from hearthlight.channels.web.rendering import Pages
    from hearthlight.compiled.edition import Edition
    from hearthlight.transport.asgi import Door, Receive, Scope, Send


def door(name: str) -> Door:
    """A door that answers with its name."""

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": name.encode()})

    return answer


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("/", "pages"),
        ("/check", "pages"),
        ("/api", "api"),
        ("/api/v1/check", "api"),
        ("/apiary", "pages"),
        ("/es/api", "pages"),
        ("//api", "pages"),
    ],
)
def test_an_address_reaches_the_door_it_begins_with(path: str, reached: str) -> None:
    """The whole first part counts, and whatever no door has is the pages' to answer."""
    doors = Doors({PAGES: door("pages"), "api": door("api")})
    assert TestClient(doors).get(f"http://testserver{path}").text == reached


def test_all_doors_change_at_once() -> None:
    """A request is answered wholly by the doors that were open when it came."""
    doors = Doors({PAGES: door("before")})
    answers: list[str] = []

    async def changing(_scope: Scope, _receive: Receive, send: Send) -> None:
        doors.opened = {PAGES: door("after"), "slow": door("after")}
        await door("before")(_scope, _receive, send)

    doors.opened = {PAGES: door("before"), "slow": changing}
    client = TestClient(doors)
    answers += [client.get(path).text for path in ("/", "/slow", "/slow", "/")]
    assert answers == ["before", "before", "after", "after"]


def test_doors_begin_and_end_with_the_server() -> None:
    """The server's start and stop are answered once, for all doors."""
    with TestClient(Doors({PAGES: door("pages")})) as client:
        assert client.get("/").text == "pages"


def test_whoever_comes_first_waits_for_one_page(edition: Edition) -> None:
    """A start makes what was asked for, and what says that something went wrong."""
    doors = make_doors(edition, Settings())
    app = doors[PAGES]
    assert isinstance(app, App)
    client = TestClient(Doors(doors))
    assert "911" in client.get("/now").text
    made = {path for path, reply in app.site.replies.items() if reply.made}
    assert made == {"/now"}
    assert all(reply[b""].body for reply in app.site.refused.values())
    assert client.get("/api/v1/contacts").status_code == 200


def test_a_table_is_found_before_it_was_asked_for(edition: Edition, site: Site) -> None:
    """A page that a phone kept names tables that a new server has not made yet."""
    tables = [path for path in site.replies if path.endswith(".json")]
    for path in tables:
        answer = TestClient(App(Site(edition, Settings()))).get(path)
        assert answer.status_code == 200, path
        assert answer.content == site.replies[path][b""].body
    assert len(tables) > len(edition.languages)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/favicon.ico", 404), ("POST", "/nope", 404), ("POST", "/now", 405)],
)
def test_an_address_that_nobody_knows_makes_no_table(
    edition: Edition, method: str, path: str, status: int
) -> None:
    """Machines ask for such addresses as soon as a server answers; nobody waits for them."""
    fresh = Site(edition, Settings())
    assert TestClient(App(fresh)).request(method, path).status_code == status
    assert not any(path.endswith(".json") for path in fresh.replies)


def test_one_page_that_fails_keeps_no_other_from_being_made(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It answers with a number to call; the log says where, and all else is made."""
    monkeypatch.setattr(doors_module, "_FIRST_CALLER", 0)
    opened = make_doors(edition, Settings())
    app = opened[PAGES]
    assert isinstance(app, App)
    pages = next(iter(app.site.pages.values()))

    def fail(shown: Pages) -> bytes:
        if shown is pages:
            raise ZeroDivisionError
        return show_duty(shown)

    monkeypatch.setattr(site_module, "show_duty", fail)
    left = {"/report", pages.addresses.worker}
    with TestClient(Doors(opened)) as client:
        failed = client.get("/report")
        wait_for(
            lambda: all(
                len(one.made) == len(ENCODINGS)
                for path, one in app.site.replies.items()
                if path not in left
            )
        )
    assert failed.status_code == 500
    assert "911" in failed.text
    assert not any(app.site.replies[path].made for path in left)
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_all_is_made_where_nobody_waits(edition: Edition) -> None:
    """Every reply in every encoding: after that, an answer is one look-up."""
    doors = make_doors(edition, Settings())
    make_all(doors)
    app = doors[PAGES]
    assert isinstance(app, App)
    for path, reply in app.site.replies.items():
        assert set(reply.made) == set(ENCODINGS), path


def test_what_is_no_request_reaches_no_door() -> None:
    """A socket that asks to stay open is not answered."""

    async def never(*_: object) -> None:
        raise AssertionError

    async def run() -> None:
        await Doors({PAGES: never})({"type": "websocket"}, never, never)  # type: ignore[arg-type]

    asyncio.run(run())

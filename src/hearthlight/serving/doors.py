"""
The application that the server starts: every door over one edition, chosen by the address.

A door is an ASGI application that answers requests and nothing else. Doors do not know each
other; this is the one place that knows them all. To add one, name its first path segment in
`make_doors`.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING

from hearthlight.channels.web.app import App
from hearthlight.channels.web.site import Site
from hearthlight.content.layers import find_layers
from hearthlight.documents.opening import open_edition
from hearthlight.serving.health import Health
from hearthlight.serving.watching import Watch
from hearthlight.settings import read_settings
from hearthlight.transport.mistakes import report_mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings
    from hearthlight.transport.asgi import Door, Receive, Scope, Send

_FIRST_CALLER = 2.0
"""Seconds in which whoever the server was started for has it to themselves."""

PAGES = ""
"""The door of whatever no other door has: pages, and what is not there."""


def open_doors(settings: Settings) -> dict[str, Door]:
    """
    Every door over the pack as it stands now, by the first segment of its paths.

    Raises BrokenPackError, so that a broken pack never answers anyone.
    """
    return make_doors(open_edition(find_layers(settings.packs), settings.store), settings)


def make_doors(edition: Edition, settings: Settings) -> dict[str, Door]:
    """Every door over an edition."""

    def open_api() -> Door:
        from hearthlight.channels.api.app import Api  # noqa: PLC0415 - a third of a start's time

        return Api(edition, settings)

    doors: dict[str, Door] = {
        PAGES: App(Site(edition, settings)),
        "api": Later(open_api),
        "health": Health(edition, settings),
    }
    if settings.sms_address:
        from hearthlight.channels.sms.door import SEGMENT, TextDoor  # noqa: PLC0415 - only then

        doors[SEGMENT] = TextDoor(edition, settings)
    return doors


def unmade(doors: Mapping[str, Door]) -> Iterator[Callable[[], object]]:
    """What makes each thing that the doors would make when first asked for it."""
    for door in doors.values():
        if isinstance(door, App):
            yield from door.site.unmade()
        elif isinstance(door, Later):
            yield door.open


def make_all(doors: Mapping[str, Door]) -> None:
    """Make all of it, where nobody waits. Raises what that raises."""
    for make in unmade(doors):
        make()


class Later:
    """A door that is opened when somebody first comes to it."""

    def __init__(self, opens: Callable[[], Door]) -> None:
        self.open = cache(opens)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.open()(scope, receive, send)


class Doors:
    """The whole application. `watch` may replace all doors at once, between two requests."""

    def __init__(self, opened: Mapping[str, Door], watch: Watch | None = None) -> None:
        self.opened = opened
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request to its door, or begin and end with the server."""
        kind = scope["type"]
        if kind == "lifespan":
            await self._live(receive, send)
        elif kind == "http":
            opened = self.opened
            first = scope["path"].split("/", 2)[1:2]
            door = opened.get(first[0]) if first else None
            await (door or opened[PAGES])(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        readying = asyncio.create_task(self._make_ready())
        watching = asyncio.create_task(self._watch.run(self)) if self._watch else None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                readying.cancel()
                if watching:
                    watching.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _make_ready(self) -> None:
        await asyncio.sleep(_FIRST_CALLER)
        for make in unmade(self.opened):
            try:
                await asyncio.to_thread(make)
            except Exception as error:  # noqa: BLE001 - the others are made all the same
                report_mistake(error)


def create_app() -> Doors:
    """
    The application as a worker process starts it: settings come from the environment.

    Raises BrokenPackError, so that a broken pack never serves a page.
    """
    settings = read_settings()

    def reopen() -> dict[str, Door]:
        doors = open_doors(settings)
        make_all(doors)
        return doors

    watch = Watch(settings.packs, reopen)  # looks before the first opening: no change is missed
    return Doors(open_doors(settings), watch)

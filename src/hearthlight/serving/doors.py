"""
The application that the server starts: every door over one edition, chosen by the address.

A door is an ASGI application that answers requests and nothing else. Doors do not know each
other; this is the one place that knows them all. To add one, name its first path segment in
`make_doors`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hearthlight.channels.api.app import Api
from hearthlight.channels.web.app import App
from hearthlight.channels.web.site import Site
from hearthlight.content.layers import find_layers
from hearthlight.documents.opening import open_edition
from hearthlight.serving.health import Health
from hearthlight.serving.watching import Watch
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings
    from hearthlight.transport.asgi import Door, Receive, Scope, Send

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
    doors: dict[str, Door] = {
        PAGES: App(Site(edition, settings)),
        "api": Api(edition, settings),
        "health": Health(edition, settings),
    }
    if settings.sms_address:
        from hearthlight.channels.sms.door import SEGMENT, TextDoor  # noqa: PLC0415 - only then

        doors[SEGMENT] = TextDoor(edition, settings)
    return doors


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
        watching = asyncio.create_task(self._watch.run(self)) if self._watch else None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if watching:
                    watching.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return


def create_app() -> Doors:
    """
    The application as a worker process starts it: settings come from the environment.

    Raises BrokenPackError, so that a broken pack never serves a page.
    """
    settings = read_settings()
    watch = Watch(settings.packs, lambda: open_doors(settings))
    return Doors(watch.open_doors(), watch)

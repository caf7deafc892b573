"""
Reopens a changed pack while serving. A broken one is refused, and the old one stays.

A pack must stand still for one look before it is opened, so that files saved one after the other
are taken together.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from hearthlight.channels.web.site import Site
from hearthlight.content.layers import find_layers
from hearthlight.content.problems import BrokenPackError
from hearthlight.documents.opening import open_edition

if TYPE_CHECKING:
    from hearthlight.channels.web.app import App
    from hearthlight.settings import Settings

PAUSE = 1.0
"""Seconds between looks."""

State = tuple[tuple[str, int, int], ...]


class Watch:
    """Looks at the folders that were laid on top, and opens them again when they change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened = self._look()

    def open_site(self) -> Site:
        """The site as the folders stand now. Raises BrokenPackError."""
        return Site(
            open_edition(find_layers(self._settings.packs), self._settings.store), self._settings
        )

    def _look(self) -> State:
        """Names, times and sizes: enough to see a change without reading a file."""
        files = sorted(path for folder in self._settings.packs for path in folder.rglob("*.toml"))
        found = ((path, path.stat()) for path in files)
        return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in found)

    async def run(self, app: App) -> None:
        """Look until cancelled. Without folders on top there is nothing to look at."""
        if not self._settings.packs:
            return
        before = self._opened
        while True:
            await asyncio.sleep(PAUSE)
            try:
                now = self._look()
            except OSError:
                continue  # a file went away between two looks; look again
            if now == before and now != self._opened:
                self._opened = now
                await self._reopen(app)
            before = now

    async def _reopen(self, app: App) -> None:
        try:
            app.site = await asyncio.to_thread(self.open_site)
        except BrokenPackError as broken:
            _tell(str(broken))
            _tell("The changed pack was refused; the one before stays.")
        except Exception as error:  # noqa: BLE001 - whatever it is, the old pack must stay
            _tell(f"The changed pack could not be opened ({error!r}); the one before stays.")
        else:
            _tell("The changed pack is served.")


def _tell(line: str) -> None:
    """To the log, where an editor looks. Nothing a caregiver says comes near it."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201

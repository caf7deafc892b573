"""
Reopens a changed pack while serving. A broken one is refused, and the one before stays.

A pack must stand still for one look before it is opened, so that files saved one after the other
are taken together.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from hearthlight.content.problems import BrokenPackError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hearthlight.serving.doors import Doors
    from hearthlight.transport.asgi import Door

PAUSE = 1.0
"""Seconds between looks."""

_READ = frozenset({".toml", ".svg", ".png"})
"""What a pack's files end in."""

State = tuple[tuple[str, int, int], ...]


class Watch:
    """Looks at the folders that were laid on top, and opens all doors again when they change."""

    def __init__(self, packs: Sequence[Path], open_doors: Callable[[], dict[str, Door]]) -> None:
        self._packs = packs
        self.open_doors = open_doors
        """Opens every door over the folders as they stand now. Raises BrokenPackError."""
        self._opened = self._look()

    def _look(self) -> State:
        """Names, times and sizes: enough to see a change without reading a file."""
        files = sorted(
            path for folder in self._packs for path in folder.rglob("*") if path.suffix in _READ
        )
        found = ((path, path.stat()) for path in files)
        return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in found)

    async def run(self, doors: Doors) -> None:
        """Look until cancelled. Without folders on top there is nothing to look at."""
        if not self._packs:
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
                await self._reopen(doors)
            before = now

    async def _reopen(self, doors: Doors) -> None:
        try:
            doors.opened = await asyncio.to_thread(self.open_doors)
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

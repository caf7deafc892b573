"""Starts the HTTP server. Access logs stay off: what is not written cannot be asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from hearthlight.settings import write_settings

if TYPE_CHECKING:
    from hearthlight.settings import Settings


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until stopped. The pack has been inspected by the caller; each worker opens its own."""
    os.environ.update(write_settings(settings))
    Granian(
        "hearthlight.channels.web.app:create_app",
        factory=True,
        interface=Interfaces.ASGI,
        address=host,
        port=port,
        workers=workers,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()

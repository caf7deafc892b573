"""Starts the HTTP server. Access logs stay off: what is not written cannot be asked for."""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from hearthlight.settings import write_settings

if TYPE_CHECKING:
    from hearthlight.settings import Settings

CONNECTIONS = 16_384
"""Open connections a worker. Those who only hold one must not keep a caregiver out."""
HEADER_PATIENCE = 10_000
"""Milliseconds that a request's head may take."""
STOP_PATIENCE = 20
"""Seconds that requests on their way get when the server is told to stop."""


SERVED = "hearthlight.serving.doors:create_app"
PREVIEW = "hearthlight.serving.preview:create_app"
"""By name: doors know channels, never the reverse."""


def serve(
    settings: Settings, host: str, port: int, workers: int, application: str = SERVED
) -> None:
    """Serve until stopped. The pack has been inspected by the caller; each worker opens its own."""
    os.environ.update(write_settings(settings))
    _allow_open_files(CONNECTIONS + 512)
    Granian(
        application,
        factory=True,
        interface=Interfaces.ASGI,
        address=host,
        port=port,
        workers=workers,
        workers_kill_timeout=STOP_PATIENCE,
        respawn_failed_workers=True,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_PATIENCE),
        websockets=False,
        backlog=4096,
        backpressure=CONNECTIONS,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


def _allow_open_files(wanted: int) -> None:
    """Raise the soft limit as far as the system allows: a connection is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))

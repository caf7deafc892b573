"""Starts the HTTP server. Access logs stay off: what is not written cannot be asked for."""

from __future__ import annotations

import os
import resource
import socket
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from hearthlight.settings import write_settings
from hearthlight.transport.hosts import resolve, show_reachable

if TYPE_CHECKING:
    from hearthlight.settings import Settings

CONNECTIONS = 16_384
"""Open connections a worker. Those who only hold one must not keep a caregiver out."""
HEADER_PATIENCE = 10_000
"""Milliseconds that a request's head may take."""
STOP_PATIENCE = 20
"""Seconds that requests on their way get when the server is told to stop."""
_LOOK_AGAIN = 0.05
"""Seconds between looks whether someone listens."""


class Application(NamedTuple):
    """What is served, and what is told before its address."""

    target: str
    """By name: doors know channels, never the reverse."""
    told: str


SERVED = Application("hearthlight.serving.doors:create_app", "Hearthlight is on")
PREVIEW = Application("hearthlight.serving.preview:create_app", "The preview is on")


def serve(
    settings: Settings, host: str, port: int, workers: int, application: Application = SERVED
) -> None:
    """
    Serve until stopped. The pack has been inspected by the caller; each worker opens its own.

    Where it is served is printed once someone is answered there, and not before.
    """
    os.environ.update(write_settings(settings))
    listening = resolve(host, port)
    _allow_open_files(CONNECTIONS + 512)
    server = Granian(
        application.target,
        factory=True,
        interface=Interfaces.ASGI,
        address=listening.address,  # names are not understood there
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
    )
    shown = show_reachable(host, listening, port)
    line = f"{application.told} http://{shown} (Ctrl+C stops it)"

    def tell_when_served() -> None:
        """A worker listens only when its doors are open; where all die, nothing is ever told."""
        while True:
            time.sleep(_LOOK_AGAIN)
            with socket.socket(listening.family, socket.SOCK_STREAM) as trying:
                # A socket may meet itself, where nobody listens yet.
                if (
                    trying.connect_ex(listening.place) == 0
                    and trying.getsockname() != trying.getpeername()
                ):
                    print(line, flush=True)  # noqa: T201 - whoever started it waits for this
                    return

    server.on_startup(threading.Thread(target=tell_when_served, daemon=True).start)
    server.serve()


def _allow_open_files(wanted: int) -> None:
    """Raise the soft limit as far as the system allows: a connection is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))

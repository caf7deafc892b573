"""
A preview for who writes a pack: pages that reload on save, and its problems where it is broken.

It is another application than the one that serves. The doors inside it are the very same; what it
adds to their pages is one script tag, as they leave.
"""

from __future__ import annotations

import html
import itertools
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.web.headers import page_headers
from hearthlight.content.problems import BrokenPackError
from hearthlight.serving.doors import PAGES, Doors, open_doors
from hearthlight.serving.watching import Watch
from hearthlight.settings import read_settings
from hearthlight.transport.headers import ALWAYS, NOT_STORED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthlight.content.problems import Problem
    from hearthlight.settings import Settings
    from hearthlight.transport.asgi import Door, Message, Receive, Scope, Send

SEGMENT = "preview"
"""The first part of the addresses that only a preview has."""
_HERE = Path(__file__).parent
_SCRIPT = (_HERE / "reload.js").read_bytes()
_STYLE = (_HERE / "problems.css").read_text("utf-8").strip()
_TAG = b'<script src="/preview/reload.js" defer></script>'
_END = b"</body>"


class WithReload:
    """A door whose HTML pages also name the script that reloads them."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the door does, uncompressed, and add the script to what is HTML."""
        plain = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        started: list[Message] = []

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            (start,) = started
            headers = dict(start["headers"])
            body = message.get("body", b"")
            if headers.get(b"content-type", b"").startswith(b"text/html") and _END in body:
                body = body.replace(_END, _TAG + _END, 1)
                headers[b"content-length"] = b"%d" % len(body)
            await send({**start, "headers": list(headers.items())})
            await send({**message, "body": body})

        await self._door({**scope, "headers": plain}, receive, add)


class Reloading:
    """Answers the script, and which state of the pack is shown."""

    def __init__(self, version: int) -> None:
        self._version = b"%d" % version

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"] == f"/{SEGMENT}/reload.js":
            await _send(send, HTTPStatus.OK, b"text/javascript; charset=utf-8", _SCRIPT)
        elif scope["path"] == f"/{SEGMENT}/version":
            await _send(send, HTTPStatus.OK, b"text/plain", self._version)
        else:
            await _send(send, HTTPStatus.NOT_FOUND, b"text/plain", b"")


class ProblemPage:
    """Every page of a broken pack: what is wrong with it, and what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._body = show_problems(problems)

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer any request with the problems."""
        headers = [
            *page_headers(_STYLE, hsts_preload=False),
            (b"content-length", b"%d" % len(self._body)),
        ]
        await send(
            {
                "type": "http.response.start",
                "status": int(HTTPStatus.INTERNAL_SERVER_ERROR),
                "headers": headers,
            }
        )
        await send({"type": "http.response.body", "body": self._body})


def show_problems(problems: Sequence[Problem]) -> bytes:
    """A page that lists problems: file, row, what is wrong, and what to do."""
    items = "".join(
        "<li><p class=where><code>"
        f"{html.escape(problem.file)}</code>"
        f"{f' <strong>{html.escape(problem.id)}</strong>' if problem.id else ''}</p>"
        f"<p>{html.escape(problem.message[:1].upper() + problem.message[1:])}.</p>"
        f"<p class=remedy>{html.escape(problem.remedy)}.</p></li>"
        for problem in problems
    )
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{count} - Preview</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{count} in the pack</h1>"
        "<p>Nothing of it is served until they are mended. "
        "This page looks again each time you save.</p>"
        f"<ol>{items}</ol></main></body></html>"
    ).encode()


class Preview:
    """Opens the doors of a preview, each time under the next version."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._versions = itertools.count(1)

    def open(self) -> dict[str, Door]:
        """The doors over the pack as it stands; where it is broken, its problems."""
        try:
            doors = open_doors(self._settings)
        except BrokenPackError as broken:
            doors = {PAGES: ProblemPage(broken.problems)}
        doors[PAGES] = WithReload(doors[PAGES])
        doors[SEGMENT] = Reloading(next(self._versions))
        return doors


def create_app() -> Doors:
    """The preview as the server starts it: settings come from the environment."""
    settings = read_settings()
    watch = Watch(settings.packs, Preview(settings).open)
    return Doors(watch.open_doors(), watch)


async def _send(send: Send, status: HTTPStatus, content_type: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", content_type),
        (b"content-length", b"%d" % len(body)),
        NOT_STORED,
        *ALWAYS,
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})

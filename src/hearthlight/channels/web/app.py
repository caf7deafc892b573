"""
The web application: a thin ASGI path over one site. No middleware that could keep anything.

What depends on nothing said is one look-up and two sends. What a caregiver says arrives by POST,
becomes one page, and is dropped.
"""

from __future__ import annotations

import asyncio
import sys
import traceback
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hearthlight.channels.web.reading import (
    BODY_LIMIT,
    FORM_TYPE,
    FormError,
    read_duty_form,
    read_form,
    read_words,
)
from hearthlight.channels.web.rendering import CHECK_PAGE
from hearthlight.channels.web.site import Reply, Site
from hearthlight.channels.web.watching import Watch
from hearthlight.documents.duty import REPORT_PAGE
from hearthlight.documents.finding import FIND_PAGE
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from hearthlight.channels.web.rendering import Pages

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BODY_PATIENCE = 10.0
"""Seconds that a body may take. A form of ticks is one packet; who needs longer holds a place."""

PREPARED = (b"br", b"gzip")
"""What a page made beforehand is sent in: the smallest first."""
COMPOSED = (b"gzip", b"br")
"""What a page made now is sent in: the quickest first."""


class App:
    """The application over a site, which `watch` may replace between requests."""

    def __init__(self, site: Site, watch: Watch | None = None) -> None:
        self.site = site
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            return
        site = self.site
        encoding = _encoding_of(scope)
        try:
            reply = await self._answer(site, scope, receive, encoding)
        except Exception as error:  # noqa: BLE001 - whatever breaks, the caregiver gets a number
            _report(error)
            reply = site.refused[_language_of(site, scope["path"]), 500][encoding]
        await send(
            {"type": "http.response.start", "status": reply.status, "headers": reply.headers}
        )
        body = b"" if scope["method"] == "HEAD" else reply.body
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, site: Site, scope: Scope, receive: Receive, encoding: bytes) -> Reply:
        path, method = scope["path"], scope["method"]
        if method in ("GET", "HEAD"):
            if scope["query_string"]:
                return _bare(site, scope)
            if found := site.replies.get(path):
                return found[encoding]
            return site.refused[_language_of(site, path), 404][encoding]
        if method == "POST" and (taken := site.forms.get(path)):
            page, pages = taken
            return await _ANSWERED[page](site, pages, scope, receive)
        status = 405 if path in site.replies else 404
        return site.refused[_language_of(site, path), status][encoding]

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


async def _check_in(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = _encoding_of(scope, COMPOSED)
    try:
        body = await _read_body(scope, receive)
        responses, change = read_form(site.edition, body)
    except FormError as error:
        return site.compose(
            error.status, pages.check(error.kept, error.word, error.places), encoding
        )
    if change:
        return site.compose(200, pages.check(responses), encoding)
    return site.compose(200, pages.outcome(responses), encoding)


async def _tell_duty(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = _encoding_of(scope, COMPOSED)
    try:
        asked, wrong = read_duty_form(site.edition, await _read_body(scope, receive))
    except FormError as error:
        return site.compose(error.status, pages.duty(None, error.word), encoding)
    return site.compose(400 if wrong else 200, pages.duty(asked, wrong), encoding)


async def _find(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = _encoding_of(scope, COMPOSED)
    try:
        words = read_words(await _read_body(scope, receive))
    except FormError as error:
        word = "find_large" if error.word == "error_large" else error.word
        return site.compose(error.status, pages.find(error=word), encoding)
    return site.compose(200, pages.find(pages.finder.find(words)), encoding)


_ANSWERED: dict[str, Callable[[Site, Pages, Scope, Receive], Awaitable[Reply]]] = {
    CHECK_PAGE: _check_in,
    REPORT_PAGE: _tell_duty,
    FIND_PAGE: _find,
}


async def _read_body(scope: Scope, receive: Receive) -> bytes:
    """The form's bytes. Raises FormError: 415 for another type, 413 for too much, 408 for slow."""
    sent = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    if sent.split(b";")[0].strip().lower() != FORM_TYPE.encode():
        raise FormError("error_type", 415)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_PATIENCE):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > BODY_LIMIT:
                    raise FormError("error_large", 413)
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise FormError("error_slow", 408) from None


def _bare(site: Site, scope: Scope) -> Reply:
    """A query is dropped: what is in an address stays in the history."""
    path = scope.get("raw_path") or scope["path"].encode()
    location = b"/" + path.split(b"?")[0].lstrip(b"/\\")  # never another host
    headers = [*site.headers, (b"location", location), (b"content-length", b"0")]
    return Reply(303, headers, b"")


def _language_of(site: Site, path: str) -> str:
    first = path.split("/")[1] if "/" in path else ""
    return first if first in site.pages else next(iter(site.pages))


def _encoding_of(scope: Scope, preferred: tuple[bytes, ...] = PREPARED) -> bytes:
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            return _choose_encoding(value, preferred)
    return b""


@lru_cache(maxsize=64)
def _choose_encoding(accepted: bytes, preferred: tuple[bytes, ...]) -> bytes:
    """The first of `preferred` that the browser takes (RFC 9110, 12.5.3)."""
    offered: dict[bytes, bool] = {}
    for part in accepted.lower().split(b","):
        name, _, weight = part.partition(b";")
        offered[name.strip()] = weight.replace(b" ", b"") not in (
            b"q=0",
            b"q=0.0",
            b"q=0.00",
            b"q=0.000",
        )
    return next((name for name in preferred if offered.get(name)), b"")


def _report(error: Exception) -> None:
    """Where it broke, for those who run this: file, line and kind. Never a value or a message."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(
        f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in reversed(frames)
    )
    print(f"{type(error).__name__} in {where}", file=sys.stderr, flush=True)  # noqa: T201 - the log


def create_app() -> App:
    """
    The application as a worker process starts it: settings come from the environment.

    Raises BrokenPackError, so that a broken pack never serves a page.
    """
    settings = read_settings()
    watch = Watch(settings)
    return App(watch.open_site(), watch)

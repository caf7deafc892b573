"""Reads what is sent: of one type, up to a size, within a time. It is never kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hearthlight.transport.asgi import Receive, Scope

PATIENCE = 10.0
"""Seconds that a body may take. What is said is one packet; who needs longer holds a place."""


class BodyError(Exception):
    """A body that cannot be taken: 415 for another type, 413 for too much, 408 for slow."""

    def __init__(self, status: Literal[408, 413, 415]) -> None:
        self.status = status
        super().__init__(status)


async def read_body(scope: Scope, receive: Receive, content_type: str, limit: int) -> bytes:
    """The bytes of a body. Raises BodyError."""
    sent = header_of(scope, b"content-type")
    if sent.split(b";")[0].strip().lower() != content_type.encode():
        raise BodyError(415)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > limit:
                    raise BodyError(413)
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise BodyError(408) from None


def header_of(scope: Scope, name: bytes) -> bytes:
    """The first header of this name; empty where there is none."""
    return next((value for each, value in scope["headers"] if each == name), b"")

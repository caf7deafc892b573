"""How an answer leaves: with its headers, compressed where it pays, and to whom it is allowed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, NamedTuple

from isal import igzip

from hearthlight.transport.bodies import header_of
from hearthlight.transport.encodings import encoding_of
from hearthlight.transport.headers import ALWAYS, NOT_INDEXED, NOT_STORED, secure_transport

if TYPE_CHECKING:
    from hearthlight.settings import Settings
    from hearthlight.transport.asgi import Scope, Send
    from hearthlight.transport.headers import Headers

JSON = b"application/json"
PROBLEM = b"application/problem+json"
HTML = b"text/html; charset=utf-8"
POLICY = b"default-src 'none'; frame-ancestors 'none'"
"""The content security policy of what is no page."""
PREFLIGHT: Headers = (
    (b"access-control-allow-methods", b"GET, HEAD, POST"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"600"),
)
"""What a page of an allowed origin is told before it sends."""
_SMALL = 1024
"""Bytes below which compressing does not pay."""
_QUICK = 1
_MOST = 9


class Reply(NamedTuple):
    """What is sent. `packed` is the same body compressed beforehand."""

    status: int
    content_type: bytes
    body: bytes
    more: Headers = ()
    policy: bytes = POLICY
    packed: bytes = b""


def keep(reply: Reply) -> Reply:
    """A reply that is sent often: compressed once, and well."""
    return reply._replace(packed=gzip.compress(reply.body, _MOST, mtime=0))


class Replier:
    """Sends replies with the headers of one deployment."""

    def __init__(self, settings: Settings) -> None:
        self._always = (
            *ALWAYS,
            NOT_STORED,
            NOT_INDEXED,
            secure_transport(preload=settings.hsts_preload),
        )
        self._origins = frozenset(origin.encode() for origin in settings.api_origins)

    async def send(self, reply: Reply, scope: Scope, send: Send) -> None:
        """Send a reply, without its body where only the head was asked for."""
        headers = [*self._always, (b"content-security-policy", reply.policy), *reply.more]
        headers += self._shared(scope)
        body = reply.body
        if reply.content_type:
            headers.append((b"content-type", reply.content_type))
        if len(body) >= _SMALL and encoding_of(scope, (b"gzip",)):
            body = reply.packed or igzip.compress(body, _QUICK, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        sent = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": sent})

    def _shared(self, scope: Scope) -> Headers:
        """For pages of the origins that a deployment allows; for no other (Fetch, 3.2)."""
        if not self._origins:
            return ((b"vary", b"accept-encoding"),)
        vary = (b"vary", b"accept-encoding, origin")
        origin = header_of(scope, b"origin")
        if origin not in self._origins:
            return (vary,)
        preflight = PREFLIGHT if scope["method"] == "OPTIONS" else ()
        return (vary, (b"access-control-allow-origin", origin), *preflight)

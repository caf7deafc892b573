"""
The headers of every response, to the character, as docs/headers.md lists them.

Never sent: cookies, ETag on HTML, reporting endpoints, a server version.
"""

from __future__ import annotations

import base64
import hashlib

from hearthlight.transport.headers import ALWAYS, NOT_STORED, Headers, secure_transport

HTML = b"text/html; charset=utf-8"
CLEAR = (b"clear-site-data", b'"cache", "storage"')
"""On /clear only. Caches too: browsers differ in what "storage" takes with it."""


def style_hash(style: str) -> str:
    """The content security policy's name for one inline style sheet."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def page_headers(*styles: str, hsts_preload: bool) -> Headers:
    """Headers of every HTML page. `styles` are the inline style sheets of which it carries one."""
    hashes = " ".join(map(style_hash, styles))
    policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {hashes}; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; trusted-types hl; require-trusted-types-for 'script'"
    )
    return (
        (b"content-type", HTML),
        NOT_STORED,
        secure_transport(preload=hsts_preload),
        (b"content-security-policy", policy.encode()),
        *ALWAYS,
    )


def asset_headers(content_type: str) -> Headers:
    """Headers of a file whose neutral name holds the hash of its bytes."""
    return (
        (b"content-type", content_type.encode()),
        (b"cache-control", b"private, max-age=86400"),
        *ALWAYS,
    )

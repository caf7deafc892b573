"""
The headers of every response, to the character, as docs/headers.md lists them.

Never sent: cookies, ETag on HTML, reporting endpoints, a server version.
"""

from __future__ import annotations

import base64
import hashlib

Headers = tuple[tuple[bytes, bytes], ...]

HTML = b"text/html; charset=utf-8"
_ALWAYS: Headers = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (
        b"permissions-policy",
        (
            b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), "
            b"hid=(), accelerometer=(), gyroscope=(), magnetometer=(), "
            b"display-capture=(), idle-detection=()"
        ),
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
CLEAR = (b"clear-site-data", b'"cache", "storage"')
"""On /clear only. Caches too: browsers differ in what "storage" takes with it."""
NOT_INDEXED = (b"x-robots-tag", b"noindex, noarchive, nosnippet")


def style_hash(style: str) -> str:
    """The content security policy's name for one inline style sheet."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def page_headers(style: str, *, hsts_preload: bool) -> Headers:
    """Headers of every HTML page. `style` is the one inline style sheet it may carry."""
    preload = b"; preload" if hsts_preload else b""
    policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {style_hash(style)}; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; trusted-types hl; require-trusted-types-for 'script'"
    )
    return (
        (b"content-type", HTML),
        (b"cache-control", b"no-store"),
        (b"strict-transport-security", b"max-age=63072000; includeSubDomains" + preload),
        (b"content-security-policy", policy.encode()),
        *_ALWAYS,
    )


def asset_headers(content_type: str) -> Headers:
    """Headers of a file whose neutral name holds the hash of its bytes."""
    return (
        (b"content-type", content_type.encode()),
        (b"cache-control", b"private, max-age=86400"),
        *_ALWAYS,
    )

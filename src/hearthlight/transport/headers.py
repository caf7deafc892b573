"""The headers that every reply of every door has, as docs/headers.md lists them."""

from __future__ import annotations

Headers = tuple[tuple[bytes, bytes], ...]

ALWAYS: Headers = (
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
NOT_INDEXED = (b"x-robots-tag", b"noindex, noarchive, nosnippet")
NOT_STORED = (b"cache-control", b"no-store")


def secure_transport(*, preload: bool) -> tuple[bytes, bytes]:
    """After the first visit by HTTPS, only HTTPS."""
    more = b"; preload" if preload else b""
    return b"strict-transport-security", b"max-age=63072000; includeSubDomains" + more

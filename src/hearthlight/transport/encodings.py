"""Which of several encodings a client takes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hearthlight.transport.asgi import Scope

PREPARED = (b"br", b"gzip")
"""What a reply made beforehand is sent in: the smallest first."""
COMPOSED = (b"gzip", b"br")
"""What a reply made now is sent in: the quickest first."""


def encoding_of(scope: Scope, preferred: tuple[bytes, ...] = PREPARED) -> bytes:
    """The first of `preferred` that the client takes; empty for none."""
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

"""How many messages a number sent in the last minutes: in memory, under a salt of its own."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SPAN = 600.0
"""Seconds that a message counts."""
MOST = 30
"""Messages in that time that are answered whatever they say."""
MOST_NUMBERS = 100_000
"""Numbers that are counted at once; then all counts begin anew."""


class Counter:
    """Counts messages by a digest under a salt that is made at the start and never written."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._salt = secrets.token_bytes(32)
        self._counts: dict[bytes, deque[float]] = {}

    def is_too_many(self, number: str) -> bool:
        """Count one message, and say whether this number sends more than a person would."""
        now = self._clock()
        self._forget(now)
        digest = hmac.digest(self._salt, number.encode(), hashlib.sha256)
        times = self._counts.setdefault(digest, deque(maxlen=MOST + 1))
        times.append(now)
        return len(times) > MOST

    def _forget(self, now: float) -> None:
        if len(self._counts) >= MOST_NUMBERS:
            self._counts.clear()
        for digest, times in tuple(self._counts.items()):
            while times and times[0] <= now - SPAN:
                times.popleft()
            if not times:
                del self._counts[digest]

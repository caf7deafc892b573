"""
`GET /health`, for whatever watches the server.

It tells that it answers, with which pack, and how old its facts are. Nothing about a visit.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from hearthlight.channels.api.replies import JSON, Replier, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings
    from hearthlight.transport.asgi import Receive, Scope, Send

PATH = "/health"
ALLOWED = (b"allow", b"GET, HEAD")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How it is."""

    status: Literal["ok"] = "ok"
    """It answers. Old facts do not change that: an old number is better than none."""
    pack: str
    """The fingerprint of the pack that answers."""
    facts: Literal["fresh", "stale"]
    """Stale: some contact's facts have expired. `hearthlight contacts check` names it."""
    contacts: int
    expired: int


class Health:
    """The door of the health check."""

    def __init__(
        self,
        edition: Edition,
        settings: Settings,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._edition = edition
        self._replier = Replier(settings)
        self._today = today

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["path"] != PATH:
            reply = Reply(404, b"", b"")
        elif scope["method"] not in ("GET", "HEAD"):
            reply = Reply(405, b"", b"", (ALLOWED,))
        else:
            reply = Reply(200, JSON, msgspec.json.encode(self.state()))
        await self._replier.send(reply, scope, send)

    def state(self) -> State:
        """How it is today."""
        today = self._today().isoformat()
        contacts = self._edition.contacts.values()
        expired = sum(not each.read_on <= today <= each.good_until for each in contacts)
        return State(
            pack=self._edition.fingerprint,
            facts="stale" if expired else "fresh",
            contacts=len(contacts),
            expired=expired,
        )

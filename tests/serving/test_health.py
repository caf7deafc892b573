"""What a watcher of the server is told, and what it is not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hearthlight.contacts.freshness import FAILS, check_freshness
from hearthlight.serving.health import Health
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Pack


def test_health_names_the_pack_and_nothing_personal(edition: Edition) -> None:
    """Five fields, none of them about a visit. That a server opens it, test_doctor.py holds."""
    reply = TestClient(Health(edition, Settings())).get("/health")
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    told = reply.json()
    assert set(told) == {"status", "pack", "facts", "contacts", "expired"}
    assert told["status"] == "ok"
    assert told["pack"] == edition.fingerprint


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2028, 6, 1), date(2020, 1, 1)])
def test_health_counts_what_the_command_calls_expired(
    edition: Edition, pack: Pack, day: date
) -> None:
    """`hearthlight contacts check` and `/health` agree on any day; and old facts still answer."""
    failing = sum(each.state in FAILS for each in check_freshness(pack, day))
    told = TestClient(Health(edition, Settings(), lambda: day)).get("/health").json()
    assert told["expired"] == failing
    assert told["facts"] == ("stale" if failing else "fresh")
    assert told["status"] == "ok"


def test_health_takes_no_other_path_or_method(edition: Edition) -> None:
    """Nothing else is there."""
    client = TestClient(Health(edition, Settings()))
    assert client.get("/health/more").status_code == 404
    assert client.post("/health").status_code == 405
    assert client.head("/health").content == b""

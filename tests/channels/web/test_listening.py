"""A server listens on the host that it was given, and tells an address that can be opened."""

from __future__ import annotations

import ipaddress
import os
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.channels.cli.opening import claim_port
from hearthlight.channels.web import serving
from hearthlight.settings import Settings
from hearthlight.transport.hosts import Listening, show, show_reachable

if TYPE_CHECKING:
    from collections.abc import Callable


class Silent:
    """A server that only remembers what it was told."""

    told: ClassVar[dict[str, Any]] = {}

    def __init__(self, *_: object, **told: object) -> None:
        Silent.told = told

    def on_startup(self, _start: Callable[[], None]) -> None:
        """Nobody listens, so that no address is told."""

    def serve(self) -> None:
        """Done at once."""


def test_a_host_may_be_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server understands addresses alone."""
    monkeypatch.setattr(serving, "Granian", Silent)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    serving.serve(Settings(), "localhost", 8433, 1)
    assert ipaddress.ip_address(Silent.told["address"]).is_loopback


@pytest.mark.parametrize(
    ("host", "address", "shown"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1:80"),
        ("localhost", "::1", "localhost:80"),
        ("::1", "::1", "[::1]:80"),
        ("0.0.0.0", "0.0.0.0", "127.0.0.1:80"),  # noqa: S104 - shown, not bound
        ("::", "::", "[::1]:80"),
    ],
)
def test_the_address_that_is_told_can_be_opened(host: str, address: str, shown: str) -> None:
    """With brackets where they are needed; "any address" is none that a browser opens."""
    assert show_reachable(host, Listening(0, (address, 80)), 80) == shown


def test_a_host_that_is_none_is_told_as_it_would_be_typed() -> None:
    """With its port, which may be the mistake."""
    with pytest.raises(UnknownAnswerError, match=r"^host\.invalid:8433 cannot be used"):
        claim_port("host.invalid", 8433)
    assert show("2001:db8::1", 8433) == "[2001:db8::1]:8433"

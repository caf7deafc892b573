"""Where a server listens, as its sockets are told and as a reader types it."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any, NamedTuple


class Listening(NamedTuple):
    """One address of a host, resolved."""

    family: int
    place: tuple[Any, ...]
    """What a socket is told: the address and the port first."""

    @property
    def address(self) -> str:
        """In digits."""
        return str(self.place[0])


def resolve(host: str, port: int) -> Listening:
    """The first address that a host's name stands for. Raises OSError for one that is none."""
    family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return Listening(family, place)


def show(host: str, port: int) -> str:
    """As it stands in a web address, where an address of the sixth version needs brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def show_reachable(host: str, listening: Listening, port: int) -> str:
    """The same, of what a browser on this machine can open: "any address" is none."""
    address = ipaddress.ip_address(listening.address)
    if address.is_unspecified:
        return show("127.0.0.1" if address.version == 4 else "::1", port)  # noqa: PLR2004 - its name
    return show(host, port)

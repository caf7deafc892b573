"""Imports in a process of its own, so that it can be killed or kept from writing."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from tests.directory.making import KINDS, locate

from hearthlight.directory.importing import import_source
from hearthlight.directory.opening import open_store
from hearthlight.directory.stores import StoreError


def main(source: str, address: str, room: str = "") -> int:
    """Import; with `room`, no file may grow beyond so many bytes, as on a full disk."""
    if room:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
    try:
        import_source(Path(source), "test", open_store(address), KINDS, locate, lambda _: None)
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Opening the directory where a deployment keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.directory.sqlite_store import SqliteStore
from hearthlight.directory.stores import StoreError

if TYPE_CHECKING:
    from hearthlight.directory.stores import Store


def open_store(address: str) -> Store:
    """
    The store at a `postgresql://` address, or in the file of that path.

    Raises StoreError where there is no such database, or what speaks with it is not installed.
    """
    if not address.startswith(("postgresql://", "postgres://")):
        return SqliteStore(Path(address))
    try:
        from hearthlight.directory.postgres_store import PostgresStore  # noqa: PLC0415
    except ImportError as error:
        raise StoreError(
            "HEARTHLIGHT_DIRECTORY names a PostgreSQL database, but the library that speaks with "
            "it is not installed. Run `make install EXTRAS=postgresql` in Hearthlight's folder."
        ) from error
    return PostgresStore(address)

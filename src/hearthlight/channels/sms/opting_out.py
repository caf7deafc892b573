"""
Who wants no more texts: keyed digests of telephone numbers in a file, and nothing else.

The key lies in a file of its own. Without it, the list cannot be searched for a number, and
without the list the key says nothing. No day, no text and no name is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST_KEY = 32
"""Bytes that a key must have at least."""


class KeyFileError(Exception):
    """A key that cannot be used. The message says what to do."""


class OptOuts(Protocol):
    """What remembers who wants no more texts."""

    def add(self, number: str) -> None:
        """Send nothing more to this number."""

    def remove(self, number: str) -> None:
        """Answer this number again."""

    def has(self, number: str) -> bool:
        """Whether this number wants no more texts."""


def try_to_write(file: Path) -> None:
    """
    See that a list that is there takes a line, and leave it as it was.

    Raises sqlite3.Error. What is to be written first needs a file beside the list.
    """
    with closing(
        sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", timeout=5, uri=True)
    ) as kept:
        kept.isolation_level = None
        kept.execute("BEGIN IMMEDIATE")
        kept.execute("CREATE TABLE tried (line)")
        kept.execute("ROLLBACK")


class KeptOptOuts:
    """Opt-outs in a file, which several processes may use at once."""

    def __init__(self, file: Path, key: bytes) -> None:
        self._file = file
        self._key = key
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as database:
            database.execute("CREATE TABLE IF NOT EXISTS opt_out (digest BLOB PRIMARY KEY) STRICT")
            database.commit()
        file.chmod(0o600)
        try_to_write(file)

    def add(self, number: str) -> None:
        """Send nothing more to this number."""
        self._change("INSERT OR IGNORE INTO opt_out VALUES (?)", number)

    def remove(self, number: str) -> None:
        """Answer this number again."""
        self._change("DELETE FROM opt_out WHERE digest = ?", number)

    def has(self, number: str) -> bool:
        """Whether this number wants no more texts."""
        with closing(self._open()) as database:
            found = database.execute(
                "SELECT 1 FROM opt_out WHERE digest = ?", (self._digest(number),)
            ).fetchone()
        return found is not None

    def _change(self, statement: str, number: str) -> None:
        with closing(self._open()) as database:
            database.execute(statement, (self._digest(number),))
            database.commit()

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=5)
        database.execute("PRAGMA secure_delete = ON")
        return database

    def _digest(self, number: str) -> bytes:
        return hmac.digest(self._key, number.encode(), hashlib.sha256)


def read_key(file: Path) -> bytes:
    """The key in a file. Raises KeyFileError."""
    try:
        key = file.read_bytes().strip()
    except OSError as error:
        raise KeyFileError(
            f"The key file {file} cannot be read ({error.strerror}). "
            f"Make one: `python3 -c 'import secrets; print(secrets.token_hex(32))' > {file}`."
        ) from None
    if len(key) < SHORTEST_KEY:
        raise KeyFileError(
            f"The key in {file} is too short. Write at least {SHORTEST_KEY} random characters."
        )
    return key

"""The file of a SQLite directory: its layout, and how it is built from rows and entries."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from hearthlight.directory.distance import degrees, grid
from hearthlight.directory.narrowing import ASIDE, SIDE, choose_marks, marks_of
from hearthlight.directory.query import Entry
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import Fingerprint, Summary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hearthlight.directory.narrowing import Common

FORMAT = 4
"""The layout of the file; another one is refused with a clear word."""
_INDEX = """USING fts5(
  said, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'"
)"""
_LAYOUT = f"""
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, x REAL, y REAL, z REAL, kinds INTEGER NOT NULL,
  minimum_age REAL NOT NULL, maximum_age REAL NOT NULL, marks TEXT NOT NULL
);
CREATE TABLE placed (
  line INTEGER, row INTEGER, number INTEGER, x REAL NOT NULL, y REAL NOT NULL, z REAL NOT NULL,
  kinds INTEGER NOT NULL, minimum_age REAL NOT NULL, maximum_age REAL NOT NULL, marks TEXT NOT NULL,
  PRIMARY KEY (line, row, number)
) WITHOUT ROWID;
CREATE TABLE card (number INTEGER PRIMARY KEY, id TEXT NOT NULL, said BLOB NOT NULL);
CREATE VIRTUAL TABLE tokens {_INDEX};
CREATE VIRTUAL TABLE aside {_INDEX};
CREATE TABLE common (
  token TEXT PRIMARY KEY, mark TEXT NOT NULL, services INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE summary (said BLOB NOT NULL);
"""


def build_file(
    path: Path,
    tables: Iterable[tuple[str, dict[str, str]]],
    entries: Iterable[Entry],
    kinds: tuple[str, ...],
) -> Summary:
    """Build a whole directory in a new file. Raises sqlite3.Error and OSError."""
    connection = sqlite3.connect(path)
    fingerprint, services, count = Fingerprint(), 0, 0
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_LAYOUT)
        for name, table in TABLES.items():
            fields = ", ".join(f'"{field}" TEXT NOT NULL' for field in table.fields)
            connection.execute(
                f'CREATE TABLE "{name}" ({fields}, origin TEXT NOT NULL, PRIMARY KEY (id)) '
                "WITHOUT ROWID"
            )
        for name, row in tables:
            services += name == "service"
            fingerprint.add((name, row))
            values = [*(row[field] for field in TABLES[name].fields), row["origin"]]
            connection.execute(
                f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(values))})', values
            )
        connection.execute("CREATE TEMP TABLE unsorted (sort_name TEXT, id TEXT, entry BLOB)")
        counts: Counter[str] = Counter()
        for entry in entries:
            counts.update(entry.tokens)
            connection.execute(
                "INSERT INTO unsorted VALUES (?, ?, ?)",
                (entry.sort_name, entry.id, msgspec.msgpack.encode(entry)),
            )
        common = choose_marks(counts)
        connection.executemany(
            "INSERT INTO common VALUES (?, ?, ?)",
            ((token, *each) for token, each in common.items()),
        )
        decoder = msgspec.msgpack.Decoder(Entry)
        for number, (said,) in enumerate(
            connection.execute("SELECT entry FROM unsorted ORDER BY sort_name, id"), 1
        ):
            entry = decoder.decode(said)
            fingerprint.add(entry)
            count += 1
            _insert(connection, number, entry, common)
        for index in ("tokens", "aside"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
        summary = Summary(str(fingerprint), services, count, kinds)
        connection.execute("INSERT INTO summary VALUES (?)", (msgspec.json.encode(summary),))
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.commit()
    finally:
        connection.close()
    return summary


def _insert(
    connection: sqlite3.Connection, number: int, entry: Entry, common: dict[str, Common]
) -> None:
    said = " ".join(token for token in entry.tokens if not token.startswith("g_"))
    row = (
        *(entry.spot or (None, None, None)),
        entry.kinds,
        entry.minimum_age,
        entry.maximum_age,
        marks_of(entry.tokens, common),
    )
    connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, *row))
    if entry.spot:
        cell = grid(*degrees(entry.spot), SIDE)
        connection.execute(
            "INSERT INTO placed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*cell, number, *row)
        )
    connection.execute("INSERT INTO card VALUES (?, ?, ?)", (number, entry.id, entry.card))
    connection.execute("INSERT INTO tokens (rowid, said) VALUES (?, ?)", (number, said))
    if not ASIDE.isdisjoint(entry.tokens):
        connection.execute("INSERT INTO aside (rowid, said) VALUES (?, ?)", (number, said))

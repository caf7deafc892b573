"""The file of a SQLite directory: its layout, and how it is built from rows and entries."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import msgspec

from hearthlight.directory.query import Entry
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import Fingerprint, Summary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = 3
"""The layout of the file; another one is refused with a clear word."""
RARE = 3000
"""A token in fewer services than this is looked up without the grid."""
WAYS = {"anywhere": 1, "nowhere": 2}
"""Tokens of which a service has one at most, and what stands for it in `way`; else zero."""

_LAYOUT = """
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, x REAL, y REAL, z REAL, kinds INTEGER NOT NULL,
  minimum_age REAL NOT NULL, maximum_age REAL NOT NULL, way INTEGER NOT NULL
);
CREATE TABLE card (number INTEGER PRIMARY KEY, id TEXT NOT NULL, said BLOB NOT NULL);
CREATE VIRTUAL TABLE tokens USING fts5(
  said, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'"
);
CREATE TABLE common (token TEXT PRIMARY KEY) WITHOUT ROWID;
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
        connection.executemany(
            "INSERT INTO unsorted VALUES (?, ?, ?)",
            ((entry.sort_name, entry.id, msgspec.msgpack.encode(entry)) for entry in entries),
        )

        decoder = msgspec.msgpack.Decoder(Entry)
        for number, (said,) in enumerate(
            connection.execute("SELECT entry FROM unsorted ORDER BY sort_name, id"), 1
        ):
            entry = decoder.decode(said)
            fingerprint.add(entry)
            count += 1
            point = entry.spot or (None, None, None)
            connection.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    *point,
                    entry.kinds,
                    entry.minimum_age,
                    entry.maximum_age,
                    max(WAYS.get(token, 0) for token in (*entry.tokens, "")),
                ),
            )
            connection.execute("INSERT INTO card VALUES (?, ?, ?)", (number, entry.id, entry.card))
            connection.execute(
                "INSERT INTO tokens (rowid, said) VALUES (?, ?)", (number, " ".join(entry.tokens))
            )
        connection.execute("INSERT INTO tokens (tokens) VALUES ('optimize')")
        # Counting a token reads its whole list, so that it is done once, here.
        connection.execute("CREATE VIRTUAL TABLE temp.counted USING fts5vocab(main, tokens, row)")
        connection.execute("INSERT INTO common SELECT term FROM counted WHERE doc >= ?", (RARE,))
        summary = Summary(str(fingerprint), services, count, kinds)
        connection.execute("INSERT INTO summary VALUES (?)", (msgspec.json.encode(summary),))
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.commit()
    finally:
        connection.close()
    return summary

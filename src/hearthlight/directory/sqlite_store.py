"""
The directory as one immutable SQLite file: built aside, then put in the place of the old.

The text index holds words, kinds, languages, counties and grid cells alike, so that one look-up
narrows all of them; what is left is measured exactly. Any number of readers and copies may use a
file; each question is answered from one file from beginning to end.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import TYPE_CHECKING

import msgspec

from hearthlight.directory.distance import cells, longest_chord
from hearthlight.directory.query import AROUND, NEAR, Entry, clauses, ways
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import Fingerprint, StoreError, Summary, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from hearthlight.directory.query import Found, Query

FORMAT = 1
"""The layout of the file; another one is refused with a clear word."""
_RARE = 3000
"""A word in fewer services than this is looked up without the grid."""
_BATCH = 2000

_LAYOUT = """
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, sort_name TEXT NOT NULL,
  x REAL, y REAL, z REAL, kinds INTEGER NOT NULL,
  minimum_age REAL NOT NULL, maximum_age REAL NOT NULL, card BLOB NOT NULL
);
CREATE VIRTUAL TABLE tokens USING fts5(
  said, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'"
);
CREATE VIRTUAL TABLE token USING fts5vocab(tokens, row);
CREATE TABLE summary (said BLOB NOT NULL);
"""


class SqliteStore:
    """A directory in a file, read by any number of threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def _open(self) -> sqlite3.Connection | None:
        """This thread's connection to the file as it is now."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        mark = (found.st_dev, found.st_ino, found.st_mtime_ns)
        if getattr(self._local, "mark", None) != mark:
            self._forget()
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA mmap_size = 1073741824")
            try:
                layout = connection.execute("PRAGMA user_version").fetchone()[0]
            except sqlite3.DatabaseError as error:
                raise StoreError(
                    f"{self.path}: this is not a directory: {error}. Import into another file."
                ) from None
            if layout != FORMAT:
                connection.close()
                raise StoreError(
                    f"{self.path}: written by another version of Hearthlight. Import it again."
                )
            self._local.connection, self._local.mark = connection, mark
        connection = self._local.connection
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - told to the type checker
        return connection

    def _forget(self) -> None:
        if connection := getattr(self._local, "connection", None):
            connection.close()
        self._local.connection = self._local.mark = None

    def close(self) -> None:
        """Close this thread's connection."""
        self._forget()

    def summary(self) -> Summary | None:
        """What there is; None where nothing was imported yet."""
        if (connection := self._open()) is None:
            return None
        said = connection.execute("SELECT said FROM summary").fetchone()[0]
        return msgspec.json.decode(said, type=Summary)

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """Every row of a table, by id, with its origin."""
        if (connection := self._open()) is None:
            return
        fields = (*TABLES[table].fields, "origin")
        names = ", ".join(f'"{field}"' for field in fields)
        for row in connection.execute(f'SELECT {names} FROM "{table}" ORDER BY id'):
            yield dict(zip(fields, row, strict=True))

    def find(self, query: Query) -> list[Found]:
        """The services that answer, as `query.find_all` orders them."""
        connection = self._open()
        try:
            return self._find(connection, query) if connection else []
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: it could not be searched: {error}") from error

    def _find(self, connection: sqlite3.Connection, query: Query) -> list[Found]:
        found: list[Found] = []
        for how, asked in ways(query):
            left = msgspec.structs.replace(query, limit=query.limit - len(found))
            found += self._find_one_way(connection, how, [*clauses(query), *asked], left)
            if len(found) >= query.limit:
                break
        return found

    def _find_one_way(
        self, connection: sqlite3.Connection, how: int, asked: list[tuple[str, ...]], query: Query
    ) -> list[Found]:
        spot = query.spot if how == NEAR else None
        off = query.spot if how == AROUND else None
        if spot and query.latitude is not None and query.longitude is not None:
            grid = cells(query.latitude, query.longitude, query.radius)
            if grid is not None and not self._is_rare(connection, asked):
                asked = [*(clause for clause in asked if clause != ("placed",)), tuple(grid)]
        where, values = ["1"], list[object]()
        if asked:
            where.append("number IN (SELECT rowid FROM tokens WHERE tokens MATCH ?)")
            values.append(
                " AND ".join(
                    "(" + " OR ".join(f'"{token}"' for token in clause) + ")" for clause in asked
                )
            )
        if query.age is not None:
            where.append("minimum_age <= ? AND ? <= maximum_age")
            values += [query.age, query.age]
        measured = "NULL"
        before: list[object] = []
        if spot:
            measured = "(x - ?) * (x - ?) + (y - ?) * (y - ?) + (z - ?) * (z - ?)"
            before = [spot.x, spot.x, spot.y, spot.y, spot.z, spot.z]
            where.append(f"x IS NOT NULL AND {measured} <= ?")
            values += [*before, longest_chord(query.radius)]
        if off:  # what is near was found before
            squared = "(x - ?) * (x - ?) + (y - ?) * (y - ?) + (z - ?) * (z - ?)"
            where.append(f"(x IS NULL OR {squared} > ?)")
            values += [off.x, off.x, off.y, off.y, off.z, off.z, longest_chord(query.radius)]
        limit = ""
        if not spot and not query.wishes:
            limit = f" ORDER BY number LIMIT {query.limit}"  # numbered by name and id
        elif not spot:
            met = " + ".join(f"(kinds >> {wish} & 1)" for wish in query.wishes)
            limit = f" ORDER BY {met} DESC, number LIMIT {query.limit}"
        rows = connection.execute(
            f"SELECT number, {measured}, kinds FROM entry WHERE {' AND '.join(where)}{limit}",
            [*before, *values],
        ).fetchall()
        # Only what will be shown is read whole; names sort as the numbers do.
        first = arrange(
            how, [(f"{number:012}", "", far, kinds, b"") for number, far, kinds in rows], query
        )
        cards = {
            number: (entry_id, card)
            for number, entry_id, card in connection.execute(
                "SELECT number, id, card FROM entry WHERE number IN "
                f"({', '.join(str(int(each.id)) for each in first)})"
            )
        }
        return [
            each._replace(id=cards[int(each.id)][0], card=cards[int(each.id)][1]) for each in first
        ]

    def _is_rare(self, connection: sqlite3.Connection, asked: list[tuple[str, ...]]) -> bool:
        """Whether the rarest of what is asked narrows it further than the place does."""
        for clause in asked:
            count = 0
            for token in clause:
                row = connection.execute(
                    "SELECT doc FROM token WHERE term = ?", (token,)
                ).fetchone()
                count += row[0] if row else 0
            if count < _RARE:
                return True
        return False

    def replace(
        self,
        tables: Iterable[tuple[str, dict[str, str]]],
        entries: Iterable[Entry],
        kinds: tuple[str, ...],
    ) -> Summary:
        """
        Build a new file beside the old one, and put it in its place, whole or not at all.

        Raises StoreError where it cannot be written; the old file is as it was.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        aside = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        aside.unlink(missing_ok=True)
        try:
            summary = _build(aside, tables, entries, kinds)
            with aside.open("rb") as made:
                os.fsync(made.fileno())
            aside.replace(self.path)
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{self.path}: the directory could not be written: {error}. "
                "The old one is as it was."
            ) from error
        finally:
            aside.unlink(missing_ok=True)
        return summary


def _build(
    path: Path,
    tables: Iterable[tuple[str, dict[str, str]]],
    entries: Iterable[Entry],
    kinds: tuple[str, ...],
) -> Summary:
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
        connection.execute(
            "CREATE TEMP TABLE sorted (sort_name TEXT, id TEXT, entry BLOB, "
            "PRIMARY KEY (sort_name, id)) WITHOUT ROWID"
        )
        connection.executemany(
            "INSERT INTO sorted VALUES (?, ?, ?)",
            ((entry.sort_name, entry.id, msgspec.msgpack.encode(entry)) for entry in entries),
        )

        decoder = msgspec.msgpack.Decoder(Entry)
        for number, (said,) in enumerate(
            connection.execute("SELECT entry FROM sorted ORDER BY sort_name, id"), 1
        ):
            entry = decoder.decode(said)
            fingerprint.add(entry)
            count += 1
            point = entry.spot or (None, None, None)
            connection.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, entry.id, entry.sort_name, *point, entry.kinds,
                 entry.minimum_age, entry.maximum_age, entry.card),
            )  # fmt: skip
            connection.execute(
                "INSERT INTO tokens (rowid, said) VALUES (?, ?)", (number, " ".join(entry.tokens))
            )
        connection.execute("INSERT INTO tokens (tokens) VALUES ('optimize')")
        summary = Summary(str(fingerprint), services, count, kinds)
        connection.execute("INSERT INTO summary VALUES (?)", (msgspec.json.encode(summary),))
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.commit()
    finally:
        connection.close()
    return summary

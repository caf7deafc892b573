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
from itertools import combinations
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

FORMAT = 2
"""The layout of the file; another one is refused with a clear word."""
_RARE = 3000
"""A token in fewer services than this is looked up without the grid."""
_FEW = 4
"""Rare tokens of which one must be there; of more, the sum may be many services."""
_BATCH = 2000

_LAYOUT = """
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, x REAL, y REAL, z REAL, kinds INTEGER NOT NULL,
  minimum_age REAL NOT NULL, maximum_age REAL NOT NULL
);
CREATE TABLE card (number INTEGER PRIMARY KEY, id TEXT NOT NULL, said BLOB NOT NULL);
CREATE VIRTUAL TABLE tokens USING fts5(
  said, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'"
);
CREATE TABLE common (token TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE summary (said BLOB NOT NULL);
"""


_SQUARED = "((x - ?) * (x - ?) + (y - ?) * (y - ?) + (z - ?) * (z - ?))"
_Row = tuple[int, float | None, int]
"""Number, squared chord, bits of kinds."""


def _match(asked: list[tuple[str, ...]]) -> str:
    """One of each, in the language of FTS5."""
    return " AND ".join(
        "(" + " OR ".join(f'"{token}"' for token in clause) + ")" for clause in asked
    )


def _fits(query: Query) -> tuple[str, list[object]]:
    if query.age is None:
        return "1", []
    return "minimum_age <= ? AND ? <= maximum_age", [query.age, query.age]


_SORTED = 500
"""Services of one way that are read whole and sorted; beyond, they are asked for in their order."""


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
        if how == NEAR:
            rows = self._near(connection, asked, query)
        else:
            rows = self._in_order(connection, how, asked, query)
        # Only what will be shown is read whole; names sort as the numbers do.
        first = arrange(
            how, [(f"{number:012}", "", far, kinds, b"") for number, far, kinds in rows], query
        )
        cards = {
            number: (entry_id, card)
            for number, entry_id, card in connection.execute(
                "SELECT number, id, said FROM card WHERE number IN "
                f"({', '.join(str(int(each.id)) for each in first)})"
            )
        }
        return [
            each._replace(id=cards[int(each.id)][0], card=cards[int(each.id)][1]) for each in first
        ]

    def _near(
        self, connection: sqlite3.Connection, asked: list[tuple[str, ...]], query: Query
    ) -> list[_Row]:
        """Everything within the radius, with the square of its chord."""
        spot = query.spot
        if spot is None or query.latitude is None or query.longitude is None:
            return []
        grid = cells(query.latitude, query.longitude, query.radius)
        if grid is not None and not self._is_rare(connection, asked):
            asked = [*(clause for clause in asked if clause != ("placed",)), tuple(grid)]
        centre = [spot.x, spot.x, spot.y, spot.y, spot.z, spot.z]
        age, ages = _fits(query)
        return connection.execute(
            f"SELECT number, {_SQUARED}, kinds FROM entry WHERE number IN "
            "(SELECT rowid FROM tokens WHERE tokens MATCH ?) AND x IS NOT NULL "
            f"AND {_SQUARED} <= ? AND {age}",
            [*centre, _match(asked), *centre, longest_chord(query.radius), *ages],
        ).fetchall()

    def _in_order(
        self, connection: sqlite3.Connection, how: int, asked: list[tuple[str, ...]], query: Query
    ) -> list[_Row]:
        """
        The first by wishes met and name. Numbers are in the order of names, and so is the index.

        The most wishes are asked for first, then fewer, so that the walk ends when the list is
        full; many wishes have too many ways to be met, and then all are sorted.
        """
        where, values = _fits(query)
        if how == AROUND and (off := query.spot):  # what is near was found before
            where += f" AND (x IS NULL OR {_SQUARED} > ?)"
            values += [off.x, off.x, off.y, off.y, off.z, off.z, longest_chord(query.radius)]
        statement = (
            "SELECT number, NULL, kinds FROM tokens CROSS JOIN entry ON number = tokens.rowid "
            f"WHERE tokens MATCH ? AND {where} ORDER BY "
        )
        # Few, or all alike, are sorted here; it is those that are many that need more thought.
        few = _SORTED if query.wishes else query.limit
        rows = connection.execute(
            f"{statement}tokens.rowid LIMIT {few}", [_match(asked), *values]
        ).fetchall()
        if len(rows) < _SORTED or not query.wishes:
            return rows
        if len(query.wishes) > _FEW:
            met = " + ".join(f"(kinds >> {wish} & 1)" for wish in query.wishes)
            return connection.execute(
                f"{statement}{met} DESC, number LIMIT {query.limit}", [_match(asked), *values]
            ).fetchall()
        found: dict[int, _Row] = {}
        for met_count in range(len(query.wishes), -1, -1):
            ways_to_meet = " OR ".join(
                "(" + " AND ".join(f'"k_{wish}"' for wish in some) + ")"
                for some in combinations(query.wishes, met_count)
                if some
            )
            match = _match(asked) + (f" AND ({ways_to_meet})" if ways_to_meet else "")
            limit = query.limit + len(found)
            for row in connection.execute(
                f"{statement}tokens.rowid LIMIT {limit}", [match, *values]
            ):
                found.setdefault(row[0], row)
            if len(found) >= query.limit:
                break
        return list(found.values())

    def _is_rare(self, connection: sqlite3.Connection, asked: list[tuple[str, ...]]) -> bool:
        """Whether something that is asked narrows it further than the place does."""
        for clause in asked:
            found = connection.execute(
                f"SELECT 1 FROM common WHERE token IN ({', '.join('?' * len(clause))}) LIMIT 1",
                clause,
            ).fetchone()
            if not found and len(clause) <= _FEW:
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
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, *point, entry.kinds, entry.minimum_age, entry.maximum_age),
            )
            connection.execute("INSERT INTO card VALUES (?, ?, ?)", (number, entry.id, entry.card))
            connection.execute(
                "INSERT INTO tokens (rowid, said) VALUES (?, ?)", (number, " ".join(entry.tokens))
            )
        connection.execute("INSERT INTO tokens (tokens) VALUES ('optimize')")
        # Counting a token reads its whole list, so that it is done once, here.
        connection.execute("CREATE VIRTUAL TABLE temp.counted USING fts5vocab(main, tokens, row)")
        connection.execute("INSERT INTO common SELECT term FROM counted WHERE doc >= ?", (_RARE,))
        summary = Summary(str(fingerprint), services, count, kinds)
        connection.execute("INSERT INTO summary VALUES (?)", (msgspec.json.encode(summary),))
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.commit()
    finally:
        connection.close()
    return summary

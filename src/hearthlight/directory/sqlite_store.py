"""
The directory as one immutable SQLite file: built aside, then put in the place of the old.

A question is answered by walking what is rarest in it - a word, a county, the cells around a
place - and seeing the rest in each row: kinds are bits of it, each common token a character.
Any number of readers and copies may use a file; each question is answered from one file from
beginning to end.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from hearthlight.directory.distance import longest_chord, stripes
from hearthlight.directory.narrowing import (
    ASIDE,
    FEW,
    MOST_STRIPES,
    SIDE,
    SORTED,
    Common,
    Dialect,
    met,
    nearest,
    of_age,
    part,
    rare,
    rarest_first,
    squared,
)
from hearthlight.directory.query import NEAR, clauses, ways
from hearthlight.directory.sqlite_file import FORMAT, build_file
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import StoreError, Summary, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from hearthlight.directory.narrowing import Clause, Row
    from hearthlight.directory.query import Entry, Found, Query

_STRIPE = "line = ? AND row BETWEEN ? AND ?"
_FTS5 = Dialect(
    holds="instr(marks, ?) > 0",
    is_found="number IN (SELECT rowid FROM tokens WHERE tokens MATCH ?)",
    either=" OR ",
    both=" AND ",
    quote='"',
)


def _arrange(how: int, rows: list[Row], query: Query) -> list[Found]:
    """Rows in their order; the number stands for the id until they are shown."""
    made = [(f"{number:012}", "", far, kinds, b"") for number, far, kinds in rows]
    return arrange(how, made, query)


def _show(connection: sqlite3.Connection, found: list[Found]) -> list[Found]:
    """The same with id and card: only what is shown is read whole."""
    cards = {
        number: (entry_id, card)
        for number, entry_id, card in connection.execute(
            "SELECT number, id, said FROM card WHERE number IN "
            f"({', '.join(str(int(each.id)) for each in found)})"
        )
    }
    return [each._replace(id=cards[int(each.id)][0], card=cards[int(each.id)][1]) for each in found]


def _read_common(connection: sqlite3.Connection, asked: list[Clause]) -> dict[str, Common]:
    """The common tokens among those that are asked for."""
    tokens = [token for clause in asked for token in clause]
    return {
        token: Common(mark, services)
        for token, mark, services in connection.execute(
            "SELECT token, mark, services FROM common "
            f"WHERE token IN ({', '.join('?' * len(tokens))})",
            tokens,
        )
    }


def _in_order(
    connection: sqlite3.Connection, statement: str, match: str, values: list[str], query: Query
) -> list[Row]:
    """
    The first by wishes met and name. Numbers are in the order of names, and so is the index.

    The most wishes are asked for first, then fewer, so that the walk ends when the list is full;
    many wishes have too many ways to be met, and then all are sorted.
    """
    if len(query.wishes) > FEW:
        statement = statement.replace(" ORDER BY ", f" ORDER BY {met(query)} DESC, ")
        return connection.execute(f"{statement} LIMIT {query.limit}", [match, *values]).fetchall()
    found: dict[int, Row] = {}
    for met_count in range(len(query.wishes), -1, -1):
        ways_to_meet = " OR ".join(
            "(" + " AND ".join(f'"k_{wish}"' for wish in some) + ")"
            for some in combinations(query.wishes, met_count)
            if some
        )
        narrowed = match + (f" AND ({ways_to_meet})" if ways_to_meet else "")
        limit = query.limit + len(found)
        for row in connection.execute(f"{statement} LIMIT {limit}", [narrowed, *values]):
            found.setdefault(row[0], row)
        if len(found) >= query.limit:
            break
    return list(found.values())


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
            wanted = [*clauses(query), *asked]
            if how == NEAR:
                rows = self._near(connection, wanted, left)
            else:
                index = "aside" if all(map(ASIDE.issuperset, asked)) else "tokens"
                rows = self._listed(connection, index, wanted, left)
            found += _arrange(how, rows, left)
            if len(found) >= query.limit:
                break
        return _show(connection, found)

    def _near(self, connection: sqlite3.Connection, asked: list[Clause], query: Query) -> list[Row]:
        """What is near enough to be shown, with the square of its chord."""
        centre = query.spot
        if centre is None or query.latitude is None or query.longitude is None:
            return []
        common = _read_common(connection, asked)
        measured = f"SELECT number, {squared(centre)}, kinds FROM "
        near = f" AND x IS NOT NULL AND {squared(centre)} <= "
        if looked_up := rare(asked, common):
            _, seen = part(asked, common)
            where, values = _FTS5.see(seen, common)
            return connection.execute(
                f"{measured} entry WHERE number IN "
                "(SELECT rowid FROM tokens WHERE tokens MATCH ?)"
                f"{of_age(query)}{where}{near}{longest_chord(query.radius)!r}",
                [_FTS5.match(looked_up), *values],
            ).fetchall()
        seen = [clause for clause in rarest_first(asked, common) if clause != ("placed",)]
        where, values = _FTS5.see(seen, common)
        latitude, longitude = query.latitude, query.longitude

        def look(radius: float) -> list[Row]:
            cells = stripes(latitude, longitude, radius, SIDE)
            narrowed = cells is not None and len(cells) <= MOST_STRIPES
            statement = (
                f"{measured} placed WHERE {_STRIPE if narrowed else '1'}{of_age(query)}{where}"
                f"{near}{longest_chord(radius)!r}"
            )
            return [
                row
                for cell in (cells if cells and narrowed else [()])
                for row in connection.execute(statement, [*cell, *values])
            ]

        return nearest(query, look)

    def _listed(
        self, connection: sqlite3.Connection, index: str, asked: list[Clause], query: Query
    ) -> list[Row]:
        """The first by wishes met and name; all of them where they are few."""
        common = _read_common(connection, asked)
        looked_up, seen = part(asked, common)
        where, values = _FTS5.see(seen, common)
        if centre := query.spot:  # what is near was found before
            far = f"{squared(centre)} > {longest_chord(query.radius)!r}"
            where += f" AND (x IS NULL OR {far})"
        statement = (
            f"SELECT number, NULL, kinds FROM {index} CROSS JOIN entry ON number = {index}.rowid "
            f"WHERE {index} MATCH ?{of_age(query)}{where} ORDER BY "
        )
        match = _FTS5.match(looked_up)
        rows = connection.execute(
            f"{statement}{index}.rowid LIMIT {SORTED}", [match, *values]
        ).fetchall()
        if len(rows) < SORTED:
            return rows
        return _in_order(connection, f"{statement}{index}.rowid", match, values, query)

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
            summary = build_file(aside, tables, entries, kinds)
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

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
from hearthlight.directory.query import ANYWHERE, AROUND, ELSEWHERE, NEAR, clauses, ways
from hearthlight.directory.sqlite_file import FORMAT, build_file
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import StoreError, Summary, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from hearthlight.directory.query import Entry, Found, Query

_FEW = 4
"""Rare tokens of which one must be there; of more, the sum may be many services."""
_SQUARED = "((x - ?) * (x - ?) + (y - ?) * (y - ?) + (z - ?) * (z - ?))"
_Row = tuple[int, float | None, int]
"""Number, squared chord, bits of kinds."""


_SELECT = "SELECT number, NULL, kinds"
_FROM = "FROM tokens CROSS JOIN entry ON number = tokens.rowid WHERE tokens MATCH ?"
_HOW = {1: ANYWHERE, 2: ELSEWHERE}
"""What the `way` of a row means; zero is a service that is somewhere."""


def _without_kinds(asked: list[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], str]:
    """What is asked but for kinds alone, and the same of kinds as a condition of the row."""
    kinds = [clause for clause in asked if all(token.startswith("k_") for token in clause)]
    masks = (sum(1 << int(token[2:]) for token in set(clause)) for clause in kinds)
    return (
        [clause for clause in asked if clause not in kinds],
        " AND ".join(f"(kinds & {mask}) <> 0" for mask in masks),
    )


def _arrange(how: int, rows: list[_Row], query: Query) -> list[Found]:
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
        every = ways(query)
        found: list[Found] = []
        if every[0][0] == NEAR:
            _, asked = every.pop(0)
            rows = self._near(connection, [*clauses(query), *asked], query)
            found = _arrange(NEAR, rows, query)
        if len(found) < query.limit:
            left = msgspec.structs.replace(query, limit=query.limit - len(found))
            found += self._together(connection, every, left)
        return _show(connection, found)

    def _together(
        self,
        connection: sqlite3.Connection,
        every: list[tuple[int, list[tuple[str, ...]]]],
        query: Query,
    ) -> list[Found]:
        """All ways but that of distance by one look-up where they are few, else each by itself."""
        found: list[Found] = []
        tokens = dict.fromkeys(token for _, asked in every for clause in asked for token in clause)
        asked, where, values = self._narrowed(connection, [*clauses(query), tuple(tokens)], query)
        rows = connection.execute(
            f"{_SELECT}, way {_FROM} AND {where} ORDER BY tokens.rowid LIMIT {_SORTED}",
            [_match(asked), *values],
        ).fetchall()
        if len(rows) < _SORTED:
            somewhere = AROUND if every[0][0] == AROUND else ELSEWHERE
            for how, _ in every:
                its = [row[:3] for row in rows if _HOW.get(row[3], somewhere) == how]
                found += _arrange(how, its, query)
            return found[: query.limit]
        for how, asked in every:
            left = msgspec.structs.replace(query, limit=query.limit - len(found))
            its = self._in_order(connection, [*clauses(query), *asked], left)
            found += _arrange(how, its, left)
            if len(found) >= query.limit:
                break
        return found

    def _narrowed(
        self, connection: sqlite3.Connection, asked: list[tuple[str, ...]], query: Query
    ) -> tuple[list[tuple[str, ...]], str, list[object]]:
        """
        What to ask of the index, and what of the row.

        Where something rare is asked, kinds are read in the row: that is less than their lists.
        """
        where, values = _fits(query)
        if off := query.spot:  # what is near was found before
            where += f" AND (x IS NULL OR {_SQUARED} > ?)"
            values += [off.x, off.x, off.y, off.y, off.z, off.z, longest_chord(query.radius)]
        others, kinds = _without_kinds(asked)
        if kinds and self._is_rare(connection, others):
            return others, f"{where} AND {kinds}", values
        return asked, where, values

    def _near(
        self, connection: sqlite3.Connection, asked: list[tuple[str, ...]], query: Query
    ) -> list[_Row]:
        """Everything within the radius, with the square of its chord."""
        spot = query.spot
        if spot is None or query.latitude is None or query.longitude is None:
            return []
        grid = cells(query.latitude, query.longitude, query.radius)
        asked, kinds = [clause for clause in asked if clause != ("placed",)], ""
        others, of_kinds = _without_kinds(asked)
        if others and self._is_rare(connection, others):
            asked, kinds = others, f" AND {of_kinds}" if of_kinds else ""
        elif grid is not None:
            asked.append(tuple(grid))
        elif not asked:
            asked = [("placed",)]
        centre = [spot.x, spot.x, spot.y, spot.y, spot.z, spot.z]
        age, ages = _fits(query)
        return connection.execute(
            f"SELECT number, {_SQUARED}, kinds FROM entry WHERE number IN "
            "(SELECT rowid FROM tokens WHERE tokens MATCH ?) AND x IS NOT NULL "
            f"AND {_SQUARED} <= ? AND {age}{kinds}",
            [*centre, _match(asked), *centre, longest_chord(query.radius), *ages],
        ).fetchall()

    def _in_order(
        self, connection: sqlite3.Connection, asked: list[tuple[str, ...]], query: Query
    ) -> list[_Row]:
        """
        The first by wishes met and name. Numbers are in the order of names, and so is the index.

        The most wishes are asked for first, then fewer, so that the walk ends when the list is
        full; many wishes have too many ways to be met, and then all are sorted.
        """
        _, where, values = self._narrowed(connection, [], query)
        statement = f"{_SELECT} {_FROM} AND {where} ORDER BY "
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

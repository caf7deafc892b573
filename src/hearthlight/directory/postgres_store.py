"""
The directory in PostgreSQL, for data that several people maintain or that outgrows one machine.

Each import makes a schema of its own and then points at it in the same transaction; a reader asks
once which one is current, and stays with it for the whole question.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

import msgspec
import psycopg
from psycopg import sql

from hearthlight.directory.distance import cells, longest_chord
from hearthlight.directory.query import AROUND, NEAR, Entry, clauses, ways
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import Fingerprint, StoreError, Summary, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.directory.query import Found, Query

_LOCK = 7_340_265_112
"""The advisory lock that one import at a time holds; an arbitrary number of ours."""
_PATIENCE = 3
"""Seconds to wait for the database before a page says that the list cannot be read."""
_KEPT = 2
"""Directories that stay: the current one, and the one before it, which readers may still use."""
_SQUARED = "(x - %(x)s) * (x - %(x)s) + (y - %(y)s) * (y - %(y)s) + (z - %(z)s) * (z - %(z)s)"
_START = """
CREATE SCHEMA IF NOT EXISTS hearthlight;
CREATE TABLE IF NOT EXISTS hearthlight.directory (
  version bigserial PRIMARY KEY, said text NOT NULL, made timestamptz NOT NULL DEFAULT now()
);
"""


class PostgresStore:
    """A directory in a database, read by any number of threads, each over its own connection."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._local = threading.local()

    @property
    def _connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        """This thread's connection; a new one where the database has dropped it."""
        open_one: psycopg.Connection[tuple[Any, ...]] | None
        open_one = getattr(self._local, "connection", None)
        if open_one is None or open_one.closed:
            try:
                # A plan made once for any tokens is a bad one for most; compiling takes longer than
                # answering.
                open_one = psycopg.connect(
                    self._address, connect_timeout=_PATIENCE, prepare_threshold=None
                )
                open_one.execute("SET jit = off")
                open_one.commit()
            except psycopg.Error as error:
                raise StoreError(
                    f"The directory's database does not answer: {error}. "
                    "Look at HEARTHLIGHT_DIRECTORY."
                ) from error
            self._local.connection = open_one
        return open_one

    def close(self) -> None:
        """Close this thread's connection."""
        if open_one := getattr(self._local, "connection", None):
            open_one.close()

    def _current(self) -> tuple[str, str] | None:
        """The schema of the current directory, and its summary."""
        there = self._connection.execute("SELECT to_regclass('hearthlight.directory')").fetchone()
        if there is None or there[0] is None:
            return None
        row = self._connection.execute(
            "SELECT version, said FROM hearthlight.directory ORDER BY version DESC LIMIT 1"
        ).fetchone()
        return (f"hearthlight_{row[0]}", row[1]) if row else None

    def summary(self) -> Summary | None:
        """What there is; None where nothing was imported yet."""
        try:
            with self._connection.transaction():
                current = self._current()
        except psycopg.Error as error:
            raise StoreError(f"The directory could not be read: {error}") from error
        return msgspec.json.decode(current[1], type=Summary) if current else None

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """Every row of a table, by id, with its origin."""
        with self._connection.transaction():
            if (current := self._current()) is None:
                return
            fields = (*TABLES[table].fields, "origin")
            with self._connection.cursor("rows") as cursor:
                cursor.execute(
                    sql.SQL('SELECT {} FROM {} ORDER BY id COLLATE "C"').format(
                        sql.SQL(", ").join(map(sql.Identifier, fields)),
                        sql.Identifier(current[0], table),
                    )
                )
                for row in cursor:
                    yield dict(zip(fields, row, strict=True))

    def find(self, query: Query) -> list[Found]:
        """The services that answer, as `query.find_all` orders them."""
        try:
            with self._connection.transaction():
                current = self._current()
                return self._find(current[0], query) if current else []
        except psycopg.Error as error:
            raise StoreError(f"The directory could not be searched: {error}") from error

    def _find(self, schema: str, query: Query) -> list[Found]:
        found: list[Found] = []
        for how, asked in ways(query):
            left = msgspec.structs.replace(query, limit=query.limit - len(found))
            found += self._find_one_way(schema, how, [*clauses(query), *asked], left)
            if len(found) >= query.limit:
                break
        return found

    def _find_one_way(
        self, schema: str, how: int, asked: list[tuple[str, ...]], query: Query
    ) -> list[Found]:
        spot = query.spot if how == NEAR else None
        if spot and query.latitude is not None and query.longitude is not None:
            grid = cells(query.latitude, query.longitude, query.radius)
            if grid is not None:
                asked = [*(clause for clause in asked if clause != ("placed",)), tuple(grid)]
        where, values = ["true"], dict[str, Any]()
        if asked:
            where.append("tokens @@ %(asked)s::tsquery")
            values["asked"] = " & ".join(
                "(" + " | ".join(f"'{token}'" for token in clause) + ")" for clause in asked
            )
        if query.age is not None:
            where.append("minimum_age <= %(age)s AND %(age)s <= maximum_age")
            values["age"] = float(query.age)
        measured = "NULL::float8"
        if query.spot:
            values |= {"x": query.spot.x, "y": query.spot.y, "z": query.spot.z}
            values["most"] = longest_chord(query.radius)
        if spot:
            measured = _SQUARED
            where.append(f"x IS NOT NULL AND {_SQUARED} <= %(most)s")
        elif how == AROUND and query.spot:  # what is near was found before
            where.append(f"(x IS NULL OR {_SQUARED} > %(most)s)")
        limit = ""
        if not spot and not query.wishes:
            limit = f" ORDER BY number LIMIT {query.limit}"
        elif not spot:
            met = " + ".join(f"(kinds >> {wish} & 1)" for wish in query.wishes)
            limit = f" ORDER BY {met} DESC, number LIMIT {query.limit}"
        statement = f"SELECT number, {measured}, kinds FROM {{}} WHERE {' AND '.join(where)}{limit}"
        table, shown = sql.Identifier(schema, "entry"), sql.Identifier(schema, "card")
        rows = self._connection.execute(sql.SQL(statement).format(table), values).fetchall()
        first = arrange(
            how, [(f"{number:012}", "", far, kinds, b"") for number, far, kinds in rows], query
        )
        cards = {
            number: (entry_id, bytes(card))
            for number, entry_id, card in self._connection.execute(
                sql.SQL("SELECT number, id, said FROM {} WHERE number = ANY(%s)").format(shown),
                ([int(each.id) for each in first],),
            )
        }
        return [
            each._replace(id=cards[int(each.id)][0], card=cards[int(each.id)][1]) for each in first
        ]

    def replace(
        self,
        tables: Iterable[tuple[str, dict[str, str]]],
        entries: Iterable[Entry],
        kinds: tuple[str, ...],
    ) -> Summary:
        """
        Build a new schema and point at it, in one transaction: whole or not at all.

        Raises StoreError where it cannot be written; the old directory is as it was.
        """
        try:
            with self._connection.transaction():
                return self._build(tables, entries, kinds)
        except psycopg.Error as error:
            raise StoreError(
                f"The directory could not be written: {error}. The old one is as it was."
            ) from error

    def _build(
        self,
        tables: Iterable[tuple[str, dict[str, str]]],
        entries: Iterable[Entry],
        kinds: tuple[str, ...],
    ) -> Summary:
        run = self._connection.execute
        run("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        run(_START)
        row = run("SELECT nextval(pg_get_serial_sequence('hearthlight.directory', 'version'))")
        version = cast("tuple[int]", row.fetchone())[0]
        schema = f"hearthlight_{version}"
        run(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        fingerprint, services, count = Fingerprint(), 0, 0
        for name, table in TABLES.items():
            fields = [*table.fields, "origin"]
            run(
                sql.SQL("CREATE TABLE {} ({}, PRIMARY KEY (id))").format(
                    sql.Identifier(schema, name),
                    sql.SQL(", ").join(
                        sql.SQL("{} text NOT NULL").format(sql.Identifier(field))
                        for field in fields
                    ),
                )
            )
        before, copying = "", None
        with self._connection.cursor() as cursor:
            for name, row_values in tables:
                services += name == "service"
                fingerprint.add((name, row_values))
                if name != before:
                    if copying:
                        copying.__exit__(None, None, None)
                    copying = cursor.copy(
                        sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(schema, name))
                    )
                    copy = copying.__enter__()
                    before = name
                copy.write_row(
                    [*(row_values[field] for field in TABLES[name].fields), row_values["origin"]]
                )
            if copying:
                copying.__exit__(None, None, None)
        count = self._copy_entries(schema, entries, fingerprint)
        summary = Summary(str(fingerprint), services, count, kinds)
        run(
            "INSERT INTO hearthlight.directory (version, said) VALUES (%s, %s)",
            (version, msgspec.json.encode(summary).decode()),
        )
        for (old,) in run(
            "SELECT version FROM hearthlight.directory ORDER BY version DESC OFFSET %s", (_KEPT,)
        ).fetchall():
            run(
                sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(
                    sql.Identifier(f"hearthlight_{old}")
                )
            )
            run("DELETE FROM hearthlight.directory WHERE version = %s", (old,))
        return summary

    def _copy_entries(self, schema: str, entries: Iterable[Entry], fingerprint: Fingerprint) -> int:
        run = self._connection.execute

        run(
            'CREATE TEMP TABLE sorting (sort_name text COLLATE "C", id text COLLATE "C", '
            "entry bytea) ON COMMIT DROP"
        )
        with (
            self._connection.cursor() as cursor,
            cursor.copy("COPY sorting FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["text", "text", "bytea"])
            for entry in entries:
                copy.write_row((entry.sort_name, entry.id, msgspec.msgpack.encode(entry)))
        table = sql.Identifier(schema, "entry")
        run(
            sql.SQL(
                "CREATE TABLE {} (number bigint PRIMARY KEY, x float8, y float8, z float8, "
                "kinds bigint NOT NULL, minimum_age float8 NOT NULL, "
                "maximum_age float8 NOT NULL, tokens tsvector NOT NULL)"
            ).format(table)
        )
        cards = sql.Identifier(schema, "card")
        run(
            sql.SQL(
                "CREATE TABLE {} (number bigint PRIMARY KEY, id text NOT NULL, said bytea NOT NULL)"
            ).format(cards)
        )
        decoder, count = msgspec.msgpack.Decoder(Entry), 0
        with self._connection.cursor("sorted") as reading:
            reading.execute("SELECT entry FROM sorting ORDER BY sort_name, id")
            while batch := reading.fetchmany(1000):
                made, shown = [], []
                for (said,) in batch:
                    entry = decoder.decode(said)
                    fingerprint.add(entry)
                    count += 1
                    point = entry.spot or (None, None, None)
                    made.append(
                        (count, *point, entry.kinds, entry.minimum_age,
                         entry.maximum_age, " ".join(f"'{token}'" for token in entry.tokens))
                    )  # fmt: skip
                    shown.append((count, entry.id, entry.card))
                for into, rows in ((table, made), (cards, shown)):
                    with (
                        self._connection.cursor() as writing,
                        writing.copy(sql.SQL("COPY {} FROM STDIN").format(into)) as copy,
                    ):
                        for each in rows:
                            copy.write_row(each)
        run("SET LOCAL maintenance_work_mem = '256MB'")
        run(sql.SQL("CREATE INDEX ON {} USING gin (tokens) WITH (fastupdate = off)").format(table))
        run(sql.SQL("ANALYZE {}").format(table))
        return count

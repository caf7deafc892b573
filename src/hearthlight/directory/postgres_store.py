"""
The directory in PostgreSQL, for data that several people maintain or that outgrows one machine.

Each import makes a schema of its own and then points at it in the same transaction; a reader asks
once which one is current, and stays with it for the whole question.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import msgspec
import psycopg
from psycopg import sql

from hearthlight.directory.distance import (
    degrees,
    grid,
    longest_chord,
    stripes,
)
from hearthlight.directory.narrowing import (
    ASIDE,
    MOST_STRIPES,
    SIDE,
    Common,
    Dialect,
    choose_marks,
    marks_of,
    met,
    nearest,
    of_age,
    part,
    rare,
    rarest_first,
    squared,
)
from hearthlight.directory.query import NEAR, Entry, clauses, ways
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import Fingerprint, StoreError, Summary, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.directory.distance import Stripe
    from hearthlight.directory.narrowing import Clause, Row
    from hearthlight.directory.query import Found, Query

_LOCK = 7_340_265_112
"""The advisory lock that one import at a time holds; an arbitrary number of ours."""
_PATIENCE = 3
"""Seconds to wait for the database before a page says that the list cannot be read."""
_KEPT = 2
"""Directories that stay: the current one, and the one before it, which readers may still use."""
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
            wanted = [*clauses(query), *asked]
            if how == NEAR:
                rows = self._near(schema, wanted, left)
            else:
                table = "aside" if all(map(ASIDE.issuperset, asked)) else "entry"
                rows = self._listed(schema, table, wanted, left)
            made = [(f"{number:012}", "", far, kinds, b"") for number, far, kinds in rows]
            found += arrange(how, made, left)
            if len(found) >= query.limit:
                break
        return self._show(schema, found)

    def _rows(self, statement: str, values: list[Any]) -> list[Row]:
        # Made here of names, numbers and conditions of our own; what is asked comes as values.
        return cast("list[Row]", self._connection.execute(statement.encode(), values).fetchall())

    def _read_common(self, schema: str, asked: list[Clause]) -> dict[str, Common]:
        rows = self._connection.execute(
            sql.SQL("SELECT token, mark, services FROM {} WHERE token = ANY(%s)").format(
                sql.Identifier(schema, "common")
            ),
            ([token for clause in asked for token in clause],),
        )
        return {token: Common(mark, services) for token, mark, services in rows}

    def _near(self, schema: str, asked: list[Clause], query: Query) -> list[Row]:
        """What is near enough to be shown, with the square of its chord."""
        centre = query.spot
        if centre is None or query.latitude is None or query.longitude is None:
            return []
        common, gin = self._read_common(schema, asked), _gin(schema)
        measured = f"SELECT number, {squared(centre)}, kinds FROM {schema}"
        near = f" AND x IS NOT NULL AND {squared(centre)} <= "
        if looked_up := rare(asked, common):
            _, seen = part(asked, common)
            where, values = gin.see(seen, common)
            return self._rows(
                f"{measured}.entry WHERE tokens @@ %s::tsquery{of_age(query)}{where}"
                f"{near}{longest_chord(query.radius)!r}",
                [gin.match(looked_up), *values],
            )
        seen = [clause for clause in rarest_first(asked, common) if clause != ("placed",)]
        where, values = gin.see(seen, common)
        latitude, longitude = query.latitude, query.longitude

        def look(radius: float) -> list[Row]:
            cells = stripes(latitude, longitude, radius, SIDE)
            return self._rows(
                f"{measured}.placed WHERE {_places(cells)}{of_age(query)}{where}"
                f"{near}{longest_chord(radius)!r}",
                list(values),
            )

        return nearest(query, look)

    def _listed(self, schema: str, table: str, asked: list[Clause], query: Query) -> list[Row]:
        """The first by wishes met and name. Numbers are in the order of names."""
        common, gin = self._read_common(schema, asked), _gin(schema)
        looked_up, seen = part(asked, common)
        where, values = gin.see(seen, common)
        if centre := query.spot:  # what is near was found before
            far = f"{squared(centre)} > {longest_chord(query.radius)!r}"
            where += f" AND (x IS NULL OR {far})"
        order = f"{met(query)} DESC, number" if query.wishes else "number"
        return self._rows(
            f"SELECT number, NULL::float8, kinds FROM {schema}.{table} "
            f"WHERE tokens @@ %s::tsquery{of_age(query)}{where} ORDER BY {order} "
            f"LIMIT {query.limit}",
            [gin.match(looked_up), *values],
        )

    def _show(self, schema: str, found: list[Found]) -> list[Found]:
        """The same with id and card: only what is shown is read whole."""
        cards = {
            number: (entry_id, bytes(card))
            for number, entry_id, card in self._connection.execute(
                sql.SQL("SELECT number, id, said FROM {} WHERE number = ANY(%s)").format(
                    sql.Identifier(schema, "card")
                ),
                ([int(each.id) for each in found],),
            )
        }
        return [
            each._replace(id=cards[int(each.id)][0], card=cards[int(each.id)][1]) for each in found
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
        counts: Counter[str] = Counter()
        with (
            self._connection.cursor() as cursor,
            cursor.copy("COPY sorting FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["text", "text", "bytea"])
            for entry in entries:
                counts.update(entry.tokens)
                copy.write_row((entry.sort_name, entry.id, msgspec.msgpack.encode(entry)))
        common = choose_marks(counts)
        for statement in _LAYOUT.format(schema=schema).split(";"):
            run(statement.encode())
        for token, (mark, services) in common.items():
            run(
                sql.SQL("INSERT INTO {} VALUES (%s, %s, %s)").format(
                    sql.Identifier(schema, "common")
                ),
                (token, mark, services),
            )
        table, cards = sql.Identifier(schema, "entry"), sql.Identifier(schema, "card")
        decoder, count = msgspec.msgpack.Decoder(Entry), 0
        with self._connection.cursor("sorted") as reading:
            reading.execute("SELECT entry FROM sorting ORDER BY sort_name, id")
            while batch := reading.fetchmany(1000):
                made, shown = [], []
                for (said,) in batch:
                    entry = decoder.decode(said)
                    fingerprint.add(entry)
                    count += 1
                    made.append((count, *_row(entry, common)))
                    shown.append((count, entry.id, entry.card))
                for into, rows in ((table, made), (cards, shown)):
                    with (
                        self._connection.cursor() as writing,
                        writing.copy(sql.SQL("COPY {} FROM STDIN").format(into)) as copy,
                    ):
                        for each in rows:
                            copy.write_row(each)
        run("SET LOCAL maintenance_work_mem = '256MB'")
        for statement in _INDEXES.format(schema=schema).split(";"):
            run(statement.encode())
        return count


_LAYOUT = """
CREATE TABLE {schema}.entry (
  number bigint PRIMARY KEY, line int, "row" int, x float8, y float8, z float8,
  kinds bigint NOT NULL, minimum_age float8 NOT NULL, maximum_age float8 NOT NULL,
  marks text COLLATE "C" NOT NULL, tokens tsvector NOT NULL
);
CREATE TABLE {schema}.card (number bigint PRIMARY KEY, id text NOT NULL, said bytea NOT NULL);
CREATE TABLE {schema}.common (
  token text COLLATE "C" PRIMARY KEY, mark text NOT NULL, services bigint NOT NULL
)
"""
_INDEXES = """
CREATE INDEX ON {schema}.entry USING gin (tokens) WITH (fastupdate = off);
CREATE TABLE {schema}.aside AS SELECT * FROM {schema}.entry
  WHERE tokens @@ 'anywhere | nowhere'::tsquery ORDER BY number;
CREATE INDEX ON {schema}.aside USING gin (tokens) WITH (fastupdate = off);
CREATE TABLE {schema}.placed AS
  SELECT number, line, "row", x, y, z, kinds, minimum_age, maximum_age, marks
  FROM {schema}.entry WHERE x IS NOT NULL ORDER BY line, "row", number;
CREATE INDEX ON {schema}.placed (line, "row");
ANALYZE {schema}.entry;
ANALYZE {schema}.aside;
ANALYZE {schema}.placed
"""
"""`placed` lies on the disk as it does on the map, so that a place is read without leaps."""


def _row(entry: Entry, common: dict[str, Common]) -> tuple[object, ...]:
    cell = grid(*degrees(entry.spot), SIDE) if entry.spot else (None, None)
    return (
        *cell,
        *(entry.spot or (None, None, None)),
        entry.kinds,
        entry.minimum_age,
        entry.maximum_age,
        marks_of(entry.tokens, common),
        " ".join(f"'{token}'" for token in entry.tokens if not token.startswith("g_")),
    )


def _gin(schema: str) -> Dialect:
    return Dialect(
        holds="strpos(marks, %s) > 0",
        is_found=f"number IN (SELECT number FROM {schema}.entry WHERE tokens @@ %s::tsquery)",
        either=" | ",
        both=" & ",
        quote="'",
    )


def _places(cells: list[Stripe] | None) -> str:
    """A condition of the row: that it is in one of these cells."""
    if cells is None or len(cells) > MOST_STRIPES:
        return "true"
    spans: dict[tuple[int, int], list[int]] = {}
    for cell in cells:
        spans.setdefault((cell.first, cell.last), []).append(cell.row)
    parts = (
        f'(line IN ({", ".join(map(str, lines))}) AND "row" BETWEEN {first} AND {last})'
        for (first, last), lines in spans.items()
    )
    return f"({' OR '.join(parts)})"

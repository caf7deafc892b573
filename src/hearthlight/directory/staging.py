"""
The stage: a source laid out in the tables of HSDS 3.0, in a temporary file, before any is shown.

Rows are cleaned as they come in; two rows of one id are one row where they say the same. When all
are in, what refers to nothing or lacks what the standard requires is taken out. Each is noted.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import msgspec

from hearthlight.directory.cleaning import clean
from hearthlight.directory.older import DEFAULTS, FALLS_BACK
from hearthlight.directory.sources import Note, Row
from hearthlight.directory.standard import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BATCH = 1000
"""Rows that are handled at once."""

_PARENTS: dict[str, tuple[str, ...]] = {
    name: tuple(field for field in table.fields if field in table.refers)
    for name, table in TABLES.items()
}


class Stage:
    """HSDS 3.0 in SQLite, every field a text; `found_in` and `line` say where a row stood."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        # The file is thrown away: what counts is that it is quick.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        for name, table in TABLES.items():
            fields = ", ".join(f'"{field}" TEXT NOT NULL DEFAULT ""' for field in table.fields)
            self._database.execute(
                f'CREATE TABLE "{name}" ({fields}, origin TEXT, found_in TEXT, line INTEGER, '
                "PRIMARY KEY (id)) WITHOUT ROWID"
            )

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def add(self, found: Iterable[Row | Note], origin: str) -> Iterator[Note]:
        """Take in rows; what was mended, left out or rejected comes back as it happens."""
        waiting: dict[str, list[Row]] = {}
        for each in found:
            if isinstance(each, Note):
                yield each
                continue
            rows = waiting.setdefault(each.table, [])
            rows.append(each)
            if len(rows) >= BATCH:
                yield from self._put(each.table, rows, origin)
                rows.clear()
        for table, rows in waiting.items():
            yield from self._put(table, rows, origin)

    def _put(self, table: str, rows: list[Row], origin: str) -> Iterator[Note]:
        fields = tuple(TABLES[table].fields)
        kept = self._existing(table, [row.values["id"] for row in rows])
        changed: dict[str, tuple[dict[str, str], Row, str]] = {}
        for row in rows:
            values: dict[str, str] = {}
            notes: list[Note] = []
            for field in fields:
                cleaned = clean(table, field, row.values.get(field, ""))
                values[field] = cleaned.value
                if cleaned.why:
                    kind = "mended" if cleaned.value else "left-out"
                    notes.append(
                        Note(kind, row.file, row.line, table, row.values["id"][:80], field,
                             cleaned.why)
                    )  # fmt: skip
            row_id = values["id"]
            if not row_id:
                yield Note("rejected", row.file, row.line, table, "", "id", "there is no id")
                continue
            yield from notes
            before = changed[row_id][0] if row_id in changed else kept.get(row_id)
            if before is None:
                changed[row_id] = (values, row, row.values.get("origin", origin))
                continue
            differs = [
                field
                for field in fields
                if values[field] and before[field] and values[field] != before[field]
                and field not in _PARENTS[table]
            ]  # fmt: skip
            if differs:
                yield Note(
                    "rejected", row.file, row.line, table, row_id[:80], differs[0],
                    "another row has this id and says something else",
                )  # fmt: skip
                continue
            merged = {field: before[field] or values[field] for field in fields}
            if merged != before:
                earlier = changed[row_id][1] if row_id in changed else row
                changed[row_id] = (merged, earlier, origin)
        places = ", ".join("?" * (len(fields) + 3))
        self._database.executemany(
            f'INSERT OR REPLACE INTO "{table}" VALUES ({places})',
            [
                (*(values[field] for field in fields), origin, row.file, row.line)
                for values, row, origin in changed.values()
            ],
        )

    def _existing(self, table: str, ids: list[str]) -> dict[str, dict[str, str]]:
        fields = tuple(TABLES[table].fields)
        names = ", ".join(f'"{field}"' for field in fields)
        found = self._database.execute(
            f'SELECT {names} FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
            (msgspec.json.encode(ids),),
        )
        return {row[0]: dict(zip(fields, row, strict=True)) for row in found}

    def settle(self) -> Iterator[Note]:
        """Fill in what the standard requires where it can be known, and take out what cannot be."""
        for table, spec in TABLES.items():
            for field, value in DEFAULTS.get(table, {}).items():
                self._database.execute(
                    f'UPDATE "{table}" SET "{field}" = ? WHERE "{field}" = ""', (value,)
                )
            for field, other in FALLS_BACK.get(table, {}).items():
                self._database.execute(
                    f'UPDATE "{table}" SET "{field}" = "{other}" WHERE "{field}" = ""'
                )
            for field in spec.required:
                yield from self._take_out(
                    table, field, f'"{field}" = ""', "the standard requires it, and it is empty"
                )
        yield from self._loosen()

    def _loosen(self) -> Iterator[Note]:
        """Until nothing more falls: a reference to nothing goes, then the row it alone held."""
        while True:
            fallen = 0
            for table, spec in TABLES.items():
                for field, target in spec.refers.items():
                    nowhere = (
                        f'"{field}" <> "" AND NOT EXISTS '
                        f'(SELECT 1 FROM "{target}" AS t WHERE t.id = "{table}"."{field}")'
                    )
                    for note in self._notes("left-out", table, field, nowhere,
                                            f"there is no such {target}"):  # fmt: skip
                        fallen += 1
                        yield note
                    self._database.execute(f'UPDATE "{table}" SET "{field}" = "" WHERE {nowhere}')
                for note in self._take_out(table, "", *_ALONE.get(table, ("0", ""))):
                    fallen += 1
                    yield note
            if not fallen:
                return

    def _take_out(self, table: str, field: str, where: str, why: str) -> Iterator[Note]:
        yield from self._notes("rejected", table, field, where, why)
        self._database.execute(f'DELETE FROM "{table}" WHERE {where}')

    def _notes(self, kind: str, table: str, field: str, where: str, why: str) -> Iterator[Note]:
        found = self._database.execute(
            f'SELECT id, found_in, line FROM "{table}" WHERE {where}'
        ).fetchall()
        for row_id, file, line in found:
            yield Note(kind, file or "", line or 0, table, row_id, field, why)

    def count(self, table: str) -> int:
        """How many rows a table holds."""
        return int(self._database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """Every row of a table, by id, with its origin."""
        fields = (*TABLES[table].fields, "origin")
        names = ", ".join(f'"{field}"' for field in fields)
        for row in self._database.execute(f'SELECT {names} FROM "{table}" ORDER BY id'):
            yield dict(zip(fields, row, strict=True))

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Look at or change what is staged; for what looks at several tables at once."""
        return self._database.execute(statement, values)

    def children(self, table: str, field: str, ids: list[str]) -> dict[str, list[dict[str, str]]]:
        """The rows of a table whose field holds one of the ids, by that id, each list by row id."""
        self._database.execute(
            f'CREATE INDEX IF NOT EXISTS "{table}_{field}" ON "{table}" ("{field}")'
        )
        fields = tuple(TABLES[table].fields)
        names = ", ".join(f'"{name}"' for name in fields)
        gathered: dict[str, list[dict[str, str]]] = {}
        for row in self._database.execute(
            f'SELECT {names} FROM "{table}" WHERE "{field}" IN (SELECT value FROM json_each(?)) '
            "ORDER BY id",
            (msgspec.json.encode(ids),),
        ):
            made = dict(zip(fields, row, strict=True))
            gathered.setdefault(made[field], []).append(made)
        return gathered


def _none_of(*fields: str) -> str:
    return " AND ".join(f'"{field}" = ""' for field in fields)


_ALONE: dict[str, tuple[str, str]] = {
    "service_at_location": (
        "service_id = '' OR location_id = ''",
        "it joins a service and a place, and one of the two is not there",
    ),
    **{
        table: (_none_of(*_PARENTS[table]), "nothing that is there has it")
        for table in (
            "phone", "contact", "address", "schedule", "service_area", "required_document",
            "language", "accessibility", "cost_option", "organization_identifier", "funding",
        )
    },
    "attribute": (
        (
            "taxonomy_term_id = '' OR (link_entity = 'service' AND NOT EXISTS "
            "(SELECT 1 FROM service AS t WHERE t.id = link_id))"
        ),
        "its term or its service is not there",
    ),
}  # fmt: skip
"""When a row means nothing any more, and what is said of it."""

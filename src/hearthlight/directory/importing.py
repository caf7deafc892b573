"""
An import from end to end: read, stage, settle, hide, and put in the place of the old.

Nothing that is kept is touched before the last step. Sources stand side by side: an import replaces
what came from a source of the same name, and leaves the others.
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.directory.entries import make_entries
from hearthlight.directory.hiding import hide_places
from hearthlight.directory.sources import Note, Row, read_source
from hearthlight.directory.staging import Stage
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hearthlight.directory.hiding import Locate
    from hearthlight.directory.kinds import Kinds
    from hearthlight.directory.stores import Store, Summary


class Imported(NamedTuple):
    """What an import did."""

    summary: Summary
    changed: bool
    """False where the directory was this very one already."""
    read: dict[str, int]
    """Table to the rows that the source held."""
    kept: dict[str, int]
    """Table to the rows of the directory, of every source."""


def import_source(  # noqa: PLR0913, PLR0917 - what an import needs to know
    source: Path,
    origin: str,
    store: Store,
    kinds: Kinds,
    locate: Locate,
    note: Callable[[Note], None],
    progress: Callable[[int], None] = lambda _: None,
) -> Imported:
    """
    Import a source under the name `origin`; every note is told as it is made.

    `progress` is told how many rows were read since it was last told. Raises SourceError and
    StoreError; the directory is then as it was.
    """
    return import_rows(read_source(source), origin, store, kinds, locate, note, progress)


def import_rows(  # noqa: PLR0913, PLR0917 - what an import needs to know
    rows: Iterable[Row | Note],
    origin: str,
    store: Store,
    kinds: Kinds,
    locate: Locate,
    note: Callable[[Note], None],
    progress: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Import rows that were read already, as `import_source` does."""
    read: dict[str, int] = {}

    def counted(found: Iterable[Row | Note]) -> Iterator[Row | Note]:
        since = 0
        for each in found:
            if isinstance(each, Row):
                read[each.table] = read.get(each.table, 0) + 1
                since += 1
                if since == 1000:  # noqa: PLR2004 - often enough for a bar
                    progress(since)
                    since = 0
            yield each
        progress(since)

    try:
        summary, changed, kept = _import(counted(rows), origin, store, kinds, locate, note)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"The import could not be finished: {error}. Is there room in {tempfile.gettempdir()}? "
            "The old directory is as it was."
        ) from error
    return Imported(summary, changed, read, kept)


def _import(  # noqa: PLR0913, PLR0917 - what an import needs to know
    rows: Iterable[Row | Note],
    origin: str,
    store: Store,
    kinds: Kinds,
    locate: Locate,
    note: Callable[[Note], None],
) -> tuple[Summary, bool, dict[str, int]]:
    with tempfile.TemporaryDirectory(prefix="hearthlight-") as folder:
        stage = Stage(Path(folder) / "stage.sqlite")
        try:
            for each in stage.add(rows, origin):
                note(each)
            for table in TABLES:
                for each in stage.add(_others(store, table, origin), ""):
                    note(each)
            for each in stage.settle():
                note(each)
            for each in hide_places(stage, kinds, locate):
                note(each)
            kept = {table: stage.count(table) for table in TABLES}
            before = store.summary()
            summary = store.replace(
                ((table, row) for table in TABLES for row in stage.rows(table)),
                make_entries(stage, kinds, locate),
                tuple(kind.id for kind in kinds.kinds),
            )
            changed = before is None or before.fingerprint != summary.fingerprint
        finally:
            stage.close()
    return summary, changed, kept


def _others(store: Store, table: str, origin: str) -> Iterator[Row]:
    """What is there from other sources, to be staged beside this one."""
    for row in store.rows(table):
        if row["origin"] != origin:
            yield Row(table, row, row["origin"], 0)

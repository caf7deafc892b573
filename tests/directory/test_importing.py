"""Whatever a source is like, every row of it is in the directory or named with a reason."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.directory.making import KINDS, locate, service_source, table, write_source

from hearthlight.directory.exporting import as_uuid, export_directory
from hearthlight.directory.importing import import_source
from hearthlight.directory.query import Query
from hearthlight.directory.sources import Note, Row, SourceError, read_source
from hearthlight.directory.sqlite_store import SqliteStore
from hearthlight.directory.standard import TABLES

if TYPE_CHECKING:
    from hearthlight.directory.importing import Imported
    from hearthlight.directory.stores import Store

SERVICE = {"id": "s1", "name": "Talk", "status": "active", "description": "Someone to talk with"}


def run(store: Store, source: Path, name: str = "test") -> tuple[Imported, list[Note]]:
    """Import a source; what was done, and every note."""
    notes: list[Note] = []
    return import_source(source, name, store, KINDS, locate, notes.append), notes


def rejected(notes: list[Note]) -> list[tuple[str, int, str, str]]:
    """Where each rejected row stood, and what was wrong with which field."""
    return [(n.file, n.line, n.field, n.reason) for n in notes if n.kind == "rejected"]


def test_a_second_import_changes_nothing(store: Store, tmp_path: Path) -> None:
    """The same source gives the same directory."""
    source = service_source(tmp_path / "in", "Music", "37.7", "-122.4")
    first, _ = run(store, source)
    second, _ = run(store, source)
    assert (first.changed, second.changed) == (True, False)
    assert first.summary == second.summary


def test_what_is_exported_imports_to_the_same_directory(store: Store, tmp_path: Path) -> None:
    """In each form: a folder, a zip and nested JSON; ids become UUIDs once and stay."""
    source = service_source(tmp_path / "in", "Music", "37.7", "-122.4")
    run(store, source)
    export_directory(store, tmp_path / "one")
    once = SqliteStore(tmp_path / "once.sqlite")
    first, _ = run(once, tmp_path / "one")
    for target in (tmp_path / "again", tmp_path / "again.zip", tmp_path / "again.json"):
        export_directory(once, target)
        twice = SqliteStore(tmp_path / f"{target.name}.sqlite")
        second, notes = run(twice, target)
        assert rejected(notes) == []
        assert second.kept["service"] == first.kept["service"]
        assert [each.id for each in twice.find(Query())] == [each.id for each in once.find(Query())]
        if target.suffix != ".json":
            assert second.summary == first.summary


def test_the_same_directory_gives_the_same_zip(tmp_path: Path) -> None:
    """To the byte, so that a copy can be compared."""
    store = SqliteStore(tmp_path / "d.sqlite")
    run(store, service_source(tmp_path / "in", "Music", "37.7", "-122.4"))
    for name in ("a.zip", "b.zip"):
        export_directory(store, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_older_tables_are_read_as_those_of_today(store: Store, tmp_path: Path) -> None:
    """HSDS 1.1: addresses, hours, languages, payments and terms have other names and forms."""
    source = write_source(
        tmp_path / "in",
        organizations=table({"id": "o1", "name": "Org", "url": "example.org"}),
        services=table(
            {"id": "s1", "organization_id": "o1", "name": "Band", "taxonomy_ids": "t1,t2"}
        ),
        locations=table({"id": "l1", "name": "Hall", "latitude": "37.7", "longitude": "-122.4"}),
        services_at_location=table({"id": "x", "service_id": "s1", "location_id": "l1"}),
        physical_addresses=table(
            {
                "id": "a1", "location_id": "l1", "address_1": "1 Main St", "address_2": "",
                "address_3": "Rear", "city": "Alphaville", "region": "Alpha",
                "state_province": "XX", "postal_code": "99999", "country": "US",
            }
        ),
        regular_schedules=table(
            {"id": "h1", "service_id": "s1", "weekday": "1", "opens_at": "9:00 AM",
             "closes_at": "17:00"},
            {"id": "h2", "service_id": "s1", "weekday": "Sunday", "opens_at": "09:00",
             "closes_at": "12:00"},
        ),
        languages=table({"id": "g1", "service_id": "s1", "language": "Spanish"}),
        eligibility=table({"id": "e1", "service_id": "s1", "eligibility": "12 to 17"}),
        phones=table(
            {"id": "p1", "service_id": "s1", "number": "415.555.2671 x12", "language": "en, es",
             "department": "Front"}
        ),
        taxonomy=table(
            {"id": "t1", "name": "Music", "parent_id": "", "parent_name": "", "vocabulary": "OE"},
            {"id": "t2", "name": "Music", "parent_id": "", "parent_name": "", "vocabulary": "OE"},
        ),
    )  # fmt: skip
    _, notes = run(store, source)
    assert rejected(notes) == []
    assert [n.field for n in notes if n.kind == "left-out"] == ["department"]
    (found,) = store.find(Query(latitude=37.7, longitude=-122.4))
    card = json.loads(found.card)
    assert card["address"] == "1 Main St, Rear, Alphaville, XX 99999"
    assert [hours["byday"] for hours in card["hours"]] == ["MO", "SU"]
    assert card["hours"][0]["opens_at"] == "09:00:00"
    assert card["languages"] == ["es"]
    assert card["eligibility"] == "12 to 17"
    assert card["phones"][0]["number"] == "(415) 555-2671 ext. 12"
    assert card["url"] == "https://example.org"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"services": table(SERVICE, SERVICE | {"name": "Other"})},
         ("services.csv", 3, "name", "another row has this id and says something else")),
        ({"services": table(SERVICE) + "s2,Cut\r\n"},
         ("services.csv", 3, "", "2 cells under 4 columns")),
        ({"services": table(SERVICE, {"id": "s3", "name": "", "status": "active"})},
         ("services.csv", 3, "name", "the standard requires it, and it is empty")),
        ({"services": table(SERVICE),
          "phones": table({"id": "p", "service_id": "s1", "number": "1234"})},
         ("phones.csv", 2, "number", "the standard requires it, and it is empty")),
        ({"services": table(SERVICE),
          "phones": table({"id": "p", "service_id": "gone", "number": "(415) 555-2671"})},
         ("phones.csv", 2, "", "nothing that is there has it")),
    ],
)  # fmt: skip
def test_a_rejected_row_is_named_with_file_line_field_and_reason(
    tmp_path: Path, files: dict[str, str], expected: tuple[str, int, str, str]
) -> None:
    """And the rows beside it are in the directory."""
    store = SqliteStore(tmp_path / "d.sqlite")
    done, notes = run(store, write_source(tmp_path / "in", **files))
    assert rejected(notes) == [expected]
    assert done.kept["service"] == 1


def test_broken_texts_are_mended_and_said(tmp_path: Path) -> None:
    """Windows bytes, bare CR, NUL, HTML, an odd date, a coordinate off the map."""
    store = SqliteStore(tmp_path / "d.sqlite")
    rows = (
        "id,name,status,description,assured_date\r"
        's1,Caf\xe9,Active,"<p>Talk &amp; <b>tea</b></p><script>x()</script>",03/04/2025\r'
    )
    place = table({"id": "l", "location_type": "physical", "latitude": "137", "longitude": "x"})
    _, notes = run(
        store,
        write_source(tmp_path / "in", services=rows.encode("cp1252"), locations=place),
    )
    (found,) = store.find(Query())
    card = json.loads(found.card)
    assert (card["name"], card["description"]) == ("Caf\xe9", "Talk & tea")
    assert card["assured_date"] == "2025-03-04"
    assert {(note.field, note.kind) for note in notes} >= {
        ("", "mended"), ("description", "mended"), ("assured_date", "mended"),
        ("status", "mended"), ("latitude", "left-out"), ("longitude", "left-out"),
    }  # fmt: skip


def test_documents_one_after_the_other_are_all_read(tmp_path: Path) -> None:
    """JSON as some systems give it: no list around it, and pages of a list."""
    nested = {
        **SERVICE,
        "organization": {"id": "o", "name": "Org", "description": "x"},
        "phones": [
            {"id": "p", "number": "(415) 555-2671", "languages": [{"id": "g", "code": "es"}]}
        ],
    }
    page = {"page_number": 1, "contents": [{**SERVICE, "id": "s2"}]}
    file = tmp_path / "service.json"
    file.write_text(json.dumps(nested) + "\n" + json.dumps(page) + '\n{"id": "s3"')
    store = SqliteStore(tmp_path / "d.sqlite")
    done, notes = run(store, file)
    assert done.kept["service"] == 2
    assert done.kept["language"] == 1
    assert [(n.line, n.kind) for n in notes if n.kind == "rejected"] == [(3, "rejected")]


def test_a_zip_is_read_as_its_folder_is(tmp_path: Path) -> None:
    """A tabular package comes as either."""
    folder = service_source(tmp_path / "in", "Music", "37.7", "-122.4")
    packed = tmp_path / "in.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for file in folder.iterdir():
            out.write(file, f"package/{file.name}")
    one, other = SqliteStore(tmp_path / "1.sqlite"), SqliteStore(tmp_path / "2.sqlite")
    assert run(one, folder)[0].summary == run(other, packed)[0].summary


def test_what_is_no_source_is_refused_with_what_would_do(tmp_path: Path) -> None:
    """And no directory is made of it."""
    (tmp_path / "notes.txt").write_text("hello")
    for source in (tmp_path / "nothing", tmp_path / "notes.txt", tmp_path):
        with pytest.raises(SourceError, match=r"no such file|organizations\.csv"):
            list(read_source(source))


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.lists(CELLS, min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_every_row_of_any_table_is_kept_or_named(
    tmp_path: Path, rows: list[list[str]], header: list[str]
) -> None:
    """Nothing is dropped in silence, whatever stands in the cells."""
    text = "\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in [["id", "name", *header], *([str(n), "x", *row] for n, row in enumerate(rows))]
    )
    source = write_source(tmp_path / "any", services=text)
    store = SqliteStore(tmp_path / "any.sqlite")
    done, notes = run(store, source)
    said = {note.row_id for note in notes if note.kind == "rejected"}
    kept = {row["id"] for row in store.rows("service")}
    assert kept | said >= {str(n) for n in range(len(rows))}
    assert done.read.get("service", 0) + len(
        [n for n in notes if n.kind == "rejected" and "cells under" in n.reason]
    ) == len(rows)


MANY = 4_000


def many_services(folder: Path) -> Path:
    """A source whose import takes some seconds."""
    return write_source(
        folder,
        services=table(*(SERVICE | {"id": f"s{n}", "name": f"Talk no. {n}."} for n in range(MANY))),
    )


def import_apart(source: Path, address: str, room: str = "", **env: str) -> subprocess.Popen[bytes]:
    """An import in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.directory.import_apart", str(source), address, room],
        env={**os.environ, **env},
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
    )


def test_an_import_that_is_killed_leaves_the_old_directory_whole(
    store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Killed (-9) while it writes: what is found, and every row, is as it was."""
    run(store, service_source(tmp_path / "in", "Music", "37.7", "-122.4"))
    before = (store.summary(), [row for table_name in TABLES for row in store.rows(table_name)])
    if isinstance(store, SqliteStore):
        address = str(store.path)
    else:
        address = request.getfixturevalue("database")
    process = import_apart(many_services(tmp_path / "many"), address)

    def is_writing() -> bool:
        if isinstance(store, SqliteStore):
            return any(file.name.startswith(".") for file in store.path.parent.iterdir())
        with psycopg.connect(address) as looking:
            row = looking.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            ).fetchone()
        return bool(row and row[0])

    while process.poll() is None and not is_writing():
        time.sleep(0.01)
    assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    after = (store.summary(), [row for table_name in TABLES for row in store.rows(table_name)])
    assert after == before
    assert store.find(Query())[0].id.startswith("s/")
    done, _ = run(store, service_source(tmp_path / "in2", "Music", "1", "1"))  # and another goes in
    assert done.summary.services == 1


@pytest.mark.parametrize("room", [64 * 1024, 900 * 1024])
def test_a_disk_that_is_full_leaves_the_old_directory_whole(tmp_path: Path, room: int) -> None:
    """
    No file may grow beyond a size, as on a full disk: early, in the stage, or in the new file.

    It says so in a sentence, and nothing half-written stays.
    """
    store = SqliteStore(tmp_path / "data" / "directory.sqlite")
    run(store, service_source(tmp_path / "in", "Music", "37.7", "-122.4"))
    before = store.path.read_bytes()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    many = many_services(tmp_path / "many")
    process = import_apart(many, str(store.path), str(room), TMPDIR=str(temporary))
    _, said = process.communicate()
    assert process.returncode == 1, said.decode()
    assert "Traceback" not in said.decode()
    assert "is as it was." in said.decode()
    assert store.path.read_bytes() == before
    assert [file.name for file in store.path.parent.iterdir()] == ["directory.sqlite"]
    assert list(temporary.iterdir()) == []


def test_readers_see_one_directory_or_the_other_while_it_is_swapped(
    store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """32 readers: every answer is wholly of one import, and none is an error."""

    def source(word: str) -> Path:
        services = [SERVICE | {"id": f"{word}{n}", "name": f"{word} {n}"} for n in range(30)]
        return write_source(tmp_path / word, services=table(*services))

    run(store, source("old"))
    mixed: list[str] = []
    done = threading.Event()

    def read() -> None:
        mine: Store
        if isinstance(store, SqliteStore):
            mine = store
        else:
            from hearthlight.directory.postgres_store import PostgresStore  # noqa: PLC0415

            mine = PostgresStore(request.getfixturevalue("database"))
        try:
            while not done.is_set():
                words = {each.id[:3] for each in mine.find(Query(limit=100))}
                if len(words) != 1:
                    mixed.append(f"{words}")
        except Exception as error:  # noqa: BLE001 - any error is what must not be
            mixed.append(repr(error))
        finally:
            mine.close()

    readers = [threading.Thread(target=read) for _ in range(32)]
    for reader in readers:
        reader.start()
    for word in ("new", "old", "new", "old"):
        run(store, source(word))
    done.set()
    for reader in readers:
        reader.join()
    assert mixed == []


def test_an_id_is_the_same_uuid_everywhere() -> None:
    """So that what refers to it still does."""
    assert as_uuid("service 7") == as_uuid("service 7") != as_uuid("service 8")
    assert as_uuid("AC148810-D857-441C-9679-408F346DE14B") == "ac148810-d857-441c-9679-408f346de14b"


def test_every_reference_names_a_table() -> None:
    """The description of the standard holds together."""
    for table_name, spec in TABLES.items():
        assert set(spec.refers) <= set(spec.fields), table_name
        assert set(spec.refers.values()) <= set(TABLES), table_name
        assert set(spec.required) <= set(spec.fields), table_name


def test_rows_say_where_they_stood(tmp_path: Path) -> None:
    """A line number is that of the file, line breaks within a cell counted."""
    text = 'id,name,description\r\na,x,"one\ntwo"\r\nb,y,z\r\n'
    found = list(read_source(write_source(tmp_path / "in", services=text)))
    assert [(row.values["id"], row.line) for row in found if isinstance(row, Row)] == [
        ("a", 3), ("b", 4),
    ]  # fmt: skip

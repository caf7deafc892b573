"""Directories as they are: thousands of rows, broken in many ways, and each accounted for."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from tests.directory.making import KINDS, locate, table

from hearthlight.directory.exporting import export_directory
from hearthlight.directory.importing import import_source
from hearthlight.directory.query import Query
from hearthlight.directory.sqlite_store import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.directory.sources import Note

ROWS = 1500
"""Services; with what belongs to them, some 9,000 rows."""

Rows = list[dict[str, str]]


def break_some(rows: Rows, chance: random.Random, *ways: tuple[str, str]) -> Rows:
    """The rows with every tenth broken in one of the ways: a field, and what stands in it."""
    made: Rows = []
    for row in rows:
        dealt = chance.random()
        if dealt < 0.1:
            field, value = chance.choice(ways)
            row = {**row, field: value}  # noqa: PLW2901 - the row as it is found
        made.append(row)
        if dealt > 0.98:
            made.append(dict(row))  # twice the same
        elif dealt > 0.96:
            made.append({**row, "name": "Another", "number": "(212) 555-0199"})
    return [{field: row.get(field, "") for field in rows[0]} for row in made]


def make_tables(chance: random.Random, *, older: bool) -> dict[str, Rows]:
    """A directory of HSDS 3.0, or of 1.1, with what people and programs do to one."""
    numbers = range(ROWS)
    address = {
        "city": "Alphaville", "region": "Alpha", "state_province": "XX",
        "postal_code": "99999", "country": "US",
    }  # fmt: skip
    services = [
        {"id": f"s{n}", "organization_id": f"o{n % 300}", "name": f"Place {n}",
         "status": "active", "description": "Talk & tea, caf\xe9.", "url": "https://example.org",
         "email": "hello@example.org", "alternate_name": ""}
        for n in numbers
    ]  # fmt: skip
    phones = [
        {"id": f"p{n}", "service_id": f"s{n}", "number": "(415) 555-2671", "extension": "",
         "name": ""}
        for n in numbers
    ]  # fmt: skip
    places = [
        {"id": f"l{n}", "location_type": "physical", "name": f"House {n}",
         "latitude": "37.7", "longitude": "-122.4"}
        for n in numbers
    ]  # fmt: skip
    joins = [{"id": f"j{n}", "service_id": f"s{n}", "location_id": f"l{n}"} for n in numbers]
    addresses = [
        {"id": f"a{n}", "location_id": f"l{n}", "address_1": f"{n} Main St", **address}
        for n in numbers
    ]
    html = "<p onclick='x()'>Talk<br>tea</p><script>alert(1)</script>&nbsp;&lt;b&gt;"
    made = {
        "organizations": break_some(
            [{"id": f"o{n}", "name": f"Org {n}", "description": "x", "email": ""}
             for n in range(300)],
            chance, ("name", ""), ("id", ""), ("email", "nobody"), ("description", html),
        ),
        "services": break_some(
            services, chance, ("name", ""), ("id", ""), ("status", "ACTIVE "),
            ("description", html), ("description", "y" * 30_000), ("organization_id", "gone"),
            ("url", "not an address"), ("url", "example.org/x"), ("email", "a@@b"),
            ("name", "\u6771\u4eac \u0430\u0431"), ("description", 'line\r\nbreak, "quoted"'),
            ("description", "a\0b"),
        ),
        "phones": break_some(
            phones, chance, ("number", "none"), ("number", "555"), ("number", ""),
            ("number", "415-555-2671 / 415-555-2672"), ("number", "+1 (415) 555 2671 ext 12"),
            ("service_id", "gone"), ("extension", "twelve"), ("id", ""),
        ),
        "locations": break_some(
            places, chance, ("latitude", "137"), ("longitude", "-1224.4"), ("latitude", "N/A"),
            ("latitude", "37,7"), ("longitude", "nan"), ("id", ""),
        ),
        "services_at_location" if older else "service_at_location": break_some(
            joins, chance, ("service_id", "gone"), ("location_id", ""), ("id", "")
        ),
        "physical_addresses" if older else "addresses": break_some(
            addresses, chance, ("postal_code", "9999"), ("city", ""), ("location_id", "gone")
        ),
    }  # fmt: skip
    if older:  # 1.1 knew none of these
        for row in made["services"]:
            del row["alternate_name"]
        for row in made["locations"]:
            del row["location_type"]
    else:
        for row in made["addresses"]:
            row["address_type"] = "physical"
    return made


def write_tables(folder: Path, tables: dict[str, Rows], chance: random.Random) -> None:
    """Each file with an encoding, an end of line and a beginning of its own."""
    folder.mkdir()
    for name, rows in tables.items():
        text = table(*rows)
        if name == "phones":
            text = text.replace("\r\n", "\r")
        if name == "locations":
            text = "\ufeff" + text.replace("\r\n", "\n")
        lines = text.splitlines(keepends=True)
        if name == "organizations":  # a cell too few, a cell too many
            lines[5:5] = ["o-short\r\n", "o-long,a,b,c,d,e\r\n"]
        data = "".join(lines).encode("cp1252", "ignore") if chance.random() < 0.5 else (
            "".join(lines).encode()
        )  # fmt: skip
        (folder / f"{name}.csv").write_bytes(data)
    (folder / "readme.txt").write_text("Made by a program that is no more.")


@pytest.mark.parametrize("older", [False, True])
def test_every_row_of_a_messy_directory_is_kept_or_named(tmp_path: Path, *, older: bool) -> None:
    """By its id in the directory, or by file and line in a note that says why."""
    chance = random.Random(older)  # noqa: S311 - the same mess each time
    tables = make_tables(chance, older=older)
    write_tables(tmp_path / "in", tables, chance)
    notes: list[Note] = []
    store = SqliteStore(tmp_path / "d.sqlite")
    done = import_source(tmp_path / "in", "county", store, KINDS, locate, notes.append)
    assert done.summary.services > ROWS * 0.9
    unclear = [note for note in notes if not note.reason or not note.file]
    assert unclear == []
    named = {
        "services_at_location": "service_at_location", "physical_addresses": "address",
        "addresses": "address",
    }  # fmt: skip
    hidden = {note.row_id for note in notes if note.table == "location" and not note.field}
    for name, rows in tables.items():
        kind = named.get(name, name.removesuffix("s"))
        kept = {row["id"] for row in store.rows(kind)}
        rejected = {note.row_id for note in notes if note.kind == "rejected" and note.table == kind}
        # What is taken out of a hidden place is named with the place.
        told = {*rejected, *(row["id"] for row in rows if row.get("location_id") in hidden)}
        lost = {row["id"] for row in rows if row["id"]} - kept - told
        assert lost == set(), (name, sorted(lost)[:5])
        nameless = sum(not row["id"] for row in rows)
        said = sum(
            note.table == kind and note.field == "id" and note.kind == "rejected" for note in notes
        )
        assert said == nameless, name
        assert done.read[kind] == len(rows), name
    assert {note.row_id for note in notes if "cells under" in note.reason} == {"o-short", "o-long"}
    text = "\n".join(json.dumps(row) for row in store.rows("service"))
    assert "<script" not in text
    assert "onclick" not in text
    assert store.find(Query(words=(("tea",),)))
    export_directory(store, tmp_path / "out.zip")
    again = SqliteStore(tmp_path / "again.sqlite")
    second: list[Note] = []
    import_source(tmp_path / "out.zip", "county", again, KINDS, locate, second.append)
    assert [str(note) for note in second if note.kind == "rejected"] == []


def test_a_broken_document_does_not_take_the_next_with_it(tmp_path: Path) -> None:
    """JSON one after the other: what cannot be read is named by its line, and the rest is read."""
    service = {"id": "s1", "name": "Talk", "status": "active"}
    lines = [json.dumps({**service, "id": f"s{n}"}) for n in range(6)]
    lines[2] = '{"id": "s2", "name": '
    lines[4] = '{"id": "s4", "name": "x" "y"}'
    file = tmp_path / "services.jsonl"
    file.write_text("\n".join(lines) + "\n[1, 2\n")
    notes: list[Note] = []
    store = SqliteStore(tmp_path / "d.sqlite")
    import_source(file, "lines", store, KINDS, locate, notes.append)
    assert [row["id"] for row in store.rows("service")] == ["s0", "s1", "s3", "s5"]
    assert [note.line for note in notes if note.kind == "rejected"] == [3, 5, 7]

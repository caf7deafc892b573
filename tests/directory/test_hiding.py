"""A place where someone may be looking for the child is in no table, card, distance or export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.directory.making import KINDS, locate, service_source

from hearthlight.directory.exporting import export_directory
from hearthlight.directory.hiding import without_addresses
from hearthlight.directory.importing import import_source
from hearthlight.directory.query import AROUND, NEAR, Query
from hearthlight.directory.sqlite_store import SqliteStore
from hearthlight.directory.standard import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.directory.stores import Store

TELLING = ("Hidden", "99999", "37.7", "-122.4", "Jo", "maps", "Bus 9", "Alphaville")


def _import(store: Store, source: Path) -> None:
    import_source(source, "test", store, KINDS, locate, lambda _: None)


def _everything(store: Store, folder: Path) -> str:
    said = [json.dumps(row) for table in TABLES for row in store.rows(table)]
    said += [each.card.decode() for each in store.find(Query(limit=100))]
    for target in (folder / "out.json", folder / "out"):
        export_directory(store, target)
    files = [folder / "out.json", *sorted((folder / "out").iterdir())]
    said += [file.read_text("utf-8") for file in files if file.name != "datapackage.json"]
    return "\n".join(said)


def test_what_could_lead_to_a_hidden_place_is_nowhere(store: Store, tmp_path: Path) -> None:
    """No address, coordinate, map link, way there or worker's name, in any table or export."""
    _import(store, service_source(tmp_path / "in", "Emergency Shelter", "37.7123", "-122.4567"))
    said = _everything(store, tmp_path)
    assert [word for word in TELLING if word in said] == []
    assert "For young people." in said
    assert '"The House"' in said
    assert "(415) 555-2671" in said
    assert "us-xx-alpha" in said


def test_the_file_itself_does_not_hold_what_was_hidden(tmp_path: Path) -> None:
    """Not even in pages that nothing points at any more."""
    store = SqliteStore(tmp_path / "directory.sqlite")
    _import(store, service_source(tmp_path / "in", "Emergency Shelter", "37.7123", "-122.4567"))
    data = store.path.read_bytes()
    assert [word for word in TELLING if word.encode() in data and len(word) > 3] == []


def test_a_kind_that_nobody_knows_is_hidden(store: Store, tmp_path: Path) -> None:
    """Unknown is hidden: the allow-list says what may be shown."""
    _import(store, service_source(tmp_path / "in", "Something else", "37.7123", "-122.4567"))
    assert "Hidden Lane" not in _everything(store, tmp_path)


def test_a_public_place_keeps_its_address(store: Store, tmp_path: Path) -> None:
    """A music school may be found on a map."""
    _import(store, service_source(tmp_path / "in", "Music", "37.7123", "-122.4567"))
    (found,) = store.find(Query(latitude=37.7, longitude=-122.45))
    assert found.how == NEAR
    assert "14 Hidden Lane" in found.card.decode()


def test_three_points_cannot_tell_where_a_hidden_place_is(store: Store, tmp_path: Path) -> None:
    """Asked from beside it, from across the county and from far away, the answer is the same."""
    _import(store, service_source(tmp_path / "in", "Emergency Shelter", "37.7123", "-122.4567"))
    answers = [
        store.find(
            Query(latitude=latitude, longitude=longitude, radius=radius, counties=("us-xx-alpha",))
        )
        for latitude, longitude in ((37.7123, -122.4567), (37.9, -122.2), (-10.0, 100.0))
        for radius in (0.5, 25.0, 20000.0)
    ]
    assert all(answer == answers[0] for answer in answers)
    (found,) = answers[0]
    assert (found.how, found.kilometres) == (AROUND, None)


def test_what_is_found_in_one_county_is_not_in_the_next(store: Store, tmp_path: Path) -> None:
    """The county is all that is known of a hidden place, and it counts."""
    _import(store, service_source(tmp_path / "in", "Emergency Shelter", "37.7123", "-122.4567"))
    beside = Query(latitude=37.7123, longitude=-122.4567, counties=("us-xx-beta",))
    assert store.find(beside) == []


def test_a_second_source_leaves_what_is_hidden_hidden(store: Store, tmp_path: Path) -> None:
    """The county goes with a service when another source is laid beside its own."""
    _import(store, service_source(tmp_path / "in", "Emergency Shelter", "37.7123", "-122.4567"))
    other = service_source(tmp_path / "other", "Music", "37.8", "-122.3")
    for file in other.iterdir():
        text = file.read_text("utf-8")
        for row_id in ("o", "s", "l", "sl", "a", "c", "p", "t", "at", "m"):
            text = text.replace(f"\n{row_id},", f"\n2{row_id},").replace(
                f",{row_id},", f",2{row_id},"
            )
            text = text.replace(f",{row_id}\r", f",2{row_id}\r")
        file.write_text(text, "utf-8")
    import_source(other, "other", store, KINDS, locate, lambda _: None)
    hidden = [
        each for each in store.find(Query(counties=("us-xx-alpha",))) if each.id.startswith("s/")
    ]
    assert len(hidden) == 1
    assert "Hidden Lane" not in hidden[0].card.decode()


@pytest.mark.parametrize(
    "address",
    [
        "14 Hidden Lane", "1200 N. Martin Luther King Jr. Blvd.", "Calle Olmo 12", "P.O. Box 7",
        "5th floor of 99 1/2 Oak St, Apt 4", "the corner of Oak and Fifth",
        "https://goo.gl/maps/abc", "37.7123, -122.4567", "Av. Central #45",
    ],
)  # fmt: skip
def test_a_sentence_with_an_address_is_taken_out(address: str) -> None:
    """The rest of the text stays."""
    kept = without_addresses(f"We listen. Come to {address} at night. Call first.")
    assert "We listen." in kept
    assert "Call first." in kept
    assert address[:8] not in kept


@given(st.text(max_size=200))
def test_taking_addresses_out_once_is_enough(text: str) -> None:
    """What is left holds no more of them."""
    kept = without_addresses(text)
    assert without_addresses(kept) == kept

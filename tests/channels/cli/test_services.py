"""The commands about the directory: what they print, and with which status they end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.commands import main
from hearthlight.directory.query import Query
from hearthlight.directory.sqlite_store import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one service of a public kind, and a row that is cut."""
    monkeypatch.setenv("HEARTHLIGHT_DIRECTORY", str(tmp_path / "directory.sqlite"))
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / "services.csv").write_text("id,name,status\ns1,Friday band,active\ns2,cut\n")
    return folder


def test_a_check_names_each_rejected_row_and_keeps_nothing(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1; the file, the line and the reason; no directory afterwards."""
    assert main(["services", "check", str(source)]) == 1
    said = capsys.readouterr()
    assert "services.csv:3: rejected: service s2: 2 cells under 3 columns" in said.err
    assert "1 rejected" in said.out
    assert not (source.parent / "directory.sqlite").exists()


def test_an_import_says_what_is_there_and_a_second_that_nothing_changed(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And --report holds every note as JSON Lines."""
    report = source.parent / "notes.jsonl"
    assert main(["services", "import", str(source), "--report", str(report)]) == 0
    assert "The directory holds 1 services" in capsys.readouterr().out
    assert [json.loads(line)["line"] for line in report.read_text().splitlines()] == [3]
    assert main(["services", "import", str(source)]) == 0
    assert "Nothing changed" in capsys.readouterr().out


def test_an_export_is_hsds_that_names_its_service(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nested JSON, with an id that the standard takes."""
    main(["services", "import", str(source)])
    assert main(["services", "export", str(source.parent / "out.json")]) == 0
    (service,) = json.loads((source.parent / "out.json").read_text())
    assert service["name"] == "Friday band"
    assert len(service["id"]) == 36
    capsys.readouterr()


def test_what_cannot_be_done_is_said_with_what_would_do(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No such source; nothing to export yet; a folder that is not empty."""
    assert main(["services", "import", str(source / "nothing")]) == 1
    assert "there is no such file or folder" in capsys.readouterr().err
    assert main(["services", "export", str(source.parent / "out")]) == 1
    assert "Import one" in capsys.readouterr().err
    main(["services", "import", str(source)])
    assert main(["services", "export", str(source)]) == 1
    assert "Name a new folder" in capsys.readouterr().err


def test_a_county_is_known_by_the_name_of_the_packs_place(source: Path) -> None:
    """The pack's places are the counties that services are found by."""
    areas = "id,service_id,name\na,s1,San Francisco County\n"
    (source / "service_areas.csv").write_text(areas)
    places = (
        "id,location_id,address_1,city,region,state_province,postal_code,country,address_type\n"
        "a,l1,1 Main St,San Francisco,San Francisco,CA,94110,US,physical\n"
    )
    (source / "addresses.csv").write_text(places)
    (source / "locations.csv").write_text("id,location_type\nl1,physical\n")
    joins = "id,service_id,location_id\nj,s1,l1\n"
    (source / "service_at_location.csv").write_text(joins)
    main(["services", "import", str(source)])
    store = SqliteStore(source.parent / "directory.sqlite")
    assert len(store.find(Query(counties=("us-ca-san-francisco",)))) == 1
    assert store.find(Query(counties=("us-ca",))) == []

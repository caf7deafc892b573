"""The official examples go in, and what comes out is what the official schemas ask for."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from tests.directory.making import locate

from hearthlight.directory.exporting import export_directory
from hearthlight.directory.importing import import_rows, import_source
from hearthlight.directory.kinds import Kind, Kinds
from hearthlight.directory.sqlite_store import SqliteStore
from hearthlight.directory.standard import TABLES
from hearthlight.directory.tokens import phrase_of
from hearthlight.documents.service_sources import kinds_of, locate_in, shipped_rows

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.directory.importing import Imported
    from hearthlight.directory.sources import Note

HSDS = Path(__file__).parent / "hsds"
EXAMPLES = (
    *("examples/csv", "examples/service_full.json", "examples/organization_full.json"),
    *("examples/service_at_location_full.json", "examples/tabular.json", "sample-1.1"),
)
TERMS = ("Emergency", "Food", "Mental Health", "Substance Abuse")


def validator(name: str) -> Draft202012Validator:
    """A schema of the standard, formats of ids and days checked as well."""
    schema = json.loads((HSDS / "schema" / name).read_text("utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def problems(checking: Draft202012Validator, document: object) -> list[str]:
    """What the schema has against a document."""
    return [
        f"{'/'.join(map(str, error.path))}: {error.message}"
        for error in checking.iter_errors(document)
    ]


def public_kinds(source: Path) -> Kinds:
    """Kinds by which every place of a source may be shown, so that nothing is taken out."""
    text = json.dumps([path.read_text("utf-8") for path in source.rglob("*.*")]) if (
        source.is_dir()
    ) else source.read_text("utf-8")  # fmt: skip
    names = {phrase_of(word) for word in text.replace("\\n", "\n").replace('\\"', '"').split('"')}
    names |= {phrase_of(cell) for line in text.split("\\n") for cell in line.split(",")}
    return Kinds((Kind("service-kind-any", frozenset(names), public=True),))


def take(source: Path, folder: Path, kinds: Kinds) -> tuple[SqliteStore, Imported, list[Note]]:
    """A source in a directory of its own."""
    notes: list[Note] = []
    store = SqliteStore(folder / "directory.sqlite")
    return store, import_source(source, "example", store, kinds, locate, notes.append), notes


def as_tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """A tabular package as the one document that the schema describes."""
    made: dict[str, list[dict[str, Any]]] = {}
    for name, table in TABLES.items():
        with (folder / table.file).open(encoding="utf-8", newline="") as file:
            rows = [
                {
                    field: float(value) if table.fields[field] == "number" else value
                    for field, value in row.items()
                    if value
                }
                for row in csv.DictReader(file)
            ]
        if rows:
            made[name] = rows
    return made


def test_the_schemas_refuse_what_is_not_theirs() -> None:
    """A check that could not fail would say nothing."""
    assert problems(validator("service_with_definitions.json"), {"id": "x", "name": 3})
    assert problems(validator("tabular.json"), {"service": [{"id": 7}]})
    official = json.loads((HSDS / "examples/service_full.json").read_text("utf-8"))
    assert problems(validator("service_with_definitions.json"), official) == []


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("shown", [True, False])
def test_an_example_goes_in_and_comes_out_as_the_schemas_ask(
    tmp_path: Path, name: str, *, shown: bool
) -> None:
    """As JSON and as tables; with every place shown, and with every place hidden."""
    source = HSDS / name
    kinds = public_kinds(source) if shown else Kinds(())
    store, done, notes = take(source, tmp_path, kinds)
    assert done.summary.services >= 1
    # The numbers of the older sample are those of no country; their languages go with them.
    lost = {"phone", "language"} if name == "sample-1.1" else set()
    assert {note.table for note in notes if note.kind == "rejected"} == lost
    export_directory(store, tmp_path / "out.json")
    export_directory(store, tmp_path / "out")
    services = json.loads((tmp_path / "out.json").read_text("utf-8"))
    checking = validator("service_with_definitions.json")
    assert [problem for service in services for problem in problems(checking, service)] == []
    assert problems(validator("tabular.json"), as_tables(tmp_path / "out")) == []
    text = (tmp_path / "out.json").read_text("utf-8")
    has_places = any(row["latitude"] for row in store.rows("location"))
    assert has_places == (shown and '"latitude"' in text)
    again = tmp_path / "again"
    again.mkdir()
    for form in ("out", "out.json"):
        store_again, second, notes = take(tmp_path / form, again, kinds)
        assert [str(note) for note in notes if note.kind == "rejected"] == []
        assert second.summary.services == done.summary.services
        store_again.close()
        shutil.rmtree(again)
        again.mkdir()


def test_what_is_shipped_is_of_the_standard_too(edition: Edition, tmp_path: Path) -> None:
    """The national lines and the seed organizations: no note on the way in, no problem out."""
    notes: list[Note] = []
    store = SqliteStore(tmp_path / "shipped.sqlite")
    rows = shipped_rows(edition)
    import_rows(rows, "shipped", store, kinds_of(edition), locate_in(edition), notes.append)
    assert [str(note) for note in notes if note.kind != "mended"] == []
    export_directory(store, tmp_path / "out.json")
    services = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert {service["name"] for service in services} >= {
        "National Human Trafficking Hotline", "I am Jasmine Strong", "love is respect",
    }  # fmt: skip
    checking = validator("service_with_definitions.json")
    assert [problem for service in services for problem in problems(checking, service)] == []
    for service in services:
        sources = [
            attribute["value"]
            for attribute in service["attributes"]
            if attribute["taxonomy_term"]["name"] == "Source"
        ]
        assert sources, service["name"]
        assert all("read 2026-" in source for source in sources), service["name"]

"""
The directory as HSDS 3.0: a tabular data package in a folder or a zip, or nested JSON.

What was hidden on the way in is not in the directory, and so cannot leave it. Ids that are not
UUIDs, as many sources have, become ones: the same id the same UUID, everywhere and always.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.directory.sources import Row
from hearthlight.directory.staging import BATCH, Stage
from hearthlight.directory.standard import TABLES
from hearthlight.directory.stores import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.directory.stores import Store

    Json = dict[str, object]

_NAMESPACE = uuid.UUID("8f3c0c6e-6f0e-5d0b-9c61-3a1d7f5a9b42")
"""Ours, made once: under it, ids of sources become UUIDs (RFC 9562, version 5)."""

_PLURAL = {
    "service_area": "service_areas",
    "service_at_location": "service_at_locations",
    "address": "addresses",
    "accessibility": "accessibility",
    "funding": "funding",
    "metadata": "metadata",
}
_PARTS: dict[str, tuple[str, ...]] = {
    "service": (
        "phone", "schedule", "service_area", "language", "funding", "cost_option",
        "required_document", "contact",
    ),
    "service_at_location": ("contact", "phone", "schedule"),
    "location": ("language", "address", "contact", "accessibility", "phone", "schedule"),
    "organization": ("funding", "contact", "phone", "program", "organization_identifier"),
    "phone": ("language",),
    "contact": ("phone",),
}  # fmt: skip
"""What the standard nests in what, by the table that holds the id of the outer one."""


def as_uuid(row_id: str) -> str:
    """The id itself where it is a UUID, and otherwise the UUID that always stands for it."""
    try:
        return str(uuid.UUID(row_id))
    except ValueError:
        return str(uuid.uuid5(_NAMESPACE, row_id))


def export_directory(store: Store, target: Path) -> dict[str, int]:
    """
    Write the directory; the rows that were written, by table.

    `target` says the form: NAME.json, NAME.zip, or a folder that is new or empty. Raises StoreError
    where there is nothing to export, or it cannot be written there.
    """
    if store.summary() is None:
        raise StoreError("There is no directory yet. Import one: hearthlight services import FILE")
    try:
        if target.suffix == ".json":
            return _write_json(store, target)
        if target.suffix == ".zip":
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
                return _write_tables(store, packed)
        if target.exists() and any(target.iterdir()):
            raise StoreError(f"{target}: there is something in it. Name a new folder.")
        target.mkdir(parents=True, exist_ok=True)
        return _write_tables(store, target)
    except OSError as error:
        raise StoreError(f"{target}: it cannot be written: {error}") from error


def _write_tables(store: Store, target: Path | zipfile.ZipFile) -> dict[str, int]:
    written: dict[str, int] = {}
    for name, table in TABLES.items():
        made = io.StringIO(newline="")
        writer = csv.DictWriter(made, tuple(table.fields), extrasaction="ignore")
        writer.writeheader()
        for row in store.rows(name):
            writer.writerow(
                {
                    field: as_uuid(value) if value and table.fields[field] == "id" else value
                    for field, value in row.items()
                    if field in table.fields
                }
            )
            written[name] = written.get(name, 0) + 1
        _put(target, table.file, made.getvalue())
    _put(target, "datapackage.json", json.dumps(_describe(), indent=2) + "\n")
    return written


def _put(target: Path | zipfile.ZipFile, name: str, text: str) -> None:
    if isinstance(target, zipfile.ZipFile):
        # A fixed date: the same directory gives the same bytes.
        target.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    else:
        (target / name).write_text(text, "utf-8", newline="")


def _describe() -> Json:
    """The package's `datapackage.json`, as Frictionless Data describes tables."""
    types = {"number": "number", "date": "date", "time": "time", "moment": "datetime"}
    formats = {"id": "uuid", "uri": "uri", "email": "email"}
    return {
        "name": "human_services_data",
        "title": "Human Services Data",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "homepage": "https://docs.openreferral.org",
        "resources": [
            {
                "name": name,
                "path": table.file,
                "format": "csv",
                "mediatype": "text/csv",
                "profile": "tabular-data-resource",
                "schema": {
                    "primaryKey": "id",
                    "fields": [
                        {
                            "name": field,
                            "type": types.get(kind, "string"),
                            **({"format": formats[kind]} if kind in formats else {}),
                            **(
                                {"constraints": {"required": True}}
                                if field in table.required
                                else {}
                            ),
                        }
                        for field, kind in table.fields.items()
                    ],
                },
            }
            for name, table in TABLES.items()
        ],
    }


def _write_json(store: Store, target: Path) -> dict[str, int]:
    with (
        tempfile.TemporaryDirectory(prefix="hearthlight-") as folder,
        target.open("w", encoding="utf-8") as out,
    ):
        stage = Stage(Path(folder) / "stage.sqlite")
        try:
            for table in TABLES:
                for _ in stage.add((Row(table, row, "", 0) for row in store.rows(table)), ""):
                    pass  # the rows were cleaned when they came in
            count = 0
            out.write("[")
            for service in nested_services(stage):
                out.write(("," if count else "") + "\n" + json.dumps(service, ensure_ascii=False))
                count += 1
            out.write("\n]\n")
        finally:
            stage.close()
    return {"service": count}


def nested_services(stage: Stage) -> Iterator[Json]:
    """Every service with all that belongs to it nested in it, as the standard's API gives it."""
    batch: list[dict[str, str]] = []
    for row in stage.rows("service"):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _nest(stage, "service", batch)
            batch = []
    yield from _nest(stage, "service", batch)


def _nest(stage: Stage, table: str, rows: list[dict[str, str]]) -> list[Json]:
    """The rows as JSON, with their parts."""
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    made = [_typed(table, row) for row in rows]
    for part in _PARTS.get(table, ()):
        _attach(stage, part, f"{table}_id", made, ids)
    _attach(stage, "attribute", "link_id", made, ids)
    _attach(stage, "metadata", "resource_id", made, ids)
    if table == "service":
        _attach(stage, "service_at_location", "service_id", made, ids)
        _point(stage, "organization", made, rows)
        _point(stage, "program", made, rows)
    if table == "service_at_location":
        _point(stage, "location", made, rows)
    if table == "attribute":
        _point(stage, "taxonomy_term", made, rows)
    if table == "taxonomy_term":
        _point(stage, "taxonomy", made, rows, "taxonomy_detail")
    return made


def _attach(stage: Stage, part: str, field: str, made: list[Json], ids: list[str]) -> None:
    found = stage.children(part, field, ids)
    inner = [row for rows in found.values() for row in rows]
    nested = dict(zip((row["id"] for row in inner), _nest(stage, part, inner), strict=True))
    for document, row_id in zip(made, ids, strict=True):
        if rows := found.get(row_id):
            parts = [
                {
                    key: value
                    for key, value in nested[row["id"]].items()
                    if key == "id" or key in _POINTED or not key.endswith("_id")
                }
                for row in rows
            ]
            document[_PLURAL.get(part, f"{part}s")] = parts


_POINTED = frozenset({"taxonomy_term_id", "taxonomy_id", "parent_id", "resource_id", "link_id"})
"""References that still say something where the row is nested."""


def _point(
    stage: Stage, target: str, made: list[Json], rows: list[dict[str, str]], name: str = ""
) -> None:
    field = f"{target}_id"
    wanted = sorted({row[field] for row in rows if row.get(field)})
    found = [each for rows in stage.children(target, "id", wanted).values() for each in rows]
    nested = dict(zip((row["id"] for row in found), _nest(stage, target, found), strict=True))
    for document, row in zip(made, rows, strict=True):
        if inner := nested.get(row.get(field, "")):
            document[name or target] = inner


def _typed(table: str, row: dict[str, str]) -> Json:
    """A row's texts as JSON values; what is empty is left out."""
    made: Json = {}
    for field, kind in TABLES[table].fields.items():
        if not (value := row[field]):
            continue
        if kind == "number":
            made[field] = int(value) if value.lstrip("-").isdigit() else float(value)
        else:
            made[field] = as_uuid(value) if kind == "id" else value
    return made

"""
Reading a source: a folder or zip of tables, or JSON, into rows of HSDS 3.0 with where each stood.

Nothing is judged here but whether it can be read. Bytes that are not UTF-8 are read as Windows-1252
and said; line ends of every kind are taken; JSON may hold one document, a list, or one after the
other, each nested as the standard nests them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.directory.older import NAMES, OLDER, RENAMED, WEEKDAYS
from hearthlight.directory.standard import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a description may be a page long

_ENTITIES = ("service", "organization", "location", "service_at_location")
_TRUE = frozenset({"true", "1", "yes", "t", "y"})
_NOT_TABLES = frozenset({"datapackage", "readme", "license"})


_BEGINS = re.compile(r"[\r\n][ \t]*[{\[]")


class SourceError(Exception):
    """The source as a whole cannot be read; says why, and what would do."""


class Row(NamedTuple):
    """One row as it was found: the table of 3.0, its texts by field, and where it stood."""

    table: str
    values: dict[str, str]
    file: str
    line: int


class Note(msgspec.Struct, frozen=True):
    """Something that did not go as written, so that nothing is lost in silence."""

    kind: str
    """rejected: the row is not in the directory; mended: it is, changed; left-out: a part of it."""
    file: str
    line: int
    table: str
    row_id: str
    field: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        what = ".".join(part for part in (self.table, self.field) if part)
        name = f" {self.row_id}" if self.row_id else ""
        return f"{where}: {self.kind}: {what}{name}: {self.reason}"


def read_source(source: Path) -> Iterator[Row | Note]:
    """
    Every row of a source, in its own order.

    Raises SourceError where there is nothing to read.
    """
    if source.is_dir():
        paths = sorted(path for path in source.iterdir() if path.is_file())
        yield from _read_files([(path.name, path.read_bytes) for path in paths], str(source))
    elif not source.exists():
        raise SourceError(f"{source}: there is no such file or folder.")
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as packed:
            names = sorted(name for name in packed.namelist() if not name.endswith("/"))
            files = [(name.rsplit("/", 1)[-1], _zipped(packed, name)) for name in names]
            yield from _read_files(files, str(source))
    else:
        yield from _read_files([(source.name, source.read_bytes)], str(source))


def _zipped(packed: zipfile.ZipFile, name: str) -> Callable[[], bytes]:
    return lambda: packed.read(name)


def _read_files(files: list[tuple[str, Callable[[], bytes]]], source: str) -> Iterator[Row | Note]:
    known = False
    for name, read in files:
        stem, _, suffix = name.lower().rpartition(".")
        if stem in _NOT_TABLES or name.startswith("."):
            continue
        if suffix == "csv" and table_named(stem):
            known = True
            yield from _read_table(name, table_named(stem), read())
        elif suffix in ("json", "jsonl", "ndjson"):
            known = True
            yield from _read_json(name, stem, read())
        else:
            yield Note("left-out", name, 0, "", "", "", "not a table of HSDS, and not JSON")
    if not known:
        raise SourceError(
            f"{source}: no table of HSDS and no JSON in it. A tabular package has files such as "
            "organizations.csv and services.csv."
        )


def table_named(name: str) -> str:
    """The table, of 3.0 or older, that a file or key is named after; empty when there is none."""
    name = NAMES.get(name, name)
    if name == "taxonomy":
        return name
    for tried in (name, name.removesuffix("s"), NAMES.get(name + "s", "")):
        if tried in TABLES or tried in OLDER:
            return tried
    return ""


def _decode(name: str, data: bytes) -> tuple[str, Note | None]:
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        bad = data.count(b"\n", 0, error.start) + 1
        return data.decode("cp1252", "replace"), Note(
            "mended", name, bad, "", "", "", "not UTF-8: read as Windows-1252"
        )


def _read_table(name: str, table: str, data: bytes) -> Iterator[Row | Note]:
    text, note = _decode(name, data)
    if note:
        yield note
    if "\0" in text:
        text = text.replace("\0", "")
        yield Note("mended", name, 0, table, "", "", "NUL characters were taken out")
    # Universal line ends: a bare CR ends a row as well.
    reader = csv.reader(io.StringIO(text, newline=None))
    header = [field.strip().lower().lstrip("\ufeff") for field in next(reader, [])]
    if table == "taxonomy" and ("parent_id" in header or "vocabulary" in header):
        table = "taxonomy_term"  # the terms of 1.1 stood in a table of this name
    target, renamed, constants = _target(table)
    fields = [renamed.get(field, field) for field in header]
    if "id" not in fields:
        yield Note(
            "mended", name, 1, target, "", "id", "there is no such column: rows are numbered"
        )
    for old, field in zip(header, fields, strict=True):
        if field not in TABLES[target].fields and not _understood(table, old):
            yield Note("left-out", name, 1, target, "", old, "HSDS 3.0 has no such field")
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        line = reader.line_num
        if len(cells) != len(fields):
            yield Note(
                "rejected",
                name,
                line,
                target,
                cells[0][:80],
                "",
                f"{len(cells)} cells under {len(fields)} columns",
            )
            continue
        values = dict(zip(fields, (cell.strip() for cell in cells), strict=True)) | dict(constants)
        values.setdefault("id", f"{name}-{line}")
        yield from _in_place(table, values, name, line)


def _target(table: str) -> tuple[str, Mapping[str, str], Mapping[str, str]]:
    if older := OLDER.get(table):
        return older.table, older.fields, older.constants
    return table, RENAMED.get(table, {}), {}


_SPLIT = {
    ("service", "taxonomy_ids"): "attribute",
    ("phone", "language"): "language",
    ("taxonomy_term", "parent_name"): "",
    ("holiday_schedule", "closed"): "",
    ("eligibility", "service_id"): "service",
    ("physical_address", "address_3"): "",
    ("physical_address", "address_4"): "",
    ("postal_address", "address_3"): "",
    ("postal_address", "address_4"): "",
}
"""Fields of old that are read into something else, by table and field."""


def _understood(table: str, field: str) -> bool:
    return (table, field) in _SPLIT


def _in_place(table: str, values: dict[str, str], file: str, line: int) -> Iterator[Row | Note]:
    """A row under its table of 3.0, and the rows that it held within its cells."""
    target, _, _ = _target(table)
    row_id = values["id"]
    if table == "service":
        for number, term in enumerate(_listed(values.pop("taxonomy_ids", ""))):
            yield Row(
                "attribute",
                {
                    "id": f"{row_id}-term-{number}",
                    "link_id": row_id,
                    "link_entity": "service",
                    "taxonomy_term_id": term,
                },
                file,
                line,
            )
    if table == "phone":
        for number, language in enumerate(_listed(values.pop("language", ""))):
            yield Row(
                "language",
                {"id": f"{row_id}-language-{number}", "phone_id": row_id, "name": language},
                file,
                line,
            )
    if table in ("physical_address", "postal_address"):
        more = [values.pop(field, "") for field in ("address_3", "address_4")]
        values["address_2"] = ", ".join(filter(None, [values.get("address_2", ""), *more]))
    if table == "eligibility":  # a table of its own in 1.1, a field of the service since
        values["id"] = values.pop("service_id", "")
    if table == "regular_schedule":
        said = values.get("byday", "")
        values["byday"] = WEEKDAYS.get(said.lower(), said.upper())
    if table == "holiday_schedule" and values.pop("closed", "").lower() in _TRUE:
        values["opens_at"] = values["closes_at"] = ""
        values["description"] = "Closed"
    yield Row(target, values, file, line)


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace(";", ",").split(",") if part.strip()]


def _read_json(name: str, stem: str, data: bytes) -> Iterator[Row | Note]:
    text, note = _decode(name, data)
    if note:
        yield note
    decoder, at, found = json.JSONDecoder(), 0, False
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text):
            break
        line = text.count("\n", 0, at) + 1
        try:
            document, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            yield Note("rejected", name, line, "", "", "", f"not JSON: {error.msg}")
            found = True
            # The next document begins with the next line that begins like one.
            if (following := _BEGINS.search(text, at)) is None:
                break
            at = following.end() - 1
            continue
        found = True
        yield from _read_document(document, stem, name, line)
    if not found:
        yield Note("rejected", name, 1, "", "", "", "there is nothing in it")


def _read_document(document: object, stem: str, file: str, line: int) -> Iterator[Row | Note]:
    if isinstance(document, list):
        for each in document:
            yield from _read_document(each, stem, file, line)
        return
    if not isinstance(document, dict):
        yield Note("rejected", file, line, "", "", "", "an object or a list was expected")
        return
    if isinstance(document.get("contents"), list):  # a page of a list, as the API gives it
        yield from _read_document(document["contents"], stem, file, line)
        return
    tables = {key: table_named(key.removesuffix(".csv")) for key in document}
    if "id" not in document and any(
        tables[key] and isinstance(value, list) for key, value in document.items()
    ):  # a whole tabular package in one document
        for key, value in document.items():
            if not tables[key]:
                yield Note("left-out", file, line, "", "", key, "not a table of HSDS")
                continue
            for each in value if isinstance(value, list) else [value]:
                yield from _unnest(tables[key], each, {}, file, line)
        return
    table = _kind_of(document, stem)
    if not table:
        yield Note(
            "rejected",
            file,
            line,
            "",
            str(document.get("id", ""))[:80],
            "",
            "what this describes cannot be told: name the file after its table, as service.json",
        )
        return
    yield from _unnest(table, document, {}, file, line)


def _kind_of(document: dict[str, object], stem: str) -> str:
    named = table_named(stem.removesuffix("_full").removesuffix("_list").removesuffix("_simple"))
    if named in TABLES:
        return named
    fields = set(document)
    if "location_type" in fields:
        return "location"
    if "service_id" in fields and ("location" in fields or "location_id" in fields):
        return "service_at_location"
    if "status" in fields:
        return "service"
    return "organization" if {"name", "description"} <= fields else ""


def _unnest(
    table: str, document: object, parent: dict[str, str], file: str, line: int
) -> Iterator[Row | Note]:
    """The rows that a nested document holds, each with the id of what it is nested in."""
    if not isinstance(document, dict):
        yield Note("rejected", file, line, table, "", "", "an object was expected")
        return
    fields = TABLES[_target(table)[0]].fields
    values, nested = dict(parent), []
    row_id = _text(document.get("id"))
    for key, value in document.items():
        field = str(key) if key in fields else RENAMED.get(table, {}).get(key, str(key))
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if isinstance(value, dict | list) and not (texts and field in fields):
            nested.append((key, value))
        elif field in fields or _understood(table, key):
            values[field] = ",".join(value) if isinstance(value, list) else _text(value)
        elif value is not None:
            yield Note("left-out", file, line, table, row_id, key, "HSDS 3.0 has no such field")
    for key, value in nested:
        child = "taxonomy" if key == "taxonomy_detail" else table_named(key)
        if not child:
            if value:
                yield Note("left-out", file, line, table, row_id, key, "HSDS 3.0 has no such part")
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from _child(child, each, (table, row_id, values), file, line)
    values.setdefault("id", f"{file}-{line}")
    yield from _in_place(table, values, file, line)


def _child(
    child: str, document: object, parent: tuple[str, str, dict[str, str]], file: str, line: int
) -> Iterator[Row | Note]:
    table, row_id, values = parent
    above: dict[str, str] = {}
    if child == "attribute":
        above = {"link_id": row_id, "link_entity": table}
    elif child == "metadata":
        above = {"resource_id": row_id, "resource_type": table}
    elif f"{table}_id" in TABLES.get(child, TABLES["service"]).fields and table != child:
        above = {f"{table}_id": row_id}
    pointing = TABLES[table].fields if table in TABLES else {}
    if f"{child}_id" in pointing and isinstance(document, dict) and document.get("id"):
        values[f"{child}_id"] = _text(document["id"])  # this row points at what it holds
        above = {}
    yield from _unnest(child, document, above, file, line)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()

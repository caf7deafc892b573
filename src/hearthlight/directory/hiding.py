"""
Hidden places stay hidden: what could lead someone to a child is taken out before anything is kept.

The place of a service is published only where its kind is on the allow-list or the source marks
it as public. What is not known is hidden. What is taken out is nowhere in the directory: not in
the tables, not in the cards, not in an export.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from hearthlight.directory.sources import Note
from hearthlight.directory.staging import BATCH
from hearthlight.directory.tokens import phrase_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hearthlight.directory.kinds import Kinds
    from hearthlight.directory.staging import Stage

    Locate = Callable[[str, str, str], tuple[str, ...]]
    """
    Postal code, name of a county or city, and state, to the ids of the counties they lie in.

    Without a name, the state stands in for a county that is not known.
    """

PUBLIC = "public location"
"""The taxonomy term, by name or code, by which a source marks a place or a service as public."""
COUNTY = "county"
"""The extent type of a service area of ours: all that is kept of where a hidden place is."""

_STREET = (
    r"street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|square|sq|"
    r"way|terrace|ter|highway|hwy|parkway|pkwy|circle|cir|alley|plaza|route|rte|broadway|calle|avenida"
)
_ADDRESS = re.compile(
    rf"\b\d{{1,6}}[A-Za-z]?(?:-\d+)?\s+(?:[\w.'\u2019#-]+\s+){{0,5}}?(?:{_STREET})\b\.?"
    r"|\b(?:calle|avenida|av\.?)\s+(?:[\w.'\u2019-]+\s+){0,4}?(?:#|no\.?\s*)?\d{1,5}\b"
    r"|\b(?:corner|cross streets?|intersection)\s+of\b"
    r"|\bp\.?\s*o\.?\s*box\s+\d+"
    r"|\b\d{1,3}\.\d{3,}\s*[,°]\s*-?\d{1,3}\.\d{3,}"
    r"|(?:maps\.(?:app\.)?goo|goo\.gl/maps|google\.[a-z.]+/maps|maps\.google|maps\.apple|openstreetmap)"
    r"|\b\d{5}(?:-\d{4})?\b(?=\s*(?:$|[.,;]))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s)[^.!?\n]*)*[.!?\n]?\s*")

_TEXTS = {
    "service": (
        "name", "alternate_name", "description", "interpretation_services",
        "application_process", "fees_description", "wait_time", "fees", "accreditations",
        "eligibility_description", "alert", "licenses",
    ),
    "organization": ("name", "alternate_name", "description"),
    "program": ("name", "alternate_name", "description"),
}  # fmt: skip
_LOCATION = (
    "url", "name", "alternate_name", "description", "transportation", "latitude", "longitude",
    "external_identifier", "external_identifier_type",
)  # fmt: skip


def without_addresses(text: str) -> str:
    """The text without the sentences that hold an address, a map link or coordinates."""
    while found := [match.span() for match in _ADDRESS.finditer(text)]:
        kept, at = [], 0
        for sentence in _SENTENCE.findall(text):
            end = at + len(sentence)
            if not any(first < end and at < last for first, last in found):
                kept.append(sentence)
            at = end
        text = "".join(kept).strip()
    return text


def hide_places(stage: Stage, kinds: Kinds, locate: Locate) -> Iterator[Note]:
    """
    Take out of the stage what may not be published.

    The counties of every place, hidden or not, are left beside it, in a table `county`.
    """
    _mark_services(stage, kinds)
    _note_counties(stage, locate)
    stage.execute(
        "CREATE TABLE hidden_location AS SELECT l.id FROM location AS l WHERE NOT EXISTS ("
        "SELECT 1 FROM attribute AS a JOIN marked AS m ON m.id = a.taxonomy_term_id "
        "WHERE a.link_id = l.id) AND (EXISTS (SELECT 1 FROM service_at_location AS s "
        "JOIN hidden_service AS h ON h.id = s.service_id WHERE s.location_id = l.id) OR NOT "
        "EXISTS (SELECT 1 FROM service_at_location AS s WHERE s.location_id = l.id))"
    )
    hidden = "IN (SELECT id FROM hidden_location)"
    for location_id, file, line in stage.execute(
        f"SELECT id, found_in, line FROM location WHERE id {hidden} AND (latitude <> '' OR EXISTS "
        "(SELECT 1 FROM address WHERE location_id = location.id))"
    ).fetchall():
        yield Note(
            "left-out", file, line, "location", location_id, "",
            "not of a kind whose places are public, and not marked as public: its county is kept, "
            "its address and coordinates are not",
        )  # fmt: skip
    stage.execute(
        "INSERT OR REPLACE INTO service_area (id, service_id, name, extent, extent_type, origin) "
        "SELECT DISTINCT s.service_id || '-county-' || c.county, s.service_id, c.county, c.county, "
        "?, s.origin FROM county AS c JOIN service_at_location AS s "
        f"ON s.location_id = c.location_id WHERE c.location_id {hidden}",
        (COUNTY,),
    )
    stage.execute(f"CREATE TABLE gone AS SELECT id FROM address WHERE location_id {hidden}")
    stage.execute(f"INSERT INTO gone SELECT id FROM accessibility WHERE location_id {hidden}")
    stage.execute(f"INSERT INTO gone SELECT id FROM location WHERE id {hidden}")
    private = (
        f"location_id {hidden} OR service_id IN (SELECT id FROM hidden_service) OR "
        "service_at_location_id IN (SELECT s.id FROM service_at_location AS s JOIN hidden_service "
        "AS h ON h.id = s.service_id) OR organization_id IN (SELECT id FROM hidden_organization)"
    )
    stage.execute(f"INSERT INTO gone SELECT id FROM contact WHERE {private}")
    stage.execute("INSERT INTO gone SELECT id FROM hidden_service")
    stage.execute("INSERT INTO gone SELECT id FROM hidden_organization")
    # What was changed, and from what, may hold an old address or a name.
    stage.execute("DELETE FROM metadata WHERE resource_id IN (SELECT id FROM gone)")
    stage.execute("DELETE FROM address WHERE id IN (SELECT id FROM gone)")
    stage.execute("DELETE FROM accessibility WHERE id IN (SELECT id FROM gone)")
    stage.execute(f"UPDATE contact SET name = '', email = '' WHERE {private}")
    cleared = ", ".join(f"{field} = ''" for field in _LOCATION)
    stage.execute(f"UPDATE location SET {cleared} WHERE id {hidden}")
    yield from _clear_texts(stage)


def _mark_services(stage: Stage, kinds: Kinds) -> None:
    stage.execute("CREATE TABLE marked (id TEXT PRIMARY KEY) WITHOUT ROWID")
    stage.execute("CREATE TABLE hidden_service (id TEXT PRIMARY KEY) WITHOUT ROWID")
    stage.execute("CREATE INDEX attribute_of ON attribute (link_id)")
    stage.execute("CREATE INDEX joined_location ON service_at_location (location_id)")
    stage.execute("CREATE INDEX joined_service ON service_at_location (service_id)")
    for term in stage.rows("taxonomy_term"):
        if PUBLIC in (phrase_of(term["code"]), phrase_of(term["name"])):
            stage.execute("INSERT INTO marked VALUES (?)", (term["id"],))
    said: dict[tuple[tuple[str, ...], ...], bool] = {}
    for ids in _batches(stage, "service"):
        terms = terms_of(stage, ids)
        for service in ids:
            named = terms.get(service, ())
            marked = any(PUBLIC in each for each in named)
            if named not in said:
                said[named] = kinds.show_place(named)
            if not (marked or said[named]):
                stage.execute("INSERT INTO hidden_service VALUES (?)", (service,))
    stage.execute(
        "CREATE TABLE hidden_organization AS SELECT DISTINCT s.organization_id AS id FROM service "
        "AS s JOIN hidden_service AS h ON h.id = s.id"
    )


def terms_of(stage: Stage, services: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Service to its taxonomy terms, each as its code and name, folded, those that are there."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for service, code, name in stage.execute(
        "SELECT a.link_id, t.code, t.name FROM attribute AS a JOIN taxonomy_term AS t "
        "ON t.id = a.taxonomy_term_id WHERE a.link_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY t.code, t.name",
        (msgspec.json.encode(services),),
    ):
        names = tuple(phrase_of(each) for each in (code, name) if each)
        found.setdefault(service, []).append(names)
    return {service: tuple(terms) for service, terms in found.items()}


def _note_counties(stage: Stage, locate: Locate) -> None:
    stage.execute("CREATE TABLE county (location_id TEXT, county TEXT)")
    known: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for address in stage.rows("address"):
        for name in (address["region"], address["city"], ""):
            key = (address["postal_code"], name, address["state_province"])
            if key not in known:
                known[key] = locate(*key)
            for county in known[key]:
                stage.execute("INSERT INTO county VALUES (?, ?)", (address["location_id"], county))
            if known[key]:
                break
    stage.execute("CREATE INDEX county_of ON county (location_id)")


def _cleared(field: str, text: str) -> str:
    """The text without addresses; a name is needed, and keeps what is left of it."""
    kept = without_addresses(text)
    if field != "name" or kept:
        return kept
    return " ".join(_ADDRESS.sub(" ", text).split()).strip(" ,;-")


def _clear_texts(stage: Stage) -> Iterator[Note]:
    for table, fields in _TEXTS.items():
        hidden = (
            "id IN (SELECT id FROM hidden_service)"
            if table == "service"
            else f"{'id' if table == 'organization' else 'organization_id'} IN "
            "(SELECT id FROM hidden_organization)"
        )
        names = ", ".join(fields)
        for row_id, file, line, *texts in stage.execute(
            f"SELECT id, found_in, line, {names} FROM {table} WHERE {hidden}"
        ).fetchall():
            for field, text in zip(fields, texts, strict=True):
                if (kept := _cleared(field, text)) != text:
                    stage.execute(f"UPDATE {table} SET {field} = ? WHERE id = ?", (kept, row_id))
                    yield Note(
                        "mended", file, line, table, row_id, field,
                        "what reads like an address was taken out",
                    )  # fmt: skip
    stage.execute("UPDATE service SET url = '' WHERE id IN (SELECT id FROM hidden_service) AND ("
                  "url LIKE '%goo.gl%' OR url LIKE '%/maps%' OR url LIKE '%maps.%')")  # fmt: skip
    for table in ("phone", "schedule", "service_area", "service_at_location", "cost_option",
                  "required_document", "language", "attribute"):  # fmt: skip
        fields = tuple(
            field
            for field in ("name", "description", "notes", "note", "attending_type", "document",
                          "extent", "amount_description", "option", "value")
            if _has(stage, table, field)
        )  # fmt: skip
        linked = [
            f"{field} IN (SELECT id FROM {hidden})"
            for field, hidden in (
                ("service_id", "hidden_service"),
                ("location_id", "hidden_location"),
                ("organization_id", "hidden_organization"),
                ("link_id", "gone"),
            )
            if _has(stage, table, field)
        ]
        if _has(stage, table, "service_at_location_id"):
            linked.append(
                "service_at_location_id IN (SELECT s.id FROM service_at_location AS s "
                "JOIN hidden_service AS h ON h.id = s.service_id)"
            )
        for row_id, *texts in stage.execute(
            f"SELECT id, {', '.join(fields)} FROM {table} WHERE {' OR '.join(linked)}"
        ).fetchall():
            for field, text in zip(fields, texts, strict=True):
                if (kept := without_addresses(text)) != text:
                    stage.execute(f"UPDATE {table} SET {field} = ? WHERE id = ?", (kept, row_id))


def _has(stage: Stage, table: str, field: str) -> bool:
    return any(row[1] == field for row in stage.execute(f"PRAGMA table_info({table})"))


def _batches(stage: Stage, table: str) -> Iterator[list[str]]:
    last = ""
    while True:
        ids = [
            row[0]
            for row in stage.execute(
                f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT {BATCH}", (last,)
            )
        ]
        if not ids:
            return
        yield ids
        last = ids[-1]

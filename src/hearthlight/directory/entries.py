"""From the tables of the standard to what a search looks at, and what is shown of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from hearthlight.directory.distance import cell, spot
from hearthlight.directory.hiding import COUNTY, terms_of
from hearthlight.directory.query import Entry, tokens_of_places
from hearthlight.directory.staging import BATCH
from hearthlight.directory.tokens import phrase_of, words_of
from hearthlight.places.opening_hours import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.directory.hiding import Locate
    from hearthlight.directory.kinds import Kinds
    from hearthlight.directory.staging import Stage

    Rows = list[dict[str, str]]

_REMOTE = ("virtual", "online", "phone", "telephone", "hotline", "telehealth", "remote")
_LONGEST_NAME = 120


class Phone(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number as it is shown, and what the source says of it."""

    number: str
    type: str = ""
    description: str = ""


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is shown of a service. An empty address is one that is not known or not published."""

    service_id: str
    name: str
    organization: str = ""
    description: str = ""
    kinds: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    url: str = ""
    email: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    counties: tuple[str, ...] = ()
    hours: tuple[Schedule, ...] = ()
    languages: tuple[str, ...] = ()
    interpretation: str = ""
    eligibility: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    cost: str = ""
    application: str = ""
    alert: str = ""
    assured_date: str = ""
    origin: str = ""


def make_entries(stage: Stage, kinds: Kinds, locate: Locate) -> Iterator[Entry]:
    """An entry for each service at each of its places, or one where it has none."""
    bits = {kind.id: number for number, kind in enumerate(kinds.kinds)}
    for services in _services(stage):
        ids = [service["id"] for service in services]
        terms = terms_of(stage, ids)
        joined = stage.children("service_at_location", "service_id", ids)
        places = sorted({row["location_id"] for rows in joined.values() for row in rows})
        by_id = {
            "organization": _by_id(stage, "organization", services, "organization_id"),
            "location": _rows(stage, "location", places),
        }
        of_service = {
            table: stage.children(table, "service_id", ids)
            for table in ("phone", "schedule", "language", "service_area", "cost_option")
        }
        of_place = {
            table: stage.children(table, "location_id", places)
            for table in ("phone", "schedule", "language", "address")
        }
        counties = _counties(stage, places)
        for service in services:
            if service["status"] in ("inactive", "defunct"):
                continue
            found = kinds.of(tuple(name for each in terms.get(service["id"], ()) for name in each))
            parts = {table: rows.get(service["id"], []) for table, rows in of_service.items()}
            organization = by_id["organization"].get(service["organization_id"], {})
            joins = joined.get(service["id"], [])
            for place in [row["location_id"] for row in joins] or [""]:
                here = {table: rows.get(place, []) for table, rows in of_place.items()}
                yield _entry(
                    service,
                    organization,
                    by_id["location"].get(place, {}),
                    parts,
                    here,
                    tuple(kind.id for kind in found),
                    sum(1 << bits[kind.id] for kind in found),
                    tuple(sorted({*counties.get(place, ()), *_areas(parts, here, locate)})),
                    terms.get(service["id"], ()),
                )


def _entry(  # noqa: PLR0913, PLR0917 - a service is made of that many tables
    service: dict[str, str],
    organization: dict[str, str],
    location: dict[str, str],
    parts: dict[str, Rows],
    here: dict[str, Rows],
    kinds: tuple[str, ...],
    mask: int,
    counties: tuple[str, ...],
    terms: tuple[tuple[str, ...], ...],
) -> Entry:
    languages = _languages([*parts["language"], *here["language"]])
    point = None
    if location.get("latitude") and location.get("longitude"):
        point = (float(location["latitude"]), float(location["longitude"]))
    phones = {row["number"]: row for row in [*parts["phone"], *here["phone"]]}
    remote = location.get("location_type") == "virtual" or any(
        word in phrase_of(name).split() for each in terms for name in each for word in _REMOTE
    )
    cost = service["fees_description"] or service["fees"]
    card = Card(
        service_id=service["id"],
        name=service["name"],
        organization=organization.get("name", ""),
        description=service["description"],
        kinds=kinds,
        phones=tuple(
            Phone(row["number"], row["type"], row["description"]) for row in phones.values()
        ),
        url=service["url"] or organization.get("website", ""),
        email=service["email"],
        address=_address(here["address"]),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        counties=counties,
        hours=tuple(dict.fromkeys(_hours(row) for row in [*parts["schedule"], *here["schedule"]])),
        languages=languages,
        interpretation=service["interpretation_services"],
        eligibility=service["eligibility_description"],
        minimum_age=float(service["minimum_age"]) if service["minimum_age"] else None,
        maximum_age=float(service["maximum_age"]) if service["maximum_age"] else None,
        cost=cost,
        application=service["application_process"],
        alert=service["alert"],
        assured_date=service["assured_date"],
        origin=service.get("origin", ""),
    )
    text = " ".join(
        (service["name"], service["alternate_name"], service["description"],
         organization.get("name", ""), organization.get("alternate_name", ""),
         *(name for each in terms for name in each))
    )  # fmt: skip
    tokens = {f"w_{word}" for word in words_of(text)}
    tokens |= {f"k_{number}" for number in range(mask.bit_length()) if mask >> number & 1}
    tokens |= {f"l_{language}" for language in languages}
    tokens |= tokens_of_places(counties)
    if point:
        tokens |= {"placed", cell(*point)}
    if point or counties:
        tokens.add("somewhere")
    else:
        tokens.add("anywhere" if remote else "nowhere")
    if _is_free(cost, parts["cost_option"]):
        tokens.add("free")
    if remote:
        tokens.add("remote")
    name = phrase_of(service["name"])[:_LONGEST_NAME]
    return Entry(
        id=f"{service['id']}/{location['id']}" if location else service["id"],
        sort_name=name,
        tokens=tuple(sorted(tokens)),
        kinds=mask,
        minimum_age=card.minimum_age if card.minimum_age is not None else 0.0,
        maximum_age=card.maximum_age if card.maximum_age is not None else math.inf,
        spot=spot(*point) if point else None,
        card=msgspec.json.encode(card),
    )


def language_tag(name: str, code: str) -> str:
    """The tag under which a language is looked for: its code where there is one, or its name."""
    return phrase_of(code.partition("-")[0])[:3] or _LANGUAGES.get(phrase_of(name), phrase_of(name))


_LANGUAGES = {
    "english": "en", "spanish": "es", "espanol": "es", "chinese": "zh", "mandarin": "zh",
    "cantonese": "zh", "vietnamese": "vi", "tagalog": "tl", "filipino": "tl", "russian": "ru",
    "korean": "ko", "arabic": "ar", "french": "fr", "haitian creole": "ht", "portuguese": "pt",
    "hindi": "hi", "punjabi": "pa", "japanese": "ja", "german": "de", "polish": "pl",
    "urdu": "ur", "american sign language": "ase", "asl": "ase", "eng": "en", "spa": "es",
}  # fmt: skip
"""Names that American directories use, to ISO 639."""


def _languages(rows: Rows) -> tuple[str, ...]:
    tags = {language_tag(row["name"], _LANGUAGES.get(row["code"], row["code"])) for row in rows}
    return tuple(sorted(tag for tag in tags if tag))


def _is_free(cost: str, options: Rows) -> bool:
    if any(row["amount"] in ("0", "0.0") for row in options):
        return True
    said = phrase_of(cost).split()
    return said[:1] in (["free"], ["gratis"]) or said[:2] in (
        ["no", "cost"], ["no", "charge"], ["no", "fee"], ["no", "fees"], ["sin", "costo"]
    )  # fmt: skip


def _address(rows: Rows) -> str:
    for row in rows:
        if row["address_type"] == "physical":
            return ", ".join(
                part
                for part in (
                    row["address_1"], row["address_2"], row["city"],
                    f"{row['state_province']} {row['postal_code']}".strip(),
                )
                if part
            )  # fmt: skip
    return ""


def _hours(row: dict[str, str]) -> Schedule:
    return Schedule(**{field: row[field] for field in Schedule.__struct_fields__})


def _areas(parts: dict[str, Rows], here: dict[str, Rows], locate: Locate) -> set[str]:
    state = next((row["state_province"] for row in here["address"]), "")
    return {
        county
        for row in parts["service_area"]
        for county in (
            [row["extent"]]
            if row["extent_type"] == COUNTY
            else locate("", row["name"] or row["extent"], state)
        )
    }


def _services(stage: Stage) -> Iterator[Rows]:
    batch: Rows = []
    for row in stage.rows("service"):
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _by_id(stage: Stage, table: str, rows: Rows, field: str) -> dict[str, dict[str, str]]:
    return _rows(stage, table, sorted({row[field] for row in rows if row[field]}))


def _rows(stage: Stage, table: str, ids: list[str]) -> dict[str, dict[str, str]]:
    return {row_id: rows[0] for row_id, rows in stage.children(table, "id", ids).items()}


def _counties(stage: Stage, places: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for place, county in stage.execute(
        "SELECT DISTINCT location_id, county FROM county WHERE location_id IN "
        "(SELECT value FROM json_each(?)) ORDER BY 1, 2",
        (msgspec.json.encode(places),),
    ):
        found.setdefault(place, []).append(county)
    return {place: tuple(counties) for place, counties in found.items()}

"""Small sources of services, written for the tests."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hearthlight.directory.importing import import_source
from hearthlight.directory.kinds import Kind, Kinds
from hearthlight.directory.sqlite_store import SqliteStore
from hearthlight.documents.service_sources import kinds_of, locate_in

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition

KINDS = Kinds(
    (
        Kind("service-kind-music", frozenset({"music"}), public=True),
        Kind("service-kind-bed", frozenset({"emergency shelter"}), public=False),
    )
)
"""One kind whose places are public, and one whose places are not."""

COUNTIES = {"alpha": ("us-xx-alpha",), "beta": ("us-xx-beta",)}


def locate(_postal_code: str, name: str, _state: str) -> tuple[str, ...]:
    """The county of that name."""
    return COUNTIES.get(name.lower(), ())


def table(*rows: dict[str, str]) -> str:
    """Rows as a CSV table."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    made = io.StringIO()
    writer = csv.DictWriter(made, fields)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def write_source(folder: Path, **tables: str | bytes) -> Path:
    """A folder with these files, named after their tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        data = text.encode() if isinstance(text, str) else text
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def service_source(folder: Path, term: str, latitude: str, longitude: str) -> Path:
    """One service of one kind at one place in Alpha, with all that could tell where it is."""
    where = "14 Hidden Lane, Alphaville, XX 99999"
    return write_source(
        folder,
        organizations=table(
            {
                "id": "o",
                "name": "The House, 14 Hidden Lane",
                "description": f"We are at {where}. We listen.",
            }
        ),
        services=table(
            {
                "id": "s",
                "organization_id": "o",
                "name": "A quiet place",
                "status": "active",
                "description": f"For young people. Come to {where}. Call first.",
                "url": f"https://www.google.com/maps?q={latitude},{longitude}",
            }
        ),
        locations=table(
            {
                "id": "l",
                "location_type": "physical",
                "name": "House on Hidden Lane",
                "latitude": latitude,
                "longitude": longitude,
                "transportation": "Bus 9 to Hidden Lane",
            }
        ),
        service_at_location=table({"id": "sl", "service_id": "s", "location_id": "l"}),
        addresses=table(
            {
                "id": "a",
                "location_id": "l",
                "address_1": "14 Hidden Lane",
                "city": "Alphaville",
                "region": "Alpha",
                "state_province": "XX",
                "postal_code": "99999",
                "country": "US",
                "address_type": "physical",
            }
        ),
        contacts=table(
            {"id": "c", "service_id": "s", "name": "Jo Worker", "email": "jo.worker@example.org"}
        ),
        phones=table({"id": "p", "service_id": "s", "number": "(415) 555-2671"}),
        taxonomy_terms=table({"id": "t", "name": term, "description": term}),
        attributes=table(
            {"id": "at", "link_id": "s", "link_entity": "service", "taxonomy_term_id": "t"}
        ),
        metadata=table(
            {
                "id": "m", "resource_id": "l", "resource_type": "location",
                "last_action_date": "2026-01-01", "last_action_type": "update",
                "field_name": "name", "previous_value": "14 Hidden Lane",
                "replacement_value": "House on Hidden Lane", "updated_by": "Jo Worker",
            }
        ),
    )  # fmt: skip


def import_into(edition: Edition, path: Path, source: Path) -> None:
    """Import a source into a file, with the kinds and places of an edition."""
    store = SqliteStore(path)
    import_source(
        source, "county list", store, kinds_of(edition), locate_in(edition), lambda _: None
    )
    store.close()


def music_at(folder: Path, edition: Edition) -> Path:
    """Bands going away from San Francisco's Mission, long described, open at different hours."""
    numbers = range(12)
    long = "We play together every week, loud and soft, and nobody has to be good at it. " * 9
    term = edition.service_kinds["service-kind-music"].codes[0]
    return write_source(
        folder,
        organizations=table({"id": "o", "name": "Bands", "description": "Bands"}),
        services=table(
            *(
                {
                    "id": f"s{n}", "organization_id": "o", "name": f"Band {n}",
                    "status": "active", "description": long, "minimum_age": "12",
                    "maximum_age": "24", "fees_description": "Free",
                    "assured_date": "2020-01-05" if n % 2 else "",
                    "application_process": "Come by, or call first.",
                }
                for n in numbers
            )
        ),
        locations=table(
            *(
                {
                    "id": f"l{n}", "location_type": "physical",
                    "latitude": f"{37.75 - n * 0.05}", "longitude": "-122.42",
                }
                for n in numbers
            )
        ),
        service_at_location=table(
            *({"id": f"sl{n}", "service_id": f"s{n}", "location_id": f"l{n}"} for n in numbers)
        ),
        addresses=table(
            *(
                {
                    "id": f"a{n}", "location_id": f"l{n}", "address_1": f"{n + 1} Music Way",
                    "city": "San Francisco", "state_province": "CA", "postal_code": "94110",
                    "country": "US", "address_type": "physical",
                }
                for n in numbers
            )
        ),
        phones=table(
            *(
                {"id": f"p{n}", "service_id": f"s{n}", "number": f"(415) 555-26{n:02}"}
                for n in numbers
            )
        ),
        languages=table(
            *({"id": f"la{n}", "service_id": f"s{n}", "code": "es", "name": "Spanish"}
              for n in numbers)
        ),
        schedules=table(
            *(
                {
                    "id": f"sc{n}", "service_id": f"s{n}", "freq": "WEEKLY",
                    "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:30",
                }
                for n in numbers
            )
        ),
        taxonomy_terms=table({"id": "t", "name": term, "description": term}),
        attributes=table(
            *(
                {"id": f"at{n}", "link_id": f"s{n}", "link_entity": "service",
                 "taxonomy_term_id": "t"}
                for n in numbers
            )
        ),
    )  # fmt: skip

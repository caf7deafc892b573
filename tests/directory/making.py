"""Small sources of services, written for the tests."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hearthlight.directory.kinds import Kind, Kinds

if TYPE_CHECKING:
    from pathlib import Path

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
            {"id": "o", "name": "The House", "description": f"We are at {where}. We listen."}
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

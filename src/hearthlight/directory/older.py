"""
HSDS 1.1 and 2.0 read as 3.0: which table and field of old holds what.

A table is renamed, and its fields with it; a few rows of old become a row of another kind, with
`constants` filled in. What has no place in 3.0 is named as left out, never dropped in silence.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Older(NamedTuple):
    """An older table: the table of 3.0 that holds its rows, and how its fields are called there."""

    table: str
    fields: Mapping[str, str] = MappingProxyType({})
    constants: Mapping[str, str] = MappingProxyType({})


OLDER: dict[str, Older] = {
    "accessibility_for_disabilities": Older("accessibility", {"accessibility": "description"}),
    "physical_address": Older("address", {}, {"address_type": "physical"}),
    "postal_address": Older("address", {}, {"address_type": "postal"}),
    "regular_schedule": Older("schedule", {"weekday": "byday"}, {"freq": "WEEKLY"}),
    "holiday_schedule": Older(
        "schedule",
        {"start_date": "valid_from", "end_date": "valid_to"},
        {"description": "Holiday"},
    ),
    "payment_accepted": Older("cost_option", {"payment": "amount_description"}),
    "services_taxonomy": Older(
        "attribute",
        {"service_id": "link_id", "taxonomy_id": "taxonomy_term_id", "taxonomy_detail": "value"},
        {"link_entity": "service"},
    ),
    "service_attribute": Older("attribute", {"service_id": "link_id"}, {"link_entity": "service"}),
    "other_attribute": Older("attribute", {"link_type": "link_entity"}),
    "eligibility": Older("service", {"eligibility": "eligibility_description"}),
}
"""By the name of the older table, in the singular."""

RENAMED: dict[str, dict[str, str]] = {
    "organization": {"url": "website"},
    "service_area": {"service_area": "name"},
    "language": {"language": "name"},
    "taxonomy_term": {"vocabulary": "taxonomy", "term": "name"},
}
"""Fields that have another name in 3.0, in tables that kept theirs."""

DEFAULTS: dict[str, dict[str, str]] = {
    "service": {"status": "active"},
    "location": {"location_type": "physical"},
    "address": {"address_type": "physical", "country": "US"},
}
"""What a field that 3.0 requires meant where the older standard did not have it."""

FALLS_BACK: dict[str, dict[str, str]] = {
    "organization": {"description": "name"},
    "program": {"description": "name"},
    "taxonomy_term": {"description": "name"},
    "taxonomy": {"description": "name"},
}
"""A required text that is empty is said with another of the same row."""

NAMES: dict[str, str] = {
    "services_at_location": "service_at_location",
    "service_at_locations": "service_at_location",
    "services_at_locations": "service_at_location",
    "addresses": "address",
    "accessibilities": "accessibility",
    "taxonomies": "taxonomy",
    "services_taxonomies": "services_taxonomy",
    "service_taxonomy": "services_taxonomy",
    "service_taxonomies": "services_taxonomy",
    "physical_addresses": "physical_address",
    "postal_addresses": "postal_address",
    "payments_accepted": "payment_accepted",
    "eligibilities": "eligibility",
    "accessibility_for_disability": "accessibility_for_disabilities",
    "metadata": "metadata",
    "organizations_identifiers": "organization_identifier",
}
"""Names that files and keys carry, where an `s` at the end is not the whole difference."""

WEEKDAYS: dict[str, str] = {
    **dict(zip("1234567", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True)),
    **{
        name: name[:2].upper()
        for name in (
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        )
    },
}
"""Weekdays of 1.1, numbered from Monday (ISO 8601) or named, as iCalendar writes them."""

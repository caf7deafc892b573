"""
What an edition knows of services: the kinds it looks for, where places are, and what is shipped.

The shipped services are HSDS like any other source, made from the rows and words of the pack, so
that a number stands in one place only.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.directory.entries import make_entries
from hearthlight.directory.hiding import COUNTY, hide_places
from hearthlight.directory.kinds import Kind, Kinds
from hearthlight.directory.sources import Row
from hearthlight.directory.staging import Stage
from hearthlight.directory.tokens import phrase_of
from hearthlight.places.places import chain_of
from hearthlight.places.zip_codes import find_zip_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Service
    from hearthlight.directory.hiding import Locate
    from hearthlight.directory.query import Entry

SHIPPED = "hearthlight"
"""The name of the shipped services as a source."""
_LINE_TYPES = {"call": "voice", "text": "sms", "tty": "tty"}
"""Our kinds of lines, as HSDS calls types of phones."""
_HOTLINE, _SOURCE = "hotline", "source"
"""Terms of ours: what is reached by phone or online; where a row comes from."""


def kinds_of(edition: Edition) -> Kinds:
    """The pack's kinds of service, as the directory looks for them."""
    return Kinds(
        tuple(
            Kind(kind.id, frozenset(map(phrase_of, kind.codes)), kind.place_is_public)
            for kind in edition.service_kinds.values()
        )
    )


def locate_in(edition: Edition) -> Locate:
    """Counties by ZIP code, or by the names that the pack's places have in any language."""
    places = edition.places
    by_name: dict[str, list[str]] = {}
    for place in places:
        for words in edition.words.values():
            if name := str(words.get(f"{place}.name", "")):
                by_name.setdefault(phrase_of(name.partition(",")[0]), []).append(place)
    states = {
        place.rpartition("-")[2]: place
        for place, around in places.items()
        if not places.get(around)
    }

    def locate(postal_code: str, name: str, state: str) -> tuple[str, ...]:
        point = find_zip_point(edition.zip_points, postal_code)
        if point and point.counties:
            return point.counties
        folded = phrase_of(state)
        around = states.get(folded) or next(iter(by_name.get(folded, ())), "")
        if not name:
            return (around,) if around else ()
        found = by_name.get(phrase_of(name.removesuffix(" County")), [])
        return tuple(
            dict.fromkeys(
                place for place in found if not around or around in chain_of(place, places)
            )
        )

    return locate


def shipped_entries(edition: Edition) -> tuple[Entry, ...]:
    """What is searched of the shipped services: the same as if they had been imported."""
    with tempfile.TemporaryDirectory(prefix="hearthlight-") as folder:
        stage = Stage(Path(folder) / "stage.sqlite")
        try:
            kinds, locate = kinds_of(edition), locate_in(edition)
            for _ in stage.add(shipped_rows(edition), SHIPPED):
                pass  # a test holds these rows to having no notes
            for _ in (*stage.settle(), *hide_places(stage, kinds, locate)):
                pass
            return tuple(make_entries(stage, kinds, locate))
        finally:
            stage.close()


def shipped_rows(edition: Edition) -> Iterator[Row]:
    """The shipped services as rows of HSDS 3.0, in the source language."""
    known = set(edition.service_kinds)
    for kind in edition.service_kinds.values():
        yield _row("taxonomy_term", id=kind.id, name=kind.codes[0], description=kind.codes[0])
    for term in (_HOTLINE, _SOURCE):
        yield _row("taxonomy_term", id=term, name=term.title(), description=term.title())
    for service in edition.services.values():
        yield from _service_rows(edition, service, known)


def _service_rows(edition: Edition, service: Service, known: set[str]) -> Iterator[Row]:
    words = edition.wording(edition.languages[0].tag)
    contact = edition.contacts.get(service.contact)
    named = service.contact or service.id
    name = words.text(named, "name")
    said = words.text(named, "purpose" if contact else "text")
    website = (
        next((line.link for line in contact.lines if line.kind == "web"), "") if contact else ""
    )
    yield _row("organization", id=service.id, name=name, description=said, website=website)
    yield _row(
        "service",
        id=service.id,
        organization_id=service.id,
        name=name,
        description=said,
        status="active",
        url=website,
        interpretation_services=words.optional(named, "languages"),
        minimum_age="" if service.minimum_age is None else str(service.minimum_age),
        maximum_age="" if service.maximum_age is None else str(service.maximum_age),
        assured_date=contact.assured_date if contact else "",
        last_modified=f"{contact.read_on}T00:00:00Z" if contact else "",
    )
    terms = [kind for kind in service.kinds if kind in known]
    for term in (*terms, *([_HOTLINE] if contact else [])):
        yield _attribute(service.id, term, "")
    for source_id in service.sources or (contact.sources if contact else ()):
        source = edition.sources[source_id]
        told = f"{source.publisher}: {source.title} ({source.url or 'a printed guide'}), "
        yield _attribute(service.id, _SOURCE, f"{told}read {source.read_on}", source_id)
    for language in service.languages:
        yield _row(
            "language", id=f"{service.id}-{language}", service_id=service.id, code=language,
            name=edition.spoken[edition.languages[0].tag].get(language, language),
        )  # fmt: skip
    for line in contact.lines if contact else ():
        if kind := _LINE_TYPES.get(line.kind):
            yield _row(
                "phone", id=f"{service.id}-{line.kind}", service_id=service.id, number=line.shown,
                type=kind, description=line.keyword,
            )  # fmt: skip
    if contact and contact.always_open:
        yield _row(
            "schedule", id=f"{service.id}-always", service_id=service.id, freq="WEEKLY",
            byday="MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="23:59",
        )  # fmt: skip
    if edition.places[service.place]:  # not the whole country
        yield _row(
            "service_area", id=f"{service.id}-area", service_id=service.id,
            name=words.text(service.place, "name"), extent=service.place, extent_type=COUNTY,
        )  # fmt: skip


def _attribute(service: str, term: str, value: str, also: str = "") -> Row:
    return _row(
        "attribute", id="-".join(filter(None, (service, term, also))), link_id=service,
        link_entity="service", taxonomy_term_id=term, value=value,
    )  # fmt: skip


def _row(table: str, **values: str) -> Row:
    return Row(table, values, SHIPPED, 0)

"""The whole routing as one Markdown page: every place, every situation, whom in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.documents.routing import route_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition

_HEAD = """\
# Whom to call, for every place and situation

Written by `hearthlight contacts table`; do not edit it. Lists are in the order of calling. Places
with the same list stand together. A number with * rests on one publisher; with † no page says
that it answers day and night, and it is never first. Used on `never`: nobody may try it.
"""


def write_contact_table(edition: Edition) -> str:
    """The table in the source language of the pack. The same edition always gives the same text."""
    return "\n".join(_lines(edition)) + "\n"


def _lines(edition: Edition) -> Iterator[str]:
    wording = edition.wording(edition.languages[0].tag)
    yield _HEAD
    yield "## Contacts\n"
    yield "| | Place | Number | Read on | Used on | Sources |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for contact in edition.contacts.values():
        marks = ("*" if contact.confidence == "one-source" else "") + (
            "" if contact.always_open else "†"
        )
        urls = [edition.sources[source].url for source in contact.sources]
        pages = " ".join(f"[{number}]({url})" for number, url in enumerate(filter(None, urls), 1))
        used = "never" if contact.never_tried else contact.assured_date or "not yet"
        where = wording.text(contact.place, "name") if contact.place else contact.jurisdiction
        yield (
            f"| {wording.text(contact.id, 'name')} | {where} | {contact.lines[0].shown}{marks} "
            f"| {contact.read_on} | {used} | {pages} |"
        )
    for situation in edition.situations:
        yield f"\n## {wording.text(situation, 'name')}\n"
        alike: dict[tuple[str, ...], list[str]] = {}
        for place in ("", *edition.places):
            called = tuple(
                _name(edition, call.contact) for call in route_calls(edition, situation, place)
            )
            alike.setdefault(called, []).append(
                wording.text(place, "name") if place else "No place said"
            )
        for called, places in alike.items():
            yield f"- {', '.join(places)}:"
            yield from (f"  {number}. {name}" for number, name in enumerate(called, 1))


def _name(edition: Edition, contact: str) -> str:
    """Its name; a line that serves one place is told by that place, as `Contacts` lists them."""
    if edition.contacts[contact].place:
        return "the line of the place"
    return str(edition.wording(edition.languages[0].tag).text(contact, "name"))

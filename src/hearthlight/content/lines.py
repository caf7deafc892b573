"""
Rows that stand for many: a line of one kind in each place, said once.

A contact names the kind of line it is, the place it serves, and words it shares with others of its
kind. A call that names a kind of line stands for a call to each such contact, where its place is;
a place within that has a line of its own shows only its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.content.locales import ALLOWED, NEEDED
from hearthlight.content.model import Call, Clause, Contact, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hearthlight.content.model import Row, Words

_SHARED = (*NEEDED["contact"], *ALLOWED["contact"])
_OF_CALL = NEEDED["call"]


def always_answers(contact: Contact) -> bool:
    """Whether its number is answered day and night, every day."""
    return contact.always_open and bool(contact.phone)


def write_out_lines(
    rows: Mapping[str, Mapping[str, Row]],
    words: dict[str, Words],
    files: dict[str, str],
    source: str,
) -> dict[str, dict[str, Row]]:
    """
    The rows with every call that names a kind of line written out, one for each contact of it.

    Words that contacts share, and those of such a call, go to each row that stands for them;
    `words` and `files` are changed accordingly. What a row says of itself in the `source` language
    is never told by shared words in another.
    """
    contacts = [row for row in rows["contact"].values() if isinstance(row, Contact)]
    places = {row.id: row for row in rows["place"].values() if isinstance(row, Place)}
    around = {row_id: _around(row_id, places) for row_id in places}
    calls: dict[str, Row] = {}
    stood_for = {contact.like for contact in contacts if contact.like}
    for contact in contacts:
        if contact.like:
            _copy_words(contact.like, contact.id, _SHARED, words, files, source)
    for row_id, row in rows["call"].items():
        if not isinstance(row, Call) or not row.line:
            calls[row_id] = row
            continue
        stood_for.add(row_id)
        for call in _written_out(row, contacts, around):
            calls[call.id] = call
            files[call.id] = files[row_id]
            _copy_words(row_id, call.id, _OF_CALL, words, files, source)
    for said in words.values():
        for key in [key for key in said if key.rpartition(".")[0] in stood_for]:
            del said[key]
    return {**{kind: dict(of_kind) for kind, of_kind in rows.items()}, "call": calls}


def _written_out(
    call: Call, contacts: list[Contact], around: Mapping[str, tuple[str, ...]]
) -> Iterator[Call]:
    for contact in contacts:
        if contact.line != call.line or not _suits(call, contact) or contact.place not in around:
            continue  # a place that is not there is a mistake that the checks name
        nearer = tuple(
            other.place
            for other in contacts
            if other.line == call.line and contact.place in around.get(other.place, ())
        )
        yield msgspec.structs.replace(
            call,
            id=f"{call.id}-{contact.place}",
            contact=contact.id,
            line="",
            when=(*call.when, Clause(of=(contact.place,))),
            unless=(*call.unless, *([Clause(of=nearer)] if nearer else [])),
        )


def _suits(call: Call, contact: Contact) -> bool:
    return call.hours == "any" or (call.hours == "always") == always_answers(contact)


def _around(place: str, places: Mapping[str, Place]) -> tuple[str, ...]:
    """What it lies within, inner first. A circle is a mistake that the checks name."""
    found: list[str] = []
    while (row := places.get(place)) and row.within and row.within not in found:
        place = row.within
        found.append(place)
    return tuple(found)


def _copy_words(  # noqa: PLR0913, PLR0917 - from where, to where, and what is changed
    shared: str,
    target: str,
    fields: tuple[str, ...],
    words: dict[str, Words],
    files: dict[str, str],
    source: str,
) -> None:
    own = {field for field in fields if f"{target}.{field}" in words.get(source, {})}
    for language, said in words.items():
        for field in fields:
            if f"{shared}.{field}" in said and field not in own:
                said.setdefault(f"{target}.{field}", said[f"{shared}.{field}"])
                written_in = files[f"words/{language}/{shared}"]
                files.setdefault(f"words/{language}/{target}", written_in)

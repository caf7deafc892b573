"""
How old the facts about a contact are, and which need a person to look.

A page that was read (`read_on`) says what it said then. A line that was used (`assured_date`) was
there. The newer of the two counts, and after `good_for` days it counts no more. Some lines nobody
may use to try them: what was read is all that is known of these.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from hearthlight.content.model import Contact, Source

if TYPE_CHECKING:
    from hearthlight.content.model import Pack

State = Literal["invalid", "expired", "not yet used", "never tried", "used"]
FAILS: frozenset[str] = frozenset({"invalid", "expired"})


class Freshness(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one contact's age on a day."""

    contact: str
    file: str
    state: State
    """
    `used` when a person has used the line and its time is not over; `not yet used` when its pages
    were read and nobody has called or written yet; `never tried` when nobody may.
    """
    newest: str
    """The day it was last read or used."""
    until: str
    """The last day on which it counts."""
    wrong: tuple[str, ...]
    """What makes it invalid, with the remedy."""
    open: tuple[str, ...]
    """Addresses of its sources, to look again."""
    never_tried: str
    """Why nobody may try it, and how it is checked instead; empty where one may."""


def check_freshness(pack: Pack, as_of: date) -> tuple[Freshness, ...]:
    """
    Every contact on a day, what fails first, then the oldest.

    Invalid is a number that is none, one that could not be borne out, a source that is lacking, or
    a fact that rests on our judgement: nobody may be sent there.
    """
    from hearthlight.content.contact_checks import check_contacts  # noqa: PLC0415 - slow to import

    wrong: dict[str, list[str]] = {}
    for problem in check_contacts(pack):
        wrong.setdefault(problem.id, []).append(f"{problem.message}. {problem.remedy}.")
    sources = pack.all(Source)
    found: list[Freshness] = []
    for contact in pack.all(Contact).values():
        newest, until = _newest(contact), find_end(contact)
        mistakes = wrong.get(contact.id, [])
        if contact.confidence == "judgement":
            mistakes.append("rests on judgement. Find a page that bears it out, or delete it.")
        found.append(
            Freshness(
                contact=contact.id,
                file=pack.files[contact.id],
                state=_state(contact, until, as_of, invalid=bool(mistakes)),
                newest=newest,
                until=until.isoformat(),
                wrong=tuple(mistakes),
                open=tuple(
                    sources[source].url
                    for source in contact.sources
                    if source in sources and sources[source].url
                ),
                never_tried=contact.never_tried,
            )
        )
    return tuple(
        sorted(found, key=lambda each: (each.state not in FAILS, each.until, each.contact))
    )


def read_today() -> date:
    """The day it is where this runs: who reads a page there writes that day down."""
    return datetime.now(UTC).astimezone().date()


def find_end(contact: Contact) -> date:
    """The last day on which what is said of a contact counts."""
    return date.fromisoformat(_newest(contact)) + timedelta(days=contact.good_for)


def _newest(contact: Contact) -> str:
    return max(contact.read_on, contact.assured_date)


def _state(contact: Contact, until: date, as_of: date, *, invalid: bool) -> State:
    if invalid:
        return "invalid"
    if as_of > until or as_of < date.fromisoformat(contact.read_on):
        return "expired"  # read after that day: nothing was known of it then
    if contact.never_tried:
        return "never tried"
    return "used" if contact.assured_date else "not yet used"

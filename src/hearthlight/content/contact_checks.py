"""What can be wrong with a number, and with whom a number reaches."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import shortnumberinfo

from hearthlight.content.model import Call, Contact, Pack, Place, Withheld
from hearthlight.content.problems import Problem, row_problem
from hearthlight.content.source_checks import count_publishers

if TYPE_CHECKING:
    from collections.abc import Iterator

_E164 = phonenumbers.PhoneNumberFormat.E164
_LONGEST_SHORT_CODE = 6
_TWO = 2


def check_contacts(pack: Pack) -> Iterator[Problem]:
    """Every contact can be reached, is shown somewhere, and claims no more sources than it has."""
    named = {call.contact for call in pack.all(Call).values()}
    for contact in pack.all(Contact).values():
        yield from _numbers_are_valid(pack, contact)
        if contact.confidence == "two-sources" and count_publishers(pack, contact.sources) < _TWO:
            yield row_problem(
                pack,
                contact.id,
                "claims two sources but names one publisher",
                'Write confidence = "one-source", or name another',
            )
        if contact.never_tried and contact.assured_date:
            yield row_problem(
                pack,
                contact.id,
                "has an 'assured_date', and nobody may try it",
                "Take assured_date out: its pages bear it out",
            )
        if contact.line and not contact.place:
            yield row_problem(
                pack,
                contact.id,
                "is a line of a kind, for no place",
                "Write place, or leave out line",
            )
        placed = not contact.place or contact.place in pack.all(Place)
        if contact.id not in named and placed:
            yield row_problem(
                pack, contact.id, "is never shown", "Add a row to calls.toml, or delete it"
            )
    for call in pack.all(Call).values():
        if not call.contact:
            yield row_problem(
                pack, call.id, "names no one to call", "Write contact, or line and the kind of line"
            )
    yield from pack.unread
    yield from _enforcement_is_never_first(pack)
    yield from _withheld_numbers_stay_away(pack)


def _numbers_are_valid(pack: Pack, contact: Contact) -> Iterator[Problem]:
    numbers = [(number, False) for number in (contact.phone, contact.tty) if number]
    if contact.text:
        numbers.append((contact.text.number, True))
    if not numbers and not contact.url and not contact.chat:
        yield row_problem(pack, contact.id, "has no number and no address", "Give it one")
    for number, texts in numbers:
        if not is_number(number, contact.region, texts=texts):
            yield row_problem(
                pack,
                contact.id,
                f"has {number!r}, which is not a valid number in E.164 form or a short code",
                "Write it like +18883737888, or like 911",
            )


def _enforcement_is_never_first(pack: Pack) -> Iterator[Problem]:
    for call in pack.all(Call).values():
        called = pack.all(Contact).get(call.contact)
        if called and called.enforcement == "immigration" and call.prominent:
            yield row_problem(
                pack,
                call.id,
                f"puts {called.id} first, which immigration enforcement answers",
                "Write prominent = false: a family chooses it, we never lead there",
            )


def _withheld_numbers_stay_away(pack: Pack) -> Iterator[Problem]:
    withheld = {digest for row in pack.all(Withheld).values() for digest in row.digests}
    for contact in pack.all(Contact).values():
        texted = contact.text.number if contact.text else ""
        for number in (contact.phone, contact.tty, texted):
            if number and digest_number(number) in withheld:
                yield row_problem(
                    pack,
                    contact.id,
                    f"has {number!r}, which could not be borne out",
                    "Find a page of its own that gives it, and take it off the withheld list",
                )


def digest_number(number: str) -> str:
    """What stands for a number in a list of those that are withheld."""
    digits = "".join(sign for sign in number if sign.isdecimal())
    return hashlib.blake2s(digits.encode(), digest_size=8).hexdigest()


def is_number(number: str, region: str, *, texts: bool = False) -> bool:
    """
    Whether a number is valid E.164, or a short code of the region.

    Short codes for texts are let to anyone and listed nowhere: a possible one is enough.
    """
    if number.startswith("+"):
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return False
        return (
            phonenumbers.is_valid_number(parsed)
            and phonenumbers.format_number(parsed, _E164) == number
        )
    if not (number.isascii() and number.isdecimal()) or len(number) > _LONGEST_SHORT_CODE:
        return False
    try:
        short = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    if texts:
        return shortnumberinfo.is_possible_short_number_for_region(short, region)
    return shortnumberinfo.is_valid_short_number_for_region(short, region)
